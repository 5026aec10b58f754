//! Who is who, kept in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use super::{Canonical, Signs, Testimony, dependants};
use crate::{Directory, EntityId};

/// What the articles that stand tell of every base id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identities(HashMap<EntityId, Signs>);

impl Identities {
    /// What these articles tell.
    pub fn of<'a>(testimonies: impl IntoIterator<Item = &'a Testimony>) -> Self {
        let mut identities = Self::default();
        testimonies.into_iter().for_each(|testimony| identities.add(testimony));
        identities
    }

    /// An article that tells this stands from now on.
    pub fn add(&mut self, testimony: &Testimony) {
        for id in testimony.touches() {
            self.0.entry(id).or_default().add(id, testimony);
        }
    }

    /// An article that told this stands no longer.
    pub fn remove(&mut self, testimony: &Testimony) {
        for id in testimony.touches() {
            if let Some(signs) = self.0.get_mut(&id) {
                signs.remove(id, testimony);
                if signs.is_empty() {
                    self.0.remove(&id);
                }
            }
        }
    }

    /// What is told of a base id; empty where nothing is.
    pub fn signs(&self, id: EntityId) -> Signs {
        self.0.get(&id).cloned().unwrap_or_default()
    }

    /// Finds the entities that base ids are part of.
    pub fn canonical<'a>(
        &'a self,
        directory: &'a Directory,
    ) -> Canonical<'a, impl FnMut(EntityId) -> Result<Signs, Infallible> + 'a> {
        Canonical::new(directory, |id| Ok(self.signs(id)))
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
        let Ok::<_, Infallible>(all) = dependants(ids.iter().copied(), |id| Ok(self.signs(id)));
        all.into_iter().map(|id| (id, self.entity_of(id, directory))).collect()
    }
}
