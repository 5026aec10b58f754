//! What quoted words rule out.

use entente_facts::{FactsError, IndexedEvent};
use entente_model::{EventType, Party};

use crate::find::Search;
use crate::find::partners::everyone;
use crate::find::relevance::EventWords;
use crate::find::search::{is_one, statement};
use crate::plan::{Ask, Name};

/// Words of those named that say of what the question names that it will not be.
pub(super) fn refusals(search: &Search<'_>) -> Result<Vec<IndexedEvent>, FactsError> {
    let mut quoted = search.events(EventType::Statement, &everyone(search))?;
    quoted.retain(|event| search.evidence_has(event, "negated"));
    Ok(quoted)
}

/// Words of somebody whom the question names that say flat that what is asked for will not be: in one clause the one who
/// would do it, the denial, and behind it what is not done.
pub(super) fn denials(search: &Search<'_>) -> Result<Vec<IndexedEvent>, FactsError> {
    let plan = search.plan();
    let mut told: Vec<IndexedEvent> = Vec::new();
    if plan.ask != Ask::Does || plan.about.len() < 2 || plan.period.is_some() || !plan.places.is_empty() {
        return Ok(told);
    }
    for speaker in plan.subject.iter().chain(&plan.object).chain(&plan.with).filter(|name| name.is_known()) {
        let quoted = search.all(EventType::Statement, &[speaker])?;
        let denying = quoted.into_iter().filter(|event| denies(search, event, speaker));
        for event in denying {
            if !told.iter().any(|known| known.id == event.id) {
                told.push(event);
            }
        }
    }
    Ok(told)
}

fn denies(search: &Search<'_>, event: &IndexedEvent, speaker: &Name) -> bool {
    let Some(told) = statement(event) else { return false };
    let plan = search.plan();
    let speaks = |party: &Party| is_one(event, party, std::slice::from_ref(speaker));
    if !told.speakers.iter().any(speaks) {
        return false;
    }
    let of_itself = plan.subject.iter().any(|name| name.entities == speaker.entities);
    told.quote.split(['.', ',', ';', ':', '!', '?', '…', '[']).any(|clause| {
        let Some((before, behind)) = search.parted_at(clause, "ruled_out") else { return false };
        let named = |name: &Name| {
            let before = EventWords::around(std::iter::once(before));
            before.hold_name(&name.said) || before.hold_name(&name.name)
        };
        (of_itself || plan.subject.iter().all(named)) && search.holds_most(behind)
    })
}
