//! Follows the log for the text index: on a stream of its own, so that it may lag behind the facts.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use entente_index::{IndexError, Search, SearchStatus};
use entente_log::Cursor;
use entente_runtime::{RequestId, Shutdown};
use entente_wire::Failure;
use entente_wire::v1::TailEventsResponse;
use futures::{Stream, StreamExt as _};
use tokio::time::Instant;
use tonic::Status;

use crate::applied::{Applied, decode};
use crate::lag::Lag;
use crate::log_client::{Backoff, LogClient};
use crate::metrics::{APPLIED, APPLY, OF_TEXT};
use crate::reader::blocking;
use crate::tail::{Batch, Ended, is_of_another_log, until_lost};

/// Most entries that are written as one.
const BATCH: usize = 256;

/// While entries come, what was written can be found after at most this long: a commit costs some tens of milliseconds.
const LATEST: Duration = Duration::from_millis(500);

/// A silence of this length is taken for the end of the log.
const SILENCE: Duration = Duration::from_millis(20);

/// Follows the log until the service drains.
pub(crate) struct SearchTail {
    pub(crate) client: LogClient,
    pub(crate) search: Arc<Search>,
    /// How far the text index has come.
    pub(crate) applied: Applied,
    /// How far the facts have come.
    pub(crate) facts: Applied,
    pub(crate) lag: Lag,
}

/// What was written and can't be found yet.
struct Pending {
    status: SearchStatus,
    cursor: Cursor,
    since: Instant,
}

/// What the log's stream brings.
enum Next {
    Steps(Vec<Result<TailEventsResponse, Status>>),
    /// Nothing for a while.
    Silence,
    End,
}

type Batches = Pin<Box<dyn Stream<Item = Vec<Result<TailEventsResponse, Status>>> + Send>>;

impl SearchTail {
    /// Follows the log until `shutdown` drains.
    pub(crate) async fn run(self, shutdown: Shutdown) {
        tokio::select! {
            () = shutdown.draining() => {}
            () = self.follow() => {}
        }
        // What was at work when the drain began may still write: the folder is let go of before the service ends.
        let search = Arc::clone(&self.search);
        let closed = blocking(move || {
            search.close();
            Ok(())
        });
        if let Err(failure) = closed.await {
            tracing::error!(%failure, "the text index was not closed");
        }
    }

    async fn follow(&self) {
        let mut backoff = Backoff::new();
        let mut open = false;
        loop {
            let ended = match self.open(open).await {
                Ok(()) => {
                    // Without facts nothing is served: a machine is theirs until an empty index has them all.
                    self.facts.catches_up().await;
                    let Err(ended) = self.stream(&mut backoff).await;
                    ended
                }
                Err(failure) => Ended::Stuck(failure),
            };
            self.lag.lost();
            open = matches!(ended, Ended::Lost(_));
            match &ended {
                Ended::Lost(status) if self.applied.get().cursor.is_some() && is_of_another_log(status) => {
                    tracing::warn!(
                        error = status.message(),
                        "the log is another one: the text index starts anew"
                    );
                    open = self.clear().await.is_ok();
                }
                // The tail of the facts tells it louder.
                Ended::Lost(status) => {
                    tracing::debug!(error = status.message(), "the text index lost the log");
                }
                Ended::Stuck(failure) => {
                    tracing::error!(%failure, "the text index does not come on, trying again");
                }
            }
            tokio::time::sleep(backoff.next()).await;
        }
    }

    /// Opens the text index unless it is `open` and well, and makes it start anew where it is damaged.
    async fn open(&self, open: bool) -> Result<(), Failure> {
        if open {
            return Ok(());
        }
        let search = Arc::clone(&self.search);
        let status = blocking(move || {
            let opened = search.open().and_then(|status| {
                let known = status.cursor.as_deref().is_none_or(|cursor| decode(cursor).is_ok());
                if known && search.is_sound()? {
                    return Ok(status);
                }
                tracing::error!("the text index is damaged and starts anew");
                search.clear().map(|()| SearchStatus::default())
            });
            opened.map_err(|error| unusable(&error))
        });
        let status = status.await?;
        tracing::info!(cursor = status.cursor, "text index opened");
        self.reached(&status);
        Ok(())
    }

