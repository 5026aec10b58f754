//! The key-value store beneath an embedded log: four trees that one atomic batch changes together.
//!
//! | tree | key | value |
//! |---|---|---|
//! | `entries` | position, 8 bytes big-endian | the record |
//! | `subjects` | subject | position of its newest entry |
//! | `message_ids` | message id | position of its entry |
//! | `places` | subject with its length before it, 2 bytes, and the position of one of its entries | nothing |
//!
//! Under the subject of length 0, `places` tells the oldest position, once the entry there was erased: what was erased is no entry that
//! has expired.
//!
//! A batch is shown to readers only after it is synced, whole: reads use the store's snapshots.

use std::{
    error::Error,
    fmt, io,
    ops::Bound,
    path::{Path, PathBuf},
};

use entente_purge::{Marker, PurgeError};
use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode, Readable, Snapshot};
use jiff::Timestamp;

use super::{
    directory::{Directory, FORMAT},
    record,
};
use crate::{Append, Entry, Limit, LogError, LogId, Position};

const ENTRIES: &str = "entries";
const SUBJECTS: &str = "subjects";
const MESSAGE_IDS: &str = "message_ids";
const PLACES: &str = "places";

/// The key in [`PLACES`] of the oldest position.
const OLDEST: [u8; 2] = [0; 2];

/// So many times smaller are the write buffers of the trees beside the entries, whose values are positions at most: with the same buffer
/// they would go on to fill it, and with it memory, for a million entries.
const LEAN: u64 = 8;

/// Most entries that are told of where they are missing.
const STRAYS_MOST: usize = 1000;

/// Most entries that are looked through at once when a tree is made anew.
const BATCH: usize = 4096;

/// The open store. Fields drop in order: the database closes before the directory is unlocked.
pub(super) struct Store {
    entries: Keyspace,
    subjects: Keyspace,
    message_ids: Keyspace,
    places: Keyspace,
    database: Database,
    /// Held while the store is open; none for one that is being made, whose directory its maker holds.
    directory: Option<Directory>,
    folder: PathBuf,
}

impl Store {
    /// Makes an empty store and closes it.
    pub(super) fn create(path: &Path, write_buffer_bytes: u64) -> Result<(), LogError> {
        let create = || {
            let database = Database::builder(path).open()?;
            let buffered = |bytes| move || KeyspaceCreateOptions::default().max_memtable_size(bytes);
            database.keyspace(ENTRIES, buffered(write_buffer_bytes))?;
            for name in [SUBJECTS, MESSAGE_IDS, PLACES] {
                database.keyspace(name, buffered(write_buffer_bytes / LEAN))?;
            }
            database.persist(PersistMode::SyncAll)
        };
        create().map_err(|error| LogError::Open { path: path.to_owned(), reason: describe(&error) })
    }

    /// Opens the store of a directory that holds a whole log, written in `format`.
    pub(super) fn open(directory: Directory, id: LogId, format: u32) -> Result<Self, LogError> {
        let mut store = Self::of(&directory.store(), directory.path(), format)?;
        store.directory = Some(directory);
        if format != FORMAT {
            store.upgrade(id)?;
        }
        Ok(store)
    }

    /// Opens the store of a log that is being made.
    pub(super) fn being_made(folder: &Path, directory: &Directory) -> Result<Self, LogError> {
        Self::of(folder, directory.path(), FORMAT)
    }

    fn of(folder: &Path, path: &Path, format: u32) -> Result<Self, LogError> {
        let refused = |reason| LogError::Open { path: path.to_owned(), reason };
        let database = Database::builder(folder).open().map_err(|error| refused(describe(&error)))?;
        let tree = |name| {
            // Without this check a lost tree would come back as an empty one, and the log would start over.
            if !database.keyspace_exists(name) && (format == FORMAT || name != PLACES) {
                return Err(refused(format!("its store has no tree {name}")));
            }
            database.keyspace(name, KeyspaceCreateOptions::default).map_err(|error| refused(describe(&error)))
        };
        let (entries, subjects, message_ids) = (tree(ENTRIES)?, tree(SUBJECTS)?, tree(MESSAGE_IDS)?);
        let places = tree(PLACES)?;
        let folder = folder.to_owned();
        Ok(Self { entries, subjects, message_ids, places, database, directory: None, folder })
    }

