//! How far the index has come.

use entente_wire::{Failure, field, v1};

use crate::reader::Reader;
use crate::search::Searching;

/// How far, and how much there is; the latter only for those that may see the `whole` of it.
pub(crate) async fn get(
    reader: &Reader,
    searching: &Searching,
    whole: bool,
) -> Result<v1::GetIndexStatusResponse, Failure> {
    let status = reader.status().await?;
    let count = |count: u64| if whole { i64::try_from(count).unwrap_or(i64::MAX) } else { 0 };
    let purge_pending = reader.is_purge_due().await? || searching.search.is_purge_due();
    Ok(v1::GetIndexStatusResponse {
        cursor: status.cursor.unwrap_or_default(),
        caught_up: status.caught_up,
        connected: reader.applied().get().connected,
        applied_time: status.applied.map(field::to_timestamp),
        article_count: count(status.articles),
        event_count: count(status.events),
        fact_count: count(status.facts),
        search: Some(searching.status()),
        purge_pending,
    })
}
