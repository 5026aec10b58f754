//! How often each rule fires and how often it is right.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use entente_annotation::Verdict;
use entente_extract::Reader;
use entente_model::{EventType, Language};
use serde_json::{Value, json};

use super::Compared;
use super::report::rounded;

/// What one rule made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fired {
    rule: String,
    language: Option<Language>,
    kind: EventType,
    /// Events that it made.
    events: usize,
    /// Of these, in the weights in which events are scored, those that count and those that are right.
    verdict: Verdict,
}

/// What tells rules apart.
type Key<'a> = (EventType, Option<Language>, &'a str);

/// The rules that made something, those that made most first; then those of the reader that made nothing, if one is given.
pub(super) fn fired(compared: &[Compared], reader: Option<&Reader>) -> Vec<Fired> {
    let mut rules: BTreeMap<Key<'_>, (usize, Verdict)> = BTreeMap::new();
    for (language, kind, name) in reader.into_iter().flat_map(Reader::rules) {
        if compared.iter().any(|article| article.language == Some(language)) {
            rules.entry((kind, Some(language), name)).or_default();
        }
    }
    for article in compared {
        for (entry, verdict) in article.told.entries.iter().zip(&article.comparison.verdicts) {
            let kind = entry.event.assertion.event_type();
            let (events, sum) = rules.entry((kind, article.language, &entry.event.rule)).or_default();
            *events += 1;
            sum.add(*verdict);
        }
    }
    let fired = rules.into_iter().map(|((kind, language, rule), (events, verdict))| Fired {
        rule: rule.to_owned(),
        language,
        kind,
        events,
        verdict,
    });
    let mut fired: Vec<Fired> = fired.collect();
    fired.sort_by_key(|rule| (rule.kind, Reverse(rule.events)));
    fired
}

pub(super) fn text(fired: &[Fired]) -> String {
    let mut out = String::from("rules: events, right of those that count\n");
    for rule in fired {
        let language = rule.language.map_or_else(|| "--".to_owned(), |language| language.to_string());
        let name = if rule.rule.is_empty() { "(no rule)" } else { &rule.rule };
        let share = rule.verdict.share().map_or_else(|| "-".to_owned(), |share| format!("{share:.2}"));
        let _ = writeln!(
            out,
            "  {language} {:12} {name:40} {:5}  {:5.1} of {:5.1}  {share}",
            rule.kind.name(),
            rule.events,
            rule.verdict.right,
            rule.verdict.all
        );
    }
    let silent = fired.iter().filter(|rule| rule.events == 0).count();
    let _ = writeln!(out, "  {silent} of {} never fire", fired.len());
    out
}

pub(super) fn json(fired: &[Fired]) -> Value {
    let rule = |rule: &Fired| {
        json!({
            "rule": rule.rule,
            "language": rule.language.map(|language| language.to_string()),
            "type": rule.kind.name(),
            "events": rule.events,
            "counted": rounded(rule.verdict.all, 2),
            "right": rounded(rule.verdict.right, 2),
            "precision": rule.verdict.share().map(|share| rounded(share, 3)),
        })
    };
    fired.iter().map(rule).collect()
}
