//! Articles read anew: what changes, what stays, and what may be done with them afterwards.

use entente_log::{Append, EventLog, Expected, Limit, Position};
use entente_model::{Certainty, Event};
use entente_wire::change::{Accepted, Change};
use entente_wire::v1::reextract_articles_response::Step;
use entente_wire::v1::{self, ErrorReason, IngestOutcome};
use tonic::{Code, Status};

use crate::brought::with_event_at;
use crate::harness::{Harness, quoting, request, soon, told};

const BODY: &str = "Télis a dit « un », « deux » et « trois » à la presse.";

/// Puts articles into the log as a former version of the service may have read them: as this one reads them, edited.
pub(crate) async fn read_before(
    log: &dyn EventLog,
    requests: impl IntoIterator<Item = v1::IngestArticleRequest>,
    edit: impl Fn(&mut Accepted),
) {
    let scratch = Harness::start(&[]).await;
    for request in requests {
        scratch.take(request).await.unwrap();
    }
    for entry in scratch.log.read(Position::START, Limit { entries: 1000, bytes: 1 << 24 }).await.unwrap() {
        let Change::Accepted(mut accepted) = Change::decode(&entry.payload).unwrap() else { panic!() };
        for event in accepted.reading.events.iter_mut().filter(|event| event.extractor.name == "entente") {
            "old".clone_into(&mut event.extractor.version);
        }
        edit(&mut accepted);
        let (subject, message_id) = (entry.subject, entry.message_id);
        let payload = Change::Accepted(accepted).encode().into();
        log.append(Append { subject, expected: Some(Expected::Absent), message_id, payload }).await.unwrap();
    }
}

/// The former version was unsure of "deux", did not find "trois" and took "presse" for a quotation.
pub(crate) fn badly(accepted: &mut Accepted) {
    let text = accepted.article.text();
    let events = &mut accepted.reading.events;
    let says = |event: &Event, quote: &str| event.evidence[0].quote == quote;
    if let Some(deux) = events.iter_mut().find(|event| says(event, "deux")) {
        deux.certainty = Certainty::Possible;
    }
    events.retain(|event| !says(event, "trois"));
    let Some(mut extra) = events.iter().find(|event| event.extractor.name == "entente").cloned() else {
        return;
    };
    extra.evidence = vec![entente_model::Evidence::cut(&text, span(&text, "presse")).unwrap()];
    if let entente_model::Assertion::Statement(statement) = &mut extra.assertion {
        "presse".clone_into(&mut statement.quote);
    }
    events.push(extra);
}

fn span(text: &str, words: &str) -> entente_model::Span {
    let start = text.find(words).unwrap();
    entente_model::Span::new(start, start + words.len())
}

/// What a call told: articles, and the last progress.
pub(crate) type Told = (Vec<v1::ReextractedArticle>, v1::ReextractionProgress);

pub(crate) async fn reextract(
    harness: &Harness,
    request: v1::ReextractArticlesRequest,
) -> Result<Told, Status> {
    let mut steps = soon(harness.ingest().reextract_articles(request)).await?.into_inner();
    let (mut articles, mut progress) = (Vec::new(), None);
    while let Some(answer) = soon(steps.message()).await? {
        match answer.step.unwrap() {
            Step::Article(article) => articles.push(article),
            Step::Progress(told) => progress = Some(told),
        }
    }
    Ok((articles, progress.unwrap()))
}

fn all() -> v1::ReextractArticlesRequest {
    v1::ReextractArticlesRequest::default()
}

async fn get(harness: &Harness, id: &str) -> (v1::StoredArticle, v1::ArticleReading) {
    let get = v1::GetArticleRequest { article_id: id.to_owned(), ..v1::GetArticleRequest::default() };
    let got = soon(harness.ingest().get_article(get)).await.unwrap().into_inner();
    (got.article.unwrap(), got.reading.unwrap())
}

