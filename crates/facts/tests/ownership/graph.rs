//! Graphs of holdings for the tests: companies are numbers.

use entente_facts::{Direction, EntityId, FactId, Holding, HoldingGraph, Limits, Trace, trace};
use entente_model::Percent;

/// A holding: holder, target, least percent, most percent.
pub(crate) type Row = (usize, usize, f64, f64);

pub(crate) fn company(number: usize) -> EntityId {
    EntityId::from_bytes((number as u128).to_be_bytes())
}

pub(crate) fn number(company: EntityId) -> usize {
    usize::try_from(u128::from_be_bytes(company.to_bytes())).unwrap()
}

/// The holding whose fact has this number.
pub(crate) fn holding(fact: usize, (holder, target, minimum, maximum): Row, held: bool) -> Holding {
    Holding {
        fact: FactId::from_bytes((fact as u128).to_be_bytes()),
        holder: company(holder),
        target: company(target),
        minimum: Percent::new(minimum).unwrap(),
        maximum: Percent::new(maximum).unwrap(),
        held,
    }
}

pub(crate) fn graph(rows: &[Row]) -> HoldingGraph {
    rows.iter().enumerate().map(|(fact, &row)| holding(fact, row, true)).collect()
}

/// As deep as there are companies, so that nothing is cut off.
pub(crate) fn whole(rows: &[Row], root: usize, direction: Direction) -> Trace {
    let limits = Limits { depth: rows.len() + 1, ..Limits::default() };
    trace(&graph(rows), company(root), direction, &limits).unwrap()
}

/// Minimum and maximum of a company; 0 where it is not reached.
pub(crate) fn bounds(trace: &Trace, of: usize) -> (f64, f64) {
    let share = trace.shares.iter().find(|share| share.entity == company(of));
    share.map_or((0.0, 0.0), |share| (share.minimum, share.maximum))
}

/// Numbers that look random and are the same in every run (Steele, Lea and Flood's `SplitMix`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    /// 0 to 1.
    pub(crate) fn part(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap()) / f64::from(u32::MAX)
    }
}
