//! Facts in memory.

mod believed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_model::{ArticleId, RevisionReason, Tenant};
use entente_text::fold;

use crate::{
    AcceptedArticle, ArticleChange, Contribution, Directory, EntityId, EntityRecord, EventQuery, Facts,
    FactsError, IndexedEvent, NameMatch, Names, Resolved, Roster, Signs, Withdrawal, forms,
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
