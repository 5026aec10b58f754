//! The record of an event.

use entente_facts::{EntityId, IndexedEvent};
use entente_model::{Argument, Event, Evidence, Extractor, Party, Source, Span, Timex};
use serde::{Deserialize, Serialize};

use super::RecordError;
use super::assertion::AssertionRecord;

#[derive(Serialize, Deserialize)]
pub(crate) struct EventRecord {
    assertion: AssertionRecord,
    polarity: String,
    certainty: String,
    source: SourceRecord,
    time: Option<String>,
    expected: Option<String>,
    evidence: Vec<(SpanRecord, String)>,
    arguments: Vec<ArgumentRecord>,
    confidence: f64,
    rule: String,
    extractor: String,
    extractor_version: String,
    entities: Vec<(String, [u8; 16])>,
}

#[derive(Serialize, Deserialize)]
struct SourceRecord {
    kind: String,
    name: Option<String>,
    count: Option<u32>,
    descriptor: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct ArgumentRecord {
    role: String,
    entity: Option<String>,
    text: String,
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

/// A party as it is written; the name back through `Party::from`.
pub(super) fn written(party: &Party) -> String {
    party.as_str().to_owned()
}

impl EventRecord {
    pub(crate) fn of(indexed: &IndexedEvent) -> Self {
        let event = &indexed.event;
        let argument = |argument: &Argument| ArgumentRecord {
            role: argument.role.name().to_owned(),
            entity: argument.entity.as_ref().map(written),
            text: argument.text.clone(),
            span: argument.span.into(),
        };
        Self {
            assertion: AssertionRecord::from(&event.assertion),
            polarity: event.polarity.name().to_owned(),
            certainty: event.certainty.name().to_owned(),
            source: SourceRecord {
                kind: event.source.kind.name().to_owned(),
                name: event.source.name.as_ref().map(written),
                count: event.source.count,
                descriptor: event.source.descriptor.clone(),
            },
            time: event.time.as_ref().map(ToString::to_string),
            expected: event.expected.as_ref().map(ToString::to_string),
            evidence: event.evidence.iter().map(|e| (e.span.into(), e.quote.clone())).collect(),
            arguments: event.arguments.iter().map(argument).collect(),
            confidence: event.confidence,
            rule: event.rule.clone(),
            extractor: event.extractor.name.clone(),
            extractor_version: event.extractor.version.clone(),
            entities: indexed.entities.iter().map(|(name, id)| (name.clone(), id.to_bytes())).collect(),
        }
    }

    /// The event, and the names in it with whom they stand for.
    pub(crate) fn rebuild(self) -> Result<(Event, Vec<(String, EntityId)>), RecordError> {
        let argument = |argument: ArgumentRecord| -> Result<Argument, RecordError> {
            Ok(Argument {
                role: argument.role.parse()?,
                entity: argument.entity.as_deref().map(Party::from),
                text: argument.text,
                span: argument.span.into(),
            })
        };
        let evidence = |(span, quote): (SpanRecord, String)| Evidence { span: span.into(), quote };
        let event = Event {
            assertion: self.assertion.rebuild()?,
            polarity: self.polarity.parse()?,
            certainty: self.certainty.parse()?,
            source: Source {
                kind: self.source.kind.parse()?,
                name: self.source.name.as_deref().map(Party::from),
                count: self.source.count,
                descriptor: self.source.descriptor,
            },
            time: self.time.map(Timex::new).transpose()?,
            expected: self.expected.map(Timex::new).transpose()?,
            evidence: self.evidence.into_iter().map(evidence).collect(),
            arguments: self.arguments.into_iter().map(argument).collect::<Result<_, _>>()?,
            confidence: self.confidence,
            rule: self.rule,
            extractor: Extractor { name: self.extractor, version: self.extractor_version },
        };
        let entities = self.entities.into_iter().map(|(name, id)| (name, EntityId::from_bytes(id)));
        Ok((event, entities.collect()))
    }
}
