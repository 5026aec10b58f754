//! What was read in an article, as a line of the events format.

use entente_model::{
    Argument, Assertion, Certainty, Entity, Event, Evidence, Partnership, Party, Polarity, Reading, Source,
    Span, Stake, Statement, Strategy, Timex,
};
use entente_text::{OffsetUnit, Offsets};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::{Amount, Percents};

/// The line of one article, without its end. `published` is the day it came out; offsets of `reading` count in `text`.
///
/// # Panics
/// If the reading is of another text: its spans must lie on this one's characters.
pub fn line(id: &str, published: Option<&str>, text: &str, reading: &Reading) -> serde_json::Result<String> {
    let offsets = Offsets::new(text);
    serde_json::to_string(&Line {
        id,
        language: reading.language.as_ref().map(entente_model::Language::as_str),
        published,
        entities: Entities(&reading.entities),
        events: reading.events.iter().map(|event| Told::new(event, &offsets)).collect(),
    })
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    language: Option<&'a str>,
    published: Option<&'a str>,
    entities: Entities<'a>,
    events: Vec<Told<'a>>,
}

/// A map in the order of the article.
struct Entities<'a>(&'a [Entity]);

impl Serialize for Entities<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for entity in self.0 {
            map.serialize_entry(&entity.name, &entity.forms)?;
        }
        map.end()
    }
}

/// An event.
#[derive(Serialize)]
struct Told<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    fields: Fields<'a>,
    /// None for a statement.
    #[serde(flatten)]
    presented: Option<Presented>,
    source: Origin<'a>,
    #[serde(flatten)]
    times: Option<Times<'a>>,
    evidence: Vec<Passage<'a>>,
    arguments: Vec<Mention<'a>>,
    confidence: f64,
    rule: &'a str,
}

/// What only this type of event has.
#[derive(Serialize)]
#[serde(untagged)]
enum Fields<'a> {
    Partnership {
        parties: Vec<&'a str>,
        excluded: Vec<&'a str>,
        kind: &'static str,
        status: &'static str,
        #[serde(flatten)]
        about: About<'a>,
    },
    Stake {
        holders: Vec<&'a str>,
        target: &'a str,
        seller: Option<&'a str>,
        action: &'static str,
        status: &'static str,
        share: Option<Percents>,
        share_before: Option<Percents>,
        share_change: Option<Percents>,
        interest: &'static str,
        amount: Option<Amount>,
    },
    Strategy {
        actor: &'a str,
        action: &'static str,
        status: &'static str,
        #[serde(flatten)]
        about: About<'a>,
    },
    Statement {
        speakers: Vec<&'a str>,
        quote: &'a str,
    },
}

/// What partnerships and plans are about.
#[derive(Serialize)]
struct About<'a> {
    topic: Option<&'a str>,
    regions: &'a [String],
}

#[derive(Serialize)]
struct Presented {
    polarity: &'static str,
    certainty: &'static str,
}

#[derive(Serialize)]
struct Times<'a> {
    time: Option<&'a str>,
    expected: Option<&'a str>,
}

#[derive(Serialize)]
struct Origin<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    descriptor: Option<&'a str>,
}

#[derive(Serialize)]
struct Passage<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct Mention<'a> {
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'a str>,
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Told<'a> {
    fn new(event: &'a Event, offsets: &Offsets<'_>) -> Self {
        let statement = matches!(event.assertion, Assertion::Statement(_));
        Self {
            r#type: event.assertion.event_type().name(),
            fields: Fields::new(&event.assertion),
            presented: (!statement).then(|| Presented::new(event.polarity, event.certainty)),
            source: Origin::new(&event.source),
            times: (!statement).then(|| Times {
                time: event.time.as_ref().map(Timex::as_str),
                expected: event.expected.as_ref().map(Timex::as_str),
            }),
            evidence: event.evidence.iter().map(|passage| Passage::new(passage, offsets)).collect(),
            arguments: event.arguments.iter().map(|argument| Mention::new(argument, offsets)).collect(),
            confidence: event.confidence,
            rule: &event.rule,
        }
    }
}

impl<'a> Fields<'a> {
    fn new(assertion: &'a Assertion) -> Self {
        match assertion {
            Assertion::Partnership(Partnership { parties, excluded, kind, status, topic, regions }) => {
                Self::Partnership {
                    parties: names(parties),
                    excluded: names(excluded),
                    kind: kind.name(),
                    status: status.name(),
                    about: About { topic: topic.as_deref(), regions },
                }
            }
            Assertion::Stake(Stake {
                holders,
                target,
                seller,
                action,
                status,
                share,
                share_before,
                share_change,
                interest,
                amount,
            }) => Self::Stake {
                holders: names(holders),
                target: target.as_str(),
                seller: seller.as_ref().map(Party::as_str),
                action: action.name(),
                status: status.name(),
                share: share.map(Percents::from),
                share_before: share_before.map(Percents::from),
                share_change: share_change.map(Percents::from),
                interest: interest.name(),
                amount: amount.map(Amount::from),
            },
            Assertion::Strategy(Strategy { actor, action, status, topic, regions }) => Self::Strategy {
                actor: actor.as_str(),
                action: action.name(),
                status: status.name(),
                about: About { topic: topic.as_deref(), regions },
            },
            Assertion::Statement(Statement { speakers, quote }) => {
                Self::Statement { speakers: names(speakers), quote }
            }
        }
    }
}

impl Presented {
    fn new(polarity: Polarity, certainty: Certainty) -> Self {
        Self { polarity: polarity.name(), certainty: certainty.name() }
    }
}

impl<'a> Origin<'a> {
    fn new(source: &'a Source) -> Self {
        Self {
            kind: source.kind.name(),
            name: source.name.as_ref().map(Party::as_str),
            count: source.count,
            descriptor: source.descriptor.as_deref(),
        }
    }
}

impl<'a> Passage<'a> {
    fn new(evidence: &'a Evidence, offsets: &Offsets<'_>) -> Self {
        let (start, end) = code_points(evidence.span, offsets);
        Self { start, end, text: &evidence.quote }
    }
}

impl<'a> Mention<'a> {
    fn new(argument: &'a Argument, offsets: &Offsets<'_>) -> Self {
        let (start, end) = code_points(argument.span, offsets);
        Self {
            role: argument.role.name(),
            entity: argument.entity.as_ref().map(Party::as_str),
            text: &argument.text,
            start,
            end,
        }
    }
}

fn names(parties: &[Party]) -> Vec<&str> {
    parties.iter().map(Party::as_str).collect()
}

fn code_points(span: Span, offsets: &Offsets<'_>) -> (usize, usize) {
    offsets
        .span_to_unit(span, OffsetUnit::CodePoints)
        .expect("spans of a reading lie on its text's characters")
}
