//! What is known that comes nearest to what was asked and is not known.

use entente_facts::{FactsError, IndexedEvent};
use entente_model::EventType;

use crate::find::Search;
use crate::plan::{Ask, Name};

/// Most events that are shown beside an abstention.
const MOST: usize = 3;

/// The newest events of all whom the plan names together, of the kind that it asks for before others; where there are none, those of
/// that kind of the first.
pub(crate) fn nearest(search: &Search<'_>) -> Result<Vec<IndexedEvent>, FactsError> {
    let plan = search.plan();
    let Some(asked) = kind(plan.ask) else { return Ok(Vec::new()) };
    let named = plan.subject.iter().chain(&plan.object).chain(&plan.with);
    let known: Vec<&Name> = named.filter(|name| name.is_known()).take(2).collect();
    let Some(&first) = known.first() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut kinds = vec![asked];
    kinds.extend(EventType::ALL.iter().copied().filter(|&kind| kind != asked));
    for kind in kinds {
        if found.len() < MOST && (known.len() > 1 || kind == asked) {
            found.extend(search.newest(kind, &known, MOST - found.len())?);
        }
    }
    if found.is_empty() && known.len() > 1 {
        found = search.newest(asked, &[first], MOST)?;
    }
    Ok(found)
}

/// The events that answer most of what is asked so.
const fn kind(ask: Ask) -> Option<EventType> {
    Some(match ask {
        Ask::Partners
        | Ask::Partnered
        | Ask::Seeks
        | Ask::Involved
        | Ask::Talks
        | Ask::Talking
        | Ask::Broken
        | Ask::Signed
        | Ask::Agreement => EventType::Partnership,
        Ask::Share
        | Ask::Holders
        | Ask::Holdings
        | Ask::Owns
        | Ask::Buyers
        | Ask::Purchases
        | Ask::Buys
        | Ask::Bidders
        | Ask::Sellers
        | Ask::Sales
        | Ask::Sells
        | Ask::Closed
        | Ask::Price
        | Ask::DealDate
        | Ask::Mergers => EventType::Stake,
        Ask::Plans
        | Ask::Acts
        | Ask::Does
        | Ask::Refusals
        | Ask::PlanDate
        | Ask::Refuses
        | Ask::Deniers
        | Ask::Sources
        | Ask::Changes
        | Ask::Compare => EventType::Strategy,
        Ask::Says => EventType::Statement,
        Ask::OutOfScope => return None,
    })
}
