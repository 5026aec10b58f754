//! The index: opened, moved on by the log's entries, looked at.

use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use entente_facts::{ArticleChange, Directory};
use fjall::Readable as _;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::apply::{Applied, apply};
use crate::articles::Change;
use crate::home::Home;
use crate::names::NameCache;
use crate::pages::Presenter;
use crate::pending::Pending;
use crate::read::Read;
use crate::record::{decode, encode, vocabularies};
use crate::store::{Store, Tree, Write};
use crate::{IndexError, View, parallel};

/// The format that this version writes and reads. Another number makes every index rebuild itself: raise it with any
/// change to a record, to a key, or to what facts make of an article.
const FORMAT: u32 = 5;

/// The one key of [`Tree::Status`].
const STATUS: &[u8] = b"status";

/// How far an index has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The position up to which the log is applied, as the log's service gave it; none before the first.
    pub cursor: Option<String>,
    /// When the log took the newest entry that is applied.
    pub applied: Option<Timestamp>,
    /// True once the index has reached the end of the log since it was made.
    pub caught_up: bool,
    /// How many articles stand, over all tenants.
    pub articles: u64,
    /// How many events stand, over all tenants.
    pub events: u64,
    /// How many facts stand, over all tenants.
    pub facts: u64,
}

/// How far some entries take the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The position after the last of them, as the log's service gave it.
    pub cursor: String,
    /// When the log took the last of them; none when there is no entry among what was read.
    pub applied: Option<Timestamp>,
    /// True when that position is the end of the log.
    pub at_end: bool,
}

/// Entries of the log on their way into an index.
#[derive(Debug)]
pub struct Prepared(Vec<Change>);

impl Prepared {
    /// True when there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Entries of the log worked out: what they make of the index, and the position after them.
#[derive(Debug)]
pub struct WorkedOut {
    pending: Pending,
    /// Something is erased.
    erases: bool,
}

#[derive(Serialize, Deserialize, Default)]
struct StatusRecord {
    cursor: Option<String>,
    /// Nanoseconds since 1970.
    applied: Option<i128>,
    caught_up: bool,
    articles: u64,
    events: u64,
    facts: u64,
}

/// An index in a folder. One process has it open at a time; within it, views read while one caller at a time writes.
pub struct Index {
    store: Arc<Store>,
    directory: Arc<Directory>,
    presenter: Arc<dyn Presenter>,
    names: Arc<NameCache>,
    writing: Mutex<()>,
    /// How often something was erased since it was opened.
    erasures: AtomicU64,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index of a folder. What another format, another directory or a presenter of another look has written there is
    /// deleted: the index is then empty and asks for the log from its beginning, as a new one does.
    pub fn open(
        path: &Path,
        directory: Arc<Directory>,
        presenter: Arc<dyn Presenter>,
    ) -> Result<Self, IndexError> {
        let fingerprint = directory.fingerprint();
        let names = u128::from_be_bytes(std::array::from_fn(|byte| fingerprint[byte]));
        let vocabularies = vocabularies();
        let look = presenter.look();
        let format =
            format!("entente index {FORMAT}\nnames {names:032x}\nvocabularies {vocabularies}\nlook {look}\n");
        let home = Home::open(path, format)?;
        let names = Arc::new(NameCache::default());
        names.settle();
        let store = Arc::new(Store::open(home)?);
        Ok(Self { store, directory, presenter, names, writing: Mutex::new(()), erasures: AtomicU64::new(0) })
    }

    /// Deletes the index of a folder that can't be opened: the next one there is empty.
    pub fn discard(path: &Path) -> Result<(), IndexError> {
        Home::open(path, String::new())?.empty()
    }

    /// How names are understood here.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Works out of the log's next entries what does not depend on those before them: it may be done while these are being applied.
    pub fn prepare(&self, changes: Vec<ArticleChange>) -> Prepared {
        let change = |change| Ok::<_, Infallible>(Change::of(change, &self.directory));
        let Ok(changes) = parallel::map(changes, change);
        Prepared(changes)
    }

