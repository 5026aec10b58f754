//! Follows the log and applies what it says.

use std::sync::Arc;
use std::time::Instant;

use entente_facts::{AcceptedArticle, ArticleChange, ArticleInfo, Moment};
use entente_index::{Index, IndexError, Prepared, Progress, in_parallel};
use entente_log::Cursor;
use entente_runtime::{Health, RequestId, Shutdown};
use entente_wire::change::{Accepted, Change};
use entente_wire::v1::query_service_server::SERVICE_NAME;
use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::{ErrorReason, LogEntry, TailEventsResponse};
use entente_wire::{Failure, Within as _, field};
use futures::{Stream, StreamExt as _};
use prost::Message;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::applied::{Applied, decode};
use crate::lag::Lag;
use crate::log_client::{Backoff, LogClient};
use crate::metrics::{APPLIED, OF_FACTS};
use crate::reader::{blocking, broken};
use crate::writing::{Reach, Room, Writing};

/// Most entries that are applied as one: what many change about one entity is written once.
const BATCH: usize = 1024;

/// Batches that are worked on at once: one is prepared while the one before it is applied.
const AHEAD: usize = 2;

/// Most kilobytes of entries that wait or are being applied; one entry at least.
const KILOBYTES: u32 = 64 * 1024;

/// Longest title that stands in for a missing one, in characters: a text without line ends is one line.
const TITLE_MOST: usize = 300;

/// Follows the log until the service drains.
pub(crate) struct Tail {
    pub(crate) client: LogClient,
    pub(crate) index: Arc<Index>,
    pub(crate) applied: Applied,
    pub(crate) health: Health,
    pub(crate) lag: Lag,
}

/// A step that waits to be applied.
struct Waiting {
    step: Result<TailEventsResponse, Status>,
    /// The part that it takes of [`KILOBYTES`].
    size: Option<OwnedSemaphorePermit>,
}

/// Reads the log on to its end or its first error, as far as there is room.
async fn fill(
    mut stream: impl Stream<Item = Result<TailEventsResponse, Status>> + Unpin,
    sender: mpsc::Sender<Waiting>,
    lag: &Lag,
) {
    let room = Arc::new(Semaphore::new(KILOBYTES as usize));
    while let Some(step) = stream.next().await {
        if let Ok(step) = &step {
            lag.received(step);
        }
        let bytes = step.as_ref().map_or(0, Message::encoded_len);
        let kilobytes = u32::try_from(bytes / 1024 + 1).unwrap_or(KILOBYTES).min(KILOBYTES);
        // It is never closed, so there is room at some time.
        let size = Arc::clone(&room).acquire_many_owned(kilobytes).await.ok();
        if sender.send(Waiting { step, size }).await.is_err() {
            return;
        }
    }
}

/// Why a stream of the log came to its end.
pub(crate) enum Ended {
    /// The log, or the way to it, is gone for now.
    Lost(Status),
    /// What it says can't be applied; trying again may help.
    Stuck(Failure),
}

/// What some steps of the stream come to.
pub(crate) struct Batch {
    pub(crate) changes: Vec<ArticleChange>,
    pub(crate) progress: Progress,
    pub(crate) cursor: Cursor,
}

/// Some steps, worked out as far as they can be while those before them are applied.
struct Ahead {
    batch: Result<Option<PreparedBatch>, Failure>,
    /// How the stream was lost after them, if it was.
    lost: Option<Status>,
    /// Given back once the steps are applied.
    room: Room,
}

/// A [`Batch`] on its way into the index.
struct PreparedBatch {
    changes: Prepared,
    progress: Progress,
    cursor: Cursor,
}

impl Tail {
    /// Follows the log until `shutdown` drains.
    pub(crate) async fn run(self, shutdown: Shutdown) {
        tokio::select! {
            () = shutdown.draining() => {}
            () = self.follow() => {}
        }
    }

