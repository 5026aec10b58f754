//! A directory as it is, so that looking at it changes nothing.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::Error;

/// A copy of a directory of a service, gone when it is dropped. What a store never writes again is linked and takes no room.
#[derive(Debug)]
pub(crate) struct Copy {
    folder: TempDir,
}

impl Copy {
    /// A copy of a directory that no service has open.
    pub(crate) fn of(original: &Path) -> Result<Self, Error> {
        let refused = |what: &str| Error::Directory(format!("{}: {what}", original.display()));
        let lock = match File::open(original.join("lock")) {
            Ok(lock) => Some(lock),
            Err(error) if error.kind() == io::ErrorKind::NotFound && original.exists() => None,
            Err(error) => return Err(refused(&error.to_string())),
        };
        match lock.as_ref().map(File::try_lock) {
            None | Some(Ok(())) => {}
            Some(Err(TryLockError::WouldBlock)) => {
                return Err(refused("it is in use by another process: stop that service first"));
            }
            Some(Err(TryLockError::Error(error))) => return Err(refused(&error.to_string())),
        }
        let folder = beside(original).map_err(Error::Local)?;
        copy(original, folder.path(), original).map_err(|error| refused(&error.to_string()))?;
        Ok(Self { folder })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A folder on the same disk, where links are possible, or else wherever there is room.
fn beside(original: &Path) -> io::Result<TempDir> {
    let parent: PathBuf = original.canonicalize()?.parent().unwrap_or(Path::new("/")).to_owned();
    let named = tempfile::Builder::new().prefix(".entente-check-").tempdir_in(parent);
    named.or_else(|_| tempfile::tempdir())
}

fn copy(from: &Path, to: &Path, top: &Path) -> io::Result<()> {
    for child in fs::read_dir(from)? {
        let child = child?;
        let (path, name) = (child.path(), child.file_name());
        // A lock is held by whoever opened it, not by the name.
        if from == top && name == "lock" {
            continue;
        }
        let target = to.join(&name);
        if child.file_type()?.is_dir() {
            fs::create_dir(&target)?;
            copy(&path, &target, top)?;
        } else if from.ends_with("tables") && fs::hard_link(&path, &target).is_ok() {
            // Tables are never written again.
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
