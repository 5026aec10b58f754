//! How many calls a token may make: a bucket of calls that fills at a steady rate.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// So many calls a second, and so many at once after a quiet time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rate {
    /// Calls a second.
    pub(crate) per_second: f64,
    /// Calls at once.
    pub(crate) burst: u32,
}

/// The calls that are left of a rate. It keeps one instant: when it will be full again.
#[derive(Debug)]
pub(crate) struct Bucket {
    /// Between two calls of a steady caller.
    interval: Duration,
    /// How far ahead of now [`Self::full_at`] may lie for one more call: all of the burst but one.
    tolerance: Duration,
    full_at: Mutex<Instant>,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn new(rate: Rate) -> Self {
        let interval = Duration::from_secs_f64(1.0 / rate.per_second);
        let tolerance = interval.saturating_mul(rate.burst.saturating_sub(1));
        Self { interval, tolerance, full_at: Mutex::new(Instant::now()) }
    }

    /// Takes one call; the error is the wait until there is one.
    pub(crate) fn take(&self) -> Result<(), Duration> {
        let now = Instant::now();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = full_at.saturating_duration_since(now).saturating_sub(self.tolerance);
        if wait.is_zero() {
            *full_at = (*full_at).max(now) + self.interval;
            return Ok(());
        }
        Err(wait)
    }

    /// Takes the next call there will be, and tells the wait for it. For who would rather wait than be refused.
    pub(crate) fn reserve(&self) -> Duration {
        let now = Instant::now();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = full_at.saturating_duration_since(now).saturating_sub(self.tolerance);
        *full_at = (*full_at).max(now) + self.interval;
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_then_a_steady_rate_and_the_wait_is_exact() {
        let bucket = Bucket::new(Rate { per_second: 4.0, burst: 3 });
        assert_eq!([(); 3].map(|()| bucket.take()), [Ok(()); 3]);
        assert_eq!(bucket.take(), Err(Duration::from_millis(250)));
        tokio::time::advance(Duration::from_millis(249)).await;
        assert_eq!(bucket.take(), Err(Duration::from_millis(1)));
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(bucket.take(), Ok(()));
        assert_eq!(bucket.take(), Err(Duration::from_millis(250)));
        // However long it was quiet, a burst is no more than a burst.
        tokio::time::advance(Duration::from_secs(3600)).await;
        assert_eq!([(); 3].map(|()| bucket.take()), [Ok(()); 3]);
        assert!(bucket.take().is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn who_reserves_waits_in_turn() {
        let bucket = Bucket::new(Rate { per_second: 10.0, burst: 1 });
        let waits = [(); 4].map(|()| bucket.reserve().as_millis());
        assert_eq!(waits, [0, 100, 200, 300]);
        assert_eq!(bucket.take(), Err(Duration::from_millis(400)));
    }
}
