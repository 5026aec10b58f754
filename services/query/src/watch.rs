//! Streams of what entries of the log change, as they are applied.
//!
//! A watch is a tail of its own: it reads the log after its cursor, so that what was missed and what comes are one path,
//! and shows an entry once the index has applied it, so that a read that follows finds what was shown.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use entente_index::Index;
use entente_log::Cursor;
use entente_model::Tenant;
use entente_runtime::{LimitArgs, RequestId, Shutdown, cut_off, shutdown};
use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::{ErrorReason, LogEntry, TailEventsResponse};
use entente_wire::{Failure, Within as _};
use futures::stream::{self, BoxStream, StreamExt as _};
use tokio::time::Instant;
use tonic::Status;

use crate::applied::{decode, of_another_log};
use crate::log_client::{Backoff, LogClient};
use crate::reader::{Reader, blocking};

/// How long a client's buffer may stay full before it is cut off.
const PATIENCE: Duration = Duration::from_secs(5);
/// While entries come of which none matches, a checkpoint is sent this often.
const CHECKPOINT: Duration = Duration::from_secs(10);

/// What a client receives.
pub(crate) type Stream<T> = Pin<Box<dyn futures::Stream<Item = Result<T, Status>> + Send>>;

/// What is watched for, and how it is told.
pub(crate) trait Watched: Send + Sync + 'static {
    /// What one entry of the log changes.
    type Change: Send + 'static;
    /// A message of the stream.
    type Response: Send + 'static;

    /// Whose articles.
    fn tenant(&self) -> &Tenant;

    /// What an entry that is applied changes of what is watched, and where it stands in the log; none when nothing.
    fn change(&self, index: &Index, entry: LogEntry, at: Cursor) -> Result<Option<Self::Change>, Failure>;

    /// The message of a change, a checkpoint without one, and the position after it.
    fn response(cursor: String, change: Option<Self::Change>) -> Self::Response;
}

/// Starts watches.
#[derive(Debug, Clone)]
pub(crate) struct Watching {
    pub(crate) reader: Reader,
    pub(crate) client: LogClient,
    pub(crate) limits: LimitArgs,
    pub(crate) shutdown: Shutdown,
}

/// The log as one watch reads it; none while it is not connected.
type Tail = BoxStream<'static, Result<TailEventsResponse, Status>>;

/// One watch. It does something only when its next step is wanted.
struct Watcher<W: Watched> {
    watching: Watching,
    request_id: RequestId,
    watched: Arc<W>,
    tail: Option<Tail>,
    backoff: Backoff,
    /// Up to where the log was looked through.
    cursor: String,
    /// When the client was last sent something.
    sent: Instant,
    ended: bool,
}

impl Watching {
    /// A stream of what is watched for after `cursor`, or from now on when that is empty.
    pub(crate) fn watch<W: Watched>(
        &self,
        request_id: RequestId,
        what: W,
        cursor: String,
    ) -> Result<Stream<W::Response>, Failure> {
        let watcher = Watcher {
            watching: self.clone(),
            request_id,
            watched: Arc::new(what),
            tail: None,
            backoff: Backoff::new(),
            cursor: self.begin(cursor).within("cursor")?,
            sent: Instant::now(),
            ended: false,
        };
        let steps = stream::unfold(watcher, |mut watcher| async move {
            let step = watcher.step().await?;
            Some((step, watcher))
        });
        Ok(kept_up_with(steps, self.limits.stream_buffer).boxed())
    }

    /// Where to begin: after the cursor given, or after what is applied.
    fn begin(&self, given: String) -> Result<String, Failure> {
        let applied = self.reader.applied().get().cursor;
        if given.is_empty() {
            return Ok(applied.map_or(given, |cursor| cursor.to_string()));
        }
        let cursor = decode(&given)?;
        if applied.is_some_and(|applied| applied.log != cursor.log) {
            return Err(of_another_log());
        }
        Ok(given)
    }
}

