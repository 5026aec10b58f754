//! Random numbers that can be had again.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// Names the seed of a run that is to be repeated.
const SEED: &str = "TEST_SEED";

/// A row of numbers made from a seed (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice {
    seed: u64,
    state: u64,
}

impl Dice {
    /// The row of this seed.
    pub const fn of(seed: u64) -> Self {
        Self { seed, state: seed }
    }

    /// The row of the seed in the environment, or of the clock.
    pub fn new() -> Self {
        let given = std::env::var(SEED).ok();
        let clock = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        let clock = || u64::try_from(clock()).unwrap();
        Self::of(given.map_or_else(clock, |seed| seed.parse().expect("TEST_SEED is a number")))
    }

    /// The seed of the row.
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }
}

impl Default for Dice {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for Dice {
    /// How to have the same row again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SEED}={}", self.seed)
    }
}
