//! Events that stand, with the article they rest on.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use entente_model::{ArticleId, Event};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{ArticleInfo, EntityId, Reading, claims};

/// What an event is called within its tenant, for ever: its article, that article's revision, and its place among all events
/// that were ever read in the revision. Written `article/revision/place`; an article id holds no `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId {
    /// The article.
    pub article: ArticleId,
    /// The article's revision.
    pub revision: u64,
    /// The place among the revision's events, from 0; those that come when the article is read anew count on.
    pub place: u32,
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.article, self.revision, self.place)
    }
}

/// An event that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexedEvent {
    /// What it is called.
    pub id: EventId,
    /// What the article asserts.
    pub event: Event,
    /// The article.
    pub article: Arc<ArticleInfo>,
    /// The entities that the event names (as party, excluded party or source), in the order in which it names them
    /// first: the name as the event has it, and whom it stands for.
    pub entities: Vec<(String, EntityId)>,
}

impl IndexedEvent {
    /// Its place in every list of events.
    pub fn position(&self) -> EventPosition {
        EventPosition {
            published: self.article.published,
            appended: self.article.appended.time,
            id: self.id.clone(),
        }
    }

    /// The event with other ids of the entities that it names: those of the entities that base ids are part of.
    #[must_use]
    pub fn with_entities(mut self, mut id: impl FnMut(EntityId) -> EntityId) -> Self {
        for (_, entity) in &mut self.entities {
            *entity = id(*entity);
        }
        self
    }

    /// Whom a name that the event uses stands for.
    pub fn entity(&self, name: &str) -> Option<EntityId> {
        self.entities.iter().find(|(known, _)| known == name).map(|&(_, id)| id)
    }

    /// True when what it tells had begun by a day: the day that the article tells, else that on which it came out. False where that is not
    /// certain.
    pub fn has_begun(&self, day: Date) -> bool {
        let told = claims(self, Reading { signature: None, reread: false }, &|id| id);
        told.iter().any(|(_, claim)| claim.day.latest.is_some_and(|latest| latest <= day))
    }

    /// The entities in main roles, in the order of the fields, one for each role that is filled: the company that buys
    /// its own shares back is there twice. Excluded parties and sources are not among them.
    pub fn participants(&self) -> Vec<EntityId> {
        let parties = self.event.assertion.parties();
        parties.into_iter().filter_map(|party| self.entity(party.name()?)).collect()
    }
}

/// Where an event stands in a list: newest article first, by the time of publication; articles without one come after
/// all others. Then the one that the log took last, then by id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventPosition {
    /// When the article came out, if told.
    pub published: Option<Timestamp>,
    /// When the log took it.
    pub appended: Timestamp,
    /// The event.
    pub id: EventId,
}

impl Ord for EventPosition {
    fn cmp(&self, other: &Self) -> Ordering {
        // `None` is below every time, so reversing both puts undated articles last.
        let newest = other.published.cmp(&self.published).then(other.appended.cmp(&self.appended));
        newest.then_with(|| self.id.cmp(&other.id))
    }
}

impl PartialOrd for EventPosition {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
