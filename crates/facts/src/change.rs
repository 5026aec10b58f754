//! What the log says of an article.

use entente_model::{ArticleId, Entity, Event, Tenant};

use crate::{ArticleInfo, Moment};

/// What one entry of the log changes. Entries count in the order of the log: the last one about an article holds.
#[derive(Debug, Clone, PartialEq)]
pub enum ArticleChange {
    /// A new article, or a revision whose events replace those of the one before.
    Accepted(Box<AcceptedArticle>),
    /// The revision that stands, read anew: its events replace those read before. An id that both have is the same event.
    Reextracted(Box<AcceptedArticle>),
    /// A withdrawal: none of the article's events stands any more.
    Retracted {
        /// Whose.
        tenant: Tenant,
        /// Which article.
        article: ArticleId,
        /// When the log took the withdrawal.
        at: Moment,
    },
    /// An erasure: nothing of the article is left, neither in what is believed nor in what once was.
    Erased {
        /// Whose.
        tenant: Tenant,
        /// Which article.
        article: ArticleId,
        /// When the log took the erasure.
        at: Moment,
    },
}

/// An article revision with all that was read in it.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptedArticle {
    /// What is told of it.
    pub info: ArticleInfo,
    /// The text that offsets count in.
    pub text: String,
    /// The entities that events name, with every form that refers to them.
    pub entities: Vec<Entity>,
    /// The events in their order, each with its place, which ends its id. No place of a revision is given twice: an event
    /// that is found again when the article is read anew keeps its place, every other gets one that none had.
    pub events: Vec<(u32, Event)>,
}
