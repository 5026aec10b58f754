//! What is believed, worked out anew from all claims at every read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entente_model::{ArticleId, EventType, Interest, Tenant};

use super::MemoryFacts;
use crate::{
    About, AsOf, Beliefs, Claim, ClaimId, Contradiction, ContradictionQuery, EntityId, Fact, FactChanges,
    FactHistory, FactId, FactPage, FactQuery, FactsError, Folded, FoundContradiction, FoundFact,
    HISTORY_MOST, Identity, IndexedEvent, Moment, Reading, StakeRole, Support, Sweep, SweptArticle,
    TIMELINE_FACTS_MOST, Timeline, TimelineEntry, TimelineQuery, above_whole, claims, fold, folded, revision,
    revisions, shown, timeline,
};

/// All claims of a tenant, by what they are about, and the events that make them.
struct Told<'a> {
    facts: BTreeMap<FactId, (About, Vec<Claim>)>,
    events: HashMap<ClaimId, &'a IndexedEvent>,
}

impl MemoryFacts {
    fn told<'a>(&'a self, tenant: &'a Tenant) -> Told<'a> {
        let roster = self.roster(tenant);
        let standing = self.articles.values().map(|taken| (taken, None));
        let past = self.past.iter().map(|(taken, withdrawal)| (taken, Some(*withdrawal)));
        let mut told = Told { facts: BTreeMap::new(), events: HashMap::new() };
        for (taken, withdrawn) in standing.chain(past) {
            let contribution = &taken.contribution;
            if contribution.article.tenant != *tenant {
                continue;
            }
            let reading = Reading { signature: contribution.signature, reread: taken.reread };
            for event in &contribution.events {
                for (about, claim) in claims(event, reading, &|id| roster.canonical(id)) {
                    told.events.insert(claim.id(), event);
                    let (_, claims) = told.facts.entry(about.id()).or_insert_with(|| (about, Vec::new()));
                    claims.push(Claim { withdrawn, ..claim });
                }
            }
        }
        told.facts.values_mut().for_each(|(_, claims)| claims.sort_by_key(Claim::id));
        told
    }
}

impl Told<'_> {
    fn found(&self, id: FactId, as_of: AsOf) -> Option<FoundFact> {
        let (about, claims) = self.facts.get(&id)?;
        let folded = folded(about, claims, as_of)?;
        // Lists keep the order of now, whatever point of time is asked for.
        let position = fold(about, claims, AsOf::NOW)?.position();
        let lead = folded.fact.lead.as_ref().and_then(|lead| self.support(claims, &folded, lead, as_of));
        Some(FoundFact { fact: folded.fact, lead, position })
    }

    fn support(&self, claims: &[Claim], folded: &Folded, id: &ClaimId, as_of: AsOf) -> Option<Support> {
        let place = claims.iter().position(|claim| claim.id() == *id)?;
        let origin = folded.origins.get(place).copied().flatten();
        Some(Support::of(claims[place].as_known(as_of), origin, self.events.get(id)?))
    }

    fn sides(&self, contradiction: Contradiction, as_of: AsOf) -> FoundContradiction {
        let supports = |side: &[(FactId, ClaimId)]| -> Vec<Support> {
            let support = |(fact, claim): &(FactId, ClaimId)| {
                let (about, claims) = self.facts.get(fact)?;
                self.support(claims, &folded(about, claims, as_of)?, claim, as_of)
            };
            side.iter().filter_map(support).collect()
        };
        let (one_side, other_side) = (supports(&contradiction.one_side), supports(&contradiction.other_side));
        FoundContradiction { contradiction, one_side, other_side }
    }

    /// What is at odds, in the order of the list.
    fn at_odds(&self, known: AsOf) -> Vec<Contradiction> {
        let mut found: Vec<Contradiction> = Vec::new();
        let mut stakes: BTreeMap<EntityId, Vec<Fact>> = BTreeMap::new();
        for (about, claims) in self.facts.values() {
            let Some(folded) = folded(about, claims, known) else { continue };
            found.extend(folded.contradictions);
            if let About::Stake { target, .. } = about {
                stakes.entry(*target).or_default().push(folded.fact);
            }
        }
        found.extend(stakes.values().filter_map(|stakes| above_whole(stakes)));
        found.sort_by_key(Contradiction::position);
        found
    }

    fn at_odds_with(&self, facts: &BTreeSet<FactId>, known: AsOf) -> Vec<FoundContradiction> {
        let with =
            |contradiction: &Contradiction| contradiction.facts.iter().any(|fact| facts.contains(fact));
        let found = self.at_odds(known).into_iter().filter(with);
        found.map(|contradiction| self.sides(contradiction, known)).collect()
    }
}

impl Beliefs for MemoryFacts {
    fn fact(&self, tenant: &Tenant, id: FactId, as_of: AsOf) -> Result<Option<FactHistory>, FactsError> {
        let told = self.told(tenant);
        let Some((about, claims)) = told.facts.get(&id) else { return Ok(None) };
        let (Some(found), Some(folded)) = (told.found(id, as_of), folded(about, claims, as_of)) else {
            return Ok(None);
        };
        let known = AsOf { valid_at: None, ..as_of };
        let support = |place: usize| {
            let event = told.events.get(&claims[place].id())?;
            Some(Support::of(claims[place].as_known(as_of), folded.origins[place], event))
        };
        Ok(Some(FactHistory {
            found,
            supports: shown(claims, as_of, HISTORY_MOST).into_iter().filter_map(support).collect(),
            revisions: revisions(about, claims, as_of, HISTORY_MOST),
            contradictions: told.at_odds_with(&BTreeSet::from([id]), known),
            stages: folded.stages,
        }))
    }