    async fn follow(&self) {
        self.report().await;
        let mut backoff = Backoff::new();
        loop {
            let id = RequestId::generate();
            let from = self.applied.get().cursor;
            let ended = self.stream(from, &id, &mut backoff).await;
            let was_connected = self.applied.get().connected;
            self.applied.update(|reached| reached.connected = false);
            self.lag.lost();
            match &ended {
                Ended::Lost(status) if from.is_some() && is_of_another_log(status) => {
                    tracing::warn!(request_id = %id, error = status.message(), "the log is another one: the index starts anew");
                    self.start_anew().await;
                }
                Ended::Lost(status) if was_connected => {
                    tracing::warn!(request_id = %id, error = status.message(), "the log was lost, trying again");
                }
                Ended::Lost(status) => {
                    tracing::debug!(request_id = %id, error = status.message(), "the log can't be reached");
                }
                Ended::Stuck(failure) => {
                    tracing::error!(request_id = %id, %failure, "the log can't be applied");
                }
            }
            tokio::time::sleep(backoff.next()).await;
        }
    }

    /// Applies one stream of the log to its end.
    async fn stream(&self, from: Option<Cursor>, id: &RequestId, backoff: &mut Backoff) -> Ended {
        let cursor = from.map_or_else(String::new, |cursor| cursor.to_string());
        let stream = match self.client.tail(&cursor, "", id).await {
            Ok(stream) => stream,
            Err(status) => return Ended::Lost(status),
        };
        tracing::info!(request_id = %id, cursor, "following the log");
        self.applied.update(|reached| reached.connected = true);
        self.lag.follows(from);
        let (sender, receiver) = mpsc::channel(BATCH);
        let mut apply = std::pin::pin!(self.apply_all(ReceiverStream::new(receiver), backoff));
        // The log is read on while its entries are applied, so that the next batch is there when this one is done.
        tokio::select! {
            ended = &mut apply => return ended,
            () = fill(stream, sender, &self.lag) => {}
        }
        apply.await
    }

    /// Applies what comes, as much at once as there is.
    async fn apply_all(&self, steps: impl Stream<Item = Waiting>, backoff: &mut Backoff) -> Ended {
        let mut writing = None;
        let ended = self.work_out_all(steps, backoff, &mut writing).await;
        // How far the index has come is known before the log is followed on from there.
        match self.finish(&mut writing).await {
            Ok(()) => ended,
            Err(failure) => Ended::Stuck(failure),
        }
    }

    /// Works out one batch while the one before it is written.
    async fn work_out_all(
        &self,
        steps: impl Stream<Item = Waiting>,
        backoff: &mut Backoff,
        writing: &mut Option<Writing>,
    ) -> Ended {
        let ahead = |steps| Ahead::of(Arc::clone(&self.index), steps);
        let mut batches = std::pin::pin!(steps.ready_chunks(BATCH).map(ahead).buffered(AHEAD));
        loop {
            let next = tokio::select! {
                biased;
                next = batches.next() => next,
                reach = Writing::end(writing) => match self.reached(reach).await {
                    Ok(()) => continue,
                    Err(failure) => return Ended::Stuck(failure),
                },
            };
            let Some(Ahead { batch, lost, room }) = next else {
                return Ended::Lost(Status::unavailable("the stream ended"));
            };
            let applied = match batch {
                Ok(Some(batch)) => self.apply(batch, room, writing).await,
                Ok(None) => Ok(()),
                Err(failure) => Err(failure),
            };
            if let Err(failure) = applied {
                return Ended::Stuck(failure);
            }
            match lost {
                Some(status) => return Ended::Lost(status),
                None => backoff.reset(),
            }
        }
    }

