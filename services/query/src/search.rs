//! Full-text search over evidence and articles.

use std::sync::Arc;
use std::time::Duration;

use entente_index::{
    Found, IndexError, SEARCH_DEPTH, Search, SearchHit, SearchQuery, SearchScope, SearchWords,
};
use entente_runtime::{Deadline, LimitArgs, Places};
use entente_text::{OffsetUnit, Offsets};
use entente_wire::page_token::PageTokens;
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, Within as _, field, recount, v1};
use prost::Message as _;

use crate::applied::{Applied, RETRY_AFTER};
use crate::found;
use crate::page::KEY;
use crate::reader::{blocking, busy};
use crate::search_tail::unusable;

/// How many results a page holds when the request does not say.
const PAGE_SIZE: usize = 20;

/// Searches the text index. Clones search the same one.
#[derive(Debug, Clone)]
pub(crate) struct Searching {
    pub(crate) search: Arc<Search>,
    /// How far the text index has come.
    pub(crate) applied: Applied,
    /// How far the facts have come.
    pub(crate) facts: Applied,
    /// Longest wait for a cursor.
    pub(crate) wait: Duration,
    /// Where the service works.
    pub(crate) places: Places,
}

impl Searching {
    /// A page of what matches, best first.
    pub(crate) async fn find(
        &self,
        limits: &LimitArgs,
        deadline: Option<Deadline>,
        request: v1::SearchEvidenceRequest,
    ) -> Result<v1::SearchEvidenceResponse, Failure> {
        let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
        let tokens = PageTokens::new(KEY, "SearchEvidence", &[&conditions(&request)]);
        let query = SearchQuery {
            offset: offset(&tokens, &request.page_token)?,
            limit: field::page_size(request.page_size, PAGE_SIZE, limits.max_page_size)
                .within("page_size")?,
            texts: unit != OffsetUnit::Utf8,
            ..query(&request)?
        };
        self.applied.wait(&request.cursor, self.wait, deadline).await?;
        let search = Arc::clone(&self.search);
        let from = query.offset;
        let place = self.places.take().await.map_err(busy)?;
        let (found, hits) = blocking(move || {
            let _place = place;
            let mut found = search.find(&query).map_err(|error| unsearched(&error))?;
            let hits = std::mem::take(&mut found.hits);
            let hits = hits.into_iter().map(|found| hit(found, unit)).collect::<Result<Vec<_>, _>>()?;
            Ok((found, hits))
        })
        .await?;
        let Found { total, status, .. } = found;
        let next = from.saturating_add(hits.len());
        let more = !hits.is_empty() && next < total.min(SEARCH_DEPTH);
        let next_page_token = if more { tokens.issue(next.to_string().as_bytes()) } else { String::new() };
        Ok(v1::SearchEvidenceResponse {
            hits,
            next_page_token,
            total: i64::try_from(total).unwrap_or(i64::MAX),
            progress: Some(self.progress(status)),
        })
    }

    /// How far the text index has come.
    pub(crate) fn status(&self) -> v1::SearchProgress {
        self.progress(self.search.status())
    }

    fn progress(&self, status: entente_index::SearchStatus) -> v1::SearchProgress {
        let cursor = status.cursor.unwrap_or_default();
        let at = crate::applied::decode(&cursor).ok();
        let reaches = |facts: entente_log::Cursor| {
            at.is_some_and(|at| at.log == facts.log && at.position >= facts.position)
        };
        v1::SearchProgress {
            cursor,
            applied_time: status.applied.map(field::to_timestamp),
            current: self.facts.get().cursor.is_none_or(reaches),
        }
    }
}

/// What is asked for, the first page of it.
fn query(request: &v1::SearchEvidenceRequest) -> Result<SearchQuery, Failure> {
    let invalid = |error: &dyn std::fmt::Display| Failure::invalid(error.to_string());
    let time = |time: &Option<prost_types::Timestamp>| time.as_ref().map(field::timestamp).transpose();
    let language = match request.language.as_str() {
        "" => None,
        code => Some(
            code.parse().map_err(|error: entente_model::LanguageError| invalid(&error)).within("language")?,
        ),
    };
    let scope = match v1::SearchScope::try_from(request.scope) {
        Ok(v1::SearchScope::Unspecified | v1::SearchScope::Evidence) => SearchScope::Evidence,
        Ok(v1::SearchScope::Articles) => SearchScope::Articles,
        Err(_) => return Err(invalid(&"is no scope of this version").within("scope")),
    };
    Ok(SearchQuery {
        tenant: field::tenant(&request.tenant).within("tenant")?,
        words: SearchWords::parse(&request.query).map_err(|error| invalid(&error)).within("query")?,
        language,
        scope,
        published_after: time(&request.published_after).within("published_after")?,
        published_before: time(&request.published_before).within("published_before")?,
        offset: 0,
        limit: 0,
        texts: false,
    })
}

/// How many results the pages before held.
fn offset(tokens: &PageTokens, token: &str) -> Result<usize, Failure> {
    let Some(position) = tokens.read(token).within("page_token")? else { return Ok(0) };
    let offset = std::str::from_utf8(&position).ok().and_then(|number| number.parse().ok());
    // The checksum held, so this service wrote it.
    offset.ok_or_else(|| Failure::internal("a page token of this service can't be read"))
}

/// Every field that decides what is found, in the same bytes each time.
fn conditions(request: &v1::SearchEvidenceRequest) -> Vec<u8> {
    let conditions = v1::SearchEvidenceRequest {
        page_size: 0,
        page_token: String::new(),
        cursor: String::new(),
        offset_unit: 0,
        ..request.clone()
    };
    conditions.encode_to_vec()
}

/// A result on the wire, offsets in `unit`.
fn hit(hit: SearchHit, unit: OffsetUnit) -> Result<v1::SearchHit, Failure> {
    let text = hit.article_text.unwrap_or_default();
    let offsets = Offsets::new(&text);
    let place = |span: entente_model::Span| match unit {
        OffsetUnit::Utf8 => Ok(v1::Span { start: found::offset(span.start), end: found::offset(span.end) }),
        OffsetUnit::Utf16 | OffsetUnit::CodePoints => {
            recount::span(&offsets, span, unit).map_err(|failure| found::misfit(&failure))
        }
    };
    Ok(v1::SearchHit {
        article: Some(found::article(&hit.article)),
        span: Some(place(hit.span)?),
        highlights: hit.highlights.into_iter().map(place).collect::<Result<_, _>>()?,
        text: hit.text,
        event_id: hit.event.unwrap_or_default(),
        score: hit.score,
    })
}

/// The failure of a search: one that is not open yet will be.
fn unsearched(error: &IndexError) -> Failure {
    if matches!(error, IndexError::SearchClosed) {
        return Failure::new(ErrorReason::IndexBehind, "the text index is not open yet")
            .retry_after(RETRY_AFTER);
    }
    unusable(error)
}
