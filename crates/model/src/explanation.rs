//! Why a passage was read as it was: what was seen in it, the rules that fired, and what kept the others from firing.

use crate::vocabulary::vocabulary;
use crate::{Certainty, Diagnostic, EntityKind, Event, EventType, Language, Polarity, Source, Span};

/// Why a passage was read as it was. The text around it counts as it does in reading: names and sources reach over sentences.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explanation {
    /// The language that the text was read in; none when nothing was read.
    pub language: Option<Language>,
    /// The passage that is explained.
    pub passage: Span,
    /// Who is spoken of in the passage, in the order of their first mention there.
    pub entities: Vec<SeenEntity>,
    /// What stands for them, in the order of the text.
    pub mentions: Vec<Mention>,
    /// The verbs, with their subjects, in the order of the text.
    pub clauses: Vec<Clause>,
    /// Who says what, in the order of the text.
    pub attributions: Vec<Attribution>,
    /// The words that rules name, with each rule tried on them, in the order of the text.
    pub triggers: Vec<Trigger>,
    /// The events that the passage takes part in, as the whole text's reading has them, in the order of their first evidence.
    pub events: Vec<Event>,
    /// The remarks of the reader on the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Who is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenEntity {
    /// The key: the fullest proper name used in the text.
    pub name: String,
    /// What it was taken for.
    pub kind: EntityKind,
    /// It is among the known organisations.
    pub known: bool,
    /// ISO 3166 alpha-2 code of its home country, where known or told.
    pub country: Option<String>,
    /// Identifiers of a known organisation: scheme and code.
    pub identifiers: Vec<(String, String)>,
}

vocabulary! {
    /// How a mention stands for an entity.
    pub enum MentionForm as "mention form" {
        /// By a name.
        Name = "NAME",
        /// By a noun group: "the French group", "its subsidiary".
        Description = "DESCRIPTION",
        /// By a pronoun.
        Pronoun = "PRONOUN",
    }
}

/// Words that stand for one entity, or for several: "both companies".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where they stand.
    pub span: Span,
    /// How.
    pub form: MentionForm,
    /// The keys of the entities.
    pub entities: Vec<String>,
}

/// A verb and what was found around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The verb with its auxiliaries.
    pub verb: Span,
    /// What it means, an idiom's own lemma; empty where the form is unknown.
    pub lemma: String,
    /// Where its grammatical subject stands; empty where none was found.
    pub subject: Vec<Span>,
    /// The verb or noun that it depends on.
    pub governor: Option<Span>,
    /// It is passive.
    pub passive: bool,
    /// It is negated.
    pub negated: bool,
}

/// Who says a part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The words that tell who says it.
    pub teller: Span,
    /// What is said.
    pub scope: Span,
    /// Who says it.
    pub source: Source,
    /// The verb of saying denies it.
    pub denies: bool,
}

vocabulary! {
    /// Which sort of word a trigger is.
    pub enum TriggerKind as "trigger kind" {
        /// A verb, or an idiom that stands for one.
        Verb = "VERB",
        /// A noun.
        Noun = "NOUN",
    }
}

/// A word that rules name.
#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    /// Its group: a verb with its auxiliaries, a noun with its determiner and adjectives.
    pub span: Span,
    /// The lemma that the rules name.
    pub lemma: String,
    /// Which sort of word it is.
    pub kind: TriggerKind,
    /// It stands in words that tell who speaks: no rule fires on it.
    pub masked: bool,
    /// The verbs and nouns that it depends on, the nearest first: they say how far things have come.
    pub governors: Vec<Span>,
    /// The attribution that it stands in, the innermost: a place in [`Explanation::attributions`].
    pub attribution: Option<usize>,
    /// Every rule that names the lemma: the one that fired first, then those that came nearest.
    pub attempts: Vec<Attempt>,
}

