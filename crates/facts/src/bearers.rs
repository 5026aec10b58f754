//! Whom the names of one article stand for.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use entente_model::{ArticleId, Assertion, Entity, EntityKind, Event};
use rustc_hash::FxHashMap;

use crate::{Directory, EntityId};

/// Whom the names that an article's events and entities have stand for. Names that mean the same in every article are the
/// directory's business; here is decided what only the article can tell: which state "l'Etat" is.
#[derive(Debug)]
pub(crate) struct Bearers<'a> {
    directory: &'a Directory,
    article: &'a ArticleId,
    kinds: HashMap<&'a str, Option<EntityKind>>,
    /// The states that are named without their country.
    states: HashMap<String, EntityId>,
    /// Whom names stand for that were asked for already: each is, several times.
    asked: RefCell<FxHashMap<String, EntityId>>,
}

impl<'a> Bearers<'a> {
    pub(crate) fn of(
        entities: &'a [Entity],
        events: &[(u32, Event)],
        directory: &'a Directory,
        article: &'a ArticleId,
    ) -> Self {
        let kinds = entities.iter().map(|entity| (entity.name.as_str(), entity.kind)).collect();
        let mut bearers =
            Self { directory, article, kinds, states: HashMap::new(), asked: RefCell::default() };
        let states = entities.iter().filter(|entity| entity.kind == Some(EntityKind::State));
        for state in states.filter(|state| directory.named(&state.name, state.kind).is_none()) {
            if let Some(id) = bearers.state(&state.name, events) {
                bearers.states.insert(state.name.clone(), id);
            }
        }
        bearers
    }

    /// Whom a name of an entity stands for.
    pub(crate) fn id(&self, name: &str) -> EntityId {
        if let Some(&id) = self.asked.borrow().get(name) {
            return id;
        }
        let kind = self.kinds.get(name).copied().flatten();
        let state = self.states.get(name).copied();
        let id = state.unwrap_or_else(|| self.directory.identify(name, kind, self.article));
        self.asked.borrow_mut().insert(name.to_owned(), id);
        id
    }

    /// True when the name by itself means whom it stands for.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        !self.states.contains_key(name)
    }

    /// The state that a name means which tells no country: that of the known organisations which take part in its events,
    /// where all of them are of one country.
    fn state(&self, name: &str, events: &[(u32, Event)]) -> Option<EntityId> {
        let mut countries = BTreeSet::new();
        for (_, event) in events {
            let names = names(event);
            if !names.contains(&name) {
                continue;
            }
            let known = names.iter().filter_map(|name| {
                self.directory.get(self.directory.named(name, self.kinds.get(name).copied().flatten())?)
            });
            countries.extend(known.filter_map(|known| known.country.as_deref()));
        }
        let country = countries.first().filter(|_| countries.len() == 1)?;
        self.directory.state(country)
    }
}

/// The names of an event in the order in which it names them first: parties, excluded parties, the source.
pub(crate) fn names(event: &Event) -> Vec<&str> {
    let mut parties = event.assertion.parties();
    if let Assertion::Partnership(partnership) = &event.assertion {
        parties.extend(&partnership.excluded);
    }
    parties.extend(&event.source.name);
    let mut names = Vec::new();
    for name in parties.into_iter().filter_map(|party| party.name()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
