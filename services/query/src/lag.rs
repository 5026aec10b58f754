//! How far an index lags behind the log.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use entente_log::Cursor;
use entente_wire::field;
use entente_wire::v1::TailEventsResponse;
use entente_wire::v1::tail_events_response::Step;
use jiff::Timestamp;

use crate::applied::decode;

/// What is known of the log's end, and how much of it an index has. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lag(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// The newest position that the log is known to have.
    newest: u64,
    applied: u64,
    /// While something is not applied: when the log took the newest entry that is, or the first that is not.
    since: Option<Timestamp>,
    /// None while the log is followed.
    lost: Option<Timestamp>,
    connected: bool,
}

impl Lag {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The log is followed after a position.
    pub(crate) fn follows(&self, from: Option<Cursor>) {
        let mut known = self.known();
        let applied = from.map_or(0, |cursor| cursor.position.get());
        *known = Known {
            newest: known.newest.max(applied),
            applied,
            since: known.since,
            lost: None,
            connected: true,
        };
        if from.is_none() {
            // A log from its beginning may be another one.
            known.newest = 0;
        }
    }

    /// The log is lost.
    pub(crate) fn lost(&self) {
        let mut known = self.known();
        known.connected = false;
        known.lost.get_or_insert_with(Timestamp::now);
    }

    /// A step came, and is not applied yet.
    pub(crate) fn received(&self, step: &TailEventsResponse) {
        let Ok(cursor) = decode(&step.cursor) else { return };
        let behind = u64::try_from(step.behind).unwrap_or(0);
        let mut known = self.known();
        known.newest = known.newest.max(cursor.position.get().saturating_add(behind));
        if let Some(Step::Entry(entry)) = &step.step
            && known.since.is_none()
        {
            known.since = entry.append_time.as_ref().and_then(|time| field::timestamp(time).ok());
        }
    }

    /// Everything up to the cursor is applied; `taken` is when the log took the last of it. Tells how many entries that were.
    pub(crate) fn applied(&self, cursor: Cursor, taken: Option<Timestamp>) -> u64 {
        let mut known = self.known();
        let position = cursor.position.get();
        let entries = position.saturating_sub(known.applied);
        known.applied = position;
        known.since = if position >= known.newest { None } else { taken.or(known.since) };
        entries
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.known().connected
    }

    /// Entries and seconds that the index lags behind.
    pub(crate) fn at(&self, now: Timestamp) -> (u64, f64) {
        let known = self.known();
        // Two clocks may differ: what is ahead of this one does not lag.
        let age = |since: Timestamp| now.duration_since(since).as_secs_f64().max(0.0);
        let oldest = known.since.into_iter().chain(known.lost).min();
        (known.newest.saturating_sub(known.applied), oldest.map_or(0.0, age))
    }
}

#[cfg(test)]
mod tests {
    use entente_log::{LogId, Position};
    use entente_wire::v1::{Checkpoint, LogEntry};

    use super::*;

    fn at(position: u64) -> Cursor {
        Cursor { log: LogId::from_bytes([1; 16]), position: Position::new(position) }
    }

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn entry(position: u64, behind: i64, taken: i64) -> TailEventsResponse {
        let append_time = Some(field::to_timestamp(second(taken)));
        let step = Some(Step::Entry(LogEntry { append_time, change: None }));
        TailEventsResponse { cursor: at(position).to_string(), behind, step }
    }

    #[test]
    fn what_is_received_lags_until_it_is_applied() {
        let lag = Lag::default();
        lag.follows(None);
        assert_eq!(lag.at(second(50)), (0, 0.0));
        lag.received(&entry(1, 4, 10));
        lag.received(&entry(2, 3, 20));
        assert_eq!(lag.at(second(50)), (5, 40.0));
        assert_eq!(lag.applied(at(2), Some(second(20))), 2);
        assert_eq!(lag.at(second(50)), (3, 30.0));
        lag.received(&entry(5, 0, 30));
        assert_eq!(lag.applied(at(5), Some(second(30))), 3);
        assert_eq!(lag.at(second(50)), (0, 0.0));
        let step = Some(Step::Checkpoint(Checkpoint { at_end: true }));
        lag.received(&TailEventsResponse { cursor: at(5).to_string(), behind: 0, step });
        assert_eq!(lag.at(second(90)), (0, 0.0));
    }

    #[test]
    fn a_log_that_is_lost_lags_from_then_on() {
        let lag = Lag::default();
        lag.follows(Some(at(7)));
        lag.lost();
        let later = Timestamp::now() + jiff::SignedDuration::from_secs(60);
        let (entries, seconds) = lag.at(later);
        assert!(entries == 0 && (59.0..70.0).contains(&seconds), "{entries} {seconds}");
        lag.follows(Some(at(7)));
        assert_eq!(lag.at(later), (0, 0.0));
    }
}
