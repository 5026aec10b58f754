//! How facts are read.

use entente_model::Tenant;

use crate::{EntityId, EntityRecord, EventQuery, IndexedEvent, NameMatch, Resolved};

/// Why facts can't be read.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// Their store fails: asking again may help, asking otherwise won't.
    #[error("the facts can't be read: {0}")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What is believed at one moment. Reads block on a disk at most.
pub trait Facts {
    /// The entity of this id, where some event that stands names it.
    fn entity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<EntityRecord>, FactsError>;

    /// The id of the entity that one has become part of; the id itself where that is none.
    fn canonical(&self, tenant: &Tenant, id: EntityId) -> Result<EntityId, FactsError> {
        Ok(self.entity(tenant, id)?.map_or(id, |entity| entity.id))
    }

    /// True when some name of an entity begins with this folded text, or is it.
    fn begins_name(&self, tenant: &Tenant, folded: &str) -> Result<bool, FactsError> {
        Ok(!self.resolve(tenant, folded, 1)?.is_empty())
    }

    /// What the entity of this id is called, for those who ask for no more of it.
    fn name(&self, tenant: &Tenant, id: EntityId) -> Result<Option<String>, FactsError> {
        Ok(self.entity(tenant, id)?.map(|entity| entity.name))
    }

    /// The entities that `name` may stand for, best first, at most `limit`: those that have it as a name of their own,
    /// then those that an article calls so, then those with a name that begins with it; among equals, the one with more
    /// events. The name is folded here, and is the same with and without a legal form. Only entities that some event
    /// names are found.
    fn resolve(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError>;

    /// [`Facts::resolve`] for a name that is whole: those with a name that only begins with it are left out.
    fn meanings(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<Resolved>, FactsError> {
        let mut resolved = self.resolve(tenant, name, limit)?;
        resolved.retain(|resolved| resolved.found != NameMatch::Prefix);
        Ok(resolved)
    }

    /// The entities that a whole name means, at most `limit`: those whose own name it is go before those that some article
    /// only calls so, which are left out then.
    fn meant(&self, tenant: &Tenant, name: &str, limit: usize) -> Result<Vec<EntityId>, FactsError> {
        let resolved = self.meanings(tenant, name, limit)?;
        let best = resolved.first().map(|best| best.found);
        let meant = resolved.iter().filter(|resolved| Some(resolved.found) == best);
        Ok(meant.map(|resolved| resolved.entity.id).collect())
    }

    /// True when `folded` is a whole name of some entity, with or without a legal form. It finds names in a sentence by longest match: fold the slice
    /// of the sentence from the first token's start to the last token's end with `entente_text::fold`, the longest
    /// slices first. That a common word is somebody's name ("orange", "la banque") is for the reader to weigh.
    fn is_name(&self, tenant: &Tenant, folded: &str) -> Result<bool, FactsError>;

    /// The events that meet all conditions, in the order of [`crate::EventPosition`].
    fn events(&self, tenant: &Tenant, query: &EventQuery) -> Result<Vec<IndexedEvent>, FactsError>;
}
