//! How handlers read the index: as of a cursor, off the threads that serve.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use entente_facts::FactsError;
use entente_index::{Index, IndexError, Status, View};
use entente_runtime::{Busy, Deadline, Places};
use entente_wire::Failure;
use entente_wire::v1::ErrorReason;

use crate::applied::Applied;

/// Reads the index. Clones read the same one.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    index: Arc<Index>,
    applied: Applied,
    /// Longest wait for a cursor.
    wait: Duration,
    places: Places,
}

/// Calls that are worked on at one time, for each processor: while one waits for the disk another computes.
const PLACES_PER_PROCESSOR: usize = 2;

/// Calls that may wait for each place: a burst of some dozens is answered, not refused, by a service that has the time for all of them, and the
/// wait stays within five times what is usual; the benchmark `overload` tells both.
const WAITING_PER_PLACE: usize = 12;

/// What a client is told to wait before it tries again: most work takes milliseconds.
const RETRY_AFTER: Duration = Duration::from_secs(1);

impl Reader {
    pub(crate) fn new(index: Arc<Index>, applied: Applied, wait: Duration) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self {
            index,
            applied,
            wait,
            places: Places::new(processors * PLACES_PER_PROCESSOR, WAITING_PER_PLACE),
        }
    }

    /// Where the service works.
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    pub(crate) fn index(&self) -> &Arc<Index> {
        &self.index
    }

    pub(crate) fn applied(&self) -> &Applied {
        &self.applied
    }

    /// Reads the index once `cursor` is applied.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        cursor: &str,
        deadline: Option<Deadline>,
        read: impl FnOnce(&View) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.applied.wait(cursor, self.wait, deadline).await?;
        let place = self.places.take().await.map_err(busy)?;
        let index = Arc::clone(&self.index);
        blocking(move || {
            let _place = place;
            read(&index.view())
        })
        .await
    }

    /// [`Reader::read`] on the thread that serves, for what reads a few blocks of the store at most.
    pub(crate) async fn read_here<T>(
        &self,
        cursor: &str,
        deadline: Option<Deadline>,
        read: impl FnOnce(&View) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.applied.wait(cursor, self.wait, deadline).await?;
        let _place = self.places.take().await.map_err(busy)?;
        others_first().await;
        read(&self.index.view())
    }

    /// How far the index has come.
    pub(crate) async fn status(&self) -> Result<Status, Failure> {
        let index = Arc::clone(&self.index);
        blocking(move || index.status().map_err(|error| broken(&error))).await
    }

    /// Whether something that was erased may still be in the index's files.
    pub(crate) async fn is_purge_due(&self) -> Result<bool, Failure> {
        let index = Arc::clone(&self.index);
        blocking(move || Ok(index.is_purge_due())).await
    }
}

/// Lets each task run that is ready: what came meanwhile is taken, or refused, first, and nobody learns late that there is too much to do. Tokio's own
/// `yield_now` would look at sockets before it went on, at each call.
async fn others_first() {
    let mut woken = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut woken, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// More waits for a processor than is answered in good time.
pub(crate) fn busy(busy: Busy) -> Failure {
    Failure::new(ErrorReason::Overloaded, busy.to_string()).with("limit", busy.0).retry_after(RETRY_AFTER)
}

/// Does what may block on a disk or take long, off the threads that serve.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let span = tracing::Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
        Ok(result) => result,
        // The panic itself is in the log.
        Err(_) => Err(Failure::internal("the request could not be worked on")),
    }
}

/// The failure of a read that the index could not serve; the cause is in the log, not in the answer.
pub(crate) fn broken(error: &IndexError) -> Failure {
    tracing::error!(%error, "the index can't be read");
    Failure::internal("the index can't be read")
}

/// The failure of a read that the facts could not serve; likewise.
pub(crate) fn unread(error: &FactsError) -> Failure {
    tracing::error!(%error, "the facts can't be read");
    Failure::internal("the index can't be read")
}
