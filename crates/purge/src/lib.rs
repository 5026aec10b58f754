//! Makes what was deleted from a key-value store gone from its files too.
//!
//! The store writes nothing over: what was deleted or replaced stands on in journals and in tables until they happen to be
//! rewritten. [`purge`] has all of them rewritten now, and comes back once the old ones are gone. It reads and writes the whole store once, beside those who use it.
//!
//! Deliberately absent: what becomes of the blocks that the files had on the disk. Whoever must be sure of these has the
//! disk encrypted.

mod files;
mod marker;

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use fjall::{Database, Keyspace, KeyspaceCreateOptions};

pub use marker::Marker;

/// The tree that filler goes to. It holds nothing that anyone reads.
pub const FILLER: &str = "filler";

/// The store begins a new journal once the one it writes is longer than 64 MB, and offers no other way: so much and a
/// little more is written to it.
const FILLER_BYTES: usize = 66_000_000;
/// In pieces that are too short for the store to compress.
const PIECE_BYTES: usize = 4_000;
/// How long to wait between looks at what the store's own threads do.
const LOOK: Duration = Duration::from_millis(20);
/// Most time for these threads to write out what is in memory, or to let go of old files.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why a store could not be purged. Nothing is lost by it, and it may be tried again.
#[derive(Debug, thiserror::Error)]
pub enum PurgeError {
    /// The store refused.
    #[error("the store can't be purged: {0:?}")]
    Store(#[from] fjall::Error),
    /// Its folder can't be read.
    #[error("the store's folder can't be read: {0}")]
    Folder(#[from] io::Error),
    /// Somebody reads what was deleted, or the disk took nothing more.
    #[error("{0} of the store's files are still needed or can't be replaced")]
    Left(usize),
    /// The caller wants no more of it.
    #[error("the purge was given up")]
    GivenUp,
}

/// Rewrites the store in `folder` and waits until nothing is left in its files of what was deleted or replaced before it was
/// called. `wanted` is asked now and then whether to go on.
pub fn purge(database: &Database, folder: &Path, wanted: &dyn Fn() -> bool) -> Result<(), PurgeError> {
    let journals = files::journals(folder)?;
    let deleted = database.visible_seqno();
    let purge =
        Purge { database, wanted, filler: database.keyspace(FILLER, KeyspaceCreateOptions::default)? };
    purge.fill()?;
    purge.wait(|| {
        // The store works out what nobody can read any more when it ends a memtable.
        purge.end_memtables()?;
        let readable = database.supervisor.snapshot_tracker.get_seqno_safe_to_gc();
        Ok(usize::from(readable + 1 < deleted))
    })?;
    for tree in purge.trees()? {
        purge.check_wanted()?;
        tree.major_compact()?;
    }
    purge.wait(|| {
        purge.end_memtables()?;
        let mut left = files::journals(folder)?.intersection(&journals).count();
        for tree in purge.trees()?.iter().filter(|tree| tree.id() != purge.filler.id()) {
            left += files::tables(tree)?.saturating_sub(tree.table_count());
        }
        Ok(left)
    })?;
    Ok(())
}

struct Purge<'a> {
    database: &'a Database,
    wanted: &'a dyn Fn() -> bool,
    filler: Keyspace,
}

impl Purge<'_> {
    fn check_wanted(&self) -> Result<(), PurgeError> {
        if (self.wanted)() { Ok(()) } else { Err(PurgeError::GivenUp) }
    }

    fn trees(&self) -> Result<Vec<Keyspace>, PurgeError> {
        let names = self.database.list_keyspace_names();
        let trees = names.iter().map(|name| self.database.keyspace(name, KeyspaceCreateOptions::default));
        Ok(trees.collect::<Result<_, _>>()?)
    }

    /// Writes until the journal is due to be ended.
    fn fill(&self) -> Result<(), PurgeError> {
        let piece = fjall::Slice::from(vec![0_u8; PIECE_BYTES]);
        for _ in 0..FILLER_BYTES / PIECE_BYTES {
            self.check_wanted()?;
            self.filler.insert(b"piece", piece.clone())?;
        }
        // Its memory is not written to a table.
        self.filler.clear()?;
        Ok(())
    }

    /// Has what all trees hold in memory written to tables: what journals hold of it is not needed any more.
    fn end_memtables(&self) -> Result<(), PurgeError> {
        // Something must be in memory for it to be ended.
        self.filler.insert(b"last", [])?;
        for tree in self.trees()? {
            tree.rotate_memtable()?;
            self.wait(|| Ok(tree.sealed_memtable_count()))?;
        }
        Ok(())
    }

    /// Waits until nothing is left of what the store's own threads, and those who read from it, are to do.
    fn wait(&self, left: impl Fn() -> Result<usize, PurgeError>) -> Result<(), PurgeError> {
        let began = Instant::now();
        loop {
            let left = left()?;
            if left == 0 {
                return Ok(());
            }
            self.check_wanted()?;
            if began.elapsed() > PATIENCE {
                return Err(PurgeError::Left(left));
            }
            std::thread::sleep(LOOK);
        }
    }
}
