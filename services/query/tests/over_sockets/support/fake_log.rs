//! An `EventLogService` over a list in memory.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use entente_log::{Cursor, LogId, Position};
use entente_wire::change::Change;
use entente_wire::v1::event_log_service_server::{EventLogService, EventLogServiceServer};
use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::{
    ArticleChange, BackupLogRequest, BackupLogResponse, Checkpoint, ErrorReason, LogEntry, TailEventsRequest,
    TailEventsResponse,
};
use entente_wire::{Failure, field};
use futures::{Stream, stream};
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};

/// While nothing comes, a checkpoint is sent this often.
const QUIET: Duration = Duration::from_millis(20);

/// A log that tests append to; clones are the same log.
#[derive(Debug, Clone)]
pub(crate) struct FakeLog {
    id: LogId,
    entries: Arc<Mutex<Vec<(String, LogEntry)>>>,
    length: watch::Sender<u64>,
}

impl FakeLog {
    /// An empty log that is told from others by a number.
    pub(crate) fn new(number: u8) -> Self {
        let id = LogId::from_bytes([number; 16]);
        Self { id, entries: Arc::default(), length: watch::Sender::new(0) }
    }

    /// Appends an entry and gives the cursor after it.
    pub(crate) fn append(&self, change: &Change) -> String {
        let mut entries = self.entries.lock().unwrap();
        let time = Timestamp::from_second(1_710_000_000 + i64::try_from(entries.len()).unwrap()).unwrap();
        let change_wire: ArticleChange = change.to_wire();
        let entry = LogEntry { append_time: Some(field::to_timestamp(time)), change: Some(change_wire) };
        entries.push((change.tenant().to_string(), entry));
        let length = entries.len() as u64;
        self.length.send_replace(length);
        self.cursor(length)
    }

    /// The cursor of a position, be it there or not.
    pub(crate) fn cursor(&self, position: u64) -> String {
        Cursor { log: self.id, position: Position::new(position) }.to_string()
    }

    /// Serves the log until the handle is aborted; port 0 takes any free port.
    pub(crate) async fn serve(&self, address: SocketAddr) -> (SocketAddr, JoinHandle<()>) {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tonic::transport::Server::builder()
            .add_service(EventLogServiceServer::new(self.clone()))
            .serve_with_incoming(TcpIncoming::from(listener));
        (address, tokio::spawn(async move { server.await.unwrap() }))
    }

    fn position(&self, cursor: &str) -> Result<u64, Failure> {
        let refused = |reason| Failure::new(reason, "refused").within("cursor");
        if cursor.is_empty() {
            return Ok(0);
        }
        let cursor: Cursor = cursor.parse().map_err(|_| refused(ErrorReason::CursorInvalid))?;
        match cursor.position.get() {
            _ if cursor.log != self.id => Err(refused(ErrorReason::CursorInvalid)),
            beyond if beyond > *self.length.borrow() => Err(refused(ErrorReason::CursorBeyondEnd)),
            position => Ok(position),
        }
    }

    /// The next step of this tenant after a position, and the position after it.
    async fn step(&self, mut position: u64, tenant: &str) -> (TailEventsResponse, u64) {
        let mut length = self.length.subscribe();
        let mut told_end = position > 0;
        loop {
            let entry = self.entries.lock().unwrap().get(usize::try_from(position).unwrap()).cloned();
            let step = if let Some((whose, entry)) = entry {
                position += 1;
                told_end = false;
                if !tenant.is_empty() && whose != tenant {
                    continue;
                }
                Step::Entry(entry)
            } else {
                let more = length.wait_for(|&length| length > position);
                let quiet = if told_end { QUIET } else { Duration::ZERO };
                if tokio::time::timeout(quiet, more).await.is_ok() {
                    continue;
                }
                Step::Checkpoint(Checkpoint { at_end: true })
            };
            let held = u64::try_from(self.entries.lock().unwrap().len()).unwrap();
            let behind = i64::try_from(held.saturating_sub(position)).unwrap();
            return (
                TailEventsResponse { cursor: self.cursor(position), behind, step: Some(step) },
                position,
            );
        }
    }
}

#[tonic::async_trait]
impl EventLogService for FakeLog {
    type BackupLogStream = tokio_stream::Empty<Result<BackupLogResponse, Status>>;

    async fn backup_log(
        &self,
        _request: Request<BackupLogRequest>,
    ) -> Result<Response<Self::BackupLogStream>, Status> {
        Err(Status::unimplemented("nobody backs this log up"))
    }

    type TailEventsStream = Pin<Box<dyn Stream<Item = Result<TailEventsResponse, Status>> + Send>>;

    async fn tail_events(
        &self,
        request: Request<TailEventsRequest>,
    ) -> Result<Response<Self::TailEventsStream>, Status> {
        let TailEventsRequest { cursor, tenant, .. } = request.into_inner();
        let from = self.position(&cursor)?;
        let log = self.clone();
        let steps = stream::unfold((log, from, tenant), |(log, position, tenant)| async move {
            let (step, position) = log.step(position, &tenant).await;
            Some((Ok(step), (log, position, tenant)))
        });
        Ok(Response::new(Box::pin(steps)))
    }
}
