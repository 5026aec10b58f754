//! The pair at work: articles in, events out, and what restarts, revisions and withdrawals do to them.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use entente_tests::{Pair, Running, Sample, page_of_stakes, soon, told};
use entente_wire::v1::watch_events_response::Step;
use entente_wire::v1::{
    AnswerQuestionRequest, Article, ErrorReason, EventChange, EventFilter, EventType, FoundEvent,
    GetIndexStatusRequest, IngestArticleRequest, IngestArticleResponse, IngestOutcome, ListArticlesRequest,
    ListEventsRequest, RetractArticleRequest, TailEventsRequest, WatchEventsRequest, WatchEventsResponse,
    event, event_log_service_server, ingest_service_server, query_service_server,
};
use tonic::{Code, Streaming};
use tonic_health::pb::health_check_response::ServingStatus::{NotServing, Serving};

const QUERY: &str = query_service_server::SERVICE_NAME;

fn request(id: &str, body: &str) -> IngestArticleRequest {
    let article = Article {
        article_id: id.to_owned(),
        body: body.to_owned(),
        language: "fr".to_owned(),
        ..Article::default()
    };
    IngestArticleRequest { article: Some(article), ..IngestArticleRequest::default() }
}

async fn take(pair: &Pair, id: &str, body: &str) -> IngestArticleResponse {
    pair.take(request(id, body)).await.unwrap()
}

/// The stakes that an entity holds or is held by, once `cursor` is applied.
async fn stakes(pair: &Pair, entity: &str, cursor: &str) -> Vec<FoundEvent> {
    let filter = Some(EventFilter { entity: entity.to_owned(), ..EventFilter::default() });
    let request = ListEventsRequest { filter, cursor: cursor.to_owned(), ..ListEventsRequest::default() };
    page_of_stakes(pair.query.query_client(), request).await.0
}

/// The ids of events; each proves itself by its article's text.
fn ids(found: &[FoundEvent]) -> Vec<String> {
    found.iter().map(|found| found.event.as_ref().unwrap().event_id.clone()).collect()
}

fn exact_share(found: &FoundEvent) -> Option<f64> {
    let Some(event::Assertion::Stake(stake)) = &found.event.as_ref().unwrap().assertion else {
        panic!("{found:?}");
    };
    stake.share.and_then(|share| share.exact)
}

#[tokio::test]
async fn a_read_sees_its_own_write_word_for_word() {
    let pair = Pair::start().await;
    let body = "Selon un communiqué, Norvane détient 12% de Brévannes. « Nous voulons grandir avec nos alliés », a dit \
                Norvane.";
    let taken = take(&pair, "a-1", body).await;
    let read = taken.reading.unwrap();
    let found = stakes(&pair, "norvane", &taken.cursor).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(exact_share(&found[0]), Some(12.0));
    let event = found[0].event.as_ref().unwrap();
    assert!(read.events.contains(event), "the answer of ingest and of query differ");
    for evidence in &event.evidence {
        let span = evidence.span.unwrap();
        let (start, end) = (usize::try_from(span.start).unwrap(), usize::try_from(span.end).unwrap());
        assert_eq!(&body[start..end], evidence.quote);
        assert_eq!(evidence.text_sha256, read.text_sha256);
    }
    let statements = ListEventsRequest {
        r#type: EventType::Statement.into(),
        cursor: taken.cursor.clone(),
        ..ListEventsRequest::default()
    };
    let statements = soon(pair.query.query_client().list_events(statements)).await.unwrap().into_inner();
    assert_eq!(statements.events.len(), 1);

    let question = AnswerQuestionRequest {
        question: "Quelle part de Brévannes Norvane détient-il ?".to_owned(),
        cursor: taken.cursor,
        ..AnswerQuestionRequest::default()
    };
    let answer = soon(pair.query.query_client().answer_question(question)).await.unwrap().into_inner();
    assert_eq!(answer.share.and_then(|share| share.exact), Some(12.0), "{answer:?}");
    assert_eq!(answer.citations[0].event_id, event.event_id);
    pair.stop().await;
}

