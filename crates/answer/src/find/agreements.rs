//! Whether an agreement is signed, and when.

use entente_facts::IndexedEvent;
use entente_model::{EventType, PartnershipStatus};

use crate::find::partners::everyone;
use crate::find::search::{is_denied, is_said, partnership};
use crate::find::verdict::decide;
use crate::find::{Finding, Found, Missing, Search};
use crate::plan::Stage;

pub(crate) fn signed(search: &Search<'_>) -> Found {
    let events = search.events(EventType::Partnership, &everyone(search))?;
    let (mut yes, mut in_force, mut no) = (Vec::new(), Vec::new(), Vec::new());
    for event in events {
        let Some(status) = partnership(&event).map(|p| p.status) else { continue };
        match status {
            PartnershipStatus::Signed if search.counts(&event) => yes.push(event),
            PartnershipStatus::Signed if is_denied(&event) => no.push(event),
            PartnershipStatus::Active if is_said(&event) => in_force.push(event),
            PartnershipStatus::Negotiating
            | PartnershipStatus::Renegotiating
            | PartnershipStatus::Planned
            | PartnershipStatus::Failed
                if is_said(&event) =>
            {
                no.push(event);
            }
            PartnershipStatus::Signed
            | PartnershipStatus::Active
            | PartnershipStatus::Negotiating
            | PartnershipStatus::Renegotiating
            | PartnershipStatus::Planned
            | PartnershipStatus::Failed
            | PartnershipStatus::Sought
            | PartnershipStatus::Ended => {}
        }
    }
    // An older agreement in force says nothing of the one that is being negotiated.
    if no.is_empty() {
        yes.extend(in_force);
    }
    no.sort_by_key(|event| partnership(event).is_none_or(|p| p.status != PartnershipStatus::Renegotiating));
    Ok(decide(search, yes, no))
}

pub(crate) fn date(search: &Search<'_>) -> Found {
    let mut events = search.events(EventType::Partnership, &everyone(search))?;
    let over = |status| matches!(status, PartnershipStatus::Ended | PartnershipStatus::Failed);
    let past = search.plan().stage == Stage::Past;
    // When it ended is not when it was made.
    events.retain(|event| is_said(event) && partnership(event).is_some_and(|p| over(p.status) == past));
    Ok(dated(search, events))
}

/// The date that events agree on. What is to come asks for the expected date first, all else for the time.
pub(crate) fn dated(search: &Search<'_>, events: Vec<IndexedEvent>) -> Result<Finding, Missing> {
    let ahead = search.plan().stage == Stage::Planned;
    let date = |event: &IndexedEvent| {
        let event = &event.event;
        let (first, second) =
            if ahead { (&event.expected, &event.time) } else { (&event.time, &event.expected) };
        first.clone().or_else(|| second.clone())
    };
    let has_first = |event: &IndexedEvent| {
        if ahead { event.event.expected.is_some() } else { event.event.time.is_some() }
    };
    let mut dated: Vec<IndexedEvent> = events.into_iter().filter(|event| date(event).is_some()).collect();
    if dated.iter().any(has_first) {
        dated.retain(has_first);
    }
    let Some(newest) = dated.first() else { return Err(search.nothing()) };
    let (article, time) = (newest.article.id.clone(), date(newest));
    if dated.iter().any(|event| event.article.id == article && date(event) != time) {
        return Err(Missing::Contradiction);
    }
    dated.retain(|event| date(event) == time);
    search.finding(dated).map(|finding| Finding { time, ..finding })
}
