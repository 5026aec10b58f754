//! Bad input: a clear status, and the field named.

use entente_wire::v1::{self, ErrorReason};
use tonic::client::Grpc;
use tonic::{Code, Request};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt as _;

use crate::harness::{Harness, article, quoting, request, soon, told};

async fn refusal(harness: &Harness, spoil: impl FnOnce(&mut v1::Article)) -> (Code, ErrorReason, String) {
    let mut article = article("a-1", &quoting("Oui"));
    spoil(&mut article);
    let parse = v1::ParseArticleRequest { article: Some(article.clone()), offset_unit: 0 };
    let dry = told(&soon(harness.ingest().parse_article(parse)).await.unwrap_err());
    let take = v1::IngestArticleRequest { article: Some(article), ..v1::IngestArticleRequest::default() };
    let taken = told(&harness.take(take).await.unwrap_err());
    assert_eq!(dry, taken);
    assert_eq!(harness.log.newest().get(), 0);
    taken
}

fn invalid(reason: ErrorReason, field: &str) -> (Code, ErrorReason, String) {
    (Code::InvalidArgument, reason, field.to_owned())
}

#[tokio::test]
async fn bad_articles() {
    let harness = Harness::start(&["--max-body-bytes", "100"]).await;
    let empty = refusal(&harness, |article| article.body.clear()).await;
    assert_eq!(empty, invalid(ErrorReason::FieldInvalid, "article.body"));
    let long = refusal(&harness, |article| article.body = "x".repeat(101)).await;
    assert_eq!(long, invalid(ErrorReason::FieldTooLong, "article.body"));
    let language = refusal(&harness, |article| article.language = "de".to_owned()).await;
    assert_eq!(language, invalid(ErrorReason::LanguageUnknown, "article.language"));
    let future = prost_types::Timestamp { seconds: jiff::Timestamp::now().as_second() + 200_000, nanos: 0 };
    let future = refusal(&harness, |article| article.publish_time = Some(future)).await;
    assert_eq!(future, invalid(ErrorReason::FieldInvalid, "article.publish_time"));
    let zone = refusal(&harness, |article| article.time_zone = "Mars/Olympus".to_owned()).await;
    assert_eq!(zone, invalid(ErrorReason::FieldInvalid, "article.time_zone"));
    let tenant = refusal(&harness, |article| article.tenant = "a b".to_owned()).await;
    assert_eq!(tenant, invalid(ErrorReason::FieldInvalid, "article.tenant"));
}

#[tokio::test]
async fn a_language_is_refused_with_the_known_ones() {
    let harness = Harness::start(&[]).await;
    let mut request = request("a-1", &quoting("Oui"));
    request.article.as_mut().unwrap().language = "de".to_owned();
    let status = harness.take(request).await.unwrap_err();
    let details = status.get_error_details();
    assert_eq!(details.error_info().unwrap().metadata["known"], "en, fr");
}

#[tokio::test]
async fn an_article_left_out() {
    let harness = Harness::start(&[]).await;
    let status = harness.take(v1::IngestArticleRequest::default()).await.unwrap_err();
    assert_eq!(told(&status), invalid(ErrorReason::FieldInvalid, "article"));
}

#[tokio::test]
async fn a_message_over_the_limit() {
    let harness = Harness::start(&["--max-message-bytes", "10000", "--max-body-bytes", "1000"]).await;
    let status = harness.take(request("a-1", &"x".repeat(20_000))).await.unwrap_err();
    assert_eq!(told(&status), (Code::ResourceExhausted, ErrorReason::MessageTooLarge, String::new()));
}

#[tokio::test]
async fn a_text_that_is_not_utf8() {
    let harness = Harness::start(&[]).await;
    // IngestArticleRequest.article (field 1) as plain bytes: an article with a body (field 4) of one byte.
    let article: Vec<u8> = vec![0x22, 1, 0xff];
    let codec = ProstCodec::<Vec<u8>, ()>::default();
    let mut grpc = Grpc::with_origin(Harness::http(), harness.origin.clone());
    let path = "/entente.v1.IngestService/IngestArticle".parse().unwrap();
    let status = soon(grpc.unary(Request::new(article), path, codec)).await.unwrap_err();
    assert_eq!(told(&status), invalid(ErrorReason::MalformedMessage, "article.body"));
}

#[tokio::test]
async fn a_deadline_of_a_millisecond() {
    let harness = Harness::start(&[]).await;
    let mut request = Request::new(request("a-1", &quoting("Oui")));
    request.metadata_mut().insert("grpc-timeout", "1m".parse().unwrap());
    let status = soon(harness.ingest().ingest_article(request)).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::DeadlineExceeded);
}
