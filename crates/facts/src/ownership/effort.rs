//! How much work a trace may still take.

/// What companies that hold each other may still take: by elimination, which is exact, then by iteration.
#[derive(Debug)]
pub(super) struct Budget {
    /// Rings of at most so many companies are eliminated.
    pub(super) largest: usize,
    pub(super) elimination: Effort,
    pub(super) iteration: Effort,
}

/// Steps of a few nanoseconds that are left. Counted rather than timed, so that the same holdings always give the same answer.
#[derive(Debug)]
pub(super) struct Effort(u64);

impl Effort {
    /// So many steps.
    pub(super) const fn new(steps: u64) -> Self {
        Self(steps)
    }

    /// Takes that many steps off, or none and answers false where fewer are left.
    pub(super) fn spend(&mut self, steps: u64) -> bool {
        let left = self.0.checked_sub(steps);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }

    /// Takes off the steps of work that is done, whether or not so many were left.
    pub(super) fn charge(&mut self, steps: usize) {
        self.0 = self.0.saturating_sub(u64::try_from(steps).unwrap_or(u64::MAX));
    }

    /// True when nothing is left.
    pub(super) const fn is_spent(&self) -> bool {
        self.0 == 0
    }
}
