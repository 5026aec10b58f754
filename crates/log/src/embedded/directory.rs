//! The directory of a log: who may open it, which log it is, in which format.
//!
//! ```text
//! lock          held while the log is open
//! log/identity  format, id and a checksum, as text
//! log/store/    the key-value store
//! log/erasing   there while something that was erased may still be in the store's files
//! log.making/   a log that is being made; it takes its name when it is whole
//! ```

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{LogError, LogId};

/// The format this version writes, and the newest it reads.
///
/// Format 2 has the tree of the places of each subject's entries; a log of format 1 is given it when it is opened.
pub(super) const FORMAT: u32 = 2;
const TITLE: &str = "entente event log";

/// A locked directory; the lock ends when it is dropped, or with the process.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    _lock: File,
}

impl Directory {
    /// Makes the directory if need be and locks it.
    pub(super) fn lock(path: &Path) -> Result<Self, LogError> {
        let open = || {
            fs::create_dir_all(path)?;
            OpenOptions::new().create(true).truncate(false).write(true).open(path.join("lock"))
        };
        let lock = open().map_err(|error| cannot_open(path, &error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(LogError::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(cannot_open(path, &error)),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the store of a whole log is.
    pub(super) fn store(&self) -> PathBuf {
        self.path.join("log").join("store")
    }

    /// The id of the log here and the format that it is in, `None` if there is none.
    pub(super) fn identity(&self) -> Result<Option<(LogId, u32)>, LogError> {
        match fs::read_to_string(self.path.join("log").join("identity")) {
            Ok(text) => self.read_identity(&text).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.path.join("log").exists() => {
                Ok(None)
            }
            Err(error) => Err(cannot_open(&self.path, &format!("its identity can't be read: {error}"))),
        }
    }

    /// Says that the log here is in this version's format now.
    pub(super) fn upgraded(&self, id: LogId) -> Result<(), LogError> {
        let failed = |error: io::Error| cannot_open(&self.path, &format!("it can't be upgraded: {error}"));
        let folder = self.path.join("log");
        let upgrade = || {
            let making = folder.join("identity.making");
            let mut file = File::create(&making)?;
            file.write_all(write_identity(FORMAT, id).as_bytes())?;
            file.sync_all()?;
            fs::rename(&making, folder.join("identity"))?;
            sync_directory(&folder)
        };
        upgrade().map_err(failed)
    }

    /// Makes a log of this id here, its store by `make_store`. A crash or an error leaves either no log or a whole one.
    pub(super) fn create(
        &self,
        id: LogId,
        make_store: impl FnOnce(&Path) -> Result<(), LogError>,
    ) -> Result<(), LogError> {
        let making = self.path.join("log.making");
        let failed = |error: io::Error| cannot_open(&self.path, &format!("it can't be made: {error}"));
        if making.exists() {
            // Left by a crash before the log was whole, so nothing was ever accepted into it.
            fs::remove_dir_all(&making).map_err(failed)?;
        }
        fs::create_dir(&making).map_err(failed)?;
        make_store(&making.join("store"))?;
        let finish = || {
            let mut file = File::create_new(making.join("identity"))?;
            file.write_all(write_identity(FORMAT, id).as_bytes())?;
            file.sync_all()?;
            sync_directory(&making)?;
            fs::rename(&making, self.path.join("log"))?;
            sync_directory(&self.path)
        };
        finish().map_err(failed)
    }

    fn read_identity(&self, text: &str) -> Result<(LogId, u32), LogError> {
        let damaged = || cannot_open(&self.path, &"its identity is damaged");
        let (content, checksum) = text.rsplit_once("checksum ").ok_or_else(damaged)?;
        let mut lines = content.lines();
        if lines.next() != Some(TITLE) {
            return Err(damaged());
        }
        let mut value = |key| lines.next().and_then(|line| line.strip_prefix(key));
        let found: u32 = value("format ").and_then(|format| format.parse().ok()).ok_or_else(damaged)?;
        // Before the rest: that may have another shape in a newer format.
        if found > FORMAT {
            return Err(LogError::NewerFormat { path: self.path.clone(), found, supported: FORMAT });
        }
        let id = value("id ").and_then(|id| id.parse().ok()).ok_or_else(damaged)?;
        if checksum.trim_end() != format!("{:08x}", crc32fast::hash(content.as_bytes())) {
            return Err(damaged());
        }
        Ok((id, found))
    }
}

fn write_identity(format: u32, id: LogId) -> String {
    let content = format!("{TITLE}\nformat {format}\nid {id}\n");
    let checksum = crc32fast::hash(content.as_bytes());
    format!("{content}checksum {checksum:08x}\n")
}

fn cannot_open(path: &Path, reason: &impl ToString) -> LogError {
    LogError::Open { path: path.to_owned(), reason: reason.to_string() }
}

/// Makes the names in a directory durable.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Elsewhere a directory can't be opened to be synced, and names are durable with their files.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the signature is that of the version for unix")]
fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(directory: &Directory) -> LogId {
        let id = LogId::random();
        let make = |store: &Path| fs::create_dir(store).map_err(|error| cannot_open(store, &error));
        directory.create(id, make).unwrap();
        id
    }

    #[test]
    fn a_log_keeps_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let directory = Directory::lock(folder.path()).unwrap();
        assert_eq!(directory.identity(), Ok(None));
        let id = made(&directory);
        assert_eq!(directory.identity(), Ok(Some((id, FORMAT))));
    }

    #[test]
    fn what_a_crash_left_half_made_is_no_log_and_gives_way() {
        let folder = tempfile::tempdir().unwrap();
        let directory = Directory::lock(folder.path()).unwrap();
        fs::create_dir_all(folder.path().join("log.making").join("store")).unwrap();
        assert_eq!(directory.identity(), Ok(None));
        made(&directory);
        assert!(!folder.path().join("log.making").exists());
    }

    #[test]
    fn a_newer_format_is_refused_whatever_follows_it() {
        let folder = tempfile::tempdir().unwrap();
        let directory = Directory::lock(folder.path()).unwrap();
        made(&directory);
        let text = format!("{TITLE}\nformat 3\nshape unknown\nchecksum 00000000\n");
        fs::write(folder.path().join("log").join("identity"), text).unwrap();
        let path = folder.path().to_owned();
        assert_eq!(directory.identity(), Err(LogError::NewerFormat { path, found: 3, supported: 2 }));
    }

    #[test]
    fn a_damaged_or_missing_identity_is_never_taken_for_a_new_log() {
        let folder = tempfile::tempdir().unwrap();
        let directory = Directory::lock(folder.path()).unwrap();
        let id = made(&directory);
        let file = folder.path().join("log").join("identity");
        let whole = write_identity(FORMAT, id);
        for damaged in [whole.replace("id ", "id 0"), whole.replace(TITLE, "other"), String::new()] {
            fs::write(&file, &damaged).unwrap();
            assert!(matches!(directory.identity(), Err(LogError::Open { .. })), "{damaged}");
        }
        let mut digits = id.to_bytes();
        digits[0] ^= 1;
        fs::write(&file, whole.replace(&id.to_string(), &LogId::from_bytes(digits).to_string())).unwrap();
        assert!(matches!(directory.identity(), Err(LogError::Open { .. })));
        fs::remove_file(&file).unwrap();
        assert!(matches!(directory.identity(), Err(LogError::Open { .. })));
    }
}
