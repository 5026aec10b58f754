//! Entries of the log: what each says, and the bytes it has on disk.

use entente_model::{Article, ArticleId, Reading, Tenant};
use jiff::Timestamp;
use prost::Message as _;

use crate::places::Places;
use crate::reading::{self, Stored};
use crate::{Failure, Given, Within as _, article, event, evidence, field, v1};

/// What one entry of the log says.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new article, or a new revision of one.
    Accepted(Box<Accepted>),
    /// A withdrawal.
    Retracted(Box<Retracted>),
    /// The same revision of an article, read anew: its events replace those read before. One that keeps its id is the
    /// event that it was and stands on; every other id is new.
    Reextracted(Box<Accepted>),
    /// An erasure: nothing that came before under this id is left.
    Erased(Erased),
}

/// What is left of an article that was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Whose.
    pub tenant: Tenant,
    /// Its id.
    pub article: ArticleId,
    /// The newest revision that there was.
    pub revision: u64,
    /// Why it was erased.
    pub reason: v1::ErasureReason,
    /// Who asked for it; may be empty.
    pub erased_by: String,
    /// The id of the call that did; may be empty.
    pub request_id: String,
}

/// A new article, or a new revision of one, whose events replace those of the revision before.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The article; its language is the one that it was read in.
    pub article: Article,
    /// Counts the contents under this id, from 1.
    pub revision: u64,
    /// The highest version that a caller has given for this article so far; 0 when none.
    pub version: u64,
    /// SHA-256 of the text, 64 hexadecimal digits in lower case.
    pub text_sha256: String,
    /// What it says; its language is the article's.
    pub reading: Reading,
    /// The caller's idempotency key.
    pub request_id: Option<String>,
    /// SHA-256 over all that the caller gave.
    pub content_sha256: String,
    /// The places of the events, which end their ids.
    pub places: Places,
    /// When the log took this revision first, where the entry reads it anew; else the entry's own time counts.
    pub accept_time: Option<Timestamp>,
    /// What the caller gave that the reading hides.
    pub given: Given,
}

/// A withdrawal.
#[derive(Debug, Clone, PartialEq)]
pub struct Retracted {
    /// Why; may be empty.
    pub reason: String,
    /// The article as it stood; its revision is the one withdrawn.
    pub withdrawn: Accepted,
    /// When the log took that article.
    pub accept_time: Timestamp,
    /// The caller's idempotency key.
    pub request_id: Option<String>,
}

impl Change {
    /// Whose it is.
    pub fn tenant(&self) -> &Tenant {
        match self {
            Self::Accepted(accepted) | Self::Reextracted(accepted) => &accepted.article.tenant,
            Self::Retracted(retracted) => &retracted.withdrawn.article.tenant,
            Self::Erased(erased) => &erased.tenant,
        }
    }

    /// The article it is about.
    pub fn article_id(&self) -> &ArticleId {
        match self {
            Self::Accepted(accepted) | Self::Reextracted(accepted) => &accepted.article.id,
            Self::Retracted(retracted) => &retracted.withdrawn.article.id,
            Self::Erased(erased) => &erased.article,
        }
    }

    /// The newest revision that there is or was.
    pub fn revision(&self) -> u64 {
        match self {
            Self::Accepted(accepted) | Self::Reextracted(accepted) => accepted.revision,
            Self::Retracted(retracted) => retracted.withdrawn.revision,
            Self::Erased(erased) => erased.revision,
        }
    }

    /// The bytes on disk.
    pub fn encode(&self) -> Vec<u8> {
        self.to_wire().encode_to_vec()
    }

    /// The message, offsets in bytes.
    pub fn to_wire(&self) -> v1::ArticleChange {
        use v1::article_change::Change as Wire;
        let change = match self {
            Self::Accepted(accepted) => Wire::Accepted(accepted.to_wire()),
            Self::Retracted(retracted) => Wire::Retracted(retracted.to_wire()),
            Self::Reextracted(accepted) => Wire::Reextracted(accepted.to_wire()),
            Self::Erased(erased) => Wire::Erased(erased.to_wire()),
        };
        v1::ArticleChange { change: Some(change) }
    }

    /// The change of these bytes.
    ///
    /// Errors: `INTERNAL`, for bytes that [`Change::encode`] of this version does not give.
    pub fn decode(bytes: &[u8]) -> Result<Self, Failure> {
        Self::from_wire(message(bytes)?)
            .map_err(|failure| Failure::internal(format!("an entry of the log can't be read: {failure}")))
    }

    /// The change that the message tells, its offsets in bytes. A failure names the field.
    pub fn from_wire(message: v1::ArticleChange) -> Result<Self, Failure> {
        use v1::article_change::Change as Wire;
        match message.change {
            Some(Wire::Accepted(wire)) => {
                Accepted::from_wire(wire).map(Box::new).map(Self::Accepted).within("accepted")
            }
            Some(Wire::Retracted(wire)) => {
                Retracted::from_wire(wire).map(Box::new).map(Self::Retracted).within("retracted")
            }
            Some(Wire::Reextracted(wire)) => {
                Accepted::from_wire(wire).map(Box::new).map(Self::Reextracted).within("reextracted")
            }
            Some(Wire::Erased(wire)) => Erased::from_wire(wire).map(Self::Erased).within("erased"),
            None => Err(Failure::invalid("is not set").within("change")),
        }
    }
}

