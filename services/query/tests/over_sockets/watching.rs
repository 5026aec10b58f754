//! Streams of events as they are applied.

use crate::support::{FakeLog, Running, Sample, told};
use entente_wire::v1::watch_events_response::Step;
use entente_wire::v1::{
    ErrorReason, EventChange, EventFilter, EventType, WatchEventsRequest, WatchEventsResponse,
};
use tonic::{Code, Streaming};

async fn watch(running: &Running, request: WatchEventsRequest) -> Streaming<WatchEventsResponse> {
    running.client.clone().watch_events(request).await.unwrap().into_inner()
}

/// The next change, checkpoints passed over, and the cursor after it.
async fn change(stream: &mut Streaming<WatchEventsResponse>) -> (EventChange, String) {
    loop {
        let response = stream.message().await.unwrap().unwrap();
        if let Some(Step::Change(change)) = response.step {
            return (change, response.cursor);
        }
    }
}

fn event_ids(change: &EventChange) -> Vec<&str> {
    change.added.iter().map(|found| found.event.as_ref().unwrap().event_id.as_str()).collect()
}

#[tokio::test]
async fn what_was_missed_and_what_comes_are_one_stream() {
    let log = FakeLog::new(1);
    let first = log.append(&Sample::new("a-1").accept());
    log.append(&Sample { tenant: "other", ..Sample::new("theirs") }.accept());
    log.append(&Sample::new("a-2").accept());
    let (running, _folder) = Running::on(&log).await;
    let mut stream = watch(&running, WatchEventsRequest { cursor: first, ..Default::default() }).await;
    let (missed, resume) = change(&mut stream).await;
    assert_eq!(event_ids(&missed), ["a-2/1/0", "a-2/1/1"]);

    log.append(&Sample { revision: 2, ..Sample::new("a-1") }.accept());
    let (revised, _) = change(&mut stream).await;
    assert_eq!(
        (event_ids(&revised), revised.replaced_article_id.as_str()),
        (vec!["a-1/2/0", "a-1/2/1"], "a-1")
    );
    log.append(&Sample::new("a-2").retract());
    let (retracted, _) = change(&mut stream).await;
    assert_eq!((retracted.added.len(), retracted.replaced_article_id.as_str()), (0, "a-2"));

    let mut resumed = watch(&running, WatchEventsRequest { cursor: resume, ..Default::default() }).await;
    assert_eq!(change(&mut resumed).await.0, revised);
    running.stop().await;
}

#[tokio::test]
async fn without_a_cursor_it_begins_with_what_comes_and_lives_while_nothing_does() {
    let log = FakeLog::new(1);
    let end = log.append(&Sample::new("a-1").accept());
    let (running, _folder) = Running::on(&log).await;
    running.health_is(tonic_health::pb::health_check_response::ServingStatus::Serving).await;
    let filter = Some(EventFilter { entity: "Brévannes".to_owned(), ..EventFilter::default() });
    let request = WatchEventsRequest { filter, types: vec![EventType::Stake.into()], ..Default::default() };
    let mut stream = watch(&running, request).await;
    let idle = stream.message().await.unwrap().unwrap();
    assert_eq!((idle.cursor, matches!(idle.step, Some(Step::Checkpoint(_)))), (end, true));

    log.append(&Sample::new("a-2").accept());
    log.append(&Sample { target: "Brévannes", ..Sample::new("a-3") }.accept());
    let (matching, _) = change(&mut stream).await;
    assert_eq!(event_ids(&matching), ["a-3/1/0"]);
    running.stop().await;
}

#[tokio::test]
async fn a_drain_ends_it() {
    let log = FakeLog::new(1);
    let (running, _folder) = Running::on(&log).await;
    let mut stream = watch(&running, WatchEventsRequest::default()).await;
    assert!(stream.message().await.unwrap().is_some());
    running.shutdown.begin();
    let ended = loop {
        match stream.message().await {
            Ok(step) => assert!(step.is_some(), "it ended without a reason"),
            Err(status) => break status,
        }
    };
    assert_eq!((ended.code(), told(&ended).0), (Code::Unavailable, ErrorReason::Draining));
    running.stop().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_watch_is_told() {
    let log = FakeLog::new(1);
    log.append(&Sample::new("a-1").accept());
    let (running, _folder) = Running::on(&log).await;
    running.health_is(tonic_health::pb::health_check_response::ServingStatus::Serving).await;
    for (bad, reason, field) in [
        (WatchEventsRequest { types: vec![7], ..Default::default() }, ErrorReason::FieldInvalid, "types[0]"),
        (
            WatchEventsRequest { cursor: "x".to_owned(), ..Default::default() },
            ErrorReason::CursorInvalid,
            "cursor",
        ),
        (
            WatchEventsRequest { cursor: FakeLog::new(2).cursor(1), ..Default::default() },
            ErrorReason::CursorInvalid,
            "cursor",
        ),
    ] {
        let status = running.client.clone().watch_events(bad).await.unwrap_err();
        assert_eq!(told(&status), (reason, field.to_owned()));
    }
    let beyond = WatchEventsRequest { cursor: log.cursor(9), ..Default::default() };
    let status = watch(&running, beyond).await.message().await.unwrap_err();
    assert_eq!((status.code(), told(&status).0), (Code::OutOfRange, ErrorReason::CursorBeyondEnd));
    running.stop().await;
}
