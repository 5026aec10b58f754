//! Withdrawals.

use entente_wire::v1::{self, ErrorReason, IngestOutcome};
use tonic::{Code, Status};

use crate::harness::{Harness, quoting, request, soon, told};

fn withdrawal(id: &str) -> v1::RetractArticleRequest {
    v1::RetractArticleRequest {
        article_id: id.to_owned(),
        reason: "published in error".to_owned(),
        ..v1::RetractArticleRequest::default()
    }
}

async fn retract(
    harness: &Harness,
    request: v1::RetractArticleRequest,
) -> Result<v1::RetractArticleResponse, Status> {
    soon(harness.ingest().retract_article(request)).await.map(tonic::Response::into_inner)
}

async fn stored(harness: &Harness) -> v1::StoredArticle {
    let get = v1::GetArticleRequest { article_id: "a-1".to_owned(), ..v1::GetArticleRequest::default() };
    soon(harness.ingest().get_article(get)).await.unwrap().into_inner().article.unwrap()
}

#[tokio::test]
async fn a_withdrawn_article_is_still_shown_as_it_stood() {
    let harness = Harness::start(&[]).await;
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    let before = stored(&harness).await;
    let answer = retract(&harness, withdrawal("a-1")).await.unwrap();
    assert_eq!(answer.revision, 1);
    let after = stored(&harness).await;
    let expected = v1::StoredArticle {
        state: v1::ArticleState::Retracted.into(),
        retraction_reason: "published in error".to_owned(),
        ..before
    };
    assert_eq!(after, expected);
}

#[tokio::test]
async fn withdrawing_twice_changes_nothing() {
    let harness = Harness::start(&[]).await;
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    let first = retract(&harness, withdrawal("a-1")).await.unwrap();
    let again = retract(&harness, withdrawal("a-1")).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(harness.log.newest().get(), 2);
}

#[tokio::test]
async fn the_same_content_stands_again_as_a_new_revision() {
    let harness = Harness::start(&[]).await;
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    retract(&harness, withdrawal("a-1")).await.unwrap();
    let again = harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    assert_eq!((again.revision, again.outcome()), (2, IngestOutcome::Revised));
    assert_eq!(stored(&harness).await.state(), v1::ArticleState::Active);
}

#[tokio::test]
async fn a_repeated_withdrawal_does_not_withdraw_what_came_after() {
    let harness = Harness::start(&[]).await;
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    let identified = v1::RetractArticleRequest { request_id: "r-1".to_owned(), ..withdrawal("a-1") };
    let first = retract(&harness, identified.clone()).await.unwrap();
    harness.take(request("a-1", &quoting("Non"))).await.unwrap();
    assert_eq!(retract(&harness, identified.clone()).await.unwrap(), first);
    assert_eq!(stored(&harness).await.state(), v1::ArticleState::Active);

    let other = v1::RetractArticleRequest { article_id: "a-2".to_owned(), ..identified };
    assert_eq!(told(&retract(&harness, other).await.unwrap_err()).1, ErrorReason::RequestIdReused);
    let reused = v1::IngestArticleRequest { request_id: "r-1".to_owned(), ..request("a-1", &quoting("Non")) };
    assert_eq!(told(&harness.take(reused).await.unwrap_err()).1, ErrorReason::RequestIdReused);
}

#[tokio::test]
async fn bad_withdrawals_are_refused() {
    let harness = Harness::start(&[]).await;
    let status = retract(&harness, withdrawal("a-1")).await.unwrap_err();
    assert_eq!(told(&status), (Code::NotFound, ErrorReason::ArticleNotFound, String::new()));
    let status = retract(&harness, withdrawal("")).await.unwrap_err();
    assert_eq!(told(&status), (Code::InvalidArgument, ErrorReason::FieldInvalid, "article_id".to_owned()));
    let long = v1::RetractArticleRequest { reason: "x".repeat(1025), ..withdrawal("a-1") };
    let status = retract(&harness, long).await.unwrap_err();
    assert_eq!(told(&status), (Code::InvalidArgument, ErrorReason::FieldTooLong, "reason".to_owned()));
}
