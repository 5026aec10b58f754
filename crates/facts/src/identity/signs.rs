//! What all standing articles together tell of one base id.

use std::collections::BTreeMap;

use entente_model::EntityKind;

use super::{Testimony, Told};
use crate::EntityId;

/// What standing articles tell of one base id: how often each thing is told. The order in which they came leaves no trace
/// in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signs {
    /// How its name is written.
    pub names: BTreeMap<String, u64>,
    /// As of which kind it is presented.
    pub kinds: BTreeMap<EntityKind, u64>,
    /// From which country, ISO 3166-1 alpha-2.
    pub countries: BTreeMap<String, u64>,
    /// Whose full names its name is a short form of.
    pub short_for: BTreeMap<EntityId, u64>,
    /// The persons that are called so.
    pub calls_person: BTreeMap<EntityId, u64>,
    /// The persons whose full name is its name.
    pub names_person: BTreeMap<EntityId, u64>,
    /// The entities that are named beside it as others.
    pub apart: BTreeMap<EntityId, u64>,
    /// The base ids of which something is told that is about it too.
    pub dependants: BTreeMap<EntityId, u64>,
}

impl Signs {
    /// Takes in what an article that stands from now on tells of `id`, and leaves aside what is about others.
    pub fn add(&mut self, id: EntityId, testimony: &Testimony) {
        self.change(id, testimony, 1);
    }

    /// Takes back what an article told that stands no longer.
    pub fn remove(&mut self, id: EntityId, testimony: &Testimony) {
        self.change(id, testimony, -1);
    }

    /// True when no standing article tells anything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Its name as it is written most often; of several the shortest, then the first of the alphabet.
    pub fn name(&self) -> Option<&str> {
        let order = |(one, count): &(&String, &u64), (other, others): &(&String, &u64)| {
            count.cmp(others).then(other.len().cmp(&one.len())).then(other.cmp(one))
        };
        self.names.iter().max_by(order).map(|(name, _)| name.as_str())
    }

    /// True where some article presents it as an organisation of any sort.
    pub fn is_organisation(&self) -> bool {
        [EntityKind::Organization, EntityKind::Media, EntityKind::Association]
            .iter()
            .any(|kind| self.kinds.contains_key(kind))
    }

    /// What it is presented as most often; none where two kinds are told as often.
    pub fn kind(&self) -> Option<EntityKind> {
        most(&self.kinds).copied()
    }

    /// The country that is told most often; none where two are told as often.
    pub fn country(&self) -> Option<&str> {
        most(&self.countries).map(String::as_str)
    }

    /// Takes in what is told of another base id of the same entity, as far as kind and country go.
    pub fn join(&mut self, other: &Self) {
        for (kind, count) in &other.kinds {
            *self.kinds.entry(*kind).or_default() += count;
        }
        for (country, count) in &other.countries {
            *self.countries.entry(country.clone()).or_default() += count;
        }
    }

    fn change(&mut self, id: EntityId, testimony: &Testimony, by: i64) {
        if testimony.about == id {
            count(&mut self.names, &testimony.name, by);
            match &testimony.told {
                Told::Named { kind, country } => {
                    if let Some(kind) = kind {
                        count(&mut self.kinds, kind, by);
                    }
                    if let Some(country) = country {
                        count(&mut self.countries, country, by);
                    }
                }
                Told::ShortFor(entity) => count(&mut self.short_for, entity, by),
                Told::CallsPerson(person) => count(&mut self.calls_person, person, by),
                Told::NamesPerson(person) => count(&mut self.names_person, person, by),
                Told::Apart(other) => count(&mut self.apart, other, by),
            }
        }
        if testimony.other() == Some(id) {
            count(&mut self.dependants, &testimony.about, by);
        }
    }
}

fn count<K: Ord + Clone>(counts: &mut BTreeMap<K, u64>, key: &K, by: i64) {
    let count = counts.entry(key.clone()).or_default();
    *count = count.saturating_add_signed(by);
    if *count == 0 {
        counts.remove(key);
    }
}

/// The key that counts most, if one does alone.
fn most<K>(counts: &BTreeMap<K, u64>) -> Option<&K> {
    let highest = counts.values().max()?;
    let mut keys = counts.iter().filter(|(_, count)| *count == highest).map(|(key, _)| key);
    let first = keys.next();
    first.filter(|_| keys.next().is_none())
}
