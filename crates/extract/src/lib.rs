//! Document -> events and diagnostics: the cascade that reads an article. Pure and deterministic.
//!
//! Stages, each in a file of its own: figures ([`dimension`]), names ([`name`]) and who they stand for ([`entity`]), one reading a word
//! ([`tag`]), noun and verb groups ([`group`], [`verb`]), who speaks ([`attribution`]), subjects and governors
//! ([`clause`]), all of it together a [`scene`]; then rules tried on triggers ([`matching`]) with arguments found by abstract
//! paths ([`argument`], [`reference`]), how far and how sure ([`outlook`]), events made of matches ([`assembly`]), quotations
//! ([`statement`], [`frame`], [`cue`], [`speaker`], [`antecedent`]), dates that a later sentence adds ([`completion`]), the same told
//! twice joined ([`merge`]), and how likely all of it is right ([`confidence`]). What each stage saw, and what kept a rule from firing, is told on demand ([`explainer`]).
//!
//! Deliberately absent: words of any language (they are data of `entente-lang`, and so are the few coefficients of confidence), IO,
//! clocks, randomness.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a grammar names the kinds of word that it asks for; all others mean the same to it"
)]
#![expect(clippy::similar_names, reason = "a class and the classes of a word are the terms of the field")]

mod antecedent;
mod argument;
mod assembly;
mod attribution;
mod clause;
mod completion;
mod confidence;
mod cue;
mod dimension;
mod entity;
mod explainer;
mod figure;
mod frame;
mod group;
mod matching;
mod merge;
mod name;
mod outlook;
mod reader;
mod reference;
mod scene;
mod speaker;
mod statement;
mod tag;
mod verb;

pub use confidence::Grounds;
pub use dimension::amounts;
pub use entente_lang::{Knowledge, LangError};
pub use reader::{Reader, Stage};
