//! Which holdings are believed to stand: an event tells what was so once, the facts whether it still is.

use std::collections::{BTreeMap, BTreeSet};

use entente_facts::{
    About, Day, EntityId, EventId, Fact, FactQuery, FactStage, FactsError, IndexedEvent, STAGE_CLAIMS_MOST,
    StakeRole,
};
use entente_model::{EventType, Interest, Polarity, Stake};

use crate::find::Search;
use crate::find::search::{identity, stake};
use crate::plan::{Name, Stage};

/// Most stakes of somebody that are looked through.
const MOST_STAKES: usize = 500;

/// What is believed of the stakes that a question is about; nothing where it asks for what was or will be.
#[derive(Default)]
pub(crate) struct Standing {
    facts: Vec<Fact>,
    /// Where the facts about a holder and a target are.
    of_pair: BTreeMap<(EntityId, EntityId), Vec<usize>>,
}

impl Standing {
    /// The stakes in which the one holds the other; any holder or any target where none is named.
    pub(crate) fn of(search: &Search<'_>, holders: &[Name], targets: &[Name]) -> Result<Self, FactsError> {
        Self::newest(search, holders, targets, MOST_STAKES)
    }

    /// The same, of the newest so many.
    pub(crate) fn newest(
        search: &Search<'_>,
        holders: &[Name],
        targets: &[Name],
        most: usize,
    ) -> Result<Self, FactsError> {
        let plan = search.plan();
        if plan.period.is_some() || !matches!(plan.stage, Stage::Any | Stage::Now) {
            return Ok(Self::default());
        }
        let ids = |names: &[Name]| -> Vec<EntityId> {
            names.iter().flat_map(|name| name.entities.clone()).collect()
        };
        let (holders, targets) = (ids(holders), ids(targets));
        // Fewer hold one than one may hold.
        let (role, entities, counterparts) = if targets.is_empty() {
            (StakeRole::Holder, holders, Vec::new())
        } else {
            (StakeRole::Target, targets, holders)
        };
        if entities.is_empty() {
            return Ok(Self::default());
        }
        let query =
            FactQuery { role: Some(role), entities, counterparts, ..FactQuery::new(EventType::Stake, most) };
        let facts: Vec<Fact> = search.believed(query)?.into_iter().map(|found| found.fact).collect();
        let mut of_pair: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, fact) in facts.iter().enumerate() {
            if let Some((holder, target, _)) = held(fact) {
                of_pair.entry((holder, target)).or_default().push(at);
            }
        }
        Ok(Self { facts, of_pair })
    }

    /// True unless the facts tell that what the event tells is so no longer, or is not believed.
    pub(crate) fn tells(&self, event: &IndexedEvent) -> bool {
        let Some(told) = stake(event) else { return true };
        let facts: Vec<&Fact> = self.of_event(event, told).collect();
        facts.is_empty() || facts.iter().any(|fact| is_told_by(fact, event, told))
    }

    /// True when something is believed of the stake that the event tells, be it that it is held no longer.
    pub(crate) fn knows(&self, event: &IndexedEvent) -> bool {
        stake(event).is_some_and(|told| self.of_event(event, told).next().is_some())
    }

    /// True when the holder that the event names is believed to hold its target.
    pub(crate) fn is_held(&self, event: &IndexedEvent) -> bool {
        stake(event).is_some_and(|told| self.of_event(event, told).any(|fact| holding(fact).is_some()))
    }

    /// Since when the holding that an event tells has been so.
    pub(crate) fn since(&self, event: &IndexedEvent) -> Option<Day> {
        let told = stake(event)?;
        let mut holdings = self.of_event(event, told).filter(|fact| is_told_by(fact, event, told));
        holdings.next().and_then(holding).map(|stage| stage.from)
    }

    /// The events of both sides, where articles are at odds about the share that is held.
    pub(crate) fn at_odds(&self, search: &Search<'_>) -> Result<BTreeSet<EventId>, FactsError> {
        let disputed: Vec<&Fact> =
            self.facts.iter().filter(|fact| fact.disputed && holding(fact).is_some()).collect();
        let mut sides = BTreeSet::new();
        for fact in disputed {
            let found = search.shares_that_differ(&fact.about.participants())?;
            for found in found.into_iter().filter(|found| found.contradiction.facts.contains(&fact.id)) {
                let supports = found.one_side.into_iter().chain(found.other_side);
                sides.extend(supports.map(|support| support.claim.event));
            }
        }
        Ok(sides)
    }

    /// The facts about the stakes of an event.
    fn of_event<'a>(&'a self, event: &'a IndexedEvent, told: &'a Stake) -> impl Iterator<Item = &'a Fact> {
        let target = identity(event, &told.target);
        let holders = told.holders.iter().filter_map(|party| identity(event, party));
        let pairs = holders.filter_map(move |holder| Some((holder, target?)));
        let facts = pairs.flat_map(|pair| self.of_pair.get(&pair).into_iter().flatten());
        let facts = facts.filter_map(|&at| self.facts.get(at));
        facts.filter(|fact| held(fact).is_some_and(|(.., interest)| interest == told.interest))
    }
}

/// Who holds what, and in which way, as far as a fact is about that.
fn held(fact: &Fact) -> Option<(EntityId, EntityId, Interest)> {
    match fact.about {
        About::Stake { holder: Some(holder), target, interest } => Some((holder, target, interest)),
        About::Stake { holder: None, .. }
        | About::Partnership { .. }
        | About::Merger { .. }
        | About::Strategy { .. }
        | About::Statement { .. } => None,
    }
}

/// What is believed to be held.
fn holding(fact: &Fact) -> Option<&FactStage> {
    fact.holding.as_ref().filter(|stage| stage.polarity == Polarity::Positive)
}

/// True when the event tells what is believed to be held. A stage names its best claims alone: where it has more, the share decides.
fn is_told_by(fact: &Fact, event: &IndexedEvent, told: &Stake) -> bool {
    holding(fact).is_some_and(|stage| {
        let named = stage.told_by.iter().any(|claim| claim.event == event.id);
        named || stage.told_by.len() == STAGE_CLAIMS_MOST && stage.share == told.share
    })
}

/// True for a part of the capital, which goes before votes.
pub(crate) fn is_of_capital(event: &IndexedEvent) -> bool {
    stake(event).is_some_and(|told| told.interest == Interest::Shareholding)
}
