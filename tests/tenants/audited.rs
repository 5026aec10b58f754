//! The audit log over real sockets: what it tells, and what is refused where it can't tell it.

use std::fs;
use std::path::Path;

use entente_tests::{soon, told};
use entente_wire::v1::ingest_articles_response::Outcome;
use entente_wire::v1::{ErrorReason, GetArticleRequest, IngestArticlesRequest};
use serde_json::Value;
use tempfile::TempDir;
use tonic::Code;

use crate::asker::{Asker, House, article};

const BODY: &str = "Norvane détient 12% de Caldora.";

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The first answer to a stream of one article.
async fn streamed(asker: &Asker, id: &str) -> Outcome {
    let request = IngestArticlesRequest { request: Some(article("", id, BODY)) };
    let mut ingest = asker.ingest();
    let mut answers = soon(ingest.ingest_articles(tokio_stream::iter([request]))).await.unwrap().into_inner();
    soon(answers.message()).await.unwrap().unwrap().outcome.unwrap()
}

fn get(id: &str) -> GetArticleRequest {
    GetArticleRequest { article_id: id.to_owned(), ..Default::default() }
}

#[tokio::test]
async fn what_changes_anything_is_told_of_before_it_is_done_or_not_done() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("audit");
    fs::create_dir(&home).unwrap();
    let path = home.join("ingest.jsonl");
    let house = House::start_with(&["--audit-log", path.to_str().unwrap()]).await;
    let writer = &house.writer;

    soon(writer.ingest().ingest_article(article("", "one", BODY))).await.unwrap();
    assert!(matches!(streamed(writer, "two").await, Outcome::Accepted(_)));
    // Each was on disk before it was answered.
    let begun: Vec<Value> = lines(&path).into_iter().filter(|line| line["event"] == "begun").collect();
    let about = |line: &Value| line["about"]["article_id"].as_str().unwrap().to_owned();
    assert_eq!(begun.iter().map(about).collect::<Vec<_>>(), ["one", "two"]);
    for line in &begun {
        assert_eq!((&line["token"], &line["tenant"]), (&"writer".into(), &"acme".into()), "{line}");
        assert!(line["peer"].as_str().unwrap().starts_with("127.0.0.1:"), "{line}");
        assert!(!line["request_id"].as_str().unwrap().is_empty(), "{line}");
    }

    fs::remove_dir_all(&home).unwrap();
    let status = soon(writer.ingest().ingest_article(article("", "three", BODY))).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::AuditUnavailable);
    assert_eq!(status.code(), Code::Unavailable);
    let Outcome::Refused(refused) = streamed(writer, "four").await else { panic!("it was accepted") };
    assert_eq!(refused.reason(), ErrorReason::AuditUnavailable);
    // Reading goes on, and finds nothing of them.
    assert!(soon(writer.ingest().get_article(get("one"))).await.is_ok());
    for id in ["three", "four"] {
        let status = soon(writer.ingest().get_article(get(id))).await.unwrap_err();
        assert_eq!(told(&status).1, ErrorReason::ArticleNotFound);
    }

    fs::create_dir(&home).unwrap();
    soon(writer.ingest().ingest_article(article("", "three", BODY))).await.unwrap();
    house.stop().await;
    let after = lines(&path);
    assert!(after.iter().any(|line| line["event"] == "lost"), "what was not told is counted: {after:?}");
    let last = after.last().unwrap();
    assert_eq!(
        (&last["event"], &last["code"], about(last).as_str()),
        (&"answered".into(), &"Ok".into(), "three")
    );
}
