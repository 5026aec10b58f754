//! Events and articles on the wire.

use entente_facts::{ArticleInfo, IndexedEvent};
use entente_index::View;
use entente_model::Tenant;
use entente_text::{OffsetUnit, Offsets};
use entente_wire::recount::Recount;
use entente_wire::{Failure, event as wire_event, field, v1};

use crate::reader::broken;

/// The events on the wire, offsets in `unit`.
pub(crate) fn events(
    view: &View,
    tenant: &Tenant,
    events: &[IndexedEvent],
    unit: OffsetUnit,
) -> Result<Vec<v1::FoundEvent>, Failure> {
    let mut found: Vec<v1::FoundEvent> = events.iter().map(event).collect();
    if unit == OffsetUnit::Utf8 {
        return Ok(found);
    }
    // Events of one article stand together, in order: each text is read once.
    let mut at = 0;
    for of_one in events.chunk_by(|one, other| one.article.id == other.article.id) {
        let id = &of_one[0].article.id;
        let text = view.text(tenant, id).map_err(|error| broken(&error))?;
        let text = text.ok_or_else(|| Failure::internal("the text of an article is missing"))?;
        recount(&mut found[at..at + of_one.len()], &text, unit)?;
        at += of_one.len();
    }
    Ok(found)
}

/// Changes the unit of events of one article from bytes.
pub(crate) fn recount(found: &mut [v1::FoundEvent], text: &str, unit: OffsetUnit) -> Result<(), Failure> {
    if unit == OffsetUnit::Utf8 {
        return Ok(());
    }
    let offsets = Offsets::new(text);
    let recount = Recount::outwards(&offsets, unit);
    let mut events = found.iter_mut().filter_map(|found| found.event.as_mut());
    events.try_for_each(|event| recount.event(event)).map_err(|failure| misfit(&failure))
}

/// The failure of evidence that does not lie in its text.
pub(crate) fn misfit(failure: &Failure) -> Failure {
    tracing::error!(%failure, "an event does not fit its text");
    Failure::internal("an event does not fit its text")
}

/// An offset on the wire; no text is longer than its range.
pub(crate) fn offset(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// An event on the wire, offsets in bytes.
pub(crate) fn event(indexed: &IndexedEvent) -> v1::FoundEvent {
    let entities = indexed.entities.iter();
    v1::FoundEvent {
        event: Some(wire_event::encode(&indexed.event, indexed.id.to_string(), &indexed.article.text_sha256)),
        article: Some(article(&indexed.article)),
        entities: entities
            .map(|(name, id)| v1::EntityReference { name: name.clone(), entity_id: id.to_string() })
            .collect(),
    }
}

/// An article on the wire, without its text.
pub(crate) fn article(article: &ArticleInfo) -> v1::ArticleReference {
    v1::ArticleReference {
        article_id: article.id.to_string(),
        revision: i64::try_from(article.revision).unwrap_or(i64::MAX),
        title: article.title.clone(),
        source: article.source.clone(),
        url: article.url.clone(),
        publish_time: article.published.map(field::to_timestamp),
        append_time: Some(field::to_timestamp(article.appended.time)),
        language: article.language.map_or_else(String::new, |language| language.to_string()),
        text_sha256: article.text_sha256.clone(),
    }
}
