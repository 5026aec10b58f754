//! Why a passage is read as it is: which passage, in which units, and what is refused.

use entente_wire::v1::{self, ErrorReason};
use tonic::{Code, Status};

use crate::harness::{Harness, article, quoting, soon, told};

async fn explain(
    harness: &Harness,
    request: v1::ExplainExtractionRequest,
) -> Result<v1::Explanation, Status> {
    let answer = soon(harness.ingest().explain_extraction(request)).await?;
    Ok(answer.into_inner().explanation.unwrap())
}

fn request(
    body: &str,
    passage: Option<(usize, usize)>,
    unit: v1::OffsetUnit,
) -> v1::ExplainExtractionRequest {
    let offset = |offset| i64::try_from(offset).unwrap();
    let passage = passage.map(|(start, end)| v1::Span { start: offset(start), end: offset(end) });
    v1::ExplainExtractionRequest { article: Some(article("", body)), passage, offset_unit: unit.into() }
}

#[tokio::test]
async fn the_whole_text_is_explained_where_no_passage_is_asked_for() {
    let harness = Harness::start(&[]).await;
    let text = format!("🚗 {}", quoting("Rien à dire"));
    let at = text.find("Rien").unwrap();
    let before = &text[..at];
    for (unit, start, length, all) in [
        (v1::OffsetUnit::Unspecified, before.len(), "Rien à dire".len(), text.len()),
        (v1::OffsetUnit::Utf16, before.encode_utf16().count(), 11, text.encode_utf16().count()),
        (v1::OffsetUnit::CodePoints, before.chars().count(), 11, text.chars().count()),
    ] {
        let [start, length, all] = [start, length, all].map(|n| i64::try_from(n).unwrap());
        let told = explain(&harness, request(&text, None, unit)).await.unwrap();
        let place = Some(v1::Span { start, end: start + length });
        assert_eq!(told.passage, Some(v1::Span { start: 0, end: all }), "{unit:?}");
        assert_eq!(told.mentions[0].words, Some(v1::Words { span: place, text: "Rien à dire".to_owned() }));
        assert_eq!(told.events[0].evidence[0].span, place, "{unit:?}");
        assert_eq!((told.language.as_str(), told.events[0].event_id.as_str()), ("fr", ""));
        assert_eq!(told.text_sha256, entente_wire::article::text_sha256(&text));
    }
    assert_eq!(harness.log.newest().get(), 0);
}

#[tokio::test]
async fn a_passage_is_counted_in_the_callers_unit_over_title_and_body() {
    let harness = Harness::start(&[]).await;
    let mut asked = request(&quoting("Rien à dire"), None, v1::OffsetUnit::CodePoints);
    asked.article.as_mut().unwrap().title = "« Été »".to_owned();
    // The title's seven characters, without the blank line behind it.
    asked.passage = Some(v1::Span { start: 0, end: 7 });
    let told = explain(&harness, asked.clone()).await.unwrap();
    assert_eq!(told.passage, asked.passage);
    let quotes: Vec<_> = told.events.iter().map(|event| event.evidence[0].quote.as_str()).collect();
    assert_eq!(quotes, ["Été"]);
}

#[tokio::test]
async fn what_is_no_passage_is_refused_by_name() {
    let harness = Harness::start(&[]).await;
    let bytes = v1::OffsetUnit::Utf8;
    let long = format!("é{}", "x".repeat(8 * 1024));
    for (body, passage, reason) in [
        ("été", Some((0, 0)), ErrorReason::FieldInvalid),
        ("été", Some((3, 1)), ErrorReason::FieldInvalid),
        ("été", Some((0, 6)), ErrorReason::FieldInvalid),
        ("été", Some((1, 3)), ErrorReason::FieldInvalid),
        (long.as_str(), None, ErrorReason::FieldTooLong),
        (long.as_str(), Some((0, 8 * 1024 + 1)), ErrorReason::FieldTooLong),
    ] {
        let status = explain(&harness, request(body, passage, bytes)).await.unwrap_err();
        assert_eq!(told(&status), (Code::InvalidArgument, reason, "passage".to_owned()), "{passage:?}");
    }
    assert!(explain(&harness, request(&long, Some((0, 8 * 1024)), bytes)).await.is_ok());
}

#[tokio::test]
async fn a_bad_article_is_refused_as_anywhere() {
    let harness = Harness::start(&[]).await;
    let status = explain(&harness, v1::ExplainExtractionRequest::default()).await.unwrap_err();
    assert_eq!(told(&status), (Code::InvalidArgument, ErrorReason::FieldInvalid, "article".to_owned()));
    let status = explain(&harness, request(" ", None, v1::OffsetUnit::Utf8)).await.unwrap_err();
    assert_eq!(told(&status).2, "article.body");
    let unit =
        v1::ExplainExtractionRequest { offset_unit: 9, ..request("été", None, v1::OffsetUnit::Utf8) };
    assert_eq!(told(&explain(&harness, unit).await.unwrap_err()).2, "offset_unit");
}
