//! Streams of articles: order, refusals, and being held back.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use entente_log::Cursor;
use entente_wire::v1::ingest_articles_response::Outcome;
use entente_wire::v1::ingest_service_server::IngestService as _;
use entente_wire::v1::{self, ErrorReason};
use futures::stream::{self, StreamExt as _};
use http_body::Frame;
use http_body_util::StreamBody;
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;
use tonic::codec::Codec as _;
use tonic::{Code, Request, Status, Streaming};
use tonic_prost::ProstCodec;

use crate::harness::{Harness, Quotations, quoting, request, soon, told, until};

fn item(request: v1::IngestArticleRequest) -> v1::IngestArticlesRequest {
    v1::IngestArticlesRequest { request: Some(request) }
}

/// A stream that the test feeds by hand.
async fn open(
    harness: &Harness,
) -> (mpsc::Sender<v1::IngestArticlesRequest>, Streaming<v1::IngestArticlesResponse>) {
    let (feed, requests) = mpsc::channel(1);
    let answers = soon(harness.ingest().ingest_articles(ReceiverStream::new(requests))).await.unwrap();
    (feed, answers.into_inner())
}

async fn all(harness: &Harness, requests: Vec<v1::IngestArticleRequest>) -> Vec<v1::IngestArticlesResponse> {
    let requests = tokio_stream::iter(requests.into_iter().map(item).collect::<Vec<_>>());
    let mut answers = soon(harness.ingest().ingest_articles(requests)).await.unwrap().into_inner();
    let mut all = Vec::new();
    while let Some(answer) = soon(answers.message()).await.unwrap() {
        all.push(answer);
    }
    all
}

fn accepted(answer: &v1::IngestArticlesResponse) -> &v1::IngestArticleResponse {
    match answer.outcome.as_ref().unwrap() {
        Outcome::Accepted(accepted) => accepted,
        Outcome::Refused(refusal) => panic!("{refusal:?}"),
    }
}

#[tokio::test]
async fn each_article_is_answered_in_the_order_of_the_requests() {
    let harness = Harness::start(&["--stream-buffer", "7"]).await;
    let requests = (0..100).map(|n| request(&format!("a-{n}"), &quoting("Oui"))).collect();
    let answers = all(&harness, requests).await;
    assert_eq!(answers.len(), 100);
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer.index, i64::try_from(n).unwrap());
        assert_eq!(accepted(answer).article_id, format!("a-{n}"));
    }
    assert_eq!(harness.log.newest().get(), 100);
}

#[tokio::test]
async fn the_last_cursor_covers_every_answer() {
    let harness = Harness::start(&[]).await;
    // The first ones take longest to read, so that the log is likely to take others before them.
    let body = |n: usize| "Norvane détient 20% de Télis. ".repeat(400 / (n + 1)) + &quoting("Oui");
    let requests = (0..40).map(|n| request(&format!("a-{n}"), &body(n))).collect();
    let answers = all(&harness, requests).await;
    let positions: Vec<_> =
        answers.iter().map(|answer| accepted(answer).cursor.parse::<Cursor>().unwrap().position).collect();
    assert!(positions.is_sorted(), "{positions:?}");
    assert_eq!(positions.last(), Some(&harness.log.newest()));
}

#[tokio::test]
async fn revisions_of_one_article_apply_in_their_order() {
    let harness = Harness::start(&[]).await;
    // The first are long to read, the last are short: without turns the last would overtake.
    let requests = (0..40).map(|n| {
        let mut request =
            request("a-1", &format!("{} {}", quoting(&n.to_string()), "é".repeat(40_000 - n * 1000)));
        request.article.as_mut().unwrap().tenant =
            if n % 2 == 0 { String::new() } else { "default".to_owned() };
        request
    });
    let answers = all(&harness, requests.collect()).await;
    let revisions: Vec<_> = answers.iter().map(|answer| accepted(answer).revision).collect();
    assert_eq!(revisions, (1..=40).collect::<Vec<_>>());
    let get = v1::GetArticleRequest { article_id: "a-1".to_owned(), ..v1::GetArticleRequest::default() };
    let got = soon(harness.ingest().get_article(get)).await.unwrap().into_inner();
    assert_eq!(got.reading.unwrap().events[0].evidence[0].quote, "39");
}

#[tokio::test]
async fn a_bad_article_is_refused_and_the_stream_goes_on() {
    let harness = Harness::start(&[]).await;
    let mut german = request("a-2", &quoting("Oui"));
    german.article.as_mut().unwrap().language = "de".to_owned();
    let requests = vec![
        request("a-0", &quoting("Oui")),
        request("a-1", " "),
        german,
        v1::IngestArticleRequest::default(),
        request("a-4", &quoting("Oui")),
    ];
    let answers = all(&harness, requests).await;
    let refusals: Vec<_> = answers
        .iter()
        .map(|answer| match answer.outcome.as_ref().unwrap() {
            Outcome::Accepted(_) => None,
            Outcome::Refused(refusal) => {
                assert_eq!(refusal.code, Code::InvalidArgument as i32);
                assert!(!refusal.message.is_empty());
                Some((refusal.reason(), refusal.field.as_str()))
            }
        })
        .collect();
    let expected = [
        None,
        Some((ErrorReason::FieldInvalid, "article.body")),
        Some((ErrorReason::LanguageUnknown, "article.language")),
        Some((ErrorReason::FieldInvalid, "article")),
        None,
    ];
    assert_eq!(refusals, expected);
    assert_eq!(harness.log.newest().get(), 2);
}

