//! Shares of a target that add up to more than there is.

use entente_model::{ContradictionKind, Interest, Percent, Polarity, Share};
use jiff::civil::Date;

use super::{Contradiction, ContradictionId, SIDE_MOST};
use crate::{About, ClaimId, Day, EntityId, Fact, FactId};

/// By how many percent holdings may exceed the whole before it is called a contradiction: figures are told rounded.
const TOLERANCE: f64 = 0.5;

/// More of a target's capital than there is, where what is held of it as of now adds up so, each share at its least. `stakes` are the stakes in one
/// target; those that are not in force, that hold votes or that nobody named holds do not count.
pub fn above_whole(stakes: &[Fact]) -> Option<Contradiction> {
    let mut held: Vec<Held> = stakes.iter().filter_map(Held::of).collect();
    // The largest first; what adds up must not depend on the order in which stakes come.
    held.sort_by(|one, other| other.least.total_cmp(&one.least).then(one.fact.cmp(&other.fact)));
    let total: f64 = held.iter().map(|held| held.least).sum();
    let largest = held.first()?;
    if total <= 100.0 + TOLERANCE {
        return None;
    }
    let mut entities = vec![largest.target];
    entities.extend(held.iter().map(|held| held.holder));
    let side = |held: &[Held]| -> Vec<(FactId, ClaimId)> {
        held.iter().filter_map(|held| Some((held.fact, held.lead.clone()?))).take(SIDE_MOST).collect()
    };
    Some(Contradiction {
        id: ContradictionId::of([b"above whole".as_slice(), &largest.target.to_bytes()]),
        kind: ContradictionKind::AboveWhole,
        facts: held.iter().map(|held| held.fact).collect(),
        entities,
        status: None,
        one_share: Percent::new(largest.least).ok().map(Share::exactly),
        other_share: Percent::new((total - largest.least).min(100.0)).ok().map(Share::exactly),
        day: held.iter().filter_map(|held| held.from).max().map(Day::on),
        one_side: side(held.get(..1).unwrap_or_default()),
        other_side: side(held.get(1..).unwrap_or_default()),
        raised: held.iter().map(|held| held.raised).max()?,
    })
}

/// A stake that is held.
struct Held {
    fact: FactId,
    holder: EntityId,
    target: EntityId,
    /// At least this percent.
    least: f64,
    /// By which day it had begun.
    from: Option<Date>,
    lead: Option<ClaimId>,
    raised: crate::Moment,
}

impl Held {
    fn of(fact: &Fact) -> Option<Self> {
        let About::Stake { holder: Some(holder), target, interest: Interest::Shareholding } = fact.about
        else {
            return None;
        };
        let stage = fact.holding.as_ref().filter(|stage| stage.polarity == Polarity::Positive)?;
        let share = stage.share?;
        let least = share.exact().or(share.minimum())?.value();
        let told = stage.told_by.first();
        let raised = told.map_or(fact.revised, |claim| claim.learned);
        Some(Self {
            fact: fact.id,
            holder,
            target,
            least,
            from: stage.from.latest,
            lead: told.cloned(),
            raised,
        })
    }
}
