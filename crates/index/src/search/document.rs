//! What is indexed of an article, and what is kept to be shown.

use entente_facts::{AcceptedArticle, ArticleInfo, EventId};
use entente_model::{ArticleId, Span, Tenant};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value as _;

use super::analysis::Analysis;
use super::schema::{Fields, SearchScope, group, whole};
use super::tokenizer::owned;
use crate::IndexError;
use crate::record::{InfoRecord, RecordError, decode, encode};

/// A document as it is shown.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record<'a> {
    tenant: &'a str,
    id: &'a str,
    #[serde(borrow)]
    article: InfoRecord<'a>,
    /// What event it carries; none of a whole article.
    event: Option<String>,
    /// Where the text stands in the article's.
    start: usize,
    text: &'a str,
}

/// The document that a record tells of.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) article: ArticleInfo,
    pub(crate) event: Option<String>,
    pub(crate) span: Span,
    pub(crate) text: String,
}

/// The documents of an article: the whole of it, and each passage that carries an event.
pub(crate) fn documents(
    fields: &Fields,
    accepted: &AcceptedArticle,
) -> Result<Vec<TantivyDocument>, IndexError> {
    let info = &accepted.info;
    let mut documents = Vec::with_capacity(1 + accepted.events.len());
    let mut article = document(fields, SearchScope::Articles, info, None, (0, &accepted.text))?;
    article.add_text(fields.article, whole(info.tenant.as_str(), info.id.as_str()));
    documents.push(article);
    for (place, event) in &accepted.events {
        let id = EventId { article: info.id.clone(), revision: info.revision, place: *place };
        for evidence in &event.evidence {
            let passage = (evidence.span.start, evidence.quote.as_str());
            documents.push(document(fields, SearchScope::Evidence, info, Some(id.to_string()), passage)?);
        }
    }
    Ok(documents)
}

fn document(
    fields: &Fields,
    scope: SearchScope,
    info: &ArticleInfo,
    event: Option<String>,
    (start, text): (usize, &str),
) -> Result<TantivyDocument, IndexError> {
    let (tenant, id) = (info.tenant.as_str(), info.id.as_str());
    let record = Record { tenant, id, article: InfoRecord::of(info), event, start, text };
    let mut document = TantivyDocument::default();
    document.add_text(fields.article, owned(tenant, id));
    document.add_text(fields.group, group(tenant, scope, ""));
    if let Some(language) = info.language {
        document.add_text(fields.group, group(tenant, scope, language.as_str()));
    }
    if let Some(published) = info.published {
        document.add_i64(fields.published, published.as_microsecond());
    }
    document.add_text(fields.text(scope, Analysis::of(info.language)), owned(tenant, text));
    document.add_bytes(fields.record, &encode(&record).map_err(|error| error.at("passage"))?);
    Ok(document)
}

/// What the stored document shows.
pub(crate) fn shown(fields: &Fields, document: &TantivyDocument) -> Result<Shown, IndexError> {
    let read = || -> Result<Shown, RecordError> {
        let bytes = document.get_first(fields.record).and_then(|value| value.as_bytes());
        let record: Record<'_> = decode(bytes.ok_or(RecordError::Missing)?)?;
        let (tenant, id) = (Tenant::new(record.tenant)?, ArticleId::new(record.id)?);
        let article = record.article.rebuild(&tenant, &id)?;
        let span = Span::new(record.start, record.start.saturating_add(record.text.len()));
        Ok(Shown { article, event: record.event, span, text: record.text.to_owned() })
    };
    read().map_err(|error| error.at("passage"))
}

/// A time as it is compared with those of documents.
pub(crate) fn published(time: Timestamp) -> i64 {
    time.as_microsecond()
}
