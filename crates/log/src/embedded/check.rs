//! Whether a log is whole.

use std::path::Path;

use jiff::Timestamp;

use super::{directory::Directory, store::Store};
use crate::{Limit, LogError, LogId, Position};

/// Most that is told of one log.
const PROBLEMS_MOST: usize = 1000;
/// Entries are looked through in batches.
const BATCH: Limit = Limit { entries: 4096, bytes: 64 * 1024 * 1024 };

/// What is found of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCheck {
    /// The log.
    pub id: LogId,
    /// Entries that can be read.
    pub entries: u64,
    /// The newest position.
    pub newest: Position,
    /// What is wrong, in words; at most 1000.
    pub problems: Vec<String>,
}

/// Looks through all of a log: that each entry is what was written, and that the trees of subjects, of places and of message ids say what
/// the entries say. Opening a log may mend what a crash left and writes to the directory: give it a copy where nothing is to change.
///
/// Errors: the directory holds no log, or one that can't be opened.
pub fn check(path: &Path) -> Result<LogCheck, LogError> {
    let directory = Directory::lock(path)?;
    let none = || LogError::Open { path: path.to_owned(), reason: "there is no log".to_owned() };
    let (id, format) = directory.identity()?.ok_or_else(none)?;
    let store = Store::open(directory, id, format)?;
    let newest = match store.end() {
        Ok((newest, _)) => newest,
        Err(LogError::Corrupt { position, .. }) => position,
        Err(error) => return Err(error),
    };
    let mut check = LogCheck { id, entries: 0, newest, problems: Vec::new() };
    check.entries(&store)?;
    for problem in store.strays()? {
        check.found(problem);
    }
    Ok(check)
}

impl LogCheck {
    fn found(&mut self, problem: String) {
        if self.problems.len() < PROBLEMS_MOST {
            self.problems.push(problem);
        }
    }

    fn entries(&mut self, store: &Store) -> Result<(), LogError> {
        let mut after = Position::START;
        let mut latest = Timestamp::MIN;
        while after < self.newest {
            let entries = match store.read(after, self.newest, BATCH) {
                Ok(entries) => entries,
                Err(LogError::Corrupt { position, reason }) => {
                    self.found(format!("entry {position} is corrupt: {reason}"));
                    after = position;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let Some(last) = entries.last() else { break };
            after = last.position;
            for entry in &entries {
                self.entries += 1;
                let position = entry.position;
                if entry.time < latest {
                    self.found(format!("entry {position} is older than the one before it"));
                }
                latest = latest.max(entry.time);
                if store.last_position(&entry.subject)?.is_none_or(|last| last < position) {
                    self.found(format!("the tree of subjects does not know entry {position}"));
                }
                if !store.has_place(&entry.subject, position)? {
                    self.found(format!("the tree of places does not know entry {position}"));
                }
                if let Some(id) = &entry.message_id
                    && store.position_of_message(id)? != Some(position)
                {
                    self.found(format!("the tree of message ids does not know entry {position}"));
                }
            }
        }
        Ok(())
    }
}
