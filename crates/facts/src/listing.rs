//! Which facts are asked for, and in which order they are listed.

use std::cmp::Ordering;

use entente_model::{Certainty, EventType, FactStatus};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{About, AsOf, EntityId, Fact, FactId, FoundFact, Moment, Words};

/// The part of an entity in a stake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StakeRole {
    /// It holds.
    Holder,
    /// It is held.
    Target,
}

/// Where a fact stands in a list: that with the newest article first; facts without a dated article come after all others. Then the one that was
/// learned last, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FactPosition {
    /// When the newest article came out among those that stand.
    pub published: Option<Timestamp>,
    /// When the log took the first article that told of it.
    pub learned: Moment,
    /// The fact.
    pub id: FactId,
}

impl Ord for FactPosition {
    fn cmp(&self, other: &Self) -> Ordering {
        // `None` is below every time, so reversing both puts undated facts last.
        let newest = other.published.cmp(&self.published).then(other.learned.cmp(&self.learned));
        newest.then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for FactPosition {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Which facts are asked for; every condition that is set must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct FactQuery {
    /// In which list; mergers are listed with partnerships.
    pub event_type: EventType,
    /// One of these takes part; no condition when empty.
    pub entities: Vec<EntityId>,
    /// One of these takes part beside one of `entities`, in another role; no condition when empty.
    pub counterparts: Vec<EntityId>,
    /// Stakes: the part that one of `entities` has; either when none.
    pub role: Option<StakeRole>,
    /// Only these stages, holding or pending; any when empty.
    pub statuses: Vec<FactStatus>,
    /// At least this certainty, of what holds or else of what is pending.
    pub minimum_certainty: Option<Certainty>,
    /// At least this belief, 0 to 1.
    pub minimum_belief: f64,
    /// Only facts that are disputed.
    pub disputed_only: bool,
    /// Words of which each occurs in the topics, the regions or the evidence of the leading support.
    pub words: Words,
    /// The newest article came out at or after this time; a fact without a dated article does not match.
    pub published_from: Option<Timestamp>,
    /// The newest article came out before this time; likewise.
    pub published_before: Option<Timestamp>,
    /// At which point of time.
    pub as_of: AsOf,
    /// Only facts after this place of the list: the last one of the page before.
    pub after: Option<FactPosition>,
    /// At most this many.
    pub limit: usize,
}

impl FactQuery {
    /// All facts of a kind as of now, as many as `limit`; conditions are added by setting fields.
    pub fn new(event_type: EventType, limit: usize) -> Self {
        Self {
            event_type,
            entities: Vec::new(),
            counterparts: Vec::new(),
            role: None,
            statuses: Vec::new(),
            minimum_certainty: None,
            minimum_belief: 0.0,
            disputed_only: false,
            words: Words::default(),
            published_from: None,
            published_before: None,
            as_of: AsOf::NOW,
            after: None,
            limit,
        }
    }

    /// True when the fact stands and meets every condition; `as_of`, `after` and `limit` are the list's business.
    pub fn matches(&self, found: &FoundFact) -> bool {
        self.accepts(&found.fact) && self.accepts_words(found)
    }

    /// [`FactQuery::matches`] without the words, for which the leading support is not needed.
    pub fn accepts(&self, fact: &Fact) -> bool {
        fact.stands()
            && fact.about.event_type() == self.event_type
            && (self.statuses.is_empty() || self.statuses.iter().any(|&status| fact.is_at(status)))
            && self
                .minimum_certainty
                .is_none_or(|least| fact.shown().is_some_and(|stage| stage.certainty >= least))
            && fact.belief >= self.minimum_belief
            && (fact.disputed || !self.disputed_only)
            && self.accepts_time(fact.published)
            && self.accepts_participants(fact)
    }

    /// True when each word is found.
    pub fn accepts_words(&self, found: &FoundFact) -> bool {
        let fact = &found.fact;
        let evidence = found.lead.iter().flat_map(|lead| &lead.evidence).map(|evidence| &evidence.quote);
        self.words.found_in(fact.topics.iter().chain(&fact.regions).chain(evidence).map(String::as_str))
    }

    fn accepts_time(&self, published: Option<Timestamp>) -> bool {
        self.published_from.is_none_or(|from| published.is_some_and(|time| time >= from))
            && self.published_before.is_none_or(|before| published.is_some_and(|time| time < before))
    }

    fn accepts_participants(&self, fact: &Fact) -> bool {
        let participants = fact.participants();
        let in_role = |place: usize| match (self.role, &fact.about) {
            (None, _) => true,
            (Some(StakeRole::Holder), About::Stake { holder, .. }) => holder.is_some() && place == 0,
            (Some(StakeRole::Target), About::Stake { .. }) => place + 1 == participants.len(),
            (Some(_), _) => false,
        };
        let places = |ids: &[EntityId]| -> Vec<usize> {
            (0..participants.len()).filter(|&i| ids.is_empty() || ids.contains(&participants[i])).collect()
        };
        let one: Vec<usize> = places(&self.entities).into_iter().filter(|&place| in_role(place)).collect();
        if self.entities.is_empty() && self.counterparts.is_empty() {
            return self.role.is_none() || !one.is_empty();
        }
        if self.counterparts.is_empty() {
            return !one.is_empty();
        }
        let beside = places(&self.counterparts);
        if self.entities.is_empty() {
            return !beside.is_empty();
        }
        one.iter().any(|one| beside.iter().any(|other| one != other))
    }
}

/// Where a stage stands in a timeline: by the day by which it had begun, stages of unknown days first; then by fact, then by its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimelinePosition {
    /// The day by which the stage had begun.
    pub day: Option<Date>,
    /// The fact.
    pub fact: FactId,
    /// The stage's place among those of its fact, from 0.
    pub place: u32,
}
