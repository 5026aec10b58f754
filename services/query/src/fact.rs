//! Facts on the wire, and the calls that ask for them.

mod about;
pub(crate) mod as_of;
mod contradiction;
mod contradictions;
pub(crate) mod filter;
mod get;
mod list;
mod naming;
mod piece;
mod stage;
mod support;
mod timeline;
mod watch;

pub(crate) use contradictions::list as list_contradictions;
pub(crate) use get::get;
pub(crate) use list::{FactPage, ListRequest, list};
pub(crate) use naming::{Naming, Refer};
pub(crate) use piece::Pieces;
pub(crate) use timeline::timeline;
pub(crate) use watch::WatchedFacts;

use entente_facts::{Fact, FoundFact};
use entente_wire::vocabulary::Vocabulary as _;
use entente_wire::{field, v1};

/// A fact on the wire, offsets in bytes.
pub(crate) fn encode<R: Refer>(found: FoundFact, naming: &mut R) -> Result<v1::Fact, R::Error> {
    let lead = found.lead.as_ref().map(support::encode);
    Ok(v1::Fact { lead, ..without_lead(found.fact, naming)? })
}

/// A fact on the wire, without its leading support.
fn without_lead<R: Refer>(fact: Fact, naming: &mut R) -> Result<v1::Fact, R::Error> {
    let count = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let mut stage = |stage: Option<_>| stage.map(|stage| stage::encode(stage, naming)).transpose();
    Ok(v1::Fact {
        fact_id: fact.id.to_string(),
        holding: stage(fact.holding)?,
        pending: stage(fact.pending)?,
        belief: fact.belief,
        disputed: fact.disputed,
        withdrawn: fact.withdrawn,
        support_count: count(fact.support_count),
        origin_count: count(fact.origin_count),
        best_source: fact.best_source.map_or(0, entente_model::SourceKind::number),
        learned_time: Some(field::to_timestamp(fact.learned.time)),
        revised_time: Some(field::to_timestamp(fact.revised.time)),
        lead: None,
        about: Some(about::encode(
            fact.about,
            about::Told { kind: fact.kind, topics: fact.topics, regions: fact.regions, merged: fact.merged },
            naming,
        )?),
    })
}
