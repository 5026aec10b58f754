//! Articles of others, where they are at hand beside the checkout (`../shared/eval/dev`): whatever the text, reading it does no
//! harm, proves what it says, and says the same twice.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use entente_extract::Reader;
use entente_model::Reading;
use entente_tests::{Given, articles_of, others};

/// What a build without optimisation reads of the articles, so that the test lasts no longer than this: a sample spread over
/// all of them. An optimised build reads everything.
const PATIENCE: Option<Duration> = if cfg!(debug_assertions) { Some(Duration::from_secs(40)) } else { None };

/// Every text of the folder: files, and lines of files.
fn texts(folder: &Path) -> Vec<Given> {
    let mut texts = Vec::new();
    let mut files: Vec<_> =
        std::fs::read_dir(folder.join("texts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        texts.push(Given {
            name,
            text: std::fs::read_to_string(&path).unwrap(),
            language: None,
            published: None,
        });
    }
    for file in ["unlabelled.jsonl", "acquisitions/articles.jsonl"] {
        texts.extend(articles_of(&std::fs::read_to_string(folder.join(file)).unwrap()));
    }
    texts
}

/// What is wrong with a reading, in the order in which a reader of it would stumble.
fn wrong(text: &str, reading: &Reading) -> Option<String> {
    for event in &reading.events {
        if event.evidence.is_empty() {
            return Some(format!("no evidence of {event:?}"));
        }
        if let Some(false_words) =
            event.evidence.iter().find(|evidence| evidence.span.of(text) != evidence.quote)
        {
            return Some(format!("not verbatim: {false_words:?}"));
        }
        let argument = event.arguments.iter().find(|argument| argument.span.of(text).is_empty());
        if let Some(argument) = argument {
            return Some(format!("nothing stands at {argument:?}"));
        }
        if !(0.0..=1.0).contains(&event.confidence) || event.rule.is_empty() {
            return Some(format!("unsigned or without a sound confidence: {event:?}"));
        }
        let known = |name: &str| reading.entities.iter().any(|entity| entity.name == name);
        let unknown =
            event.assertion.parties().into_iter().filter_map(|party| party.name()).find(|name| !known(name));
        if let Some(unknown) = unknown {
            return Some(format!("{unknown:?} is no entity of the reading"));
        }
    }
    None
}

#[test]
fn articles_of_others_are_read_without_harm() {
    let Some(folder) = others() else {
        println!("there are no articles of others beside this checkout: nothing to read");
        return;
    };
    let reader = Reader::builtin();
    let texts = texts(&folder);
    // The first of each step, then the second of each, and so on: wherever it ends, what was read is spread over all.
    let step = 97.min(texts.len());
    let order = (0..step).flat_map(|first| (first..texts.len()).step_by(step));
    let begun = Instant::now();
    let (mut count, mut events, mut longest) = (0, 0, (Duration::ZERO, String::new()));
    for Given { name, text, language, published } in order.map(|index| &texts[index]) {
        if PATIENCE.is_some_and(|patience| begun.elapsed() > patience) {
            break;
        }
        let read = Instant::now();
        let reading = std::panic::catch_unwind(|| reader.read(text, *language, *published))
            .unwrap_or_else(|_| panic!("{name}: reading it panicked"));
        longest = longest.max((read.elapsed(), name.clone()));
        assert_eq!(wrong(text, &reading), None, "{name}");
        let again = reader.read(text, *language, *published);
        assert_eq!(
            format!("{reading:?}"),
            format!("{again:?}"),
            "{name}: it is read otherwise the second time"
        );
        count += 1;
        events += reading.events.len();
    }
    println!("{count} of {} articles read twice, {events} events, the longest {longest:?}", texts.len());
    assert!(count > 100, "only {count} articles were read in time");
}
