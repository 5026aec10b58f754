//! A batch of the log on its way into the index, while the next is worked out.

use std::future;
use std::sync::Arc;
use std::time::Instant;

use entente_index::{Index, WorkedOut};
use entente_log::Cursor;
use entente_wire::Failure;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use jiff::Timestamp;
use tokio::sync::OwnedSemaphorePermit;

use crate::metrics::{APPLY, OF_FACTS};
use crate::reader::{blocking, broken};

/// Room among the entries that wait or are being applied, given back when it is dropped.
pub(crate) type Room = Vec<Option<OwnedSemaphorePermit>>;

/// How far a batch takes the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    pub(crate) cursor: Cursor,
    /// When the log took the newest of its entries.
    pub(crate) taken: Option<Timestamp>,
    /// It ends at the end of the log.
    pub(crate) at_end: bool,
    /// When it began to be worked out.
    pub(crate) began: Instant,
}

/// A batch that is being written.
pub(crate) struct Writing {
    worked_out: Arc<WorkedOut>,
    done: BoxFuture<'static, Result<Reach, Failure>>,
}

impl Writing {
    /// Begins to write a batch; it goes on by itself.
    pub(crate) fn begin(index: &Arc<Index>, worked_out: WorkedOut, reach: Reach, room: Room) -> Self {
        let worked_out = Arc::new(worked_out);
        let (index, batch) = (Arc::clone(index), Arc::clone(&worked_out));
        let write = tokio::spawn(blocking(move || {
            let _room = room;
            index.write(&batch).map_err(|error| broken(&error))?;
            APPLY.spread(OF_FACTS).record(reach.began.elapsed().as_secs_f64());
            Ok(reach)
        }));
        // The panic itself is in the log.
        let failed = |_| Err(Failure::internal("a batch could not be written"));
        Self { worked_out, done: write.map(move |written| written.unwrap_or_else(failed)).boxed() }
    }

    /// What is being written.
    pub(crate) fn worked_out(&self) -> Arc<WorkedOut> {
        Arc::clone(&self.worked_out)
    }

    /// Waits until the batch is written, and none is any more; for ever where none is.
    pub(crate) async fn end(writing: &mut Option<Self>) -> Result<Reach, Failure> {
        let reach = match writing {
            Some(writing) => (&mut writing.done).await,
            None => future::pending().await,
        };
        *writing = None;
        reach
    }
}
