//! The index as what is believed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entente_facts::{
    AsOf, Beliefs, Claim, ContradictionQuery, EntityId, Fact, FactChanges, FactHistory, FactId, FactPage,
    FactQuery, FactsError, Folded, FoundContradiction, HISTORY_MOST, Moment, StakeRole, TIMELINE_FACTS_MOST,
    Timeline, TimelineEntry, TimelinePosition, TimelineQuery, folded, revision, revisions, shown, timeline,
};
use entente_model::{ArticleId, EventType, Interest, Tenant};

use crate::believed::{Believed, Claimed};
use crate::claims::{Who, of_reading};
use crate::fact_list::FactList;
use crate::identity::Identified;
use crate::read::Read;
use crate::record::decode_whole;
use crate::store::Tree;
use crate::view::{View, unavailable};
use crate::{IndexError, key, parallel};

impl View {
    pub(crate) fn believed<'a>(&'a self, tenant: &'a Tenant) -> Believed<'a> {
        Believed { read: self.read(), tenant }
    }

    fn history(&self, tenant: &Tenant, id: FactId, as_of: AsOf) -> Result<Option<FactHistory>, IndexError> {
        let believed = self.believed(tenant);
        let Some(claimed) = believed.claimed(id)? else { return Ok(None) };
        let Claimed { about, claims, .. } = &claimed;
        let Some(folded) = folded(about, claims, as_of) else { return Ok(None) };
        let found = believed.found(&claimed, &folded, as_of)?;
        let known = AsOf { valid_at: None, ..as_of };
        let supports = shown(claims, as_of, HISTORY_MOST).into_iter();
        let supports = supports.map(|place| believed.support_at(claims, &folded, place, as_of));
        Ok(Some(FactHistory {
            found,
            supports: supports.collect::<Result<_, _>>()?,
            revisions: revisions(about, claims, as_of, HISTORY_MOST),
            stages: folded.stages,
            contradictions: believed.at_odds_with(&BTreeMap::from([(id, claimed)]), known)?,
        }))
    }

    /// The facts of a timeline with all their stages, those with the newest article first.
    fn looked_at(
        &self,
        tenant: &Tenant,
        query: &TimelineQuery,
        as_of: AsOf,
    ) -> Result<Vec<(entente_facts::FactPosition, Folded)>, IndexError> {
        let mut all = Vec::new();
        for &event_type in EventType::ALL.iter().filter(|event_type| query.types.contains(event_type)) {
            let of = FactQuery {
                entities: query.entities.clone(),
                counterparts: query.counterparts.clone(),
                as_of,
                ..FactQuery::new(event_type, TIMELINE_FACTS_MOST + 1)
            };
            let mut matching = 0;
            let rows = self.rows(tenant, &of);
            for listed in FactList::new(self.read(), tenant, &of) {
                let listed = listed?;
                let folded = if as_of == AsOf::NOW {
                    let (found, stages) =
                        listed.whole(&rows, |record, id| decode_whole(record, tenant, id))?;
                    let (origins, contradictions) = (Vec::new(), Vec::new());
                    Some(Folded { fact: found.fact, stages, origins, contradictions })
                } else {
                    let claims = self.read().claims(tenant, listed.id()?)?;
                    folded(&listed.fact(&rows)?.about, &claims, as_of)
                };
                if let Some(folded) = folded.filter(|folded| of.accepts(&folded.fact)) {
                    all.push((listed.position()?, folded));
                    matching += 1;
                }
                if matching > TIMELINE_FACTS_MOST {
                    break;
                }
            }
        }
        all.sort_by_key(|(position, _)| *position);
        Ok(all)
    }