/// Id, words and version of each event.
fn events<'a>(events: impl IntoIterator<Item = &'a v1::Event>) -> Vec<(&'a str, &'a str, &'a str)> {
    let event = |event: &'a v1::Event| {
        let version = event.extractor.as_ref().unwrap().version.as_str();
        (event.event_id.as_str(), event.evidence[0].quote.as_str(), version)
    };
    events.into_iter().map(event).collect()
}

#[tokio::test]
async fn what_is_as_it_was_stays_and_the_rest_is_replaced_under_new_ids() {
    let harness = Harness::start(&[]).await;
    read_before(&*harness.log, [request("a-1", BODY)], badly).await;
    let (article, reading) = get(&harness, "a-1").await;
    assert_eq!(
        events(&reading.events),
        [("a-1/1/0", "un", "old"), ("a-1/1/1", "deux", "old"), ("a-1/1/2", "presse", "old")]
    );

    let (dry, progress) =
        reextract(&harness, v1::ReextractArticlesRequest { dry_run: true, ..all() }).await.unwrap();
    let expected = v1::ReextractionProgress {
        read_count: 1,
        changed_count: 1,
        failed_count: 0,
        last_article_id: "a-1".to_owned(),
        done: true,
    };
    assert_eq!(progress, expected);
    assert_eq!((dry.len(), dry[0].cursor.as_str()), (1, ""));
    assert_eq!((dry[0].article_id.as_str(), dry[0].revision, dry[0].entities_changed), ("a-1", 1, false));
    assert_eq!(events(&dry[0].added), [("a-1/1/4", "trois", "test")]);
    assert_eq!(events(&dry[0].removed), [("a-1/1/2", "presse", "old")]);
    let changed = |side: fn(&v1::ChangedEvent) -> &Option<v1::Event>| {
        dry[0].changed.iter().map(move |changed| side(changed).as_ref().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(events(changed(|changed| &changed.before)), [("a-1/1/1", "deux", "old")]);
    assert_eq!(events(changed(|changed| &changed.after)), [("a-1/1/3", "deux", "test")]);
    assert_eq!(harness.log.newest().get(), 1, "a dry run writes nothing");
    assert_eq!(get(&harness, "a-1").await, (article.clone(), reading));

    let (wet, progress) = reextract(&harness, all()).await.unwrap();
    assert_eq!(progress, expected);
    let cursor = harness.log.cursor(harness.log.newest()).to_string();
    assert_eq!(wet, [v1::ReextractedArticle { cursor, ..dry[0].clone() }]);
    let (same, reading) = get(&harness, "a-1").await;
    assert_eq!(same, article, "the article, its revision and its time are what they were");
    assert_eq!(
        events(&reading.events),
        [("a-1/1/0", "un", "old"), ("a-1/1/3", "deux", "test"), ("a-1/1/4", "trois", "test")]
    );

    let (again, progress) = reextract(&harness, all()).await.unwrap();
    assert_eq!((again, progress.changed_count, harness.log.newest().get()), (vec![], 0, 2));
}

#[tokio::test]
async fn repetitions_revisions_and_withdrawals_go_on_as_if_nothing_had_happened() {
    let harness = Harness::start(&[]).await;
    let identified =
        v1::IngestArticleRequest { request_id: "r-1".to_owned(), version: 7, ..request("a-1", BODY) };
    read_before(&*harness.log, [identified.clone()], badly).await;
    let (article, first) = get(&harness, "a-1").await;
    reextract(&harness, all()).await.unwrap();
    let (_, anew) = get(&harness, "a-1").await;

    let again = harness.take(identified).await.unwrap();
    assert_eq!((again.outcome(), again.revision), (IngestOutcome::Unchanged, 1));
    assert_eq!(again.reading.unwrap(), first, "a repeated request has its first answer");
    let again = harness.take(request("a-1", BODY)).await.unwrap();
    assert_eq!((again.outcome(), again.revision), (IngestOutcome::Unchanged, 1));
    assert_eq!(again.reading.unwrap(), anew);
    let late = v1::IngestArticleRequest { version: 7, ..request("a-1", &quoting("Non")) };
    assert_eq!(told(&harness.take(late).await.unwrap_err()).1, ErrorReason::StaleVersion);

    let list = soon(harness.ingest().list_articles(v1::ListArticlesRequest::default())).await.unwrap();
    assert_eq!(list.into_inner().articles[0].append_time, article.append_time);
    let retract =
        v1::RetractArticleRequest { article_id: "a-1".to_owned(), ..v1::RetractArticleRequest::default() };
    let retracted = soon(harness.ingest().retract_article(retract)).await.unwrap().into_inner();
    assert_eq!(retracted.revision, 1);
    let (withdrawn, shown) = get(&harness, "a-1").await;
    let state = v1::ArticleState::Retracted.into();
    assert_eq!(withdrawn, v1::StoredArticle { state, ..article });
    assert_eq!(shown, anew);
    let (left, progress) = reextract(&harness, all()).await.unwrap();
    assert_eq!((left, progress.read_count), (vec![], 0), "what is withdrawn is not read");
    assert_eq!(progress.last_article_id, "a-1");

    let revised = harness.take(request("a-1", BODY)).await.unwrap();
    assert_eq!((revised.outcome(), revised.revision), (IngestOutcome::Revised, 2));
    assert_eq!(revised.reading.unwrap().events[0].event_id, "a-1/2/0");
}

#[tokio::test]
async fn what_was_made_elsewhere_stays() {
    let harness = Harness::start(&[]).await;
    let brought = |id: &str, skip_extraction| v1::IngestArticleRequest {
        entities: vec![v1::Entity {
            name: "Télis".to_owned(),
            forms: vec!["le groupe".to_owned()],
            country: "FR".to_owned(),
            ..v1::Entity::default()
        }],
        skip_extraction,
        ..with_event_at(id, BODY, "Télis a dit", 0)
    };
    read_before(&*harness.log, [brought("a-1", false), brought("a-2", true)], badly).await;
    let (_, before) = get(&harness, "a-1").await;
    let (skipped, unread) = get(&harness, "a-2").await;
    let (articles, progress) = reextract(&harness, all()).await.unwrap();
    assert_eq!((articles.len(), progress.read_count, progress.changed_count), (1, 1, 1));
    let (_, after) = get(&harness, "a-1").await;
    assert_eq!(after.events[0], before.events[0]);
    assert_eq!(after.events[0].extractor.as_ref().unwrap().name, "desk");
    let telis = |reading: &v1::ArticleReading| {
        reading.entities.iter().find(|entity| entity.name == "Télis").cloned().unwrap()
    };
    assert_eq!(telis(&after), telis(&before));
    assert_eq!(telis(&after).forms, ["Télis", "le groupe"]);
    assert_eq!(get(&harness, "a-2").await, (skipped, unread));
}

#[tokio::test]
async fn entities_alone_may_change() {
    let harness = Harness::start(&[]).await;
    read_before(&*harness.log, [request("a-1", BODY)], |accepted| {
        accepted.reading.entities[0].country = Some("DE".to_owned());
    })
    .await;
    let (articles, _) = reextract(&harness, all()).await.unwrap();
    assert!(articles[0].entities_changed);
    assert!(articles[0].added.is_empty() && articles[0].removed.is_empty() && articles[0].changed.is_empty());
    let (_, reading) = get(&harness, "a-1").await;
    assert_eq!(reading.entities[0].country, "");
    assert_eq!(events(&reading.events)[2], ("a-1/1/2", "trois", "old"));
}

#[tokio::test]
async fn articles_come_in_the_order_of_their_ids_and_only_those_that_are_wanted() {
    let harness = Harness::start(&[]).await;
    let mut elsewhere = request("a-2", BODY);
    elsewhere.article.as_mut().unwrap().tenant = "press".to_owned();
    let requests = [3, 1, 5, 2, 4].map(|n| request(&format!("a-{n}"), BODY));
    read_before(&*harness.log, requests.into_iter().chain([elsewhere]), badly).await;
    let named = |ids: &[&str]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let cases = [
        (named(&[]), "", "", "a-1 a-2 a-3 a-4 a-5"),
        (named(&[]), "a-3", "", "a-4 a-5"),
        (named(&[]), "a-33", "", "a-4 a-5"),
        (named(&[]), "a-5", "", ""),
        (named(&["a-4", "a-1", "a-4"]), "", "", "a-1 a-4"),
        (named(&["a-4", "a-1"]), "a-1", "", "a-4"),
        (named(&[]), "", "press", "a-2"),
    ];
    for (article_ids, after, tenant, expected) in cases {
        let (articles, progress) = reextract(
            &harness,
            v1::ReextractArticlesRequest {
                tenant: tenant.to_owned(),
                article_ids,
                after_article_id: after.to_owned(),
                dry_run: true,
                offset_unit: 0,
            },
        )
        .await
        .unwrap();
        let ids: Vec<_> = articles.iter().map(|article| article.article_id.as_str()).collect();
        assert_eq!(ids.join(" "), expected, "{after} {tenant}");
        assert!(progress.done);
        assert_eq!(progress.last_article_id, ids.last().copied().unwrap_or_default());
    }
}

#[tokio::test]
async fn offsets_are_told_as_wanted() {
    let harness = Harness::start(&[]).await;
    read_before(&*harness.log, [request("a-1", BODY)], badly).await;
    let offset_unit = v1::OffsetUnit::CodePoints.into();
    let (articles, _) =
        reextract(&harness, v1::ReextractArticlesRequest { offset_unit, ..all() }).await.unwrap();
    let start = |event: &v1::Event| event.evidence[0].span.unwrap().start;
    let place = |words: &str| {
        let start = span(BODY, words).start;
        i64::try_from(BODY[..start].chars().count()).unwrap()
    };
    assert_eq!(start(&articles[0].added[0]), place("trois"));
    assert_eq!(start(&articles[0].removed[0]), place("presse"));
    assert_eq!(start(articles[0].changed[0].before.as_ref().unwrap()), place("deux"));
    assert_eq!(start(articles[0].changed[0].after.as_ref().unwrap()), place("deux"));
}

#[tokio::test]
async fn bad_requests_are_refused_before_anything_is_done() {
    let harness = Harness::start(&[]).await;
    read_before(&*harness.log, [request("a-1", BODY)], badly).await;
    let ids = |ids: &[&str]| v1::ReextractArticlesRequest {
        article_ids: ids.iter().map(ToString::to_string).collect(),
        ..all()
    };
    let invalid = |reason, field: &str| (Code::InvalidArgument, reason, field.to_owned());
    let cases = [
        (ids(&["a-1", "a-9"]), (Code::NotFound, ErrorReason::ArticleNotFound, String::new())),
        (ids(&["a-1", "a/2"]), invalid(ErrorReason::FieldInvalid, "article_ids[1]")),
        (ids(&["a-1"; 1001]), invalid(ErrorReason::FieldTooLong, "article_ids")),
        (
            v1::ReextractArticlesRequest { after_article_id: "a/2".to_owned(), ..all() },
            invalid(ErrorReason::FieldInvalid, "after_article_id"),
        ),
        (
            v1::ReextractArticlesRequest { tenant: "a/2".to_owned(), ..all() },
            invalid(ErrorReason::FieldInvalid, "tenant"),
        ),
        (
            v1::ReextractArticlesRequest { offset_unit: 9, ..all() },
            invalid(ErrorReason::FieldInvalid, "offset_unit"),
        ),
    ];
    for (request, expected) in cases {
        let (code, reason, field) = told(&reextract(&harness, request).await.unwrap_err());
        let field = if code == Code::NotFound { String::new() } else { field };
        assert_eq!((code, reason, field), expected);
    }
    assert_eq!(harness.log.newest().get(), 1);
}
