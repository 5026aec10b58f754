//! Who says that it is so, or that it is not.

use entente_facts::{FactsError, IndexedEvent};
use entente_model::{Certainty, EventType, Party};

use crate::find::partners::everyone;
use crate::find::search::{is_denied, is_positive};
use crate::find::{Found, Search};
use crate::plan::Told;

const ALL: [EventType; 3] = [EventType::Partnership, EventType::Stake, EventType::Strategy];

fn told(
    search: &Search<'_>,
    accepts: impl Fn(&IndexedEvent) -> bool,
) -> Result<Vec<IndexedEvent>, FactsError> {
    let mut told = Vec::new();
    for kind in ALL {
        let mut events = search.events(kind, &everyone(search))?;
        events.retain(&accepts);
        told.extend(events);
    }
    Ok(told)
}

fn source(event: &IndexedEvent) -> Vec<&Party> {
    event.event.source.name.iter().collect()
}

/// Who says that it is not so.
pub(crate) fn deniers(search: &Search<'_>) -> Found {
    let told = told(search, is_denied)?;
    Ok(search.list(told, source))
}

/// Who says that it is so; only who is certain of it where a confirmation is asked for.
pub(crate) fn sources(search: &Search<'_>) -> Found {
    let confirmed = search.plan().told == Told::Confirmed;
    let told = told(search, |event| {
        is_positive(event) && (!confirmed || event.event.certainty == Certainty::Certain)
    })?;
    Ok(search.list(told, source))
}
