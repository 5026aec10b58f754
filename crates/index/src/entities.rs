//! What some articles change about one base id.

use std::collections::BTreeMap;

use entente_facts::{Directory, EntityId, NameMatch, NameUse, Names};
use entente_model::Tenant;

use crate::record::Told;
use crate::store::{Tree, Write};
use crate::{IndexError, key};

/// What becomes of the names of a base id, and by how much the number of its events moves. The order in which articles came
/// leaves no trace in it.
pub(crate) struct EntityChange<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) id: EntityId,
    /// What is told of it; its signs are changed already.
    pub(crate) told: Told,
    /// By how much each name moves that articles use as its own, or as a short form; one may be there several times.
    pub(crate) names: Vec<(&'a NameUse, i64)>,
    pub(crate) events: i64,
}

impl EntityChange<'_> {
    /// The keys that change.
    pub(crate) fn writes(self, directory: &Directory) -> Result<Vec<Write>, IndexError> {
        let Self { tenant, id, mut told, names: moved, events } = self;
        let before = told.names.clone();
        let mut sums: BTreeMap<(&str, bool), i64> = BTreeMap::new();
        for (used, by) in moved {
            *sums.entry((&used.name, used.own)).or_default() += by;
        }
        for ((name, own), by) in sums {
            for _ in 0..by {
                told.names.add(name, own);
            }
            for _ in by..0 {
                told.names.remove(name, own);
            }
        }
        told.events = told.events.saturating_add_signed(events);
        let mut writes = Vec::new();
        // The names of most are the same ones, used more often.
        if kinds(&before).ne(kinds(&told.names)) {
            let (before, after) = (folded(&before, id, directory), folded(&told.names, id, directory));
            write_names(&mut writes, tenant, id, &before, &after);
        }
        let value =
            if told.is_empty() { None } else { Some(told.encode().map_err(|error| error.at("entity"))?) };
        writes.push(Write::new(Tree::Entities, key::entity(tenant, id), value));
        Ok(writes)
    }
}

/// What the keys of names are made of.
fn kinds(names: &Names) -> impl Iterator<Item = (&str, bool)> {
    names.iter().map(|(name, own, _)| (name, own > 0))
}

fn folded(names: &Names, id: EntityId, directory: &Directory) -> BTreeMap<String, NameMatch> {
    if names.is_empty() { BTreeMap::new() } else { names.folded(id, directory) }
}

fn write_names(
    writes: &mut Vec<Write>,
    tenant: &Tenant,
    id: EntityId,
    before: &BTreeMap<String, NameMatch>,
    after: &BTreeMap<String, NameMatch>,
) {
    let mut write = |name: &str, value| {
        writes.push(Write::new(Tree::Names, key::name(tenant, name, id), value));
    };
    for name in before.keys().filter(|name| !after.contains_key(*name)) {
        write(name, None);
    }
    for (name, found) in after.iter().filter(|(name, found)| before.get(*name) != Some(*found)) {
        write(name, Some(vec![u8::from(*found == NameMatch::Own)]));
    }
}
