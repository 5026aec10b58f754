//! Timelines, contradictions, and streams of how facts change.

use crate::support::{FakeLog, Running, Sample, told};
use entente_model::StakeStatus;
use entente_wire::v1::watch_facts_response::Step;
use entente_wire::v1::{
    Contradiction, ContradictionKind, ErrorReason, EventType, FactChanges, FactStatus, GetTimelineRequest,
    ListContradictionsRequest, RevisionReason, TimelineEntry, WatchFactsRequest, WatchFactsResponse,
};
use prost_types::Timestamp;
use tonic::{Code, Streaming};

const HOLDER: &str = "Vaucresson Énergie";
const TARGET: &str = "Hautecombe Industries";

fn stages(entries: &[TimelineEntry]) -> Vec<(FactStatus, &str, Option<f64>)> {
    let show = |entry: &'_ TimelineEntry| {
        let stage = entry.stage.as_ref().unwrap();
        stage.share.and_then(|share| share.exact)
    };
    entries
        .iter()
        .map(|entry| {
            let stage = entry.stage.as_ref().unwrap();
            (stage.status(), stage.from.as_ref().unwrap().latest.as_str(), show(entry))
        })
        .collect()
}

#[tokio::test]
async fn a_timeline_is_in_the_order_of_days() {
    let log = FakeLog::new(1);
    log.append(&Sample { share: 15.0, time: Some("2023-11-08"), ..Sample::new("a-1") }.accept());
    log.append(&Sample { share: 43.4, time: Some("2020-01-31"), ..Sample::new("a-2") }.accept());
    log.append(
        &Sample { target: "Brévannes", share: 30.0, time: Some("2021-05-02"), ..Sample::new("a-3") }.accept(),
    );
    let planned =
        Sample { status: StakeStatus::Planned, share: 20.0, time: Some("2025-06-01"), ..Sample::new("a-4") };
    let cursor = log.append(&planned.accept());
    let (mut running, _folder) = Running::on(&log).await;
    let request =
        GetTimelineRequest { entity: "vaucresson energie".to_owned(), cursor, ..Default::default() };
    let whole = running.client.get_timeline(request.clone()).await.unwrap().into_inner();
    assert_eq!(
        stages(&whole.entries),
        [
            (FactStatus::InForce, "2020-01-31", Some(43.4)),
            (FactStatus::InForce, "2021-05-02", Some(30.0)),
            (FactStatus::InForce, "2023-11-08", Some(15.0)),
            (FactStatus::Planned, "2024-03-05", Some(20.0)),
        ]
    );
    assert!(!whole.truncated && whole.next_page_token.is_empty());
    assert_eq!(whole.entries[0].lead.as_ref().unwrap().event_id, "a-2/1/0");
    assert!(whole.entries[0].denial.is_none());

    let pair = GetTimelineRequest { counterpart: "brevannes".to_owned(), ..request.clone() };
    let pair = running.client.get_timeline(pair).await.unwrap().into_inner();
    assert_eq!(stages(&pair.entries), [(FactStatus::InForce, "2021-05-02", Some(30.0))]);
    let said = GetTimelineRequest { types: vec![EventType::Statement.into()], ..request.clone() };
    assert_eq!(running.client.get_timeline(said).await.unwrap().into_inner().entries.len(), 1);
    let before = Some(Timestamp { seconds: 1_710_000_000, nanos: 0 });
    let before = GetTimelineRequest { known_at: before, ..request.clone() };
    let before = running.client.get_timeline(before).await.unwrap().into_inner();
    assert_eq!(stages(&before.entries), [(FactStatus::InForce, "2023-11-08", Some(15.0))]);

    let (mut paged, mut token) = (Vec::new(), String::new());
    loop {
        let page = GetTimelineRequest { page_size: 1, page_token: token, ..request.clone() };
        let page = running.client.get_timeline(page).await.unwrap().into_inner();
        assert!(page.entries.len() <= 1);
        paged.extend(page.entries);
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(stages(&paged), stages(&whole.entries));

    for (bad, field) in [
        (GetTimelineRequest { entity: " ".to_owned(), ..request.clone() }, "entity"),
        (GetTimelineRequest { types: vec![1, 9], ..request.clone() }, "types[1]"),
        (GetTimelineRequest { page_size: -2, ..request.clone() }, "page_size"),
        (GetTimelineRequest { counterpart: "\u{7}".to_owned(), ..request.clone() }, "counterpart"),
        (
            GetTimelineRequest { known_at: Some(Timestamp { seconds: -9, nanos: 0 }), ..request.clone() },
            "known_at",
        ),
    ] {
        let status = running.client.get_timeline(bad).await.unwrap_err();
        assert_eq!(told(&status), (ErrorReason::FieldInvalid, field.to_owned()));
    }
    running.stop().await;
}

fn shown(contradictions: &[Contradiction]) -> Vec<(ContradictionKind, &str)> {
    contradictions.iter().map(|found| (found.kind(), found.description.as_str())).collect()
}

#[tokio::test]
async fn what_is_at_odds_is_listed_with_both_sides() {
    let log = FakeLog::new(1);
    let day = Some("2024-03-01");
    log.append(&Sample { share: 20.0, time: day, ..Sample::new("a-1") }.accept());
    log.append(&Sample { share: 30.0, time: day, ..Sample::new("a-2") }.accept());
    log.append(
        &Sample { target: "Brévannes", status: StakeStatus::Planned, ..Sample::new("rumour") }.accept(),
    );
    let denial =
        Sample { target: "Brévannes", status: StakeStatus::Planned, denied: true, ..Sample::new("denial") };
    let cursor = log.append(&denial.accept());
    let (mut running, _folder) = Running::on(&log).await;
    let all = ListContradictionsRequest { cursor, ..ListContradictionsRequest::default() };
    let found = running.client.list_contradictions(all.clone()).await.unwrap().into_inner().contradictions;
    assert_eq!(
        shown(&found),
        [
            (
                ContradictionKind::Denied,
                "Vaucresson Énergie and Brévannes: it is told to be planned, and denied"
            ),
            (
                ContradictionKind::SharesDiffer,
                "Vaucresson Énergie holds 20% of Hautecombe Industries and 30% of Hautecombe Industries on 2024-03-01"
            ),
        ]
    );
    let sides = [&found[1].one_side, &found[1].other_side].map(|side| side[0].event_id.as_str());
    assert_eq!(sides, ["a-1/1/0", "a-2/1/0"]);
    assert!(found[0].other_side[0].denies && !found[0].one_side[0].denies);

    let page = ListContradictionsRequest { page_size: 1, ..all.clone() };
    let first = running.client.list_contradictions(page.clone()).await.unwrap().into_inner();
    let rest = ListContradictionsRequest { page_token: first.next_page_token, ..page };
    let rest = running.client.list_contradictions(rest).await.unwrap().into_inner();
    assert_eq!((&first.contradictions[0], &rest.contradictions[0]), (&found[0], &found[1]));
    assert!(rest.next_page_token.is_empty());

    let kinds =
        ListContradictionsRequest { kinds: vec![ContradictionKind::SharesDiffer.into()], ..all.clone() };
    assert_eq!(
        running.client.list_contradictions(kinds).await.unwrap().into_inner().contradictions,
        found[1..]
    );
    for (entity, expected) in [("brevannes", 1), (HOLDER, 2), (TARGET, 1), ("nobody", 0)] {
        let of = ListContradictionsRequest { entity: entity.to_owned(), ..all.clone() };
        let of = running.client.list_contradictions(of).await.unwrap().into_inner().contradictions;
        assert_eq!(of.len(), expected, "{entity}");
    }
    for (bad, field) in [
        (ListContradictionsRequest { kinds: vec![7], ..all.clone() }, "kinds[0]"),
        (ListContradictionsRequest { entity: "a\tb".to_owned(), ..all.clone() }, "entity"),
        (ListContradictionsRequest { page_size: -1, ..all.clone() }, "page_size"),
        (ListContradictionsRequest { offset_unit: 8, ..all.clone() }, "offset_unit"),
    ] {
        let status = running.client.list_contradictions(bad).await.unwrap_err();
        assert_eq!(told(&status), (ErrorReason::FieldInvalid, field.to_owned()));
    }
    // What is withdrawn is at odds with nothing.
    let cursor = log.append(&denial.retract());
    let left = ListContradictionsRequest { cursor, ..all };
    assert_eq!(
        running.client.list_contradictions(left).await.unwrap().into_inner().contradictions,
        found[1..]
    );
    running.stop().await;
}

async fn watch(running: &Running, request: WatchFactsRequest) -> Streaming<WatchFactsResponse> {
    running.client.clone().watch_facts(request).await.unwrap().into_inner()
}

/// The next changes, checkpoints passed over, and the cursor after them.
async fn changes(stream: &mut Streaming<WatchFactsResponse>) -> (FactChanges, String) {
    loop {
        let response = stream.message().await.unwrap().unwrap();
        if let Some(Step::Changes(changes)) = response.step {
            return (changes, response.cursor);
        }
    }
}

fn reasons(changes: &FactChanges) -> Vec<RevisionReason> {
    changes.revisions.iter().map(entente_wire::v1::FactRevision::reason).collect()
}

#[tokio::test]
async fn how_facts_change_is_one_stream_that_goes_on_where_it_was() {
    let log = FakeLog::new(1);
    let day = Some("2024-03-01");
    let first = log.append(&Sample { share: 20.0, time: day, ..Sample::new("a-1") }.accept());
    log.append(&Sample { tenant: "other", ..Sample::new("theirs") }.accept());
    log.append(&Sample { share: 30.0, time: day, ..Sample::new("a-2") }.accept());
    let (running, _folder) = Running::on(&log).await;
    let stakes = |cursor: &str| WatchFactsRequest {
        cursor: cursor.to_owned(),
        types: vec![EventType::Stake.into()],
        ..WatchFactsRequest::default()
    };
    let mut stream = watch(&running, stakes(&first)).await;
    let (missed, resume) = changes(&mut stream).await;
    assert_eq!(reasons(&missed), [RevisionReason::Contradiction]);
    assert_eq!(shown(&missed.contradictions).len(), 1);
    assert_eq!(missed.revisions[0].article_id, "a-2");

    log.append(&Sample { revision: 2, share: 20.0, time: day, ..Sample::new("a-2") }.accept());
    let (corrected, _) = changes(&mut stream).await;
    assert_eq!((reasons(&corrected), corrected.contradictions.len()), (vec![RevisionReason::Correction], 0));
    log.append(&Sample { revision: 2, ..Sample::new("a-2") }.retract());
    let (retracted, _) = changes(&mut stream).await;
    assert_eq!(reasons(&retracted), [RevisionReason::Retraction]);
    assert_eq!(retracted.revisions[0].fact.as_ref().unwrap().support_count, 1);

    let mut resumed = watch(&running, stakes(&resume)).await;
    assert_eq!(changes(&mut resumed).await.0.revisions, corrected.revisions);
    running.stop().await;
}

#[tokio::test]
async fn a_watch_of_facts_shows_what_it_is_asked_for_and_ends_with_a_drain() {
    let log = FakeLog::new(1);
    let end = log.append(&Sample::new("a-1").accept());
    let (running, _folder) = Running::on(&log).await;
    running.health_is(tonic_health::pb::health_check_response::ServingStatus::Serving).await;
    let request = WatchFactsRequest { entity: "Brévannes".to_owned(), ..WatchFactsRequest::default() };
    let mut stream = watch(&running, request).await;
    let idle = stream.message().await.unwrap().unwrap();
    assert_eq!((idle.cursor, matches!(idle.step, Some(Step::Checkpoint(_)))), (end, true));
    log.append(&Sample::new("a-2").accept());
    log.append(&Sample { target: "Brévannes", ..Sample::new("a-3") }.accept());
    let (matching, _) = changes(&mut stream).await;
    assert_eq!(
        (reasons(&matching), matching.revisions[0].article_id.as_str()),
        (vec![RevisionReason::FirstTold], "a-3")
    );

    for (bad, reason, field) in [
        (WatchFactsRequest { types: vec![7], ..Default::default() }, ErrorReason::FieldInvalid, "types[0]"),
        (
            WatchFactsRequest { entity: "\n".to_owned(), ..Default::default() },
            ErrorReason::FieldInvalid,
            "entity",
        ),
        (
            WatchFactsRequest { cursor: "x".to_owned(), ..Default::default() },
            ErrorReason::CursorInvalid,
            "cursor",
        ),
    ] {
        let status = running.client.clone().watch_facts(bad).await.unwrap_err();
        assert_eq!(told(&status), (reason, field.to_owned()));
    }
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
