//! Facts: what is believed about one thing.

use entente_model::{ArticleId, FactStatus, PartnershipKind, RevisionReason, SourceKind};
use jiff::Timestamp;

use crate::{About, EntityId, EventId, FactId, FactPosition, FactStage, Moment, Support};

/// Most topics and regions that a fact lists.
pub const WORDINGS_MOST: usize = 16;

/// What is believed about one thing, at one point of the two axes of time. It is a function of the claims that stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its id.
    pub id: FactId,
    /// What it is about.
    pub about: About,
    /// Partnerships: what kind the best support calls it.
    pub kind: Option<PartnershipKind>,
    /// Partnerships: what it is about, each wording once, the newest article's first, at most [`WORDINGS_MOST`]. Strategies: the newest
    /// article's topic alone. Statements: the quotation, as the best support has it.
    pub topics: Vec<String>,
    /// Partnerships and strategies: where, each wording once, the newest article's first, at most [`WORDINGS_MOST`].
    pub regions: Vec<String>,
    /// Mergers: what the parties become.
    pub merged: Option<EntityId>,
    /// What holds.
    pub holding: Option<FactStage>,
    /// The furthest that was planned, agreed, attempted or ended, and that is not what holds.
    pub pending: Option<FactStage>,
    /// How strongly the articles that stand bear it out, 0 to 1.
    pub belief: f64,
    /// Articles are at odds about it.
    pub disputed: bool,
    /// No claim stands any more, as of now.
    pub withdrawn: bool,
    /// How many claims stand.
    pub support_count: u32,
    /// How many independent origins they have.
    pub origin_count: u32,
    /// The best kind of source among them; none when none stands.
    pub best_source: Option<SourceKind>,
    /// When the log took the first article that told of it.
    pub learned: Moment,
    /// When the log took the entry that changed it last.
    pub revised: Moment,
    /// When the newest article came out among those that stand; none when none of them tells.
    pub published: Option<Timestamp>,
    /// The claim that bears it out best; none when none stands.
    pub lead: Option<ClaimId>,
}

/// What a claim is told apart by within its fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClaimId {
    /// The event.
    pub event: EventId,
    /// When the log took the entry that brought it: an article that is read anew brings events of the same ids.
    pub learned: Moment,
}

/// A fact with its leading support.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundFact {
    /// The fact.
    pub fact: Fact,
    /// The support that bears it out best; none where none stands.
    pub lead: Option<Support>,
    /// Its place in the list: where it stands as of now.
    pub position: FactPosition,
}

/// How a fact changed at one moment of system time.
#[derive(Debug, Clone, PartialEq)]
pub struct FactRevision {
    /// When the log took the entry that changed it.
    pub at: Moment,
    /// Why it changed.
    pub reason: RevisionReason,
    /// The article whose entry changed it.
    pub article: ArticleId,
    /// That article's revision.
    pub article_revision: u64,
    /// The fact from then on; its current stages are those of the day of `at`.
    pub fact: Fact,
}

impl Fact {
    /// Its place in every list of facts.
    pub fn position(&self) -> FactPosition {
        FactPosition { published: self.published, learned: self.learned, id: self.id }
    }

    /// Who takes part, one for each role that is filled; what parties merge into takes part too.
    pub fn participants(&self) -> Vec<EntityId> {
        let mut participants = self.about.participants();
        participants.extend(self.merged);
        participants
    }

    /// True when some claim stands.
    pub const fn stands(&self) -> bool {
        self.support_count > 0
    }

    /// The stage that is shown first: what holds, else what is pending.
    pub fn shown(&self) -> Option<&FactStage> {
        self.holding.as_ref().or(self.pending.as_ref())
    }

    /// True when what holds or what is pending is at this stage.
    pub fn is_at(&self, status: FactStatus) -> bool {
        self.holding.iter().chain(&self.pending).any(|stage| stage.status == status)
    }
}