    /// Makes the tree of places, of a log that was written without it.
    fn upgrade(&self, id: LogId) -> Result<(), LogError> {
        let refused =
            |error: fjall::Error| LogError::Open { path: self.folder.clone(), reason: describe(&error) };
        // What an upgrade left that was cut short.
        self.places.clear().map_err(refused)?;
        let (end, _) = self.end()?;
        let mut after = Position::START;
        while after < end {
            let limit = Limit { entries: BATCH, bytes: 64 * 1024 * 1024 };
            let entries = self.read(after, end, limit)?;
            let Some(last) = entries.last() else { break };
            after = last.position;
            let mut changes = self.database.batch();
            for entry in &entries {
                changes.insert(&self.places, place(&entry.subject, entry.position), []);
            }
            changes.commit().map_err(refused)?;
        }
        self.database.persist(PersistMode::SyncAll).map_err(refused)?;
        self.directory.as_ref().map_or(Ok(()), |directory| directory.upgraded(id))
    }

    /// The position and time of the newest entry; the start and the earliest time if there is none.
    pub(super) fn end(&self) -> Result<(Position, Timestamp), LogError> {
        let Some(guard) = self.database.snapshot().last_key_value(&self.entries) else {
            return Ok((Position::START, Timestamp::MIN));
        };
        let (key, record) = guard.into_inner().map_err(|error| unreadable("the newest entry", &error))?;
        let entry = record::decode(position(&key)?, &record)?;
        Ok((entry.position, entry.time))
    }

    /// The position of the oldest entry kept, whether or not it was erased.
    pub(super) fn oldest(&self) -> Result<Option<Position>, LogError> {
        if let Some(oldest) = look_up(&self.database.snapshot(), &self.places, &OLDEST)? {
            return Ok(Some(oldest));
        }
        let Some(guard) = self.database.snapshot().first_key_value(&self.entries) else { return Ok(None) };
        let key = guard.key().map_err(|error| unreadable("the oldest entry", &error))?;
        position(&key).map(Some)
    }

