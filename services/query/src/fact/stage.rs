//! Stages of facts and their days, on the wire.

use entente_facts::{ClaimId, Day, FactStage};
use entente_wire::vocabulary::Vocabulary as _;
use entente_wire::{money, share, v1};
use jiff::civil::Date;

use super::naming::Refer;

pub(super) fn encode<R: Refer>(stage: FactStage, naming: &mut R) -> Result<v1::FactStage, R::Error> {
    let ids = |claims: &[ClaimId]| claims.iter().map(|claim| claim.event.to_string()).collect();
    Ok(v1::FactStage {
        status: stage.status.number(),
        polarity: stage.polarity.number(),
        certainty: stage.certainty.number(),
        from: Some(day(stage.from)),
        until: stage.until.map(day),
        share: stage.share.as_ref().map(share::encode),
        amount: stage.amount.as_ref().map(money::encode),
        seller: stage.seller.map(|seller| naming.reference(seller)).transpose()?,
        expected: stage.expected.map_or_else(String::new, |expected| expected.to_string()),
        event_ids: ids(&stage.told_by),
        denied_by: ids(&stage.denied_by),
    })
}

/// A day with its uncertainty.
pub(super) fn day(day: Day) -> v1::Day {
    let date = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    v1::Day { earliest: date(day.earliest), latest: date(day.latest) }
}
