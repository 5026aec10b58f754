//! Sentences and what they say: the tables of `corpus/`, and the examples that every rule carries.

use std::fmt::Write as _;

use entente_extract::Reader;
use entente_lang::{Lang, Languages};
use entente_model::{Event, EventType, Language};
use entente_tests::notation::{Line, write};
use entente_tests::{Entry, tables};
use jiff::civil::Date;

/// Why the events are not those of the lines; empty where they are.
fn against(events: &[Event], gives: &[String], not: &[String], others: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut left: Vec<&Event> = events.iter().collect();
    for line in gives {
        match Line::parse(line, None) {
            Err(error) => wrong.push(format!("`{line}`: {error}")),
            Ok(told) => match left.iter().position(|event| told.differs(event).is_none()) {
                Some(found) => drop(left.remove(found)),
                None => wrong.push(format!("missing: `{line}`")),
            },
        }
    }
    if !others {
        wrong.extend(
            left.iter().map(|event| format!("not in the table: `{}` ({})", write(event), event.rule)),
        );
    }
    for line in not {
        match Line::parse(line, None) {
            Err(error) => wrong.push(format!("`{line}`: {error}")),
            Ok(told) => {
                let said = events.iter().any(|event| told.differs(event).is_none());
                wrong.extend(said.then(|| format!("must not come out: `{line}`")));
            }
        }
    }
    wrong
}

fn check(reader: &Reader, language: Language, entry: &Entry) -> Vec<String> {
    let events = reader.read(&entry.text, Some(language), entry.published).events;
    let mut wrong = against(&events, &entry.gives, &entry.not, entry.others);
    if let Some(gap) = &entry.known_gap {
        if wrong.is_empty() {
            return vec!["it is read right now: remove its known_gap".to_owned()];
        }
        wrong = against(&events, &gap.gives, &[], entry.others);
        if !wrong.is_empty() {
            wrong.insert(0, "it is still read wrong, but not as its known_gap says".to_owned());
        }
    }
    if !wrong.is_empty() {
        let lines = events.iter().fold(String::new(), |mut lines, event| {
            writeln!(lines, "        {:?},", write(event)).expect("a string takes everything");
            lines
        });
        wrong.push(format!("what comes out now:\n{lines}"));
    }
    wrong
}

#[test]
fn what_sentences_say() {
    let reader = Reader::builtin();
    let mut failures = String::new();
    let (mut entries, mut gaps) = (0, 0);
    for (language, path, table) in tables() {
        for entry in table {
            entries += 1;
            gaps += usize::from(entry.known_gap.is_some());
            let wrong = check(&reader, language, &entry);
            if !wrong.is_empty() {
                let file = path.file_name().unwrap().to_string_lossy();
                write!(failures, "{language}/{file}: {}\n    {}\n", entry.name, wrong.join("\n    "))
                    .unwrap();
            }
        }
    }
    println!("{entries} texts, {gaps} of them known gaps");
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn entries_have_names_of_their_own() {
    for (language, path, table) in tables() {
        let mut names: Vec<_> = table.iter().map(|entry| entry.name.as_str()).collect();
        names.sort_unstable();
        let doubled = names.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(doubled, None, "{language}: {}", path.display());
    }
}

/// The day from which relative dates in rules' examples count; examples that need another hold none.
const DAY: Option<Date> = None;

#[test]
fn what_rules_say_of_themselves_holds() {
    let reader = Reader::builtin();
    let failures: Vec<String> =
        Languages::builtin().iter().flat_map(|lang| of_rules(&reader, lang)).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

fn of_rules(reader: &Reader, lang: &Lang) -> Vec<String> {
    let language = lang.language();
    let mut failures = Vec::new();
    for rule in lang.rules().iter() {
        let name = format!("{language}: {}", rule.name);
        for example in &rule.examples {
            let events = reader.read(&example.text, Some(language), DAY).events;
            failures.extend(example_fails(&events, &example.gives, rule.event).map(|why| {
                let made: Vec<String> =
                    events.iter().map(|event| format!("    `{}` ({})", write(event), event.rule)).collect();
                format!(
                    "{name}: {:?} does not give `{}`: {why}\n{}",
                    example.text,
                    example.gives,
                    made.join("\n")
                )
            }));
        }
        for text in &rule.rejects {
            let events = reader.read(text, Some(language), DAY).events;
            failures.extend(events.iter().filter(|event| *event.rule == *rule.name).map(|event| {
                format!("{name}: {text:?} must not make it fire, and gives `{}`", write(event))
            }));
        }
    }
    failures
}

/// Why no event is what the line says; nothing where one is. Another rule may have told the same more fully.
fn example_fails(events: &[Event], gives: &str, kind: EventType) -> Option<String> {
    let line = match Line::parse(gives, Some(kind)) {
        Ok(line) => line,
        Err(error) => return Some(error),
    };
    let mut why = "nothing comes out".to_owned();
    for event in events {
        why = line.differs(event)?;
    }
    Some(why)
}
