//! Changes the unit in which the offsets of a message count, in place: from bytes on its way out, to bytes on its way in.

use entente_model::Span;
use entente_text::{OffsetUnit, Offsets};

use crate::{Failure, Within as _, article, evidence, v1};

/// From one unit to another within one text.
#[derive(Debug, Clone, Copy)]
pub struct Recount<'a> {
    offsets: &'a Offsets<'a>,
    from: OffsetUnit,
    to: OffsetUnit,
}

impl<'a> Recount<'a> {
    /// From bytes to the unit that a caller wants.
    pub const fn outwards(offsets: &'a Offsets<'a>, to: OffsetUnit) -> Self {
        Self { offsets, from: OffsetUnit::Utf8, to }
    }

    /// From the unit that a caller counts in to bytes.
    pub const fn inwards(offsets: &'a Offsets<'a>, from: OffsetUnit) -> Self {
        Self { offsets, from, to: OffsetUnit::Utf8 }
    }

    /// One span. An offset that is none of the text's is a failure, also where the unit does not change.
    pub fn span(&self, span: &mut Option<v1::Span>) -> Result<(), Failure> {
        let (start, end) = evidence::bounds(span.as_ref())?;
        let convert = |offset| {
            let byte = self.offsets.to_byte(offset, self.from)?;
            self.offsets.to_unit(byte, self.to)
        };
        let convert = |offset| convert(offset).map_err(|error| outside(&error));
        let (start, end) = (convert(start)?, convert(end)?);
        *span = Some(v1::Span { start: evidence::offset(start), end: evidence::offset(end) });
        Ok(())
    }

    /// Every span of an event; a failure names the field within it.
    pub fn event(&self, event: &mut v1::Event) -> Result<(), Failure> {
        for (index, passage) in event.evidence.iter_mut().enumerate() {
            self.span(&mut passage.span).within("span").within_item("evidence", index)?;
        }
        for (index, argument) in event.arguments.iter_mut().enumerate() {
            self.span(&mut argument.span).within("span").within_item("arguments", index)?;
        }
        Ok(())
    }

    /// Every span of what was read.
    pub fn reading(&self, reading: &mut v1::ArticleReading) -> Result<(), Failure> {
        self.events(&mut reading.events)?;
        self.diagnostics(&mut reading.diagnostics)
    }

    fn events(&self, events: &mut [v1::Event]) -> Result<(), Failure> {
        let each = |(index, event)| self.event(event).within_item("events", index);
        events.iter_mut().enumerate().try_for_each(each)
    }

    pub(crate) fn diagnostics(&self, diagnostics: &mut [v1::Diagnostic]) -> Result<(), Failure> {
        let mut about =
            diagnostics.iter_mut().enumerate().filter(|(_, diagnostic)| diagnostic.span.is_some());
        about.try_for_each(|(index, diagnostic)| {
            self.span(&mut diagnostic.span).within("span").within_item("diagnostics", index)
        })
    }
}

fn outside(error: &entente_text::Error) -> Failure {
    Failure::invalid(error.to_string())
}

/// A span of bytes as an offset pair of `unit`, for citations and the like.
pub fn span(offsets: &Offsets<'_>, span: Span, unit: OffsetUnit) -> Result<v1::Span, Failure> {
    let mut wire = Some(evidence::encode_span(span));
    Recount::outwards(offsets, unit).span(&mut wire)?;
    Ok(wire.unwrap_or_default())
}

/// Every span of an entry of the log, from the bytes that it has on disk.
pub fn change(change: &mut v1::ArticleChange, unit: OffsetUnit) -> Result<(), Failure> {
    use v1::article_change::Change;
    let accepted = match &mut change.change {
        Some(Change::Accepted(accepted) | Change::Reextracted(accepted)) => Some(accepted),
        Some(Change::Retracted(retracted)) => retracted.withdrawn.as_mut(),
        Some(Change::Erased(_)) | None => None,
    };
    match accepted {
        // Bytes are what the entry has.
        Some(accepted) if unit != OffsetUnit::Utf8 => {
            let text = accepted.article.as_ref().map(article::text).unwrap_or_default();
            let offsets = Offsets::new(&text);
            let recount = Recount::outwards(&offsets, unit);
            recount.events(&mut accepted.events)?;
            recount.diagnostics(&mut accepted.diagnostics)
        }
        _ => Ok(()),
    }
}
