//! The entity that a base id is part of.

use std::collections::{BTreeSet, HashMap};

use entente_model::EntityKind;

use super::Signs;
use crate::{Directory, EntityId};

/// A name that is told to be short for more full names than this is nobody's.
const MOST_CLAIMS: usize = 16;

/// Finds the entity that a base id is part of. `signs` gives what standing articles tell of a base id, empty where they
/// tell nothing; it must not change while this lives.
#[derive(Debug)]
pub struct Canonical<'a, S> {
    directory: &'a Directory,
    signs: S,
    found: HashMap<EntityId, EntityId>,
}

impl<'a, S, E> Canonical<'a, S>
where
    S: FnMut(EntityId) -> Result<Signs, E>,
{
    /// Reads what is told through `signs`.
    pub fn new(directory: &'a Directory, signs: S) -> Self {
        Self { directory, signs, found: HashMap::new() }
    }

    /// The id of the entity that `id` is part of: its own, where it is not absorbed by another.
    pub fn of(&mut self, id: EntityId) -> Result<EntityId, E> {
        if let Some(&found) = self.found.get(&id) {
            return Ok(found);
        }
        let found = self.absorber(id)?.unwrap_or(id);
        self.found.insert(id, found);
        Ok(found)
    }

    /// The base ids that are part of the entity of this canonical id, itself among them; of another id only those that
    /// have it on their way.
    pub fn members(&mut self, id: EntityId) -> Result<BTreeSet<EntityId>, E> {
        let mut members = BTreeSet::new();
        for dependant in dependants([id], &mut self.signs)? {
            if self.of(dependant)? == id {
                members.insert(dependant);
            }
        }
        Ok(members)
    }

    fn absorber(&mut self, id: EntityId) -> Result<Option<EntityId>, E> {
        // Who is known beforehand is nobody else.
        if self.directory.get(id).is_some() {
            return Ok(None);
        }
        let signs = (self.signs)(id)?;
        let persons = signs.names_person.len() + signs.calls_person.len();
        if persons > 0 {
            let organisation = [EntityKind::Organization, EntityKind::Media, EntityKind::Association]
                .iter()
                .any(|kind| signs.kinds.contains_key(kind));
            let alone = persons == 1 && signs.short_for.is_empty() && !organisation;
            // A full name is the person's; a shorter one may be anybody's.
            return Ok(signs.names_person.keys().next().copied().filter(|_| alone));
        }
        if signs.short_for.len() > MOST_CLAIMS {
            return Ok(None);
        }
        let mut claimants = BTreeSet::new();
        for &entity in signs.short_for.keys() {
            claimants.insert(self.of(entity)?);
        }
        let Some(&entity) = claimants.first().filter(|_| claimants.len() == 1) else { return Ok(None) };
        for &other in signs.apart.keys() {
            if self.of(other)? == entity {
                return Ok(None);
            }
        }
        Ok((!self.is_of_another_country(&signs, entity)?).then_some(entity))
    }

    fn is_of_another_country(&mut self, signs: &Signs, entity: EntityId) -> Result<bool, E> {
        if signs.countries.is_empty() {
            return Ok(false);
        }
        if let Some(known) = self.directory.get(entity) {
            return Ok(known.country.as_ref().is_some_and(|country| !signs.countries.contains_key(country)));
        }
        let theirs = (self.signs)(entity)?.countries;
        Ok(!theirs.is_empty() && !theirs.keys().any(|country| signs.countries.contains_key(country)))
    }
}

/// The base ids whose entity depends on what is told of these: them, those that are told to be short for them, and so on.
pub fn dependants<E>(
    ids: impl IntoIterator<Item = EntityId>,
    mut signs: impl FnMut(EntityId) -> Result<Signs, E>,
) -> Result<BTreeSet<EntityId>, E> {
    let mut open: Vec<EntityId> = ids.into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(signs(id)?.dependants.into_keys());
        }
    }
    Ok(found)
}
