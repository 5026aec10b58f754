//! What a caller brings to be ingested, checked whole before anything is done with it.

use entente_model::{Article, Entity, Event};
use entente_text::{OffsetUnit, Offsets};
use prost::Message as _;

use crate::article::{self, Rules};
use crate::{Failure, Within as _, brought, digest, field, reading, v1};

/// One article to take in.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The article, with an id.
    pub article: Article,
    /// The text that all offsets count in.
    pub text: String,
    /// SHA-256 of the text.
    pub text_sha256: String,
    /// The caller's idempotency key.
    pub request_id: Option<String>,
    /// The caller's version; 0 when none.
    pub version: u64,
    /// Events made elsewhere, their evidence verbatim.
    pub events: Vec<Event>,
    /// Entities given with those events.
    pub entities: Vec<Entity>,
    /// What offsets count in the answer.
    pub unit: OffsetUnit,
    /// Whether the article is not to be read here.
    pub skip_extraction: bool,
    /// SHA-256 over all that the caller gave but the ids and the version: tells a repetition from a revision.
    pub content_sha256: String,
}

impl Submission {
    /// The submission that the request tells. `own` is the name under which this service signs its events, which no caller
    /// may use.
    pub fn accept(request: v1::IngestArticleRequest, rules: &Rules<'_>, own: &str) -> Result<Self, Failure> {
        let request_id = field::request_id(&request.request_id).within("request_id")?;
        let version = field::natural(request.version).within("version")?;
        let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
        let article = request.article.ok_or_else(|| Failure::invalid("is not set")).within("article")?;
        let article = article::accept(article, rules).within("article")?;
        let text = article.text();
        let offsets = Offsets::new(&text);
        let entities = brought::entities(request.entities)?;
        let events = brought::events(request.events, &text, &offsets, unit, own)?;
        let text_sha256 = digest::of_text(&text);
        let content_sha256 = content_sha256(&article, &events, &entities, request.skip_extraction);
        let skip_extraction = request.skip_extraction;
        Ok(Self {
            article,
            text,
            text_sha256,
            request_id,
            version,
            events,
            entities,
            unit,
            skip_extraction,
            content_sha256,
        })
    }
}

/// The hash of what was given, in the contract's own encoding with offsets in bytes, so that the unit does not matter.
/// Kept on disk and compared across releases: fields that later releases add change nothing while they are unset.
fn content_sha256(article: &Article, events: &[Event], entities: &[Entity], skip_extraction: bool) -> String {
    let mut article = article::encode(article);
    article.tenant.clear();
    article.article_id.clear();
    let content = v1::IngestArticleRequest {
        article: Some(article),
        events: reading::encode_events(events, None, ""),
        entities: entities.iter().map(reading::encode_entity).collect(),
        skip_extraction,
        ..v1::IngestArticleRequest::default()
    };
    digest::of_parts(&[&content.encode_to_vec()])
}
