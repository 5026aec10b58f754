//! Facts in memory.

mod believed;

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{ArticleId, RevisionReason, Tenant};

use crate::{
    AcceptedArticle, ArticleChange, Contribution, Directory, EntityId, EntityRecord, EventQuery, Facts,
    FactsError, IndexedEvent, Resolved, Roster, Withdrawal,
};

/// Facts kept as the articles' contributions and computed anew at every read: slow, and short enough to be believed.
#[derive(Debug, Default)]
pub struct MemoryFacts {
    directory: Arc<Directory>,
    articles: BTreeMap<(Tenant, ArticleId), Taken>,
    /// What stood once, in the order in which it ceased to.
    past: Vec<(Taken, Withdrawal)>,
}

/// What an entry of the log brought.
#[derive(Debug)]
struct Taken {
    contribution: Contribution,
    /// The entry was a re-extraction.
    reread: bool,
}

impl MemoryFacts {
    /// No article yet; names are understood as `directory` has them.
    pub fn new(directory: Arc<Directory>) -> Self {
        Self { directory, articles: BTreeMap::new(), past: Vec::new() }
    }

    /// Applies the next entry of the log.
    pub fn apply(&mut self, change: ArticleChange) {
        match change {
            ArticleChange::Accepted(accepted) => self.take(*accepted, RevisionReason::Correction),
            ArticleChange::Reextracted(accepted) => self.take(*accepted, RevisionReason::Reextraction),
            ArticleChange::Erased { tenant, article, .. } => {
                self.past.retain(|(taken, _)| {
                    let info = &taken.contribution.article;
                    info.tenant != tenant || info.id != article
                });
                self.articles.remove(&(tenant, article));
            }
            ArticleChange::Retracted { tenant, article, at } => {
                if let Some(taken) = self.articles.remove(&(tenant, article)) {
                    self.past.push((taken, Withdrawal { at, reason: RevisionReason::Retraction }));
                }
            }
        }
    }

    fn take(&mut self, accepted: AcceptedArticle, reason: RevisionReason) {
        let key = (accepted.info.tenant.clone(), accepted.info.id.clone());
        let at = accepted.info.appended;
        let reread = reason == RevisionReason::Reextraction;
        let taken = Taken { contribution: Contribution::of(accepted, &self.directory), reread };
        if let Some(before) = self.articles.insert(key, taken) {
            self.past.push((before, Withdrawal { at, reason }));
        }
    }

    /// The articles that stand, of all tenants.
    pub fn articles(&self) -> impl Iterator<Item = &Contribution> {
        self.articles.values().map(|taken| &taken.contribution)
    }

    /// Who is who in the articles that stand.
    pub fn roster<'a>(&'a self, tenant: &'a Tenant) -> Roster<'a> {
        Roster::of(self.of(tenant), &self.directory)
    }

    fn of<'a>(&'a self, tenant: &'a Tenant) -> impl Iterator<Item = &'a Contribution> {
        self.articles
            .iter()
            .filter(move |((whose, _), _)| whose == tenant)
            .map(|(_, taken)| &taken.contribution)
    }
}

impl Facts for MemoryFacts {
    fn entity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<EntityRecord>, FactsError> {
        Ok(self.roster(tenant).entity(id))
    }

    fn resolve(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError> {
        Ok(self.roster(tenant).resolve(name, limit))
    }

    fn is_name(&self, tenant: &Tenant, folded: &str) -> Result<bool, FactsError> {
        Ok(self.roster(tenant).is_name(folded))
    }

    fn events(&self, tenant: &Tenant, query: &EventQuery) -> Result<Vec<IndexedEvent>, FactsError> {
        let roster = self.roster(tenant);
        let standing = self.of(tenant).filter(|article| query.as_of.knows(article.article.appended));
        let past = self.past.iter().filter(|(taken, withdrawal)| {
            let article = &taken.contribution.article;
            let known = query.as_of.known_at.is_some() && query.names_somebody();
            known
                && article.tenant == *tenant
                && query.as_of.knows(article.appended)
                && !query.as_of.knows(withdrawal.at)
        });
        let past = past.map(|(taken, _)| &taken.contribution);
        let events = standing.chain(past).flat_map(|article| &article.events);
        let told = events.map(|event| event.clone().with_entities(|id| roster.canonical(id)));
        let mut events: Vec<IndexedEvent> = told.filter(|event| query.matches(event)).collect();
        events.sort_by_cached_key(IndexedEvent::position);
        events.retain(|event| query.after.as_ref().is_none_or(|after| event.position() > *after));
        events.truncate(query.limit);
        Ok(events)
    }
}
