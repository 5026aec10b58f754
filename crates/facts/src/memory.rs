//! Facts in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{ArticleId, Tenant};

use crate::{
    ArticleChange, Contribution, Directory, EntityId, EntityRecord, EventQuery, Facts, FactsError,
    IndexedEvent, Resolved, Roster,
};

/// Facts kept as the articles' contributions and computed anew at every read: slow, and short enough to be believed.
#[derive(Debug, Default)]
pub struct MemoryFacts {
    directory: Arc<Directory>,
    articles: BTreeMap<(Tenant, ArticleId), Contribution>,
}

impl MemoryFacts {
    /// No article yet; names are understood as `directory` has them.
    pub fn new(directory: Arc<Directory>) -> Self {
        Self { directory, articles: BTreeMap::new() }
    }

    /// Applies the next entry of the log.
    pub fn apply(&mut self, change: ArticleChange) {
        match change {
            ArticleChange::Accepted(accepted) | ArticleChange::Reextracted(accepted) => {
                let key = (accepted.info.tenant.clone(), accepted.info.id.clone());
                self.articles.insert(key, Contribution::of(*accepted, &self.directory));
            }
            ArticleChange::Retracted { tenant, article, at: _ } => {
                self.articles.remove(&(tenant, article));
            }
        }
    }

    /// The articles that stand, of all tenants.
    pub fn articles(&self) -> impl Iterator<Item = &Contribution> {
        self.articles.values()
    }

    fn of<'a>(&'a self, tenant: &'a Tenant) -> impl Iterator<Item = &'a Contribution> {
        self.articles.iter().filter(move |((whose, _), _)| whose == tenant).map(|(_, article)| article)
    }

    /// Who is who in the articles that stand.
    pub fn roster<'a>(&'a self, tenant: &'a Tenant) -> Roster<'a> {
        Roster::of(self.of(tenant), &self.directory)
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
        let standing = self.of(tenant).flat_map(|article| &article.events);
        let roster = self.roster(tenant);
        let canonical = |event: &IndexedEvent| event.clone().with_entities(|id| roster.canonical(id));
        let mut events: Vec<IndexedEvent> =
            standing.map(canonical).filter(|event| query.matches(event)).collect();
        events.sort_by_cached_key(IndexedEvent::position);
        events.retain(|event| query.after.as_ref().is_none_or(|after| event.position() > *after));
        events.truncate(query.limit);
        Ok(events)
    }
}
