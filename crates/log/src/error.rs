//! What can go wrong, told apart by what the caller does next.

use std::path::PathBuf;

use crate::{LogId, Position};

/// An error of the log. It can be cloned, since one failed write answers every append that was part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// The subject's newest position is not the expected one. Read the subject again and decide anew.
    #[error("conflict: the subject's newest position is {}", newest_or_none(*actual))]
    Conflict {
        /// The subject's newest position, `None` when it has no entry.
        actual: Option<Position>,
    },

    /// The request can't be served as it is. Correct it.
    #[error("invalid {field}: {reason}")]
    Invalid {
        /// The field of the request.
        field: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },

    /// A field is longer than the log admits. Shorten it.
    #[error("{field} has {bytes} bytes, at most {limit} are allowed")]
    TooLarge {
        /// The field of the request; `entry` stands for subject, message id and payload together.
        field: &'static str,
        /// Its length in bytes.
        bytes: usize,
        /// The greatest length allowed, in bytes.
        limit: usize,
    },

    /// The position is after the newest entry, so it was never given out by this log as it stands. Ask for one that
    /// was; a log that was put back from an older copy answers so too.
    #[error("position {position} is beyond the end of the log, whose newest is {newest}")]
    BeyondEnd {
        /// The position asked for.
        position: Position,
        /// The newest durable position.
        newest: Position,
    },

    /// Entries after the position are no longer kept. Begin again from the oldest.
    #[error("position {position} has expired, the oldest entry kept is {oldest}")]
    Expired {
        /// The position asked for.
        position: Position,
        /// The position of the oldest entry kept.
        oldest: Position,
    },

    /// The cursor belongs to another log. Begin again without it.
    #[error("the cursor is of log {cursor}, this is log {log}")]
    OtherLog {
        /// The log that the cursor names.
        cursor: LogId,
        /// The log that was asked.
        log: LogId,
    },

    /// The bytes are no cursor: truncated, altered, made up, or of a newer version.
    #[error("bad cursor: {reason}")]
    BadCursor {
        /// What is wrong with it.
        reason: &'static str,
    },

    /// The log can't serve this now. After an append the outcome is unknown: repeat it with the same message id.
    #[error("log unavailable: {reason}")]
    Unavailable {
        /// Why, for the operator.
        reason: String,
    },

    /// The entry is damaged on disk; entries before and after it may be whole. An operator has to look.
    #[error("entry {position} is corrupt: {reason}")]
    Corrupt {
        /// The position of the damaged entry.
        position: Position,
        /// What is wrong with it.
        reason: String,
    },

    /// Another process, or another handle of this one, has the directory open. Stop that one first.
    #[error("log directory {} is in use by another process", path.display())]
    InUse {
        /// The log's directory.
        path: PathBuf,
    },

    /// The directory was written by a newer version of this program. Use that version.
    #[error("log directory {} has format {found}, this version reads up to {supported}", path.display())]
    NewerFormat {
        /// The log's directory.
        path: PathBuf,
        /// The format found.
        found: u32,
        /// The newest format that this version reads.
        supported: u32,
    },

    /// The directory could not be opened as a log.
    #[error("log directory {} can't be opened: {reason}", path.display())]
    Open {
        /// The log's directory.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

fn newest_or_none(position: Option<Position>) -> String {
    position.map_or_else(|| "none".to_owned(), |position| position.to_string())
}
