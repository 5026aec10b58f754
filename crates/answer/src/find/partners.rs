//! Who works with whom.

use entente_facts::{EntityId, FactsError, IndexedEvent};
use entente_model::{EventType, PartnershipStatus, Party};

use crate::find::moment::moment;
use crate::find::search::{identity, is_denied, is_one, is_positive, is_said, partnership, takes_part};
use crate::find::verdict::decide;
use crate::find::{Finding, Found, Search};
use crate::plan::{Name, Stage};

/// True for a partnership that exists. A search, talks or a plan make no partner, and an ended one makes one no longer.
pub(crate) const fn exists(status: PartnershipStatus) -> bool {
    matches!(status, PartnershipStatus::Signed | PartnershipStatus::Active | PartnershipStatus::Renegotiating)
}

const fn is_ahead(status: PartnershipStatus) -> bool {
    matches!(status, PartnershipStatus::Planned | PartnershipStatus::Negotiating | PartnershipStatus::Sought)
}

fn has_status(event: &IndexedEvent, accepts: impl Fn(PartnershipStatus) -> bool) -> bool {
    partnership(event).is_some_and(|p| accepts(p.status))
}

/// All who must take part.
pub(crate) fn everyone<'a>(search: &Search<'a>) -> Vec<&'a Name> {
    search.plan().subject.iter().chain(&search.plan().object).collect()
}

/// The parties other than those that the question names.
fn others<'e>(search: &Search<'_>, event: &'e IndexedEvent) -> Vec<&'e Party> {
    let plan = search.plan();
    let parties = partnership(event).map_or(&[][..], |p| &p.parties);
    let named = |party: &&Party| is_one(event, party, &plan.subject) || is_one(event, party, &plan.object);
    parties.iter().filter(|party| !named(party)).collect()
}

pub(crate) fn partners(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let mut events = search.events(EventType::Partnership, &everyone(search))?;
    match plan.stage {
        Stage::Any | Stage::Now => {
            let over = ended(search)?;
            events.retain(|event| {
                is_said(event) && has_status(event, exists) && !is_over(event, &over, &plan.subject)
            });
        }
        Stage::Planned => {
            let named =
                |event: &IndexedEvent| others(search, event).iter().any(|party| party.name().is_some());
            let ahead =
                |event: &IndexedEvent| is_positive(event) && has_status(event, is_ahead) && named(event);
            let agreed = |event: &IndexedEvent| {
                is_said(event) && has_status(event, |status| status == PartnershipStatus::Signed)
            };
            // What is agreed is to come too, where nothing nearer to the question is told.
            if events.iter().any(ahead) {
                events.retain(ahead);
            } else {
                events.retain(agreed);
            }
        }
        Stage::Past => events
            .retain(|event| is_said(event) && has_status(event, |status| status == PartnershipStatus::Ended)),
    }
    Ok(search.list(events, |event| others(search, event)))
}

/// The ends of partnerships of those named.
fn ended(search: &Search<'_>) -> Result<Vec<IndexedEvent>, FactsError> {
    let mut events = search.all(EventType::Partnership, &everyone(search))?;
    events.retain(|event| is_said(event) && has_status(event, |status| status == PartnershipStatus::Ended));
    Ok(events)
}

/// True when another event tells the end of the same partnership, at that time or later.
fn is_over(event: &IndexedEvent, over: &[IndexedEvent], names: &[Name]) -> bool {
    let parties = |event: &IndexedEvent| -> Vec<EntityId> {
        let parties = partnership(event).map_or(&[][..], |p| &p.parties);
        parties.iter().filter(|p| !is_one(event, p, names)).filter_map(|p| identity(event, p)).collect()
    };
    let mine = parties(event);
    over.iter().any(|end| {
        let theirs = parties(end);
        !mine.is_empty() && mine.iter().all(|id| theirs.contains(id)) && moment(end) >= moment(event)
    })
}

pub(crate) fn partnered(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let events = search.events(EventType::Partnership, &everyone(search))?;
    let accepts = |status: PartnershipStatus| match plan.stage {
        Stage::Any | Stage::Now => exists(status),
        Stage::Planned => exists(status) || is_ahead(status),
        Stage::Past => exists(status) || status == PartnershipStatus::Ended,
    };
    let refuses = |status: PartnershipStatus| match plan.stage {
        Stage::Past => false,
        Stage::Any | Stage::Now | Stage::Planned => {
            matches!(status, PartnershipStatus::Ended | PartnershipStatus::Failed)
        }
    };
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for event in events {
        if search.counts(&event) && has_status(&event, accepts) {
            yes.push(event);
        } else if is_denied(&event) || is_said(&event) && has_status(&event, refuses) {
            no.push(event);
        }
    }
    // Within one article, what ended later than it began is over, and what was made anew is not.
    if !no.is_empty() {
        let anew: Vec<String> = yes
            .iter()
            .filter(|event| search.evidence_has(event, "anew"))
            .map(|event| event.article.id.to_string())
            .collect();
        let ended = |event: &IndexedEvent| has_status(event, |status| status == PartnershipStatus::Ended);
        no.retain(|event| !ended(event) || !anew.iter().any(|article| *article == event.article.id.as_str()));
        yes.retain(|event| !is_over(event, &no, &[]));
    }
    Ok(decide(search, yes, no))
}

pub(crate) fn seeks(search: &Search<'_>) -> Found {
    let mut events = search.events(EventType::Partnership, &everyone(search))?;
    events.retain(|event| has_status(event, |status| status == PartnershipStatus::Sought));
    let no = events.iter().filter(|event| is_denied(event)).cloned().collect();
    events.retain(is_said);
    Ok(decide(search, events, no))
}

/// Whether one takes part in what the other does: only a party is in, only one said to be excluded is out.
pub(crate) fn involved(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let of: Vec<&Name> = plan.object.iter().collect();
    let mut events = search.events(EventType::Partnership, &of)?;
    if plan.stage == Stage::Planned {
        events.retain(|event| has_status(event, is_ahead));
    }
    events.retain(is_said);
    let is_excluded = |event: &IndexedEvent| {
        partnership(event).is_some_and(|p| p.excluded.iter().any(|party| is_one(event, party, &plan.subject)))
    };
    let no: Vec<IndexedEvent> = events.iter().filter(|event| is_excluded(event)).cloned().collect();
    events.retain(|event| !is_excluded(event) && plan.subject.iter().all(|name| takes_part(event, name)));
    // A search for a partner says nothing of other agreements between the two: where it excludes one, it decides.
    let yes = if no.is_empty() { events } else { Vec::new() };
    Ok(decide(search, yes, no).map(|finding| Finding { entities: Vec::new(), ..finding }))
}
