//! What proves an event: spans, passages and mentions. Offsets are bytes here; see [`recount`](crate::recount).

use entente_model::{Argument, Evidence, Party, Span};

use crate::vocabulary::{Vocabulary as _, required};
use crate::{Failure, Within as _, v1};

/// The span on the wire, in bytes.
pub(crate) fn encode_span(span: Span) -> v1::Span {
    v1::Span { start: offset(span.start), end: offset(span.end) }
}

/// An offset or a count on the wire; no text is longer than its range.
pub(crate) fn offset(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// The span that the message tells, in bytes. That it lies in the text is not checked here.
pub(crate) fn decode_span(span: Option<v1::Span>) -> Result<Span, Failure> {
    let (start, end) = bounds(span.as_ref())?;
    Ok(Span::new(start, end))
}

/// Start and end, counted in whatever unit: neither is negative, and the end is not before the start.
pub(crate) fn bounds(span: Option<&v1::Span>) -> Result<(usize, usize), Failure> {
    let span = span.ok_or_else(|| Failure::invalid("is not set"))?;
    match (usize::try_from(span.start), usize::try_from(span.end)) {
        (Ok(start), Ok(end)) if start <= end => Ok((start, end)),
        _ => Err(Failure::invalid(format!("{} to {} is no span", span.start, span.end))),
    }
}

/// The passage on the wire.
pub fn encode(evidence: &Evidence, text_sha256: &str) -> v1::Evidence {
    let span = Some(encode_span(evidence.span));
    v1::Evidence { span, quote: evidence.quote.clone(), text_sha256: text_sha256.to_owned() }
}

/// The passage that the message tells.
pub fn decode(evidence: v1::Evidence) -> Result<Evidence, Failure> {
    Ok(Evidence { span: decode_span(evidence.span).within("span")?, quote: evidence.quote })
}

/// The mention on the wire.
pub(crate) fn encode_argument(argument: &Argument) -> v1::Argument {
    v1::Argument {
        role: argument.role.number(),
        entity: argument.entity.as_ref().map_or_else(String::new, ToString::to_string),
        text: argument.text.clone(),
        span: Some(encode_span(argument.span)),
    }
}

/// The mention that the message tells.
pub(crate) fn decode_argument(argument: v1::Argument) -> Result<Argument, Failure> {
    Ok(Argument {
        role: required(argument.role).within("role")?,
        entity: (!argument.entity.is_empty()).then(|| Party::from(argument.entity.as_str())),
        text: argument.text,
        span: decode_span(argument.span).within("span")?,
    })
}
