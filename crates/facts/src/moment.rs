//! When the log took something.

use jiff::Timestamp;

/// The moment at which the log took an entry: system time. Moments ascend by time, and by the entry's place in the log
/// where times are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    /// When the log took the entry.
    pub time: Timestamp,
    /// The entry's place in the log; entries after it have higher ones.
    pub position: u64,
}
