//! Which companies a trace reaches, and by which holdings.

use std::cmp::Ordering;
use std::collections::hash_map::Entry;

use entente_model::Percent;
use rustc_hash::FxHashMap;

use super::{Direction, Holding, Holdings, Limits};
use crate::{EntityId, FactsError};

/// So many companies are asked for at once, so that what is read ahead of the bound on holdings stays small.
const AT_ONCE: usize = 8_192;

/// A company that is reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reached {
    pub(super) entity: EntityId,
    /// How many holdings the shortest chain has.
    pub(super) distance: usize,
    /// The place of the last holding of that chain; none for the root.
    pub(super) via: Option<usize>,
    /// What the chain carries, at its least and at its most.
    strength: (f64, f64),
}

/// A holding between two companies that are reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Between {
    /// The number of the company that the trace comes from.
    pub(super) near: usize,
    /// The number of the one it goes to.
    pub(super) far: usize,
    pub(super) holding: Holding,
}

/// What is reached from a root, breadth first.
#[derive(Debug)]
pub(super) struct Reach {
    /// Nearest first; the first is the root.
    pub(super) companies: Vec<Reached>,
    /// All holdings between them.
    pub(super) holdings: Vec<Between>,
    /// What is planned at their near ends, nearest first.
    pub(super) planned: Vec<Holding>,
    /// True when a bound cut something off.
    pub(super) truncated: bool,
    numbers: FxHashMap<EntityId, usize>,
}

impl Reach {
    /// What is reached from `root`.
    pub(super) fn from<H: Holdings + ?Sized>(
        holdings: &H,
        root: EntityId,
        direction: Direction,
        limits: &Limits,
    ) -> Result<Self, FactsError> {
        let first = Reached { entity: root, distance: 0, via: None, strength: (1.0, 1.0) };
        let mut reach = Self {
            companies: vec![first],
            holdings: Vec::new(),
            planned: Vec::new(),
            truncated: false,
            numbers: FxHashMap::from_iter([(root, 0)]),
        };
        let mut read = 0;
        while read < reach.companies.len() {
            let frontier = &reach.companies[read..];
            let level = frontier[0].distance;
            let asked: Vec<EntityId> = frontier
                .iter()
                .take_while(|company| company.distance == level)
                .take(AT_ONCE)
                .map(|company| company.entity)
                .collect();
            let mut near = None;
            holdings.holdings(&asked, direction, &mut |holding| {
                let id = holding.near(direction);
                if near.is_none_or(|(before, _)| before != id) {
                    near = reach.numbers.get(&id).map(|&number| (id, number));
                }
                if let Some((_, near)) = near {
                    reach.take(near, holding, direction, limits);
                }
            })?;
            read += asked.len();
        }
        reach.order_plans(direction, limits);
        Ok(reach)
    }

    fn take(&mut self, near: usize, holding: Holding, direction: Direction, limits: &Limits) {
        if !holding.held {
            self.planned.push(holding);
            return;
        }
        if holding.maximum.value() <= 0.0 {
            return;
        }
        let far = holding.far(direction);
        let from = self.companies[near];
        let place = self.holdings.len();
        let strength = (carry(from.strength.0, holding.minimum), carry(from.strength.1, holding.maximum));
        let next = Reached { entity: far, distance: from.distance + 1, via: Some(place), strength };
        if place >= limits.holdings {
            self.truncated = true;
            return;
        }
        let count = self.companies.len();
        let far = match self.numbers.entry(far) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(_) if count > limits.companies || from.distance >= limits.depth => {
                self.truncated = true;
                return;
            }
            Entry::Vacant(place) => {
                self.companies.push(next);
                *place.insert(count)
            }
        };
        self.holdings.push(Between { near, far, holding });
        if self.is_stronger(&next, far) {
            self.companies[far] = next;
        }
    }

    /// Of two chains of the same length the one that carries more at its least, then at its most, then the fact of the lower id: the order in
    /// which holdings are read leaves no trace.
    fn is_stronger(&self, chain: &Reached, company: usize) -> bool {
        let known = &self.companies[company];
        let fact = |reached: &Reached| reached.via.map(|via| self.holdings[via].holding.fact);
        let by_strength = chain.strength.0.total_cmp(&known.strength.0);
        let by_strength = by_strength.then(chain.strength.1.total_cmp(&known.strength.1));
        chain.distance == known.distance
            && by_strength.then_with(|| fact(known).cmp(&fact(chain))) == Ordering::Greater
    }

    fn order_plans(&mut self, direction: Direction, limits: &Limits) {
        let distance = |holding: &Holding| {
            let near = self.numbers.get(&holding.near(direction));
            near.map_or(usize::MAX, |&near| self.companies[near].distance)
        };
        self.planned.sort_by_cached_key(|holding| (distance(holding), holding.fact));
        self.truncated |= self.planned.len() > limits.planned;
        self.planned.truncate(limits.planned);
    }
}

fn carry(strength: f64, percent: Percent) -> f64 {
    strength * percent.value() / 100.0
}
