//! The record of a base id: what articles call it, in how many events it takes part, and what they tell of who it is.

use std::collections::BTreeMap;

use entente_facts::{EntityId, Names, Signs};
use serde::{Deserialize, Serialize};

use super::vocabulary::Coded;
use super::{RecordError, decode, encode};

/// What standing articles tell of one base id.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) names: Names,
    pub(crate) events: u64,
    pub(crate) signs: Signs,
}

/// Who, and how often.
type Counts = Vec<([u8; 16], u64)>;

#[derive(Serialize, Deserialize)]
struct ToldRecord<'a> {
    /// Each name with the number of articles that use it as its own, and as a short form.
    #[serde(borrow)]
    names: Vec<(&'a str, u64, u64)>,
    events: u64,
    #[serde(borrow)]
    signs: SignsRecord<'a>,
}

#[derive(Serialize, Deserialize)]
struct SignsRecord<'a> {
    #[serde(borrow)]
    names: Vec<(&'a str, u64)>,
    kinds: Vec<(u8, u64)>,
    countries: Vec<(&'a str, u64)>,
    short_for: Counts,
    calls_person: Counts,
    names_person: Counts,
    apart: Counts,
    dependants: Counts,
}

impl Told {
    /// True when no standing article tells anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.signs.is_empty()
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>, RecordError> {
        let Self { names, events, signs } = self;
        encode(&ToldRecord {
            names: names.iter().collect(),
            events: *events,
            signs: SignsRecord {
                names: texts(&signs.names),
                kinds: signs.kinds.iter().map(|(kind, count)| (kind.code(), *count)).collect(),
                countries: texts(&signs.countries),
                short_for: counts(&signs.short_for),
                calls_person: counts(&signs.calls_person),
                names_person: counts(&signs.names_person),
                apart: counts(&signs.apart),
                dependants: counts(&signs.dependants),
            },
        })
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, RecordError> {
        let ToldRecord { names, events, signs } = decode(bytes)?;
        let kind = |(code, count)| Ok((Coded::of_code(code)?, count));
        Ok(Self {
            names: names.into_iter().map(|(name, own, seen)| (name.to_owned(), own, seen)).collect(),
            events,
            signs: Signs {
                names: to_texts(signs.names),
                kinds: signs.kinds.into_iter().map(kind).collect::<Result<_, RecordError>>()?,
                countries: to_texts(signs.countries),
                short_for: to_counts(signs.short_for),
                calls_person: to_counts(signs.calls_person),
                names_person: to_counts(signs.names_person),
                apart: to_counts(signs.apart),
                dependants: to_counts(signs.dependants),
            },
        })
    }
}

fn texts(counts: &BTreeMap<String, u64>) -> Vec<(&str, u64)> {
    counts.iter().map(|(text, count)| (text.as_str(), *count)).collect()
}

fn to_texts(counts: Vec<(&str, u64)>) -> BTreeMap<String, u64> {
    counts.into_iter().map(|(text, count)| (text.to_owned(), count)).collect()
}

fn counts(counts: &BTreeMap<EntityId, u64>) -> Counts {
    counts.iter().map(|(id, count)| (id.to_bytes(), *count)).collect()
}

fn to_counts(counts: Counts) -> BTreeMap<EntityId, u64> {
    counts.into_iter().map(|(id, count)| (EntityId::from_bytes(id), count)).collect()
}
