//! When the log took something.

use jiff::Timestamp;
use jiff::civil::Date;

/// The moment at which the log took an entry: system time. Moments ascend by time, and by the entry's place in the log
/// where times are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    /// When the log took the entry.
    pub time: Timestamp,
    /// The entry's place in the log; entries after it have higher ones.
    pub position: u64,
}

/// At which point of the two axes of time facts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AsOf {
    /// The day on which it holds; the newest stages, whenever, when none.
    pub valid_at: Option<Date>,
    /// Only what the log had taken by then; now when none.
    pub known_at: Option<Timestamp>,
}

impl AsOf {
    /// The newest stages, as they are known now.
    pub const NOW: Self = Self { valid_at: None, known_at: None };

    /// True when what the log took at this moment is known.
    pub fn knows(&self, moment: Moment) -> bool {
        self.known_at.is_none_or(|time| moment.time <= time)
    }
}
