//! The log followed by a client.

use entente_wire::v1::tail_events_response::Step;
use entente_wire::v1::{self, ErrorReason, article_change::Change};
use tonic::{Code, Status, Streaming};

use crate::harness::{Harness, quoting, request, soon, told};

async fn tail(
    harness: &Harness,
    request: v1::TailEventsRequest,
) -> Result<Streaming<v1::TailEventsResponse>, Status> {
    soon(harness.tail().tail_events(request)).await.map(tonic::Response::into_inner)
}

fn from(cursor: &str) -> v1::TailEventsRequest {
    v1::TailEventsRequest { cursor: cursor.to_owned(), ..v1::TailEventsRequest::default() }
}

async fn next(steps: &mut Streaming<v1::TailEventsResponse>) -> (String, Step) {
    let step = soon(steps.message()).await.unwrap().unwrap();
    (step.cursor, step.step.unwrap())
}

/// What an entry is about, or whether a checkpoint is at the end.
fn about(step: &Step) -> String {
    match step {
        Step::Checkpoint(checkpoint) => format!("checkpoint {}", checkpoint.at_end),
        Step::Entry(entry) => match entry.change.as_ref().unwrap().change.as_ref().unwrap() {
            Change::Accepted(accepted) => {
                format!("{} {}", accepted.article.as_ref().unwrap().article_id, accepted.revision)
            }
            Change::Reextracted(accepted) => {
                format!("{} {} read anew", accepted.article.as_ref().unwrap().article_id, accepted.revision)
            }
            Change::Retracted(retracted) => format!("{} retracted", retracted.article_id),
            Change::Erased(erased) => format!("{} erased", erased.article_id),
        },
    }
}

#[tokio::test]
async fn it_begins_at_the_beginning_and_goes_on() {
    let harness = Harness::start(&[]).await;
    let first = harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    harness.take(request("a-1", &quoting("Non"))).await.unwrap();
    let mut steps = tail(&harness, from("")).await.unwrap();
    let (cursor, step) = next(&mut steps).await;
    assert_eq!(
        (about(&step), cursor),
        ("a-1 1".to_owned(), first.cursor),
        "cursors are those of the answers"
    );
    assert_eq!(about(&next(&mut steps).await.1), "a-1 2");
    assert_eq!(about(&next(&mut steps).await.1), "checkpoint true", "the end is told at once");
    let retract =
        v1::RetractArticleRequest { article_id: "a-1".to_owned(), ..v1::RetractArticleRequest::default() };
    soon(harness.ingest().retract_article(retract)).await.unwrap();
    assert_eq!(about(&next(&mut steps).await.1), "a-1 retracted");
    harness.take(request("a-2", &quoting("Oui"))).await.unwrap();
    assert_eq!(about(&next(&mut steps).await.1), "a-2 1");
}

#[tokio::test]
async fn it_resumes_after_any_cursor() {
    let harness = Harness::start(&[]).await;
    let mut cursors = vec![String::new()];
    for n in 0..4 {
        cursors.push(harness.take(request(&format!("a-{n}"), &quoting("Oui"))).await.unwrap().cursor);
    }
    for (seen, cursor) in cursors.iter().enumerate() {
        let mut steps = tail(&harness, from(cursor)).await.unwrap();
        for n in seen..4 {
            assert_eq!(about(&next(&mut steps).await.1), format!("a-{n} 1"));
        }
        let (end, step) = next(&mut steps).await;
        assert_eq!((about(&step), &end), ("checkpoint true".to_owned(), &cursors[4]));
    }
}

#[tokio::test]
async fn checkpoints_come_while_nothing_else_does() {
    let harness = Harness::start(&["--checkpoint-interval", "10ms"]).await;
    let mut steps = tail(&harness, from("")).await.unwrap();
    let (mut cursor, _) = next(&mut steps).await;
    for _ in 0..3 {
        let (later, step) = next(&mut steps).await;
        assert_eq!((about(&step), &later), ("checkpoint true".to_owned(), &cursor));
        cursor = later;
    }
    // A checkpoint of the empty log is a place to resume from.
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    let mut steps = tail(&harness, from(&cursor)).await.unwrap();
    // On a busy machine a checkpoint may be due before the entry is read: it does not claim the end.
    let mut step = about(&next(&mut steps).await.1);
    while step == "checkpoint false" {
        step = about(&next(&mut steps).await.1);
    }
    assert_eq!(step, "a-1 1");
}

