//! The record of an event.

use entente_facts::{EntityId, IndexedEvent};
use entente_model::{Argument, Event, Evidence, Extractor, Party, Source, Span, Timex};
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::assertion::AssertionRecord;
use super::vocabulary::Coded;

#[derive(Serialize, Deserialize)]
pub(crate) struct EventRecord<'a> {
    #[serde(borrow)]
    assertion: AssertionRecord<'a>,
    polarity: u8,
    certainty: u8,
    source: SourceRecord<'a>,
    time: Option<&'a str>,
    expected: Option<&'a str>,
    evidence: Vec<(SpanRecord, &'a str)>,
    arguments: Vec<ArgumentRecord<'a>>,
    confidence: f64,
    rule: &'a str,
    extractor: &'a str,
    extractor_version: &'a str,
    entities: Vec<(&'a str, [u8; 16])>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SourceRecord<'a> {
    kind: u8,
    name: Option<&'a str>,
    count: Option<u32>,
    descriptor: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
struct ArgumentRecord<'a> {
    role: u8,
    entity: Option<&'a str>,
    text: &'a str,
    span: SpanRecord,
}

/// UTF-8 bytes in the article's text.
#[derive(Serialize, Deserialize)]
pub(super) struct SpanRecord {
    start: usize,
    end: usize,
}

impl From<Span> for SpanRecord {
    fn from(span: Span) -> Self {
        Self { start: span.start, end: span.end }
    }
}

impl From<SpanRecord> for Span {
    fn from(span: SpanRecord) -> Self {
        Self::new(span.start, span.end)
    }
}

impl<'a> SourceRecord<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        Self {
            kind: source.kind.code(),
            name: source.name.as_ref().map(Party::as_str),
            count: source.count,
            descriptor: source.descriptor.as_deref(),
        }
    }

    pub(super) fn rebuild(self) -> Result<Source, RecordError> {
        Ok(Source {
            kind: Coded::of_code(self.kind)?,
            name: self.name.map(Party::from),
            count: self.count,
            descriptor: self.descriptor.map(str::to_owned),
        })
    }
}

/// A passage from its record.
pub(super) fn evidence((span, quote): (SpanRecord, &str)) -> Evidence {
    Evidence { span: span.into(), quote: quote.to_owned() }
}

impl<'a> EventRecord<'a> {
    pub(crate) fn of(indexed: &'a IndexedEvent) -> Self {
        let event = &indexed.event;
        let argument = |argument: &'a Argument| ArgumentRecord {
            role: argument.role.code(),
            entity: argument.entity.as_ref().map(Party::as_str),
            text: &argument.text,
            span: argument.span.into(),
        };
        Self {
            assertion: AssertionRecord::from(&event.assertion),
            polarity: event.polarity.code(),
            certainty: event.certainty.code(),
            source: SourceRecord::of(&event.source),
            time: event.time.as_ref().map(Timex::as_str),
            expected: event.expected.as_ref().map(Timex::as_str),
            evidence: event.evidence.iter().map(|e| (e.span.into(), e.quote.as_str())).collect(),
            arguments: event.arguments.iter().map(argument).collect(),
            confidence: event.confidence,
            rule: &event.rule,
            extractor: &event.extractor.name,
            extractor_version: &event.extractor.version,
            entities: indexed.entities.iter().map(|(name, id)| (name.as_str(), id.to_bytes())).collect(),
        }
    }

    /// The event, and the names in it with whom they stand for.
    pub(crate) fn rebuild(self) -> Result<(Event, Vec<(String, EntityId)>), RecordError> {
        let argument = |argument: ArgumentRecord<'_>| -> Result<Argument, RecordError> {
            Ok(Argument {
                role: Coded::of_code(argument.role)?,
                entity: argument.entity.map(Party::from),
                text: argument.text.to_owned(),
                span: argument.span.into(),
            })
        };
        let event = Event {
            assertion: self.assertion.rebuild()?,
            polarity: Coded::of_code(self.polarity)?,
            certainty: Coded::of_code(self.certainty)?,
            source: self.source.rebuild()?,
            time: self.time.map(Timex::new).transpose()?,
            expected: self.expected.map(Timex::new).transpose()?,
            evidence: self.evidence.into_iter().map(evidence).collect(),
            arguments: self.arguments.into_iter().map(argument).collect::<Result<_, _>>()?,
            confidence: self.confidence,
            rule: self.rule.to_owned(),
            extractor: Extractor {
                name: self.extractor.to_owned(),
                version: self.extractor_version.to_owned(),
            },
        };
        let entities =
            self.entities.into_iter().map(|(name, id)| (name.to_owned(), EntityId::from_bytes(id)));
        Ok((event, entities.collect()))
    }
}