#[tokio::test]
async fn an_answer_comes_before_the_next_request() {
    let harness = Harness::start(&[]).await;
    let (feed, mut answers) = open(&harness).await;
    for n in 0..3 {
        feed.send(item(request(&format!("a-{n}"), &quoting("Oui")))).await.unwrap();
        let answer = soon(answers.message()).await.unwrap().unwrap();
        assert_eq!(answer.index, n);
        // What was acknowledged is in the log.
        assert_eq!(harness.log.newest().get(), u64::try_from(n).unwrap() + 1);
    }
    drop(feed);
    assert!(soon(answers.message()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_client_that_reads_no_answers_is_held_back() {
    let harness = Harness::start(&["--stream-buffer", "4"]).await;
    // Large answers soon fill what the transport holds for a client that does not read.
    let body = |n: usize| format!("{n} {}", quoting(&"a".repeat(30_000)));
    let total = 600;
    let (feed, mut answers) = open(&harness).await;
    let feeding = tokio::spawn(async move {
        for n in 0..total {
            feed.send(item(request(&format!("a-{n}"), &body(n)))).await.unwrap();
        }
    });
    // The log comes to stand still although the client has more to send: other calls are answered meanwhile.
    let mut still = (0, 0);
    while still.0 == 0 || still.1 < 50 {
        let parse = v1::ParseArticleRequest { article: request("", &quoting("Oui")).article, offset_unit: 0 };
        soon(harness.ingest().parse_article(parse)).await.unwrap();
        let newest = harness.log.newest().get();
        still = if newest == still.0 { (newest, still.1 + 1) } else { (newest, 0) };
    }
    assert!(still.0 < u64::try_from(total).unwrap(), "{still:?}");
    assert!(!feeding.is_finished());
    let mut count = 0;
    while let Some(answer) = soon(answers.message()).await.unwrap() {
        assert_eq!(answer.index, count);
        count += 1;
    }
    assert_eq!(count, i64::try_from(total).unwrap());
    feeding.await.unwrap();
}

#[tokio::test]
async fn a_client_that_vanishes_leaves_whole_entries_and_a_working_service() {
    let harness = Harness::start(&[]).await;
    let (feed, mut answers) = open(&harness).await;
    for n in 0..20 {
        feed.send(item(request(&format!("a-{n}"), &quoting("Oui")))).await.unwrap();
    }
    soon(answers.message()).await.unwrap().unwrap();
    drop((feed, answers));
    // Whatever was taken of the twenty is whole, and what comes after is answered.
    for n in 0..20 {
        let taken = harness.take(request(&format!("a-{n}"), &quoting("Oui"))).await.unwrap();
        assert_eq!(taken.revision, 1);
    }
    assert_eq!(harness.log.newest().get(), 20);
}

#[tokio::test]
async fn a_message_that_is_none_ends_the_stream_after_what_came_before() {
    let harness = Harness::start(&["--max-message-bytes", "10000", "--max-body-bytes", "1000"]).await;
    let (feed, mut answers) = open(&harness).await;
    feed.send(item(request("a-0", &quoting("Oui")))).await.unwrap();
    feed.send(item(request("a-1", &"x".repeat(20_000)))).await.unwrap();
    let first = soon(answers.message()).await.unwrap().unwrap();
    assert_eq!(accepted(&first).article_id, "a-0");
    let status = soon(answers.message()).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::MessageTooLarge);
}

#[tokio::test]
async fn a_drain_answers_what_was_taken_and_says_so() {
    let harness = Harness::start(&[]).await;
    let (feed, mut answers) = open(&harness).await;
    feed.send(item(request("a-0", &quoting("Oui")))).await.unwrap();
    until(|| harness.log.newest().get() == 1).await;
    harness.shutdown.begin();
    let first = soon(answers.message()).await.unwrap().unwrap();
    assert_eq!(accepted(&first).article_id, "a-0");
    let status = soon(answers.message()).await.unwrap_err();
    assert_eq!(told(&status), (Code::Unavailable, ErrorReason::Draining, String::new()));
    drop(feed);
    harness.stop().await;
}

#[tokio::test(start_paused = true)]
async fn who_comes_to_a_halt_within_a_message_is_cut_off() {
    let folder = TempDir::new().unwrap();
    let (ingest, _log, _shutdown, _) = Harness::unserved(folder.path(), &[], Arc::new(Quotations));
    // The head of a message of 100 bytes, of which none comes.
    let head = stream::iter([Ok::<_, Status>(Frame::data(Bytes::from_static(&[0, 0, 0, 0, 100])))]);
    let body = StreamBody::new(head.chain(stream::pending()));
    let decoder = ProstCodec::<v1::IngestArticlesResponse, v1::IngestArticlesRequest>::default().decoder();
    let requests = Streaming::new_request(decoder, body, None, None);
    let mut answers = ingest.ingest_articles(Request::new(requests)).await.unwrap().into_inner();
    let began = Instant::now();
    let status = answers.next().await.unwrap().unwrap_err();
    assert_eq!(told(&status), (Code::DeadlineExceeded, ErrorReason::DeadlineExceeded, String::new()));
    assert!(began.elapsed() >= Duration::from_secs(600), "{:?}", began.elapsed());
    assert!(answers.next().await.is_none());
}
