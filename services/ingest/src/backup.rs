//! The whole log as a file, piece by piece.

use entente_log::{BackupHead, BackupWriter, Limit, Position};
use entente_wire::{Failure, v1};
use futures::stream::{self, Stream};
use tonic::Status;

use crate::failures::draining;
use crate::ingest::Ingest;

/// A piece has at most this many bytes, and one entry more: clients bound what they take.
const PIECE_BYTES: usize = 1024 * 1024;
/// And so many entries.
const PIECE_ENTRIES: usize = 1024;

/// One backup under way. It reads on only when its client does.
struct Backup {
    ingest: Ingest,
    /// None once the last bytes are made.
    writer: Option<BackupWriter>,
    /// The first bytes, until they are sent.
    begun: Vec<u8>,
    position: Position,
    newest: Position,
}

/// The pieces of a backup of the log as it is now.
pub(crate) fn pieces(
    ingest: Ingest,
) -> impl Stream<Item = Result<v1::BackupLogResponse, Status>> + Send + 'static {
    let newest = ingest.log.newest();
    let head = BackupHead { log: ingest.log.id(), oldest: ingest.log.oldest(), newest };
    let (writer, begun) = BackupWriter::begin(head);
    tracing::info!(%newest, "backup begun");
    let backup = Backup { ingest, writer: Some(writer), begun, position: Position::START, newest };
    stream::unfold(backup, |mut backup| async move {
        let piece = backup.piece().await.transpose()?;
        if piece.is_err() {
            backup.writer = None;
        }
        Some((piece.map_err(Status::from), backup))
    })
}

impl Backup {
    /// The next piece; none after the last.
    async fn piece(&mut self) -> Result<Option<v1::BackupLogResponse>, Failure> {
        let Some(mut writer) = self.writer.take() else { return Ok(None) };
        if self.ingest.shutdown.is_draining() {
            return Err(draining());
        }
        let limit = Limit { entries: PIECE_ENTRIES, bytes: PIECE_BYTES };
        let mut entries = Vec::new();
        if self.position < self.newest {
            let read = self.ingest.log.read(self.position, limit).await;
            entries = read.map_err(|error| self.ingest.failure(&error))?;
        }
        let mut data = std::mem::take(&mut self.begun);
        let whole = entries.len();
        entries.retain(|entry| entry.position <= self.newest);
        for entry in &entries {
            data.extend_from_slice(&writer.entry(entry));
        }
        if let Some(last) = entries.last() {
            self.position = last.position;
        }
        let done = entries.len() < whole || entries.is_empty() || self.position >= self.newest;
        let entry_count = i64::try_from(writer.entries()).unwrap_or(i64::MAX);
        if done {
            data.extend_from_slice(&writer.end());
            tracing::info!(newest = %self.newest, entry_count, "backup made");
        } else {
            self.writer = Some(writer);
        }
        Ok(Some(v1::BackupLogResponse { data, entry_count, cursor: self.ingest.cursor(self.newest), done }))
    }
}
