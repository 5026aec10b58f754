//! A line of the events format, as the events of the contract.

use std::collections::BTreeMap;
use std::str::FromStr;

use entente_model::{
    Argument, Assertion, Certainty, Event, EventType, Evidence, Extractor, Interest, Partnership, Party,
    Polarity, Source, Span, Stake, Statement, Strategy, Timex,
};
use entente_text::{OffsetUnit, Offsets};
use entente_wire::{event, v1};
use serde::Deserialize;

use super::{Amount, Percents};

/// Events of one article, made elsewhere.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Brought {
    /// The article's id.
    pub(crate) id: String,
    #[serde(default)]
    entities: BTreeMap<String, Vec<String>>,
    events: Vec<Fields>,
}

/// The fields of all four types.
#[derive(Debug, Clone, Deserialize)]
struct Fields {
    r#type: String,
    parties: Option<Vec<String>>,
    excluded: Option<Vec<String>>,
    kind: Option<String>,
    holders: Option<Vec<String>>,
    target: Option<String>,
    seller: Option<String>,
    action: Option<String>,
    share: Option<Percents>,
    share_before: Option<Percents>,
    share_change: Option<Percents>,
    interest: Option<String>,
    amount: Option<Amount>,
    actor: Option<String>,
    speakers: Option<Vec<String>>,
    quote: Option<String>,
    status: Option<String>,
    topic: Option<String>,
    regions: Option<Vec<String>>,
    polarity: Option<String>,
    certainty: Option<String>,
    source: Origin,
    time: Option<String>,
    expected: Option<String>,
    evidence: Vec<Passage>,
    arguments: Option<Vec<Mention>>,
    confidence: Option<f64>,
    rule: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Origin {
    kind: String,
    name: Option<String>,
    count: Option<u32>,
    descriptor: Option<String>,
}

/// A quote alone, or with its place in code points.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Passage {
    Quote(String),
    Placed { start: usize, end: usize, text: String },
}

#[derive(Debug, Clone, Deserialize)]
struct Mention {
    role: String,
    entity: Option<String>,
    text: String,
    start: usize,
    end: usize,
}

impl Brought {
    /// The events and their entities as ingest takes them, signed by `extractor`, offsets in bytes of `text`. A quote
    /// without a place stands where the text has it first. The error names the field.
    pub(crate) fn in_text(
        &self,
        text: &str,
        extractor: &Extractor,
    ) -> Result<(Vec<v1::Event>, Vec<v1::Entity>), String> {
        let offsets = Offsets::new(text);
        let place = |(index, fields): (usize, &Fields)| {
            let event =
                fields.event(text, &offsets, extractor).map_err(|why| format!("events[{index}].{why}"))?;
            Ok(event::encode(&event, String::new(), ""))
        };
        let events = self.events.iter().enumerate().map(place).collect::<Result<_, String>>()?;
        let entity =
            |(name, forms): (&String, &Vec<String>)| v1::Entity { name: name.clone(), forms: forms.clone() };
        Ok((events, self.entities.iter().map(entity).collect()))
    }
}

