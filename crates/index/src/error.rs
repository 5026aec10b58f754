//! What can go wrong with an index.

use std::path::PathBuf;

use crate::record::RecordError;

/// Why an index can't be opened, written or read.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another process has it open: stop that one, or use another folder.
    #[error("the index in {path} is in use by another process", path = .path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// Its folder can't be used (a disk that is full or read-only, a right that is missing): a matter for whoever runs the service.
    #[error("the folder {path} of the index can't be used: {reason}", path = .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// What is in its folder is no index: deleted, it is rebuilt from the log.
    #[error("the index in {path} can't be opened: {reason}", path = .path.display())]
    Open {
        /// The folder.
        path: PathBuf,
        /// What the store says.
        reason: String,
    },
    /// The disk or the store fails: the same may work later.
    #[error("the index can't be read or written: {0}")]
    Store(#[from] fjall::Error),
    /// The folder of the text index, or what is in it, fails: what it is asked to do next may work.
    #[error("the text index can't be read or written: {0}")]
    Search(#[from] tantivy::TantivyError),
    /// The text index is not open yet, or its folder could not be opened: the same may work later.
    #[error("the text index is not open")]
    SearchClosed,
    /// What was erased could not be rewritten out of the files: it may be tried again.
    #[error("{0}")]
    Purge(String),
    /// A record can't be read: delete the folder, and the index is rebuilt from the log.
    #[error("the index is damaged at its {what}: {source}")]
    Damaged {
        /// Which kind of record.
        what: &'static str,
        /// What is wrong with it.
        source: RecordError,
    },
}
