//! Faults of the network and of the other service, each with what is to come of it; the operators' page has a row for each.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::time::{Duration, Instant};

use entente_tests::{Cable, Running, Sample, page_of_stakes, soon, told};
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::{
    ErrorReason, EventType, GetIndexStatusRequest, GetIndexStatusResponse, IngestArticleRequest,
    IngestArticlesRequest, ListEventsRequest, TailEventsRequest,
};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tonic::Code;
use tonic::transport::Endpoint;
use tonic_health::pb::health_check_response::ServingStatus::Serving;

const QUERY: &str = "entente.v1.QueryService";

async fn status(query: &Running) -> GetIndexStatusResponse {
    soon(query.query_client().get_index_status(GetIndexStatusRequest {})).await.unwrap().into_inner()
}

/// Waits until the status is so.
async fn until(query: &Running, wanted: impl Fn(&GetIndexStatusResponse) -> bool) {
    soon(async {
        while !wanted(&status(query).await) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

async fn take(ingest: &Running, number: usize) -> String {
    let taken = soon(ingest.ingest_client().ingest_article(Sample::number(number).request())).await;
    taken.unwrap().into_inner().cursor
}

fn at(cursor: &str) -> ListEventsRequest {
    let r#type = EventType::Stake.into();
    ListEventsRequest { r#type, cursor: cursor.to_owned(), ..ListEventsRequest::default() }
}

/// An ingest service, a cable that leads to it, and a query service at the cable's end, which waits briefly for cursors.
async fn at_a_cable(folder: &TempDir) -> (Running, Cable, Running) {
    let ingest = Running::ingest(&folder.path().join("ingest"), &[]).await;
    let cable = Cable::to(ingest.address).await;
    let query =
        Running::query(&folder.path().join("query"), cable.address(), &["--cursor-wait", "300ms"]).await;
    (ingest, cable, query)
}

#[tokio::test(flavor = "multi_thread")]
async fn query_without_ingest_serves_what_it_has_and_says_so() {
    let folder = TempDir::new().unwrap();
    let (ingest, cable, query) = at_a_cable(&folder).await;
    let cursor = take(&ingest, 1).await;
    until(&query, |status| status.cursor == cursor).await;
    ingest.stop().await;
    until(&query, |status| !status.connected).await;
    assert_eq!(query.health(QUERY).await, Serving);
    assert_eq!(page_of_stakes(query.query_client(), at(&cursor)).await.0.len(), 1);
    query.stop().await;

    // Also when it starts without.
    let query = Running::query(&folder.path().join("query"), cable.address(), &[]).await;
    query.health_is(QUERY, Serving).await;
    assert!(!status(&query).await.connected);
    assert_eq!(page_of_stakes(query.query_client(), at(&cursor)).await.0.len(), 1);
    query.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ingest_is_restarted_under_a_tail() {
    let folder = TempDir::new().unwrap();
    let (ingest, cable, query) = at_a_cable(&folder).await;
    let before = take(&ingest, 1).await;
    until(&query, |status| status.cursor == before).await;
    ingest.stop().await;
    let ingest = Running::ingest(&folder.path().join("ingest"), &[]).await;
    cable.lead_to(ingest.address);
    let after = take(&ingest, 2).await;
    until(&query, |status| status.cursor == after && status.connected).await;
    assert_eq!(status(&query).await.article_count, 2);
    ingest.stop().await;
    query.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_between_the_two_is_cut_and_mended() {
    let folder = TempDir::new().unwrap();
    let (ingest, cable, query) = at_a_cable(&folder).await;
    let before = take(&ingest, 1).await;
    until(&query, |status| status.cursor == before).await;
    cable.cut();
    until(&query, |status| !status.connected).await;
    let meanwhile = take(&ingest, 2).await;
    let stale = soon(query.query_client().list_events(at(&meanwhile))).await.unwrap_err();
    assert_eq!((stale.code(), told(&stale).1), (Code::Unavailable, ErrorReason::IndexBehind));
    assert_eq!(page_of_stakes(query.query_client(), at(&before)).await.0.len(), 1);
    cable.mend();
    until(&query, |status| status.cursor == meanwhile).await;
    assert_eq!(status(&query).await.article_count, 2, "each article once");
    ingest.stop().await;
    query.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_between_the_two_passes_nothing_for_a_while() {
    let folder = TempDir::new().unwrap();
    let (ingest, cable, query) = at_a_cable(&folder).await;
    let before = take(&ingest, 1).await;
    until(&query, |status| status.cursor == before).await;
    cable.stall();
    let meanwhile = take(&ingest, 2).await;
    // Ingest goes on, and reads of what is applied do as well.
    assert_eq!(page_of_stakes(query.query_client(), at(&before)).await.0.len(), 1);
    let stale = soon(query.query_client().list_events(at(&meanwhile))).await.unwrap_err();
    assert_eq!(told(&stale).1, ErrorReason::IndexBehind);
    cable.mend();
    until(&query, |status| status.cursor == meanwhile).await;
    ingest.stop().await;
    query.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tail_client_that_stalls_stops_nobody() {
    let folder = TempDir::new().unwrap();
    let (ingest, _cable, query) = at_a_cable(&folder).await;
    // Far more than the windows of a connection hold, and nobody reads it.
    let stalled = soon(ingest.log_client().tail_events(TailEventsRequest::default())).await.unwrap();
    let mut cursor = String::new();
    for number in 0..250 {
        let mut article = Sample::number(number).article();
        article.body = format!("{} {}", article.body, "Rien de plus. ".repeat(3_000));
        let request =
            IngestArticleRequest { article: Some(article), skip_extraction: true, ..Default::default() };
        cursor = soon(ingest.ingest_client().ingest_article(request)).await.unwrap().into_inner().cursor;
    }
    until(&query, |status| status.cursor == cursor).await;
    drop(stalled);
    ingest.stop().await;
    query.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_writer_that_never_ends_its_message_is_ended_by_its_deadline() {
    let folder = TempDir::new().unwrap();
    let ingest = Running::ingest(&folder.path().join("ingest"), &["--default-deadline", "300ms"]).await;
    // The greeting of HTTP/2, no settings, and the headers of a call; of its message two bytes come.
    let mut socket = TcpStream::connect(ingest.address).await.unwrap();
    socket.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let literal = |name: &str, value: &str| {
        let [name_length, value_length] = [name, value].map(|text| u8::try_from(text.len()).unwrap());
        [&[0, name_length], name.as_bytes(), &[value_length], value.as_bytes()].concat()
    };
    let headers = [
        literal(":method", "POST"),
        literal(":scheme", "http"),
        literal(":path", "/entente.v1.IngestService/IngestArticle"),
        literal(":authority", "test"),
        literal("content-type", "application/grpc"),
        literal("te", "trailers"),
    ]
    .concat();
    let length = u8::try_from(headers.len()).unwrap();
    socket.write_all(&[&[0, 0, length, 1, 4, 0, 0, 0, 1], headers.as_slice()].concat()).await.unwrap();
    socket.write_all(&[0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0]).await.unwrap();
    let began = Instant::now();
    // Frames, each of a length, a type, flags and a stream: headers that end the call are its status.
    soon(async {
        loop {
            let mut head = [0; 9];
            socket.read_exact(&mut head).await.expect("closed without a word");
            let length = usize::from(head[1]) * 256 + usize::from(head[2]);
            socket.read_exact(&mut vec![0; length]).await.unwrap();
            if head[3] == 1 && head[4] & 1 == 1 && head[8] == 1 {
                break;
            }
        }
    })
    .await;
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    take(&ingest, 1).await;
    ingest.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_takes_no_answers_is_not_read_from_either() {
    let folder = TempDir::new().unwrap();
    let ingest = Running::ingest(&folder.path().join("ingest"), &["--stream-buffer", "4"]).await;
    let endpoint = Endpoint::from_shared(format!("http://{}", ingest.address)).unwrap();
    let channel = endpoint.initial_stream_window_size(65_535).connect().await.unwrap();
    let (feed, requests) = tokio::sync::mpsc::channel(1);
    let requests = tokio_stream::wrappers::ReceiverStream::new(requests);
    let answers = soon(IngestServiceClient::new(channel).ingest_articles(requests)).await.unwrap();
    // What is answered and not read stays within the buffers of the connection.
    let most = 10_000;
    let mut sent = 0;
    while sent < most {
        let request = IngestArticlesRequest { request: Some(Sample::number(sent).request()) };
        if tokio::time::timeout(Duration::from_secs(5), feed.send(request)).await.is_err() {
            break;
        }
        sent += 1;
    }
    assert!(sent < most, "all was taken from a client that reads nothing");
    take(&ingest, 1).await;
    drop((answers, feed));
    ingest.stop().await;
}
