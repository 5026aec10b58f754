//! The index as of one moment.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use entente_facts::{
    ArticleInfo, AsOf, Directory, EntityId, EntityRecord, EventQuery, Facts, FactsError, IndexedEvent,
    NameMatch, Resolved, forms,
};
use entente_model::{ArticleId, Tenant};
use entente_text::fold;
use fjall::{Readable, Snapshot};
use jiff::Timestamp;

use crate::articles::Standing;
use crate::identity::Identified;
use crate::list::{List, Listed};
use crate::names::NameCache;
use crate::read::Read;
use crate::record::{ReadingRecord, RecordError, decode};
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
    names: Arc<NameCache>,
    /// Which names are those of this view; none where it was made while the index changed.
    age: Option<u64>,
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").finish_non_exhaustive()
    }
}

impl View {
    pub(crate) fn new(store: Arc<Store>, directory: Arc<Directory>, names: Arc<NameCache>) -> Self {
        let age = names.age();
        Self { snapshot: store.snapshot(), store, directory, names, age }
    }

    /// The text of an article that stands: offsets count in it.
    pub fn text(&self, tenant: &Tenant, article: &ArticleId) -> Result<Option<String>, IndexError> {
        let Some(standing) = self.standing(tenant, article)? else { return Ok(None) };
        self.text_at(&key::text(tenant, article, standing.revision))
    }

    fn text_at(&self, key: &[u8]) -> Result<Option<String>, IndexError> {
        let text = self.read().bytes(Tree::Texts, key)?;
        let utf8 = |bytes: fjall::Slice| String::from_utf8(bytes.to_vec());
        text.map(utf8).transpose().map_err(|error| RecordError::from(error).at("text"))
    }

    /// The text of a revision of an article, be it replaced or withdrawn since.
    pub fn revision_text(
        &self,
        tenant: &Tenant,
        article: &ArticleId,
        revision: u64,
    ) -> Result<Option<String>, IndexError> {
        self.text_at(&key::text(tenant, article, revision))
    }

    /// The newest revision of an article that was ever taken, be it withdrawn since; none where it was never heard of.
    pub fn newest_revision(
        &self,
        tenant: &Tenant,
        article: &ArticleId,
    ) -> Result<Option<ArticleInfo>, IndexError> {
        let Some(&entry) = self.read().entries(tenant, article)?.last() else { return Ok(None) };
        self.info(tenant, article, entry).map(Some)
    }

    /// What was told last of a revision of an article, be it replaced or withdrawn since; none where it was never heard of.
    pub fn revision(
        &self,
        tenant: &Tenant,
        article: &ArticleId,
        revision: u64,
    ) -> Result<Option<ArticleInfo>, IndexError> {
        for entry in self.read().entries(tenant, article)?.into_iter().rev() {
            let info = self.info(tenant, article, entry)?;
            if info.revision == revision {
                return Ok(Some(info));
            }
        }
        Ok(None)
    }

    /// When an article was erased last, if it ever was.
    pub fn erased(&self, tenant: &Tenant, id: &ArticleId) -> Result<Option<Timestamp>, IndexError> {
        crate::erasure::erased(&self.read(), tenant, id)
    }

    /// What is told of an article that stands.
    pub fn article(&self, tenant: &Tenant, id: &ArticleId) -> Result<Option<ArticleInfo>, IndexError> {
        let Some(standing) = self.standing(tenant, id)? else { return Ok(None) };
        self.info(tenant, id, standing.entry).map(Some)
    }

    fn info(&self, tenant: &Tenant, id: &ArticleId, entry: u64) -> Result<ArticleInfo, IndexError> {
        let bytes = self.reading(tenant, id, entry)?;
        let info = decode(&bytes).and_then(|reading: ReadingRecord<'_>| reading.info(tenant, id));
        info.map_err(|error| error.at("reading"))
    }

    /// True when the reading that told of an article stood as it was known.
    fn was_known(&self, tenant: &Tenant, info: &ArticleInfo, as_of: AsOf) -> Result<bool, IndexError> {
        if as_of.known_at.is_none() {
            return Ok(true);
        }
        let withdrawn = self.read().withdrawal(tenant, &info.id, info.appended.position)?;
        let gone = withdrawn.is_some_and(|withdrawal| as_of.knows(withdrawal.at));
        Ok(as_of.knows(info.appended) && !gone)
    }

    pub(crate) fn read(&self) -> Read<'_> {
        Read { store: &self.store, snapshot: &self.snapshot, pending: None }
    }

    pub(crate) fn directory(&self) -> &Directory {
        &self.directory
    }

    fn identified<'a>(&'a self, tenant: &'a Tenant) -> Identified<'a> {
        Identified { read: self.read(), tenant, directory: &self.directory }
    }

    fn standing(&self, tenant: &Tenant, id: &ArticleId) -> Result<Option<Standing>, IndexError> {
        self.read().record(Tree::Articles, &key::article(tenant, id), "article")
    }

    fn reading(&self, tenant: &Tenant, id: &ArticleId, entry: u64) -> Result<fjall::Slice, IndexError> {
        let bytes = self.read().bytes(Tree::Readings, &key::reading(tenant, id, entry))?;
        bytes.ok_or_else(|| RecordError::Missing.at("reading"))
    }

