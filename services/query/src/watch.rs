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
use entente_runtime::monitor::SHED;
use entente_runtime::{LimitArgs, RequestId, Shutdown, shutdown, trace};
use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::{ErrorReason, LogEntry, TailEventsResponse};
use entente_wire::{Failure, Within as _};
use futures::{StreamExt as _, stream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tracing::Instrument as _;

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

/// One watch.
struct Watcher<W: Watched> {
    watching: Watching,
    request_id: RequestId,
    watched: Arc<W>,
    steps: mpsc::Sender<W::Response>,
    /// When the client was last sent something.
    sent: Instant,
}

/// Why a watch ends; nothing where the client has gone.
type Ending = Option<Status>;

impl Watching {
    /// A stream of what is watched for after `cursor`, or from now on when that is empty.
    pub(crate) fn watch<W: Watched>(
        &self,
        request_id: RequestId,
        what: W,
        cursor: String,
    ) -> Result<Stream<W::Response>, Failure> {
        let cursor = self.begin(cursor).within("cursor")?;
        let (steps, received) = mpsc::channel(self.limits.stream_buffer);
        let (end, ended) = oneshot::channel();
        let watching = self.clone();
        let watcher = Watcher { watching, request_id, watched: Arc::new(what), steps, sent: Instant::now() };
        let run = async move {
            if let Some(status) = watcher.run(cursor).await {
                // A client that has gone needs no reason.
                drop(end.send(status));
            }
        };
        tokio::spawn(trace::carried(run.in_current_span()));
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

impl<W: Watched> Watcher<W> {
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
            match log.tail(cursor, self.watched.tenant().as_str(), &self.request_id).await {
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
        let change = match step.step {
            Some(Step::Entry(entry)) => match self.change(entry, position).await.map_err(failed)? {
                Some(change) => Some(change),
                None if self.sent.elapsed() < CHECKPOINT => return Ok(()),
                None => None,
            },
            Some(Step::Checkpoint(_)) => None,
            None => return Ok(()),
        };
        self.sent = Instant::now();
        match self.steps.send_timeout(W::response(step.cursor, change), PATIENCE).await {
            Ok(()) => Ok(()),
            Err(mpsc::error::SendTimeoutError::Closed(_)) => Err(None),
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => {
                SHED.count(&[("reason", "slow_consumer")]).increment(1);
                let message = "the stream is read too slowly: resume from its last cursor";
                Err(failed(Failure::new(ErrorReason::SlowConsumer, message)))
            }
        }
    }

    async fn change(&self, entry: LogEntry, at: Cursor) -> Result<Option<W::Change>, Failure> {
        let (watched, index) = (Arc::clone(&self.watched), Arc::clone(self.watching.reader.index()));
        blocking(move || watched.change(&index, entry, at)).await
    }
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
    use entente_facts::Directory;
    use entente_log::{LogId, Position};
    use entente_runtime::{Credentials, Dialer};
    use entente_wire::v1;

    use super::*;
    use crate::applied::{Applied, Reached};
    use crate::fact::Pieces;

    /// Nothing ever changes.
    struct Nothing(Tenant);

    impl Watched for Nothing {
        type Change = ();
        type Response = String;

        fn tenant(&self) -> &Tenant {
            &self.0
        }

        fn change(&self, _index: &Index, _entry: LogEntry, _at: Cursor) -> Result<Option<()>, Failure> {
            Ok(None)
        }

        fn response(cursor: String, _change: Option<()>) -> String {
            cursor
        }
    }

    /// A watcher whose client reads nothing, and the client's end.
    fn watcher(at: Cursor, folder: &std::path::Path) -> (Watcher<Nothing>, mpsc::Receiver<String>) {
        let (steps, received) = mpsc::channel(1);
        let index = Arc::new(Index::open(folder, Arc::new(Directory::default()), Arc::new(Pieces)).unwrap());
        let applied = Applied::new(Reached { cursor: Some(at), ..Reached::default() });
        let limits = LimitArgs {
            max_message_bytes: 1024,
            max_body_bytes: 1024,
            max_concurrent_requests: 1,
            max_connections: 1,
            stream_buffer: 1,
            max_page_size: 10,
            default_deadline: PATIENCE,
            max_deadline: PATIENCE,
        };
        let watching = Watching {
            reader: Reader::new(index, applied, PATIENCE),
            client: LogClient::new(
                &Dialer::new("address", "127.0.0.1:1", "--", &Credentials::default()).unwrap(),
            ),
            limits,
            shutdown: Shutdown::new(),
        };
        let watcher = Watcher {
            watching,
            request_id: RequestId::generate(),
            watched: Arc::new(Nothing(Tenant::default())),
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
            behind: 0,
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
