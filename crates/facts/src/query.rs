//! Which events are asked for.

use entente_model::{
    Assertion, Certainty, EventType, PartnershipStatus, Polarity, StakeStatus, StrategyStatus,
};
use jiff::Timestamp;

use crate::{AsOf, EntityId, EventPosition, IndexedEvent, Words};

/// Which of the four kinds, and which statuses of it; any status when the list is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Partnerships.
    Partnerships(Vec<PartnershipStatus>),
    /// Stakes.
    Stakes(Vec<StakeStatus>),
    /// Strategies.
    Strategies(Vec<StrategyStatus>),
    /// Statements, which have no status.
    Statements,
}

impl Wanted {
    /// Every event of this type.
    pub const fn all(event_type: EventType) -> Self {
        match event_type {
            EventType::Partnership => Self::Partnerships(Vec::new()),
            EventType::Stake => Self::Stakes(Vec::new()),
            EventType::Strategy => Self::Strategies(Vec::new()),
            EventType::Statement => Self::Statements,
        }
    }

    /// Which of the four.
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::Partnerships(_) => EventType::Partnership,
            Self::Stakes(_) => EventType::Stake,
            Self::Strategies(_) => EventType::Strategy,
            Self::Statements => EventType::Statement,
        }
    }

    fn accepts(&self, assertion: &Assertion) -> bool {
        fn any<T: PartialEq>(wanted: &[T], status: &T) -> bool {
            wanted.is_empty() || wanted.contains(status)
        }
        match (self, assertion) {
            (Self::Partnerships(statuses), Assertion::Partnership(p)) => any(statuses, &p.status),
            (Self::Stakes(statuses), Assertion::Stake(s)) => any(statuses, &s.status),
            (Self::Strategies(statuses), Assertion::Strategy(s)) => any(statuses, &s.status),
            (Self::Statements, Assertion::Statement(_)) => true,
            (
                Self::Partnerships(_) | Self::Stakes(_) | Self::Strategies(_) | Self::Statements,
                Assertion::Partnership(_)
                | Assertion::Stake(_)
                | Assertion::Strategy(_)
                | Assertion::Statement(_),
            ) => false,
        }
    }
}

/// Which events are asked for; every condition that is set must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct EventQuery {
    /// The kind, and its statuses.
    pub wanted: Wanted,
    /// One of these takes part; no condition when empty. More than one only where a name stands for several entities.
    pub entities: Vec<EntityId>,
    /// One of these takes part beside one of `entities`, in another role; no condition when empty.
    pub counterparts: Vec<EntityId>,
    /// Only this polarity.
    pub polarity: Option<Polarity>,
    /// At least this certainty.
    pub minimum_certainty: Option<Certainty>,
    /// Words of which each occurs in the topic, the regions, the evidence or the quoted words.
    pub words: Words,
    /// The article came out at or after this time; an article without a date does not match.
    pub published_from: Option<Timestamp>,
    /// The article came out before this time; an article without a date does not match.
    pub published_before: Option<Timestamp>,
    /// Only what had begun by the day, as the event tells, and what stood in the index at the time. Where neither `entities` nor
    /// `counterparts` narrow it, what was withdrawn since is left out.
    pub as_of: AsOf,
    /// Only events after this place of the list: the last one of the page before.
    pub after: Option<EventPosition>,
    /// At most this many.
    pub limit: usize,
    /// At most so many articles, in the order of the list, are looked through for events that meet the conditions; a record that has all in
    /// memory may look through more.
    pub looked_through: usize,
}

impl EventQuery {
    /// All events of a kind, as many as `limit`; conditions are added by setting fields.
    pub fn new(wanted: Wanted, limit: usize) -> Self {
        Self {
            wanted,
            entities: Vec::new(),
            counterparts: Vec::new(),
            polarity: None,
            minimum_certainty: None,
            words: Words::default(),
            published_from: None,
            published_before: None,
            as_of: AsOf::NOW,
            after: None,
            limit,
            looked_through: usize::MAX,
        }
    }

    /// True when the event meets every condition; what was known, `after` and `limit` are the list's business.
    pub fn matches(&self, event: &IndexedEvent) -> bool {
        self.wanted.accepts(&event.event.assertion)
            && self.polarity.is_none_or(|polarity| event.event.polarity == polarity)
            && self.minimum_certainty.is_none_or(|least| event.event.certainty >= least)
            && self.accepts_time(event.article.published)
            && self.accepts_participants(&event.participants())
            && self.words.occur_in(&event.event)
            && self.as_of.valid_at.is_none_or(|day| event.has_begun(day))
    }

    /// True when it narrows to somebody who takes part.
    pub fn names_somebody(&self) -> bool {
        !self.entities.is_empty() || !self.counterparts.is_empty()
    }

    fn accepts_time(&self, published: Option<Timestamp>) -> bool {
        self.published_from.is_none_or(|from| published.is_some_and(|time| time >= from))
            && self.published_before.is_none_or(|before| published.is_some_and(|time| time < before))
    }

    fn accepts_participants(&self, participants: &[EntityId]) -> bool {
        let places = |ids: &[EntityId]| -> Vec<usize> {
            (0..participants.len()).filter(|&i| ids.contains(&participants[i])).collect()
        };
        match (self.entities.is_empty(), self.counterparts.is_empty()) {
            (true, true) => true,
            (false, true) => !places(&self.entities).is_empty(),
            (true, false) => !places(&self.counterparts).is_empty(),
            (false, false) => {
                let beside = places(&self.counterparts);
                places(&self.entities).iter().any(|one| beside.iter().any(|other| one != other))
            }
        }
    }
}