    fn timeline_of(&self, tenant: &Tenant, query: &TimelineQuery) -> Result<Timeline, IndexError> {
        let as_of = AsOf { valid_at: None, known_at: query.known_at };
        let mut looked_at = self.looked_at(tenant, query, as_of)?;
        let truncated = looked_at.len() > TIMELINE_FACTS_MOST;
        looked_at.truncate(TIMELINE_FACTS_MOST);
        let folds: Vec<Folded> = looked_at.into_iter().map(|(_, folded)| folded).collect();
        let mut positions = timeline(&folds);
        positions.retain(|position| query.after.is_none_or(|after| *position > after));
        let last = query.limit.checked_sub(1).and_then(|last| positions.get(last)).copied();
        let next = last.filter(|_| positions.len() > query.limit);
        positions.truncate(query.limit);
        let believed = self.believed(tenant);
        let mut facts: HashMap<FactId, (Vec<Claim>, Folded)> = HashMap::new();
        let mut entries = Vec::with_capacity(positions.len());
        for position in positions {
            if !facts.contains_key(&position.fact)
                && let Some(claimed) = believed.claimed(position.fact)?
                && let Some(folded) = folded(&claimed.about, &claimed.claims, as_of)
            {
                facts.insert(position.fact, (claimed.claims, folded));
            }
            if let Some((claims, folded)) = facts.get(&position.fact) {
                entries.extend(entry(&believed, claims, folded, position, as_of)?);
            }
        }
        Ok(Timeline { entries, next, truncated })
    }

    fn list_contradictions(
        &self,
        tenant: &Tenant,
        query: &ContradictionQuery,
    ) -> Result<Vec<FoundContradiction>, IndexError> {
        let (read, believed) = (self.read(), self.believed(tenant));
        let mut places: BTreeSet<Vec<u8>> = BTreeSet::new();
        let mut found = Vec::new();
        let after = query.after.as_ref().map(key::contradiction_position);
        let wanted = |position: &[u8]| after.as_ref().is_none_or(|after| position > after.as_slice());
        let mut prefixes: Vec<(Tree, Vec<u8>)> = Vec::new();
        if query.entities.is_empty() {
            prefixes.push((Tree::Contradictions, key::tenant(tenant)));
        } else {
            let of = |&id: &EntityId| (Tree::ContradictionsOf, key::entity(tenant, id));
            prefixes.extend(query.entities.iter().map(of));
        }
        for (tree, prefix) in prefixes {
            let mut matching = 0;
            for row in read.prefix(tree, &prefix) {
                let (key, _) = row?;
                let position = key.get(prefix.len()..).unwrap_or_default();
                if !wanted(position) {
                    continue;
                }
                let key = [key::tenant(tenant).as_slice(), position].concat();
                let id = key::contradiction_of(position).map_err(|error| error.at("contradiction"))?;
                let Some(contradiction) = read.contradiction_at(&key, id)? else { continue };
                if !query.matches(&contradiction) {
                    continue;
                }
                if places.insert(position.to_vec()) {
                    found.push(contradiction);
                }
                matching += 1;
                if matching >= query.limit {
                    break;
                }
            }
        }
        found.sort_by_key(entente_facts::Contradiction::position);
        found.truncate(query.limit);
        found.into_iter().map(|contradiction| believed.sides(contradiction, AsOf::NOW)).collect()
    }

    fn stakes_of(
        &self,
        tenant: &Tenant,
        company: EntityId,
        role: StakeRole,
        interest: Interest,
        as_of: AsOf,
        limit: usize,
    ) -> Result<Vec<Fact>, IndexError> {
        let query = FactQuery {
            entities: vec![company],
            role: Some(role),
            as_of,
            ..FactQuery::new(EventType::Stake, limit)
        };
        let of_interest = |fact: &Fact| matches!(&fact.about, entente_facts::About::Stake { interest: told, .. } if *told == interest);
        let mut stakes = Vec::new();
        let rows = self.rows(tenant, &query);
        for listed in FactList::new(self.read(), tenant, &query) {
            let fact = listed?.fact(&rows)?;
            if !of_interest(&fact) {
                continue;
            }
            let fact = if as_of == AsOf::NOW {
                Some(fact)
            } else {
                entente_facts::fold(&fact.about, &self.read().claims(tenant, fact.id)?, as_of)
            };
            stakes.extend(fact.filter(|fact| query.accepts(fact)));
            if stakes.len() >= limit {
                break;
            }
        }
        Ok(stakes)
    }