    /// The entries after one position and up to another, while `limit` admits them.
    pub(super) fn read(
        &self,
        after: Position,
        until: Position,
        limit: Limit,
    ) -> Result<Vec<Entry>, LogError> {
        let snapshot = self.database.snapshot();
        let (mut entries, mut bytes) = (Vec::new(), 0);
        let mut expected = after.next();
        for guard in snapshot.range(&self.entries, key(after.next())..=key(until)) {
            if !limit.admits(entries.len(), bytes) {
                break;
            }
            let entry = guard
                .into_inner()
                .map_err(|error| damaged(expected, &error))
                .and_then(|(key, record)| record::decode(position(&key)?, &record));
            match entry {
                Ok(entry) => {
                    expected = entry.position.next();
                    bytes += entry.bytes();
                    entries.push(entry);
                }
                // The reader gets what is whole, and the error when it comes back for the next.
                Err(_) if !entries.is_empty() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(entries)
    }

    /// The newest entry of a subject.
    pub(super) fn last(&self, subject: &[u8]) -> Result<Option<Entry>, LogError> {
        self.find(&self.subjects, subject)
    }

    /// The position of the newest entry of a subject.
    pub(super) fn last_position(&self, subject: &[u8]) -> Result<Option<Position>, LogError> {
        look_up(&self.database.snapshot(), &self.subjects, subject)
    }

    /// The entry at a position.
    pub(super) fn at(&self, position: Position) -> Result<Entry, LogError> {
        self.entry(&self.database.snapshot(), position)
    }

    /// The entry that was appended with a message id.
    pub(super) fn by_message_id(&self, id: &[u8]) -> Result<Option<Entry>, LogError> {
        self.find(&self.message_ids, id)
    }

    /// The newest entries of subjects with a prefix, after a subject, in order of subjects.
    pub(super) fn subjects(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: Limit,
    ) -> Result<Vec<Entry>, LogError> {
        let from = match after {
            Some(after) if after >= prefix => Bound::Excluded(after),
            _ => Bound::Included(prefix),
        };
        let snapshot = self.database.snapshot();
        let (mut entries, mut bytes) = (Vec::new(), 0);
        for guard in snapshot.range::<&[u8], _>(&self.subjects, (from, Bound::Unbounded)) {
            if !limit.admits(entries.len(), bytes) {
                break;
            }
            let (subject, found) =
                guard.into_inner().map_err(|error| unreadable("the list of subjects", &error))?;
            if !subject.starts_with(prefix) {
                break;
            }
            let entry = self.entry(&snapshot, position(&found)?)?;
            bytes += entry.bytes();
            entries.push(entry);
        }
        Ok(entries)
    }

    /// The positions of all entries of a subject, in ascending order.
    pub(super) fn places(&self, subject: &[u8]) -> Result<Vec<Position>, LogError> {
        let prefix = places_of(subject);
        let snapshot = self.database.snapshot();
        let places = snapshot.prefix(&self.places, &prefix).map(|guard| {
            let key = guard.key().map_err(|error| unreadable("the places of a subject", &error))?;
            position(key.get(prefix.len()..).unwrap_or_default())
        });
        places.collect()
    }

    /// Has what was erased rewritten out of the store's files; see [`entente_purge::purge`].
    pub(super) fn purge(&self, wanted: &dyn Fn() -> bool) -> Result<(), PurgeError> {
        entente_purge::purge(&self.database, &self.folder, wanted)
    }

    /// Whether something erased may be left in the store's files.
    pub(super) fn erasing(&self) -> Marker {
        Marker::new(self.folder.with_file_name("erasing"))
    }

    /// Whether the tree of places has an entry.
    pub(super) fn has_place(&self, subject: &[u8], position: Position) -> Result<bool, LogError> {
        let key = place(subject, position);
        self.places.contains_key(key).map_err(|error| unreadable("the places of a subject", &error))
    }

    /// The position that the tree of message ids has of one.
    pub(super) fn position_of_message(&self, id: &[u8]) -> Result<Option<Position>, LogError> {
        look_up(&self.database.snapshot(), &self.message_ids, id)
    }

    /// What the trees beside the entries tell of entries that are not there, in words.
    pub(super) fn strays(&self) -> Result<Vec<String>, LogError> {
        let snapshot = self.database.snapshot();
        let mut strays = Vec::new();
        let trees =
            [(&self.subjects, "subjects"), (&self.message_ids, "message ids"), (&self.places, "places")];
        for (tree, name) in trees {
            for guard in snapshot.iter(tree) {
                let (key, value) = guard.into_inner().map_err(|error| unreadable(name, &error))?;
                if *key == OLDEST && name == "places" {
                    continue;
                }
                let place = if name == "places" {
                    key.last_chunk::<8>().map_or(&[][..], |place| place)
                } else {
                    &value
                };
                let position = position(place)?;
                let there = snapshot.contains_key(&self.entries, self::key(position));
                if strays.len() < STRAYS_MOST && !there.map_err(|error| damaged(position, &error))? {
                    strays.push(format!("the tree of {name} tells of entry {position}, which is missing"));
                }
            }
        }
        Ok(strays)
    }

    /// An empty batch.
    pub(super) fn batch(&self) -> Batch<'_> {
        let changes = self.database.batch().durability(Some(PersistMode::SyncAll));
        Batch { store: self, changes }
    }

    fn find(&self, tree: &Keyspace, name: &[u8]) -> Result<Option<Entry>, LogError> {
        if name.is_empty() {
            return Ok(None);
        }
        let snapshot = self.database.snapshot();
        let found = look_up(&snapshot, tree, name)?;
        found.map(|position| self.entry(&snapshot, position)).transpose()
    }

    fn entry(&self, snapshot: &Snapshot, position: Position) -> Result<Entry, LogError> {
        let record = snapshot.get(&self.entries, key(position)).map_err(|error| damaged(position, &error))?;
        let missing = || LogError::Corrupt { position, reason: "it is missing".to_owned() };
        record::decode(position, &record.ok_or_else(missing)?)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// Entries that become durable and visible together.
pub(super) struct Batch<'a> {
    store: &'a Store,
    changes: fjall::OwnedWriteBatch,
}

impl Batch<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    pub(super) fn put(&mut self, position: Position, time: Timestamp, append: &Append) {
        let record = record::encode(position, time, append);
        self.changes.insert(&self.store.entries, key(position), record);
        self.changes.insert(&self.store.subjects, append.subject.as_slice(), key(position));
        self.changes.insert(&self.store.places, place(&append.subject, position), []);
        if let Some(id) = &append.message_id {
            self.changes.insert(&self.store.message_ids, id.as_slice(), key(position));
        }
    }

    /// Removes an entry; its subject is to be put anew in the same batch.
    pub(super) fn remove(&mut self, subject: &[u8], position: Position, message_id: Option<&[u8]>) {
        self.changes.remove(&self.store.entries, key(position));
        self.changes.remove(&self.store.places, place(subject, position));
        if let Some(id) = message_id {
            self.changes.remove(&self.store.message_ids, id);
        }
    }

    /// Keeps in mind which position the oldest entry had.
    pub(super) fn put_oldest(&mut self, oldest: Position) {
        self.changes.insert(&self.store.places, OLDEST, key(oldest));
    }

    /// Writes and syncs the batch. After an error the store takes no further batch, and whether this one reached the
    /// disk shows when it is opened anew.
    pub(super) fn commit(self) -> Result<(), String> {
        self.changes.commit().map_err(|error| describe(&error))
    }
}

fn key(position: Position) -> [u8; 8] {
    position.get().to_be_bytes()
}

/// What the keys of all places of a subject begin with.
fn places_of(subject: &[u8]) -> Vec<u8> {
    let length = u16::try_from(subject.len()).expect("appends are checked against much smaller limits");
    [&length.to_be_bytes(), subject].concat()
}

fn place(subject: &[u8], position: Position) -> Vec<u8> {
    [places_of(subject).as_slice(), &key(position)].concat()
}

fn position(bytes: &[u8]) -> Result<Position, LogError> {
    let bytes = bytes.try_into().map_err(|_| LogError::Unavailable {
        reason: format!("the store holds a position of {} bytes instead of 8", bytes.len()),
    })?;
    Ok(Position::new(u64::from_be_bytes(bytes)))
}

fn look_up(snapshot: &Snapshot, tree: &Keyspace, name: &[u8]) -> Result<Option<Position>, LogError> {
    let found = snapshot.get(tree, name).map_err(|error| unreadable("an index", &error))?;
    found.map(|bytes| position(&bytes)).transpose()
}

/// An entry could not be read: the disk refused (it may do better later), or what it gave is not what was written.
fn damaged(position: Position, error: &fjall::Error) -> LogError {
    let mut causes = std::iter::successors(Some(error as &dyn Error), |&cause| cause.source());
    if causes.any(<dyn Error>::is::<io::Error>) {
        return unreadable(&format!("entry {position}"), error);
    }
    LogError::Corrupt { position, reason: describe(error) }
}

fn unreadable(what: &str, error: &fjall::Error) -> LogError {
    LogError::Unavailable { reason: format!("{what} can't be read: {}", describe(error)) }
}

/// The store's error in words for an operator; its own are those of its source code.
fn describe(error: &fjall::Error) -> String {
    if matches!(error, fjall::Error::Poisoned) {
        return "the store takes nothing more since an earlier write to disk failed".to_owned();
    }
    error.source().map_or_else(|| format!("{error:?}"), ToString::to_string)
}
