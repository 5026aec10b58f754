//! A log put back from a backup.

use std::{io::Read, path::Path};

use jiff::Timestamp;

use super::{directory::Directory, options::Options, store::Store};
use crate::{Append, BackupError, BackupReader, LogError, Position};

/// Entries are written in batches of this many bytes.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

/// Why a log could not be put back. Nothing of it is there then.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The backup is not whole.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The directory can't take it.
    #[error(transparent)]
    Log(#[from] LogError),
    /// There is a log in the directory. Choose another, or move that away.
    #[error("there is a log already, in {0}")]
    Occupied(std::path::PathBuf),
}

/// Makes the log of a backup in a directory that has none: the same id, positions, times and message ids. Returns how many entries it
/// has. What was given out as a cursor of the log, up to where the backup goes, is one of this.
///
/// The log shows in the directory once it is whole; after an error or a crash there is none.
pub fn restore<R: Read>(path: &Path, mut backup: BackupReader<R>) -> Result<u64, RestoreError> {
    let directory = Directory::lock(path)?;
    if directory.identity()?.is_some() {
        return Err(RestoreError::Occupied(path.to_owned()));
    }
    let head = backup.head();
    let mut failed = None;
    let mut entries = 0;
    let made = directory.create(head.log, |folder| {
        Store::create(folder, Options::default().write_buffer_bytes)?;
        let store = Store::being_made(folder, &directory)?;
        match fill(&store, &mut backup) {
            Ok(count) => entries = count,
            Err(RestoreError::Log(error)) => return Err(error),
            Err(error) => {
                let reason = error.to_string();
                failed = Some(error);
                return Err(LogError::Open { path: path.to_owned(), reason });
            }
        }
        Ok(())
    });
    match (made, failed) {
        (Ok(()), _) => Ok(entries),
        (Err(_), Some(error)) => Err(error),
        (Err(error), None) => Err(error.into()),
    }
}

fn fill<R: Read>(store: &Store, backup: &mut BackupReader<R>) -> Result<u64, RestoreError> {
    let (mut entries, mut bytes) = (0, 0);
    let mut newest = (Position::START, Timestamp::MIN);
    let mut batch = store.batch();
    let unwritten = |reason| LogError::Unavailable { reason };
    while let Some(entry) = backup.next_entry()? {
        if entry.time < newest.1 {
            let message = format!("entry {} is older than the one before it", entry.position);
            return Err(BackupError::Damaged(message).into());
        }
        newest = (entry.position, entry.time);
        entries += 1;
        bytes += entry.bytes();
        let append = Append {
            subject: entry.subject,
            message_id: entry.message_id,
            payload: entry.payload,
            ..Append::default()
        };
        batch.put(entry.position, entry.time, &append);
        if bytes >= BATCH_BYTES {
            std::mem::replace(&mut batch, store.batch()).commit().map_err(unwritten)?;
            bytes = 0;
        }
    }
    batch.put_oldest(backup.head().oldest);
    batch.commit().map_err(unwritten)?;
    Ok(entries)
}