    fn changed(&self, tenant: &Tenant, article: &ArticleId, at: Moment) -> Result<FactChanges, IndexError> {
        let (read, believed) = (self.read(), self.believed(tenant));
        let mut facts: BTreeMap<FactId, Claimed> = BTreeMap::new();
        for entry in read.entries(tenant, article)? {
            let withdrawn = read.withdrawal(tenant, article, entry)?;
            let went = withdrawn.is_some_and(|withdrawal| withdrawal.at == at);
            if entry != at.position && !went {
                continue;
            }
            for (id, ..) in of_reading(&read.reading(tenant, article, entry)?, withdrawn, &read)? {
                if !facts.contains_key(&id)
                    && let Some(claimed) = believed.claimed(id)?
                {
                    facts.insert(id, claimed);
                }
            }
        }
        let revisions = facts.values().filter_map(|claimed| revision(&claimed.about, &claimed.claims, at));
        Ok(FactChanges {
            revisions: revisions.collect(),
            contradictions: believed.at_odds_with(&facts, AsOf::NOW)?,
        })
    }
}

impl Who for Read<'_> {
    fn canonical(&self, tenant: &Tenant, id: EntityId) -> Result<EntityId, IndexError> {
        self.entity_of(tenant, id)
    }
}

/// A stage of a timeline with what shows it.
fn entry(
    believed: &Believed<'_>,
    claims: &[Claim],
    folded: &Folded,
    position: TimelinePosition,
    as_of: AsOf,
) -> Result<Option<TimelineEntry>, IndexError> {
    let stage = usize::try_from(position.place).ok().and_then(|place| folded.stages.get(place)).cloned();
    let Some(stage) = stage else { return Ok(None) };
    let support = |ids: &[entente_facts::ClaimId]| match ids.first() {
        Some(id) => believed.support(claims, folded, id, as_of),
        None => Ok(None),
    };
    let (lead, denial) = (support(&stage.told_by)?, support(&stage.denied_by)?);
    Ok(Some(TimelineEntry { fact: folded.fact.clone(), stage, lead, denial, position }))
}

impl Beliefs for View {
    fn fact(&self, tenant: &Tenant, id: FactId, as_of: AsOf) -> Result<Option<FactHistory>, FactsError> {
        self.history(tenant, id, as_of).map_err(unavailable)
    }

    fn facts(&self, tenant: &Tenant, query: &FactQuery) -> Result<FactPage, FactsError> {
        self.page(tenant, query).map_err(unavailable)
    }

    fn timeline(&self, tenant: &Tenant, query: &TimelineQuery) -> Result<Timeline, FactsError> {
        self.timeline_of(tenant, query).map_err(unavailable)
    }

    fn contradictions(
        &self,
        tenant: &Tenant,
        query: &ContradictionQuery,
    ) -> Result<Vec<FoundContradiction>, FactsError> {
        self.list_contradictions(tenant, query).map_err(unavailable)
    }

    fn stakes(
        &self,
        tenant: &Tenant,
        companies: &[EntityId],
        role: StakeRole,
        interest: Interest,
        as_of: AsOf,
        limit: usize,
    ) -> Result<Vec<Fact>, FactsError> {
        let of = |company| self.stakes_of(tenant, company, role, interest, as_of, limit);
        let stakes = parallel::map(companies.to_vec(), of).map_err(unavailable)?;
        Ok(stakes.into_iter().flatten().take(limit).collect())
    }

    fn identity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<entente_facts::Identity>, FactsError> {
        Identified { read: self.read(), tenant, directory: self.directory() }
            .identity(id)
            .map_err(unavailable)
    }

    fn changes(&self, tenant: &Tenant, article: &ArticleId, at: Moment) -> Result<FactChanges, FactsError> {
        self.changed(tenant, article, at).map_err(unavailable)
    }
}
