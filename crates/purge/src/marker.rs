//! Whether something deleted may still be in files, also across restarts.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A file that is there while something that was deleted may still be in the files beside it. Made before the deletion, it goes
/// after the purge.
#[derive(Debug, Clone)]
pub struct Marker(PathBuf);

impl Marker {
    /// The marker of this path.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Whether something may be left.
    pub fn is_set(&self) -> bool {
        self.0.exists()
    }

    /// Something is about to be deleted. Durable when it returns.
    pub fn set(&self) -> io::Result<()> {
        if self.is_set() {
            return Ok(());
        }
        File::create(&self.0)?.sync_all()?;
        self.sync()
    }

    /// Nothing is left.
    pub fn clear(&self) -> io::Result<()> {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => self.sync(),
        }
    }

    /// Elsewhere than on unix a folder can't be opened to be synced, and names are durable with their files.
    fn sync(&self) -> io::Result<()> {
        match self.0.parent().filter(|_| cfg!(unix)) {
            Some(folder) => File::open(Path::new(folder))?.sync_all(),
            None => Ok(()),
        }
    }
}
