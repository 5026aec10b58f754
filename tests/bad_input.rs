//! Bad input over the pair: a clear status, the field named, and nobody else harmed. What ingest refuses of an article is
//! tested with it; here is what a client can do wrong to the query service and to both.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::time::Duration;

use entente_log::{Cursor, Position};
use entente_tests::{Pair, Raw, Sample, page_of_stakes, soon, told};
use entente_wire::v1::{
    AnswerQuestionRequest, Article, ErrorReason, EventFilter, FactFilter, GetEntityRequest,
    IngestArticleRequest, IngestArticlesRequest, ListArticlesRequest, ListEventsRequest,
    ListPartnershipsRequest, ListStakesRequest, ListStatementsRequest, ListStrategiesRequest,
    ParseArticleRequest, ResolveEntitiesRequest, TailEventsRequest, WatchEventsRequest,
};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use prost_types::Timestamp;
use tonic::client::Grpc;
use tonic::{Code, Request};

fn invalid(reason: ErrorReason, field: &str) -> (Code, ErrorReason, String) {
    (Code::InvalidArgument, reason, field.to_owned())
}

/// A pair that has applied one article, and its cursor.
async fn pair() -> (Pair, String) {
    let pair = Pair::start().await;
    let cursor = pair.take(Sample::number(1).request()).await.unwrap().cursor;
    page_of_stakes(
        pair.query.query_client(),
        ListEventsRequest { cursor: cursor.clone(), ..ListEventsRequest::default() },
    )
    .await;
    (pair, cursor)
}

/// A cursor of another log: that of another pair.
async fn of_another_log() -> String {
    let (other, cursor) = pair().await;
    other.stop().await;
    cursor
}

#[tokio::test]
async fn articles() {
    let (pair, _) = pair().await;
    let sound = || Sample::number(2).article();
    let far = Timestamp { seconds: jiff::Timestamp::now().as_second() + 30 * 86_400, nanos: 0 };
    for (article, told_as) in [
        (Article { body: String::new(), ..sound() }, invalid(ErrorReason::FieldInvalid, "article.body")),
        (Article { body: " \n ".to_owned(), ..sound() }, invalid(ErrorReason::FieldInvalid, "article.body")),
        (
            Article { body: "x".repeat(1024 * 1024 + 1), ..sound() },
            invalid(ErrorReason::FieldTooLong, "article.body"),
        ),
        (
            Article { language: "tlh".to_owned(), ..sound() },
            invalid(ErrorReason::LanguageUnknown, "article.language"),
        ),
        (
            Article { language: "de".to_owned(), ..sound() },
            invalid(ErrorReason::LanguageUnknown, "article.language"),
        ),
        (
            Article { publish_time: Some(far), ..sound() },
            invalid(ErrorReason::FieldInvalid, "article.publish_time"),
        ),
        (
            Article { publish_time: Some(Timestamp { seconds: 0, nanos: -1 }), ..sound() },
            invalid(ErrorReason::FieldInvalid, "article.publish_time"),
        ),
    ] {
        let what = format!("{:?} {:?}", article.language, article.publish_time);
        let parse = ParseArticleRequest { article: Some(article.clone()), offset_unit: 0 };
        let dry = soon(pair.ingest.ingest_client().parse_article(parse)).await.unwrap_err();
        assert_eq!(told(&dry), told_as, "{what}");
        let request = IngestArticleRequest { article: Some(article), ..IngestArticleRequest::default() };
        assert_eq!(told(&pair.take(request).await.unwrap_err()), told_as, "{what}");
    }
    let unit = IngestArticleRequest { offset_unit: 7, ..Sample::number(2).request() };
    assert_eq!(told(&pair.take(unit).await.unwrap_err()), invalid(ErrorReason::FieldInvalid, "offset_unit"));
    let listed =
        soon(pair.ingest.ingest_client().list_articles(ListArticlesRequest::default())).await.unwrap();
    assert_eq!(listed.into_inner().articles.len(), 1, "nothing of what was refused is stored");
    pair.stop().await;
}

