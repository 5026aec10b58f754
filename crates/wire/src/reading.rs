//! What reading an article gives, offsets in bytes.

use entente_model::{ArticleId, Diagnostic, Entity, Event, Reading};

use crate::places::Places;
use crate::vocabulary::{Vocabulary, optional, required};
use crate::{Failure, Within as _, event, evidence, v1};

/// Which stored revision a reading belongs to: it gives the events their ids.
#[derive(Debug, Clone, Copy)]
pub struct Stored<'a> {
    /// The article.
    pub article: &'a ArticleId,
    /// The revision, from 1.
    pub revision: u64,
    /// The places of its events.
    pub places: &'a Places,
}

/// The reading on the wire. Its events have ids only where it is `stored`.
pub fn encode(reading: &Reading, stored: Option<Stored<'_>>, text_sha256: &str) -> v1::ArticleReading {
    v1::ArticleReading {
        language: reading.language.map_or_else(String::new, |language| language.to_string()),
        text_sha256: text_sha256.to_owned(),
        entities: reading.entities.iter().map(encode_entity).collect(),
        events: encode_events(&reading.events, stored, text_sha256),
        diagnostics: reading.diagnostics.iter().map(encode_diagnostic).collect(),
    }
}

pub(crate) fn encode_events(
    events: &[Event],
    stored: Option<Stored<'_>>,
    text_sha256: &str,
) -> Vec<v1::Event> {
    let id = |index| {
        let id = |stored: Stored<'_>| event::id(stored.article, stored.revision, stored.places.of(index));
        stored.map_or_else(String::new, id)
    };
    events.iter().enumerate().map(|(index, event)| event::encode(event, id(index), text_sha256)).collect()
}

/// The entity on the wire.
pub fn encode_entity(entity: &Entity) -> v1::Entity {
    v1::Entity {
        name: entity.name.clone(),
        forms: entity.forms.clone(),
        kind: entity.kind.map_or(0, Vocabulary::number),
        country: entity.country.clone().unwrap_or_default(),
    }
}

pub(crate) fn encode_diagnostic(diagnostic: &Diagnostic) -> v1::Diagnostic {
    v1::Diagnostic {
        code: diagnostic.code.number(),
        message: diagnostic.message.clone(),
        span: diagnostic.span.map(evidence::encode_span),
    }
}

pub(crate) fn decode_entity(entity: v1::Entity) -> Result<Entity, Failure> {
    let kind = optional(entity.kind).within("kind")?;
    let country = (!entity.country.is_empty()).then_some(entity.country);
    Ok(Entity { name: entity.name, forms: entity.forms, kind, country })
}

pub(crate) fn decode_entities(entities: Vec<v1::Entity>) -> Result<Vec<Entity>, Failure> {
    let decode = |(index, entity)| decode_entity(entity).within_item("entities", index);
    entities.into_iter().enumerate().map(decode).collect()
}

pub(crate) fn decode_events(events: Vec<v1::Event>) -> Result<Vec<Event>, Failure> {
    let decode = |(index, event)| event::decode(event).within_item("events", index);
    events.into_iter().enumerate().map(decode).collect()
}

pub(crate) fn decode_diagnostic(diagnostic: v1::Diagnostic) -> Result<Diagnostic, Failure> {
    Ok(Diagnostic {
        code: required(diagnostic.code).within("code")?,
        message: diagnostic.message,
        span: match diagnostic.span {
            None => None,
            span => Some(evidence::decode_span(span).within("span")?),
        },
    })
}
