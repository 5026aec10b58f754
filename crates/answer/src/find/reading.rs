//! Reading the events and facts that may answer, at the point of time that is asked for.

use entente_facts::{
    AsOf, ContradictionQuery, EntityId, EventQuery, FactQuery, FactsError, FoundContradiction, FoundFact,
    IndexedEvent, Wanted, Words,
};
use entente_model::{ContradictionKind, EventType, PartnershipStatus, Polarity, StakeStatus};

use crate::find::Search;
use crate::find::search::{describes, is_denied, stake, takes_part};
use crate::plan::{Detail, Name, Stage};

/// Most events read for one question: an answer rests on the newest.
const MOST_EVENTS: usize = 500;
/// The same, where the question is read a second time.
const MOST_AGAIN: usize = 100;
/// Most events read of a list that the question does not narrow: it tells the newest.
const MOST_LISTED: usize = 100;
/// Most articles looked through for the deals and partnerships of one that are still to come.
const MOST_AHEAD: usize = 100;
/// Most articles looked through for events by their words alone, the newest first.
const MOST_LOOKED_THROUGH: usize = 1_000;
/// Most contradictions looked at.
const MOST_CONTRADICTIONS: usize = 16;

impl Search<'_> {
    /// The events of a kind in which all of these take part, newest first, whatever the question narrows them to.
    pub(crate) fn all(&self, kind: EventType, names: &[&Name]) -> Result<Vec<IndexedEvent>, FactsError> {
        let strangers =
            self.plan().with.iter().filter(|name| !name.is_known()).map(|name| name.said.as_str());
        let query = EventQuery { words: Words::new(strangers), ..self.query(kind, names, self.most()) };
        let mut events = self.facts.events(self.tenant, &query)?;
        let others = names.get(1..).unwrap_or_default();
        events.retain(|event| others.iter().all(|name| takes_part(event, name)));
        if events.is_empty() && !others.is_empty() {
            // "The American business of Caldora" is told of where Caldora is asked for.
            let wide = EventQuery { counterparts: Vec::new(), ..query };
            events = self.facts.events(self.tenant, &wide)?;
            events.retain(|event| others.iter().all(|name| takes_part_or_is_described(event, name)));
        }
        Ok(events)
    }

    /// Most events that are read of each kind.
    fn most(&self) -> usize {
        if self.again { MOST_AGAIN } else { MOST_EVENTS }
    }

    /// What is planned of a kind in which all of these take part; of deals and partnerships of one, what the newest articles tell.
    pub(crate) fn ahead(&self, kind: EventType, names: &[&Name]) -> Result<Vec<IndexedEvent>, FactsError> {
        let wanted = match kind {
            EventType::Stake => Wanted::Stakes(vec![StakeStatus::Planned, StakeStatus::Negotiating]),
            EventType::Partnership => {
                Wanted::Partnerships(vec![PartnershipStatus::Planned, PartnershipStatus::Sought])
            }
            EventType::Strategy | EventType::Statement => return self.all(kind, names),
        };
        if names.len() > 1 {
            return self.all(kind, names);
        }
        let query = EventQuery { wanted, looked_through: MOST_AHEAD, ..self.query(kind, names, MOST_EVENTS) };
        self.facts.events(self.tenant, &query)
    }

    /// What is listed of somebody, newest first, and how many there may be at most: more where the question narrows it.
    pub(crate) fn listed(
        &self,
        kind: EventType,
        names: &[&Name],
    ) -> Result<(Vec<IndexedEvent>, usize), FactsError> {
        let plan = self.plan();
        let everything = plan.places.is_empty()
            && plan.outside.is_empty()
            && plan.period.is_none()
            && !plan.main
            && plan.detail == Detail::Any
            && plan.stage == Stage::Any;
        let bound = if everything && !self.is_narrowed() { MOST_LISTED } else { MOST_EVENTS };
        let events =
            if bound == MOST_LISTED { self.newest(kind, names, bound)? } else { self.all(kind, names)? };
        Ok((events, bound))
    }

    /// The newest events of a kind in which the first two of these take part.
    pub(crate) fn newest(
        &self,
        kind: EventType,
        names: &[&Name],
        most: usize,
    ) -> Result<Vec<IndexedEvent>, FactsError> {
        self.facts.events(self.tenant, &self.query(kind, names, most))
    }

    /// What reads events of a kind in which the first two of these take part, at the point of time that is asked for.
    fn query(&self, kind: EventType, names: &[&Name], most: usize) -> EventQuery {
        let mut query = EventQuery { as_of: self.as_of, ..EventQuery::new(Wanted::all(kind), most) };
        if let Some(first) = names.first() {
            query.entities.clone_from(&first.entities);
        }
        if let Some(second) = names.get(1) {
            query.counterparts.clone_from(&second.entities);
        }
        if !query.names_somebody() {
            // Only words narrow it, and nothing finds events by their words.
            query.looked_through = MOST_LOOKED_THROUGH;
        }
        query
    }

    /// The facts that meet these conditions at the point of time that is asked for.
    pub(crate) fn believed(&self, query: FactQuery) -> Result<Vec<FoundFact>, FactsError> {
        self.facts.believed(self.tenant, &FactQuery { as_of: self.as_of, ..query })
    }

    /// Where articles are at odds about the share that one of these holds of another; only what is so now is known.
    pub(crate) fn shares_that_differ(
        &self,
        entities: &[EntityId],
    ) -> Result<Vec<FoundContradiction>, FactsError> {
        if self.as_of != AsOf::NOW {
            return Ok(Vec::new());
        }
        let query = ContradictionQuery {
            entities: entities.to_vec(),
            kinds: vec![ContradictionKind::SharesDiffer],
            after: None,
            limit: MOST_CONTRADICTIONS,
        };
        self.facts.at_odds(self.tenant, &query)
    }

    /// Denials whose evidence has the words of one of these names, as the question narrows them. Who only speaks takes no
    /// part in an event, and is found by name.
    pub(crate) fn denied_in_words(
        &self,
        kind: EventType,
        names: &[Name],
    ) -> Result<Vec<IndexedEvent>, FactsError> {
        let mut events = Vec::new();
        for name in names {
            let query = EventQuery {
                polarity: Some(Polarity::Negative),
                words: Words::new([name.said.as_str()]),
                ..self.query(kind, &[], MOST_EVENTS)
            };
            events.extend(self.facts.events(self.tenant, &query)?);
        }
        events.retain(|event| is_denied(event) && self.is_relevant(event));
        Ok(events)
    }
}

/// The same, or where what is dealt in is described by the name.
fn takes_part_or_is_described(event: &IndexedEvent, name: &Name) -> bool {
    takes_part(event, name) || stake(event).is_some_and(|stake| describes(stake, name))
}