/// The message of an entry's bytes.
///
/// Errors: `INTERNAL`, for bytes that are no such message.
pub fn message(bytes: &[u8]) -> Result<v1::ArticleChange, Failure> {
    v1::ArticleChange::decode(bytes)
        .map_err(|error| Failure::internal(format!("an entry of the log can't be read: {error}")))
}

impl Accepted {
    /// What was read, as answers tell it; offsets in bytes.
    pub fn reading(&self) -> v1::ArticleReading {
        let stored = Stored { article: &self.article.id, revision: self.revision, places: &self.places };
        reading::encode(&self.reading, Some(stored), &self.text_sha256)
    }

    fn to_wire(&self) -> v1::ArticleAccepted {
        let reading = self.reading();
        let next_place = self.places.next(self.reading.events.len()).into();
        v1::ArticleAccepted {
            article: Some(article::encode(&self.article)),
            revision: number(self.revision),
            version: number(self.version),
            text_sha256: self.text_sha256.clone(),
            entities: reading.entities,
            events: reading.events,
            diagnostics: reading.diagnostics,
            request_id: self.request_id.clone().unwrap_or_default(),
            content_sha256: self.content_sha256.clone(),
            next_place,
            accept_time: self.accept_time.map(field::to_timestamp),
            given: Some(self.given.to_wire()),
        }
    }

    fn from_wire(wire: v1::ArticleAccepted) -> Result<Self, Failure> {
        let article = wire.article.ok_or_else(|| Failure::invalid("is not set")).and_then(article::decode);
        let article = article.within("article")?;
        let mut diagnostics = Vec::with_capacity(wire.diagnostics.len());
        for (index, diagnostic) in wire.diagnostics.into_iter().enumerate() {
            diagnostics.push(reading::decode_diagnostic(diagnostic).within_item("diagnostics", index)?);
        }
        let places = places(&wire.events, wire.next_place)?;
        let accept_time = wire.accept_time.as_ref().map(field::timestamp).transpose();
        let given = match wire.given {
            Some(given) => Given::from_wire(given).within("given")?,
            None => Given { language: article.language, ..Given::default() },
        };
        let reading = Reading {
            language: article.language,
            entities: reading::decode_entities(wire.entities)?,
            events: reading::decode_events(wire.events)?,
            diagnostics,
        };
        Ok(Self {
            article,
            revision: field::natural(wire.revision).within("revision")?,
            version: field::natural(wire.version).within("version")?,
            text_sha256: wire.text_sha256,
            reading,
            request_id: (!wire.request_id.is_empty()).then_some(wire.request_id),
            content_sha256: wire.content_sha256,
            places,
            accept_time: accept_time.within("accept_time")?,
            given,
        })
    }
}

/// The places that the events' ids tell.
fn places(events: &[v1::Event], next: i64) -> Result<Places, Failure> {
    let place = |(index, event): (usize, &v1::Event)| {
        event::place(&event.event_id).within("event_id").within_item("events", index)
    };
    let listed = events.iter().enumerate().map(place).collect::<Result<_, _>>()?;
    let next = u32::try_from(next).map_err(|_| Failure::invalid(format!("{next} is no place")));
    Ok(Places::new(listed, next.within("next_place")?))
}

impl Retracted {
    fn to_wire(&self) -> v1::ArticleRetracted {
        v1::ArticleRetracted {
            tenant: self.withdrawn.article.tenant.to_string(),
            article_id: self.withdrawn.article.id.to_string(),
            revision: number(self.withdrawn.revision),
            reason: self.reason.clone(),
            withdrawn: Some(self.withdrawn.to_wire()),
            accept_time: Some(field::to_timestamp(self.accept_time)),
            request_id: self.request_id.clone().unwrap_or_default(),
        }
    }

    fn from_wire(wire: v1::ArticleRetracted) -> Result<Self, Failure> {
        let unset = || Failure::invalid("is not set");
        let time = wire.accept_time.as_ref().ok_or_else(unset).and_then(field::timestamp);
        Ok(Self {
            reason: wire.reason,
            withdrawn: wire.withdrawn.ok_or_else(unset).and_then(Accepted::from_wire).within("withdrawn")?,
            accept_time: time.within("accept_time")?,
            request_id: (!wire.request_id.is_empty()).then_some(wire.request_id),
        })
    }
}

impl Erased {
    fn to_wire(&self) -> v1::ArticleErased {
        v1::ArticleErased {
            tenant: self.tenant.to_string(),
            article_id: self.article.to_string(),
            revision: number(self.revision),
            reason: self.reason.into(),
            erased_by: self.erased_by.clone(),
            request_id: self.request_id.clone(),
        }
    }

    fn from_wire(wire: v1::ArticleErased) -> Result<Self, Failure> {
        Ok(Self {
            reason: wire.reason(),
            tenant: field::tenant(&wire.tenant).within("tenant")?,
            article: field::article_id(&wire.article_id).within("article_id")?,
            revision: field::natural(wire.revision).within("revision")?,
            erased_by: wire.erased_by,
            request_id: wire.request_id,
        })
    }
}

/// A count on the wire, where it is signed because not every language has unsigned numbers.
pub fn number(count: u64) -> i64 {
    usize::try_from(count).map_or(i64::MAX, evidence::offset)
}
