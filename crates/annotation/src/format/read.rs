//! A line of the events format, as somebody wrote it.

use std::collections::BTreeMap;
use std::str::FromStr;

use entente_model::{
    Argument, Assertion, Certainty, Entity, Event, EventType, Evidence, Extractor, Interest, Partnership,
    Party, Polarity, Source, Span, Stake, Statement, Strategy, Timex,
};
use entente_text::{OffsetUnit, Offsets};
use serde::Deserialize;

use super::{Amount, Percents};
use crate::account::{self, Account, Entry};

/// What somebody wrote down about one article: a line of the events format. Its values are checked when its events are
/// asked for.
#[derive(Debug, Clone, Deserialize)]
pub struct Annotation {
    /// The article's id.
    pub id: String,
    /// The language of the article, if told.
    #[serde(default)]
    pub language: Option<String>,
    /// When it came out, if told.
    #[serde(default)]
    pub published: Option<String>,
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
    #[serde(default)]
    optional: bool,
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
#[serde(untagged, expecting = "a passage is a quote, or an object with start, end and text")]
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

impl Annotation {
    /// The events and their entities, signed by `extractor`, offsets in bytes of `text`. A quote without a place stands
    /// where the text has it first. The error names the field and its value.
    pub fn in_text(&self, text: &str, extractor: &Extractor) -> Result<(Vec<Event>, Vec<Entity>), String> {
        let offsets = Offsets::new(text);
        let place = |(index, fields): (usize, &Fields)| {
            fields.in_text(text, &offsets, extractor).map_err(|why| format!("events[{index}].{why}"))
        };
        let events = self.events.iter().enumerate().map(place).collect::<Result<_, String>>()?;
        Ok((events, self.entities().collect()))
    }

    /// What it says, to be compared with the gold: passages as they are given, verbatim or not. The error names the field and
    /// its value.
    pub fn account(&self) -> Result<Account, String> {
        let extractor = Extractor { name: String::new(), version: String::new() };
        let entry = |(index, fields): (usize, &Fields)| {
            let event = fields.event(&extractor).map_err(|why| format!("events[{index}].{why}"))?;
            let passages = fields.evidence.iter().map(Passage::given).collect();
            Ok(Entry { event, passages, optional: fields.optional })
        };
        let entries = self.events.iter().enumerate().map(entry).collect::<Result<_, String>>()?;
        Ok(Account { entities: self.entities().collect(), entries })
    }

    /// What it says, as the gold that others are compared with: every passage must stand in the text, and everyone named must be
    /// an entity, or no prediction could ever agree. The error names the field and its value.
    pub fn gold(&self, text: &str) -> Result<Account, String> {
        let extractor = Extractor { name: String::new(), version: String::new() };
        self.in_text(text, &extractor)?;
        for (index, fields) in self.events.iter().enumerate() {
            let unknown = fields.named().find(|(_, name)| !self.entities.contains_key(*name));
            if let Some((field, name)) = unknown {
                return Err(format!("events[{index}].{field}: {name:?} is no key of `entities`"));
            }
        }
        self.account()
    }

    fn entities(&self) -> impl Iterator<Item = Entity> {
        self.entities.iter().map(|(name, forms)| Entity { forms: forms.clone(), ..Entity::named(name) })
    }
}

impl Fields {
    /// Everyone who is named, with the field.
    fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let many = [
            ("parties", &self.parties),
            ("excluded", &self.excluded),
            ("holders", &self.holders),
            ("speakers", &self.speakers),
        ];
        let one = [
            ("target", &self.target),
            ("seller", &self.seller),
            ("actor", &self.actor),
            ("source.name", &self.source.name),
        ];
        let many = many
            .into_iter()
            .flat_map(|(field, names)| names.iter().flatten().map(move |name| (field, name.as_str())));
        let one = one.into_iter().filter_map(|(field, name)| Some((field, name.as_deref()?)));
        many.chain(one).filter(|(_, name)| !matches!(Party::from(*name), Party::Unnamed))
    }

    /// The event with its passages and mentions, as they stand in the text.
    fn in_text(&self, text: &str, offsets: &Offsets<'_>, extractor: &Extractor) -> Result<Event, String> {
        let passage = |(index, passage): (usize, &Passage)| {
            passage.evidence(text, offsets).map_err(|why| format!("evidence[{index}]: {why}"))
        };
        let mention = |(index, mention): (usize, &Mention)| {
            mention.argument(offsets).map_err(|why| format!("arguments[{index}].{why}"))
        };
        Ok(Event {
            evidence: self.evidence.iter().enumerate().map(passage).collect::<Result<_, _>>()?,
            arguments: self.arguments.iter().flatten().enumerate().map(mention).collect::<Result<_, _>>()?,
            ..self.event(extractor)?
        })
    }

    /// The event without its passages and mentions.
    fn event(&self, extractor: &Extractor) -> Result<Event, String> {
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
        Ok(Event {
            assertion: self.assertion(kind)?,
            polarity,
            certainty,
            source: self.source.source()?,
            time: time("time", self.time.as_ref())?,
            expected: time("expected", self.expected.as_ref())?,
            evidence: Vec::new(),
            arguments: Vec::new(),
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

    fn given(&self) -> account::Passage {
        match self {
            Self::Quote(quote) => account::Passage { quote: quote.clone(), place: None },
            Self::Placed { start, end, text } => {
                account::Passage { quote: text.clone(), place: Some(*start..*end) }
            }
        }
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
