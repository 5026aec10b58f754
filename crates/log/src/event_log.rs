//! The log as services see it.

use futures::future::BoxFuture;

use crate::{Append, Appended, Cursor, Entry, Limit, LogError, LogId, Position};

/// A durable, ordered log. Services hold an `Arc<dyn EventLog>`.
///
/// The semantics are those that a log shared by many writing processes can offer, so that one can take the place of
/// the embedded home: nothing here is true only because a single process writes. See the crate's documentation for what
/// callers may rely on.
pub trait EventLog: Send + Sync + 'static {
    /// The identity of this log.
    fn id(&self) -> LogId;

    /// Appends one entry and returns once it is durable.
    ///
    /// Waits while the log has as much in hand as it may hold. A caller that gives up (drops the future) does not know
    /// whether the entry was made; a repeated append with the same message id tells.
    ///
    /// Errors: [`LogError::Conflict`], [`LogError::Invalid`], [`LogError::TooLarge`], [`LogError::Unavailable`].
    fn append(&self, append: Append) -> BoxFuture<'_, Result<Appended, LogError>>;

    /// Removes every entry of the subject and appends `tombstone` as its only one, both or neither; returns once that is durable.
    /// From then on nothing that the log answers holds what was removed: positions of removed entries are gaps, and their
    /// message ids are forgotten, so that an id can be used anew. What a tombstone says is the caller's; a later append to the subject
    /// goes on after it. A log that is shared does the same by purging a subject and adding a message to it.
    ///
    /// What was removed may stay in the home's files for a while: [`EventLog::purged`] tells when it is gone from them.
    ///
    /// Errors: those of [`EventLog::append`]; [`LogError::Corrupt`].
    fn erase(&self, tombstone: Append) -> BoxFuture<'_, Result<Appended, LogError>>;

    /// Resolves once nothing that was erased by a tombstone at or before the position is left in the home's files.
    ///
    /// Errors: [`LogError::Unavailable`] when the log is closed before.
    fn purged(&self, position: Position) -> BoxFuture<'_, Result<(), LogError>>;

    /// The entries after a position in ascending order, as many as `limit` admits; none if there is nothing newer.
    /// [`Position::START`] begins at the oldest entry kept and never expires.
    ///
    /// A corrupt entry ends the batch before it, and fails the read that would begin with it.
    ///
    /// Errors: [`LogError::BeyondEnd`], [`LogError::Expired`], [`LogError::Corrupt`], [`LogError::Unavailable`].
    fn read(&self, after: Position, limit: Limit) -> BoxFuture<'_, Result<Vec<Entry>, LogError>>;

    /// The newest entry of a subject.
    ///
    /// Errors: [`LogError::Corrupt`], [`LogError::Unavailable`].
    fn last(&self, subject: &[u8]) -> BoxFuture<'_, Result<Option<Entry>, LogError>>;

    /// As [`EventLog::last`], on the thread that calls, which waits: for work that is on a thread of its own already, and would
    /// only hand the question on.
    ///
    /// Errors: those of [`EventLog::last`].
    fn last_blocking(&self, subject: &[u8]) -> Result<Option<Entry>, LogError>;

    /// The entry that was appended with this message id, as long as the id is remembered.
    ///
    /// Errors: [`LogError::Corrupt`], [`LogError::Unavailable`].
    fn by_message_id(&self, id: &[u8]) -> BoxFuture<'_, Result<Option<Entry>, LogError>>;

    /// As [`EventLog::by_message_id`], on the thread that calls, which waits.
    ///
    /// Errors: those of [`EventLog::by_message_id`].
    fn by_message_id_blocking(&self, id: &[u8]) -> Result<Option<Entry>, LogError>;

    /// The newest entry of each subject that begins with `prefix`, in bytewise order of subjects, after the subject
    /// `after` (the last one of the page before), as many as `limit` admits.
    ///
    /// Errors: [`LogError::Corrupt`], [`LogError::Unavailable`].
    fn subjects(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: Limit,
    ) -> BoxFuture<'_, Result<Vec<Entry>, LogError>>;

    /// The newest durable position that this handle knows of, [`Position::START`] if the log is empty. Every position
    /// that this handle gave out is at or before it.
    fn newest(&self) -> Position;

    /// The position of the oldest entry kept; if there is none, the one that the next entry will have at least.
    fn oldest(&self) -> Position;

    /// Resolves to the newest position as soon as something after `after` is durable: at once if it is already.
    ///
    /// Errors: [`LogError::BeyondEnd`], and [`LogError::Unavailable`] once this handle can't take anything new, so that
    /// a tail ends instead of waiting for ever.
    fn changed(&self, after: Position) -> BoxFuture<'_, Result<Position, LogError>>;

    /// Whether appends can succeed, for health checks: [`LogError::Unavailable`] with the reason if not.
    fn health(&self) -> Result<(), LogError>;

    /// The cursor of a position in this log.
    fn cursor(&self, position: Position) -> Cursor {
        Cursor { log: self.id(), position }
    }

    /// The position that a client's cursor means, if it is of this log and within it.
    ///
    /// Errors: [`LogError::OtherLog`], [`LogError::BeyondEnd`], [`LogError::Expired`].
    fn resolve(&self, cursor: Cursor) -> Result<Position, LogError> {
        let (log, position) = (self.id(), cursor.position);
        if cursor.log != log {
            return Err(LogError::OtherLog { cursor: cursor.log, log });
        }
        self.check_within(position)?;
        Ok(position)
    }

    /// Refuses a position that can't be read after.
    ///
    /// Errors: [`LogError::BeyondEnd`], [`LogError::Expired`].
    fn check_within(&self, position: Position) -> Result<(), LogError> {
        let (newest, oldest) = (self.newest(), self.oldest());
        if position > newest {
            return Err(LogError::BeyondEnd { position, newest });
        }
        if position != Position::START && position.next() < oldest {
            return Err(LogError::Expired { position, oldest });
        }
        Ok(())
    }
}