#[tokio::test]
async fn a_revision_replaces_and_a_withdrawal_takes_back() {
    let pair = Pair::start().await;
    let first = take(&pair, "a-1", "Norvane détient 12% de Brévannes.").await;
    assert_eq!(ids(&stakes(&pair, "Norvane", &first.cursor).await), ["a-1/1/0"]);

    let again = take(&pair, "a-1", "Norvane détient 12% de Brévannes.").await;
    assert_eq!((again.outcome(), again.revision), (IngestOutcome::Unchanged, 1));
    let second = take(&pair, "a-1", "Norvane détient 34% de Caldora.").await;
    assert_eq!((second.outcome(), second.revision), (IngestOutcome::Revised, 2));
    let found = stakes(&pair, "Norvane", &second.cursor).await;
    assert_eq!((ids(&found), exact_share(&found[0])), (vec!["a-1/2/0".to_owned()], Some(34.0)));
    assert!(stakes(&pair, "Brévannes", &second.cursor).await.is_empty());

    let copy = take(&pair, "a-2", "Norvane détient 34% de Caldora.").await;
    assert_eq!(stakes(&pair, "Caldora", &copy.cursor).await.len(), 2);

    let retract = RetractArticleRequest { article_id: "a-1".to_owned(), ..RetractArticleRequest::default() };
    let retracted = soon(pair.ingest.ingest_client().retract_article(retract)).await.unwrap().into_inner();
    assert_eq!(ids(&stakes(&pair, "Caldora", &retracted.cursor).await), ["a-2/1/0"]);
    let third = take(&pair, "a-1", "Norvane détient 56% de Merzac.").await;
    assert_eq!(ids(&stakes(&pair, "Merzac", &third.cursor).await), ["a-1/3/0"]);
    pair.stop().await;
}

#[tokio::test]
async fn a_query_service_that_starts_again_goes_on_and_without_its_index_from_the_beginning() {
    let mut pair = Pair::start().await;
    let mut cursor = String::new();
    for number in 0..20 {
        cursor = pair.take(Sample::number(number).request()).await.unwrap().cursor;
    }
    let status = async |pair: &Pair, cursor: &str| {
        stakes(pair, "Norvane", cursor).await;
        let request = GetIndexStatusRequest {};
        soon(pair.query.query_client().get_index_status(request)).await.unwrap().into_inner()
    };
    let before = status(&pair, &cursor).await;
    assert_eq!((before.article_count, before.caught_up, before.cursor.as_str()), (20, true, cursor.as_str()));

    // What comes while it is away is there when it is back.
    let ingest = pair.ingest.ingest_client();
    pair = pair.restart_query(|_| {}).await;
    let next = soon(ingest.clone().ingest_article(Sample::number(20).request())).await.unwrap().into_inner();
    let after = status(&pair, &next.cursor).await;
    assert_eq!((after.article_count, after.caught_up), (21, true));

    pair = pair.restart_query(|index| std::fs::remove_dir_all(index).unwrap()).await;
    let rebuilt = status(&pair, &next.cursor).await;
    assert_eq!((rebuilt.article_count, rebuilt.event_count), (after.article_count, after.event_count));
    assert_eq!(rebuilt.cursor, after.cursor);
    pair.stop().await;
}

#[tokio::test]
async fn health_waits_until_an_empty_index_has_caught_up_once() {
    let folder = tempfile::tempdir().unwrap();
    let door = entente_tests::Door::open().await;
    let query = Running::query(&folder.path().join("query"), door.address(), &[]).await;
    assert_eq!(query.health(QUERY).await, NotServing);
    let ingest = Running::ingest(&folder.path().join("ingest"), &[]).await;
    for name in [ingest_service_server::SERVICE_NAME, event_log_service_server::SERVICE_NAME] {
        assert_eq!(ingest.health(name).await, Serving, "{name}");
    }
    door.lead_to(ingest.address);
    query.health_is(QUERY, Serving).await;
    // It serves what it has while the log is away.
    ingest.stop().await;
    assert_eq!(query.health(QUERY).await, Serving);
    query.stop().await;

    let query = Running::query(&folder.path().join("query"), door.address(), &[]).await;
    query.health_is(QUERY, Serving).await;
    query.stop().await;
}

/// The next change, checkpoints passed over, and the cursor after it.
async fn change(stream: &mut Streaming<WatchEventsResponse>) -> (EventChange, String) {
    loop {
        let response = soon(stream.message()).await.unwrap().unwrap();
        if let Some(Step::Change(change)) = response.step {
            return (change, response.cursor);
        }
    }
}

