//! Appends that are decided in order and become durable together.

use std::collections::HashMap;

use jiff::Timestamp;

use super::store::{Batch, Store};
use crate::{Append, Appended, LogError, Position};

/// A group under decision: later appends of it see earlier ones.
pub(super) struct Group<'a> {
    store: &'a Store,
    batch: Batch<'a>,
    /// Position and time of the newest entry, this group's included.
    end: (Position, Timestamp),
    /// Newest positions of the subjects that this group appends to.
    subjects: HashMap<Vec<u8>, Position>,
    /// What this group appends with a message id.
    message_ids: HashMap<Vec<u8>, Appended>,
}

impl<'a> Group<'a> {
    /// An empty group after an end of the log.
    pub(super) fn after(store: &'a Store, end: (Position, Timestamp)) -> Self {
        let batch = store.batch();
        Self { store, batch, end, subjects: HashMap::new(), message_ids: HashMap::new() }
    }

    /// Decides an append and takes it in. The answer holds once the group is committed.
    pub(super) fn add(&mut self, append: Append, now: Timestamp) -> Result<Appended, LogError> {
        // Before the expectation: a repeated append finds its subject changed, by itself.
        if let Some(id) = &append.message_id
            && let Some(first) = self.first_of(id)?
        {
            return Ok(Appended { duplicate: true, ..first });
        }
        if let Some(expected) = append.expected {
            let actual = self.newest_of(&append.subject)?;
            if !expected.holds(actual) {
                return Err(LogError::Conflict { actual });
            }
        }
        let (newest, latest) = self.end;
        let position = newest.next();
        let time = whole_microseconds(now).max(latest);
        self.batch.put(position, time, &append);
        self.end = (position, time);
        let appended = Appended { position, time, duplicate: false };
        if let Some(id) = append.message_id {
            self.message_ids.insert(id, appended);
        }
        self.subjects.insert(append.subject, position);
        Ok(appended)
    }

    /// Whether the subject can be erased in this group: what is removed must be in the store already.
    pub(super) fn can_erase(&self, subject: &[u8]) -> bool {
        !self.subjects.contains_key(subject)
    }

    /// Decides the erasure of a subject, whose tombstone is the append, and takes it in. A group of erasures takes nothing else.
    pub(super) fn erase(&mut self, tombstone: Append, now: Timestamp) -> Result<Appended, LogError> {
        let places = self.store.places(&tombstone.subject)?;
        let mut removed = Vec::with_capacity(places.len());
        for place in places {
            match self.store.at(place) {
                Ok(entry) => removed.push((place, entry.message_id)),
                // What can't be read can be erased all the same.
                Err(LogError::Corrupt { .. }) => removed.push((place, None)),
                Err(error) => return Err(error),
            }
        }
        let oldest = self.store.oldest()?;
        let subject = tombstone.subject.clone();
        let appended = self.add(tombstone, now)?;
        if appended.duplicate {
            return Ok(appended);
        }
        for (position, message_id) in &removed {
            self.batch.remove(&subject, *position, message_id.as_deref());
            if oldest == Some(*position) {
                self.batch.put_oldest(*position);
            }
        }
        Ok(appended)
    }

    /// Makes the group durable; the end of the log after it.
    pub(super) fn commit(self) -> Result<(Position, Timestamp), String> {
        if !self.batch.is_empty() {
            self.batch.commit()?;
        }
        Ok(self.end)
    }

    fn first_of(&self, id: &[u8]) -> Result<Option<Appended>, LogError> {
        if let Some(appended) = self.message_ids.get(id) {
            return Ok(Some(*appended));
        }
        let entry = self.store.by_message_id(id)?;
        Ok(entry.map(|entry| Appended { position: entry.position, time: entry.time, duplicate: false }))
    }

    fn newest_of(&self, subject: &[u8]) -> Result<Option<Position>, LogError> {
        match self.subjects.get(subject) {
            Some(position) => Ok(Some(*position)),
            None => self.store.last_position(subject),
        }
    }
}

/// The time as records keep it, so that an append and a later read tell the same.
fn whole_microseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}
