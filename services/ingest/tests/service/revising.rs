//! One article, several tellings: repetitions, revisions, versions and races.

use entente_wire::v1::{self, ErrorReason, IngestOutcome};
use tonic::Code;

use crate::harness::{Harness, quoting, request, soon, told};

#[tokio::test]
async fn the_same_content_is_one_article_and_other_content_the_next_revision() {
    let harness = Harness::start(&[]).await;
    let first = harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    assert_eq!((first.revision, first.outcome()), (1, IngestOutcome::Created));
    let again = harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    assert_eq!(again.outcome(), IngestOutcome::Unchanged);
    assert_eq!(
        v1::IngestArticleResponse { outcome: first.outcome, ..again },
        first,
        "the answer is that of the first time"
    );
    let other = harness.take(request("a-1", &quoting("Non"))).await.unwrap();
    assert_eq!((other.revision, other.outcome()), (2, IngestOutcome::Revised));
    assert_ne!(other.cursor, first.cursor);
    let back = harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    assert_eq!((back.revision, back.outcome()), (3, IngestOutcome::Revised));
    assert_eq!(harness.log.newest().get(), 3);
}

#[tokio::test]
async fn the_same_content_under_another_id_or_tenant_is_another_article() {
    let harness = Harness::start(&[]).await;
    let mut elsewhere = request("a-1", &quoting("Oui"));
    elsewhere.article.as_mut().unwrap().tenant = "press".to_owned();
    for request in [request("a-1", &quoting("Oui")), request("a-2", &quoting("Oui")), elsewhere] {
        assert_eq!(harness.take(request).await.unwrap().outcome(), IngestOutcome::Created);
    }
}

#[tokio::test]
async fn an_article_without_an_id_gets_the_same_one_each_time() {
    let harness = Harness::start(&[]).await;
    let first = harness.take(request("", &quoting("Oui"))).await.unwrap();
    assert_eq!(first.article_id.len(), 32);
    let again = harness.take(request("", &quoting("Oui"))).await.unwrap();
    assert_eq!((again.outcome(), again.article_id), (IngestOutcome::Unchanged, first.article_id));
}

#[tokio::test]
async fn the_default_tenant_has_a_name() {
    let harness = Harness::start(&[]).await;
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    let mut named = request("a-1", &quoting("Oui"));
    named.article.as_mut().unwrap().tenant = "default".to_owned();
    assert_eq!(harness.take(named).await.unwrap().outcome(), IngestOutcome::Unchanged);
}

#[tokio::test]
async fn a_repeated_request_has_its_first_answer_even_after_a_revision() {
    let harness = Harness::start(&[]).await;
    let identified = |words: &str, id: &str| v1::IngestArticleRequest {
        request_id: id.to_owned(),
        ..request("a-1", &quoting(words))
    };
    let first = harness.take(identified("Oui", "r 1")).await.unwrap();
    harness.take(identified("Non", "r 2")).await.unwrap();
    let again = harness.take(identified("Oui", "r 1")).await.unwrap();
    assert_eq!((again.revision, again.outcome()), (1, IngestOutcome::Unchanged));
    assert_eq!((again.cursor, again.reading), (first.cursor, first.reading));
    assert_eq!(harness.log.newest().get(), 2);
}

#[tokio::test]
async fn a_request_id_stands_for_one_article_and_content() {
    let harness = Harness::start(&[]).await;
    let identified = |id: &str, words: &str| v1::IngestArticleRequest {
        request_id: "r-1".to_owned(),
        ..request(id, &quoting(words))
    };
    harness.take(identified("a-1", "Oui")).await.unwrap();
    for reused in [identified("a-1", "Non"), identified("a-2", "Oui")] {
        let status = harness.take(reused).await.unwrap_err();
        let expected = (Code::InvalidArgument, ErrorReason::RequestIdReused, "request_id".to_owned());
        assert_eq!(told(&status), expected);
    }
    let mut elsewhere = identified("a-1", "Non");
    elsewhere.article.as_mut().unwrap().tenant = "press".to_owned();
    assert!(harness.take(elsewhere).await.is_ok(), "another tenant's ids are its own");
}

#[tokio::test]
async fn versions_only_rise() {
    let harness = Harness::start(&[]).await;
    let versioned =
        |words: &str, version| v1::IngestArticleRequest { version, ..request("a-1", &quoting(words)) };
    assert_eq!(harness.take(versioned("Un", 5)).await.unwrap().revision, 1);
    for late in [5, 4] {
        let status = harness.take(versioned("Deux", late)).await.unwrap_err();
        let expected = (Code::FailedPrecondition, ErrorReason::StaleVersion, "version".to_owned());
        assert_eq!(told(&status), expected);
    }
    assert_eq!(harness.take(versioned("Un", 4)).await.unwrap().outcome(), IngestOutcome::Unchanged);
    assert_eq!(harness.take(versioned("Deux", 6)).await.unwrap().revision, 2);
    // One who keeps no versions may revise, and does not bring the late ones back.
    assert_eq!(harness.take(versioned("Trois", 0)).await.unwrap().revision, 3);
    assert!(harness.take(versioned("Quatre", 6)).await.is_err());
}

#[tokio::test]
async fn writers_at_the_same_time_make_one_revision_each() {
    let harness = Harness::start(&[]).await;
    let client = harness.ingest();
    let takes = (0..8).map(|n| {
        let mut client = client.clone();
        let request = request("a-1", &quoting(&format!("Numéro {n}")));
        async move { client.ingest_article(request).await }
    });
    let answers = soon(futures::future::join_all(takes)).await;
    let mut revisions = Vec::new();
    for answer in answers {
        match answer {
            Ok(answer) => revisions.push(answer.into_inner().revision),
            Err(status) => assert_eq!(told(&status).1, ErrorReason::ConcurrentRevision),
        }
    }
    revisions.sort_unstable();
    let count = i64::try_from(revisions.len()).unwrap();
    assert_eq!(revisions, (1..=count).collect::<Vec<_>>());
    assert_eq!(harness.log.newest().get(), u64::try_from(count).unwrap());
}

#[tokio::test]
async fn the_same_request_twice_at_once_is_one_entry() {
    let harness = Harness::start(&[]).await;
    let client = harness.ingest();
    let takes = (0..8).map(|_| {
        let mut client = client.clone();
        let request =
            v1::IngestArticleRequest { request_id: "r-1".to_owned(), ..request("a-1", &quoting("Oui")) };
        async move { client.ingest_article(request).await.unwrap().into_inner() }
    });
    let answers = soon(futures::future::join_all(takes)).await;
    assert!(answers.iter().all(|answer| answer.revision == 1 && answer.cursor == answers[0].cursor));
    let created = answers.iter().filter(|answer| answer.outcome() == IngestOutcome::Created);
    assert_eq!(created.count(), 1);
    assert_eq!(harness.log.newest().get(), 1);
}

#[tokio::test]
async fn a_restart_changes_nothing() {
    let directory = tempfile::TempDir::new().unwrap();
    let harness = Harness::over(directory.path(), &[]).await;
    let first = harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    harness.stop().await;
    let harness = Harness::over(directory.path(), &[]).await;
    let again = harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    assert_eq!((again.outcome(), again.cursor), (IngestOutcome::Unchanged, first.cursor));
    assert_eq!(again.reading, first.reading);
}
