//! Entities across articles.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use entente_model::EntityKind;
use entente_text::fold;
use sha2::{Digest, Sha256};

use crate::hash_id::write_id;
use crate::{Directory, Identifier, Signs, forms};

/// An entity's id: the first 128 bits of a SHA-256 over what makes it the same entity everywhere, its folded name.
/// The same name gives the same id in every index, so that a rebuilt index keeps its ids. Written `e` and 32
/// hexadecimal digits in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId([u8; 16]);

/// A text that is no entity id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an entity id: e and 32 hexadecimal digits in lower case")]
pub struct EntityIdError(pub String);

impl EntityId {
    /// The id of these bytes, as [`EntityId::to_bytes`] gave them.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The id of what these parts identify together.
    pub(crate) fn of(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.as_bytes());
            // No name holds a zero byte once folded, so parts can't run into each other.
            hash.update([0]);
        }
        let digest = hash.finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(bytes)
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_id(f, 'e', self.0)
    }
}

impl FromStr for EntityId {
    type Err = EntityIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || EntityIdError(text.to_owned());
        let digits = text.strip_prefix('e').filter(|digits| digits.len() == 32).ok_or_else(error)?;
        if !digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(error());
        }
        u128::from_str_radix(digits, 16).map(|bits| Self(bits.to_be_bytes())).map_err(|_| error())
    }
}

/// What is known of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRecord {
    /// Its id.
    pub id: EntityId,
    /// Its canonical name: the known one, else the one that most articles use.
    pub name: String,
    /// Every other proper name seen or known, in the order of the alphabet.
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-2 code of its home country: as it is known, else as most articles tell.
    pub country: Option<String>,
    /// Its sector, `auto` for instance, where known.
    pub sector: Option<String>,
    /// In how many events it takes part.
    pub event_count: u64,
    /// What it is: as it is known, else as most articles present it.
    pub kind: Option<EntityKind>,
    /// Identifiers known beforehand.
    pub identifiers: Vec<Identifier>,
}

/// How a name was found to stand for an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameMatch {
    /// It is the entity's own: its name, a known alias, or either without its legal form.
    Own,
    /// Some article uses it for the entity, as a short form or an acronym.
    Seen,
    /// A name of the entity begins with it.
    Prefix,
}

/// An entity that a name may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The entity.
    pub entity: EntityRecord,
    /// How it was found.
    pub found: NameMatch,
}

impl Resolved {
    /// Best first: how it was found, then more events, then the name and the id.
    pub fn rank(&self, other: &Self) -> Ordering {
        let by_count = other.entity.event_count.cmp(&self.entity.event_count);
        let by_name = || self.entity.name.cmp(&other.entity.name).then(self.entity.id.cmp(&other.entity.id));
        self.found.cmp(&other.found).then(by_count).then_with(by_name)
    }
}

/// What articles call one entity, and how many articles do. A record of it is computed from this alone, so that the
/// order in which articles came leaves no trace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names(BTreeMap<String, (u64, u64)>);

impl Names {
    /// An article began to use a name.
    pub fn add(&mut self, name: &str, own: bool) {
        let (owned, seen) = self.0.entry(name.to_owned()).or_default();
        *(if own { owned } else { seen }) += 1;
    }

    /// An article ceased to use a name.
    pub fn remove(&mut self, name: &str, own: bool) {
        if let Some((owned, seen)) = self.0.get_mut(name) {
            let count = if own { owned } else { seen };
            *count = count.saturating_sub(1);
        }
        self.0.retain(|_, &mut (owned, seen)| owned + seen > 0);
    }

    /// True when no article names the entity.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each name with the number of articles that use it as the entity's own, and as a short form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        self.0.iter().map(|(name, &(own, seen))| (name.as_str(), own, seen))
    }

    /// The folded names under which the entity is found, [`NameMatch::Own`] or [`NameMatch::Seen`].
    pub fn folded(&self, id: EntityId, directory: &Directory) -> BTreeMap<String, NameMatch> {
        let found = |own: bool| if own { NameMatch::Own } else { NameMatch::Seen };
        let mut names: BTreeMap<String, NameMatch> =
            directory.names_of(id).into_iter().map(|(name, own)| (name, found(own))).collect();
        for (name, owned, _) in self.iter() {
            for name in forms(&fold(name)) {
                let entry = names.entry(name).or_insert(found(owned > 0));
                *entry = (*entry).min(found(owned > 0));
            }
        }
        names
    }

    /// What articles call another base id of the same entity.
    pub fn join(&mut self, other: &Self) {
        for (name, &(own, seen)) in &other.0 {
            let counts = self.0.entry(name.clone()).or_default();
            *counts = (counts.0 + own, counts.1 + seen);
        }
    }

    /// The record of the entity whose names these are; `signs` has the kinds and countries that articles tell of it.
    pub fn record(
        &self,
        id: EntityId,
        signs: &Signs,
        event_count: u64,
        directory: &Directory,
    ) -> EntityRecord {
        let known = directory.get(id);
        let name = match known {
            Some(known) => known.name.clone(),
            None => self.usual().to_owned(),
        };
        let known_aliases = known.map(|known| known.aliases.as_slice()).unwrap_or_default();
        let seen = self.0.keys();
        let mut aliases: Vec<String> =
            known_aliases.iter().chain(seen).filter(|alias| **alias != name).cloned().collect();
        aliases.sort_unstable();
        aliases.dedup();
        EntityRecord {
            id,
            name,
            aliases,
            country: match known {
                Some(known) => known.country.clone(),
                None => signs.country().map(str::to_owned),
            },
            sector: known.and_then(|known| known.sector.clone()),
            event_count,
            kind: known.and_then(|known| known.kind).or(signs.kind()),
            identifiers: known.map(|known| known.identifiers.clone()).unwrap_or_default(),
        }
    }

    /// The name of its own that most articles use; of several the shortest, then the first of the alphabet.
    fn usual(&self) -> &str {
        let best = self.iter().max_by(|(one, own, _), (other, other_own, _)| {
            own.cmp(other_own).then(other.len().cmp(&one.len())).then(other.cmp(one))
        });
        best.map(|(name, ..)| name).unwrap_or_default()
    }
}

impl FromIterator<(String, u64, u64)> for Names {
    fn from_iter<I: IntoIterator<Item = (String, u64, u64)>>(names: I) -> Self {
        Self(names.into_iter().map(|(name, own, seen)| (name, (own, seen))).collect())
    }
}
