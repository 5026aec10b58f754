//! The stream of how facts change.

use entente_facts::{ArticleChange, Beliefs as _, EntityId, Fact, FactChanges};
use entente_index::{Index, View};
use entente_log::Cursor;
use entente_model::{EventType, Tenant};
use entente_text::OffsetUnit;
use entente_wire::v1::LogEntry;
use entente_wire::v1::watch_facts_response::Step;
use entente_wire::{Failure, Within as _, field, v1};

use super::get::encode_revision;
use super::{Naming, contradiction, support};
use crate::filter::{meanings, name};
use crate::reader::unread;
use crate::tail;
use crate::watch::Watched;
use crate::watch_events::types;

/// The facts that a stream follows.
pub(crate) struct WatchedFacts {
    tenant: Tenant,
    entity: Option<String>,
    types: Vec<EventType>,
    unit: OffsetUnit,
}

impl WatchedFacts {
    /// Those that the request asks for; failures name the field.
    pub(crate) fn decode(request: &v1::WatchFactsRequest) -> Result<Self, Failure> {
        Ok(Self {
            tenant: field::tenant(&request.tenant).within("tenant")?,
            entity: name(&request.entity).within("entity")?,
            types: types(&request.types)?,
            unit: field::offset_unit(request.offset_unit).within("offset_unit")?,
        })
    }

    fn wants(&self, fact: &Fact, entities: &[EntityId]) -> bool {
        (self.types.is_empty() || self.types.contains(&fact.about.event_type()))
            && (entities.is_empty() || fact.participants().iter().any(|id| entities.contains(id)))
    }

    fn encode(&self, view: &View, changes: FactChanges) -> Result<Option<v1::FactChanges>, Failure> {
        // A name may only now have become known.
        let Some(entities) = meanings(view, &self.tenant, self.entity.as_deref())? else { return Ok(None) };
        let FactChanges { mut revisions, mut contradictions } = changes;
        revisions.retain(|revision| self.wants(&revision.fact, &entities));
        if revisions.is_empty() {
            return Ok(None);
        }
        contradictions.retain(|found| {
            revisions.iter().any(|revision| found.contradiction.facts.contains(&revision.fact.id))
        });
        let mut naming = Naming::new(view, &self.tenant);
        let revisions = revisions.into_iter().map(|revision| encode_revision(revision, &mut naming));
        let revisions = revisions.collect::<Result<_, _>>()?;
        let at_odds = contradictions.into_iter().map(|found| contradiction::encode(found, &mut naming));
        let mut contradictions = at_odds.collect::<Result<Vec<_>, _>>()?;
        let supports = contradictions.iter_mut().flat_map(contradiction::sides);
        support::recount(view, &self.tenant, self.unit, supports)?;
        Ok(Some(v1::FactChanges { revisions, contradictions }))
    }
}

impl Watched for WatchedFacts {
    type Change = v1::FactChanges;
    type Response = v1::WatchFactsResponse;

    fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    fn change(&self, index: &Index, entry: LogEntry, at: Cursor) -> Result<Option<v1::FactChanges>, Failure> {
        let (moment, change) = tail::change(entry, at)?;
        let article = match change {
            ArticleChange::Accepted(article) | ArticleChange::Reextracted(article) => article.info.id,
            ArticleChange::Retracted { article, .. } | ArticleChange::Erased { article, .. } => article,
        };
        let view = index.view();
        let changes = view.changes(&self.tenant, &article, moment).map_err(|error| unread(&error))?;
        self.encode(&view, changes)
    }

    fn response(cursor: String, changes: Option<v1::FactChanges>) -> v1::WatchFactsResponse {
        let step = changes.map_or(Step::Checkpoint(v1::WatchCheckpoint {}), Step::Changes);
        v1::WatchFactsResponse { cursor, step: Some(step) }
    }
}
