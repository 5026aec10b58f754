//! How what is believed is read.

use entente_model::{ArticleId, ContradictionKind, EventType, Interest, Tenant};
use jiff::Timestamp;

use crate::{
    AsOf, Contradiction, ContradictionPosition, EntityId, Fact, FactId, FactPosition, FactQuery,
    FactRevision, FactStage, FactsError, FoundFact, Identity, Moment, StakeRole, Support, TimelinePosition,
};

/// Most supports and most revisions that the history of a fact shows.
pub const HISTORY_MOST: usize = 200;

/// Most facts that a timeline looks through.
pub const TIMELINE_FACTS_MOST: usize = 10_000;

/// A fact with all that it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct FactHistory {
    /// The fact, with its leading support.
    pub found: FoundFact,
    /// All its stages in the order of their days.
    pub stages: Vec<FactStage>,
    /// How it came to be believed, oldest first; at most [`HISTORY_MOST`], the newest.
    pub revisions: Vec<FactRevision>,
    /// What bears on it, newest article first, with what was withdrawn; at most [`HISTORY_MOST`].
    pub supports: Vec<Support>,
    /// What is at odds with it.
    pub contradictions: Vec<FoundContradiction>,
}

/// A page of facts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FactPage {
    /// The facts, in the order of their places in the list.
    pub facts: Vec<FoundFact>,
    /// Where the next page begins; none on the last. A page may hold fewer facts than asked for and still be followed by others.
    pub next: Option<FactPosition>,
}

/// A contradiction with what shows both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundContradiction {
    /// The contradiction.
    pub contradiction: Contradiction,
    /// What one side says.
    pub one_side: Vec<Support>,
    /// What the other side says.
    pub other_side: Vec<Support>,
}

/// Which contradictions are asked for; every condition that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContradictionQuery {
    /// One of these is involved; no condition when empty.
    pub entities: Vec<EntityId>,
    /// Only these kinds; any when empty.
    pub kinds: Vec<ContradictionKind>,
    /// Only those after this place of the list.
    pub after: Option<ContradictionPosition>,
    /// At most this many.
    pub limit: usize,
}

impl ContradictionQuery {
    /// True when it meets every condition; `after` and `limit` are the list's business.
    pub fn matches(&self, contradiction: &Contradiction) -> bool {
        let involved = |id: &EntityId| contradiction.entities.contains(id);
        (self.kinds.is_empty() || self.kinds.contains(&contradiction.kind))
            && (self.entities.is_empty() || self.entities.iter().any(involved))
    }
}

/// Whose timeline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimelineQuery {
    /// One of these takes part.
    pub entities: Vec<EntityId>,
    /// One of these takes part beside it, in another role; no condition when empty.
    pub counterparts: Vec<EntityId>,
    /// Only facts of these kinds.
    pub types: Vec<EventType>,
    /// Only what the log had taken by then; now when none.
    pub known_at: Option<Timestamp>,
    /// Only stages after this place of the timeline.
    pub after: Option<TimelinePosition>,
    /// At most this many stages.
    pub limit: usize,
}

/// A page of a timeline.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// The stages, oldest day first.
    pub entries: Vec<TimelineEntry>,
    /// Where the next page begins; none on the last.
    pub next: Option<TimelinePosition>,
    /// There are more facts than are looked through.
    pub truncated: bool,
}

/// One stage of one fact.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// The fact.
    pub fact: Fact,
    /// The stage.
    pub stage: FactStage,
    /// The support that tells the stage best; none where nothing affirms it.
    pub lead: Option<Support>,
    /// The support that denies it best.
    pub denial: Option<Support>,
    /// Its place in the timeline.
    pub position: TimelinePosition,
}

/// How facts changed by one entry of the log.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FactChanges {
    /// Each fact that changed, as it was after the entry, in the order of their ids.
    pub revisions: Vec<FactRevision>,
    /// Contradictions that these facts take part in, as they stand now.
    pub contradictions: Vec<FoundContradiction>,
}

/// What is believed, along both axes of time. Reads block on a disk at most.
pub trait Beliefs {
    /// A fact with all that it rests on; none when nothing had been told of it. A fact whose articles were all withdrawn is still found, without stages.
    fn fact(&self, tenant: &Tenant, id: FactId, as_of: AsOf) -> Result<Option<FactHistory>, FactsError>;

    /// The facts that meet all conditions. Their order is that of their places as of now, whatever point of time is asked for.
    fn facts(&self, tenant: &Tenant, query: &FactQuery) -> Result<FactPage, FactsError>;

    /// The stages of the facts of an entity or of a pair, oldest day first.
    fn timeline(&self, tenant: &Tenant, query: &TimelineQuery) -> Result<Timeline, FactsError>;

    /// What is at odds as of now, brought up last first.
    fn contradictions(
        &self,
        tenant: &Tenant,
        query: &ContradictionQuery,
    ) -> Result<Vec<FoundContradiction>, FactsError>;

    /// The stakes that one of these companies has in this role, in any order, at most `limit`: what holds and what is pending.
    fn stakes(
        &self,
        tenant: &Tenant,
        companies: &[EntityId],
        role: StakeRole,
        interest: Interest,
        as_of: AsOf,
        limit: usize,
    ) -> Result<Vec<Fact>, FactsError>;

    /// The entity of an id or the one that it has become part of, why its names are one, and how it came to be one; none where no standing event
    /// names it.
    fn identity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<Identity>, FactsError>;

    /// How facts changed by the entry about `article` that the log took at `at`.
    fn changes(&self, tenant: &Tenant, article: &ArticleId, at: Moment) -> Result<FactChanges, FactsError>;
}
