//! What clients are told when the log or the service itself fails.

use std::time::Duration;

use entente_log::{LogError, Position};
use entente_runtime::Busy;
use entente_wire::Failure;
use entente_wire::v1::ErrorReason;

/// What a client is told to wait before it tries again: a lost race is over at once, a full disk is not.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Another writer was faster, again and again.
pub(crate) fn outrun() -> Failure {
    Failure::new(ErrorReason::ConcurrentRevision, "another writer revised the article at the same time")
        .retry_after(RETRY_AFTER)
}

/// More waits for a processor than is answered in good time.
pub(crate) fn busy(busy: Busy) -> Failure {
    Failure::new(ErrorReason::Overloaded, busy.to_string()).with("limit", busy.0).retry_after(RETRY_AFTER)
}

/// The service is stopping.
pub(crate) fn draining() -> Failure {
    Failure::new(ErrorReason::Draining, "the service is stopping").retry_after(RETRY_AFTER)
}

/// The client of a stream does not keep up with it.
pub(crate) fn too_slow() -> Failure {
    Failure::new(
        ErrorReason::SlowConsumer,
        "the stream was not read for too long: resume from its last cursor",
    )
}

/// The client of a stream sends nothing.
pub(crate) fn silent(patience: Duration) -> Failure {
    let message =
        format!("no whole article came for {} s: open another stream for the next", patience.as_secs());
    Failure::new(ErrorReason::DeadlineExceeded, message)
}

/// A failure of the log; `cursor_of` is how clients write a position.
pub(crate) fn of_log(error: &LogError, cursor_of: impl Fn(Position) -> String) -> Failure {
    let cursor = |reason| Failure::new(reason, error.to_string()).within("cursor");
    match error {
        LogError::Conflict { .. } => outrun(),
        // Ids are bounded before they come here: what is too large is the article with its events.
        &LogError::TooLarge { bytes, limit, .. } => {
            Failure::too_long(bytes, limit, "bytes with its events").within("article")
        }
        LogError::Unavailable { .. } => {
            tracing::error!(%error, "the log can't be used");
            Failure::new(ErrorReason::LogUnavailable, "the log can't be used now").retry_after(RETRY_AFTER)
        }
        LogError::OtherLog { .. } | LogError::BadCursor { .. } => cursor(ErrorReason::CursorInvalid),
        LogError::BeyondEnd { .. } => cursor(ErrorReason::CursorBeyondEnd),
        LogError::Expired { oldest, .. } => {
            // A cursor is what was seen last: after this one comes the oldest entry.
            let before = Position::new(oldest.get().saturating_sub(1));
            cursor(ErrorReason::CursorExpired).with("oldest", cursor_of(before))
        }
        LogError::Invalid { .. }
        | LogError::Corrupt { .. }
        | LogError::InUse { .. }
        | LogError::NewerFormat { .. }
        | LogError::Open { .. }
        | _ => fault(error),
    }
}

/// The service's own fault; `error` goes to its log and not to the client.
pub(crate) fn fault(error: &dyn std::fmt::Display) -> Failure {
    tracing::error!(%error, "the service failed");
    Failure::internal("the service failed")
}
