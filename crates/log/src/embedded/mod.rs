//! The log in a directory of the local disk, for one process at a time.

mod check;
mod directory;
mod erasures;
mod group;
mod options;
pub(crate) mod record;
mod restore;
mod store;
mod writer;

use std::{
    path::Path,
    sync::{Arc, OnceLock},
    thread::JoinHandle,
};

use futures::{FutureExt, executor::block_on, future::BoxFuture};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};

pub use check::{LogCheck, check};
pub use options::{Commit, Options};
pub use restore::{RestoreError, restore};

use crate::{Append, Appended, Entry, EventLog, Limit, LogError, LogId, Position};
use directory::{Directory, FORMAT};
use erasures::Erasures;
use store::Store;
use writer::{Request, Writer};

/// What a queued append costs besides its own bytes: its place in the queue and in the answer.
const REQUEST_OVERHEAD_BYTES: usize = 256;

/// An [`EventLog`] in a directory, with one writer thread that makes appends durable in groups.
///
/// - **Appends** queue up, bounded in bytes: past the bound, `append` waits (it never sheds load; deadlines are the
///   caller's). The writer takes what is waiting, decides it in order, writes it as one atomic batch and syncs once.
/// - **Message ids** are remembered as long as their entries: until these are erased.
/// - **Erasures** are atomic and durable like appends, up to 1,024 with one sync. What they removed is then rewritten out of
///   the store's files, in the background and also after a restart: see [`EventLog::purged`].
/// - **If a write or sync fails** (a full disk, a broken one), nothing of that group is acknowledged or shown, and the
///   log turns read-only: appends, [`EventLog::changed`] and [`EventLog::health`] answer [`LogError::Unavailable`] until
///   it is opened anew. After a failed sync nobody knows what reached the disk, so going on would be a guess; opening
///   reads back what did. An append that was refused so may turn out to have been made: its message id tells.
/// - **Integrity.** The store beneath checks its own blocks and journal. Each record has a version and a CRC-32 over its
///   position and content besides, which catches what goes wrong between the two, and names the entry.
/// - **Killed** at any moment, the process leaves every acknowledged entry whole and of the last group all or nothing. A
///   power cut besides may tear the last, unacknowledged group in the middle, and the store then refuses to open.
/// - **Dropping** the log waits for the appends in hand; reads still running hold the directory until they end.
///
/// Methods that read the disk do so on the runtime's blocking threads, and so must be called within tokio; those called `_blocking`
/// do so on the thread that calls.
#[derive(Debug)]
pub struct EmbeddedLog {
    id: LogId,
    oldest: Position,
    max_entry_bytes: usize,
    max_queued_bytes: u32,
    store: Arc<Store>,
    newest: watch::Receiver<Position>,
    failure: Arc<OnceLock<String>>,
    room: Arc<Semaphore>,
    /// `None` only while dropping: without it the writer ends.
    queue: Option<mpsc::UnboundedSender<Request>>,
    writer: Option<JoinHandle<()>>,
    erasures: Arc<Erasures>,
    purger: Option<JoinHandle<()>>,
}

impl EmbeddedLog {
    /// Opens the log in a directory, or makes one there if there is none. Blocks, for as long as it takes to read back
    /// what an earlier process wrote last.
    ///
    /// Errors: [`LogError::InUse`], [`LogError::NewerFormat`], [`LogError::Open`]; [`LogError::Corrupt`] or
    /// [`LogError::Unavailable`] if the newest entry can't be read.
    pub fn open(path: impl AsRef<Path>, options: Options) -> Result<Self, LogError> {
        let path = path.as_ref();
        let directory = Directory::lock(path)?;
        let (id, format) = if let Some(found) = directory.identity()? {
            found
        } else {
            let id = LogId::random();
            directory.create(id, |store| Store::create(store, options.write_buffer_bytes))?;
            (id, FORMAT)
        };
        let store = Arc::new(Store::open(directory, id, format)?);
        let (newest, time) = store.end()?;
        let oldest = store.oldest()?.unwrap_or(newest.next());

        let (queue, requests) = mpsc::unbounded_channel();
        let (publish, published) = watch::channel(newest);
        let failure = Arc::new(OnceLock::new());
        let erasures = Arc::new(Erasures::of(&store, newest));
        let end = (newest, time);
        let writer =
            Writer::new(store.clone(), requests, publish, failure.clone(), erasures.clone(), end, options);
        let writer = std::thread::Builder::new()
            .name("event-log".to_owned())
            .spawn(|| writer.run())
            .map_err(|error| LogError::Open { path: path.to_owned(), reason: error.to_string() })?;

        let purger = erasures
            .clone()
            .follow(store.clone())
            .map_err(|error| LogError::Open { path: path.to_owned(), reason: error.to_string() })?;
        let max_queued_bytes = u32::try_from(options.max_queued_bytes).unwrap_or(u32::MAX);
        Ok(Self {
            id,
            oldest,
            max_entry_bytes: options.max_entry_bytes,
            max_queued_bytes,
            store,
            newest: published,
            failure,
            room: Arc::new(Semaphore::new(max_queued_bytes as usize)),
            queue: Some(queue),
            writer: Some(writer),
            erasures,
            purger: Some(purger),
        })
    }

