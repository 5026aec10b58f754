//! Facts in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_model::{ArticleId, Tenant};
use entente_text::fold;

use crate::{
    ArticleChange, Contribution, Directory, EntityId, EntityRecord, EventQuery, Facts, FactsError,
    IndexedEvent, NameMatch, Names, Resolved, Roster, Signs, forms,
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

    /// Who is who in the articles that stand.
    pub fn roster<'a>(&'a self, tenant: &'a Tenant) -> Roster<'a> {
        Roster::of(self.of(tenant), &self.directory)
    }

    fn of<'a>(&'a self, tenant: &'a Tenant) -> impl Iterator<Item = &'a Contribution> {
        self.articles.iter().filter(move |((whose, _), _)| whose == tenant).map(|(_, article)| article)
    }

    fn names(&self, tenant: &Tenant, id: EntityId) -> Names {
        let mut names = Names::default();
        for used in self.of(tenant).flat_map(|article| &article.names).filter(|used| used.entity == id) {
            names.add(&used.name, used.own);
        }
        names
    }

    fn record(&self, tenant: &Tenant, id: EntityId) -> Option<EntityRecord> {
        let names = self.names(tenant, id);
        let counts = self.of(tenant).map(Contribution::event_counts);
        let events = counts.filter_map(|counts| counts.get(&id).copied()).sum();
        (!names.is_empty()).then(|| names.record(id, &Signs::default(), events, &self.directory))
    }

    fn ids(&self, tenant: &Tenant) -> BTreeSet<EntityId> {
        self.of(tenant).flat_map(|article| &article.names).map(|used| used.entity).collect()
    }
}

impl Facts for MemoryFacts {
    fn entity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<EntityRecord>, FactsError> {
        Ok(self.record(tenant, id))
    }

    fn resolve(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError> {
        let wanted = fold(name);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut resolved: Vec<Resolved> = Vec::new();
        for id in self.ids(tenant) {
            let names = self.names(tenant, id).folded(id, &self.directory);
            let whole = forms(&wanted).iter().filter_map(|form| names.get(form)).min().copied();
            let prefix = names.keys().any(|name| name.starts_with(&wanted)).then_some(NameMatch::Prefix);
            let found = whole.or(prefix);
            resolved
                .extend(found.zip(self.record(tenant, id)).map(|(found, entity)| Resolved { entity, found }));
        }
        resolved.sort_by(Resolved::rank);
        resolved.truncate(limit);
        Ok(resolved)
    }

    fn is_name(&self, tenant: &Tenant, folded: &str) -> Result<bool, FactsError> {
        let forms = forms(folded);
        let has = |id| {
            let names = self.names(tenant, id).folded(id, &self.directory);
            forms.iter().any(|form| names.contains_key(form))
        };
        Ok(self.ids(tenant).into_iter().any(has))
    }

    fn events(&self, tenant: &Tenant, query: &EventQuery) -> Result<Vec<IndexedEvent>, FactsError> {
        let standing = self.of(tenant).flat_map(|article| &article.events);
        let mut events: Vec<IndexedEvent> = standing.filter(|event| query.matches(event)).cloned().collect();
        events.sort_by_cached_key(IndexedEvent::position);
        events.retain(|event| query.after.as_ref().is_none_or(|after| event.position() > *after));
        events.truncate(query.limit);
        Ok(events)
    }
}