    /// Empties a text index that was made from another log.
    async fn clear(&self) -> Result<(), Failure> {
        let search = Arc::clone(&self.search);
        let cleared = blocking(move || search.clear().map_err(|error| unusable(&error))).await;
        self.reached(&self.search.status());
        cleared
    }

    /// Applies one stream of the log to its end.
    async fn stream(&self, backoff: &mut Backoff) -> Result<Infallible, Ended> {
        let cursor = self.applied.get().cursor.map_or_else(String::new, |cursor| cursor.to_string());
        let stream = self.client.tail(&cursor, "", &RequestId::generate()).await.map_err(Ended::Lost)?;
        self.lag.follows(self.applied.get().cursor);
        let mut batches: Batches = Box::pin(stream.ready_chunks(BATCH));
        let mut pending: Option<Pending> = None;
        loop {
            let mut lost = None;
            let enough = match next(&mut batches, pending.as_ref()).await {
                Next::Steps(steps) => {
                    let told;
                    (told, lost) = until_lost(steps);
                    for step in &told {
                        self.lag.received(step);
                    }
                    self.write(told, &mut pending).await.map_err(Ended::Stuck)?
                }
                Next::Silence => true,
                Next::End => {
                    lost = Some(Status::unavailable("the stream ended"));
                    true
                }
            };
            if (enough || lost.is_some())
                && let Some(pending) = pending.take()
            {
                self.commit(pending).await.map_err(Ended::Stuck)?;
            }
            match lost {
                Some(status) => return Err(Ended::Lost(status)),
                None => backoff.reset(),
            }
        }
    }

    /// Writes what the steps say, and tells whether it is time for a commit.
    async fn write(
        &self,
        steps: Vec<TailEventsResponse>,
        pending: &mut Option<Pending>,
    ) -> Result<bool, Failure> {
        let (search, before) = (Arc::clone(&self.search), self.applied.get().cursor);
        let written = blocking(move || {
            let Some(batch) = Batch::of(steps)? else { return Ok(None) };
            search.write(&batch.changes).map_err(|error| unusable(&error))?;
            Ok(Some((batch.progress, batch.cursor)))
        });
        let Some((progress, cursor)) = written.await? else { return Ok(false) };
        if pending.is_none() && before == Some(cursor) {
            return Ok(false);
        }
        let known =
            pending.as_ref().map_or_else(|| self.search.status().applied, |before| before.status.applied);
        let since = pending.as_ref().map_or_else(Instant::now, |before| before.since);
        let status = SearchStatus { cursor: Some(progress.cursor), applied: progress.applied.or(known) };
        *pending = Some(Pending { status, cursor, since });
        Ok(progress.at_end || since.elapsed() >= LATEST)
    }

    /// Lets be found what was written.
    async fn commit(&self, pending: Pending) -> Result<(), Failure> {
        let Pending { status, cursor, .. } = pending;
        let (search, taken) = (Arc::clone(&self.search), status.applied);
        let began = Instant::now();
        blocking(move || search.commit(status).map_err(|error| unusable(&error))).await?;
        APPLY.spread(OF_TEXT).record(began.elapsed().as_secs_f64());
        APPLIED.count(OF_TEXT).increment(self.lag.applied(cursor, taken));
        self.applied.update(|reached| reached.cursor = Some(cursor));
        Ok(())
    }

    /// Takes over what the text index says of itself.
    fn reached(&self, status: &SearchStatus) {
        let cursor = status.cursor.as_deref().and_then(|cursor| decode(cursor).ok());
        self.applied.update(|reached| reached.cursor = cursor);
    }
}

/// What comes next: steps, or while something waits for its commit, nothing for a while.
async fn next(batches: &mut Batches, pending: Option<&Pending>) -> Next {
    let steps = match pending {
        Some(pending) => {
            let due = (pending.since + LATEST).min(Instant::now() + SILENCE);
            match tokio::time::timeout_at(due, batches.next()).await {
                Ok(steps) => steps,
                Err(_) => return Next::Silence,
            }
        }
        None => batches.next().await,
    };
    steps.map_or(Next::End, Next::Steps)
}

/// The failure of a text index that can't be used; the cause is in the log.
pub(crate) fn unusable(error: &IndexError) -> Failure {
    tracing::error!(%error, "the text index can't be used");
    Failure::internal("the text index can't be used")
}