    /// Works out a batch over the one that is being written, and begins to write it once that is done.
    async fn apply(
        &self,
        batch: PreparedBatch,
        room: Room,
        writing: &mut Option<Writing>,
    ) -> Result<(), Failure> {
        let before = self.applied.get();
        let PreparedBatch { changes, progress, cursor } = batch;
        let (at_end, taken) = (progress.at_end, progress.applied);
        let reach = Reach { cursor, taken, at_end, began: Instant::now() };
        let news = !changes.is_empty() || before.cursor != Some(cursor) || (at_end && !before.caught_up);
        if !news {
            self.finish(writing).await?;
            return self.reached(Ok(reach)).await;
        }
        let (index, over) = (Arc::clone(&self.index), writing.as_ref().map(Writing::worked_out));
        let work_out = move || Ok(index.work_out(changes, &progress, over.as_deref()));
        let worked_out = blocking(work_out).await;
        self.finish(writing).await?;
        match worked_out? {
            Ok(worked_out) => {
                *writing = Some(Writing::begin(&self.index, worked_out, reach, room));
                Ok(())
            }
            Err(error @ IndexError::Damaged { .. }) => {
                tracing::error!(%error, "the index starts anew");
                self.start_anew().await;
                Err(Failure::internal("the index was damaged"))
            }
            Err(error) => Err(broken(&error)),
        }
    }

    /// Waits for the batch that is being written, if there is one.
    async fn finish(&self, writing: &mut Option<Writing>) -> Result<(), Failure> {
        if writing.is_none() {
            return Ok(());
        }
        let reach = Writing::end(writing).await;
        self.reached(reach).await
    }

    /// Tells how far the index has come.
    async fn reached(&self, reach: Result<Reach, Failure>) -> Result<(), Failure> {
        let Reach { cursor, taken, at_end, .. } = match reach {
            Ok(reach) => reach,
            Err(failure) => {
                // What the index has reached is what it says.
                self.reread().await?;
                return Err(failure);
            }
        };
        APPLIED.count(OF_FACTS).increment(self.lag.applied(cursor, taken));
        let caught_up = at_end && !self.applied.get().caught_up;
        self.applied.update(|reached| {
            reached.cursor = Some(cursor);
            reached.caught_up |= at_end;
        });
        if caught_up {
            tracing::info!(%cursor, "caught up with the log");
            self.report().await;
        }
        Ok(())
    }

    /// Empties an index that was made from another log.
    async fn start_anew(&self) {
        let index = Arc::clone(&self.index);
        let cleared = blocking(move || index.clear().map_err(|error| broken(&error))).await;
        if let Err(failure) = cleared.and(self.reread().await) {
            tracing::error!(%failure, "the index can't be emptied");
        }
    }

    /// Takes over what the index says of itself.
    async fn reread(&self) -> Result<(), Failure> {
        let index = Arc::clone(&self.index);
        let status = blocking(move || index.status().map_err(|error| broken(&error))).await?;
        self.applied.update(|reached| {
            reached.cursor = status.cursor.as_deref().and_then(|cursor| decode(cursor).ok());
            reached.caught_up = status.caught_up;
        });
        self.report().await;
        Ok(())
    }

    /// Tells whether there is something worth serving.
    async fn report(&self) {
        if self.applied.get().caught_up {
            self.health.serving(SERVICE_NAME).await;
        } else {
            self.health.not_serving(SERVICE_NAME).await;
        }
    }
}

/// The steps that came, and how the stream was lost, if it was.
pub(crate) fn until_lost(
    steps: Vec<Result<TailEventsResponse, Status>>,
) -> (Vec<TailEventsResponse>, Option<Status>) {
    let mut lost = None;
    let mut told = Vec::with_capacity(steps.len());
    for step in steps {
        match step {
            Ok(step) => told.push(step),
            Err(status) => lost = Some(status),
        }
    }
    (told, lost)
}

impl Ahead {
    async fn of(index: Arc<Index>, steps: Vec<Waiting>) -> Self {
        let (room, steps): (Room, Vec<_>) =
            steps.into_iter().map(|waiting| (waiting.size, waiting.step)).unzip();
        let (told, lost) = until_lost(steps);
        let prepare = move || {
            let Some(Batch { changes, progress, cursor }) = Batch::of(told)? else { return Ok(None) };
            Ok(Some(PreparedBatch { changes: index.prepare(changes), progress, cursor }))
        };
        Self { batch: blocking(prepare).await, lost, room }
    }
}

