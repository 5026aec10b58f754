//! What answers rest on.

use std::fmt;

use entente_facts::{
    AsOf, Beliefs, ContradictionQuery, FactQuery, Facts, FactsError, FoundContradiction, FoundFact,
};
use entente_model::Tenant;

/// The events of single articles, and what is believed on their ground.
pub trait Record: Facts {
    /// The facts that meet all conditions, those with the newest articles first.
    fn believed(&self, tenant: &Tenant, query: &FactQuery) -> Result<Vec<FoundFact>, FactsError>;

    /// What is at odds as of now, brought up last first.
    fn at_odds(
        &self,
        tenant: &Tenant,
        query: &ContradictionQuery,
    ) -> Result<Vec<FoundContradiction>, FactsError>;
}

impl<T: Facts + Beliefs> Record for T {
    fn believed(&self, tenant: &Tenant, query: &FactQuery) -> Result<Vec<FoundFact>, FactsError> {
        Ok(self.facts(tenant, query)?.facts)
    }

    fn at_odds(
        &self,
        tenant: &Tenant,
        query: &ContradictionQuery,
    ) -> Result<Vec<FoundContradiction>, FactsError> {
        self.contradictions(tenant, query)
    }
}

/// What answers rest on, and as of when.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// What is told and believed.
    pub record: &'a dyn Record,
    /// Whose articles.
    pub tenant: &'a Tenant,
    /// At which point of the two axes of time.
    pub as_of: AsOf,
}

impl<'a> Ground<'a> {
    /// The ground as of now.
    pub fn now(record: &'a dyn Record, tenant: &'a Tenant) -> Self {
        Self { record, tenant, as_of: AsOf::NOW }
    }
}

impl fmt::Debug for Ground<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ground")
            .field("tenant", &self.tenant)
            .field("as_of", &self.as_of)
            .finish_non_exhaustive()
    }
}
