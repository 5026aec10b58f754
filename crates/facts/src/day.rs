//! Days with their uncertainty.

use jiff::civil::Date;

/// A day that is known within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Day {
    /// Not before this day; nothing bounds it when none.
    pub earliest: Option<Date>,
    /// Not after this day; nothing bounds it when none.
    pub latest: Option<Date>,
}

impl Day {
    /// Exactly this day.
    pub const fn on(date: Date) -> Self {
        Self { earliest: Some(date), latest: Some(date) }
    }

    /// This day or some day before.
    pub const fn by(date: Date) -> Self {
        Self { earliest: None, latest: Some(date) }
    }

    /// True when both may be the same day.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |latest: Option<Date>, earliest: Option<Date>| matches!((latest, earliest), (Some(latest), Some(earliest)) if latest < earliest);
        !before(self.latest, other.earliest) && !before(other.latest, self.earliest)
    }

    /// The days that both allow; as it is where they allow none in common.
    #[must_use]
    pub fn narrowed(&self, other: &Self) -> Self {
        if !self.overlaps(other) {
            return *self;
        }
        Self {
            earliest: self.earliest.max(other.earliest),
            latest: [self.latest, other.latest].into_iter().flatten().min(),
        }
    }
}
