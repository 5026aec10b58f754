//! What was paid, and when.

use entente_facts::{FactsError, IndexedEvent};
use entente_model::{EventType, StakeAction, StakeStatus};

use crate::find::agreements::dated;
use crate::find::deals::givers;
use crate::find::moment::moment;
use crate::find::search::{is_one, is_positive, is_said, is_target, stake};
use crate::find::{Finding, Found, Missing, Search};
use crate::plan::{Name, Stage};

/// Deals on the target, by the buyer or of the seller where one is named.
fn deals(search: &Search<'_>) -> Result<Vec<IndexedEvent>, FactsError> {
    let plan = search.plan();
    let names: Vec<&Name> = plan.subject.iter().chain(&plan.object).collect();
    let mut events = search.events(EventType::Stake, &names)?;
    events.retain(|event| {
        stake(event).is_some_and(|s| {
            let target = plan.subject.is_empty() && plan.with.is_empty()
                || is_target(event, s, plan)
                || s.action == StakeAction::Merge;
            let buyer = plan.object.is_empty()
                || s.holders.iter().chain(givers(s)).any(|party| is_one(event, party, &plan.object));
            s.action != StakeAction::Hold && target && buyer
        })
    });
    Ok(events)
}

pub(crate) fn price(search: &Search<'_>) -> Found {
    let mut events = deals(search)?;
    events.retain(|event| is_positive(event) && stake(event).is_some_and(|s| s.amount.is_some()));
    let furthest = |event: &IndexedEvent| {
        stake(event).map_or(0, |s| match s.status {
            StakeStatus::Completed => 3,
            StakeStatus::Announced => 2,
            StakeStatus::Negotiating | StakeStatus::Planned => 1,
            StakeStatus::Failed | StakeStatus::Held | StakeStatus::Former => 0,
        })
    };
    let Some(best) = events.iter().map(furthest).max() else { return Ok(Err(search.nothing())) };
    events.retain(|event| furthest(event) == best);
    let latest = events.iter().map(moment).max();
    let newest = events.iter().find(|event| Some(moment(event)) == latest);
    let amount = newest.and_then(|event| stake(event)?.amount);
    let differs = |event: &IndexedEvent| stake(event).and_then(|s| s.amount) != amount;
    if events.iter().any(|event| Some(moment(event)) == latest && differs(event)) {
        return Ok(Err(Missing::Contradiction));
    }
    events.retain(|event| !differs(event));
    Ok(search.finding(events).map(|finding| Finding { amount, ..finding }))
}

pub(crate) fn date(search: &Search<'_>) -> Found {
    let mut events = deals(search)?;
    let planned = search.plan().stage == Stage::Planned;
    events.retain(|event| {
        let done = |status| matches!(status, StakeStatus::Completed | StakeStatus::Announced);
        is_said(event) && stake(event).is_some_and(|s| planned || done(s.status))
    });
    let completed = |event: &IndexedEvent| stake(event).is_some_and(|s| s.status == StakeStatus::Completed);
    let is_dated = |event: &IndexedEvent| event.event.time.is_some() || event.event.expected.is_some();
    if events.iter().any(|event| completed(event) && is_dated(event)) {
        events.retain(completed);
    }
    // When it was agreed is not when it is to be closed.
    if planned {
        events.retain(|event| completed(event) || event.event.expected.is_some());
    } else if search.plan().stage == Stage::Past {
        events.retain(completed);
    }
    Ok(dated(search, events))
}
