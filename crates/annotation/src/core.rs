//! What must agree before two events can be the same: who and what, not how or when.

use std::collections::BTreeSet;
use std::ops::Range;

use entente_model::{Assertion, EventType, Party, Polarity, StakeAction};
use entente_text::Offsets;

use crate::account::Entry;
use crate::name::Identity;
use crate::overlap::{overlap, shared_words};

/// Share of two passages that must be common for them to tell one plan.
const SAME_PASSAGE: f64 = 0.3;
/// Share of words that must be common for two quotations to be one.
const SAME_QUOTATION: f64 = 0.6;

/// What a change of a holding does to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Hold,
    Up,
    Down,
    Merge,
}

/// Who and what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// Two of those who work together.
    Partners([Identity; 2]),
    /// A holder and what it holds.
    Holding(Identity, Identity, Family),
    /// Two of those that merge.
    Merger([Identity; 2]),
    /// Whose plan.
    Plan(Identity),
    /// Whose words.
    Words(BTreeSet<Identity>),
}

/// One comparable part of an event; an event of many parties has many.
#[derive(Debug)]
pub(crate) struct Core<'a> {
    pub(crate) topic: Topic,
    pub(crate) polarity: Polarity,
    /// Where a plan is told, in code points.
    pub(crate) places: Vec<Range<usize>>,
    /// The quotation of a statement.
    pub(crate) quote: &'a str,
    /// Of all that is counted; an agreement of n parties weighs as much as n - 1 of two.
    pub(crate) weight: f64,
    /// The entry that it is of.
    pub(crate) entry: usize,
}

/// The cores of the events of one type, in the order of the account.
pub(crate) fn cores<'a>(
    entries: &'a [Entry],
    kind: EventType,
    text: &str,
    offsets: &Offsets<'_>,
    who: &dyn Fn(&Party) -> Identity,
) -> Vec<Core<'a>> {
    let mut cores = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let event = &entry.event;
        if event.assertion.event_type() != kind {
            continue;
        }
        let mut add = |topic, weight, places, quote| {
            cores.push(Core { topic, polarity: event.polarity, places, quote, weight, entry: index });
        };
        match &event.assertion {
            Assertion::Partnership(told) => {
                for (pair, weight) in pairs(&told.parties, who) {
                    add(Topic::Partners(pair), weight, Vec::new(), "");
                }
            }
            Assertion::Stake(told) => match family(told.action) {
                Family::Merge => {
                    for (pair, weight) in pairs(&told.holders, who) {
                        add(Topic::Merger(pair), weight, Vec::new(), "");
                    }
                }
                family @ (Family::Hold | Family::Up | Family::Down) => {
                    for holder in &told.holders {
                        add(Topic::Holding(who(holder), who(&told.target), family), 1.0, Vec::new(), "");
                    }
                }
            },
            Assertion::Strategy(told) => {
                let places = entry.passages.iter().flat_map(|passage| passage.places(text, offsets));
                add(Topic::Plan(who(&told.actor)), 1.0, places.collect(), "");
            }
            Assertion::Statement(told) => {
                add(Topic::Words(told.speakers.iter().map(who).collect()), 1.0, Vec::new(), &told.quote);
            }
        }
    }
    cores
}

/// Each unordered pair, and what it weighs.
fn pairs(parties: &[Party], who: &dyn Fn(&Party) -> Identity) -> Vec<([Identity; 2], f64)> {
    let identities: Vec<Identity> = parties.iter().map(who).collect();
    #[expect(clippy::cast_precision_loss, reason = "parties are counted on fingers")]
    let weight = 1.0 / identities.len().saturating_sub(1).max(1) as f64;
    let mut pairs = Vec::new();
    for (index, first) in identities.iter().enumerate() {
        for second in &identities[index + 1..] {
            let mut pair = [first.clone(), second.clone()];
            pair.sort();
            pairs.push((pair, weight));
        }
    }
    pairs
}

fn family(action: StakeAction) -> Family {
    match action {
        StakeAction::Hold => Family::Hold,
        StakeAction::Acquire | StakeAction::Increase => Family::Up,
        StakeAction::Reduce | StakeAction::Dispose => Family::Down,
        StakeAction::Merge => Family::Merge,
    }
}

impl Core<'_> {
    /// Whether the two tell the same.
    pub(crate) fn agrees_with(&self, other: &Self) -> bool {
        match (&self.topic, &other.topic) {
            (Topic::Words(a), Topic::Words(b)) => {
                !a.is_disjoint(b) && shared_words(self.quote, other.quote) >= SAME_QUOTATION
            }
            (Topic::Plan(_), Topic::Plan(_)) => self.is_like(other) && self.nearness(other) >= SAME_PASSAGE,
            _ => self.is_like(other),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        self.topic == other.topic && self.polarity == other.polarity
    }

    /// How much of the passages of two plans is common.
    pub(crate) fn nearness(&self, other: &Self) -> f64 {
        overlap(&self.places, &other.places)
    }
}
