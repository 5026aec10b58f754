//! Events made elsewhere, beside those read here.

use entente_wire::v1::event::Assertion;
use entente_wire::v1::{self, ErrorReason, IngestOutcome};
use tonic::Code;

use crate::harness::{Harness, request, told};

const BODY: &str = "Après l’été, Norvane rachète Télis. « Nous y tenons », dit-on.";

fn with_event(quote: &str, start: i64) -> v1::IngestArticleRequest {
    with_event_at("a-1", BODY, quote, start)
}

/// An article and an event made elsewhere, whose evidence begins at a code point of the body.
pub(crate) fn with_event_at(id: &str, body: &str, quote: &str, start: i64) -> v1::IngestArticleRequest {
    let length = i64::try_from(quote.chars().count()).unwrap();
    let event = v1::Event {
        event_id: "mine".to_owned(),
        assertion: Some(Assertion::Stake(v1::Stake {
            holders: vec!["Norvane".to_owned()],
            target: "Télis".to_owned(),
            action: v1::StakeAction::Acquire.into(),
            status: v1::StakeStatus::Announced.into(),
            interest: v1::Interest::Shareholding.into(),
            ..v1::Stake::default()
        })),
        polarity: v1::Polarity::Positive.into(),
        certainty: v1::Certainty::Certain.into(),
        source: Some(v1::Source { kind: v1::SourceKind::Author.into(), ..v1::Source::default() }),
        evidence: vec![v1::Evidence {
            span: Some(v1::Span { start, end: start + length }),
            quote: quote.to_owned(),
            text_sha256: "mine".to_owned(),
        }],
        confidence: 1.0,
        extractor: Some(v1::Extractor { name: "desk".to_owned(), version: "1".to_owned() }),
        ..v1::Event::default()
    };
    v1::IngestArticleRequest {
        events: vec![event],
        offset_unit: v1::OffsetUnit::CodePoints.into(),
        ..request(id, body)
    }
}

#[tokio::test]
async fn they_stand_beside_those_read_here_in_the_order_of_the_text() {
    let harness = Harness::start(&[]).await;
    let mut request = with_event("Norvane rachète Télis", 13);
    request.entities = vec![v1::Entity {
        name: "Norvane".to_owned(),
        forms: vec!["le groupe".to_owned()],
        ..v1::Entity::default()
    }];
    let reading = harness.take(request).await.unwrap().reading.unwrap();
    let names: Vec<_> =
        reading.events.iter().map(|event| event.extractor.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(names, ["desk", "entente"]);
    assert_eq!(reading.events[0].event_id, "a-1/1/0");
    let evidence = &reading.events[0].evidence[0];
    assert_eq!(evidence.span, Some(v1::Span { start: 13, end: 34 }));
    assert_eq!(evidence.text_sha256, entente_wire::article::text_sha256(BODY));
    let forms: Vec<_> =
        reading.entities.iter().map(|entity| (entity.name.as_str(), entity.forms.join(", "))).collect();
    assert_eq!(forms, [("Norvane", "Norvane, le groupe".to_owned()), ("Télis", "Télis".to_owned())]);
}

#[tokio::test]
async fn without_extraction_they_stand_alone() {
    let harness = Harness::start(&[]).await;
    let request =
        v1::IngestArticleRequest { skip_extraction: true, ..with_event("Norvane rachète Télis", 13) };
    let reading = harness.take(request).await.unwrap().reading.unwrap();
    assert_eq!(reading.events.len(), 1);
    assert_eq!(reading.events[0].extractor.as_ref().unwrap().name, "desk");
}

#[tokio::test]
async fn other_events_with_the_same_text_are_a_revision() {
    let harness = Harness::start(&[]).await;
    harness.take(request("a-1", BODY)).await.unwrap();
    let revised = harness.take(with_event("Norvane rachète Télis", 13)).await.unwrap();
    assert_eq!((revised.revision, revised.outcome()), (2, IngestOutcome::Revised));
    // The same in another unit is the same.
    let mut bytes = with_event("Norvane rachète Télis", 13);
    bytes.offset_unit = v1::OffsetUnit::Utf8.into();
    let start = i64::try_from(BODY.find("Norvane").unwrap()).unwrap();
    let end = start + i64::try_from("Norvane rachète Télis".len()).unwrap();
    bytes.events[0].evidence[0].span = Some(v1::Span { start, end });
    assert_eq!(harness.take(bytes).await.unwrap().outcome(), IngestOutcome::Unchanged);
}

#[tokio::test]
async fn what_the_text_does_not_say_is_refused_with_the_place() {
    let harness = Harness::start(&[]).await;
    let status = harness.take(with_event("Norvane rachète Orlis", 13)).await.unwrap_err();
    let field = "events[0].evidence[0].quote".to_owned();
    assert_eq!(told(&status), (Code::InvalidArgument, ErrorReason::EvidenceNotVerbatim, field));
    let status = harness.take(with_event("Norvane rachète Télis", 14)).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::EvidenceNotVerbatim);
    assert_eq!(harness.log.newest().get(), 0);
}

#[tokio::test]
async fn unset_and_unknown_values_are_refused() {
    let harness = Harness::start(&[]).await;
    for number in [0, 77] {
        let mut request = with_event("Norvane rachète Télis", 13);
        request.events[0].certainty = number;
        let status = harness.take(request).await.unwrap_err();
        let expected = (Code::InvalidArgument, ErrorReason::FieldInvalid, "events[0].certainty".to_owned());
        assert_eq!(told(&status), expected);
    }
    let mut request = with_event("Norvane rachète Télis", 13);
    request.offset_unit = 9;
    assert_eq!(told(&harness.take(request).await.unwrap_err()).2, "offset_unit");
}