    /// The entities that a name stands for, best first; also those with a name that begins so where `begun`.
    fn resolve_name(&self, tenant: &Tenant, name: &str, begun: bool) -> Result<Vec<Resolved>, IndexError> {
        let (read, wanted) = (self.read(), fold(name));
        let mut bases: BTreeMap<EntityId, NameMatch> = BTreeMap::new();
        let mut add = |id: EntityId, how: NameMatch| {
            let best = bases.entry(id).or_insert(how);
            *best = (*best).min(how);
        };
        for form in forms(&wanted) {
            for (id, how) in self.named(tenant, &form)? {
                add(id, how);
            }
        }
        let bound = if begun && !wanted.is_empty() { NAMES_LOOKED_THROUGH } else { 0 };
        for row in read.prefix(Tree::Names, &key::names_from(tenant, &wanted)).take(bound) {
            add(entity_of(&row?.0)?, NameMatch::Prefix);
        }
        // A short form that means one entity is its own name.
        let alone = self.directory.named(name, None).map(|id| read.entity_of(tenant, id)).transpose()?;
        let mut found: BTreeMap<EntityId, NameMatch> = BTreeMap::new();
        for (base, how) in bases {
            let entity = read.entity_of(tenant, base)?;
            let own = how == NameMatch::Seen && alone == Some(entity);
            let how = if own { NameMatch::Own } else { how };
            found.entry(entity).and_modify(|best| *best = how.min(*best)).or_insert(how);
        }
        let identified = self.identified(tenant);
        let mut resolved = Vec::with_capacity(found.len());
        for (id, found) in found {
            resolved.extend(identified.entity(id)?.map(|entity| Resolved { entity, found }));
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

    /// The base ids of some entities.
    fn bases(&self, tenant: &Tenant, named: &[EntityId]) -> Result<Vec<EntityId>, IndexError> {
        let read = self.read();
        let members = named.iter().map(|&id| read.members(tenant, id));
        Ok(members.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn list(&self, tenant: &Tenant, query: &EventQuery) -> Result<Vec<IndexedEvent>, IndexError> {
        let read = self.read();
        let (named, beside) =
            (self.bases(tenant, &query.entities)?, self.bases(tenant, &query.counterparts)?);
        let mut entities: HashMap<EntityId, EntityId> = HashMap::new();
        let mut events = Vec::new();
        let mut list = List::new(read, tenant, query, &named, &beside).take(query.looked_through);
        while events.len() < query.limit
            && let Some(listed) = list.next()
        {
            let Listed { article, entry, places } = listed?;
            let bytes = self.reading(tenant, &article, entry)?;
            let damaged = |error: RecordError| error.at("reading");
            let reading: ReadingRecord<'_> = decode(&bytes).map_err(damaged)?;
            let info = Arc::new(reading.info(tenant, &article).map_err(damaged)?);
            if !self.was_known(tenant, &info, query.as_of)? {
                continue;
            }
            for place in places {
                let event = reading.event(&info, place).map_err(damaged)?;
                for &(_, id) in &event.entities {
                    if let Entry::Vacant(unknown) = entities.entry(id) {
                        unknown.insert(read.entity_of(tenant, id)?);
                    }
                }
                let event = event.with_entities(|id| entities.get(&id).copied().unwrap_or(id));
                let wanted = query.after.as_ref().is_none_or(|after| event.position() > *after);
                if wanted && events.len() < query.limit && query.matches(&event) {
                    events.push(event);
                }
            }
        }
        Ok(events)
    }
}

fn entity_of(name: &[u8]) -> Result<EntityId, IndexError> {
    key::entity_of(name).map_err(|error| error.at("name"))
}

pub(crate) fn unavailable(error: IndexError) -> FactsError {
    FactsError::Unavailable(Box::new(error))
}

impl Facts for View {
    fn entity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<EntityRecord>, FactsError> {
        self.identified(tenant).entity(id).map_err(unavailable)
    }

    fn canonical(&self, tenant: &Tenant, id: EntityId) -> Result<EntityId, FactsError> {
        self.read().entity_of(tenant, id).map_err(unavailable)
    }

    fn name(&self, tenant: &Tenant, id: EntityId) -> Result<Option<String>, FactsError> {
        if let Some(name) = self.age.and_then(|age| self.names.get(age, tenant, id)) {
            return Ok(Some(name));
        }
        let name = self.entity(tenant, id)?.map(|entity| entity.name);
        if let (Some(age), Some(name)) = (self.age, &name) {
            self.names.put(age, tenant, id, name);
        }
        Ok(name)
    }

    fn resolve(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError> {
        let mut resolved = self.resolve_name(tenant, name, true).map_err(unavailable)?;
        resolved.truncate(limit);
        Ok(resolved)
    }

    fn meanings(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError> {
        let mut resolved = self.resolve_name(tenant, name, false).map_err(unavailable)?;
        resolved.truncate(limit);
        Ok(resolved)
    }

    fn is_name(&self, tenant: &Tenant, folded: &str) -> Result<bool, FactsError> {
        self.has_name(tenant, folded).map_err(unavailable)
    }

    fn begins_name(&self, tenant: &Tenant, folded: &str) -> Result<bool, FactsError> {
        let mut rows = self.read().prefix(Tree::Names, &key::names_from(tenant, folded));
        rows.next().transpose().map(|row| row.is_some()).map_err(unavailable)
    }

    fn events(&self, tenant: &Tenant, query: &EventQuery) -> Result<Vec<IndexedEvent>, FactsError> {
        self.list(tenant, query).map_err(unavailable)
    }
}
