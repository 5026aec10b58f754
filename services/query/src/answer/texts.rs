//! Citations on the wire, in the unit that the caller counts in.

use std::collections::HashMap;

use entente_answer::Citation;
use entente_index::View;
use entente_model::{ArticleId, Tenant};
use entente_text::{OffsetUnit, Offsets};
use entente_wire::{Failure, recount, v1};

use crate::found;
use crate::reader::broken;

/// The texts that citations count in, each read once; none where they count bytes, as they have them.
pub(super) struct Texts<'a> {
    view: &'a View,
    tenant: &'a Tenant,
    unit: OffsetUnit,
    read: HashMap<(ArticleId, u64), String>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(view: &'a View, tenant: &'a Tenant, unit: OffsetUnit) -> Self {
        Self { view, tenant, unit, read: HashMap::new() }
    }

    pub(super) fn cite(&mut self, citations: &[Citation]) -> Result<Vec<v1::Citation>, Failure> {
        if self.unit != OffsetUnit::Utf8 {
            for Citation { article, .. } in citations {
                if !self.read.contains_key(&(article.id.clone(), article.revision)) {
                    let text = self.view.revision_text(self.tenant, &article.id, article.revision);
                    let text = text.map_err(|error| broken(&error))?;
                    let text = text.ok_or_else(|| Failure::internal("the text of an article is missing"))?;
                    self.read.insert((article.id.clone(), article.revision), text);
                }
            }
        }
        let offsets: HashMap<_, Offsets<'_>> =
            self.read.iter().map(|((id, revision), text)| ((id, *revision), Offsets::new(text))).collect();
        let cite = |citation: &Citation| {
            let span = citation.evidence.span;
            let span = match offsets.get(&(&citation.article.id, citation.article.revision)) {
                Some(offsets) => {
                    recount::span(offsets, span, self.unit).map_err(|failure| found::misfit(&failure))?
                }
                None => v1::Span { start: found::offset(span.start), end: found::offset(span.end) },
            };
            Ok(v1::Citation {
                article: Some(found::article(&citation.article)),
                span: Some(span),
                quote: citation.evidence.quote.clone(),
                event_id: citation.event.to_string(),
            })
        };
        citations.iter().map(cite).collect()
    }
}
