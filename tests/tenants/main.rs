//! Two tenants, two tokens, and every call of both services: none tells the one what the other brought.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

mod asker;
mod audited;
mod cases;
mod roles;

use std::collections::BTreeSet;
use std::time::Duration;

use entente_tests::{soon, told};
use entente_wire::FILE_DESCRIPTOR_SET;
use entente_wire::v1::{
    AnswerQuestionRequest, BackupLogRequest, ErrorReason, GetIndexStatusRequest, IngestArticlesRequest,
    ListArticlesRequest, ListEventsRequest, ListStakesRequest, TailEventsRequest,
};
use prost::Message as _;
use prost_types::FileDescriptorSet;
use tonic::Code;

use asker::{House, article};
use cases::{CASES, Known, MARK};

/// The paths of all methods of the contract.
fn contract() -> BTreeSet<String> {
    let set = FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap();
    let mut paths = BTreeSet::new();
    for file in &set.file {
        for service in &file.service {
            let path = |name: &str| format!("/{}.{}/{name}", file.package(), service.name());
            paths.extend(service.method.iter().map(|method| path(method.name())));
        }
    }
    paths
}

#[tokio::test]
async fn no_call_tells_one_tenant_what_another_brought() {
    let cases: BTreeSet<String> = CASES.iter().map(|case| case.method.to_owned()).collect();
    let mut all = contract();
    // It knows no tenant, and has a test of its own.
    assert!(all.remove("/entente.v1.EventLogService/BackupLog"));
    assert_eq!(cases, all, "each call of the contract has its case here");

    let house = House::start().await;
    let known = Known::bring(&house).await;
    for case in CASES {
        let method = case.method;
        // Its own tenant sees it: otherwise the rest would prove nothing.
        let own = (case.ask)(&house.acme, "acme", &known)
            .await
            .unwrap_or_else(|status| panic!("{method}: {status:?}"));
        assert_eq!(own.contains(MARK), case.shows, "{method} to its own: {own}");
        if case.names_nobody {
            continue;
        }
        // Who asks for another's by name is refused, be there one or not.
        for other in ["acme", "nobody", "default"] {
            let status = (case.ask)(&house.borealis, other, &known).await.expect_err(method);
            assert_eq!(told(&status).1, ErrorReason::TenantForbidden, "{method} of {other}: {status:?}");
            assert_eq!(status.code(), Code::PermissionDenied);
        }
        // Ids, cursors and citations of the other open nothing.
        for own in ["", "borealis"] {
            let told = match (case.ask)(&house.borealis, own, &known).await {
                Ok(told) => told,
                Err(status) => format!("{status:?}"),
            };
            assert!(!told.contains(MARK), "{method} with another's ids: {told}");
        }
    }
    house.stop().await;
}

#[tokio::test]
async fn a_backup_of_all_is_for_a_token_of_all_tenants() {
    let house = House::start().await;
    let status = soon(house.acme.log().backup_log(BackupLogRequest {})).await.unwrap_err();
    assert_eq!((told(&status).1, status.code()), (ErrorReason::TenantForbidden, Code::PermissionDenied));
    house.stop().await;
}

#[tokio::test]
async fn each_article_of_a_stream_is_its_own_tenants() {
    let house = House::start().await;
    let one = |tenant: &str, id: &str| IngestArticlesRequest {
        request: Some(article(tenant, id, "Norvane détient 12% de Caldora.")),
    };
    let requests = [one("borealis", "a"), one("acme", "b"), one("", "c")];
    let mut ingest = house.borealis.ingest();
    let mut answers = soon(ingest.ingest_articles(tokio_stream::iter(requests))).await.unwrap().into_inner();
    let mut outcomes = Vec::new();
    while let Some(answer) = soon(answers.message()).await.unwrap() {
        outcomes.push(format!("{:?}", answer.outcome.unwrap()));
    }
    assert!(outcomes[0].starts_with("Accepted"), "{outcomes:?}");
    assert!(outcomes[1].contains("TenantForbidden"), "{outcomes:?}");
    assert!(outcomes[2].starts_with("Accepted"), "{outcomes:?}");
    let listed = ListArticlesRequest { tenant: "borealis".to_owned(), ..Default::default() };
    let listed = soon(house.borealis.ingest().list_articles(listed)).await.unwrap().into_inner();
    assert_eq!(listed.articles.len(), 2);
    let listed = soon(house.acme.ingest().list_articles(ListArticlesRequest::default())).await.unwrap();
    assert_eq!(listed.into_inner().articles.len(), 0);
    house.stop().await;
}

