//! The log handed on, entry by entry, to a client that follows it.

use std::collections::VecDeque;
use std::time::Duration;

use entente_log::{Cursor, Entry, Limit, LogError, Position};
use entente_model::Tenant;
use entente_runtime::cut_off;
use entente_text::OffsetUnit;
use entente_wire::v1::tail_events_response::Step;
use entente_wire::{Failure, Within as _, article, change, field, recount, v1};
use futures::stream::{self, Stream};
use tokio::time::Instant;
use tonic::Status;

use crate::failures::{draining, fault, too_slow};
use crate::ingest::Ingest;

/// Entries are read ahead up to this many bytes.
const AHEAD_BYTES: usize = 4 * 1024 * 1024;

/// Steps are made ready up to this many.
const AHEAD_STEPS: usize = 16;

/// How long a client may leave unread what is ready for it. It costs a place among the calls meanwhile; an index that rewrites its files may need
/// some seconds now and then.
const PATIENCE: Duration = Duration::from_secs(60);

/// One client's place in the log. It reads on only when the client does: what a slow client costs is the few entries
/// read ahead, and transport buffers of a bounded size.
struct Tail {
    ingest: Ingest,
    /// Only subjects that begin so; all when none.
    prefix: Option<Vec<u8>>,
    unit: OffsetUnit,
    /// Everything up to here was sent or passed over.
    position: Position,
    ahead: VecDeque<Entry>,
    /// When the next checkpoint is due, unless an entry is sent before.
    due: Instant,
    /// Whether the client was told that it has come to the end.
    caught_up: bool,
    ended: bool,
}

/// What comes next.
enum Next {
    Entry(Entry),
    Checkpoint { at_end: bool },
}

/// The steps of the log after the request's cursor.
pub(crate) fn steps(
    ingest: Ingest,
    request: &v1::TailEventsRequest,
) -> Result<impl Stream<Item = Result<v1::TailEventsResponse, Status>> + Send + 'static, Failure> {
    let tenant: Option<Tenant> = match request.tenant.as_str() {
        "" => None,
        id => Some(field::tenant(id).within("tenant")?),
    };
    let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
    let position = position(&ingest, &request.cursor)?;
    let tail = Tail {
        prefix: tenant.as_ref().map(article::subjects_of),
        unit,
        position,
        ahead: VecDeque::new(),
        due: Instant::now(),
        caught_up: false,
        ended: false,
        ingest,
    };
    let steps = stream::unfold(tail, |mut tail| async move {
        if tail.ended {
            return None;
        }
        let step = tail.step().await;
        tail.ended = step.is_err();
        Some((step.map_err(Status::from), tail))
    });
    Ok(cut_off(steps, AHEAD_STEPS, PATIENCE, || too_slow().into()))
}

fn position(ingest: &Ingest, cursor: &str) -> Result<Position, Failure> {
    if cursor.is_empty() {
        return Ok(Position::START);
    }
    let cursor: Result<Cursor, LogError> = cursor.parse();
    cursor.and_then(|cursor| ingest.log.resolve(cursor)).map_err(|error| ingest.failure(&error))
}

impl Tail {
    async fn step(&mut self) -> Result<v1::TailEventsResponse, Failure> {
        let interval = self.ingest.settings.checkpoint_interval;
        let next = self.next(interval).await?;
        let step = match next {
            Next::Checkpoint { at_end } => {
                self.caught_up |= at_end;
                Step::Checkpoint(v1::Checkpoint { at_end })
            }
            Next::Entry(entry) => Step::Entry(self.entry(&entry)?),
        };
        // The first checkpoint at the end waits for nothing: the client learns at once that it has caught up.
        self.due = Instant::now() + if self.caught_up { interval } else { Duration::ZERO };
        let behind = self.ingest.log.newest().get().saturating_sub(self.position.get());
        let behind = i64::try_from(behind).unwrap_or(i64::MAX);
        Ok(v1::TailEventsResponse { cursor: self.ingest.cursor(self.position), behind, step: Some(step) })
    }

    async fn next(&mut self, interval: Duration) -> Result<Next, Failure> {
        let shutdown = self.ingest.shutdown.clone();
        loop {
            if shutdown.is_draining() {
                return Err(draining());
            }
            while let Some(entry) = self.ahead.pop_front() {
                self.position = entry.position;
                if self.prefix.as_ref().is_none_or(|prefix| entry.subject.starts_with(prefix)) {
                    return Ok(Next::Entry(entry));
                }
            }
            let limit = Limit { entries: self.ingest.settings.stream_buffer, bytes: AHEAD_BYTES };
            let read = self.ingest.log.read(self.position, limit).await;
            self.ahead = read.map_err(|error| self.ingest.failure(&error))?.into();
            let at_end = self.ahead.is_empty();
            if !at_end && self.due + interval > Instant::now() {
                continue;
            }
            if !at_end {
                // Nothing but other tenants' entries for a while.
                return Ok(Next::Checkpoint { at_end });
            }
            tokio::select! {
                biased;
                () = shutdown.draining() => return Err(draining()),
                changed = self.ingest.log.changed(self.position) => {
                    changed.map_err(|error| self.ingest.failure(&error))?;
                }
                () = tokio::time::sleep_until(self.due) => return Ok(Next::Checkpoint { at_end }),
            }
        }
    }

    fn entry(&self, entry: &Entry) -> Result<v1::LogEntry, Failure> {
        let mut message = change::message(&entry.payload).map_err(|failure| fault(&failure))?;
        recount::change(&mut message, self.unit).map_err(|failure| fault(&failure))?;
        Ok(v1::LogEntry { append_time: Some(field::to_timestamp(entry.time)), change: Some(message) })
    }
}
