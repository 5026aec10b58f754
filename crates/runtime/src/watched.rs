//! Files that may change while the server runs: tokens, certificates, keys.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

/// How often the contents are compared with those known. Contents, not times: mounted secrets change by links that are turned.
const EVERY: Duration = Duration::from_secs(1);

/// Some files that are read as one, and which of their contents were last looked at.
#[derive(Debug)]
pub(crate) struct Watched {
    paths: Vec<PathBuf>,
    most: usize,
    /// A hash of the contents: keys are not kept longer than it takes to use them.
    seen: [u8; 32],
}

/// A file that can't be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) path: PathBuf,
    pub(crate) reason: String,
}

impl Watched {
    /// The files at `paths`, each of at most `most` bytes, and what is in them.
    pub(crate) fn read(paths: Vec<PathBuf>, most: usize) -> Result<(Self, Vec<Vec<u8>>), Unreadable> {
        let contents = read_all(&paths, most)?;
        let seen = hash(&contents);
        Ok((Self { paths, most, seen }, contents))
    }

    /// Hands each new state of the files to `take`, for as long as it is polled. What can't be read or taken is logged once, and changes
    /// nothing: it may be mended, or half written.
    pub(crate) async fn follow(mut self, mut take: impl FnMut(Vec<Vec<u8>>) -> Result<(), String>) {
        let mut complaint = String::new();
        loop {
            tokio::time::sleep(EVERY).await;
            let (paths, most) = (self.paths.clone(), self.most);
            let read = tokio::task::spawn_blocking(move || read_all(&paths, most)).await;
            let names =
                || self.paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
            let taken = match read {
                Ok(Ok(contents)) if hash(&contents) == self.seen => {
                    complaint.clear();
                    continue;
                }
                Ok(Ok(contents)) => {
                    self.seen = hash(&contents);
                    take(contents)
                }
                Ok(Err(unreadable)) => Err(format!("{}: {}", unreadable.path.display(), unreadable.reason)),
                Err(panicked) => Err(panicked.to_string()),
            };
            match taken {
                Ok(()) => tracing::info!(files = names(), "files changed and were taken over"),
                Err(error) if error == complaint => {}
                Err(error) => {
                    tracing::error!(
                        files = names(),
                        error,
                        "files changed and can't be used: what was known stays"
                    );
                    complaint = error;
                }
            }
        }
    }
}

fn read_all(paths: &[PathBuf], most: usize) -> Result<Vec<Vec<u8>>, Unreadable> {
    paths.iter().map(|path| read(path, most)).collect()
}

/// The contents of a file of at most `most` bytes.
pub(crate) fn read(path: &Path, most: usize) -> Result<Vec<u8>, Unreadable> {
    let unreadable = |reason: String| Unreadable { path: path.to_owned(), reason };
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut contents = Vec::new();
    // One byte more tells that there is more.
    let length = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut contents));
    let length = length.map_err(|error: io::Error| unreadable(error.to_string()))?;
    if length > most { Err(unreadable(format!("is longer than {most} bytes"))) } else { Ok(contents) }
}

fn hash(contents: &[Vec<u8>]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for one in contents {
        hasher.update((one.len() as u64).to_be_bytes());
        hasher.update(one);
    }
    hasher.finalize().into()
}