#[tokio::test]
async fn one_tenants_entries_pass_over_the_others() {
    let harness = Harness::start(&["--stream-buffer", "2"]).await;
    let mut last = String::new();
    for (n, tenant) in ["press", "default", "pres", "press2", "press", "default"].iter().enumerate() {
        let mut request = request(&format!("a-{n}"), &quoting("Oui"));
        request.article.as_mut().unwrap().tenant = (*tenant).to_owned();
        last = harness.take(request).await.unwrap().cursor;
    }
    let request = v1::TailEventsRequest { tenant: "press".to_owned(), ..from("") };
    let mut steps = tail(&harness, request).await.unwrap();
    assert_eq!(about(&next(&mut steps).await.1), "a-0 1");
    assert_eq!(about(&next(&mut steps).await.1), "a-4 1");
    let (cursor, step) = next(&mut steps).await;
    assert_eq!((about(&step), cursor), ("checkpoint true".to_owned(), last));
}

#[tokio::test]
async fn offsets_count_what_is_asked_for() {
    let harness = Harness::start(&[]).await;
    let text = quoting("Rien à dire");
    harness.take(request("a-1", &text)).await.unwrap();
    let before = &text[..text.find("Rien").unwrap()];
    for (unit, start) in
        [(v1::OffsetUnit::Utf8, before.len()), (v1::OffsetUnit::CodePoints, before.chars().count())]
    {
        let request = v1::TailEventsRequest { offset_unit: unit.into(), ..from("") };
        let mut steps = tail(&harness, request).await.unwrap();
        let Step::Entry(entry) = next(&mut steps).await.1 else { panic!("no entry") };
        assert!(entry.append_time.unwrap().seconds > 0);
        let Some(Change::Accepted(accepted)) = entry.change.unwrap().change else { panic!("not accepted") };
        let span = accepted.events[0].evidence[0].span.unwrap();
        assert_eq!(span.start, i64::try_from(start).unwrap(), "{unit:?}");
    }
}

#[tokio::test]
async fn a_slow_client_misses_nothing() {
    let harness = Harness::start(&["--stream-buffer", "2"]).await;
    let mut steps = tail(&harness, from("")).await.unwrap();
    for n in 0..50 {
        harness.take(request(&format!("a-{n:02}"), &"é ".repeat(10_000))).await.unwrap();
    }
    let mut seen = Vec::new();
    while seen.len() < 50 {
        if let (_, step @ Step::Entry(_)) = next(&mut steps).await {
            seen.push(about(&step));
        }
    }
    let expected: Vec<_> = (0..50).map(|n| format!("a-{n:02} 1")).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn bad_requests_are_refused() {
    let harness = Harness::start(&[]).await;
    let other = Harness::start(&[]).await;
    let cursor = harness.take(request("a-1", &quoting("Oui"))).await.unwrap().cursor;
    let foreign = other.log.cursor(entente_log::Position::new(0)).to_string();
    let beyond = harness.log.cursor(entente_log::Position::new(2)).to_string();
    let mangled = format!("{}{}", &cursor[..cursor.len() - 1], if cursor.ends_with('0') { '1' } else { '0' });
    for (request, code, reason, field) in [
        (from("yesterday"), Code::InvalidArgument, ErrorReason::CursorInvalid, "cursor"),
        (from(&mangled), Code::InvalidArgument, ErrorReason::CursorInvalid, "cursor"),
        (from(&foreign), Code::InvalidArgument, ErrorReason::CursorInvalid, "cursor"),
        (from(&beyond), Code::OutOfRange, ErrorReason::CursorBeyondEnd, "cursor"),
        (
            v1::TailEventsRequest { tenant: "a b".to_owned(), ..from("") },
            Code::InvalidArgument,
            ErrorReason::FieldInvalid,
            "tenant",
        ),
        (
            v1::TailEventsRequest { offset_unit: 8, ..from("") },
            Code::InvalidArgument,
            ErrorReason::FieldInvalid,
            "offset_unit",
        ),
    ] {
        let status = tail(&harness, request).await.unwrap_err();
        assert_eq!(told(&status), (code, reason, field.to_owned()));
    }
}

#[tokio::test]
async fn a_drain_ends_it_with_a_cursor_to_resume_from() {
    let directory = tempfile::TempDir::new().unwrap();
    let harness = Harness::over(directory.path(), &[]).await;
    harness.take(request("a-1", &quoting("Oui"))).await.unwrap();
    let mut steps = tail(&harness, from("")).await.unwrap();
    let (cursor, _) = next(&mut steps).await;
    assert_eq!(about(&next(&mut steps).await.1), "checkpoint true");
    harness.shutdown.begin();
    let status = soon(steps.message()).await.unwrap_err();
    assert_eq!(told(&status), (Code::Unavailable, ErrorReason::Draining, String::new()));
    harness.stop().await;

    let harness = Harness::over(directory.path(), &[]).await;
    harness.take(request("a-2", &quoting("Oui"))).await.unwrap();
    let mut steps = tail(&harness, from(&cursor)).await.unwrap();
    assert_eq!(about(&next(&mut steps).await.1), "a-2 1");
}
