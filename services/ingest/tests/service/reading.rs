//! What is read, dry and for good, in the units that are asked for.

use entente_wire::v1;

use crate::harness::{Harness, article, quoting, request, soon};

fn quoted(reading: &v1::ArticleReading) -> (i64, i64, String) {
    let evidence = &reading.events[0].evidence[0];
    let span = evidence.span.unwrap();
    (span.start, span.end, evidence.quote.clone())
}

#[tokio::test]
async fn a_dry_run_reads_and_stores_nothing() {
    let harness = Harness::start(&[]).await;
    let request =
        v1::ParseArticleRequest { article: Some(article("", &quoting("Rien à dire"))), offset_unit: 0 };
    let reading = soon(harness.ingest().parse_article(request)).await.unwrap().into_inner().reading.unwrap();
    assert_eq!(reading.language, "fr");
    assert_eq!(quoted(&reading).2, "Rien à dire");
    assert_eq!(reading.events[0].event_id, "");
    assert_eq!(reading.text_sha256, entente_wire::article::text_sha256(&quoting("Rien à dire")));
    assert_eq!(harness.log.newest().get(), 0);
}

#[tokio::test]
async fn offsets_count_what_is_asked_for_in_every_answer() {
    let harness = Harness::start(&[]).await;
    let text = format!("🚗 {}", quoting("Rien à dire"));
    harness.take(request("a-1", &text)).await.unwrap();
    let at = text.find("Rien").unwrap();
    let before = &text[..at];
    for (unit, start, length) in [
        (v1::OffsetUnit::Unspecified, before.len(), "Rien à dire".len()),
        (v1::OffsetUnit::Utf8, before.len(), "Rien à dire".len()),
        (v1::OffsetUnit::Utf16, before.encode_utf16().count(), 11),
        (v1::OffsetUnit::CodePoints, before.chars().count(), 11),
    ] {
        let (start, length) = (i64::try_from(start).unwrap(), i64::try_from(length).unwrap());
        let expected = (start, start + length, "Rien à dire".to_owned());
        let mut client = harness.ingest();
        let parse = v1::ParseArticleRequest { article: Some(article("", &text)), offset_unit: unit.into() };
        let parsed = soon(client.parse_article(parse)).await.unwrap().into_inner();
        assert_eq!(quoted(&parsed.reading.unwrap()), expected, "{unit:?}");
        let get = v1::GetArticleRequest {
            article_id: "a-1".to_owned(),
            offset_unit: unit.into(),
            ..v1::GetArticleRequest::default()
        };
        let got = soon(client.get_article(get)).await.unwrap().into_inner();
        assert_eq!(quoted(&got.reading.unwrap()), expected, "{unit:?}");
        let again = v1::IngestArticleRequest { offset_unit: unit.into(), ..request("a-1", &text) };
        assert_eq!(quoted(&harness.take(again).await.unwrap().reading.unwrap()), expected, "{unit:?}");
    }
}

#[tokio::test]
async fn a_title_is_part_of_the_text() {
    let harness = Harness::start(&[]).await;
    let mut request = request("a-1", &quoting("Rien à dire"));
    request.article.as_mut().unwrap().title = "Norvane s’explique".to_owned();
    let text = format!("Norvane s’explique\n\n{}", quoting("Rien à dire"));
    let reading = harness.take(request).await.unwrap().reading.unwrap();
    let (start, end, quote) = quoted(&reading);
    let cut = text.get(usize::try_from(start).unwrap()..usize::try_from(end).unwrap());
    assert_eq!(cut, Some(quote.as_str()));
    assert_eq!(reading.text_sha256, entente_wire::article::text_sha256(&text));
}

#[tokio::test]
async fn an_article_in_no_known_language_is_kept_unread() {
    let harness = Harness::start(&[]).await;
    let taken = harness.take(request("a-1", "« 1 » 2 3")).await.unwrap();
    let reading = taken.reading.unwrap();
    assert_eq!((reading.language.as_str(), reading.events.len()), ("", 0));
    assert_eq!(reading.diagnostics[0].code(), v1::DiagnosticCode::LanguageUnknown);
    assert_eq!(taken.outcome, v1::IngestOutcome::Created as i32);
}

#[tokio::test]
async fn the_day_of_publication_reaches_the_reader() {
    let harness = Harness::start(&[]).await;
    let mut request = request("a-1", &quoting("Rien à dire"));
    let article = request.article.as_mut().unwrap();
    // 22:30 in London is the next day in Paris.
    article.publish_time = Some(prost_types::Timestamp { seconds: 1_715_639_400, nanos: 0 });
    article.time_zone = "Europe/Paris".to_owned();
    let reading = harness.take(request).await.unwrap().reading.unwrap();
    assert_eq!(reading.events[0].time, "2024-05-14");
}

#[tokio::test]
async fn what_was_stored_is_shown_whole() {
    let harness = Harness::start(&[]).await;
    let mut request = request("a-1", &quoting("Rien à dire"));
    let article = request.article.as_mut().unwrap();
    article.source = "Le Courrier".to_owned();
    article.url = "https://example.org/1".to_owned();
    article.publish_time = Some(prost_types::Timestamp { seconds: 1_715_639_400, nanos: 0 });
    article.time_zone = "+02:00".to_owned();
    let taken = harness.take(request.clone()).await.unwrap();
    let get = v1::GetArticleRequest { article_id: "a-1".to_owned(), ..v1::GetArticleRequest::default() };
    let got = soon(harness.ingest().get_article(get)).await.unwrap().into_inner();
    let stored = got.article.unwrap();
    let expected = v1::Article {
        tenant: "default".to_owned(),
        language: "fr".to_owned(),
        ..request.article.clone().unwrap()
    };
    assert_eq!(stored.article, Some(expected));
    assert_eq!((stored.revision, stored.version), (1, 0));
    assert_eq!(stored.state(), v1::ArticleState::Active);
    assert!(stored.append_time.unwrap().seconds > 1_715_639_400);
    assert_eq!(got.reading, taken.reading);
    assert_eq!(got.reading.unwrap().events[0].event_id, "a-1/1/0");
}
