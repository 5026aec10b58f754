//! Beliefs, until they are kept: every read says that it can't be done.

use entente_facts::{
    AsOf, Beliefs, ContradictionQuery, EntityId, Fact, FactChanges, FactHistory, FactId, FactPage, FactQuery,
    Facts as _, FactsError, FoundContradiction, Identity, Moment, StakeRole, Timeline, TimelineQuery,
};
use entente_model::{ArticleId, Interest, Tenant};

use crate::View;

fn not_kept<T>() -> Result<T, FactsError> {
    Err(FactsError::Unavailable("facts are not kept yet".into()))
}

impl Beliefs for View {
    fn fact(&self, _tenant: &Tenant, _id: FactId, _as_of: AsOf) -> Result<Option<FactHistory>, FactsError> {
        not_kept()
    }

    fn facts(&self, _tenant: &Tenant, _query: &FactQuery) -> Result<FactPage, FactsError> {
        not_kept()
    }

    fn timeline(&self, _tenant: &Tenant, _query: &TimelineQuery) -> Result<Timeline, FactsError> {
        not_kept()
    }

    fn contradictions(
        &self,
        _tenant: &Tenant,
        _query: &ContradictionQuery,
    ) -> Result<Vec<FoundContradiction>, FactsError> {
        not_kept()
    }

    fn stakes(
        &self,
        _tenant: &Tenant,
        _companies: &[EntityId],
        _role: StakeRole,
        _interest: Interest,
        _as_of: AsOf,
        _limit: usize,
    ) -> Result<Vec<Fact>, FactsError> {
        not_kept()
    }

    fn identity(&self, tenant: &Tenant, id: EntityId) -> Result<Option<Identity>, FactsError> {
        let entity = self.entity(tenant, id)?;
        Ok(entity.map(|entity| Identity { entity, reasons: Vec::new(), changes: Vec::new() }))
    }

    fn changes(
        &self,
        _tenant: &Tenant,
        _article: &ArticleId,
        _at: Moment,
    ) -> Result<FactChanges, FactsError> {
        not_kept()
    }
}
