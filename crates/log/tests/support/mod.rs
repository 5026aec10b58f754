//! What the tests of the log share.

use std::sync::Arc;

use bytes::Bytes;
use entente_log::{Append, EmbeddedLog, Entry, EventLog, Limit, Options};

/// Everything at once.
pub(crate) const ALL: Limit = Limit { entries: usize::MAX, bytes: usize::MAX };

/// A new log in a folder of its own, which must outlive it.
pub(crate) fn open() -> (tempfile::TempDir, Arc<dyn EventLog>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let log = EmbeddedLog::open(folder.path(), Options::default()).expect("a new log opens");
    (folder, Arc::new(log))
}

/// An append without conditions.
pub(crate) fn append(subject: &str, payload: &str) -> Append {
    let payload = Bytes::copy_from_slice(payload.as_bytes());
    Append { subject: subject.as_bytes().to_vec(), payload, ..Append::default() }
}

/// What entries hold.
pub(crate) fn payloads(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| std::str::from_utf8(&entry.payload).expect("the tests append text")).collect()
}
