//! Who is who, kept in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use super::{Canonical, Signs, Testimony, Witness, dependants};
use crate::{Directory, EntityId};

/// What the articles that stand tell of every base id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identities {
    signs: HashMap<EntityId, Signs>,
    /// How often each base id is named by a name of this core.
    cores: BTreeMap<(String, EntityId), u64>,
}

impl Witness for &Identities {
    type Error = Infallible;

    fn signs(&mut self, id: EntityId) -> Result<Signs, Infallible> {
        Ok(self.signs.get(&id).cloned().unwrap_or_default())
    }

    fn longer(&mut self, core: &str, limit: usize) -> Result<Vec<EntityId>, Infallible> {
        let begin = format!("{core} ");
        let names = self.cores.range((begin.clone(), EntityId::from_bytes([0; 16]))..);
        let ids = names.map_while(|((name, id), _)| name.starts_with(&begin).then_some(*id));
        let ids: BTreeSet<EntityId> = ids.collect();
        Ok(ids.into_iter().take(limit).collect())
    }
}

impl Identities {
    /// What these articles tell.
    pub fn of<'a>(testimonies: impl IntoIterator<Item = &'a Testimony>) -> Self {
        let mut identities = Self::default();
        testimonies.into_iter().for_each(|testimony| identities.add(testimony));
        identities
    }

    /// An article that tells this stands from now on.
    pub fn add(&mut self, testimony: &Testimony) {
        for id in std::iter::once(testimony.about).chain(testimony.other()) {
            self.signs.entry(id).or_default().add(id, testimony);
        }
        if let Some(core) = testimony.core() {
            *self.cores.entry((core, testimony.about)).or_default() += 1;
        }
    }

    /// An article that told this stands no longer.
    pub fn remove(&mut self, testimony: &Testimony) {
        for id in std::iter::once(testimony.about).chain(testimony.other()) {
            if let Some(signs) = self.signs.get_mut(&id) {
                signs.remove(id, testimony);
                if signs.is_empty() {
                    self.signs.remove(&id);
                }
            }
        }
        if let Some(core) = testimony.core() {
            let key = (core, testimony.about);
            if let Some(count) = self.cores.get_mut(&key) {
                *count -= 1;
                if *count == 0 {
                    self.cores.remove(&key);
                }
            }
        }
    }

    /// What is told of a base id; empty where nothing is.
    pub fn signs(&self, id: EntityId) -> Signs {
        self.signs.get(&id).cloned().unwrap_or_default()
    }

    /// Finds the entities that base ids are part of.
    pub fn canonical<'a>(&'a self, directory: &'a Directory) -> Canonical<'a, &'a Self> {
        Canonical::new(directory, self)
    }

    /// The entity that a base id is part of.
    pub fn entity_of(&self, id: EntityId, directory: &Directory) -> EntityId {
        let Ok(entity) = self.canonical(directory).of(id);
        entity
    }

    /// The base ids that are part of the entity of this canonical id.
    pub fn members(&self, id: EntityId, directory: &Directory) -> BTreeSet<EntityId> {
        let Ok(members) = self.canonical(directory).members(id);
        members
    }

    /// The entities of these base ids and of all whose entity depends on what is told of them.
    pub fn entities_of(
        &self,
        ids: &BTreeSet<EntityId>,
        directory: &Directory,
    ) -> BTreeMap<EntityId, EntityId> {
        let Ok(all) = dependants(ids.iter().copied(), &mut &*self);
        let mut canonical = self.canonical(directory);
        let of = |id| {
            let Ok(entity) = canonical.of(id);
            (id, entity)
        };
        all.into_iter().map(of).collect()
    }
}
