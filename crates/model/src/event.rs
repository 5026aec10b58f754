//! Events: single assertions found in an article.

use std::fmt;

use crate::vocabulary::vocabulary;
use crate::{Argument, Evidence, Partnership, Source, Stake, Statement, Strategy, Timex};

/// Someone who takes part: the key of an entity of the article, or somebody whom the text does not name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// The fullest proper name that the article uses.
    Named(String),
    /// Not named by the text; written `?`.
    Unnamed,
}

impl Party {
    /// The key, or `?`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::Unnamed => "?",
        }
    }

    /// The key, where there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Unnamed => None,
        }
    }
}

impl From<&str> for Party {
    /// `?` and the empty name are the unnamed party.
    fn from(name: &str) -> Self {
        if name.is_empty() || name == "?" { Self::Unnamed } else { Self::Named(name.to_owned()) }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

vocabulary! {
    /// The four kinds of assertion.
    pub enum EventType as "event type" {
        /// Who works with whom.
        Partnership = "PARTNERSHIP",
        /// Who holds how much of whom.
        Stake = "STAKE",
        /// Who plans what.
        Strategy = "STRATEGY",
        /// Who said what.
        Statement = "STATEMENT",
    }
}

vocabulary! {
    /// Whether the text says that it is so, or that it is not.
    pub enum Polarity as "polarity" {
        /// It is so.
        Positive = "POSITIVE",
        /// It is not so: denied, ruled out.
        Negative = "NEGATIVE",
    }
}

vocabulary! {
    /// How sure the text presents it, least sure first.
    pub enum Certainty as "certainty" {
        /// Rumour, "could", "is considering".
        Possible = "POSSIBLE",
        /// Reported from unnamed sources or a third party, "is expected to".
        Probable = "PROBABLE",
        /// Stated flat, or announced by a party.
        Certain = "CERTAIN",
    }
}

/// What an event asserts.
#[derive(Debug, Clone, PartialEq)]
pub enum Assertion {
    /// Who works with whom.
    Partnership(Partnership),
    /// Who holds how much of whom.
    Stake(Stake),
    /// Who plans what.
    Strategy(Strategy),
    /// Who said what.
    Statement(Statement),
}

impl Assertion {
    /// Which of the four.
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::Partnership(_) => EventType::Partnership,
            Self::Stake(_) => EventType::Stake,
            Self::Strategy(_) => EventType::Strategy,
            Self::Statement(_) => EventType::Statement,
        }
    }

    /// Everyone who takes part in a main role, in the order of the fields; excluded parties are not among them.
    pub fn parties(&self) -> Vec<&Party> {
        match self {
            Self::Partnership(p) => p.parties.iter().collect(),
            Self::Stake(s) => s.holders.iter().chain([&s.target]).chain(&s.seller).collect(),
            Self::Strategy(s) => vec![&s.actor],
            Self::Statement(s) => s.speakers.iter().collect(),
        }
    }
}

/// What made an event: this project's extractor, a person, another program.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Extractor {
    /// Its name, `entente` for this project's own.
    pub name: String,
    /// Its version; what it reads may change with it.
    pub version: String,
}

/// One assertion found in one revision of one article. Immutable.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What is asserted.
    pub assertion: Assertion,
    /// Said to be so or not to be so; a statement is always positive.
    pub polarity: Polarity,
    /// As the text presents it; a statement is always certain.
    pub certainty: Certainty,
    /// Who says it.
    pub source: Source,
    /// When it took or takes effect.
    pub time: Option<Timex>,
    /// A stated deadline or expected completion.
    pub expected: Option<Timex>,
    /// The passages that carry it, in the order of the text; at least one.
    pub evidence: Vec<Evidence>,
    /// The mentions that fill its roles, in the order of the text.
    pub arguments: Vec<Argument>,
    /// How likely it is that the event is right, 0 to 1.
    pub confidence: f64,
    /// The name of the rule that made it; empty for an event made elsewhere that names none.
    pub rule: String,
    /// What made it.
    pub extractor: Extractor,
}
