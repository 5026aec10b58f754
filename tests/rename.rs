//! Companies that nobody knows are read nearly as well as those that everybody does: where all of them are renamed to invented
//! names, F1 falls by no more than a twentieth. The sentences of the corpus speak of invented companies for the most part: for
//! them it says that nothing hangs on the names chosen.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::thread;

use entente_annotation::{Account, Annotation, Rates, Score, compare};
use entente_extract::Reader;
use entente_lang::{Knowledge, Languages};
use entente_model::{EventType, Language, SourceKind};
use entente_tests::notation::Line;
use entente_tests::{Entry, Renamer, others, tables};

/// Most by which F1 may fall.
const FALL: f64 = 0.05;

/// One annotated article and its text, under the names that it has or under others.
struct Annotated {
    annotation: Annotation,
    text: String,
}

/// The same article about companies that nobody knows.
fn renamed(line: &str, text: &str) -> Annotated {
    let annotation: Annotation = serde_json::from_str(line).unwrap();
    let language = annotation.language.as_deref().and_then(|code| Language::new(code).ok()).unwrap();
    let account = annotation.account().unwrap();
    let sources = account.entries.iter().map(|entry| &entry.event.source);
    let people: BTreeSet<String> = sources
        .filter(|source| source.kind == SourceKind::Person)
        .filter_map(|source| Some(source.name.as_ref()?.name()?.to_owned()))
        .collect();
    let entities: BTreeMap<String, Vec<String>> =
        account.entities.into_iter().map(|entity| (entity.name, entity.forms)).collect();
    let lang = Languages::builtin().get(language).unwrap();
    let renamer = Renamer::new(lang, &Knowledge::builtin(), text, &entities, &people);
    // The names of fields and values are in no case those of companies.
    let mut gold: serde_json::Value = serde_json::from_str(line).unwrap();
    for event in gold["events"].as_array_mut().unwrap() {
        for field in [
            "parties", "excluded", "holders", "target", "seller", "actor", "speakers", "quote", "topic",
            "evidence",
        ] {
            rename(&mut event[field], &renamer);
        }
        rename(&mut event["source"]["name"], &renamer);
        // Indexing has put a null in place of every field that was not there.
        event.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    }
    let entities = gold["entities"].as_object().unwrap().clone();
    let entities = entities.into_iter().map(|(key, mut forms)| {
        rename(&mut forms, &renamer);
        (renamer.rename(&key), forms)
    });
    gold["entities"] = serde_json::Value::Object(entities.collect());
    Annotated { annotation: serde_json::from_value(gold).unwrap(), text: renamer.rename(text) }
}

fn rename(value: &mut serde_json::Value, renamer: &Renamer) {
    match value {
        serde_json::Value::String(words) => *words = renamer.rename(words),
        serde_json::Value::Array(values) => values.iter_mut().for_each(|value| rename(value, renamer)),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::Object(_) => {}
    }
}

/// How well the articles are read.
fn score(reader: &Reader, articles: &[Annotated]) -> Vec<Score> {
    let of = |article: &Annotated| {
        let annotation = &article.annotation;
        let gold = annotation.gold(&article.text).unwrap_or_else(|why| panic!("{}: {why}", annotation.id));
        let language = annotation.language.as_deref().and_then(|code| Language::new(code).ok());
        let published = annotation.published.as_deref().and_then(|date| date.get(..10)?.parse().ok());
        let told = Account::of(&reader.read(&article.text, language, published), &article.text);
        compare(&gold, &told, &article.text).score
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = articles.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let of = &of;
        let parts: Vec<_> = articles
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(of).collect::<Vec<_>>()))
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

#[expect(clippy::print_stdout, reason = "whoever asks for the output wants the figures")]
fn row(name: &str, before: Rates, after: Rates) {
    let figures =
        |rates: Rates| format!("P {:.3} R {:.3} F1 {:.3}", rates.precision(), rates.recall(), rates.f1());
    println!("{name:15} {}   renamed {}   {:+.3}", figures(before), figures(after), after.f1() - before.f1());
}

