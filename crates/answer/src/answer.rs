//! What comes back for a question.

use std::sync::Arc;

use entente_facts::{ArticleInfo, EventId};
use entente_model::{Evidence, Language, Money, Share, Timex};

use crate::plan::Plan;

/// An answer with its proofs, or an abstention.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The language that the question was read in, and that `text` is in.
    pub language: Language,
    /// The answer in words, or why there is none.
    pub text: String,
    /// How the question was understood; none where it was not.
    pub plan: Option<Plan>,
    /// What answers it, or why nothing does.
    pub outcome: Result<Proven, Abstention>,
    /// What is wanting, where nothing answers it.
    pub lack: Option<Lack>,
    /// Where it was understood and nothing answers it: what is known that comes nearest, the kind that was asked for first.
    pub nearest: Vec<Nearest>,
}

/// What is wanting where there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// The question could not be read; the first word that no rule knows, where one is to blame.
    Reading(Option<String>),
    /// Nothing is told of anybody of this name.
    Name(String),
    /// Something is told of those named, but nothing with these words of the question.
    Words(Vec<String>),
    /// Nothing that answers is told of those named.
    Fact,
    /// What is told contradicts itself.
    Agreement,
    /// It is not read for.
    Scope,
}

/// Something known that does not answer, and comes near.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// In words, in the language of the question, with who says it and how surely.
    pub text: String,
    /// What proves it; never empty.
    pub citations: Vec<Citation>,
}

/// What answers a question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proven {
    /// The organisations and people that are the answer, by the name that the first event told has for them.
    pub entities: Vec<String>,
    /// The share that is the answer.
    pub share: Option<Share>,
    /// The amount that is the answer.
    pub amount: Option<Money>,
    /// Yes or no.
    pub verdict: Option<bool>,
    /// The date that is the answer.
    pub time: Option<Timex>,
    /// What proves it; never empty.
    pub citations: Vec<Citation>,
}

/// A passage that proves a part of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// The article it stands in.
    pub article: Arc<ArticleInfo>,
    /// Where, and the words at that place.
    pub evidence: Evidence,
    /// The event that it carries.
    pub event: EventId,
}

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Abstention {
    /// The question was not understood.
    NotUnderstood,
    /// It was understood, and no fact answers it.
    NotKnown,
    /// It is about something that is not read for.
    OutOfScope,
}
