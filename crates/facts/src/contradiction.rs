//! Contradictions: two sides that can't both be so.

mod above_whole;

use std::cmp::Ordering;

use entente_model::{ContradictionKind, FactStatus, Share};

pub use above_whole::above_whole;

use crate::hash_id::hash_id;
use crate::{ClaimId, Day, EntityId, FactId, Moment};

/// Most claims that a contradiction names on either side.
pub const SIDE_MOST: usize = 16;

/// Two sides that can't both be so, as far as articles that stand tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// Its id.
    pub id: ContradictionId,
    /// What is at odds.
    pub kind: ContradictionKind,
    /// The facts: one, or all holders' for more than the whole.
    pub facts: Vec<FactId>,
    /// Who is involved.
    pub entities: Vec<EntityId>,
    /// The stage that is denied, or given up.
    pub status: Option<FactStatus>,
    /// The share that one side tells, or all shares together.
    pub one_share: Option<Share>,
    /// The share that the other side tells.
    pub other_share: Option<Share>,
    /// The day on which they are at odds; none when it is not a matter of a day.
    pub day: Option<Day>,
    /// What one side says, best first, at most [`SIDE_MOST`], each with its fact.
    pub one_side: Vec<(FactId, ClaimId)>,
    /// What the other side says; likewise.
    pub other_side: Vec<(FactId, ClaimId)>,
    /// When the log took the entry that brought it up.
    pub raised: Moment,
}

/// Where a contradiction stands in every list: that which was brought up last comes first, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContradictionPosition {
    /// When the log took the entry that brought it up.
    pub raised: Moment,
    /// The contradiction.
    pub id: ContradictionId,
}

impl Ord for ContradictionPosition {
    fn cmp(&self, other: &Self) -> Ordering {
        other.raised.cmp(&self.raised).then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for ContradictionPosition {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Contradiction {
    /// Its place in every list.
    pub const fn position(&self) -> ContradictionPosition {
        ContradictionPosition { raised: self.raised, id: self.id }
    }
}

hash_id! {
    /// A contradiction's id: the first 128 bits of a SHA-256 over what makes it the same. Written `c` and 32 hexadecimal digits in lower case.
    pub struct ContradictionId, ContradictionIdError as "contradiction id" with 'c'
}
