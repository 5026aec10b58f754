//! Who is who: the entity that each base id is part of, as it was worked out when articles came and went.

use std::collections::{BTreeMap, BTreeSet};

use entente_facts::{EntityId, Signs, Witness};
use entente_model::Tenant;
use rustc_hash::FxHashMap;

use crate::read::Read;
use crate::record::{RecordError, Told};
use crate::store::Tree;
use crate::{IndexError, key};

impl Read<'_> {
    /// What standing articles tell of a base id; nothing where none does.
    pub(crate) fn told(&self, tenant: &Tenant, id: EntityId) -> Result<Told, IndexError> {
        let bytes = self.bytes(Tree::Entities, &key::entity(tenant, id))?;
        let told = bytes.map(|bytes| Told::decode(&bytes)).transpose();
        Ok(told.map_err(|error| error.at("entity"))?.unwrap_or_default())
    }

    /// The id of the entity that a base id is part of.
    pub(crate) fn entity_of(&self, tenant: &Tenant, id: EntityId) -> Result<EntityId, IndexError> {
        let bytes = self.bytes(Tree::Canonical, &key::entity(tenant, id))?;
        let Some(bytes) = bytes else { return Ok(id) };
        key::entity_of(&bytes).map_err(|error| error.at("entity"))
    }

    /// The base ids that are part of the entity of a canonical id, itself first.
    pub(crate) fn members(&self, tenant: &Tenant, id: EntityId) -> Result<Vec<EntityId>, IndexError> {
        let mut members = vec![id];
        for row in self.prefix(Tree::Members, &key::entity(tenant, id)) {
            members.push(key::entity_of(&row?.0).map_err(|error| error.at("entity"))?);
        }
        Ok(members)
    }

    /// How often each base id is named by a name of which the core begins with these words and goes on, at most `limit` keys.
    fn longer(&self, tenant: &Tenant, core: &str) -> impl Iterator<Item = Result<EntityId, IndexError>> {
        let keys = self.prefix(Tree::Cores, &key::names_from(tenant, &format!("{core} ")));
        keys.map(|row| key::entity_of(&row?.0).map_err(|error| error.at("name")))
    }
}

/// What a view's articles tell, for those who ask for the reasons of an identity.
pub(crate) struct Testimonies<'a> {
    pub(crate) read: Read<'a>,
    pub(crate) tenant: &'a Tenant,
}

impl Witness for Testimonies<'_> {
    type Error = IndexError;

    fn signs(&mut self, id: EntityId) -> Result<Signs, IndexError> {
        Ok(self.read.told(self.tenant, id)?.signs)
    }

    fn longer(&mut self, core: &str, limit: usize) -> Result<Vec<EntityId>, IndexError> {
        let mut found = BTreeSet::new();
        for id in self.read.longer(self.tenant, core) {
            found.insert(id?);
            if found.len() >= limit {
                break;
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// What articles tell while some entries are applied: what is there, and what has changed since.
pub(crate) struct Telling<'a> {
    pub(crate) read: Read<'a>,
    pub(crate) tenant: Tenant,
    /// The base ids that were asked for, as they are.
    pub(crate) told: FxHashMap<EntityId, Told>,
    /// How often a base id is named by a name of this core, where that has changed.
    pub(crate) cores: BTreeMap<(String, EntityId), u64>,
}

impl Telling<'_> {
    /// What is told of a base id.
    pub(crate) fn of(&mut self, id: EntityId) -> Result<&mut Told, IndexError> {
        match self.told.entry(id) {
            std::collections::hash_map::Entry::Occupied(told) => Ok(told.into_mut()),
            std::collections::hash_map::Entry::Vacant(unknown) => {
                Ok(unknown.insert(self.read.told(&self.tenant, id)?))
            }
        }
    }

    /// How often a base id is named by a name of this core.
    pub(crate) fn core(&mut self, core: String, id: EntityId) -> Result<&mut u64, IndexError> {
        match self.cores.entry((core, id)) {
            std::collections::btree_map::Entry::Occupied(count) => Ok(count.into_mut()),
            std::collections::btree_map::Entry::Vacant(unknown) => {
                let (core, id) = unknown.key();
                let key = key::name(&self.tenant, core, *id);
                let count = self.read.record(Tree::Cores, &key, "name")?;
                Ok(unknown.insert(count.unwrap_or_default()))
            }
        }
    }
}

impl Witness for &mut Telling<'_> {
    type Error = IndexError;

    fn signs(&mut self, id: EntityId) -> Result<Signs, IndexError> {
        Ok(self.of(id)?.signs.clone())
    }

    fn longer(&mut self, core: &str, limit: usize) -> Result<Vec<EntityId>, IndexError> {
        let begin = format!("{core} ");
        let changed = self.cores.range((begin.clone(), EntityId::from_bytes([0; 16]))..);
        let changed = changed.take_while(|((name, _), _)| name.starts_with(&begin));
        let mut found: BTreeSet<EntityId> =
            changed.clone().filter(|(_, count)| **count > 0).map(|((_, id), _)| *id).collect();
        // Those that are named so no longer, though perhaps by another name.
        let gone: BTreeSet<(String, EntityId)> =
            changed.filter(|(_, count)| **count == 0).map(|(key, _)| key.clone()).collect();
        for row in self.read.prefix(Tree::Cores, &key::names_from(&self.tenant, &begin)) {
            if found.len() >= limit {
                break;
            }
            let (key, _) = row?;
            let (name, id) = core_of(&key, &self.tenant).map_err(|error| error.at("name"))?;
            if !gone.contains(&(name, id)) {
                found.insert(id);
            }
        }
        Ok(found.into_iter().take(limit).collect())
    }
}

fn core_of(key: &[u8], tenant: &Tenant) -> Result<(String, EntityId), RecordError> {
    let id = key::entity_of(key)?;
    let begin = key::tenant(tenant).len();
    let end = key.len().checked_sub(1 + id.to_bytes().len()).ok_or(RecordError::Key(key.len()))?;
    let name = key.get(begin..end).ok_or(RecordError::Key(key.len()))?;
    Ok((String::from_utf8(name.to_vec())?, id))
}
