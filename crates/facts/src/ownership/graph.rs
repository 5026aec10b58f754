//! Holdings in memory.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Direction, Holding, Holdings};
use crate::{EntityId, FactsError};

/// Direct holdings kept in memory, found from both ends.
#[derive(Debug, Clone, Default)]
pub struct HoldingGraph {
    up: Ends,
    down: Ends,
}

/// The holdings in the order of their near ends, and where those of each stand.
#[derive(Debug, Clone, Default)]
struct Ends {
    holdings: Vec<Holding>,
    places: FxHashMap<EntityId, Range<usize>>,
}

impl Ends {
    fn new(mut holdings: Vec<Holding>, direction: Direction) -> Self {
        holdings.sort_by_key(|holding| holding.near(direction));
        let mut places: FxHashMap<EntityId, Range<usize>> = FxHashMap::default();
        for (place, holding) in holdings.iter().enumerate() {
            places.entry(holding.near(direction)).or_insert(place..place).end = place + 1;
        }
        Self { holdings, places }
    }
}

impl FromIterator<Holding> for HoldingGraph {
    fn from_iter<I: IntoIterator<Item = Holding>>(holdings: I) -> Self {
        let holdings: Vec<Holding> = holdings.into_iter().collect();
        let up = Ends::new(holdings.clone(), Direction::Holders);
        Self { up, down: Ends::new(holdings, Direction::Holdings) }
    }
}

impl Holdings for HoldingGraph {
    fn holdings(
        &self,
        companies: &[EntityId],
        direction: Direction,
        take: &mut dyn FnMut(Holding),
    ) -> Result<(), FactsError> {
        let ends = match direction {
            Direction::Holders => &self.up,
            Direction::Holdings => &self.down,
        };
        for places in companies.iter().filter_map(|company| ends.places.get(company)) {
            ends.holdings[places.clone()].iter().copied().for_each(&mut *take);
        }
        Ok(())
    }
}
