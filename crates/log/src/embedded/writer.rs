//! The thread that makes appends durable.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot, watch};

use super::{Commit, Options, erasures::Erasures, group::Group, store::Store};
use crate::{Append, Appended, LogError, Position};

/// An append on its way to the writer.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) append: Append,
    /// The subject's other entries go.
    pub(super) erase: bool,
    pub(super) answer: oneshot::Sender<Result<Appended, LogError>>,
    /// Its share of the queue's bytes, given back when it is answered.
    pub(super) room: OwnedSemaphorePermit,
}

/// An append that was decided, waiting for its group to be durable.
struct Decided {
    outcome: Result<Appended, LogError>,
    answer: oneshot::Sender<Result<Appended, LogError>>,
    _room: OwnedSemaphorePermit,
}

/// The only one who writes to the store. What it knows of the log's end is what it wrote, which holds because the
/// directory is locked against any other.
pub(super) struct Writer {
    store: Arc<Store>,
    queue: mpsc::UnboundedReceiver<Request>,
    publish: watch::Sender<Position>,
    failure: Arc<OnceLock<String>>,
    erasures: Arc<Erasures>,
    end: (Position, Timestamp),
    options: Options,
    /// Taken from the queue, and not to be in the group before it.
    held: Option<Request>,
}

impl Writer {
    pub(super) fn new(
        store: Arc<Store>,
        queue: mpsc::UnboundedReceiver<Request>,
        publish: watch::Sender<Position>,
        failure: Arc<OnceLock<String>>,
        erasures: Arc<Erasures>,
        end: (Position, Timestamp),
        options: Options,
    ) -> Self {
        Self { store, queue, publish, failure, erasures, end, options, held: None }
    }

    /// Serves the queue until it is closed and empty.
    pub(super) fn run(mut self) {
        while let Some(first) = self.held.take().or_else(|| self.queue.blocking_recv()) {
            if let Err(reason) = self.serve(first) {
                tracing::error!(%reason, "the event log is read-only from now on");
                self.refuse(&reason);
                return;
            }
        }
    }

    /// Makes one group durable, of `first` and what is waiting behind it, and answers it.
    fn serve(&mut self, first: Request) -> Result<(), String> {
        let store = self.store.clone();
        let mut group = Group::after(&store, self.end);
        let mut decided = Vec::new();
        let mut bytes = 0;
        let erasing = first.erase;
        let mut next = Some(first);
        while let Some(request) = next {
            if request.erase != erasing || (erasing && !group.can_erase(&request.append.subject)) {
                self.held = Some(request);
                break;
            }
            let Request { append, answer, room, .. } = request;
            bytes += append.bytes();
            let now = (self.options.clock)();
            let outcome = if erasing { group.erase(append, now) } else { group.add(append, now) };
            decided.push(Decided { outcome, answer, _room: room });
            let full =
                decided.len() >= self.options.max_group_entries || bytes >= self.options.max_group_bytes;
            next = if full { None } else { self.queue.try_recv().ok() };
        }
        let began = Instant::now();
        let committed =
            if erasing { self.erasures.commit(&store, || group.commit()) } else { group.commit() };
        match committed {
            Ok(end) => {
                let took = began.elapsed();
                self.end = end;
                // First, so that whoever has an answer finds its position within the log.
                self.publish.send_replace(end.0);
                (self.options.observe)(Commit { appends: decided.len(), bytes, took });
                for Decided { outcome, answer, .. } in decided {
                    // A caller that has gone away learns by its message id.
                    let _ = answer.send(outcome);
                }
                Ok(())
            }
            Err(reason) => {
                // Set before anyone is answered, so that whoever asks next hears the same.
                let reason = self.failure.get_or_init(|| format!("a write failed: {reason}")).clone();
                for Decided { answer, .. } in decided {
                    let _ = answer.send(Err(LogError::Unavailable { reason: reason.clone() }));
                }
                Err(reason)
            }
        }
    }

    /// Answers everything with why nothing is taken any more.
    fn refuse(self, reason: &str) {
        let Self { mut queue, publish, mut held, .. } = self;
        // Those who wait for something new learn that it won't come.
        drop(publish);
        while let Some(Request { answer, .. }) = held.take().or_else(|| queue.blocking_recv()) {
            let _ = answer.send(Err(LogError::Unavailable { reason: reason.to_owned() }));
        }
    }
}