#[tokio::test]
async fn cursors() {
    let (pair, cursor) = pair().await;
    let foreign = of_another_log().await;
    let damaged = format!("{cursor}A");
    let mut query = pair.query.query_client();
    for bad in ["x", foreign.as_str(), damaged.as_str()] {
        let wrong = invalid(ErrorReason::CursorInvalid, "cursor");
        let tail = TailEventsRequest { cursor: bad.to_owned(), ..TailEventsRequest::default() };
        assert_eq!(
            told(&soon(pair.ingest.log_client().tail_events(tail)).await.unwrap_err()),
            wrong,
            "{bad}"
        );
        let cursor = bad.to_owned();
        let watch = WatchEventsRequest { cursor: cursor.clone(), ..WatchEventsRequest::default() };
        assert_eq!(told(&soon(query.watch_events(watch)).await.unwrap_err()), wrong, "{bad}");
        let list = ListPartnershipsRequest { cursor: cursor.clone(), ..ListPartnershipsRequest::default() };
        assert_eq!(told(&soon(query.list_partnerships(list)).await.unwrap_err()), wrong, "{bad}");
        let list = ListStrategiesRequest { cursor: cursor.clone(), ..ListStrategiesRequest::default() };
        assert_eq!(told(&soon(query.list_strategies(list)).await.unwrap_err()), wrong, "{bad}");
        let list = ListStatementsRequest { cursor: cursor.clone(), ..ListStatementsRequest::default() };
        assert_eq!(told(&soon(query.list_statements(list)).await.unwrap_err()), wrong, "{bad}");
        let get = GetEntityRequest {
            cursor: cursor.clone(),
            entity_id: "e".to_owned(),
            ..GetEntityRequest::default()
        };
        assert_eq!(told(&soon(query.get_entity(get)).await.unwrap_err()), wrong, "{bad}");
        let resolve = ResolveEntitiesRequest {
            cursor: cursor.clone(),
            name: "Norvane".to_owned(),
            ..Default::default()
        };
        assert_eq!(told(&soon(query.resolve_entities(resolve)).await.unwrap_err()), wrong, "{bad}");
        let ask = AnswerQuestionRequest { cursor, question: "Qui ?".to_owned(), ..Default::default() };
        assert_eq!(told(&soon(query.answer_question(ask)).await.unwrap_err()), wrong, "{bad}");
    }
    pair.stop().await;
}

/// A cursor that the log has not come to.
fn beyond(cursor: &str) -> String {
    let cursor: Cursor = cursor.parse().unwrap();
    Cursor { position: Position::new(cursor.position.get() + 1), ..cursor }.to_string()
}

#[tokio::test]
async fn a_cursor_beyond_the_end() {
    let (pair, cursor) = pair().await;
    let tail = TailEventsRequest { cursor: beyond(&cursor), ..TailEventsRequest::default() };
    let status = soon(pair.ingest.log_client().tail_events(tail)).await.unwrap_err();
    assert_eq!(told(&status), (Code::OutOfRange, ErrorReason::CursorBeyondEnd, "cursor".to_owned()));
    // To the query service it is one that may still come: it waits, but not for ever.
    let mut read =
        Request::new(ListStakesRequest { cursor: beyond(&cursor), ..ListStakesRequest::default() });
    read.set_timeout(Duration::from_secs(2));
    let status = soon(pair.query.query_client().list_stakes(read)).await.unwrap_err();
    assert_eq!(told(&status), (Code::Unavailable, ErrorReason::IndexBehind, String::new()));
    pair.stop().await;
}