impl<W: Watched> Watcher<W> {
    /// The next message; none behind the reason of the end.
    async fn step(&mut self) -> Option<Result<W::Response, Status>> {
        if self.ended {
            return None;
        }
        let shutdown = self.watching.shutdown.clone();
        let step = tokio::select! {
            biased;
            () = shutdown.draining() => Err(shutdown::rejection().into_status()),
            step = self.next() => step,
        };
        self.ended = step.is_err();
        Some(step)
    }

    async fn next(&mut self) -> Result<W::Response, Status> {
        loop {
            let step = self.read().await?;
            if let Some(message) = self.show(step).await? {
                self.sent = Instant::now();
                return Ok(message);
            }
        }
    }

    /// The next step of the log, however long it can't be reached.
    async fn read(&mut self) -> Result<TailEventsResponse, Status> {
        loop {
            match self.tail().await {
                Ok(tail) => match tail.next().await {
                    Some(Ok(step)) => {
                        self.backoff.reset();
                        self.cursor.clone_from(&step.cursor);
                        return Ok(step);
                    }
                    Some(Err(status)) if is_final(&status) => return Err(status),
                    Some(Err(_)) | None => self.tail = None,
                },
                Err(status) if is_final(&status) => return Err(status),
                Err(status) => tracing::debug!(error = status.message(), "the log can't be reached"),
            }
            tokio::time::sleep(self.backoff.next()).await;
        }
    }

    async fn tail(&mut self) -> Result<&mut Tail, Status> {
        let tail = if let Some(tail) = self.tail.take() {
            tail
        } else {
            let (log, tenant) = (&self.watching.client, self.watched.tenant());
            log.tail(&self.cursor, tenant.as_str(), &self.request_id).await?.boxed()
        };
        Ok(self.tail.insert(tail))
    }

    /// What the client is to be told of a step of the log, once it is applied; nothing where there is nothing to show.
    async fn show(&mut self, step: TailEventsResponse) -> Result<Option<W::Response>, Failure> {
        let position = decode(&step.cursor)?;
        self.watching.reader.applied().reaches(position).await?;
        let change = match step.step {
            Some(Step::Entry(entry)) => match self.change(entry, position).await? {
                None if self.sent.elapsed() < CHECKPOINT => return Ok(None),
                change => change,
            },
            Some(Step::Checkpoint(_)) => None,
            None => return Ok(None),
        };
        Ok(Some(W::response(step.cursor, change)))
    }

    // The stream that it reads from is no thread's but its own.
    async fn change(&mut self, entry: LogEntry, at: Cursor) -> Result<Option<W::Change>, Failure> {
        let (watched, index) = (Arc::clone(&self.watched), Arc::clone(self.watching.reader.index()));
        blocking(move || watched.change(&index, entry, at)).await
    }
}

/// The stream of a client that reads it; who does not keep up is told so and cut off.
fn kept_up_with<T: Send + 'static>(
    steps: impl futures::Stream<Item = Result<T, Status>> + Send + 'static,
    buffer: usize,
) -> impl futures::Stream<Item = Result<T, Status>> + Send + 'static {
    let message = "the stream is read too slowly: resume from its last cursor";
    cut_off(steps, buffer, PATIENCE, move || Failure::new(ErrorReason::SlowConsumer, message).into())
}

/// True for an error that asking again won't mend: the client has to choose another cursor.
fn is_final(status: &Status) -> bool {
    matches!(
        ErrorReason::of(status),
        Some(ErrorReason::CursorInvalid | ErrorReason::CursorBeyondEnd | ErrorReason::CursorExpired)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_client_that_does_not_keep_up_is_cut_off_after_a_while() {
        let mut read = Box::pin(kept_up_with(stream::repeat_with(|| Ok(())), 1));
        // It is slow, but reads.
        for _ in 0..3 {
            tokio::time::sleep(PATIENCE / 2).await;
            assert!(read.next().await.unwrap().is_ok());
        }
        tokio::time::sleep(PATIENCE * 2).await;
        assert!(read.next().await.unwrap().is_ok(), "what was ready comes first");
        let ending = read.next().await.unwrap().unwrap_err();
        assert_eq!(ErrorReason::of(&ending), Some(ErrorReason::SlowConsumer));
        assert!(read.next().await.is_none());
    }
}
