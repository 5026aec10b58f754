//! Direct holdings, and where they are read.

use entente_model::{Percent, Share};

use crate::{EntityId, FactId, FactsError};

/// Which way ownership is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Up: who holds the root.
    Holders,
    /// Down: what the root holds.
    Holdings,
}

/// One holder's direct stake in one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Holding {
    /// The fact that tells it.
    pub fact: FactId,
    /// Who holds.
    pub holder: EntityId,
    /// What is held.
    pub target: EntityId,
    /// At least this percent.
    pub minimum: Percent,
    /// At most this percent, not below the minimum.
    pub maximum: Percent,
    /// True when it is held; false when it is planned, negotiated or announced.
    pub held: bool,
}

impl Holding {
    /// The least and the most that a share tells: both are the figure where one is told, be it about; 0 and 100 where nothing bounds it.
    pub fn bounds(share: Option<&Share>) -> (Percent, Percent) {
        let exact = share.and_then(Share::exact);
        let least = exact.or_else(|| share.and_then(Share::minimum));
        let most = exact.or_else(|| share.and_then(Share::maximum));
        (least.unwrap_or(Percent::ZERO), most.unwrap_or(Percent::WHOLE))
    }

    /// The end that a trace in this direction comes from.
    pub const fn near(&self, direction: Direction) -> EntityId {
        match direction {
            Direction::Holders => self.target,
            Direction::Holdings => self.holder,
        }
    }

    /// The end that a trace in this direction goes to.
    pub const fn far(&self, direction: Direction) -> EntityId {
        match direction {
            Direction::Holders => self.holder,
            Direction::Holdings => self.target,
        }
    }
}

/// Where direct holdings are read, as they were on one day and as far as was known at one time: what is read through one value of it is all of one
/// state.
pub trait Holdings {
    /// Gives `take` the holdings that have one of these companies as their near end ([`Holding::near`]), held or planned, in any order; those of one
    /// company best one after the other. One that is held, at most, for each holder and target.
    fn holdings(
        &self,
        companies: &[EntityId],
        direction: Direction,
        take: &mut dyn FnMut(Holding),
    ) -> Result<(), FactsError>;
}