#[test]
fn annotated_articles_are_read_nearly_as_well_about_unknown_companies() {
    let Some(folder) = others() else {
        println!("there are no annotated articles beside this checkout: nothing to rename");
        return;
    };
    let lines: Vec<String> = ["gold.jsonl", "more.jsonl"]
        .iter()
        .flat_map(|name| {
            std::fs::read_to_string(folder.join(name)).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let text = |annotation: &Annotation| {
        let path: &Path = &folder.join("texts").join(format!("{}.txt", annotation.id));
        std::fs::read_to_string(path).unwrap()
    };
    let known: Vec<Annotated> = lines
        .iter()
        .map(|line| {
            let annotation: Annotation = serde_json::from_str(line).unwrap();
            Annotated { text: text(&annotation), annotation }
        })
        .collect();
    let unknown: Vec<Annotated> =
        lines.iter().zip(&known).map(|(line, known)| renamed(line, &known.text)).collect();
    let changed = known.iter().zip(&unknown).filter(|(known, unknown)| known.text != unknown.text).count();
    assert!(changed * 10 > known.len() * 9, "only {changed} of {} articles name a company", known.len());

    let reader = Reader::builtin();
    let (before, after) = (score(&reader, &known), score(&reader, &unknown));
    let total = |scores: &[Score], language: Option<&str>| {
        let mut total = Score::default();
        for (score, article) in scores.iter().zip(&known) {
            if language.is_none() || article.annotation.language.as_deref() == language {
                total.add(score);
            }
        }
        total
    };
    let languages: BTreeSet<&str> =
        known.iter().filter_map(|article| article.annotation.language.as_deref()).collect();
    for language in languages.into_iter().map(Some).chain([None]) {
        let (before, after) = (total(&before, language), total(&after, language));
        let name = language.unwrap_or("both");
        for &kind in EventType::ALL {
            row(&format!("{name} {kind}"), before.rates(kind), after.rates(kind));
        }
        row(&format!("{name} all"), before.all(), after.all());
    }
    let (before, after) = (total(&before, None).all().f1(), total(&after, None).all().f1());
    assert!(
        before - after <= FALL,
        "F1 falls from {before:.3} to {after:.3} once nobody knows the companies"
    );
}

/// How many lines of a sentence come out, and how much else.
fn read(reader: &Reader, language: Language, entry: &Entry, text: &str, gives: &[String]) -> Rates {
    let events = reader.read(text, Some(language), entry.published).events;
    let mut left: Vec<_> = events.iter().collect();
    for line in gives {
        let told = Line::parse(line, None).unwrap();
        if let Some(found) = left.iter().position(|event| told.differs(event).is_none()) {
            left.remove(found);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a sentence says a few things")]
    let count = |count: usize| count as f64;
    let right = events.len() - left.len();
    let predicted = if entry.others { right } else { events.len() };
    Rates { right: count(right), predicted: count(predicted), gold: count(gives.len()) }
}

/// Everyone whom the lines of a sentence name, and who of them is a person.
fn named(entry: &Entry) -> (BTreeMap<String, Vec<String>>, BTreeSet<String>) {
    const NAMES: [&str; 7] = ["parties", "excluded", "holders", "target", "seller", "actor", "speakers"];
    let (mut names, mut people) = (BTreeMap::new(), BTreeSet::new());
    let parts = entry.gives.iter().flat_map(|line| line.split(';')).filter_map(|part| part.split_once(':'));
    for (field, value) in parts.map(|(field, value)| (field.trim(), value.trim())) {
        if NAMES.contains(&field) {
            names.extend(value.split(',').map(|name| (name.trim().to_owned(), Vec::new())));
        } else if let Some(name) = value.strip_prefix("PERSON ").filter(|_| field == "source") {
            people.insert(name.to_owned());
        }
    }
    (names, people)
}

#[test]
fn sentences_are_read_nearly_as_well_under_other_names() {
    let reader = Reader::builtin();
    let mut sums: BTreeMap<Language, (Rates, Rates)> = BTreeMap::new();
    let mut changed = 0;
    for (language, _, table) in tables() {
        let lang = Languages::builtin().get(language).unwrap();
        for entry in table.iter().filter(|entry| entry.known_gap.is_none()) {
            let (entities, people) = named(entry);
            let renamer = Renamer::new(lang, &Knowledge::builtin(), &entry.text, &entities, &people);
            if renamer.names().is_empty() {
                continue;
            }
            changed += 1;
            let gives: Vec<String> = entry.gives.iter().map(|line| renamer.rename(line)).collect();
            let known = read(&reader, language, entry, &entry.text, &entry.gives);
            let unknown = read(&reader, language, entry, &renamer.rename(&entry.text), &gives);
            if unknown.right < known.right || unknown.predicted > known.predicted {
                println!("{language} {}: {}", entry.name, renamer.rename(&entry.text));
            }
            let sum = sums.entry(language).or_default();
            *sum = (sum.0.and(known), sum.1.and(unknown));
        }
    }
    println!("{changed} sentences name companies");
    let mut all = (Rates::default(), Rates::default());
    for (language, (before, after)) in sums {
        row(language.as_str(), before, after);
        all = (all.0.and(before), all.1.and(after));
    }
    row("both", all.0, all.1);
    let fall = all.0.f1() - all.1.f1();
    assert!(changed > 100, "only {changed} sentences name companies");
    assert!(fall <= FALL, "F1 falls by {fall:.3} under other names");
}
