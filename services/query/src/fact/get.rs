//! One fact with all that it rests on.

use entente_facts::{Beliefs as _, FactHistory, FactId, FactRevision};
use entente_index::View;
use entente_model::Tenant;
use entente_runtime::Deadline;
use entente_text::OffsetUnit;
use entente_wire::v1::ErrorReason;
use entente_wire::vocabulary::Vocabulary as _;
use entente_wire::{Failure, Within as _, change, field, v1};

use super::{Naming, as_of, contradiction, encode, stage, support, without_lead};
use crate::filter::NAME_MOST;
use crate::reader::{Reader, unread};

pub(crate) async fn get(
    reader: &Reader,
    deadline: Option<Deadline>,
    request: v1::GetFactRequest,
) -> Result<v1::GetFactResponse, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    if request.fact_id.is_empty() {
        return Err(Failure::invalid("is empty")).within("fact_id");
    }
    let wanted = field::line(&request.fact_id, NAME_MOST).within("fact_id")?.to_owned();
    let as_of = as_of::decode(request.as_of.as_ref()).within("as_of")?;
    let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
    let read = move |view: &View| {
        // A text that is no id is the id of nothing.
        let found = match wanted.parse::<FactId>() {
            Ok(id) => view.fact(&tenant, id, as_of).map_err(|error| unread(&error))?,
            Err(_) => None,
        };
        let unknown = || Failure::new(ErrorReason::FactNotFound, format!("no fact has the id {wanted:?}"));
        response(view, &tenant, found.ok_or_else(unknown)?, unit)
    };
    reader.read(&request.cursor, deadline, read).await
}

fn response(
    view: &View,
    tenant: &Tenant,
    history: FactHistory,
    unit: OffsetUnit,
) -> Result<v1::GetFactResponse, Failure> {
    let mut naming = Naming::new(view, tenant);
    let stages = history.stages.into_iter().map(|stage| stage::encode(stage, &mut naming));
    let stages = stages.collect::<Result<_, _>>()?;
    let revisions = history.revisions.into_iter().map(|revision| encode_revision(revision, &mut naming));
    let revisions = revisions.collect::<Result<_, _>>()?;
    let at_odds = history.contradictions.into_iter().map(|found| contradiction::encode(found, &mut naming));
    let mut contradictions = at_odds.collect::<Result<Vec<_>, _>>()?;
    let mut fact = encode(history.found, &mut naming)?;
    let mut supports: Vec<_> = history.supports.iter().map(support::encode).collect();
    let sides = contradictions.iter_mut().flat_map(contradiction::sides);
    support::recount(view, tenant, unit, supports.iter_mut().chain(&mut fact.lead).chain(sides))?;
    Ok(v1::GetFactResponse { fact: Some(fact), stages, revisions, supports, contradictions })
}

/// A revision on the wire.
pub(super) fn encode_revision(
    revision: FactRevision,
    naming: &mut Naming<'_>,
) -> Result<v1::FactRevision, Failure> {
    Ok(v1::FactRevision {
        time: Some(field::to_timestamp(revision.at.time)),
        reason: revision.reason.number(),
        article_id: revision.article.to_string(),
        article_revision: change::number(revision.article_revision),
        fact: Some(without_lead(revision.fact, naming)?),
    })
}
