//! Who talks with whom, and whose talks or partnerships came to nothing.

use entente_facts::{FactsError, IndexedEvent};
use entente_model::{EventType, PartnershipStatus, Party, StakeStatus};

use crate::find::partners::everyone;
use crate::find::search::{is_denied, is_one, is_positive, is_said, partnership, stake};
use crate::find::verdict::decide;
use crate::find::{Found, Search};
use crate::plan::{Name, Stage};

/// Partnerships and stakes in which all named take part.
fn events(search: &Search<'_>, names: &[&Name]) -> Result<Vec<IndexedEvent>, FactsError> {
    let mut events = search.events(EventType::Partnership, names)?;
    events.extend(search.events(EventType::Stake, names)?);
    Ok(events)
}

fn is_negotiating(event: &IndexedEvent) -> bool {
    partnership(event).is_some_and(|p| {
        matches!(p.status, PartnershipStatus::Negotiating | PartnershipStatus::Renegotiating)
    }) || stake(event).is_some_and(|s| s.status == StakeStatus::Negotiating)
}

fn has_failed(event: &IndexedEvent) -> bool {
    partnership(event).is_some_and(|p| p.status == PartnershipStatus::Failed)
        || stake(event).is_some_and(|s| s.status == StakeStatus::Failed)
}

/// Everyone in the event whom the question does not name. What is bought is no partner in talks, unless nobody who sells
/// it is told.
fn others<'e>(search: &Search<'_>, event: &'e IndexedEvent) -> Vec<&'e Party> {
    let plan = search.plan();
    let named = |party: &&Party| {
        [&plan.subject, &plan.object, &plan.with].into_iter().any(|names| is_one(event, party, names))
    };
    let mut others = event.event.assertion.parties();
    if let Some(stake) = stake(event) {
        let dealing: Vec<&Party> = stake
            .holders
            .iter()
            .chain(&stake.seller)
            .filter(|party| !named(party) && party.name().is_some())
            .collect();
        if !dealing.is_empty() {
            others = dealing;
        }
    }
    others.retain(|party| !named(party));
    others
}

pub(crate) fn talks(search: &Search<'_>) -> Found {
    let past = search.plan().stage == Stage::Past;
    let mut events = events(search, &everyone(search))?;
    events.retain(|event| is_positive(event) && (is_negotiating(event) || past && has_failed(event)));
    Ok(search.list(events, |event| others(search, event)))
}

pub(crate) fn talking(search: &Search<'_>) -> Found {
    let events = events(search, &everyone(search))?;
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for event in events {
        if search.counts(&event) && is_negotiating(&event) {
            yes.push(event);
        } else if is_denied(&event) || is_said(&event) && has_failed(&event) {
            no.push(event);
        }
    }
    Ok(decide(search, yes, no))
}

pub(crate) fn broken(search: &Search<'_>) -> Found {
    let mut events = events(search, &everyone(search))?;
    events.retain(|event| {
        let ended = partnership(event).is_some_and(|p| p.status == PartnershipStatus::Ended);
        is_said(event) && (ended || has_failed(event))
    });
    Ok(search.list(events, |event| others(search, event)))
}