#[tokio::test]
async fn who_watches_sees_what_comes_what_it_replaces_and_what_was_missed() {
    let pair = Pair::start().await;
    let first = take(&pair, "a-1", "Norvane détient 12% de Brévannes.").await;
    let watch = async |cursor: &str| {
        let request = WatchEventsRequest { cursor: cursor.to_owned(), ..WatchEventsRequest::default() };
        soon(pair.query.query_client().watch_events(request)).await.unwrap().into_inner()
    };
    let mut stream = watch(&first.cursor).await;
    take(&pair, "a-2", "Merzac détient 20% de Caldora.").await;
    let (added, resume) = change(&mut stream).await;
    assert_eq!((ids(&added.added), added.replaced_article_id.as_str()), (vec!["a-2/1/0".to_owned()], ""));
    take(&pair, "a-1", "Norvane détient 13% de Brévannes.").await;
    let (revised, _) = change(&mut stream).await;
    assert_eq!(
        (ids(&revised.added), revised.replaced_article_id.as_str()),
        (vec!["a-1/2/0".to_owned()], "a-1")
    );
    drop(stream);
    assert_eq!(change(&mut watch(&resume).await).await.0, revised);
    pair.stop().await;
}

#[tokio::test]
async fn pages_follow_each_other() {
    let pair = Pair::start().await;
    let mut cursor = String::new();
    for number in 0..7 {
        let body = format!("Norvane détient {}% de Brévannes.", 10 + number);
        cursor = take(&pair, &format!("a-{number}"), &body).await.cursor;
    }
    let first = ListEventsRequest { page_size: 3, cursor, ..ListEventsRequest::default() };
    let (mut seen, mut sizes, mut token) = (Vec::new(), Vec::new(), String::new());
    loop {
        let request = ListEventsRequest { page_token: token, ..first.clone() };
        let (page, next) = page_of_stakes(pair.query.query_client(), request).await;
        sizes.push(page.len());
        seen.extend(ids(&page));
        token = next;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(sizes, [3, 3, 1]);
    assert_eq!(seen, (0..7).rev().map(|number| format!("a-{number}/1/0")).collect::<Vec<_>>());

    let mut articles = ListArticlesRequest { page_size: 4, ..ListArticlesRequest::default() };
    let mut listed = Vec::new();
    loop {
        let page =
            soon(pair.ingest.ingest_client().list_articles(articles.clone())).await.unwrap().into_inner();
        listed.extend(page.articles.into_iter().map(|stored| stored.article.unwrap().article_id));
        articles.page_token = page.next_page_token;
        if articles.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed, (0..7).map(|number| format!("a-{number}")).collect::<Vec<_>>());
    pair.stop().await;
}

#[tokio::test]
async fn tenants_do_not_see_each_other() {
    let pair = Pair::start().await;
    let mut theirs = request("a-1", "Norvane détient 12% de Brévannes.");
    theirs.article.as_mut().unwrap().tenant = "other".to_owned();
    let taken = pair.take(theirs).await.unwrap();
    assert!(stakes(&pair, "Norvane", &taken.cursor).await.is_empty());
    let request =
        ListEventsRequest { tenant: "other".to_owned(), cursor: taken.cursor, ..Default::default() };
    assert_eq!(page_of_stakes(pair.query.query_client(), request).await.0.len(), 1);
    pair.stop().await;
}

#[tokio::test]
async fn a_drain_ends_both_with_their_streams() {
    let pair = Pair::start().await;
    let end = take(&pair, "a-1", "Norvane détient 12% de Brévannes.").await.cursor;
    assert_eq!(stakes(&pair, "Norvane", &end).await.len(), 1);
    let tail = pair.ingest.log_client().tail_events(TailEventsRequest::default()).await.unwrap();
    let watch = pair.query.query_client().watch_events(WatchEventsRequest::default()).await.unwrap();
    let (mut tail, mut watch) = (tail.into_inner(), watch.into_inner());
    pair.query.shutdown.begin();
    let ended = loop {
        match soon(watch.message()).await {
            Ok(step) => assert!(step.is_some(), "it ended without a reason"),
            Err(status) => break told(&status),
        }
    };
    assert_eq!(ended, (Code::Unavailable, ErrorReason::Draining, String::new()));
    pair.ingest.shutdown.begin();
    let ended = loop {
        match soon(tail.message()).await {
            Ok(step) => assert!(step.is_some(), "it ended without a reason"),
            Err(status) => break told(&status),
        }
    };
    assert_eq!(ended, (Code::Unavailable, ErrorReason::Draining, String::new()));
    drop((tail, watch));
    pair.stop().await;
}
