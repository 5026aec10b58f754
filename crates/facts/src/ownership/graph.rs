//! Holdings in memory.

use rustc_hash::FxHashMap;

use super::{Direction, Holding, Holdings};
use crate::{EntityId, FactsError};

/// Direct holdings kept in memory, found from both ends.
#[derive(Debug, Clone, Default)]
pub struct HoldingGraph {
    by_target: FxHashMap<EntityId, Vec<Holding>>,
    by_holder: FxHashMap<EntityId, Vec<Holding>>,
}

impl FromIterator<Holding> for HoldingGraph {
    fn from_iter<I: IntoIterator<Item = Holding>>(holdings: I) -> Self {
        let mut graph = Self::default();
        for holding in holdings {
            graph.by_target.entry(holding.target).or_default().push(holding);
            graph.by_holder.entry(holding.holder).or_default().push(holding);
        }
        graph
    }
}

impl Holdings for HoldingGraph {
    fn holdings(&self, companies: &[EntityId], direction: Direction) -> Result<Vec<Holding>, FactsError> {
        let by_near = match direction {
            Direction::Holders => &self.by_target,
            Direction::Holdings => &self.by_holder,
        };
        Ok(companies.iter().filter_map(|company| by_near.get(company)).flatten().copied().collect())
    }
}
