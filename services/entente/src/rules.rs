//! `entente rules`: how often each rule fires on articles, and a sample of what it makes, to be judged by whoever reads it.

mod sample;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use clap::Args;
use entente_extract::Reader;
use entente_model::{EventType, Language, Reading};
use entente_wire::article;
use serde_json::{Value, json};

use crate::error::{Error, Outcome};
use crate::in_order::in_order;
use crate::input::{Article, Articles, Published, Unreadable};
use crate::output::{complain, say};
use crate::progress;
use crate::reader::{Output, ReaderArgs};
use crate::rules::sample::{Drawn, Sample};

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Articles, as `parse` takes them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Show this many events of each type, drawn from all articles; the same articles give the same ones
    #[arg(long, value_name = "N", default_value_t = 0)]
    sample: usize,
    /// When the articles came out that do not tell it
    #[arg(long, value_name = "DATE")]
    published: Option<Published>,
    #[command(flatten)]
    reader: ReaderArgs,
}

/// A rule: the type of its events, its language, its name.
type Key = (EventType, Language, String);

/// How often a rule fired.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    events: usize,
    articles: usize,
}

/// An article that was read.
struct Read {
    id: String,
    text: String,
    reading: Reading,
}

pub(crate) fn run(args: &RulesArgs) -> Result<Outcome, Error> {
    let reader = args.reader.reader()?;
    let bar = progress::bar(&args.files);
    let articles = Articles::new(args.files.clone(), args.published.clone(), bar.clone());
    let every =
        reader.rules().map(|(language, kind, name)| ((kind, language, name.to_owned()), Count::default()));
    let mut counts: BTreeMap<Key, Count> = every.collect();
    let mut languages: BTreeMap<Language, usize> = BTreeMap::new();
    let mut sample = Sample::of(args.sample);
    let mut refused = 0;
    in_order(
        articles,
        |article| article.and_then(|article| read(&reader, article)),
        |read: Result<Read, Unreadable>| {
            match read {
                Ok(read) => {
                    let Some(language) = read.reading.language else { return Ok(()) };
                    *languages.entry(language).or_default() += 1;
                    count(&mut counts, language, &read.reading);
                    sample.offer(language, &read.id, &read.text, read.reading.events);
                }
                Err(unreadable) => {
                    refused += 1;
                    bar.suspend(|| complain(&unreadable.to_string()));
                }
            }
            Ok::<(), Error>(())
        },
    )?;
    bar.finish_and_clear();
    // What could not fire is no news: the rules of languages in which nothing was read.
    let mut counts: Vec<(Key, Count)> =
        counts.into_iter().filter(|((_, language, _), _)| languages.contains_key(language)).collect();
    counts.sort_by_key(|((kind, language, _), count)| (*language, *kind, Reverse(count.events)));
    let drawn = sample.drawn();
    match args.reader.output {
        Output::Text => say(&text(&languages, &counts, &drawn))?,
        Output::Json => say(&format!("{}\n", as_json(&languages, &counts, &drawn)))?,
    }
    Ok(Outcome::after(refused))
}

/// A fault in reading an article costs that article only.
fn read(reader: &Reader, article: Article) -> Result<Read, Unreadable> {
    let place = article.place.clone();
    let worked = catch_unwind(AssertUnwindSafe(|| {
        let (id, language) = (article.id.clone(), article.language);
        let published = article.published.as_ref().map(Published::date);
        let text = article::text(&article.into_message("")).into_owned();
        let reading = reader.read(&text, language, published);
        Read { id, text, reading }
    }));
    worked.map_err(|_| place.unreadable("the reader failed on this article: this is a fault to report"))
}

fn count(counts: &mut BTreeMap<Key, Count>, language: Language, reading: &Reading) {
    let mut here: Vec<Key> = Vec::new();
    for event in &reading.events {
        let key = (event.assertion.event_type(), language, event.rule.clone());
        let count = counts.entry(key.clone()).or_default();
        count.events += 1;
        if !here.contains(&key) {
            count.articles += 1;
            here.push(key);
        }
    }
}

fn text(languages: &BTreeMap<Language, usize>, counts: &[(Key, Count)], drawn: &[Drawn]) -> String {
    let mut out = String::from("articles:");
    for (language, articles) in languages {
        let _ = write!(out, " {articles} {language}");
    }
    out.push_str("\nrules: events, in how many articles\n");
    for ((kind, language, rule), count) in counts {
        let Count { events, articles } = count;
        let _ = writeln!(out, "  {language} {:12} {rule:40} {events:6} {articles:6}", kind.name());
    }
    let silent = counts.iter().filter(|(_, count)| count.events == 0).count();
    let _ = writeln!(out, "  {silent} of {} never fire", counts.len());
    for (index, drawn) in drawn.iter().enumerate() {
        let _ = write!(out, "\n{}. {}", index + 1, drawn.text());
    }
    out
}

fn as_json(languages: &BTreeMap<Language, usize>, counts: &[(Key, Count)], drawn: &[Drawn]) -> Value {
    let rules = counts.iter().map(|((kind, language, rule), count)| {
        json!({
            "rule": rule,
            "language": language.to_string(),
            "type": kind.name(),
            "events": count.events,
            "articles": count.articles,
        })
    });
    let read = languages.iter().map(|(language, articles)| (language.to_string(), json!(articles)));
    json!({
        "articles": read.collect::<serde_json::Map<_, _>>(),
        "rules": rules.collect::<Vec<_>>(),
        "sample": drawn.iter().map(Drawn::json).collect::<Vec<_>>(),
    })
}
