//! The records of an article that stands: what is told of it, which every list reads, and apart what rests on it, which
//! only its end asks for.

use entente_facts::{ArticleInfo, Contribution, EntityId, IndexedEvent, Moment, NameUse};
use entente_model::{ArticleId, EventType, Language, Tenant};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordError;

#[derive(Serialize, Deserialize)]
pub(crate) struct ArticleRecord {
    revision: u64,
    title: String,
    source: String,
    url: String,
    /// Nanoseconds since 1970.
    published: Option<i128>,
    /// Nanoseconds since 1970.
    appended: i128,
    /// The entry's place in the log.
    place: u64,
    language: Option<String>,
    text_sha256: String,
}

/// What rests on an article: the names that it uses, and what its events' keys are made of.
#[derive(Serialize, Deserialize)]
pub(crate) struct RestRecord {
    names: Vec<NameRecord>,
    rows: Vec<RowRecord>,
}

#[derive(Serialize, Deserialize)]
struct NameRecord {
    entity: [u8; 16],
    name: String,
    own: bool,
}

/// What an event's keys are made of.
#[derive(Serialize, Deserialize)]
struct RowRecord {
    event_type: String,
    participants: Vec<[u8; 16]>,
}

/// What an event's keys are made of: its kind and, each once, who takes part.
pub(crate) struct Row {
    pub(crate) event_type: EventType,
    pub(crate) participants: Vec<EntityId>,
}

impl ArticleRecord {
    pub(crate) fn of(article: &ArticleInfo) -> Self {
        Self {
            revision: article.revision,
            title: article.title.clone(),
            source: article.source.clone(),
            url: article.url.clone(),
            published: article.published.map(Timestamp::as_nanosecond),
            appended: article.appended.time.as_nanosecond(),
            place: article.appended.position,
            language: article.language.map(|language| language.to_string()),
            text_sha256: article.text_sha256.clone(),
        }
    }

    pub(crate) fn info(self, tenant: &Tenant, id: &ArticleId) -> Result<ArticleInfo, RecordError> {
        Ok(ArticleInfo {
            tenant: tenant.clone(),
            id: id.clone(),
            revision: self.revision,
            title: self.title,
            source: self.source,
            url: self.url,
            published: self.published.map(Timestamp::from_nanosecond).transpose()?,
            appended: Moment { time: Timestamp::from_nanosecond(self.appended)?, position: self.place },
            language: self.language.as_deref().map(Language::new).transpose()?,
            text_sha256: self.text_sha256,
        })
    }
}

impl RestRecord {
    pub(crate) fn of(contribution: &Contribution) -> Self {
        let row = |event: &IndexedEvent| {
            let mut participants: Vec<_> = event.participants().into_iter().map(EntityId::to_bytes).collect();
            participants.sort_unstable();
            participants.dedup();
            RowRecord { event_type: event.event.assertion.event_type().name().to_owned(), participants }
        };
        let name = |used: &NameUse| NameRecord {
            entity: used.entity.to_bytes(),
            name: used.name.clone(),
            own: used.own,
        };
        Self {
            names: contribution.names.iter().map(name).collect(),
            rows: contribution.events.iter().map(row).collect(),
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = NameUse> {
        self.names.iter().map(|used| NameUse {
            entity: EntityId::from_bytes(used.entity),
            name: used.name.clone(),
            own: used.own,
        })
    }

    /// One row an event, in the order of their places.
    pub(crate) fn rows(&self) -> Result<Vec<Row>, RecordError> {
        let row = |row: &RowRecord| {
            let participants = row.participants.iter().copied().map(EntityId::from_bytes).collect();
            Ok(Row { event_type: row.event_type.parse()?, participants })
        };
        self.rows.iter().map(row).collect()
    }
}
