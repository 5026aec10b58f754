//! Streams of events as they are applied.
//!
//! A watch is a tail of its own: it reads the log after its cursor, so that what was missed and what comes are one path,
//! and shows an entry once the index has applied it, so that a read that follows finds what was shown.

use std::pin::Pin;
use std::time::Duration;

use entente_facts::{ArticleChange, Contribution, EventQuery, IndexedEvent, Wanted};
use entente_model::{EventType, Tenant};
use entente_runtime::{LimitArgs, RequestId, Shutdown, shutdown};
use entente_text::OffsetUnit;
use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::watch_events_response::Step as Shown;
use entente_wire::v1::{ErrorReason, TailEventsResponse, WatchEventsResponse};
use entente_wire::vocabulary::required;
use entente_wire::{Failure, Within as _, field, v1};
use futures::{StreamExt as _, stream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tracing::Instrument as _;

use crate::applied::{decode, of_another_log};
use crate::filter::Filter;
use crate::log_client::{Backoff, LogClient};
use crate::reader::{Reader, blocking};
use crate::{found, tail};

/// How long a client's buffer may stay full before it is cut off.
const PATIENCE: Duration = Duration::from_secs(5);
/// While entries come of which none matches, a checkpoint is sent this often.
const CHECKPOINT: Duration = Duration::from_secs(10);

/// What a client receives.
pub(crate) type Stream<T> = Pin<Box<dyn futures::Stream<Item = Result<T, Status>> + Send>>;

/// Starts watches.
#[derive(Debug, Clone)]
pub(crate) struct Watching {
    pub(crate) reader: Reader,
    pub(crate) client: LogClient,
    pub(crate) limits: LimitArgs,
    pub(crate) shutdown: Shutdown,
}

/// One watch.
struct Watcher {
    watching: Watching,
    request_id: RequestId,
    tenant: Tenant,
    filter: Filter,
    types: Vec<EventType>,
    unit: OffsetUnit,
    steps: mpsc::Sender<WatchEventsResponse>,
    /// When the client was last sent something.
    sent: Instant,
}

/// Why a watch ends; nothing where the client has gone.
type Ending = Option<Status>;

impl Watching {
    /// A stream of what the request asks for.
    pub(crate) fn watch(
        &self,
        request_id: RequestId,
        request: v1::WatchEventsRequest,
    ) -> Result<Stream<WatchEventsResponse>, Failure> {
        let tenant = field::tenant(&request.tenant).within("tenant")?;
        let filter = Filter::decode(request.filter.as_ref()).within("filter")?;
        let kind = |(index, &number): (usize, &i32)| required(number).within_item("types", index);
        let types = request.types.iter().enumerate().map(kind).collect::<Result<_, _>>()?;
        let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
        let cursor = self.begin(request.cursor).within("cursor")?;
        let (steps, received) = mpsc::channel(self.limits.stream_buffer);
        let (end, ended) = oneshot::channel();
        let watching = self.clone();
        let watcher =
            Watcher { watching, request_id, tenant, filter, types, unit, steps, sent: Instant::now() };
        let run = async move {
            if let Some(status) = watcher.run(cursor).await {
                // A client that has gone needs no reason.
                drop(end.send(status));
            }
        };
        tokio::spawn(run.in_current_span());
        // What is buffered first, then the reason of the end.
        let ending = stream::once(ended).filter_map(|ended| async { ended.ok().map(Err) });
        Ok(ReceiverStream::new(received).map(Ok).chain(ending).boxed())
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

impl Watcher {
    /// Watches until something ends it.
    async fn run(mut self, mut cursor: String) -> Ending {
        let shutdown = self.watching.shutdown.clone();
        let gone = self.steps.clone();
        tokio::select! {
            biased;
            () = shutdown.draining() => Some(shutdown::rejection().into_status()),
            () = gone.closed() => None,
            ending = self.follow(&mut cursor) => ending,
        }
    }

    async fn follow(&mut self, cursor: &mut String) -> Ending {
        let mut backoff = Backoff::new();
        loop {
            let log = &self.watching.client;
            match log.tail(cursor, self.tenant.as_str(), &self.request_id).await {
                Ok(mut stream) => {
                    while let Some(step) = stream.next().await {
                        match step {
                            Ok(step) => {
                                backoff.reset();
                                cursor.clone_from(&step.cursor);
                                if let Err(ending) = self.show(step).await {
                                    return ending;
                                }
                            }
                            Err(status) if is_final(&status) => return Some(status),
                            Err(_) => break,
                        }
                    }
                }
                Err(status) if is_final(&status) => return Some(status),
                Err(status) => tracing::debug!(error = status.message(), "the log can't be reached"),
            }
            tokio::time::sleep(backoff.next()).await;
        }
    }

    /// Shows one step of the log, once it is applied, where there is something to show.
    async fn show(&mut self, step: TailEventsResponse) -> Result<(), Ending> {
        let failed = |failure: Failure| Some(Status::from(failure));
        let position = decode(&step.cursor).map_err(failed)?;
        self.watching.reader.applied().reaches(position).await.map_err(failed)?;
        let shown = match step.step {
            Some(Step::Entry(entry)) => self.change(entry).await.map_err(failed)?.map(Shown::Change),
            Some(Step::Checkpoint(_)) => Some(Shown::Checkpoint(v1::WatchCheckpoint {})),
            None => None,
        };
        let due = self.sent.elapsed() >= CHECKPOINT;
        let Some(shown) = shown.or(due.then_some(Shown::Checkpoint(v1::WatchCheckpoint {}))) else {
            return Ok(());
        };
        self.sent = Instant::now();
        let response = WatchEventsResponse { cursor: step.cursor, step: Some(shown) };
        match self.steps.send_timeout(response, PATIENCE).await {
            Ok(()) => Ok(()),
            Err(mpsc::error::SendTimeoutError::Closed(_)) => Err(None),
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => Err(failed(Failure::new(
                ErrorReason::SlowConsumer,
                "the stream is read too slowly: resume from its last cursor",
            ))),
        }
    }

    /// What an entry changes of what is watched.
    async fn change(&self, entry: v1::LogEntry) -> Result<Option<v1::EventChange>, Failure> {
        let (tenant, filter) = (self.tenant.clone(), self.filter.clone());
        let (types, unit) = (self.types.clone(), self.unit);
        let index = std::sync::Arc::clone(self.watching.reader.index());
        blocking(move || {
            let read_anew = matches!(
                entry.change,
                Some(v1::ArticleChange { change: Some(v1::article_change::Change::Reextracted(_)) })
            );
            let change = match tail::change(entry)?.1 {
                ArticleChange::Retracted { article, .. } => {
                    v1::EventChange { added: Vec::new(), replaced_article_id: article.to_string() }
                }
                ArticleChange::Accepted(accepted) => {
                    let contribution = Contribution::of(*accepted, index.directory());
                    let article = &contribution.article;
                    let replaces = read_anew || article.revision > 1;
                    let replaced = if replaces { article.id.to_string() } else { String::new() };
                    // A name may only now have become known.
                    let query = filter.query(&index.view(), &tenant, Wanted::Statements, 0)?;
                    let matches = |event: &&IndexedEvent| {
                        query.as_ref().is_some_and(|query| wants(query, &types, event))
                    };
                    let mut added: Vec<_> =
                        contribution.events.iter().filter(matches).map(found::event).collect();
                    found::recount(&mut added, &contribution.text, unit)?;
                    v1::EventChange { added, replaced_article_id: replaced }
                }
            };
            let something = !change.added.is_empty() || !change.replaced_article_id.is_empty();
            Ok(something.then_some(change))
        })
        .await
    }
}

/// True when the event is of one of the types, any when there is none, and meets the conditions of the query.
fn wants(query: &EventQuery, types: &[EventType], event: &IndexedEvent) -> bool {
    let event_type = event.event.assertion.event_type();
    (types.is_empty() || types.contains(&event_type))
        && EventQuery { wanted: Wanted::all(event_type), ..query.clone() }.matches(event)
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
    use std::sync::Arc;

    use entente_facts::Directory;
    use entente_index::Index;
    use entente_log::{Cursor, LogId, Position};

    use super::*;
    use crate::applied::{Applied, Reached};

    /// A watcher whose client reads nothing, and the client's end.
    fn watcher(at: Cursor, folder: &std::path::Path) -> (Watcher, mpsc::Receiver<WatchEventsResponse>) {
        let (steps, received) = mpsc::channel(1);
        let index = Arc::new(Index::open(folder, Arc::new(Directory::default())).unwrap());
        let applied = Applied::new(Reached { cursor: Some(at), ..Reached::default() });
        let limits = LimitArgs {
            max_message_bytes: 1024,
            max_body_bytes: 1024,
            max_concurrent_requests: 1,
            stream_buffer: 1,
            max_page_size: 10,
            default_deadline: PATIENCE,
            max_deadline: PATIENCE,
        };
        let watching = Watching {
            reader: Reader::new(index, applied, PATIENCE),
            client: LogClient::new("127.0.0.1:1").unwrap(),
            limits,
            shutdown: Shutdown::new(),
        };
        let watcher = Watcher {
            watching,
            request_id: RequestId::generate(),
            tenant: Tenant::default(),
            filter: Filter::default(),
            types: Vec::new(),
            unit: OffsetUnit::Utf8,
            steps,
            sent: Instant::now(),
        };
        (watcher, received)
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_does_not_keep_up_is_cut_off_after_a_while() {
        let folder = tempfile::tempdir().unwrap();
        let at = Cursor { log: LogId::from_bytes([1; 16]), position: Position::new(1) };
        let (mut watcher, mut received) = watcher(at, folder.path());
        let checkpoint = || TailEventsResponse {
            cursor: at.to_string(),
            step: Some(Step::Checkpoint(v1::Checkpoint { at_end: true })),
        };
        assert!(watcher.show(checkpoint()).await.is_ok());
        let began = Instant::now();
        let ending = watcher.show(checkpoint()).await.unwrap_err().unwrap();
        assert_eq!(
            (ErrorReason::of(&ending), began.elapsed() >= PATIENCE),
            (Some(ErrorReason::SlowConsumer), true)
        );
        // Once it reads, it goes on.
        received.recv().await.unwrap();
        assert!(watcher.show(checkpoint()).await.is_ok());
        drop(received);
        assert!(watcher.show(checkpoint()).await.unwrap_err().is_none());
    }
}