impl Fields {
    fn event(&self, text: &str, offsets: &Offsets<'_>, extractor: &Extractor) -> Result<Event, String> {
        let kind: EventType = named("type", Some(&self.r#type))?;
        // A statement has no status of its own: it is what somebody said.
        let (polarity, certainty) = match kind {
            EventType::Statement => (Polarity::Positive, Certainty::Certain),
            EventType::Partnership | EventType::Stake | EventType::Strategy => {
                (named("polarity", self.polarity.as_ref())?, named("certainty", self.certainty.as_ref())?)
            }
        };
        let time = |field: &str, value: Option<&String>| {
            let timex = value.map(|value| Timex::new(value.as_str())).transpose();
            timex.map_err(|error| format!("{field}: {error}"))
        };
        let passage = |(index, passage): (usize, &Passage)| {
            passage.evidence(text, offsets).map_err(|why| format!("evidence[{index}]: {why}"))
        };
        let mention = |(index, mention): (usize, &Mention)| {
            mention.argument(offsets).map_err(|why| format!("arguments[{index}].{why}"))
        };
        Ok(Event {
            assertion: self.assertion(kind)?,
            polarity,
            certainty,
            source: self.source.source()?,
            time: time("time", self.time.as_ref())?,
            expected: time("expected", self.expected.as_ref())?,
            evidence: self.evidence.iter().enumerate().map(passage).collect::<Result<_, _>>()?,
            arguments: self.arguments.iter().flatten().enumerate().map(mention).collect::<Result<_, _>>()?,
            // What somebody annotated is not in doubt unless it says so.
            confidence: self.confidence.unwrap_or(1.0),
            rule: self.rule.clone().unwrap_or_default(),
            extractor: extractor.clone(),
        })
    }

    fn assertion(&self, kind: EventType) -> Result<Assertion, String> {
        let topic = self.topic.clone();
        let regions = self.regions.clone().unwrap_or_default();
        Ok(match kind {
            EventType::Partnership => Assertion::Partnership(Partnership {
                parties: parties(required("parties", self.parties.as_ref())?),
                excluded: self.excluded.as_deref().map(parties).unwrap_or_default(),
                kind: named("kind", self.kind.as_ref())?,
                status: named("status", self.status.as_ref())?,
                topic,
                regions,
            }),
            EventType::Stake => Assertion::Stake(Stake {
                holders: parties(required("holders", self.holders.as_ref())?),
                target: party(required("target", self.target.as_ref())?),
                seller: self.seller.as_deref().map(party),
                action: named("action", self.action.as_ref())?,
                status: named("status", self.status.as_ref())?,
                share: figure("share", self.share)?,
                share_before: figure("share_before", self.share_before)?,
                share_change: figure("share_change", self.share_change)?,
                interest: match &self.interest {
                    None => Interest::Shareholding,
                    interest => named("interest", interest.as_ref())?,
                },
                amount: figure("amount", self.amount.clone())?,
            }),
            EventType::Strategy => Assertion::Strategy(Strategy {
                actor: party(required("actor", self.actor.as_ref())?),
                action: named("action", self.action.as_ref())?,
                status: named("status", self.status.as_ref())?,
                topic,
                regions,
            }),
            EventType::Statement => Assertion::Statement(Statement {
                speakers: parties(required("speakers", self.speakers.as_ref())?),
                quote: required("quote", self.quote.as_ref())?.clone(),
            }),
        })
    }
}

impl Origin {
    fn source(&self) -> Result<Source, String> {
        Ok(Source {
            kind: named("source.kind", Some(&self.kind))?,
            name: self.name.as_deref().map(party),
            count: self.count,
            descriptor: self.descriptor.clone(),
        })
    }
}

impl Passage {
    fn evidence(&self, text: &str, offsets: &Offsets<'_>) -> Result<Evidence, String> {
        let (span, quote) = match self {
            Self::Quote(quote) => {
                let start = text
                    .find(quote.as_str())
                    .ok_or_else(|| format!("{quote:?} does not stand in the text"))?;
                (Span::new(start, start + quote.len()), quote)
            }
            Self::Placed { start, end, text } => (bytes(*start, *end, offsets)?, text),
        };
        Ok(Evidence { span, quote: quote.clone() })
    }
}

impl Mention {
    fn argument(&self, offsets: &Offsets<'_>) -> Result<Argument, String> {
        Ok(Argument {
            role: named("role", Some(&self.role))?,
            entity: self.entity.as_deref().map(party),
            text: self.text.clone(),
            span: bytes(self.start, self.end, offsets)?,
        })
    }
}

fn bytes(start: usize, end: usize, offsets: &Offsets<'_>) -> Result<Span, String> {
    offsets.span_to_bytes(start, end, OffsetUnit::CodePoints).map_err(|error| error.to_string())
}

fn required<'a, T>(field: &str, value: Option<&'a T>) -> Result<&'a T, String> {
    value.ok_or_else(|| format!("{field}: is missing"))
}

fn named<T: FromStr<Err: std::fmt::Display>>(field: &str, value: Option<&String>) -> Result<T, String> {
    required(field, value)?.parse().map_err(|error| format!("{field}: {error}"))
}

fn figure<T, U: TryFrom<T, Error = String>>(field: &str, value: Option<T>) -> Result<Option<U>, String> {
    value.map(U::try_from).transpose().map_err(|why| format!("{field}: {why}"))
}

fn parties<S: AsRef<str>>(names: impl AsRef<[S]>) -> Vec<Party> {
    names.as_ref().iter().map(|name| party(name.as_ref())).collect()
}

fn party(name: impl AsRef<str>) -> Party {
    Party::from(name.as_ref())
}
