//! What was erased, on its way out of the store's files.
//!
//! An erasure is durable once its batch is: no read shows what it removed. The bytes are then still in journals and tables.
//! A thread of its own rewrites these, one time for all erasures that came meanwhile, since it costs as much as the whole log is long. A
//! file in the directory says so across restarts: it is made before an erasure is, and goes when the last one is purged.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::watch;

use super::store::Store;
use crate::Position;

/// How long to wait before a purge that failed is tried again: readers may be gone by then, or there is room on the disk.
const AGAIN: Duration = Duration::from_secs(30);
/// How often a thread that waits looks whether it is to end.
const LOOK: Duration = Duration::from_millis(50);

/// How far erasing and purging have come.
#[derive(Debug)]
pub(super) struct Erasures {
    /// The newest tombstone at or before which something may be left in files; the marker is there while it is newer than `purged`.
    erased: Mutex<Position>,
    /// Nothing is left of what tombstones at or before this one erased.
    purged: watch::Sender<Position>,
    ended: AtomicBool,
}

impl Erasures {
    /// Those of a store whose newest position this is.
    pub(super) fn of(store: &Store, newest: Position) -> Self {
        let pending = store.erasing().is_set();
        let (purged, _) = watch::channel(if pending { Position::START } else { newest });
        Self { erased: Mutex::new(newest), purged, ended: AtomicBool::new(false) }
    }

    /// The newest tombstone at or before which something may be left in files.
    pub(super) fn newest(&self) -> Position {
        *self.erased.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far purging has come.
    pub(super) fn purged(&self) -> watch::Receiver<Position> {
        self.purged.subscribe()
    }

    /// Makes a group of erasures durable.
    pub(super) fn commit(
        &self,
        store: &Store,
        commit: impl FnOnce() -> Result<(Position, Timestamp), String>,
    ) -> Result<(Position, Timestamp), String> {
        let mut erased = self.erased.lock().unwrap_or_else(PoisonError::into_inner);
        store.erasing().set().map_err(|error| format!("nothing can be erased: {error}"))?;
        let end = commit()?;
        *erased = end.0;
        Ok(end)
    }

    /// Has the thread end that [`Erasures::follow`] began.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Purges what is erased, on a thread of its own.
    pub(super) fn follow(self: Arc<Self>, store: Arc<Store>) -> std::io::Result<JoinHandle<()>> {
        std::thread::Builder::new().name("event-log-purge".to_owned()).spawn(move || {
            while !self.ended.load(Ordering::Relaxed) {
                if self.is_pending(&store) && !self.purge(&store) {
                    self.rest(AGAIN);
                }
                self.rest(LOOK);
            }
        })
    }

    fn is_pending(&self, store: &Store) -> bool {
        let erased = self.erased.lock().unwrap_or_else(PoisonError::into_inner);
        *erased > *self.purged.borrow() && store.erasing().is_set()
    }

    fn rest(&self, most: Duration) {
        let mut left = most;
        while !left.is_zero() && !self.ended.load(Ordering::Relaxed) {
            std::thread::sleep(left.min(LOOK));
            left = left.saturating_sub(LOOK);
        }
    }

    /// Purges all that is erased now; false if that could not be done.
    fn purge(&self, store: &Store) -> bool {
        let until = *self.erased.lock().unwrap_or_else(PoisonError::into_inner);
        match store.purge(&|| !self.ended.load(Ordering::Relaxed)) {
            Ok(()) => {}
            Err(entente_purge::PurgeError::GivenUp) => return false,
            Err(error) => {
                tracing::error!(%error, position = %until, "what was erased is still in the log's files");
                return false;
            }
        }
        let erased = self.erased.lock().unwrap_or_else(PoisonError::into_inner);
        if *erased == until
            && let Err(error) = store.erasing().clear()
        {
            tracing::error!(%error, "the purge is done once more at the next start");
        }
        self.purged.send_replace(until);
        tracing::info!(position = %until, "what was erased is gone from the log's files");
        true
    }
}
