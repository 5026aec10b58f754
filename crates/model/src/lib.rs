//! The domain's types: articles, the events read in them, and the values those carry.
//!
//! Values that can't be wrong once made: a [`Percent`] lies between 0 and 100, a [`Timex`] is well formed, a
//! [`Language`] is a two-letter code. Names and meanings are those of the published contract in `proto/`.
//! Deliberately absent: serde, protobuf, IO, async. How a value is stored or sent is its carrier's business.

mod article;
mod event;
mod evidence;
mod explanation;
mod fact;
mod language;
mod money;
mod partnership;
mod reading;
mod share;
mod source;
mod span;
mod stake;
mod statement;
mod strategy;
mod timex;
mod vocabulary;

pub use article::{Article, ArticleId, IdError, Publication, Tenant};
pub use event::{Assertion, Certainty, Event, EventType, Extractor, Party, Polarity};
pub use evidence::{Argument, Evidence, Role};
pub use explanation::{
    Aspect, Attempt, Attribution, Clause, EventFate, EventOutcome, Explanation, FilledRole, Mention,
    MentionForm, Outlook, SeenEntity, Trigger, TriggerKind, Verdict,
};
pub use fact::{ContradictionKind, FactStatus, RevisionReason};
pub use language::{Language, LanguageError};
pub use money::{Currency, Money, MoneyError};
pub use partnership::{Partnership, PartnershipKind, PartnershipStatus};
pub use reading::{Diagnostic, DiagnosticCode, Entity, EntityKind, Reading};
pub use share::{Percent, Share, ShareError};
pub use source::{Source, SourceKind};
pub use span::Span;
pub use stake::{Interest, Stake, StakeAction, StakeStatus};
pub use statement::Statement;
pub use strategy::{Strategy, StrategyAction, StrategyStatus};
pub use timex::{Timex, TimexError};
pub use vocabulary::UnknownName;
