//! Erasures: what is gone, what stays, and who is told what.

use entente_wire::v1::erase_articles_request::Which;
use entente_wire::v1::erase_articles_response::Step;
use entente_wire::v1::{self, ErasureReason, ErrorReason, IngestOutcome};
use tonic::{Code, Status};

use crate::harness::{Harness, article, quoting, request, soon, told};

fn erasure(id: &str) -> v1::EraseArticleRequest {
    v1::EraseArticleRequest {
        article_id: id.to_owned(),
        reason: ErasureReason::Takedown.into(),
        ..v1::EraseArticleRequest::default()
    }
}

async fn erase(
    harness: &Harness,
    request: v1::EraseArticleRequest,
) -> Result<v1::EraseArticleResponse, Status> {
    soon(harness.ingest().erase_article(request)).await.map(tonic::Response::into_inner)
}

async fn get(harness: &Harness, id: &str) -> Result<v1::GetArticleResponse, Status> {
    let get = v1::GetArticleRequest { article_id: id.to_owned(), ..v1::GetArticleRequest::default() };
    soon(harness.ingest().get_article(get)).await.map(tonic::Response::into_inner)
}

async fn listed(harness: &Harness, page_size: i32) -> Vec<String> {
    let mut ids = Vec::new();
    let mut page_token = String::new();
    loop {
        let list = v1::ListArticlesRequest { page_size, page_token, ..v1::ListArticlesRequest::default() };
        let page = soon(harness.ingest().list_articles(list)).await.unwrap().into_inner();
        ids.extend(page.articles.into_iter().map(|stored| stored.article.unwrap().article_id));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return ids;
        }
    }
}

fn from(id: &str, source: &str) -> v1::IngestArticleRequest {
    let article = v1::Article { source: source.to_owned(), ..article(id, &quoting("Oui")) };
    v1::IngestArticleRequest { article: Some(article), ..v1::IngestArticleRequest::default() }
}

/// The ids of the articles that were told of, and the last progress.
async fn erase_many(
    harness: &Harness,
    request: v1::EraseArticlesRequest,
) -> Result<(Vec<String>, v1::ErasureProgress), Status> {
    let mut steps = soon(harness.ingest().erase_articles(request)).await?.into_inner();
    let (mut ids, mut last) = (Vec::new(), None);
    while let Some(answer) = soon(steps.message()).await? {
        match answer.step.unwrap() {
            Step::Article(article) => ids.push(article.article_id),
            Step::Progress(progress) => last = Some(progress),
        }
    }
    Ok((ids, last.unwrap()))
}

#[tokio::test]
async fn an_erased_article_is_gone_in_all_revisions_and_says_so() {
    let harness = Harness::start(&[]).await;
    let identified =
        v1::IngestArticleRequest { request_id: "r-1".to_owned(), ..request("a-1", &quoting("Oui")) };
    harness.take(identified.clone()).await.unwrap();
    harness.take(request("a-1", &quoting("Non"))).await.unwrap();
    harness.take(request("a-2", &quoting("Peut-être"))).await.unwrap();
    let answer = erase(&harness, erasure("a-1")).await.unwrap();
    assert_eq!(answer.revision, 2);

    let status = get(&harness, "a-1").await.unwrap_err();
    assert_eq!(told(&status), (Code::NotFound, ErrorReason::ArticleErased, String::new()));
    assert_eq!(listed(&harness, 1).await, ["a-2"]);
    let retract =
        v1::RetractArticleRequest { article_id: "a-1".to_owned(), ..v1::RetractArticleRequest::default() };
    let status = soon(harness.ingest().retract_article(retract)).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::ArticleErased);
    // Twice is once.
    let again = erase(&harness, erasure("a-1")).await.unwrap();
    assert_eq!((again.revision, &again.cursor), (answer.revision, &answer.cursor));
    assert_eq!(harness.log.newest().get(), 4);

    // What comes under the id, or with the request's id, is new; its events have ids that none had.
    let anew = harness.take(identified).await.unwrap();
    assert_eq!((anew.outcome(), anew.revision), (IngestOutcome::Created, 3));
    assert_eq!(anew.reading.unwrap().events[0].event_id, "a-1/3/0");
    assert_eq!(get(&harness, "a-1").await.unwrap().article.unwrap().revision, 3);
    let again = harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    assert_eq!((again.outcome(), again.revision), (IngestOutcome::Unchanged, 3));
}

