//! What a view tells of single facts: their claims, what these make of them at a point of time, and what shows them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entente_facts::{
    About, AsOf, Claim, ClaimId, Contradiction, Fact, FactId, FactPosition, FactQuery, Folded,
    FoundContradiction, FoundFact, IndexedEvent, Support, above_whole, folded,
};
use entente_model::{EventType, Tenant};

use crate::IndexError;
use crate::fact_list::{FactList, Rows};
use crate::key;
use crate::read::Read;
use crate::record::{Body, RecordError, Row, Whole, decode_fact};
use crate::store::Tree;

/// Most stakes in a target that are looked through for what was above the whole at another time than now.
const STAKES_MOST: usize = 10_000;

/// Reads facts of one tenant.
pub(crate) struct Believed<'a> {
    pub(crate) read: Read<'a>,
    pub(crate) tenant: &'a Tenant,
}

/// What is claimed about one thing.
pub(crate) struct Claimed {
    pub(crate) about: About,
    pub(crate) claims: Vec<Claim>,
    /// The fact's place in every list, as of now.
    position: FactPosition,
}

impl Believed<'_> {
    /// What is claimed about a fact; none where nothing is.
    pub(crate) fn claimed(&self, id: FactId) -> Result<Option<Claimed>, IndexError> {
        let Some(head) = self.read.head(self.tenant, id)? else { return Ok(None) };
        let home = self.read.home(self.tenant, &head)?;
        let fact = Row::decode(&home).and_then(|row| match row.body {
            Body::Home { record, .. } => decode_fact(record, id),
            Body::Beside { .. } => Err(RecordError::Missing),
        });
        self.claimed_by_fact(fact.map_err(Self::damaged)?).map(Some)
    }

    /// What is claimed about a fact as it is now.
    pub(crate) fn claimed_by_fact(&self, now: Fact) -> Result<Claimed, IndexError> {
        let mut claims = self.read.claims(self.tenant, now.id)?;
        claims.sort_by_key(Claim::id);
        Ok(Claimed { position: now.position(), about: now.about, claims })
    }

    /// The fact with its leading support at a point of time.
    pub(crate) fn found(
        &self,
        claimed: &Claimed,
        folded: &Folded,
        as_of: AsOf,
    ) -> Result<FoundFact, IndexError> {
        let lead = match &folded.fact.lead {
            Some(lead) => self.support(&claimed.claims, folded, lead, as_of)?,
            None => None,
        };
        Ok(FoundFact { fact: folded.fact.clone(), lead, position: claimed.position })
    }

    /// What shows a claim of a fact.
    pub(crate) fn support(
        &self,
        claims: &[Claim],
        folded: &Folded,
        id: &ClaimId,
        as_of: AsOf,
    ) -> Result<Option<Support>, IndexError> {
        let Some(place) = claims.iter().position(|claim| claim.id() == *id) else { return Ok(None) };
        self.support_at(claims, folded, place, as_of).map(Some)
    }

    /// What shows the claim of a place.
    pub(crate) fn support_at(
        &self,
        claims: &[Claim],
        folded: &Folded,
        place: usize,
        as_of: AsOf,
    ) -> Result<Support, IndexError> {
        let claim = claims[place].as_known(as_of);
        let event: IndexedEvent = self.read.event(self.tenant, &claim.id())?;
        Ok(Support::of(claim, folded.origins.get(place).copied().flatten(), &event))
    }

    /// A contradiction with what shows both sides.
    pub(crate) fn sides(
        &self,
        contradiction: Contradiction,
        as_of: AsOf,
    ) -> Result<FoundContradiction, IndexError> {
        let mut facts: HashMap<FactId, Option<(Claimed, Folded)>> = HashMap::new();
        let mut supports = |side: &[(FactId, ClaimId)]| -> Result<Vec<Support>, IndexError> {
            let mut supports = Vec::with_capacity(side.len());
            for (fact, claim) in side {
                if !facts.contains_key(fact) {
                    let claimed = self.claimed(*fact)?;
                    let folded = claimed.and_then(|claimed| {
                        folded(&claimed.about, &claimed.claims, as_of).map(|folded| (claimed, folded))
                    });
                    facts.insert(*fact, folded);
                }
                if let Some(Some((claimed, folded))) = facts.get(fact) {
                    supports.extend(self.support(&claimed.claims, folded, claim, as_of)?);
                }
            }
            Ok(supports)
        };
        let one_side = supports(&contradiction.one_side)?;
        let other_side = supports(&contradiction.other_side)?;
        Ok(FoundContradiction { contradiction, one_side, other_side })
    }

    /// What is at odds with one of these facts, last brought up first.
    pub(crate) fn at_odds_with(
        &self,
        facts: &BTreeMap<FactId, Claimed>,
        known: AsOf,
    ) -> Result<Vec<FoundContradiction>, IndexError> {
        let mut found: Vec<Contradiction> = Vec::new();
        let mut targets = BTreeSet::new();
        for claimed in facts.values() {
            let folded = folded(&claimed.about, &claimed.claims, known);
            found.extend(folded.into_iter().flat_map(|folded| folded.contradictions));
            if let About::Stake { target, .. } = claimed.about {
                targets.insert(target);
            }
        }
        for target in targets {
            found.extend(self.above_whole(target, known)?);
        }
        found.retain(|contradiction| contradiction.facts.iter().any(|fact| facts.contains_key(fact)));
        found.sort_by_key(Contradiction::position);
        found.into_iter().map(|contradiction| self.sides(contradiction, known)).collect()
    }

    /// More of a target than there is.
    fn above_whole(
        &self,
        target: entente_facts::EntityId,
        known: AsOf,
    ) -> Result<Option<Contradiction>, IndexError> {
        if known == AsOf::NOW {
            let bytes = self.read.bytes(Tree::Wholes, &key::entity(self.tenant, target))?;
            let whole = bytes.map(|bytes| Whole::decode(&bytes)).transpose();
            let whole = whole.map_err(|error| error.at("whole"))?.unwrap_or_default();
            return match whole.at_odds {
                Some(at) => self.read.contradiction(self.tenant, &at),
                None => Ok(None),
            };
        }
        let query = FactQuery {
            entities: vec![target],
            role: Some(entente_facts::StakeRole::Target),
            ..FactQuery::new(EventType::Stake, STAKES_MOST)
        };
        let mut stakes = Vec::new();
        let rows = Rows { read: self.read, tenant: self.tenant, event_type: query.event_type };
        for listed in FactList::new(self.read, self.tenant, &query).take(STAKES_MOST) {
            let Fact { about, id, .. } = listed?.fact(&rows)?;
            let claims = self.read.claims(self.tenant, id)?;
            stakes.extend(entente_facts::fold(&about, &claims, known));
        }
        Ok(above_whole(&stakes))
    }

    /// The record of a row that can't be read.
    pub(crate) fn damaged(error: RecordError) -> IndexError {
        error.at("row of a fact")
    }
}