#[tokio::test]
async fn page_tokens_and_page_sizes() {
    let (pair, _) = pair().await;
    pair.take(Sample::number(2).request()).await.unwrap();
    let page = ListArticlesRequest { page_size: 1, ..ListArticlesRequest::default() };
    let page = soon(pair.ingest.ingest_client().list_articles(page)).await.unwrap().into_inner();
    let (mut ingest, mut query) = (pair.ingest.ingest_client(), pair.query.query_client());
    // One of another service's calls, one made up, and one changed.
    let mut changed = page.next_page_token.clone().into_bytes();
    changed[3] ^= 1;
    for token in
        [page.next_page_token.clone(), "AAAA".to_owned(), String::from_utf8_lossy(&changed).into_owned()]
    {
        let forged = invalid(ErrorReason::PageTokenInvalid, "page_token");
        let list = ListStakesRequest { page_token: token.clone(), ..ListStakesRequest::default() };
        assert_eq!(told(&soon(query.list_stakes(list)).await.unwrap_err()), forged, "{token}");
        let list = ListStatementsRequest { page_token: token.clone(), ..ListStatementsRequest::default() };
        assert_eq!(told(&soon(query.list_statements(list)).await.unwrap_err()), forged, "{token}");
        if token != page.next_page_token {
            let list = ListArticlesRequest { page_token: token.clone(), ..ListArticlesRequest::default() };
            assert_eq!(told(&soon(ingest.list_articles(list)).await.unwrap_err()), forged, "{token}");
        }
    }
    let negative = invalid(ErrorReason::FieldInvalid, "page_size");
    let list = ListArticlesRequest { page_size: -1, ..ListArticlesRequest::default() };
    assert_eq!(told(&soon(ingest.list_articles(list)).await.unwrap_err()), negative);
    let list = ListPartnershipsRequest { page_size: -1, ..ListPartnershipsRequest::default() };
    assert_eq!(told(&soon(query.list_partnerships(list)).await.unwrap_err()), negative);
    let resolve = ResolveEntitiesRequest { page_size: -1, name: "Norvane".to_owned(), ..Default::default() };
    assert_eq!(told(&soon(query.resolve_entities(resolve)).await.unwrap_err()), negative);
    pair.stop().await;
}

