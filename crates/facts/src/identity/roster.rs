//! Who is who in some articles, read from them anew.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use entente_text::fold;

use super::{Caller, IDENTITY_CHANGES_MOST, Identities, Identity, Signs, Sweep, reasons};
use crate::{Contribution, Directory, EntityId, EntityRecord, NameMatch, Names, Resolved, forms};

/// Who is who in the articles that stand: the model that a store on disk is compared with.
#[derive(Debug)]
pub struct Roster<'a> {
    directory: &'a Directory,
    identities: Identities,
    /// What articles call each base id that some event names.
    names: BTreeMap<EntityId, Names>,
    /// In how many events each base id takes part.
    events: BTreeMap<EntityId, u64>,
    /// The articles that call a base id so.
    callers: BTreeMap<(EntityId, &'a str), Vec<Caller>>,
}

impl<'a> Roster<'a> {
    /// Who is who in these articles, names being understood as `directory` has them.
    pub fn of(articles: impl IntoIterator<Item = &'a Contribution>, directory: &'a Directory) -> Self {
        let mut roster = Self {
            directory,
            identities: Identities::default(),
            names: BTreeMap::new(),
            events: BTreeMap::new(),
            callers: BTreeMap::new(),
        };
        for article in articles {
            article.testimonies.iter().for_each(|testimony| roster.identities.add(testimony));
            let caller = (article.article.published, article.article.id.clone());
            for used in &article.names {
                roster.names.entry(used.entity).or_default().add(&used.name, used.own);
                roster.callers.entry((used.entity, &used.name)).or_default().push(caller.clone());
            }
            for (id, count) in article.event_counts() {
                *roster.events.entry(id).or_default() += count;
            }
        }
        roster
    }

    /// The id of the entity that a base id is part of.
    pub fn canonical(&self, id: EntityId) -> EntityId {
        self.identities.entity_of(id, self.directory)
    }

    /// The entity of an id, or the one that it has become part of; none where no event names it.
    pub fn entity(&self, id: EntityId) -> Option<EntityRecord> {
        let id = self.canonical(id);
        let members = self.members(id);
        let mut names = Names::default();
        let mut signs = Signs::default();
        for (&member, called) in &members {
            names.join(called);
            signs.join(&self.identities.signs(member));
        }
        let events = members.keys().filter_map(|member| self.events.get(member)).sum();
        (!names.is_empty()).then(|| names.record(id, &signs, events, self.directory))
    }

    /// The entities that a name may stand for, best first, at most `limit`.
    pub fn resolve(&self, name: &str, limit: usize) -> Vec<Resolved> {
        let wanted = fold(name);
        if wanted.is_empty() {
            return Vec::new();
        }
        // A short form that means one entity is its own name.
        let alone = self.directory.named(name, None).map(|id| self.canonical(id));
        let mut found: BTreeMap<EntityId, NameMatch> = BTreeMap::new();
        for (&base, names) in &self.names {
            let names = names.folded(base, self.directory);
            let whole = forms(&wanted).iter().filter_map(|form| names.get(form)).min().copied();
            let begins = || names.keys().any(|name| name.starts_with(&wanted));
            let Some(matched) = whole.or_else(|| begins().then_some(NameMatch::Prefix)) else { continue };
            let entity = self.canonical(base);
            let own = matched == NameMatch::Seen && alone == Some(entity);
            let matched = if own { NameMatch::Own } else { matched };
            found.entry(entity).and_modify(|best| *best = matched.min(*best)).or_insert(matched);
        }
        let resolved = |(id, found)| Some(Resolved { entity: self.entity(id)?, found });
        let mut resolved: Vec<Resolved> = found.into_iter().filter_map(resolved).collect();
        resolved.sort_by(Resolved::rank);
        resolved.truncate(limit);
        resolved
    }

    /// True when `folded` is a whole name of some entity, with or without a legal form.
    pub fn is_name(&self, folded: &str) -> bool {
        let forms = forms(folded);
        self.names.iter().any(|(&id, names)| {
            let names = names.folded(id, self.directory);
            forms.iter().any(|form| names.contains_key(form))
        })
    }

    /// The entity of an id, why its names are one, and what `sweep` tells of how it came to be one.
    pub fn identity(&self, id: EntityId, sweep: &Sweep) -> Option<Identity> {
        let entity = self.entity(id)?;
        let members = self.members(entity.id);
        let mut canonical = self.identities.canonical(self.directory);
        let callers = |base: EntityId, name: &str| -> Result<Vec<Caller>, Infallible> {
            Ok(self.callers.get(&(base, name)).cloned().unwrap_or_default())
        };
        let Ok(reasons) = reasons(entity.id, &members, self.directory, &mut canonical, callers);
        let changes = sweep.of(entity.id, IDENTITY_CHANGES_MOST);
        Some(Identity { entity, reasons, changes })
    }

    /// What articles call each base id that is part of the entity of this canonical id.
    fn members(&self, id: EntityId) -> BTreeMap<EntityId, Names> {
        let members: BTreeSet<EntityId> = self.identities.members(id, self.directory);
        members.into_iter().filter_map(|member| Some((member, self.names.get(&member)?.clone()))).collect()
    }
}
