//! What entities are called, each looked up once for an answer.

use std::collections::HashMap;
use std::convert::Infallible;

use entente_facts::{EntityId, Facts};
use entente_model::Tenant;
use entente_wire::{Failure, v1};

use crate::reader::unread;

/// How entities are referred to.
pub(crate) trait Refer {
    /// Why they can't be.
    type Error;

    /// The entity and its name.
    fn reference(&mut self, id: EntityId) -> Result<v1::EntityReference, Self::Error>;

    /// The entities and their names.
    fn references(&mut self, ids: &[EntityId]) -> Result<Vec<v1::EntityReference>, Self::Error> {
        ids.iter().map(|&id| self.reference(id)).collect()
    }
}

/// Leaves the names out.
pub(crate) struct Nameless;

impl Refer for Nameless {
    type Error = Infallible;

    fn reference(&mut self, id: EntityId) -> Result<v1::EntityReference, Infallible> {
        Ok(v1::EntityReference { name: String::new(), entity_id: id.to_string() })
    }
}

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
}

impl Refer for Naming<'_> {
    type Error = Failure;

    fn reference(&mut self, id: EntityId) -> Result<v1::EntityReference, Failure> {
        if let Some(known) = self.known.get(&id) {
            return Ok(known.clone());
        }
        let reference = reference(self.facts, self.tenant, id)?;
        self.known.insert(id, reference.clone());
        Ok(reference)
    }
}

/// The entity and its name, looked up.
pub(super) fn reference(
    facts: &dyn Facts,
    tenant: &Tenant,
    id: EntityId,
) -> Result<v1::EntityReference, Failure> {
    let name = facts.name(tenant, id).map_err(|error| unread(&error))?;
    // One that no standing event names is still part of what was believed.
    Ok(v1::EntityReference { name: name.unwrap_or_default(), entity_id: id.to_string() })
}
