//! Which articles there are, a page at a time.

use entente_wire::v1::{self, ErrorReason};
use tonic::{Code, Status};

use crate::harness::{Harness, quoting, request, soon, told};

async fn page(harness: &Harness, size: i32, token: &str) -> Result<v1::ListArticlesResponse, Status> {
    let request = v1::ListArticlesRequest {
        page_size: size,
        page_token: token.to_owned(),
        ..v1::ListArticlesRequest::default()
    };
    soon(harness.ingest().list_articles(request)).await.map(tonic::Response::into_inner)
}

fn ids(page: &v1::ListArticlesResponse) -> Vec<&str> {
    page.articles.iter().map(|stored| stored.article.as_ref().unwrap().article_id.as_str()).collect()
}

async fn filled() -> Harness {
    let harness = Harness::start(&["--max-page-size", "4"]).await;
    for n in [3, 1, 5, 2, 4] {
        harness.take(request(&format!("a-{n}"), &quoting("Oui"))).await.unwrap();
    }
    harness.take(request("a-1", &quoting("Non"))).await.unwrap();
    let mut elsewhere = request("a-0", &quoting("Oui"));
    elsewhere.article.as_mut().unwrap().tenant.push_str("default2");
    harness.take(elsewhere).await.unwrap();
    harness
}

#[tokio::test]
async fn pages_follow_one_another_in_the_order_of_ids() {
    let harness = filled().await;
    let first = page(&harness, 2, "").await.unwrap();
    assert_eq!(ids(&first), ["a-1", "a-2"]);
    assert_eq!(first.articles[0].revision, 2);
    assert!(first.articles.iter().all(|stored| stored.article.as_ref().unwrap().body.is_empty()));
    let second = page(&harness, 2, &first.next_page_token).await.unwrap();
    assert_eq!(ids(&second), ["a-3", "a-4"]);
    let third = page(&harness, 2, &second.next_page_token).await.unwrap();
    assert_eq!((ids(&third), third.next_page_token.as_str()), (vec!["a-5"], ""));
}

#[tokio::test]
async fn a_page_is_never_above_the_bound_and_the_last_has_no_token() {
    let harness = filled().await;
    for size in [0, 100] {
        let first = page(&harness, size, "").await.unwrap();
        assert_eq!(first.articles.len(), 4);
        let second = page(&harness, size, &first.next_page_token).await.unwrap();
        assert_eq!((ids(&second), second.next_page_token.as_str()), (vec!["a-5"], ""));
    }
}

#[tokio::test]
async fn forged_and_foreign_tokens_are_refused() {
    let harness = filled().await;
    let token = page(&harness, 2, "").await.unwrap().next_page_token;
    let forged = format!("{}{}", if token.starts_with('A') { "B" } else { "A" }, &token[1..]);
    for bad in ["a-2", &forged, &token[1..], "?"] {
        let status = page(&harness, 2, bad).await.unwrap_err();
        let expected = (Code::InvalidArgument, ErrorReason::PageTokenInvalid, "page_token".to_owned());
        assert_eq!(told(&status), expected);
    }
    let other = v1::ListArticlesRequest {
        tenant: "default2".to_owned(),
        page_token: token,
        ..v1::ListArticlesRequest::default()
    };
    let status = soon(harness.ingest().list_articles(other)).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::PageTokenInvalid);
}

#[tokio::test]
async fn a_negative_page_size_is_refused() {
    let harness = Harness::start(&[]).await;
    let status = page(&harness, -1, "").await.unwrap_err();
    assert_eq!(told(&status), (Code::InvalidArgument, ErrorReason::FieldInvalid, "page_size".to_owned()));
    assert_eq!(page(&harness, 0, "").await.unwrap(), v1::ListArticlesResponse::default());
}

#[tokio::test]
async fn an_article_that_is_not_there_is_not_found() {
    let harness = Harness::start(&[]).await;
    let get =
        |id: &str| v1::GetArticleRequest { article_id: id.to_owned(), ..v1::GetArticleRequest::default() };
    let status = soon(harness.ingest().get_article(get("a-1"))).await.unwrap_err();
    assert_eq!(told(&status), (Code::NotFound, ErrorReason::ArticleNotFound, String::new()));
    let status = soon(harness.ingest().get_article(get(""))).await.unwrap_err();
    assert_eq!(told(&status).2, "article_id");
}
