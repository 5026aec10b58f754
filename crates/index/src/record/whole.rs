//! The record of how much of a target is held.

use entente_facts::{ContradictionId, ContradictionPosition};

use super::time::{MomentRecord, moment, to_moment};
use super::{RecordError, decode, encode};

/// How much of a target's capital is counted as held, and what is at odds if it is too much.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Whole {
    /// In millionths of a percent, at least what holds together on any day: while it is below the whole, nothing needs to be
    /// looked at.
    pub(crate) counted: u64,
    /// The contradiction.
    pub(crate) at_odds: Option<ContradictionPosition>,
}

type WholeRecord = (u64, Option<(MomentRecord, [u8; 16])>);

impl Whole {
    pub(crate) fn encode(&self) -> Result<Vec<u8>, RecordError> {
        let at_odds = self.at_odds.map(|at| (moment(at.raised), at.id.to_bytes()));
        let record: WholeRecord = (self.counted, at_odds);
        encode(&record)
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let (counted, at_odds): WholeRecord = decode(bytes)?;
        let at = |(raised, id)| -> Result<ContradictionPosition, RecordError> {
            Ok(ContradictionPosition { raised: to_moment(raised)?, id: ContradictionId::from_bytes(id) })
        };
        Ok(Self { counted, at_odds: at_odds.map(at).transpose()? })
    }
}
