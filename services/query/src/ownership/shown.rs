//! What of a trace is shown.

use std::collections::{BTreeMap, BTreeSet};

use entente_facts::{
    BelievedHoldings, Direction, EffectiveShare, EntityId, Fact, FactId, FactStage, Holding, Trace,
};
use entente_index::View;
use entente_wire::vocabulary::Vocabulary as _;
use entente_wire::{Failure, share, v1};

use crate::fact::{Naming, Refer as _};
use crate::reader::unread;

/// How effective percents are worked out.
const METHOD: &str = "integrated-ownership";
/// Most direct holdings that are shown beside those of chains.
const HOLDINGS_MOST: usize = 2_000;
/// Most planned holdings that are shown.
const PLANNED_MOST: usize = 200;

type Believed<'a> = BelievedHoldings<'a, View>;

/// A trace on the wire: at most `size` shares, of at least `minimum_percent` at the most.
pub(super) fn encode(
    trace: &Trace,
    minimum_percent: f64,
    size: usize,
    believed: &Believed<'_>,
) -> Result<v1::OwnershipTrace, Failure> {
    let wanted = trace.shares.iter().filter(|share| share.maximum >= minimum_percent);
    let shares: Vec<&EffectiveShare> = wanted.take(size).collect();
    let held: Vec<Holding> = places(trace, &shares).into_iter().map(|place| trace.holdings[place]).collect();
    let planned = &trace.planned[..trace.planned.len().min(PLANNED_MOST)];
    let shown: Vec<&Holding> = held.iter().chain(planned).collect();
    let mut encoder = Encoder {
        naming: Naming::new(believed.beliefs, believed.tenant),
        facts: facts(&shown, trace.direction, believed)?,
    };
    let holdings = held.iter().map(|holding| encoder.holding(holding)).collect::<Result<_, _>>()?;
    let planned = planned.iter().map(|holding| encoder.holding(holding)).collect::<Result<_, _>>()?;
    let mut ranked = shares.iter().map(|share| encoder.share(share, trace)).collect::<Result<Vec<_>, _>>()?;
    ranked.sort_by(|one, other| {
        let name = |share: &v1::EffectiveShare| share.entity.as_ref().map(|entity| entity.name.clone());
        let by_minimum = other.effective_minimum.total_cmp(&one.effective_minimum);
        let by_bounds = by_minimum.then(other.effective_maximum.total_cmp(&one.effective_maximum));
        by_bounds.then(one.distance.cmp(&other.distance)).then_with(|| name(one).cmp(&name(other)))
    });
    Ok(v1::OwnershipTrace {
        root: Some(encoder.naming.reference(trace.root)?),
        direction: match trace.direction {
            Direction::Holders => v1::OwnershipDirection::Holders.into(),
            Direction::Holdings => v1::OwnershipDirection::Holdings.into(),
        },
        interest: believed.interest.number(),
        as_of: String::new(),
        method: METHOD.to_owned(),
        shares: ranked,
        holdings,
        planned,
        truncated: trace.truncated,
        widened: trace.widened,
        company_count: count(trace.shares.len()),
    })
}

/// The holdings along the chains of these shares, then others between the companies that they reach.
fn places(trace: &Trace, shares: &[&EffectiveShare]) -> Vec<usize> {
    let chains: BTreeSet<usize> = shares.iter().flat_map(|share| trace.chain(share)).collect();
    let along = chains.iter().filter_map(|&place| trace.holdings.get(place));
    let ends = along.flat_map(|holding| [holding.holder, holding.target]);
    let companies: BTreeSet<EntityId> = ends.chain([trace.root]).collect();
    let between =
        |holding: &Holding| companies.contains(&holding.holder) && companies.contains(&holding.target);
    let others = trace.holdings.iter().enumerate();
    let others = others.filter(|(place, holding)| !chains.contains(place) && between(holding));
    let free = HOLDINGS_MOST.saturating_sub(chains.len());
    let others: Vec<usize> = others.map(|(place, _)| place).take(free).collect();
    chains.into_iter().chain(others).collect()
}

/// The facts of these holdings: a trace keeps of each only what it reckons with.
fn facts(
    shown: &[&Holding],
    direction: Direction,
    believed: &Believed<'_>,
) -> Result<BTreeMap<FactId, Fact>, Failure> {
    let near: BTreeSet<EntityId> = shown.iter().map(|holding| holding.near(direction)).collect();
    let wanted: BTreeSet<FactId> = shown.iter().map(|holding| holding.fact).collect();
    let near: Vec<EntityId> = near.into_iter().collect();
    let facts = believed.facts(&near, direction).map_err(|error| unread(&error))?;
    Ok(facts.into_iter().filter(|fact| wanted.contains(&fact.id)).map(|fact| (fact.id, fact)).collect())
}

struct Encoder<'a> {
    naming: Naming<'a>,
    facts: BTreeMap<FactId, Fact>,
}

impl Encoder<'_> {
    fn holding(&mut self, holding: &Holding) -> Result<v1::DirectHolding, Failure> {
        let fact = self.facts.get(&holding.fact);
        let stage = fact.and_then(|fact| stage(fact, holding.held));
        let (status, told) =
            stage.map_or((0, None), |stage| (stage.status.number(), stage.share.as_ref().map(share::encode)));
        let (belief, disputed) = fact.map_or((0.0, false), |fact| (fact.belief, fact.disputed));
        Ok(v1::DirectHolding {
            fact_id: holding.fact.to_string(),
            holder: Some(self.naming.reference(holding.holder)?),
            target: Some(self.naming.reference(holding.target)?),
            share: told,
            status,
            belief,
            disputed,
        })
    }

    fn share(&mut self, effective: &EffectiveShare, trace: &Trace) -> Result<v1::EffectiveShare, Failure> {
        let direct = effective.direct.and_then(|place| trace.holdings.get(place));
        let fact = direct.and_then(|holding| self.facts.get(&holding.fact));
        let stage = fact.and_then(|fact| stage(fact, true));
        Ok(v1::EffectiveShare {
            entity: Some(self.naming.reference(effective.entity)?),
            direct: stage.and_then(|stage| stage.share.as_ref()).map(share::encode),
            effective_minimum: rounded(effective.minimum),
            effective_maximum: rounded(effective.maximum),
            distance: count(effective.distance),
            chain: trace.chain_facts(effective).iter().map(ToString::to_string).collect(),
            circular: effective.circular,
            cut: effective.cut,
        })
    }
}

fn stage(fact: &Fact, held: bool) -> Option<&FactStage> {
    if held { Holding::held_stage(fact) } else { Holding::planned_stage(fact) }
}

/// To a billionth of a percent: what lies below is of reckoning with binary fractions.
fn rounded(percent: f64) -> f64 {
    (percent * 1e9).round() / 1e9
}

fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
