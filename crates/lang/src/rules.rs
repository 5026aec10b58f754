//! Rules that make events, as data: one file per language and event type.
//!
//! A rule names its triggers (lemmas of verbs and nouns), where its arguments stand, and what the event is. Argument
//! paths are abstract: `subject` and `object` are those of the meaning, whatever the voice, and for a noun too ("the
//! acquisition of X by Y"). Every rule carries examples that must and must not match; one without is refused.

mod file;
mod path;

pub use path::{Condition, Path, Scope};

use entente_model::{
    Certainty, EventType, PartnershipKind, PartnershipStatus, StakeAction, StakeStatus, StrategyAction,
    StrategyStatus,
};
use rustc_hash::FxHashMap;

use crate::analysis::LemmaId;

/// The part that an argument plays, as rules name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleRole {
    /// Of a partnership: all paths together give the parties.
    Party,
    /// Of a partnership, when the rule needs exactly one on each side.
    Partner,
    /// Of a stake.
    Holder,
    /// What is held.
    Target,
    /// Who gives it up.
    Seller,
    /// Whose strategy.
    Actor,
}

/// What the event is, whatever the text; unset parts are read from it.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own, written by name in the data"
)]
pub struct Outcome {
    /// Kind of a partnership.
    pub kind: Option<PartnershipKind>,
    /// Status of a partnership, instead of the one that the verb's tense and governors give.
    pub partnership_status: Option<PartnershipStatus>,
    /// Action of a stake.
    pub stake_action: Option<StakeAction>,
    /// Status of a stake, likewise.
    pub stake_status: Option<StakeStatus>,
    /// Action of a strategy.
    pub strategy_action: Option<StrategyAction>,
    /// Status of a strategy, likewise.
    pub strategy_status: Option<StrategyStatus>,
    /// The partner is not named: a party is added for it when only one is found.
    pub unnamed_partner: bool,
    /// Each holder holds each other holder: the targets are the holders.
    pub reciprocal: bool,
    /// The target must have a name: what has none is an asset.
    pub named: bool,
    /// What is held may be an asset without a name.
    pub assets: bool,
    /// The event tells the holding as a state: tense gives HELD or FORMER.
    pub state: bool,
    /// The holder buys into itself, a buyback: the target is the holder.
    pub own: bool,
    /// The percent told with the trigger is a threshold that the holding crosses: a bound of the holding before.
    pub threshold: bool,
    /// The holder or actor must be known for what it is, by knowledge, by the words around it or by more than one mention: the trigger
    /// alone makes no company of a name.
    pub known: bool,
    /// At most this sure, whatever the words around: "s'intéresse à" is no more than an interest.
    pub certainty: Option<Certainty>,
    /// People are no parties of it, nor holders: of what is said of their friends and works too.
    pub organisations: bool,
    /// Only people hold it: "le groupe X de Jean Martin".
    pub persons: bool,
    /// Nothing binds the parties of one side together: each pair across is an event of its own.
    pub pairwise: bool,
}

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Unique within the language, `stake.acquire` for instance.
    pub name: Box<str>,
    /// The type of the event that it makes.
    pub event: EventType,
    /// Where several rules fire on one trigger, the highest alone makes its event.
    pub priority: u8,
    /// Where its arguments stand.
    pub roles: Vec<(RuleRole, Vec<Path>)>,
    /// All must hold.
    pub needs: Vec<Condition>,
    /// None may hold.
    pub unless: Vec<Condition>,
    /// What the event is.
    pub outcome: Outcome,
    /// How likely an event of it is right, 0 to 1, in its writer's judgement: what counts until a fit has seen it, see
    /// [`crate::Calibration`].
    pub precision: f64,
    /// What must come out.
    pub examples: Vec<Example>,
    /// Texts on which it must not fire.
    pub rejects: Vec<Box<str>>,
    /// Its paths and conditions as the file has them.
    pub written: Written,
}

/// Paths and conditions of a rule in the words of its file, each list in the order of the rule's own: for whoever wants to
/// know which of them failed.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The name of each role, and its paths.
    pub roles: Vec<(Box<str>, Vec<Box<str>>)>,
    /// What it needs.
    pub needs: Vec<Box<str>>,
    /// What it must not meet.
    pub unless: Vec<Box<str>>,
}

/// A text and the event that a rule must make of it.
#[derive(Debug, Clone)]
pub struct Example {
    /// The text.
    pub text: Box<str>,
    /// `field: value` pairs parted by `;`, the fields named as in the events format.
    pub gives: Box<str>,
}

/// The rules of one language, found by their triggers.
#[derive(Debug, Default)]
pub struct Rules {
    all: Vec<Rule>,
    by_verb: FxHashMap<LemmaId, Vec<usize>>,
    by_noun: FxHashMap<LemmaId, Vec<usize>>,
    /// Those that any verb triggers.
    of_any_verb: Vec<usize>,
}

impl Rules {
    /// Every rule, file by file.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.all.iter()
    }

    /// The rules that a verb triggers, highest priority first; those that any verb triggers come last.
    pub fn of_verb(&self, lemma: LemmaId) -> impl Iterator<Item = &Rule> {
        let own = self.by_verb.get(&lemma).into_iter().flatten();
        own.chain(&self.of_any_verb).map(|&index| &self.all[index])
    }

    /// The rules that a noun triggers, highest priority first.
    pub fn of_noun(&self, lemma: LemmaId) -> impl Iterator<Item = &Rule> {
        self.by_noun.get(&lemma).into_iter().flatten().map(|&index| &self.all[index])
    }

    /// True when the lemma triggers any rule.
    pub fn is_trigger(&self, lemma: LemmaId) -> bool {
        self.by_verb.contains_key(&lemma) || self.by_noun.contains_key(&lemma)
    }
}
