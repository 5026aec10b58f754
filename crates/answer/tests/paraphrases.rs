//! One question asked in many ways: what plan must come out. `fr*.txt` and `en*.txt` hold a plan a line, flush left, and under
//! it the questions that it must be read from.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod base;

use entente_answer::Answerer;
use entente_model::{Language, Tenant};

fn check(language: &str, table: &str) {
    let facts = base::facts();
    let language = Language::new(language).unwrap();
    let mut expected = "";
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some(question) = line.strip_prefix("  ") else {
            expected = line;
            continue;
        };
        count += 1;
        let answer = Answerer::builtin().answer(&facts, &Tenant::default(), question, None).unwrap();
        let plan = answer.plan.map_or_else(|| "nothing".to_owned(), |plan| plan.to_string());
        if plan != expected || answer.language != language {
            wrong.push(format!(
                "{question}\n    is       {plan} ({})\n    not      {expected}",
                answer.language
            ));
        }
    }
    assert!(count > 50, "the table has only {count} questions");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn french() {
    check("fr", include_str!("paraphrases/fr.txt"));
}

#[test]
fn french_as_it_is_typed() {
    check("fr", include_str!("paraphrases/fr_more.txt"));
}

#[test]
fn english() {
    check("en", include_str!("paraphrases/en.txt"));
}

#[test]
fn english_as_it_is_typed() {
    check("en", include_str!("paraphrases/en_more.txt"));
}
