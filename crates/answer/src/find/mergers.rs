//! Who merges with whom.

use entente_facts::IndexedEvent;
use entente_model::{EventType, Party, StakeAction, StakeStatus};

use crate::find::partners::everyone;
use crate::find::search::{is_one, is_positive, is_said, stake};
use crate::find::{Found, Search};
use crate::plan::Stage;

pub(crate) fn mergers(search: &Search<'_>) -> Found {
    let plan = search.plan();
    let mut events = search.events(EventType::Stake, &everyone(search))?;
    events.retain(|event| {
        let fits = |status| match plan.stage {
            Stage::Planned => is_positive(event) && status != StakeStatus::Failed,
            Stage::Any | Stage::Now | Stage::Past => is_said(event) && status != StakeStatus::Failed,
        };
        stake(event).is_some_and(|s| s.action == StakeAction::Merge && fits(s.status))
    });
    Ok(search.list(events, |event| others(search, event)))
}

/// The merging parties whom the question does not name.
fn others<'e>(search: &Search<'_>, event: &'e IndexedEvent) -> Vec<&'e Party> {
    let plan = search.plan();
    let holders = stake(event).map_or(&[][..], |s| &s.holders);
    let named = |party: &&Party| is_one(event, party, &plan.subject) || is_one(event, party, &plan.object);
    holders.iter().filter(|party| !named(party)).collect()
}