/// True when no entry will ever follow the cursor that was sent: the log it is of is gone, or was set back.
pub(crate) fn is_of_another_log(status: &Status) -> bool {
    matches!(
        ErrorReason::of(status),
        Some(ErrorReason::CursorInvalid | ErrorReason::CursorBeyondEnd | ErrorReason::CursorExpired)
    )
}

impl Batch {
    /// What the steps come to; none of none.
    pub(crate) fn of(steps: Vec<TailEventsResponse>) -> Result<Option<Self>, Failure> {
        let Some(last) = steps.last() else { return Ok(None) };
        let cursor = decode(&last.cursor).within("cursor")?;
        let at_end = matches!(&last.step, Some(Step::Checkpoint(checkpoint)) if checkpoint.at_end);
        let mut progress = Progress { cursor: last.cursor.clone(), applied: None, at_end };
        let entry = |TailEventsResponse { cursor, step, .. }| match step {
            Some(Step::Entry(entry)) => Some((cursor, entry)),
            Some(Step::Checkpoint(_)) | None => None,
        };
        let entries: Vec<(String, LogEntry)> = steps.into_iter().filter_map(entry).collect();
        let read = in_parallel(entries, |(cursor, entry)| {
            let at = decode(&cursor).within("cursor")?;
            self::change(entry, at).within("entry")
        })?;
        progress.applied = read.last().map(|(appended, _)| appended.time);
        let changes = read.into_iter().map(|(_, change)| change).collect();
        Ok(Some(Self { changes, progress, cursor }))
    }
}

/// What the entry before the cursor changes, and when the log took it.
pub(crate) fn change(entry: LogEntry, at: Cursor) -> Result<(Moment, ArticleChange), Failure> {
    let unset = || Failure::invalid("is not set");
    let appended = entry.append_time.as_ref().ok_or_else(unset).and_then(field::timestamp);
    let appended = Moment { time: appended.within("append_time")?, position: at.position.get() };
    let change = entry.change.ok_or_else(unset).and_then(Change::from_wire).within("change")?;
    let change = match change {
        Change::Accepted(accepted) => ArticleChange::Accepted(Box::new(self::accepted(*accepted, appended))),
        Change::Reextracted(accepted) => {
            ArticleChange::Reextracted(Box::new(self::accepted(*accepted, appended)))
        }
        Change::Retracted(retracted) => {
            let article = retracted.withdrawn.article;
            ArticleChange::Retracted { tenant: article.tenant, article: article.id, at: appended }
        }
        Change::Erased(erased) => {
            ArticleChange::Erased { tenant: erased.tenant, article: erased.article, at: appended }
        }
    };
    Ok((appended, change))
}

fn accepted(accepted: Accepted, appended: Moment) -> AcceptedArticle {
    let article = accepted.article;
    let text = article.text();
    let info = ArticleInfo {
        title: title(&article.title, &text),
        tenant: article.tenant,
        id: article.id,
        revision: accepted.revision,
        source: article.source,
        url: article.url,
        published: article.published.map(|publication| publication.time),
        appended,
        language: article.language,
        text_sha256: accepted.text_sha256,
    };
    let entities = accepted.reading.entities;
    let events = accepted.reading.events.into_iter().enumerate();
    let events = events.map(|(index, event)| (accepted.places.of(index), event)).collect();
    AcceptedArticle { info, text, entities, events }
}

/// The title, or the first line of the text.
fn title(title: &str, text: &str) -> String {
    if !title.is_empty() {
        return title.to_owned();
    }
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(TITLE_MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_without_a_title_has_its_first_line() {
        assert_eq!(title("Un titre", "Un titre\n\nLe corps"), "Un titre");
        assert_eq!(title("", "\n  Première ligne \nSeconde"), "Première ligne");
        assert_eq!(title("", &"é".repeat(400)).chars().count(), TITLE_MOST);
        assert_eq!(title("", ""), "");
    }
}
