//! The event log: the durable, ordered list of everything that was accepted, and the one source of truth.
//!
//! [`EventLog`] is what services hold; [`EmbeddedLog`] is its one home now, a directory on the local disk. An entry is
//! opaque bytes about a *subject*. What a caller may rely on, whatever the home:
//!
//! - An append that was answered is on disk: the answer comes after the sync, never before.
//! - Positions ascend, one order for all readers. They may have gaps, so nobody counts entries by subtracting them.
//! - Two things keep writers from harming each other, and neither needs them to know of one another: an append can
//!   demand what its subject's newest position is (compare and append), and a message id makes a repeated append the
//!   same append.
//! - A reader sees durable entries only, and resumes from any position it kept.
//! - Entries go in one way only: a subject is erased, whole, and a tombstone stands in its place. A reader that comes later finds the
//!   tombstone after whatever it had seen of the subject.
//!
//! Deliberately absent: what an entry means (its codec is the caller's), any state of readers (they keep their own
//! [`Cursor`]), and transactions over several subjects. Nothing here assumes one writing process except the
//! embedded home itself, whose directory admits one at a time.

mod backup;
mod cursor;
mod embedded;
mod entry;
mod error;
mod event_log;
mod position;

pub use backup::{BackupError, BackupHead, BackupReader, BackupWriter};
pub use cursor::{Cursor, LogId};
pub use embedded::{Commit, EmbeddedLog, LogCheck, Options, RestoreError, check, restore};
pub use entry::{Append, Appended, Entry, Expected, Limit, MAX_MESSAGE_ID_BYTES, MAX_SUBJECT_BYTES};
pub use error::LogError;
pub use event_log::EventLog;
pub use position::Position;
