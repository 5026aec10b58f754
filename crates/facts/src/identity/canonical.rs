//! The entity that a base id is part of.

use std::collections::{BTreeSet, HashMap};

use entente_text::fold;

use super::Signs;
use super::testimony::begun;
use crate::name::{core, is_acronym, is_incorporated};
use crate::{Directory, EntityId};

/// A name that is told to be short for more full names than this, or that more longer names begin with, is nobody's.
const MOST_CLAIMS: usize = 16;

/// What standing articles tell, as it is read from where it is kept.
pub trait Witness {
    /// Why it can't be read.
    type Error;

    /// What is told of a base id; empty where nothing is.
    fn signs(&mut self, id: EntityId) -> Result<Signs, Self::Error>;

    /// The base ids that are named by a name of which [`super::Testimony::core`] begins with these words and goes on, each
    /// once, any `limit` of them where there are more.
    fn longer(&mut self, core: &str, limit: usize) -> Result<Vec<EntityId>, Self::Error>;
}

/// Finds the entity that a base id is part of. What its witness tells must not change while it lives.
#[derive(Debug)]
pub struct Canonical<'a, W> {
    directory: &'a Directory,
    witness: W,
    found: HashMap<EntityId, EntityId>,
}

impl<'a, W: Witness> Canonical<'a, W> {
    /// Reads what is told through `witness`.
    pub fn new(directory: &'a Directory, witness: W) -> Self {
        Self { directory, witness, found: HashMap::new() }
    }

    /// The id of the entity that `id` is part of: its own, where it is not absorbed by another.
    pub fn of(&mut self, id: EntityId) -> Result<EntityId, W::Error> {
        if let Some(&found) = self.found.get(&id) {
            return Ok(found);
        }
        let found = self.absorber(id)?.unwrap_or(id);
        self.found.insert(id, found);
        Ok(found)
    }

    /// The base ids that are part of the entity of this canonical id, itself among them; of another id only those that
    /// have it on their way.
    pub fn members(&mut self, id: EntityId) -> Result<BTreeSet<EntityId>, W::Error> {
        let mut members = BTreeSet::new();
        for dependant in dependants([id], &mut self.witness)? {
            if self.of(dependant)? == id {
                members.insert(dependant);
            }
        }
        Ok(members)
    }

    /// What is told of a base id.
    pub(super) fn signs(&mut self, id: EntityId) -> Result<Signs, W::Error> {
        self.witness.signs(id)
    }

    fn absorber(&mut self, id: EntityId) -> Result<Option<EntityId>, W::Error> {
        // Who is known beforehand is nobody else.
        if self.directory.get(id).is_some() {
            return Ok(None);
        }
        let signs = self.witness.signs(id)?;
        let persons = signs.names_person.len() + signs.calls_person.len();
        if persons > 0 {
            let alone = persons == 1 && signs.short_for.is_empty() && !signs.is_organisation();
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
        // A name that some article gives a legal form is told in full.
        let lone = signs.apart.is_empty()
            && !signs.names.keys().any(|name| is_incorporated(name))
            && self.is_told_organisation(&signs, entity)?
            && !self.is_of_another_country(&signs, entity)?
            && !self.is_begun_elsewhere(&signs, entity)?;
        Ok(lone.then_some(entity))
    }

    /// True where some article presents it or the entity as an organisation, or its name is made of the entity's initials:
    /// products have short names too.
    fn is_told_organisation(&mut self, signs: &Signs, entity: EntityId) -> Result<bool, W::Error> {
        let theirs = self.witness.signs(entity)?;
        let initials = signs.name().zip(theirs.name()).is_some_and(|(short, name)| is_acronym(short, name));
        Ok(initials
            || signs.is_organisation()
            || theirs.is_organisation()
            || self.directory.get(entity).is_some())
    }

    /// True where a longer name that begins so is another's: "Hautecombe" may be short for that too.
    fn is_begun_elsewhere(&mut self, signs: &Signs, entity: EntityId) -> Result<bool, W::Error> {
        let core = signs.name().map(|name| core(&fold(name))).unwrap_or_default();
        let longer = self.witness.longer(&core, MOST_CLAIMS)?;
        if longer.len() >= MOST_CLAIMS || self.directory.longer(&core).any(|known| known != entity) {
            return Ok(true);
        }
        for other in longer {
            if self.of(other)? != entity {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_of_another_country(&mut self, signs: &Signs, entity: EntityId) -> Result<bool, W::Error> {
        if signs.countries.is_empty() {
            return Ok(false);
        }
        if let Some(known) = self.directory.get(entity) {
            return Ok(known.country.as_ref().is_some_and(|country| !signs.countries.contains_key(country)));
        }
        let theirs = self.witness.signs(entity)?.countries;
        Ok(!theirs.is_empty() && !theirs.keys().any(|country| signs.countries.contains_key(country)))
    }
}

/// The base ids whose entity depends on what is told of these: them, those of which something is told that is about them
/// too, those of shorter names that their names begin with, and so on.
pub fn dependants<W: Witness>(
    ids: impl IntoIterator<Item = EntityId>,
    witness: &mut W,
) -> Result<BTreeSet<EntityId>, W::Error> {
    let mut open: Vec<EntityId> = ids.into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            let signs = witness.signs(id)?;
            open.extend(signs.name().map(begun).unwrap_or_default());
            open.extend(signs.dependants.into_keys());
        }
    }
    Ok(found)
}
