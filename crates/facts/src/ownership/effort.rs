//! How much work a trace may still take.

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
}
