//! One question asked in many ways: what plan must come out. `fr*.txt` and `en*.txt` hold a plan a line, flush left, and under
//! it the questions that it must be read from.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod base;

use std::collections::{BTreeMap, BTreeSet};

use entente_answer::Answerer;
use entente_model::{Language, Tenant};
use entente_text::fold;

const FRENCH: &str = include_str!("paraphrases/fr.txt");
const FRENCH_AS_TYPED: &str = include_str!("paraphrases/fr_more.txt");
const FRENCH_KINDS: &str = include_str!("paraphrases/fr_kinds.txt");
const ENGLISH: &str = include_str!("paraphrases/en.txt");
const ENGLISH_AS_TYPED: &str = include_str!("paraphrases/en_more.txt");
const ENGLISH_KINDS: &str = include_str!("paraphrases/en_kinds.txt");

/// Each question of a table, after the plan that it must be read as.
fn questions(table: &str) -> Vec<(&str, &str)> {
    let mut plan = "";
    let mut questions = Vec::new();
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            Some(question) => questions.push((plan, question)),
            None => plan = line,
        }
    }
    questions
}

fn check(language: &str, table: &str) {
    let facts = base::facts();
    let language = Language::new(language).unwrap();
    let mut wrong = Vec::new();
    let questions = questions(table);
    for (expected, question) in &questions {
        let answer = Answerer::builtin().answer(&facts, &Tenant::default(), question, None).unwrap();
        let plan = answer.plan.map_or_else(|| "nothing".to_owned(), |plan| plan.to_string());
        if plan != *expected || answer.language != language {
            wrong.push(format!(
                "{question}\n    is       {plan} ({})\n    not      {expected}",
                answer.language
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), questions.len(), wrong.join("\n"));
}

#[test]
fn french() {
    check("fr", FRENCH);
}

#[test]
fn french_as_it_is_typed() {
    check("fr", FRENCH_AS_TYPED);
}

#[test]
fn english() {
    check("en", ENGLISH);
}

#[test]
fn english_as_it_is_typed() {
    check("en", ENGLISH_AS_TYPED);
}

#[test]
fn french_of_further_kinds() {
    check("fr", FRENCH_KINDS);
}

#[test]
fn english_of_further_kinds() {
    check("en", ENGLISH_KINDS);
}

/// Words of a plan or question, folded; elided articles and genitives apart.
fn words(text: &str) -> Vec<String> {
    let apart = |c: char| !c.is_alphanumeric() && c != '-';
    text.split(apart).filter(|word| !word.is_empty()).map(fold).collect()
}

/// A thousand questions with other names in a few forms would show nothing.
#[test]
fn a_thousand_questions_and_no_template_more_than_five_times() {
    let tables = [FRENCH, FRENCH_AS_TYPED, FRENCH_KINDS, ENGLISH, ENGLISH_AS_TYPED, ENGLISH_KINDS]
        .map(questions)
        .concat();
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let names: BTreeSet<String> = tables
        .iter()
        .flat_map(|(plan, _)| plan.split([' ', ',', '(', ')']).filter(capital))
        .flat_map(words)
        .collect();
    let mut templates = BTreeMap::<Vec<String>, usize>::new();
    for (_, question) in &tables {
        let mut template: Vec<String> = words(question)
            .into_iter()
            .map(|word| if names.contains(&word) { "NAME".to_owned() } else { word })
            .collect();
        template.dedup();
        *templates.entry(template).or_default() += 1;
    }
    assert!(tables.len() >= 1000, "only {} questions", tables.len());
    templates.retain(|_, times| *times > 5);
    assert!(templates.is_empty(), "{templates:?}");
}