    async fn enqueue(&self, append: Append, erase: bool) -> Result<Appended, LogError> {
        append.check(self.max_entry_bytes)?;
        self.health()?;
        // What is larger than the whole queue gets all of it, instead of waiting for ever.
        let cost = u32::try_from(append.bytes() + REQUEST_OVERHEAD_BYTES).unwrap_or(u32::MAX);
        let room = self.room.clone().acquire_many_owned(cost.min(self.max_queued_bytes)).await;
        let room = room.map_err(|_| self.stopped())?;
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or_else(|| self.stopped())?;
        queue.send(Request { append, erase, answer, room }).map_err(|_| self.stopped())?;
        answered.await.map_err(|_| self.stopped())?
    }

    /// Runs a read of the disk where it may block.
    async fn reading<T, F>(&self, read: F) -> Result<T, LogError>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, LogError> + Send + 'static,
    {
        let store = self.store.clone();
        let read = tokio::task::spawn_blocking(move || read(&store)).await;
        read.map_err(|error| LogError::Unavailable { reason: format!("a read was cut short: {error}") })?
    }

    /// The entry, once it is published.
    async fn published(&self, entry: Option<Entry>) -> Result<Option<Entry>, LogError> {
        if let Some(entry) = &entry {
            self.reached(entry.position).await?;
        }
        Ok(entry)
    }

    /// Waits until this handle's newest position is at or past that of what was read. The store shows a group the
    /// instant before the writer publishes it, and a reader must not hold a position that lies beyond the end.
    async fn reached(&self, position: Position) -> Result<(), LogError> {
        let mut newest = self.newest.clone();
        newest.wait_for(|newest| *newest >= position).await.map_err(|_| self.stopped())?;
        Ok(())
    }

    /// Why the writer takes nothing any more.
    fn stopped(&self) -> LogError {
        let reason = self.failure.get().cloned();
        LogError::Unavailable { reason: reason.unwrap_or_else(|| "the log's writer has stopped".to_owned()) }
    }
}

impl EventLog for EmbeddedLog {
    fn id(&self) -> LogId {
        self.id
    }

    fn append(&self, append: Append) -> BoxFuture<'_, Result<Appended, LogError>> {
        self.enqueue(append, false).boxed()
    }

    fn erase(&self, tombstone: Append) -> BoxFuture<'_, Result<Appended, LogError>> {
        self.enqueue(tombstone, true).boxed()
    }

    fn purged(&self, position: Position) -> BoxFuture<'_, Result<(), LogError>> {
        async move {
            let position = self.erasures.newest().min(position);
            let mut purged = self.erasures.purged();
            purged.wait_for(|purged| *purged >= position).await.map_err(|_| self.stopped())?;
            Ok(())
        }
        .boxed()
    }

    fn read(&self, after: Position, limit: Limit) -> BoxFuture<'_, Result<Vec<Entry>, LogError>> {
        async move {
            let newest = self.newest();
            self.check_within(after)?;
            if after == newest {
                return Ok(Vec::new());
            }
            self.reading(move |store| store.read(after, newest, limit)).await
        }
        .boxed()
    }

    fn last(&self, subject: &[u8]) -> BoxFuture<'_, Result<Option<Entry>, LogError>> {
        let subject = subject.to_vec();
        async move {
            let entry = self.reading(move |store| store.last(&subject)).await?;
            self.published(entry).await
        }
        .boxed()
    }

    fn last_blocking(&self, subject: &[u8]) -> Result<Option<Entry>, LogError> {
        block_on(self.published(self.store.last(subject)?))
    }

    fn by_message_id(&self, id: &[u8]) -> BoxFuture<'_, Result<Option<Entry>, LogError>> {
        let id = id.to_vec();
        async move {
            let entry = self.reading(move |store| store.by_message_id(&id)).await?;
            self.published(entry).await
        }
        .boxed()
    }

    fn by_message_id_blocking(&self, id: &[u8]) -> Result<Option<Entry>, LogError> {
        block_on(self.published(self.store.by_message_id(id)?))
    }

    fn subjects(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: Limit,
    ) -> BoxFuture<'_, Result<Vec<Entry>, LogError>> {
        let (prefix, after) = (prefix.to_vec(), after.map(<[u8]>::to_vec));
        async move {
            let entries = self.reading(move |store| store.subjects(&prefix, after.as_deref(), limit)).await?;
            let newest = entries.iter().map(|entry| entry.position).max();
            self.reached(newest.unwrap_or(Position::START)).await?;
            Ok(entries)
        }
        .boxed()
    }

    fn newest(&self) -> Position {
        *self.newest.borrow()
    }

    fn oldest(&self) -> Position {
        self.oldest
    }

    fn changed(&self, after: Position) -> BoxFuture<'_, Result<Position, LogError>> {
        async move {
            let mut newest = self.newest.clone();
            let now = *newest.borrow();
            if after > now {
                return Err(LogError::BeyondEnd { position: after, newest: now });
            }
            let newer = newest.wait_for(|newest| *newest > after).await.map_err(|_| self.stopped())?;
            Ok(*newer)
        }
        .boxed()
    }

    fn health(&self) -> Result<(), LogError> {
        // The writer lets go of its end when it stops, for whatever reason.
        if self.newest.has_changed().is_err() { Err(self.stopped()) } else { Ok(()) }
    }
}

impl Drop for EmbeddedLog {
    fn drop(&mut self) {
        self.queue = None;
        if self.writer.take().is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the event log's writer ended in a panic");
        }
        self.erasures.end();
        if self.purger.take().is_some_and(|purger| purger.join().is_err()) {
            tracing::error!("the event log's purge ended in a panic");
        }
    }
}