#[tokio::test]
async fn page_tokens_and_conversations_stay_with_their_tenant() {
    let house = House::start().await;
    let known = Known::bring(&house).await;
    let (acme, borealis) = (&house.acme, &house.borealis);

    let list = |token: &str| ListArticlesRequest {
        page_size: 1,
        page_token: token.to_owned(),
        ..Default::default()
    };
    let token = soon(acme.ingest().list_articles(list(""))).await.unwrap().into_inner().next_page_token;
    assert!(!token.is_empty());
    let status = soon(borealis.ingest().list_articles(list(&token))).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::PageTokenInvalid);

    let list = |token: &str| ListStakesRequest {
        page_size: 1,
        page_token: token.to_owned(),
        cursor: known.cursor.clone(),
        ..Default::default()
    };
    let token = soon(acme.query().list_stakes(list(""))).await.unwrap().into_inner().next_page_token;
    assert!(!token.is_empty());
    let status = soon(borealis.query().list_stakes(list(&token))).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::PageTokenInvalid);

    let list = |token: &str| ListEventsRequest {
        page_size: 1,
        page_token: token.to_owned(),
        r#type: entente_wire::v1::EventType::Stake.into(),
        ..Default::default()
    };
    let token = soon(acme.query().list_events(list(""))).await.unwrap().into_inner().next_page_token;
    assert!(!token.is_empty());
    let status = soon(borealis.query().list_events(list(&token))).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::PageTokenInvalid);

    let ask = |question: &str| AnswerQuestionRequest {
        question: question.to_owned(),
        conversation_id: "the same".to_owned(),
        ..Default::default()
    };
    let first = soon(acme.query().answer_question(ask("Que détient Zorvane ?"))).await.unwrap().into_inner();
    assert!(first.plan.contains("Zorvane"), "{first:?}");
    let follow = soon(acme.query().answer_question(ask("Et Norvane ?"))).await.unwrap().into_inner();
    assert!(!follow.plan.is_empty(), "its own goes on: {follow:?}");
    let other = soon(borealis.query().answer_question(ask("Et Norvane ?"))).await.unwrap().into_inner();
    assert_eq!(other.plan, "", "another's does not: {other:?}");
    house.stop().await;
}

#[tokio::test]
async fn only_who_sees_all_tenants_is_told_of_all() {
    let house = House::start().await;
    let known = Known::bring(&house).await;
    let status = soon(house.acme.log().tail_events(TailEventsRequest::default())).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::TenantForbidden);
    let mut all =
        soon(house.root.log().tail_events(TailEventsRequest::default())).await.unwrap().into_inner();
    assert!(soon(all.message()).await.unwrap().is_some());

    // Once all is applied.
    soon(house.acme.query().list_stakes(ListStakesRequest { cursor: known.cursor, ..Default::default() }))
        .await
        .unwrap();
    let status =
        soon(house.root.query().get_index_status(GetIndexStatusRequest {})).await.unwrap().into_inner();
    assert!(status.article_count > 2 && status.event_count > 2 && status.fact_count > 2, "{status:?}");
    let status =
        soon(house.acme.query().get_index_status(GetIndexStatusRequest {})).await.unwrap().into_inner();
    assert_eq!((status.article_count, status.event_count, status.fact_count), (0, 0, 0));
    tokio::time::timeout(Duration::from_secs(60), house.stop()).await.unwrap();
}
