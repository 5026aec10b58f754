//! The record of an event.

use entente_facts::{EntityId, IndexedEvent};
use entente_model::{Argument, Event, Evidence, Extractor, Party, Source, Span, Timex};
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::assertion::AssertionRecord;

#[derive(Serialize, Deserialize)]
pub(crate) struct EventRecord<'a> {
    #[serde(borrow)]
    assertion: AssertionRecord<'a>,
    polarity: &'a str,
    certainty: &'a str,
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
struct SourceRecord<'a> {
    kind: &'a str,
    name: Option<&'a str>,
    count: Option<u32>,
    descriptor: Option<&'a str>,
}

#[derive(Serialize, Deserialize)]
struct ArgumentRecord<'a> {
    role: &'a str,
    entity: Option<&'a str>,
    text: &'a str,
    span: SpanRecord,
}

/// UTF-8 bytes in the article's text.
#[derive(Serialize, Deserialize)]
struct SpanRecord {
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

impl<'a> EventRecord<'a> {
    pub(crate) fn of(indexed: &'a IndexedEvent) -> Self {
        let event = &indexed.event;
        let argument = |argument: &'a Argument| ArgumentRecord {
            role: argument.role.name(),
            entity: argument.entity.as_ref().map(Party::as_str),
            text: &argument.text,
            span: argument.span.into(),
        };
        Self {
            assertion: AssertionRecord::from(&event.assertion),
            polarity: event.polarity.name(),
            certainty: event.certainty.name(),
            source: SourceRecord {
                kind: event.source.kind.name(),
                name: event.source.name.as_ref().map(Party::as_str),
                count: event.source.count,
                descriptor: event.source.descriptor.as_deref(),
            },
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
                role: argument.role.parse()?,
                entity: argument.entity.map(Party::from),
                text: argument.text.to_owned(),
                span: argument.span.into(),
            })
        };
        let evidence =
            |(span, quote): (SpanRecord, &str)| Evidence { span: span.into(), quote: quote.to_owned() };
        let event = Event {
            assertion: self.assertion.rebuild()?,
            polarity: self.polarity.parse()?,
            certainty: self.certainty.parse()?,
            source: Source {
                kind: self.source.kind.parse()?,
                name: self.source.name.map(Party::from),
                count: self.source.count,
                descriptor: self.source.descriptor.map(str::to_owned),
            },
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
