//! What one article adds to what is believed.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::Entity;

use crate::bearers::{Bearers, names};
use crate::identity::testimonies;
use crate::name::{is_proper, is_short_form};
use crate::{AcceptedArticle, ArticleInfo, Directory, EntityId, EventId, IndexedEvent, Signature, Testimony};

/// What the standing revision of an article adds. Taking exactly this away again is all that a new revision or a
/// retraction has to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The article.
    pub article: Arc<ArticleInfo>,
    /// The text that offsets count in.
    pub text: String,
    /// What the text is like; none where it has no words or carries no event.
    pub signature: Option<Signature>,
    /// Its events, in their order.
    pub events: Vec<IndexedEvent>,
    /// What it calls the entities that its events name, each name of an entity once, in a fixed order.
    pub names: Vec<NameUse>,
    /// What it tells of who is who, each thing once, in a fixed order.
    pub testimonies: Vec<Testimony>,
}

/// A name that an article uses for an entity. Ids here and in the events are base ids: [`crate::Canonical`] gives the
/// entity that each is part of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameUse {
    /// The entity.
    pub entity: EntityId,
    /// The name, as the article writes it.
    pub name: String,
    /// True when the name by itself means the entity; false for a short form, which other entities may share.
    pub own: bool,
}

impl Contribution {
    /// What an article adds, names being understood as `directory` has them.
    pub fn of(accepted: AcceptedArticle, directory: &Directory) -> Self {
        let AcceptedArticle { info, text, entities, events } = accepted;
        let info = Arc::new(info);
        let bearers = Bearers::of(&entities, &events, directory, &info.id);
        let mut uses: BTreeMap<(EntityId, String), bool> = BTreeMap::new();
        let mut indexed = Vec::with_capacity(events.len());
        for (place, event) in events {
            let named: Vec<(String, EntityId)> =
                names(&event).into_iter().map(|name| (name.to_owned(), bearers.id(name))).collect();
            for (name, id) in &named {
                uses.insert((*id, name.clone()), bearers.is_own(name));
            }
            let id = EventId { article: info.id.clone(), revision: info.revision, place };
            indexed.push(IndexedEvent { id, event, article: Arc::clone(&info), entities: named });
        }
        let is_named = |entity: &&Entity| uses.contains_key(&(bearers.id(&entity.name), entity.name.clone()));
        let shown: Vec<&Entity> = entities.iter().filter(is_named).collect();
        let testimonies = testimonies(shown.iter().copied(), &bearers, directory, &info.id);
        for entity in shown {
            let id = bearers.id(&entity.name);
            // Descriptors ("le groupe nippon") mean the entity in this article only and are left out.
            for form in entity.forms.iter().filter(|form| is_proper(form)) {
                let own = directory.identify(form, entity.kind, &info.id) == id;
                if own || is_short_form(form, &entity.name) {
                    uses.entry((id, form.clone())).or_insert(own);
                }
            }
        }
        let names = uses.into_iter().map(|((entity, name), own)| NameUse { entity, name, own }).collect();
        let signature = if indexed.is_empty() { None } else { Signature::of(&text) };
        Self { article: info, text, signature, events: indexed, names, testimonies }
    }

    /// In how many of its events each entity takes part; 0 for one that is only named as excluded or as a source.
    pub fn event_counts(&self) -> BTreeMap<EntityId, u64> {
        let mut counts: BTreeMap<EntityId, u64> = self.names.iter().map(|used| (used.entity, 0)).collect();
        for event in &self.events {
            let mut participants = event.participants();
            participants.sort_unstable();
            participants.dedup();
            for id in participants {
                *counts.entry(id).or_default() += 1;
            }
        }
        counts
    }
}
