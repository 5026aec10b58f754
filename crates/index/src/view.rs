//! The index as of one moment.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use entente_facts::{
    ArticleInfo, Directory, EntityId, EntityRecord, EventQuery, Facts, FactsError, IndexedEvent, NameMatch,
    Resolved, Signs, forms,
};
use entente_model::{ArticleId, Tenant};
use entente_text::fold;
use fjall::{Readable, Snapshot};
use serde::de::DeserializeOwned;

use crate::list::List;
use crate::record::{ArticleRecord, EntityRow, EventRecord, RecordError, decode};
use crate::store::{Store, Tree};
use crate::{IndexError, key};

/// How many names are looked through for those that begin with a text: one letter may begin a million.
const NAMES_LOOKED_THROUGH: usize = 10_000;

/// The index as of one moment: however long it is held, all that is read from it fits together.
pub struct View {
    // Before the store, so that it is dropped first.
    snapshot: Snapshot,
    store: Arc<Store>,
    directory: Arc<Directory>,
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").finish_non_exhaustive()
    }
}

impl View {
    pub(crate) fn new(store: Arc<Store>, directory: Arc<Directory>) -> Self {
        Self { snapshot: store.snapshot(), store, directory }
    }

    /// The text of an article that stands: offsets count in it.
    pub fn text(&self, tenant: &Tenant, article: &ArticleId) -> Result<Option<String>, IndexError> {
        let text = self.snapshot.get(self.store.tree(Tree::Texts), key::article(tenant, article))?;
        let utf8 = |bytes: fjall::Slice| String::from_utf8(bytes.to_vec());
        text.map(utf8).transpose().map_err(|error| RecordError::from(error).at("text"))
    }

    /// What is told of an article that stands.
    pub fn article(&self, tenant: &Tenant, id: &ArticleId) -> Result<Option<ArticleInfo>, IndexError> {
        let record: Option<ArticleRecord> = self.get(Tree::Articles, &key::article(tenant, id), "article")?;
        let info = record.map(|record| record.info(tenant, id)).transpose();
        info.map_err(|error| error.at("article"))
    }

    fn get<T: DeserializeOwned>(
        &self,
        tree: Tree,
        key: &[u8],
        what: &'static str,
    ) -> Result<Option<T>, IndexError> {
        let bytes = self.snapshot.get(self.store.tree(tree), key)?;
        bytes.map(|bytes| decode(&bytes)).transpose().map_err(|error| error.at(what))
    }

    fn record(&self, tenant: &Tenant, id: EntityId) -> Result<Option<EntityRecord>, IndexError> {
        let row: Option<EntityRow> = self.get(Tree::Entities, &key::entity(tenant, id), "entity")?;
        Ok(row.map(|row| row.names().record(id, &Signs::default(), row.events, &self.directory)))
    }

    /// The entities that a folded name stands for, best first; also those with a name that begins so where `begun`.
    fn resolve_name(&self, tenant: &Tenant, wanted: &str, begun: bool) -> Result<Vec<Resolved>, IndexError> {
        let mut found: BTreeMap<EntityId, NameMatch> = BTreeMap::new();
        let mut add = |id: EntityId, how: NameMatch| {
            let best = found.entry(id).or_insert(how);
            *best = (*best).min(how);
        };
        for form in forms(wanted) {
            for (id, how) in self.named(tenant, &form)? {
                add(id, how);
            }
        }
        let bound = if begun && !wanted.is_empty() { NAMES_LOOKED_THROUGH } else { 0 };
        let names = self.snapshot.prefix(self.store.tree(Tree::Names), key::names_from(tenant, wanted));
        for guard in names.take(bound) {
            add(entity_of(&guard.key()?)?, NameMatch::Prefix);
        }
        let mut resolved = Vec::with_capacity(found.len());
        for (id, found) in found {
            let entity = self.record(tenant, id)?.ok_or_else(|| RecordError::Missing.at("entity"))?;
            resolved.push(Resolved { entity, found });
        }
        resolved.sort_by(Resolved::rank);
        Ok(resolved)
    }

    /// The entities with exactly this folded name.
    fn named(&self, tenant: &Tenant, folded: &str) -> Result<Vec<(EntityId, NameMatch)>, IndexError> {
        let prefix = key::names(tenant, folded);
        let mut named = Vec::new();
        for guard in self.snapshot.prefix(self.store.tree(Tree::Names), &prefix) {
            let (key, own) = guard.into_inner()?;
            let id = entity_of(&key)?;
            // Longer keys are of names that hold a zero byte.
            if key.len() == prefix.len() + id.to_bytes().len() {
                named.push((id, if own.first() == Some(&1) { NameMatch::Own } else { NameMatch::Seen }));
            }
        }
        Ok(named)
    }

    fn has_name(&self, tenant: &Tenant, folded: &str) -> Result<bool, IndexError> {
        for form in forms(folded) {
            if !self.named(tenant, &form)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn list(&self, tenant: &Tenant, query: &EventQuery) -> Result<Vec<IndexedEvent>, IndexError> {
        let mut articles: HashMap<ArticleId, ArticleInfo> = HashMap::new();
        let mut events = Vec::new();
        let mut list = List::new(&self.store, &self.snapshot, tenant, query);
        while events.len() < query.limit
            && let Some(row) = list.next()
        {
            let (id, record) = row?;
            let article = if let Some(article) = articles.get(&id.article) {
                article.clone()
            } else {
                let article = self.article(tenant, &id.article)?;
                let article = article.ok_or_else(|| RecordError::Missing.at("article"))?;
                articles.insert(id.article.clone(), article.clone());
                article
            };
            let record: Result<EventRecord<'_>, RecordError> = decode(&record);
            let (event, entities) =
                record.and_then(EventRecord::rebuild).map_err(|error| error.at("event"))?;
            let event = IndexedEvent { id, event, article, entities };
            if query.matches(&event) {
                events.push(event);
            }
        }
        Ok(events)
    }
}

fn entity_of(name: &[u8]) -> Result<EntityId, IndexError> {
    key::entity_of(name).map_err(|error| error.at("name"))
}

fn unavailable(error: IndexError) -> FactsError {
    FactsError::Unavailable(Box::new(error))
}

impl Facts for View {
    fn entity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<EntityRecord>, FactsError> {
        self.record(tenant, id).map_err(unavailable)
    }

    fn resolve(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError> {
        let mut resolved = self.resolve_name(tenant, &fold(name), true).map_err(unavailable)?;
        resolved.truncate(limit);
        Ok(resolved)
    }

    fn meanings(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError> {
        let mut resolved = self.resolve_name(tenant, &fold(name), false).map_err(unavailable)?;
        resolved.truncate(limit);
        Ok(resolved)
    }

    fn is_name(&self, tenant: &Tenant, folded: &str) -> Result<bool, FactsError> {
        self.has_name(tenant, folded).map_err(unavailable)
    }

    fn events(&self, tenant: &Tenant, query: &EventQuery) -> Result<Vec<IndexedEvent>, FactsError> {
        self.list(tenant, query).map_err(unavailable)
    }
}
