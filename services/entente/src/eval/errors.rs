//! What was missed, by type, and what was invented, by rule.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use entente_annotation::Entry;
use entente_model::EventType;
use serde_json::{Value, json};

use super::Compared;
use super::report::rounded;
use crate::sentence;

/// Errors of one kind.
pub(super) struct Group<'a> {
    kind: EventType,
    /// The rule that invented them; none of what was missed.
    rule: Option<&'a str>,
    /// In the weights in which events are scored.
    weight: f64,
    events: usize,
    /// The first of them.
    shown: Vec<(&'a str, &'a Entry)>,
}

/// All errors, by type: what was missed, then what each rule invented, the worst rule first; up to `most` of each are shown.
pub(super) fn grouped(compared: &[Compared], most: usize) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<(EventType, Option<&str>), Group<'_>> = BTreeMap::new();
    for article in compared {
        let missed =
            article.comparison.missed.iter().map(|fault| (fault, &article.gold.entries[fault.entry], None));
        let invented = article.comparison.invented.iter().map(|fault| {
            let entry = &article.told.entries[fault.entry];
            (fault, entry, Some(entry.event.rule.as_str()))
        });
        for (fault, entry, rule) in missed.chain(invented) {
            let kind = entry.event.assertion.event_type();
            let group = groups.entry((kind, rule)).or_insert_with(|| Group {
                kind,
                rule,
                weight: 0.0,
                events: 0,
                shown: Vec::new(),
            });
            group.weight += fault.weight;
            group.events += 1;
            if group.shown.len() < most {
                group.shown.push((&article.id, entry));
            }
        }
    }
    let mut groups: Vec<Group<'_>> = groups.into_values().collect();
    groups.sort_by_key(|group| (group.kind, group.rule.is_some(), Reverse(group.events)));
    groups
}

fn title(group: &Group<'_>) -> String {
    match group.rule {
        None => format!("{} missed", group.kind),
        Some("") => format!("{} invented, no rule given", group.kind),
        Some(rule) => format!("{} invented by {rule}", group.kind),
    }
}

pub(super) fn text(groups: &[Group<'_>]) -> String {
    let mut out = String::from("errors:\n");
    for group in groups {
        let _ = writeln!(out, "{} ({} events, {:.1} as scored)", title(group), group.events, group.weight);
        for (id, entry) in &group.shown {
            let _ = writeln!(out, "  {id}: {}", sentence::sentence(&entry.event));
            for passage in &entry.passages {
                let _ = writeln!(out, "    > {}", sentence::one_line(&passage.quote));
            }
        }
    }
    out
}

pub(super) fn json(groups: &[Group<'_>]) -> Value {
    let group = |group: &Group<'_>| {
        let shown = group.shown.iter().map(|(id, entry)| {
            json!({
                "id": id,
                "event": sentence::sentence(&entry.event),
                "evidence": entry.passages.iter().map(|passage| &passage.quote).collect::<Vec<_>>(),
            })
        });
        json!({
            "type": group.kind.name(),
            "error": if group.rule.is_some() { "invented" } else { "missed" },
            "rule": group.rule,
            "events": group.events,
            "weight": rounded(group.weight, 2),
            "shown": shown.collect::<Vec<_>>(),
        })
    };
    groups.iter().map(group).collect()
}
