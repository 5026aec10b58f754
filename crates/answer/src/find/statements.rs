//! Who said what.

use std::collections::BTreeSet;

use entente_facts::{FactsError, IndexedEvent};
use entente_model::{EventType, Party};

use crate::find::search::{is_one, statement};
use crate::find::{Found, Search};
use crate::plan::Name;

/// What those named said of it: words that speak of it themselves; where there are none, words quoted in an article that
/// tells of those whom the question names beside.
pub(crate) fn says(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let speakers: Vec<&Name> = plan.subject.iter().collect();
    let all = search.all(EventType::Statement, &speakers)?;
    let names: Vec<&Name> = plan.object.iter().chain(&plan.with).collect();
    let mut told: Vec<IndexedEvent> = all
        .iter()
        .filter(|event| search.is_relevant(event) && holds_all(event, &plan.object))
        .cloned()
        .collect();
    if told.is_empty() && !speakers.is_empty() && names.iter().any(|name| name.is_known()) {
        let articles = articles(search, &names)?;
        told = all.into_iter().filter(|event| articles.contains(event.article.id.as_str())).collect();
    }
    let who = search.list(told, |event| {
        let speakers = statement(event).map_or(&[][..], |s| &s.speakers);
        let asked = |party: &&Party| plan.subject.is_empty() || is_one(event, party, &plan.subject);
        speakers.iter().filter(asked).collect()
    });
    Ok(who)
}

fn holds_all(event: &IndexedEvent, names: &[Name]) -> bool {
    let words = crate::find::relevance::EventWords::of(event);
    names.iter().all(|name| crate::find::relevance::involves(event, &words, name))
}

/// The articles that tell something of all of these.
fn articles(search: &Search<'_>, names: &[&Name]) -> Result<BTreeSet<String>, FactsError> {
    let mut articles = None;
    for name in names {
        let mut telling = BTreeSet::new();
        for kind in [EventType::Partnership, EventType::Stake, EventType::Strategy] {
            let events = search.all(kind, &[name])?;
            telling.extend(events.into_iter().map(|event| event.article.id.to_string()));
        }
        articles = Some(match articles {
            None => telling,
            Some(before) => &before & &telling,
        });
    }
    Ok(articles.unwrap_or_default())
}
