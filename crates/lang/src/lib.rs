//! What is known of languages, as data: word forms generated from paradigms, function words, places, descriptors of
//! companies and people; and the organisations known in any language.
//!
//! Everything of one language lies in `data/<iso>/*.toml`; adding a language touches nothing else. The data is embedded
//! at compile time, read once, and refused with the file, key and value named. Deliberately absent: statistics learnt
//! from texts, and anything that reads a text: that is the extractor's work.

mod analysis;
mod calibration;
mod conventions;
mod descriptors;
mod dimensions;
mod discourse;
mod error;
mod function_words;
mod knowledge;
mod lang;
mod languages;
mod lexicon;
mod paradigm;
mod phrases;
mod places;
mod questions;
mod rules;
mod sector;
mod source;
mod suffixes;
mod verb;
mod words;

pub use analysis::{Analysis, Determiner, Gender, LemmaId, Negation, Number, Person, Pos, Pronoun, Tense};
pub use calibration::{Calibration, Sign, Signs, TypeCalibration, logit};
pub use descriptors::{Descriptor, Meaning, Relation, Role};
pub use dimensions::{
    Bound, CalendarCase, DatePattern, DateRole, Dimensions, Element, Kind, Kinds, Matcher, NumericDates,
    Patterns, Period, Season, Slot, Start, Term, TimeUnit,
};
pub use discourse::{Classes, Discourse, Idiom};
pub use error::LangError;
pub use knowledge::{Knowledge, KnownName, Organisation, OrganisationKind};
pub use lang::Lang;
pub use languages::Languages;
pub use phrases::Phrases;
pub use places::{Place, PlaceForm, PlaceKind, Places};
pub use questions::QuestionFiles;
pub use rules::{Condition, Example, Outcome, Path, Rule, RuleRole, Rules, Scope, Written};
pub use sector::Sector;
pub use verb::{Verb, VerbUse};
