//! Whether a citation holds: its words against the stored text, and its article against what stands.

use entente_facts::ArticleInfo;
use entente_index::View;
use entente_model::{ArticleId, Span, Tenant};
use entente_runtime::Deadline;
use entente_text::{OffsetUnit, Offsets};
use entente_wire::recount::{self, Recount};
use entente_wire::v1::{CitationDifference, CitationStanding, ErrorReason};
use entente_wire::{Failure, Within as _, field, v1};

use crate::found::{self, misfit};
use crate::reader::{Reader, broken};

/// Longest quote, in bytes, that is checked or shown.
const QUOTE_MOST: usize = 16 * 1024;
/// Most places of a quote that are shown.
const PLACES_MOST: usize = 16;
/// Longest hash of a text that is compared, in bytes.
const HASH_MOST: usize = 64;

/// A citation as it is claimed.
struct Claimed {
    article: ArticleId,
    /// None for the revision that stands or stood last.
    revision: Option<u64>,
    text_sha256: String,
    span: v1::Span,
    quote: String,
    unit: OffsetUnit,
}

/// A text and what is told of it.
struct Stored {
    info: ArticleInfo,
    text: String,
}

pub(crate) async fn verify(
    reader: &Reader,
    deadline: Option<Deadline>,
    request: v1::VerifyCitationRequest,
) -> Result<v1::VerifyCitationResponse, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
    let citation = request.citation.ok_or_else(|| Failure::invalid("is not set")).within("citation")?;
    let claimed = Claimed::decode(citation, unit).within("citation")?;
    let read = move |view: &View| claimed.verify(view, &tenant);
    reader.read(&request.cursor, deadline, read).await
}

impl Claimed {
    fn decode(citation: v1::Citation, unit: OffsetUnit) -> Result<Self, Failure> {
        let article = citation.article.ok_or_else(|| Failure::invalid("is not set")).within("article")?;
        let id = field::article_id(&article.article_id).within("article_id").within("article")?;
        let revision = field::natural(article.revision).within("revision").within("article")?;
        let hash = field::line(&article.text_sha256, HASH_MOST).within("text_sha256").within("article")?;
        let quote = field::text(&citation.quote, QUOTE_MOST).within("quote")?;
        if quote.is_empty() {
            return Err(Failure::invalid("is empty")).within("quote");
        }
        let span = citation.span.ok_or_else(|| Failure::invalid("is not set")).within("span")?;
        if span.start < 0 || span.end < span.start {
            let failure = Failure::invalid(format!("{} to {} is no span", span.start, span.end));
            return Err(failure).within("span");
        }
        Ok(Self {
            article: id,
            revision: (revision > 0).then_some(revision),
            text_sha256: hash.to_owned(),
            span,
            quote: quote.to_owned(),
            unit,
        })
    }

    fn verify(&self, view: &View, tenant: &Tenant) -> Result<v1::VerifyCitationResponse, Failure> {
        let current = view.article(tenant, &self.article).map_err(|error| broken(&error))?;
        let cited = self.cited(view, tenant)?;
        let standing = match &current {
            None => CitationStanding::Retracted,
            Some(current) if current.revision == cited.info.revision => CitationStanding::Stands,
            Some(_) => CitationStanding::Revised,
        };
        let (words, difference) = self.compare(&cited);
        let current_places = match &current {
            None => Vec::new(),
            Some(current) if current.revision == cited.info.revision => self.places(&cited.text)?,
            Some(current) => self.places(&stored(view, tenant, current.clone())?.text)?,
        };
        Ok(v1::VerifyCitationResponse {
            verbatim: difference == CitationDifference::Unspecified,
            standing: standing.into(),
            difference: difference.into(),
            words,
            places: self.places(&cited.text)?,
            article: Some(found::article(&cited.info)),
            current: current.as_ref().map(found::article),
            current_places,
        })
    }

    /// The revision that is cited.
    fn cited(&self, view: &View, tenant: &Tenant) -> Result<Stored, Failure> {
        let id = &self.article;
        let info = match self.revision {
            Some(revision) => view.revision(tenant, id, revision),
            None => view.newest_revision(tenant, id),
        };
        let info = info.map_err(|error| broken(&error))?.ok_or_else(|| {
            let revision =
                self.revision.map_or_else(String::new, |revision| format!("revision {revision} of "));
            let message = format!("{revision}article {:?} was never taken", id.as_str());
            Failure::new(ErrorReason::ArticleNotFound, message)
        });
        let info = match info {
            Ok(info) => info,
            Err(never) => {
                let erased = view.erased(tenant, id).map_err(|error| broken(&error))?;
                return Err(erased.map_or(never, |time| {
                    let message = format!("article {:?} was erased", id.as_str());
                    Failure::new(ErrorReason::ArticleErased, message).with("time", time)
                }));
            }
        };
        stored(view, tenant, info)
    }

    /// The words at the place of the span, and how the citation differs from the text.
    fn compare(&self, cited: &Stored) -> (String, CitationDifference) {
        let text = cited.text.as_str();
        let offsets = Offsets::new(text);
        let mut span = Some(self.span);
        let inside = Recount::inwards(&offsets, self.unit).span(&mut span).is_ok();
        let bytes = |offset: i64| usize::try_from(offset).ok();
        let words = span.filter(|_| inside).and_then(|span| text.get(bytes(span.start)?..bytes(span.end)?));
        let difference = if !self.text_sha256.is_empty() && self.text_sha256 != cited.info.text_sha256 {
            CitationDifference::Text
        } else {
            match words {
                None => CitationDifference::Span,
                Some(words) if words == self.quote => CitationDifference::Unspecified,
                Some(_) => CitationDifference::Words,
            }
        };
        (words.map_or_else(String::new, shortened), difference)
    }

    /// Where the quote stands in a text, in the unit of the request.
    fn places(&self, text: &str) -> Result<Vec<v1::Span>, Failure> {
        let offsets = Offsets::new(text);
        let place = |(start, quote): (usize, &str)| {
            let span = Span::new(start, start + quote.len());
            recount::span(&offsets, span, self.unit).map_err(|failure| misfit(&failure))
        };
        text.match_indices(&self.quote).take(PLACES_MOST).map(place).collect()
    }
}

fn stored(view: &View, tenant: &Tenant, info: ArticleInfo) -> Result<Stored, Failure> {
    let text = view.revision_text(tenant, &info.id, info.revision).map_err(|error| broken(&error))?;
    let text = text.ok_or_else(|| Failure::internal("the text of an article is missing"))?;
    Ok(Stored { info, text })
}

/// The beginning of a text that is short enough to be shown.
fn shortened(words: &str) -> String {
    let end = (0..=words.len().min(QUOTE_MOST)).rev().find(|&at| words.is_char_boundary(at));
    words[..end.unwrap_or_default()].to_owned()
}
