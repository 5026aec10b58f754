//! What entities are called, each looked up once for an answer.

use std::collections::HashMap;

use entente_facts::{EntityId, Facts};
use entente_model::Tenant;
use entente_wire::{Failure, v1};

use crate::reader::unread;

/// The names of entities.
pub(crate) struct Naming<'a> {
    facts: &'a dyn Facts,
    tenant: &'a Tenant,
    known: HashMap<EntityId, v1::EntityReference>,
}

impl<'a> Naming<'a> {
    pub(crate) fn new(facts: &'a dyn Facts, tenant: &'a Tenant) -> Self {
        Self { facts, tenant, known: HashMap::new() }
    }

    /// The entity and its name.
    pub(crate) fn reference(&mut self, id: EntityId) -> Result<v1::EntityReference, Failure> {
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let name = self.facts.name(self.tenant, id).map_err(|error| unread(&error))?;
        // One that no standing event names is still part of what was believed.
        let reference = v1::EntityReference { name: name.unwrap_or_default(), entity_id: id.to_string() };
        self.known.insert(id, reference.clone());
        Ok(reference)
    }

    /// The entities and their names.
    pub(crate) fn references(&mut self, ids: &[EntityId]) -> Result<Vec<v1::EntityReference>, Failure> {
        ids.iter().map(|&id| self.reference(id)).collect()
    }
}