#[tokio::test]
async fn enums_that_are_unset_or_unknown() {
    let (pair, _) = pair().await;
    let mut query = pair.query.query_client();
    let field = |field: &str| invalid(ErrorReason::FieldInvalid, field);
    for value in [0, 99] {
        let list = ListEventsRequest { r#type: value, ..ListEventsRequest::default() };
        assert_eq!(told(&soon(query.list_events(list)).await.unwrap_err()), field("type"));
        let filter = Some(FactFilter { statuses: vec![1, value], ..FactFilter::default() });
        let list = ListPartnershipsRequest { filter: filter.clone(), ..ListPartnershipsRequest::default() };
        let wrong = field("filter.statuses[1]");
        assert_eq!(told(&soon(query.list_partnerships(list)).await.unwrap_err()), wrong);
        let list = ListStrategiesRequest { filter, ..ListStrategiesRequest::default() };
        assert_eq!(told(&soon(query.list_strategies(list)).await.unwrap_err()), wrong);
        let watch = WatchEventsRequest { types: vec![value], ..WatchEventsRequest::default() };
        assert_eq!(told(&soon(query.watch_events(watch)).await.unwrap_err()), field("types[0]"));
    }
    let events = EventFilter { polarity: 99, ..EventFilter::default() };
    let list = ListEventsRequest { r#type: 1, filter: Some(events), ..ListEventsRequest::default() };
    assert_eq!(told(&soon(query.list_events(list)).await.unwrap_err()), field("filter.polarity"));
    let facts = FactFilter { minimum_certainty: -1, ..FactFilter::default() };
    let list = ListStatementsRequest { filter: Some(facts), ..ListStatementsRequest::default() };
    assert_eq!(
        told(&soon(query.list_statements(list)).await.unwrap_err()),
        field("filter.minimum_certainty")
    );
    // An event that is brought must say how it stands.
    let brought = entente_wire::v1::Event {
        assertion: Some(entente_wire::v1::event::Assertion::Strategy(entente_wire::v1::Strategy {
            actor: "Norvane".to_owned(),
            action: entente_wire::v1::StrategyAction::Enter.into(),
            ..Default::default()
        })),
        ..Default::default()
    };
    let request = IngestArticleRequest { events: vec![brought], ..Sample::number(3).request() };
    let (code, reason, name) = told(&pair.take(request).await.unwrap_err());
    assert_eq!((code, reason), (Code::InvalidArgument, ErrorReason::FieldInvalid));
    assert!(name.starts_with("events[0]."), "{name}");
    pair.stop().await;
}

#[tokio::test]
async fn what_is_not_utf8() {
    let (pair, _) = pair().await;
    for (running, path, message, field) in [
        (&pair.ingest, "IngestService/IngestArticle", &[0x0a, 3, 0x22, 1, 0xff][..], "article.body"),
        (&pair.ingest, "IngestService/ParseArticle", &[0x0a, 3, 0x1a, 1, 0xff], "article.title"),
        (&pair.query, "QueryService/AnswerQuestion", &[0x12, 1, 0xe9], "question"),
        (&pair.query, "QueryService/ListStakes", &[0x12, 3, 0x0a, 1, 0xe9], "filter.entity"),
        (&pair.query, "QueryService/WatchEvents", &[0x22, 1, 0xe9], "cursor"),
    ] {
        let http = Client::builder(TokioExecutor::new()).http2_only(true).build_http();
        let mut grpc = Grpc::with_origin(http, format!("http://{}", running.address).parse().unwrap());
        let path = format!("/entente.v1.{path}").parse().unwrap();
        let status = soon(grpc.unary(Request::new(message.to_vec()), path, Raw)).await.unwrap_err();
        assert_eq!(told(&status), invalid(ErrorReason::MalformedMessage, field));
    }
    pair.stop().await;
}

#[tokio::test]
async fn a_deadline_of_a_millisecond() {
    let (pair, cursor) = pair().await;
    let soon_due = |request: &mut tonic::metadata::MetadataMap| {
        request.insert("grpc-timeout", "1m".parse().unwrap());
    };
    // Long enough to read that no machine is done in time.
    let article = Article { body: Sample::number(9).body().repeat(300), ..Sample::number(9).article() };
    let mut take = Request::new(IngestArticleRequest { article: Some(article), ..Default::default() });
    soon_due(take.metadata_mut());
    // No clock of the client's own: what comes is what the service says.
    let http = Client::builder(TokioExecutor::new()).http2_only(true).build_http();
    let origin = format!("http://{}", pair.ingest.address).parse().unwrap();
    let mut ingest =
        entente_wire::v1::ingest_service_client::IngestServiceClient::with_origin(http.clone(), origin);
    let late = (Code::DeadlineExceeded, ErrorReason::DeadlineExceeded, String::new());
    assert_eq!(told(&soon(ingest.ingest_article(take)).await.unwrap_err()), late);

    let origin = format!("http://{}", pair.query.address).parse().unwrap();
    let mut query = entente_wire::v1::query_service_client::QueryServiceClient::with_origin(http, origin);
    let mut read =
        Request::new(ListStakesRequest { cursor: beyond(&cursor), ..ListStakesRequest::default() });
    soon_due(read.metadata_mut());
    let (code, reason, _) = told(&soon(query.list_stakes(read)).await.unwrap_err());
    assert!(
        matches!(reason, ErrorReason::DeadlineExceeded | ErrorReason::IndexBehind),
        "{code:?} {reason:?}"
    );
    pair.stop().await;
}

#[tokio::test]
async fn a_client_that_vanishes_in_the_midst_of_a_stream() {
    let (pair, _) = pair().await;
    let (feed, requests) = tokio::sync::mpsc::channel(4);
    let requests = tokio_stream::wrappers::ReceiverStream::new(requests);
    let answers = soon(pair.ingest.ingest_client().ingest_articles(requests)).await.unwrap();
    let mut answers = answers.into_inner();
    for number in 100..110 {
        let request = IngestArticlesRequest { request: Some(Sample::number(number).request()) };
        soon(feed.send(request)).await.unwrap();
    }
    soon(answers.message()).await.unwrap().unwrap();
    // It lets go of the answers and sends no end.
    drop(answers);
    drop(feed);
    // Others go on, what was answered is there, and the service ends in time.
    let cursor = pair.take(Sample::number(200).request()).await.unwrap().cursor;
    let list = ListEventsRequest { cursor, ..ListEventsRequest::default() };
    assert!(page_of_stakes(pair.query.query_client(), list).await.0.len() >= 3);
    pair.stop().await;
}