    /// Applies the log's next entries and the position after them, all or nothing. Many at once cost little more than one.
    pub fn apply(&self, changes: Prepared, progress: &Progress) -> Result<(), IndexError> {
        self.write(&self.work_out(changes, progress, None)?)
    }

    /// Works out the log's next entries and the position after them, `over` those before them where these are being written: all before
    /// those are. Nothing changes until it is written.
    pub fn work_out(
        &self,
        Prepared(changes): Prepared,
        progress: &Progress,
        over: Option<&WorkedOut>,
    ) -> Result<WorkedOut, IndexError> {
        let snapshot = self.store.snapshot();
        let pending = over.map(|over| &over.pending);
        let read = Read { store: &self.store, snapshot: &snapshot, pending };
        let before: StatusRecord = read.record(Tree::Status, STATUS, "status")?.unwrap_or_default();
        let Applied { mut writes, articles, events, facts, erases } =
            apply(&read, &self.directory, self.presenter.as_ref(), changes)?;
        let status = StatusRecord {
            cursor: Some(progress.cursor.clone()),
            applied: progress.applied.map(Timestamp::as_nanosecond).or(before.applied),
            caught_up: before.caught_up || progress.at_end,
            articles: before.articles.saturating_add_signed(articles),
            events: before.events.saturating_add_signed(events),
            facts: before.facts.saturating_add_signed(facts),
        };
        let value = encode(&status).map_err(|error| error.at("status"))?;
        writes.push(vec![Write::new(Tree::Status, STATUS.to_vec(), Some(value))]);
        Ok(WorkedOut { pending: Pending::of(writes), erases })
    }

    /// Writes what was worked out, all or nothing, each in its turn.
    pub fn write(&self, worked_out: &WorkedOut) -> Result<(), IndexError> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if worked_out.erases {
            self.store.erasing().set().map_err(|error| self.store.refused(&error))?;
            self.erasures.fetch_add(1, Ordering::Relaxed);
        }
        self.changing(|store| store.commit(&worked_out.pending))
    }

    /// Whether something that was erased may still be in the index's files, until [`Index::purge`].
    pub fn is_purge_due(&self) -> bool {
        self.store.erasing().is_set()
    }

    /// Rewrites what was erased out of the index's files, as long as it is `wanted`. It reads and writes all of them; views are
    /// made and entries applied meanwhile.
    pub fn purge(&self, wanted: &dyn Fn() -> bool) -> Result<(), IndexError> {
        let erasures = self.erasures.load(Ordering::Relaxed);
        self.store.purge(wanted).map_err(|error| IndexError::Purge(error.to_string()))?;
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.erasures.load(Ordering::Relaxed) == erasures {
            self.store.erasing().clear().map_err(|error| self.store.refused(&error))?;
        }
        Ok(())
    }

    /// Forgets everything: the log that it was made from is another one now.
    pub fn clear(&self) -> Result<(), IndexError> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.changing(Store::clear)
    }

    /// Writes, and forgets what views of before had remembered.
    fn changing(&self, write: impl FnOnce(&Store) -> Result<(), IndexError>) -> Result<(), IndexError> {
        self.names.change();
        let written = write(&self.store);
        self.names.settle();
        written
    }

    /// How far the index has come.
    pub fn status(&self) -> Result<Status, IndexError> {
        let Some(bytes) = self.store.snapshot().get(self.store.tree(Tree::Status), STATUS)? else {
            return Ok(Status::default());
        };
        let damaged = |error: crate::record::RecordError| error.at("status");
        let record: StatusRecord = decode(&bytes).map_err(damaged)?;
        let applied = record.applied.map(Timestamp::from_nanosecond).transpose();
        Ok(Status {
            cursor: record.cursor,
            applied: applied.map_err(|error| damaged(error.into()))?,
            caught_up: record.caught_up,
            articles: record.articles,
            events: record.events,
            facts: record.facts,
        })
    }

    /// The index as it is now; what is applied later does not show in it.
    pub fn view(&self) -> View {
        View::new(Arc::clone(&self.store), Arc::clone(&self.directory), Arc::clone(&self.names))
    }
}
