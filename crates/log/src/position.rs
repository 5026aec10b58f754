//! Where an entry stands in its log.

use std::fmt;

/// The sequence number of an entry: 1 is the first one ever appended, [`Position::START`] lies before it.
///
/// Positions of one log ascend in append order and may have gaps; those of two logs can't be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(u64);

impl Position {
    /// Before the first entry: reading after it reads everything that is kept.
    pub const START: Self = Self(0);

    /// The position of a sequence number, as [`Position::get`] gave it.
    pub const fn new(sequence: u64) -> Self {
        Self(sequence)
    }

    /// The sequence number; 0 for [`Position::START`].
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The position one further. 2^64 entries are out of reach, so it does not overflow in practice.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
