//! How strongly claims bear something out.

use std::cmp::Ordering;

use entente_model::{Certainty, SourceKind};

use crate::Claim;

/// What a certainty counts.
const fn certainty(certainty: Certainty) -> f64 {
    match certainty {
        Certainty::Certain => 1.0,
        Certainty::Probable => 0.6,
        Certainty::Possible => 0.3,
    }
}

/// What a kind of source counts.
pub(crate) const fn source(kind: SourceKind) -> f64 {
    match kind {
        SourceKind::Document | SourceKind::Organization | SourceKind::Person | SourceKind::Author => 1.0,
        SourceKind::Media => 0.8,
        SourceKind::Anonymous => 0.6,
    }
}

/// How good a kind of source is, the best highest.
pub(crate) const fn rank(kind: SourceKind) -> u8 {
    match kind {
        SourceKind::Document => 5,
        SourceKind::Organization => 4,
        SourceKind::Person => 3,
        SourceKind::Author => 2,
        SourceKind::Media => 1,
        SourceKind::Anonymous => 0,
    }
}

/// How much one claim counts: its confidence, its certainty and its source.
pub(crate) fn weight(claim: &Claim) -> f64 {
    claim.confidence.clamp(0.0, 1.0) * certainty(claim.certainty) * source(claim.source)
}

/// Best first: weight, the better source, the newer article, then by id.
pub(crate) fn better(one: &Claim, other: &Claim) -> Ordering {
    weight(other)
        .total_cmp(&weight(one))
        .then(rank(other.source).cmp(&rank(one.source)))
        .then(other.published.cmp(&one.published))
        .then_with(|| one.event.cmp(&other.event))
        .then(one.learned.cmp(&other.learned))
}

/// `1 - product(1 - w)` over the origins of these claims, `w` being the highest weight of an origin's.
pub(crate) fn together<'a>(claims: impl IntoIterator<Item = (u32, &'a Claim)>) -> f64 {
    let mut weights: Vec<(u32, f64)> =
        claims.into_iter().map(|(origin, claim)| (origin, weight(claim))).collect();
    // The highest of each origin first; in the order of their numbers, so that the last bits of the product are always the same.
    weights
        .sort_by(|(one, weight), (other, other_weight)| one.cmp(other).then(other_weight.total_cmp(weight)));
    weights.dedup_by_key(|(origin, _)| *origin);
    1.0 - weights.iter().map(|(_, weight)| 1.0 - weight).product::<f64>()
}