/// One rule tried on one trigger.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// The rule's name.
    pub rule: String,
    /// The type of the events that it makes.
    pub event_type: EventType,
    /// Of rules that could fire on one trigger the highest does.
    pub priority: u8,
    /// What the words around the trigger say of the event.
    pub outlook: Outlook,
    /// Whether it fired, else what failed first.
    pub verdict: Verdict,
    /// What fills its roles. Empty where a condition failed: arguments are looked for after conditions.
    pub arguments: Vec<FilledRole>,
    /// What became of each event that it made; of a rule that fired alone.
    pub outcomes: Vec<EventOutcome>,
}

vocabulary! {
    /// How far something has come, as the trigger's verb and what governs it say.
    pub enum Aspect as "aspect" {
        /// Nothing is said: a noun without a verb.
        Untold = "UNTOLD",
        /// Told in the present.
        Present = "PRESENT",
        /// It happened.
        Done = "DONE",
        /// It goes on.
        Continuing = "CONTINUING",
        /// It has begun.
        Begun = "BEGUN",
        /// It will happen.
        Future = "FUTURE",
        /// It is intended.
        Planned = "PLANNED",
        /// It is looked for.
        Sought = "SOUGHT",
        /// Talks go on.
        Negotiating = "NEGOTIATING",
        /// It was agreed, signed, announced.
        Agreed = "AGREED",
        /// It was offered, and not yet answered.
        Offered = "OFFERED",
        /// It is being changed.
        Amended = "AMENDED",
        /// It is over.
        Ended = "ENDED",
        /// It came to nothing.
        Failed = "FAILED",
    }
}

/// What the words around a trigger say of its event. Who says it may still change polarity and certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// How far it has come.
    pub aspect: Aspect,
    /// Whether it is so.
    pub polarity: Polarity,
    /// At most this sure.
    pub certainty: Certainty,
}

/// Whether a rule fired, else what failed first. Conditions, roles and paths are written as in the rule's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It fired.
    Fired,
    /// It could have fired, had this rule of higher priority not done so.
    Outranked(String),
    /// It could have fired, were the trigger not in words that tell who speaks.
    Masked,
    /// Nothing fills a role that the event can't do without; these paths were tried.
    Unfilled {
        /// The role.
        role: String,
        /// The paths, in the order in which they were tried.
        paths: Vec<String>,
    },
    /// Fewer than two parties were found.
    TooFewParties,
    /// No party is a company, or the plan is none of a company's.
    NoCompany,
    /// A condition that must not hold is met.
    Met {
        /// The condition.
        condition: String,
        /// The words that meet it.
        by: Span,
    },
    /// A condition that must hold is not met.
    Unmet {
        /// The condition.
        condition: String,
    },
}

/// A mention that fills a role of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledRole {
    /// The role, as the rule names it.
    pub role: String,
    /// The path that led to it, as the rule writes it.
    pub path: String,
    /// The key of the entity; none for what has no name, an asset.
    pub entity: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// What became of an event that a rule made, or why it made none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventOutcome {
    /// What became of it.
    pub fate: EventFate,
    /// The event that stands for it: a place in [`Explanation::events`].
    pub event: Option<usize>,
}

vocabulary! {
    /// What becomes of an event that a rule makes.
    pub enum EventFate as "event fate" {
        /// It is told.
        Told = "TOLD",
        /// An earlier one tells the same: they are one event.
        Joined = "JOINED",
        /// Another event tells it too, and more.
        Redundant = "REDUNDANT",
        /// None was made: fewer than two parties are left.
        TooFewParties = "TOO_FEW_PARTIES",
        /// None was made: people among themselves, or what a person or state decides.
        NoCompany = "NO_COMPANY",
        /// None was made: a person, a state or a place is not held.
        NotHeld = "NOT_HELD",
        /// None was made: the rule asks for a target with a name.
        TargetUnnamed = "TARGET_UNNAMED",
        /// None was made: a holder would hold itself.
        HoldsItself = "HOLDS_ITSELF",
        /// None was made: the rule asks for a holder that is known for what it is.
        HolderUnknown = "HOLDER_UNKNOWN",
        /// None was made: there are no words to show for it.
        Unproven = "UNPROVEN",
        /// It contradicted itself and was dropped; a diagnostic says how.
        Implausible = "IMPLAUSIBLE",
        /// The text has more events than are kept.
        Truncated = "TRUNCATED",
    }
}