    fn facts(&self, tenant: &Tenant, query: &FactQuery) -> Result<FactPage, FactsError> {
        let told = self.told(tenant);
        let mut facts: Vec<FoundFact> =
            told.facts.keys().filter_map(|&id| told.found(id, query.as_of)).collect();
        facts.retain(|found| {
            query.matches(found) && query.after.as_ref().is_none_or(|after| found.position > *after)
        });
        facts.sort_by_key(|found| found.position);
        let more = facts.len() > query.limit;
        facts.truncate(query.limit);
        let next = facts.last().map(|found| found.position).filter(|_| more);
        Ok(FactPage { facts, next })
    }

    fn timeline(&self, tenant: &Tenant, query: &TimelineQuery) -> Result<Timeline, FactsError> {
        let told = self.told(tenant);
        let as_of = AsOf { valid_at: None, known_at: query.known_at };
        let mut looked_at: Vec<FoundFact> = Vec::new();
        for &event_type in EventType::ALL.iter().filter(|event_type| query.types.contains(event_type)) {
            let of = FactQuery {
                entities: query.entities.clone(),
                counterparts: query.counterparts.clone(),
                as_of,
                ..FactQuery::new(event_type, TIMELINE_FACTS_MOST + 1)
            };
            looked_at.extend(self.facts(tenant, &of)?.facts);
        }
        looked_at.sort_by_key(|found| found.position);
        let truncated = looked_at.len() > TIMELINE_FACTS_MOST;
        looked_at.truncate(TIMELINE_FACTS_MOST);
        let claims: HashMap<FactId, &Vec<Claim>> =
            told.facts.iter().map(|(&id, (_, claims))| (id, claims)).collect();
        let folds: Vec<Folded> = looked_at
            .iter()
            .filter_map(|found| folded(&found.fact.about, claims.get(&found.fact.id)?, as_of))
            .collect();
        let by_id: HashMap<FactId, &Folded> = folds.iter().map(|folded| (folded.fact.id, folded)).collect();
        let mut positions = timeline(&folds);
        positions.retain(|position| query.after.is_none_or(|after| *position > after));
        let next =
            positions.get(query.limit.wrapping_sub(1)).copied().filter(|_| positions.len() > query.limit);
        positions.truncate(query.limit);
        let entry = |position: crate::TimelinePosition| {
            let (folded, claims) = (by_id.get(&position.fact)?, claims.get(&position.fact)?);
            let stage = folded.stages.get(usize::try_from(position.place).ok()?)?.clone();
            let support =
                |ids: &[ClaimId]| ids.first().and_then(|id| told.support(claims, folded, id, as_of));
            let (lead, denial) = (support(&stage.told_by), support(&stage.denied_by));
            Some(TimelineEntry { fact: folded.fact.clone(), stage, lead, denial, position })
        };
        Ok(Timeline { entries: positions.into_iter().filter_map(entry).collect(), next, truncated })
    }

    fn contradictions(
        &self,
        tenant: &Tenant,
        query: &ContradictionQuery,
    ) -> Result<Vec<FoundContradiction>, FactsError> {
        let told = self.told(tenant);
        let mut found = told.at_odds(AsOf::NOW);
        found.retain(|contradiction| {
            let after = query.after.is_none_or(|after| contradiction.position() > after);
            after && query.matches(contradiction)
        });
        found.truncate(query.limit);
        Ok(found.into_iter().map(|contradiction| told.sides(contradiction, AsOf::NOW)).collect())
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
        // A query that names nobody is met by anybody's.
        if companies.is_empty() {
            return Ok(Vec::new());
        }
        let query = FactQuery {
            entities: companies.to_vec(),
            role: Some(role),
            as_of,
            ..FactQuery::new(EventType::Stake, usize::MAX)
        };
        let of_interest =
            |fact: &Fact| matches!(&fact.about, About::Stake { interest: told, .. } if *told == interest);
        let facts = self.facts(tenant, &query)?.facts.into_iter().map(|found| found.fact);
        Ok(facts.filter(of_interest).take(limit).collect())
    }

    fn identity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<Identity>, FactsError> {
        let standing = self.articles.values().map(|taken| (&taken.contribution, None));
        let past = self.past.iter().map(|(taken, withdrawal)| (&taken.contribution, Some(withdrawal.at)));
        let told = standing.chain(past).filter(|(contribution, _)| contribution.article.tenant == *tenant);
        let swept = told.map(|(contribution, withdrawn)| SweptArticle {
            article: &contribution.article.id,
            learned: contribution.article.appended,
            withdrawn,
            testimonies: &contribution.testimonies,
        });
        let sweep = Sweep::over(swept, &self.directory);
        Ok(self.roster(tenant).identity(id, &sweep))
    }

    fn changes(&self, tenant: &Tenant, article: &ArticleId, at: Moment) -> Result<FactChanges, FactsError> {
        let told = self.told(tenant);
        let touched = |claim: &Claim| {
            let came = claim.learned == at;
            let went = claim.withdrawn.is_some_and(|withdrawal| withdrawal.at == at);
            claim.event.article == *article && (came || went)
        };
        let facts = told.facts.iter().filter(|(_, (_, claims))| claims.iter().any(touched));
        let ids: BTreeSet<FactId> = facts.clone().map(|(&id, _)| id).collect();
        let revisions = facts.filter_map(|(_, (about, claims))| revision(about, claims, at)).collect();
        Ok(FactChanges { revisions, contradictions: told.at_odds_with(&ids, AsOf::NOW) })
    }
}
