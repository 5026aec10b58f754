//! What bears on facts, on the wire.

use entente_facts::Support;
use entente_index::View;
use entente_model::{ArticleId, Tenant};
use entente_text::{OffsetUnit, Offsets};
use entente_wire::recount::Recount;
use entente_wire::vocabulary::Vocabulary as _;
use entente_wire::{Failure, evidence, field, share, source, v1};

use super::stage;
use crate::found;
use crate::reader::broken;

/// A support on the wire, offsets in bytes.
pub(super) fn encode(support: &Support) -> v1::FactSupport {
    let claim = &support.claim;
    let sha256 = &support.article.text_sha256;
    v1::FactSupport {
        event_id: claim.event.to_string(),
        article: Some(found::article(&support.article)),
        status: claim.status.number(),
        denies: claim.denies,
        certainty: claim.certainty.number(),
        source: Some(source::encode(&support.source)),
        day: Some(stage::day(claim.day)),
        day_told: claim.day_told,
        share: claim.share.as_ref().map(share::encode),
        confidence: claim.confidence,
        origin: support.origin.and_then(|origin| i32::try_from(origin + 1).ok()).unwrap_or_default(),
        evidence: support.evidence.iter().map(|passage| evidence::encode(passage, sha256)).collect(),
        learned_time: Some(field::to_timestamp(claim.learned.time)),
        withdrawn_time: claim.withdrawn.map(|withdrawal| field::to_timestamp(withdrawal.at.time)),
        withdrawn_reason: claim.withdrawn.map_or(0, |withdrawal| withdrawal.reason.number()),
    }
}

/// Changes the unit of supports from bytes. What stands in a text that is gone, because its article was revised or withdrawn, can
/// be counted in bytes alone: in other units its spans are unset.
pub(super) fn recount<'s>(
    view: &View,
    tenant: &Tenant,
    unit: OffsetUnit,
    supports: impl IntoIterator<Item = &'s mut v1::FactSupport>,
) -> Result<(), Failure> {
    if unit == OffsetUnit::Utf8 {
        return Ok(());
    }
    let mut supports: Vec<_> = supports.into_iter().collect();
    // Each text is read once.
    supports.sort_by(|one, other| article(one).cmp(article(other)));
    for of_one in supports.chunk_by_mut(|one, other| article(one) == article(other)) {
        let id = of_one.first().and_then(|support| ArticleId::new(article(support)).ok());
        let id = id.ok_or_else(|| Failure::internal("a support is of no article"))?;
        let info = view.article(tenant, &id).map_err(|error| broken(&error))?;
        let text = view.text(tenant, &id).map_err(|error| broken(&error))?.unwrap_or_default();
        let offsets = Offsets::new(&text);
        let recount = Recount::outwards(&offsets, unit);
        for passage in of_one.iter_mut().flat_map(|support| &mut support.evidence) {
            if info.as_ref().is_some_and(|info| info.text_sha256 == passage.text_sha256) {
                recount.span(&mut passage.span).map_err(|failure| found::misfit(&failure))?;
            } else {
                passage.span = None;
            }
        }
    }
    Ok(())
}

fn article(support: &v1::FactSupport) -> &str {
    support.article.as_ref().map_or("", |article| &article.article_id)
}
