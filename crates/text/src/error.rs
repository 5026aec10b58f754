//! What can go wrong.

use crate::OffsetUnit;

/// Errors of this crate. Reading a text never fails; building conventions and converting offsets can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A language's list holds an entry that can never match: mend the data.
    #[error("{list}: {entry:?} {reason}")]
    Entry {
        /// Name of the list, as in [`Lists`](crate::Lists).
        list: &'static str,
        /// The entry as given.
        entry: String,
        /// What it lacks.
        reason: &'static str,
    },
    /// The offset lies past the end of the text: the caller holds another text, or another unit.
    #[error("offset {offset} is past the end of the text, which has {length} {unit}")]
    OffsetOutside {
        /// The offset as given.
        offset: usize,
        /// Length of the text in `unit`.
        length: usize,
        /// The unit `offset` is counted in.
        unit: OffsetUnit,
    },
    /// The offset falls between the parts of one character: the caller counts in another unit.
    #[error("offset {offset} in {unit} lies inside a character")]
    OffsetInside {
        /// The offset as given.
        offset: usize,
        /// The unit `offset` is counted in.
        unit: OffsetUnit,
    },
}
