//! What reading an article gives.

use crate::vocabulary::vocabulary;
use crate::{Event, Language, Span};

/// An organisation, state, person or asset that the article speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// The key: the fullest proper name used in the article.
    pub name: String,
    /// Every surface form that refers to it there, the key first, pronouns left out.
    pub forms: Vec<String>,
    /// What sort of body the article presents it as; none when nothing tells.
    pub kind: Option<EntityKind>,
    /// ISO 3166-1 alpha-2 code of its home country, where known or told.
    pub country: Option<String>,
}

impl Entity {
    /// An entity of which nothing is known but its name.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { forms: vec![name.clone()], name, kind: None, country: None }
    }
}

vocabulary! {
    /// What sort of body an entity was taken for.
    pub enum EntityKind as "entity kind" {
        /// A company or another organisation.
        Organization = "ORGANIZATION",
        /// An outlet that reports.
        Media = "MEDIA",
        /// A state as an actor.
        State = "STATE",
        /// A place, which does not act.
        Place = "PLACE",
        /// A political party or a sport club: it speaks, and its alliances are no business.
        Association = "ASSOCIATION",
        /// A person.
        Person = "PERSON",
    }
}

vocabulary! {
    /// Why something was not read.
    pub enum DiagnosticCode as "diagnostic code" {
        /// No language that Entente reads was found; nothing was read.
        LanguageUnknown = "LANGUAGE_UNKNOWN",
        /// The language was not given and is the likeliest of those that Entente reads.
        LanguageDetected = "LANGUAGE_DETECTED",
        /// The article holds no trigger and no quotation; nothing was read beyond that.
        NothingToRead = "NOTHING_TO_READ",
        /// A rule matched but a part of it could not be resolved, so that no event was made.
        Unresolved = "UNRESOLVED",
        /// An event contradicted itself (a share above 100, a company its own partner) and was dropped.
        Implausible = "IMPLAUSIBLE",
        /// A bound on words or events was reached; the rest was left unread.
        Truncated = "TRUNCATED",
    }
}

/// A remark of the reader: what it did not read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of remark.
    pub code: DiagnosticCode,
    /// In words.
    pub message: String,
    /// The passage it is about, if one.
    pub span: Option<Span>,
}

/// What reading an article gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The language it was read in; none when nothing was read.
    pub language: Option<Language>,
    /// The entities that events name, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// The events, in the order of their first evidence.
    pub events: Vec<Event>,
    /// What was not read.
    pub diagnostics: Vec<Diagnostic>,
}
