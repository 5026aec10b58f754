//! What is new of somebody, and what is told of several side by side.

use entente_facts::{FactsError, IndexedEvent};
use entente_model::{EventType, PartnershipStatus, StakeStatus};

use crate::find::merge::merge;
use crate::find::moment::moment;
use crate::find::relevance::since;
use crate::find::search::{is_said, partnership, stake};
use crate::find::{Finding, Found, Missing, Search};
use crate::plan::Name;

const ALL: [EventType; 3] = [EventType::Partnership, EventType::Stake, EventType::Strategy];
/// Most events told of each of those compared.
const MOST_EACH: usize = 4;

/// What is told of somebody as certain or likely and fits the words of the question, newest first.
fn told(search: &Search<'_>, name: &Name) -> Result<Vec<IndexedEvent>, FactsError> {
    let mut told = Vec::new();
    for kind in ALL {
        let mut events = search.all(kind, &[name])?;
        events.retain(|event| is_said(event) && search.is_about(event));
        told.extend(events);
    }
    told.sort_by_key(|event| std::cmp::Reverse(moment(event)));
    Ok(told)
}

/// True for what lasts: it is no news.
fn is_state(event: &IndexedEvent) -> bool {
    partnership(event).is_some_and(|p| p.status == PartnershipStatus::Active)
        || stake(event).is_some_and(|s| matches!(s.status, StakeStatus::Held | StakeStatus::Former))
}

/// What happened since the date of the question; without one, the newest.
pub(crate) fn changes(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let mut events = Vec::new();
    for name in &plan.subject {
        events.extend(told(search, name)?);
    }
    events.retain(|event| {
        !is_state(event) && plan.period.as_ref().is_none_or(|period| since(&moment(event), period))
    });
    Ok(search.finding(events))
}

/// The newest of each; nothing where nothing is told of one of them.
pub(crate) fn compare(search: &Search<'_>) -> Found {
    let mut groups = Vec::new();
    for name in &search.plan().subject {
        let mut of_one = merge(told(search, name)?);
        if of_one.is_empty() {
            return Ok(Err(Missing::Name(name.name.clone())));
        }
        of_one.truncate(MOST_EACH);
        groups.extend(of_one);
    }
    let mut told: Vec<Vec<IndexedEvent>> = Vec::new();
    for group in groups {
        let known = |other: &Vec<IndexedEvent>| other.first().map(|e| &e.id) == group.first().map(|e| &e.id);
        if !told.iter().any(known) {
            told.push(group);
        }
    }
    Ok(Ok(Finding { told, ..Finding::default() }))
}
