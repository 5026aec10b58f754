//! What goes into the log and what comes out.

use bytes::Bytes;
use jiff::Timestamp;

use crate::{LogError, Position};

/// The longest subject, in bytes: room for a tenant and an article id, and far below what stores take as a key.
pub const MAX_SUBJECT_BYTES: usize = 1024;

/// The longest message id, in bytes.
pub const MAX_MESSAGE_ID_BYTES: usize = 1024;

/// A request to append one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Append {
    /// What the entry is about, for example tenant and article. 1 to [`MAX_SUBJECT_BYTES`] bytes, compared bytewise,
    /// so that what shares a prefix is listed together.
    pub subject: Vec<u8>,
    /// What must be true of the subject for the append to happen; `None` demands nothing.
    pub expected: Option<Expected>,
    /// Makes the append idempotent: a later append with the same id is answered with the first one's position,
    /// whatever else it says, before `expected` is looked at. 1 to [`MAX_MESSAGE_ID_BYTES`] bytes. The ids of one log
    /// share one space, so they begin with their tenant. How long an id is remembered is the home's to say
    /// ([`crate::EmbeddedLog`]: as long as the entry).
    pub message_id: Option<Vec<u8>>,
    /// The entry's content, opaque to the log.
    pub payload: Bytes,
}

impl Append {
    /// The bytes that the entry will hold: subject, message id and payload.
    pub fn bytes(&self) -> usize {
        self.subject.len() + self.message_id.as_ref().map_or(0, Vec::len) + self.payload.len()
    }

    /// Refuses what no home could keep.
    pub(crate) fn check(&self, max_entry_bytes: usize) -> Result<(), LogError> {
        check_field("subject", &self.subject, MAX_SUBJECT_BYTES)?;
        if let Some(id) = &self.message_id {
            check_field("message_id", id, MAX_MESSAGE_ID_BYTES)?;
        }
        if self.bytes() > max_entry_bytes {
            return Err(LogError::TooLarge { field: "entry", bytes: self.bytes(), limit: max_entry_bytes });
        }
        Ok(())
    }
}

fn check_field(field: &'static str, value: &[u8], limit: usize) -> Result<(), LogError> {
    if value.is_empty() {
        return Err(LogError::Invalid { field, reason: "must not be empty" });
    }
    if value.len() > limit {
        return Err(LogError::TooLarge { field, bytes: value.len(), limit });
    }
    Ok(())
}

/// The state of a subject that an append demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The subject has no entry yet.
    Absent,
    /// The subject's newest entry is the one at this position.
    At(Position),
}

impl Expected {
    /// Whether a subject whose newest position is `actual` meets the demand.
    pub fn holds(self, actual: Option<Position>) -> bool {
        match self {
            Self::Absent => actual.is_none(),
            Self::At(position) => actual == Some(position),
        }
    }
}

/// The answer to an append: the entry is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Where the entry stands.
    pub position: Position,
    /// When it was appended, in whole microseconds. Never earlier than that of an earlier position, even if the
    /// clock is set back.
    pub time: Timestamp,
    /// True if an earlier append with the same message id made this entry, and this one added nothing.
    pub duplicate: bool,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub position: Position,
    /// When it was appended, see [`Appended::time`].
    pub time: Timestamp,
    /// What it is about.
    pub subject: Vec<u8>,
    /// The message id it was appended with.
    pub message_id: Option<Vec<u8>>,
    /// Its content.
    pub payload: Bytes,
}

impl Entry {
    /// The bytes that the entry holds, as a [`Limit`] counts them.
    pub fn bytes(&self) -> usize {
        self.subject.len() + self.message_id.as_ref().map_or(0, Vec::len) + self.payload.len()
    }
}

/// How much one read may return. One entry is returned even if it alone is past `bytes`, so that a reader always
/// gets on; with `entries` 0 nothing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// At most so many entries.
    pub entries: usize,
    /// Entries until their sizes ([`Entry::bytes`]) reach this, in bytes.
    pub bytes: usize,
}

impl Limit {
    /// Whether a batch of `entries` entries and `bytes` bytes may take one more.
    pub(crate) fn admits(self, entries: usize, bytes: usize) -> bool {
        entries < self.entries && (entries == 0 || bytes < self.bytes)
    }
}
