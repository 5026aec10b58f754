//! Events, offsets in bytes.

use entente_model::{ArticleId, Event, Extractor, Timex};

use crate::vocabulary::{Vocabulary as _, required};
use crate::{Failure, Within as _, assertion, evidence, source, v1};

/// The id of the event at a [place](crate::places::Places) of one revision: unique within the tenant, and for ever.
pub fn id(article: &ArticleId, revision: u64, place: u32) -> String {
    format!("{article}/{revision}/{place}")
}

/// The place that an id tells.
pub(crate) fn place(id: &str) -> Result<u32, Failure> {
    let place = id.rsplit_once('/').and_then(|(_, place)| place.parse().ok());
    place
        .filter(|place| *place < u32::MAX)
        .ok_or_else(|| Failure::invalid(format!("{id:?} is no event's id")))
}

/// The event on the wire. `event_id` is empty for one that is not stored; `text_sha256` is the article text's.
pub fn encode(event: &Event, event_id: String, text_sha256: &str) -> v1::Event {
    let time = |time: &Option<Timex>| time.as_ref().map_or_else(String::new, ToString::to_string);
    v1::Event {
        event_id,
        assertion: Some(assertion::encode(&event.assertion)),
        polarity: event.polarity.number(),
        certainty: event.certainty.number(),
        source: Some(source::encode(&event.source)),
        time: time(&event.time),
        expected: time(&event.expected),
        evidence: event.evidence.iter().map(|passage| evidence::encode(passage, text_sha256)).collect(),
        arguments: event.arguments.iter().map(evidence::encode_argument).collect(),
        confidence: event.confidence,
        rule: event.rule.clone(),
        extractor: Some(v1::Extractor {
            name: event.extractor.name.clone(),
            version: event.extractor.version.clone(),
        }),
    }
}

/// The event that the message tells: every value is one of the domain's. Whether it agrees with itself and with the
/// article is asked of events that a caller brings, see [`Submission`](crate::submission::Submission).
pub fn decode(event: v1::Event) -> Result<Event, Failure> {
    let time = |value: String| match value.as_str() {
        "" => Ok(None),
        _ => Timex::new(value).map(Some).map_err(|error| Failure::invalid(error.to_string())),
    };
    let mut passages = Vec::with_capacity(event.evidence.len());
    for (index, passage) in event.evidence.into_iter().enumerate() {
        passages.push(evidence::decode(passage).within_item("evidence", index)?);
    }
    let mut arguments = Vec::with_capacity(event.arguments.len());
    for (index, argument) in event.arguments.into_iter().enumerate() {
        arguments.push(evidence::decode_argument(argument).within_item("arguments", index)?);
    }
    let unset = || Failure::invalid("is not set");
    let extractor = event.extractor.unwrap_or_default();
    let assertion = event.assertion.ok_or_else(unset).within("assertion")?;
    Ok(Event {
        assertion: assertion::decode(assertion)?,
        polarity: required(event.polarity).within("polarity")?,
        certainty: required(event.certainty).within("certainty")?,
        source: event.source.ok_or_else(unset).and_then(source::decode).within("source")?,
        time: time(event.time).within("time")?,
        expected: time(event.expected).within("expected")?,
        evidence: passages,
        arguments,
        confidence: event.confidence,
        rule: event.rule,
        extractor: Extractor { name: extractor.name, version: extractor.version },
    })
}
