//! How many requests are served at one time, and by whose leave: no caller may take what others need.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Who holds requests already may take one more only while it holds fewer than this many times what is then left free. Alone, a caller gets
/// so four fifths of the server; of `n` callers that want all they can get, each gets four parts of `4n + 1`.
const TIMES_LEFT: usize = 4;

/// The requests that may be served at one time. Whoever holds none gets one as long as one is free, and those who hold some leave some free:
/// so a flood of one caller's requests, streams among them, leaves room for the others', however long it lasts. Callers that have no share
/// of their own (all of them, where nobody needs a token) are bounded together by what is free, and by nothing else.
#[derive(Debug)]
pub(crate) struct Permits {
    most: usize,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    all: usize,
    /// By the shares that hold any.
    by: HashMap<Arc<str>, usize>,
}

/// One request that may be served, until it is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    permits: Arc<Permits>,
    share: Option<Arc<str>>,
}

/// Why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// None is free, of this many.
    All(usize),
    /// The caller holds this many, and the rest is for others.
    Share(usize),
}

impl Permits {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, held: Mutex::default() }
    }

    /// A permit on account of `share`.
    pub(crate) fn take(self: &Arc<Self>, share: Option<&Arc<str>>) -> Result<Permit, Taken> {
        let mut held = self.held();
        let free = self.most.saturating_sub(held.all);
        if free == 0 {
            return Err(Taken::All(self.most));
        }
        if let Some(share) = share {
            let own = held.by.get(share).copied().unwrap_or_default();
            if own > 0 && own >= TIMES_LEFT * (free - 1) {
                return Err(Taken::Share(own));
            }
            held.by.insert(Arc::clone(share), own + 1);
        }
        held.all += 1;
        Ok(Permit { permits: Arc::clone(self), share: share.cloned() })
    }

    /// True when none is free.
    pub(crate) fn are_taken(&self) -> bool {
        self.held().all >= self.most
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut held = self.permits.held();
        held.all -= 1;
        let Some(share) = &self.share else { return };
        if let Some(own) = held.by.get_mut(share) {
            *own -= 1;
            if *own == 0 {
                held.by.remove(share);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many as `share` gets when it wants all it can get.
    fn all_for(permits: &Arc<Permits>, share: &Arc<str>) -> Vec<Permit> {
        std::iter::from_fn(|| permits.take(Some(share)).ok()).collect()
    }

    #[test]
    fn a_flood_leaves_room_for_each_that_comes() {
        for (most, flood) in [(1, 1), (2, 1), (3, 2), (8, 6), (100, 80), (1024, 819)] {
            let permits = Arc::new(Permits::new(most));
            let (flooder, polite): (Arc<str>, Arc<str>) = ("flooder".into(), "polite".into());
            let taken = all_for(&permits, &flooder);
            assert_eq!(taken.len(), flood, "of {most}");
            assert_eq!(permits.take(Some(&polite)).is_ok(), most > 1, "of {most}");
            drop(taken);
            assert_eq!(permits.held().by.len(), 0, "what is given back is forgotten");
        }
    }

    #[test]
    fn those_that_want_all_come_to_hold_the_same() {
        let permits = Arc::new(Permits::new(900));
        let shares: [Arc<str>; 2] = ["one".into(), "two".into()];
        let mut held = shares.each_ref().map(|share| all_for(&permits, share));
        assert!(held[0].len() > 4 * held[1].len(), "{} {}", held[0].len(), held[1].len());
        // As requests end, those who hold less take more.
        for _ in 0..2000 {
            for (share, held) in shares.iter().zip(&mut held) {
                drop(held.pop());
                held.extend(permits.take(Some(share)).ok());
                held.extend(permits.take(Some(share)).ok());
            }
        }
        for held in &held {
            assert!((390..=410).contains(&held.len()), "{}", held.len());
        }
    }

    #[test]
    fn without_shares_all_are_given() {
        let permits = Arc::new(Permits::new(3));
        let held: Vec<_> = std::iter::from_fn(|| permits.take(None).ok()).collect();
        assert_eq!((held.len(), permits.take(None).err()), (3, Some(Taken::All(3))));
        drop(held);
        assert!(permits.take(None).is_ok());
    }
}
