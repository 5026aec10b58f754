//! The folder of an index: who has it open, and whether what is in it can be used.
//!
//! ```text
//! lock     held while the index is open
//! format   what the store was written as; missing while the store is being made
//! store/   the key-value store
//! erasing  there while something that was erased may still be in the store's files
//! ```

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use entente_purge::Marker;

use crate::IndexError;

/// A locked folder; the lock ends when it is dropped, or with the process.
#[derive(Debug)]
pub(crate) struct Home {
    path: PathBuf,
    /// What its format file has to say.
    format: String,
    _lock: File,
}

impl Home {
    /// Makes the folder if need be, locks it, and deletes a store that was not written as `format`, or not finished.
    pub(crate) fn open(path: &Path, format: String) -> Result<Self, IndexError> {
        let refused = |error: io::Error| unusable(path, &error);
        fs::create_dir_all(path).map_err(refused)?;
        let mut options = OpenOptions::new();
        let lock =
            options.create(true).truncate(false).write(true).open(path.join("lock")).map_err(refused)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(IndexError::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(refused(error)),
        }
        let home = Self { path: path.to_owned(), format, _lock: lock };
        let found = match fs::read(home.format_file()) {
            Ok(found) => Some(found),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(refused(error)),
        };
        if found.as_deref() != Some(home.format.as_bytes()) {
            home.empty()?;
        }
        Ok(home)
    }

    /// Deletes the store, which nobody may have open.
    pub(crate) fn empty(&self) -> Result<(), IndexError> {
        let refused = |error: io::Error| self.refused(&error);
        self.unfinish().map_err(refused)?;
        match fs::remove_dir_all(self.store()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(refused(error)),
            Ok(()) | Err(_) => self.erasing().clear().map_err(refused),
        }
    }

    /// Where the store is.
    pub(crate) fn store(&self) -> PathBuf {
        self.path.join("store")
    }

    /// Whether something that was erased may be left in the store's files.
    pub(crate) fn erasing(&self) -> Marker {
        Marker::new(self.path.join("erasing"))
    }

    /// Says that the store can be used when the folder is opened again.
    pub(crate) fn finish(&self) -> io::Result<()> {
        // Under another name first, so that half a file is never taken for a whole one.
        let making = self.path.join("format.making");
        let mut file = File::create(&making)?;
        file.write_all(self.format.as_bytes())?;
        file.sync_all()?;
        fs::rename(making, self.format_file())
    }

    /// Says that it can't, until [`Home::finish`].
    pub(crate) fn unfinish(&self) -> io::Result<()> {
        match fs::remove_file(self.format_file()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The error of a folder that can't be used.
    pub(crate) fn refused(&self, reason: &impl ToString) -> IndexError {
        unusable(&self.path, reason)
    }

    /// The error of a store that can't be opened.
    pub(crate) fn unopened(&self, reason: &fjall::Error) -> IndexError {
        if let fjall::Error::Io(error) = reason
            && is_refusal(error)
        {
            return self.refused(error);
        }
        IndexError::Open { path: self.path.clone(), reason: reason.to_string() }
    }

    fn format_file(&self) -> PathBuf {
        self.path.join("format")
    }
}

fn unusable(path: &Path, reason: &impl ToString) -> IndexError {
    IndexError::Folder { path: path.to_owned(), reason: reason.to_string() }
}

/// True for what the disk refuses, whatever is on it.
fn is_refusal(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
}