#[tokio::test]
async fn a_withdrawn_article_can_be_erased() {
    let harness = Harness::start(&[]).await;
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    let retract =
        v1::RetractArticleRequest { article_id: "a-1".to_owned(), ..v1::RetractArticleRequest::default() };
    soon(harness.ingest().retract_article(retract)).await.unwrap();
    erase(&harness, erasure("a-1")).await.unwrap();
    assert_eq!(told(&get(&harness, "a-1").await.unwrap_err()).1, ErrorReason::ArticleErased);
}

#[tokio::test]
async fn bad_erasures_are_refused() {
    let harness = Harness::start(&[]).await;
    for (request, expected) in [
        (erasure("a-1"), (Code::NotFound, ErrorReason::ArticleNotFound, "")),
        (erasure(""), (Code::InvalidArgument, ErrorReason::FieldInvalid, "article_id")),
        (
            v1::EraseArticleRequest { reason: 0, ..erasure("a-1") },
            (Code::InvalidArgument, ErrorReason::FieldInvalid, "reason"),
        ),
        (
            v1::EraseArticleRequest { reason: 99, ..erasure("a-1") },
            (Code::InvalidArgument, ErrorReason::FieldInvalid, "reason"),
        ),
    ] {
        let status = erase(&harness, request.clone()).await.unwrap_err();
        let (code, reason, field) = told(&status);
        assert_eq!((code, reason, field.as_str()), expected, "{request:?}");
    }
    let reason = ErasureReason::Licence.into();
    for (which, field) in
        [(None, "which"), (Some(Which::All(false)), "all"), (Some(Which::Source(String::new())), "source")]
    {
        let request = v1::EraseArticlesRequest { which, reason, ..v1::EraseArticlesRequest::default() };
        let status = erase_many(&harness, request).await.unwrap_err();
        assert_eq!(told(&status).2, field);
    }
}

#[tokio::test]
async fn all_of_a_source_or_of_a_tenant_goes_and_a_dry_run_only_tells() {
    let harness = Harness::start(&[]).await;
    for (id, source) in [("a", "Gazette"), ("b", "Courrier"), ("c", "Gazette"), ("d", "")] {
        harness.take(from(id, source)).await.unwrap();
    }
    let mut elsewhere = from("a", "Gazette");
    elsewhere.article.as_mut().unwrap().tenant = "other".to_owned();
    harness.take(elsewhere).await.unwrap();
    // The newest revision counts.
    harness.take(from("c", "Courrier")).await.unwrap();

    let gazette = v1::EraseArticlesRequest {
        which: Some(Which::Source("Gazette".to_owned())),
        reason: ErasureReason::Licence.into(),
        ..v1::EraseArticlesRequest::default()
    };
    let dry = v1::EraseArticlesRequest { dry_run: true, ..gazette.clone() };
    for (request, left) in [(dry, vec!["a", "b", "c", "d"]), (gazette, vec!["b", "c", "d"])] {
        let (ids, progress) = erase_many(&harness, request).await.unwrap();
        assert_eq!(ids, ["a"]);
        let counts = (progress.seen_count, progress.erased_count, progress.failed_count, progress.done);
        assert_eq!(counts, (4, 1, 0, true));
        assert_eq!(listed(&harness, 2).await, left);
    }
    let all = v1::EraseArticlesRequest {
        which: Some(Which::All(true)),
        reason: ErasureReason::Other.into(),
        ..v1::EraseArticlesRequest::default()
    };
    let (ids, progress) = erase_many(&harness, all.clone()).await.unwrap();
    assert_eq!((ids, progress.seen_count), (vec!["b".to_owned(), "c".to_owned(), "d".to_owned()], 3));
    assert!(listed(&harness, 2).await.is_empty());
    // Nothing is left to be erased, and the other tenant has what it had.
    assert!(erase_many(&harness, all).await.unwrap().0.is_empty());
    let get = v1::GetArticleRequest {
        tenant: "other".to_owned(),
        article_id: "a".to_owned(),
        ..v1::GetArticleRequest::default()
    };
    assert!(soon(harness.ingest().get_article(get)).await.is_ok());
}

#[tokio::test]
async fn more_than_is_in_hand_at_once_is_erased() {
    let harness = Harness::start(&[]).await;
    for number in 0..300 {
        harness.take(request(&format!("a-{number:03}"), &quoting("Oui"))).await.unwrap();
    }
    let all = v1::EraseArticlesRequest {
        which: Some(Which::All(true)),
        reason: ErasureReason::Other.into(),
        ..v1::EraseArticlesRequest::default()
    };
    let (ids, _) = erase_many(&harness, all).await.unwrap();
    assert_eq!(ids, (0..300).map(|number| format!("a-{number:03}")).collect::<Vec<_>>());
    assert!(listed(&harness, 50).await.is_empty());
}
