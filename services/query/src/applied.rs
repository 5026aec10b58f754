//! How far the log is applied, and waiting for it.

use std::time::Duration;

use entente_log::Cursor;
use entente_runtime::Deadline;
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, Within as _};
use tokio::sync::watch;

/// A client that is told to wait comes back after about this long.
pub(crate) const RETRY_AFTER: Duration = Duration::from_secs(1);

/// What the tail has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reached {
    /// The position up to which everything is applied; none before the first.
    pub(crate) cursor: Option<Cursor>,
    /// True once the index has caught up with the log since it was made.
    pub(crate) caught_up: bool,
    /// True while the log can be reached.
    pub(crate) connected: bool,
}

/// Shares what the tail has reached with those that wait for it. Clones share one state.
#[derive(Debug, Clone)]
pub(crate) struct Applied(watch::Sender<Reached>);

impl Applied {
    pub(crate) fn new(reached: Reached) -> Self {
        Self(watch::Sender::new(reached))
    }

    pub(crate) fn get(&self) -> Reached {
        *self.0.borrow()
    }

    /// Tells what changed.
    pub(crate) fn update(&self, change: impl FnOnce(&mut Reached)) {
        self.0.send_modify(change);
    }

    /// Waits until `cursor` is applied; at once when it is empty.
    ///
    /// Errors, `cursor` named: `CURSOR_INVALID` for one that is none or is of another log; `INDEX_BEHIND` when it is not
    /// reached within `bound` and the deadline. A cursor past the end of the log can't be told from one that is yet to come.
    pub(crate) async fn wait(
        &self,
        cursor: &str,
        bound: Duration,
        deadline: Option<Deadline>,
    ) -> Result<(), Failure> {
        if cursor.is_empty() {
            return Ok(());
        }
        let cursor = decode(cursor).within("cursor")?;
        // A little before the deadline itself, so that the caller learns the reason.
        let left = deadline.map_or(bound, |deadline| deadline.remaining().mul_f32(0.9));
        match tokio::time::timeout(bound.min(left), self.reaches(cursor)).await {
            Ok(reached) => reached.within("cursor"),
            Err(_) => Err(self.behind()),
        }
    }

    /// Waits, however long, until a position is applied.
    pub(crate) async fn reaches(&self, wanted: Cursor) -> Result<(), Failure> {
        let mut reached = self.0.subscribe();
        let there = |reached: &Reached| {
            reached.cursor.is_some_and(|at| at.log != wanted.log || at.position >= wanted.position)
        };
        // The sender lives as long as `self`, so waiting can't fail.
        match reached.wait_for(there).await.map(|reached| reached.cursor) {
            Ok(Some(at)) if at.log != wanted.log => Err(of_another_log()),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Waits, however long, until the index has caught up with the log once.
    pub(crate) async fn catches_up(&self) {
        // The sender lives as long as `self`, so waiting can't fail.
        let _ = self.0.subscribe().wait_for(|reached| reached.caught_up).await;
    }

    fn behind(&self) -> Failure {
        let applied = self.get().cursor.map_or_else(String::new, |cursor| cursor.to_string());
        Failure::new(ErrorReason::IndexBehind, "the index has not yet applied the cursor")
            .with("applied", applied)
            .retry_after(RETRY_AFTER)
    }
}

/// The cursor of this text.
pub(crate) fn decode(cursor: &str) -> Result<Cursor, Failure> {
    cursor.parse().map_err(|error: entente_log::LogError| {
        Failure::new(ErrorReason::CursorInvalid, format!("is no cursor: {error}"))
    })
}

/// The failure for a cursor that another log gave.
pub(crate) fn of_another_log() -> Failure {
    Failure::new(ErrorReason::CursorInvalid, "is a cursor of another log")
}

#[cfg(test)]
mod tests {
    use entente_log::{LogId, Position};

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn at(log: u8, position: u64) -> Cursor {
        Cursor { log: LogId::from_bytes([log; 16]), position: Position::new(position) }
    }

    fn applied(cursor: Cursor) -> Applied {
        Applied::new(Reached { cursor: Some(cursor), ..Reached::default() })
    }

    #[tokio::test]
    async fn what_is_applied_does_not_wait() {
        let applied = applied(at(1, 7));
        for cursor in [String::new(), at(1, 6).to_string(), at(1, 7).to_string()] {
            assert_eq!(applied.wait(&cursor, Duration::ZERO, None).await, Ok(()), "{cursor}");
        }
    }

    #[tokio::test]
    async fn what_is_yet_to_come_is_waited_for() {
        let applied = applied(at(1, 7));
        let cursor = at(1, 9).to_string();
        let (waited, ()) = tokio::join!(applied.wait(&cursor, LONG, None), async {
            applied.update(|reached| reached.cursor = Some(at(1, 8)));
            tokio::task::yield_now().await;
            applied.update(|reached| reached.cursor = Some(at(1, 12)));
        });
        assert_eq!(waited, Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn the_wait_is_bounded() {
        let applied = applied(at(1, 7));
        let cursor = at(1, 9).to_string();
        for (bound, deadline) in
            [(Duration::from_secs(5), None), (LONG, Some(Deadline::after(Duration::from_millis(20))))]
        {
            let failure = applied.wait(&cursor, bound, deadline).await.unwrap_err();
            assert_eq!(failure.reason, ErrorReason::IndexBehind);
            assert_eq!(failure.metadata["applied"], at(1, 7).to_string());
        }
    }

    #[tokio::test]
    async fn other_cursors_are_refused() {
        let applied = applied(at(1, 7));
        for cursor in ["x".to_owned(), at(2, 1).to_string(), at(1, 7).to_string().replacen('1', "2", 1)] {
            let failure = applied.wait(&cursor, LONG, None).await.unwrap_err();
            assert_eq!(
                (failure.reason, failure.field.as_str()),
                (ErrorReason::CursorInvalid, "cursor"),
                "{cursor}"
            );
        }
    }
}
