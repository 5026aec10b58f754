//! The service and its log: cursors, restarts, another log, health.

use std::net::SocketAddr;

use crate::support::{FakeLog, Running, Sample, told};
use entente_wire::v1::{
    ErrorReason, EventType, GetIndexStatusRequest, GetIndexStatusResponse, ListEventsRequest,
};
use tokio::net::TcpListener;
use tonic::{Code, Request};
use tonic_health::pb::health_check_response::ServingStatus::{NotServing, Serving};

const ANY: ([u8; 4], u16) = ([127, 0, 0, 1], 0);

fn stakes(cursor: &str) -> ListEventsRequest {
    ListEventsRequest {
        r#type: EventType::Stake.into(),
        cursor: cursor.to_owned(),
        ..ListEventsRequest::default()
    }
}

async fn count(running: &Running, cursor: &str) -> usize {
    running.client.clone().list_events(stakes(cursor)).await.unwrap().into_inner().events.len()
}

async fn status(running: &Running) -> GetIndexStatusResponse {
    running.client.clone().get_index_status(GetIndexStatusRequest {}).await.unwrap().into_inner()
}

/// An address that nothing listens on.
async fn nowhere() -> SocketAddr {
    TcpListener::bind(SocketAddr::from(ANY)).await.unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn a_read_waits_for_its_cursor() {
    let log = FakeLog::new(1);
    let (address, _server) = log.serve(ANY.into()).await;
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path(), address).await;
    let waiting = tokio::spawn({
        let (mut client, request) = (running.client.clone(), stakes(&log.cursor(3)));
        async move { client.list_events(request).await.unwrap().into_inner().events.len() }
    });
    for number in 0..3 {
        log.append(&Sample::new(&format!("a-{number}")).accept());
    }
    assert_eq!(waiting.await.unwrap(), 3);
    running.stop().await;
}

#[tokio::test]
async fn a_cursor_that_is_not_reached_says_so_within_the_deadline() {
    let log = FakeLog::new(1);
    let end = log.append(&Sample::new("a-1").accept());
    let (address, _server) = log.serve(ANY.into()).await;
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(folder.path(), address).await;
    assert_eq!(count(&running, &end).await, 1);

    let mut request = Request::new(stakes(&log.cursor(9)));
    request.set_timeout(std::time::Duration::from_millis(300));
    let behind = running.client.list_events(request).await.unwrap_err();
    assert_eq!((behind.code(), told(&behind).0), (Code::Unavailable, ErrorReason::IndexBehind));

    for cursor in [FakeLog::new(2).cursor(1), "nonsense".to_owned()] {
        let refused = running.client.list_events(stakes(&cursor)).await.unwrap_err();
        assert_eq!(told(&refused), (ErrorReason::CursorInvalid, "cursor".to_owned()), "{cursor}");
    }
    running.stop().await;
}

#[tokio::test]
async fn health_waits_for_the_log_once_and_a_restart_serves_what_is_there() {
    let log = FakeLog::new(1);
    let end = log.append(&Sample::new("a-1").accept());
    let folder = tempfile::tempdir().unwrap();
    let address = nowhere().await;

    let running = Running::start(folder.path(), address).await;
    assert_eq!(running.health().await, NotServing);
    assert!(!status(&running).await.caught_up);
    let (_, server) = log.serve(address).await;
    running.health_is(Serving).await;
    let caught_up = status(&running).await;
    assert!(caught_up.caught_up && caught_up.connected, "{caught_up:?}");
    assert_eq!((caught_up.cursor, caught_up.article_count, caught_up.event_count), (end, 1, 2));
    assert_eq!(caught_up.fact_count, 2);
    assert!(caught_up.applied_time.is_some());
    running.stop().await;
    server.abort();

    let restarted = Running::start(folder.path(), nowhere().await).await;
    restarted.health_is(Serving).await;
    assert_eq!(count(&restarted, "").await, 1);
    assert!(!status(&restarted).await.connected);
    restarted.stop().await;
}

#[tokio::test]
async fn a_restart_goes_on_where_it_was() {
    let log = FakeLog::new(1);
    log.append(&Sample::new("a-1").accept());
    let cursor = log.append(&Sample::new("a-2").accept());
    let (address, _server) = log.serve(ANY.into()).await;
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path(), address).await;
    assert_eq!(count(&running, &cursor).await, 2);
    running.stop().await;

    log.append(&Sample::new("a-1").retract());
    let cursor = log.append(&Sample { revision: 2, target: "Brévannes", ..Sample::new("a-2") }.accept());
    let running = Running::start(folder.path(), address).await;
    assert_eq!(count(&running, &cursor).await, 1);
    assert_eq!(status(&running).await.event_count, 2);
    running.stop().await;
}

#[tokio::test]
async fn the_index_of_another_log_starts_anew() {
    let folder = tempfile::tempdir().unwrap();
    let old = FakeLog::new(1);
    for number in 0..3 {
        old.append(&Sample::new(&format!("old-{number}")).accept());
    }
    let (address, _server) = old.serve(ANY.into()).await;
    let running = Running::start(folder.path(), address).await;
    assert_eq!(count(&running, &old.cursor(3)).await, 3);
    running.stop().await;

    // Another id, and the same id set back to a backup.
    for new in [FakeLog::new(2), FakeLog::new(2)] {
        let cursor = new.append(&Sample::new("new").accept());
        let (address, _server) = new.serve(ANY.into()).await;
        let running = Running::start(folder.path(), address).await;
        running.health_is(Serving).await;
        // Until it has started anew, the index knows another log: a client tries again.
        while status(&running).await.cursor != cursor {
            tokio::task::yield_now().await;
        }
        assert_eq!(status(&running).await.article_count, 1);
        new.append(&Sample::new("newer").accept());
        assert_eq!(count(&running, &new.cursor(2)).await, 2);
        running.stop().await;
    }
}

#[tokio::test]
async fn a_deleted_index_rebuilds_itself() {
    let log = FakeLog::new(1);
    let cursor = log.append(&Sample::new("a-1").accept());
    let (address, _server) = log.serve(ANY.into()).await;
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let running = Running::start(&folder.path().join("index"), address).await;
        assert_eq!(count(&running, &cursor).await, 1);
        running.stop().await;
        std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    }
}
