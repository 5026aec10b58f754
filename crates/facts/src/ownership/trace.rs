//! Traces: who is behind a company, or what it holds.

use std::cmp::Ordering;
use std::thread;

use super::component::Components;
use super::effort::{Budget, Effort};
use super::flow::{Flow, flow};
use super::network::{Network, Side};
use super::reach::{Between, Reach};
use super::{Direction, Holding, Holdings};
use crate::{EntityId, FactId, FactsError};

/// Of so many companies on the two sides are worked out at once.
const WORTH_A_THREAD: usize = 1_000;

/// What is taken for rounding where a sum is said to be above the whole.
const ROUNDING: f64 = 1e-9;

/// How far a trace goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Chains of at most so many holdings lead to a company.
    pub depth: usize,
    /// At most so many companies beside the root.
    pub companies: usize,
    /// At most so many holdings between them.
    pub holdings: usize,
    /// At most so many planned holdings, the nearest.
    pub planned: usize,
    /// Rings of at most so many companies are worked out exactly.
    pub ring: usize,
    /// At most about so many steps, of a nanosecond or less each, for working out rings exactly, and as many for approaching others; half of them for the
    /// least, half for the most.
    pub steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 16,
            companies: 100_000,
            holdings: 1_000_000,
            planned: 1_000,
            ring: 400,
            steps: 100_000_000,
        }
    }
}

/// How much there is between the root and a company, directly and through others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectiveShare {
    /// The holder, or the company held.
    pub entity: EntityId,
    /// The direct holding, where there is one: its place in [`Trace::holdings`].
    pub direct: Option<usize>,
    /// At least this percent, 0 to 100, chains included.
    pub minimum: f64,
    /// At most this percent, 0 to 100, chains included; not below the minimum.
    pub maximum: f64,
    /// Along how many holdings the shortest chain goes.
    pub distance: usize,
    /// True when it holds itself, through others or directly.
    pub circular: bool,
    /// True when the sum of the minimum or the maximum came to more than 100, or has no end, and was cut to 100: shares of untold size add up or go
    /// round, or articles are at odds.
    pub cut: bool,
    /// The place in [`Trace::holdings`] of the last holding of the shortest chain.
    last: usize,
}

/// Who is behind a company, or what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The company from which it starts.
    pub root: EntityId,
    /// Which way it was followed.
    pub direction: Direction,
    /// Highest minimum first, then the highest maximum, then the nearest, then the lowest id. The root's share of itself is not among them.
    pub shares: Vec<EffectiveShare>,
    /// The direct holdings that it rests on.
    pub holdings: Vec<Holding>,
    /// Holdings that are planned: in the root and those above it, or by the root and those below it; the nearest first. They do not count.
    pub planned: Vec<Holding>,
    /// True when a bound on depth, companies or holdings cut something off.
    pub truncated: bool,
    /// True when so many companies hold each other that some effective shares are given by wider bounds than the holdings allow.
    pub widened: bool,
    /// For each holding the last of the shortest chain to its near end.
    before: Vec<Option<usize>>,
}

impl Trace {
    /// The shortest chain from the root to the entity of this share, among equals the one that carries most: places in [`Trace::holdings`].
    pub fn chain(&self, share: &EffectiveShare) -> Vec<usize> {
        let mut chain: Vec<usize> =
            std::iter::successors(Some(share.last), |&last| self.before.get(last).copied().flatten())
                .collect();
        chain.reverse();
        chain
    }

    /// The ids of the facts along [`Trace::chain`].
    pub fn chain_facts(&self, share: &EffectiveShare) -> Vec<FactId> {
        let fact = |place| self.holdings.get(place).map(|holding: &Holding| holding.fact);
        self.chain(share).into_iter().filter_map(fact).collect()
    }
}

/// Follows ownership from `root`. A root that takes part in no holding gives an empty trace.
pub fn trace<H: Holdings + ?Sized>(
    holdings: &H,
    root: EntityId,
    direction: Direction,
    limits: &Limits,
) -> Result<Trace, FactsError> {
    let reach = Reach::from(holdings, root, direction, limits)?;
    let links = reach
        .holdings
        .iter()
        .map(|&Between { near, far, holding }| (near, far, holding.minimum.value(), holding.maximum.value()));
    let network = Network::new(reach.companies.len(), links);
    let components = Components::of(&network);
    let side = |side: Side| {
        let steps = limits.steps / 2;
        let (elimination, iteration) = (Effort::new(steps), Effort::new(steps));
        let mut budget = Budget { largest: limits.ring, elimination, iteration };
        flow(&network, &components, direction, side, &mut budget)
    };
    // Neither side needs the other; of few companies they take less time than a thread.
    let (least, most) = if network.len() < WORTH_A_THREAD {
        (side(Side::Least), side(Side::Most))
    } else {
        thread::scope(|scope| {
            let most = scope.spawn(|| side(Side::Most));
            let least = side(Side::Least);
            (least, most.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    };
    Ok(assemble(reach, root, direction, &components.circular(&network), &least, &most))
}

fn assemble(
    reach: Reach,
    root: EntityId,
    direction: Direction,
    circular: &[bool],
    least: &Flow,
    most: &Flow,
) -> Trace {
    let mut direct = vec![None; reach.companies.len()];
    for (place, between) in reach.holdings.iter().enumerate().filter(|(_, between)| between.near == 0) {
        direct[between.far] = Some(place);
    }
    let reached = reach.companies.iter().enumerate();
    let mut shares: Vec<EffectiveShare> = reached
        .filter_map(|(number, company)| {
            let minimum = percent(least.parts[number]);
            let above = |part: f64| part > 1.0 + ROUNDING;
            Some(EffectiveShare {
                entity: company.entity,
                direct: direct[number],
                minimum,
                maximum: percent(most.parts[number]).max(minimum),
                distance: company.distance,
                circular: circular[number],
                cut: above(least.parts[number]) || above(most.parts[number]),
                last: company.via?,
            })
        })
        .collect();
    shares.sort_unstable_by(rank);
    let via = |near: usize| reach.companies[near].via;
    Trace {
        root,
        direction,
        shares,
        before: reach.holdings.iter().map(|between| via(between.near)).collect(),
        holdings: reach.holdings.iter().map(|between| between.holding).collect(),
        planned: reach.planned,
        truncated: reach.truncated,
        widened: least.widened || most.widened,
    }
}

fn percent(part: f64) -> f64 {
    (part * 100.0).clamp(0.0, 100.0)
}

fn rank(one: &EffectiveShare, other: &EffectiveShare) -> Ordering {
    let by_minimum = other.minimum.total_cmp(&one.minimum);
    let by_bounds = by_minimum.then(other.maximum.total_cmp(&one.maximum));
    by_bounds.then(one.distance.cmp(&other.distance)).then(one.entity.cmp(&other.entity))
}
