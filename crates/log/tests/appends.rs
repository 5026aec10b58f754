//! What appends promise: order, durability, compare-and-append, message ids, bounds.

mod support;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use bytes::Bytes;
use entente_log::{
    Append, EmbeddedLog, EventLog, Expected, LogError, MAX_MESSAGE_ID_BYTES, MAX_SUBJECT_BYTES, Options,
    Position,
};
use futures::future::join_all;
use jiff::Timestamp;
use support::{ALL, append, open, payloads};

#[tokio::test]
async fn entries_are_read_in_the_order_of_their_positions() {
    let (_folder, log) = open();
    assert_eq!((log.newest(), log.oldest()), (Position::START, Position::new(1)));
    for text in ["one", "two", "three"] {
        log.append(append("subject", text)).await.unwrap();
    }
    assert_eq!((log.newest(), log.oldest()), (Position::new(3), Position::new(1)));
    let entries = log.read(Position::START, ALL).await.unwrap();
    assert_eq!(payloads(&entries), ["one", "two", "three"]);
    assert_eq!(entries.iter().map(|entry| entry.position.get()).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(payloads(&log.read(Position::new(2), ALL).await.unwrap()), ["three"]);
    assert_eq!(log.read(Position::new(3), ALL).await.unwrap(), []);
}

#[tokio::test]
async fn everything_survives_a_reopening() {
    let (folder, log) = open();
    let first = Append { message_id: Some(b"m1".to_vec()), ..append("a", "one") };
    let appended = log.append(first.clone()).await.unwrap();
    log.append(append("b", "two")).await.unwrap();
    let before = (log.id(), log.read(Position::START, ALL).await.unwrap());
    drop(log);

    let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
    assert_eq!((log.id(), log.read(Position::START, ALL).await.unwrap()), before);
    assert_eq!((log.newest(), log.oldest()), (Position::new(2), Position::new(1)));
    assert_eq!(log.last(b"a").await.unwrap().unwrap().payload, "one");
    let again = log.append(first).await.unwrap();
    assert_eq!((again.position, again.time, again.duplicate), (appended.position, appended.time, true));
    assert_eq!(log.append(append("c", "three")).await.unwrap().position, Position::new(3));
}

#[tokio::test]
async fn an_append_happens_only_if_its_subject_is_as_expected() {
    let (_folder, log) = open();
    let expecting =
        |subject: &str, expected| Append { expected: Some(expected), ..append(subject, "content") };
    let conflict = |actual: Option<u64>| Err(LogError::Conflict { actual: actual.map(Position::new) });

    assert_eq!(log.append(expecting("a", Expected::At(Position::new(1)))).await, conflict(None));
    assert!(log.append(expecting("a", Expected::Absent)).await.is_ok());
    assert_eq!(log.append(expecting("a", Expected::Absent)).await, conflict(Some(1)));
    // Another subject neither helps nor hinders.
    assert!(log.append(expecting("b", Expected::Absent)).await.is_ok());
    assert_eq!(log.append(expecting("a", Expected::At(Position::new(2)))).await, conflict(Some(1)));
    assert!(log.append(expecting("a", Expected::At(Position::new(1)))).await.is_ok());
    assert_eq!(log.append(expecting("a", Expected::At(Position::new(1)))).await, conflict(Some(3)));
    assert_eq!(log.newest(), Position::new(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_appends_that_expect_the_same_exactly_one_wins() {
    let (_folder, log) = open();
    for round in 0..20 {
        let newest = log.last(b"contested").await.unwrap().map(|entry| entry.position);
        let expected = Some(newest.map_or(Expected::Absent, Expected::At));
        // Some meet in one group, others come after it: both must lose alike.
        let rivals = (0..16).map(|rival| {
            let log = log.clone();
            let append = Append { expected, ..append("contested", &format!("{round}-{rival}")) };
            tokio::spawn(async move { log.append(append).await })
        });
        let outcomes: Vec<_> = join_all(rivals).await.into_iter().map(Result::unwrap).collect();
        let winners: Vec<_> = outcomes.iter().flatten().collect();
        assert_eq!(winners.len(), 1, "{outcomes:?}");
        let actual = Some(winners[0].position);
        let losers = outcomes.iter().filter(|outcome| **outcome == Err(LogError::Conflict { actual }));
        assert_eq!(losers.count(), 15, "{outcomes:?}");
    }
    assert_eq!(log.read(Position::START, ALL).await.unwrap().len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_id_makes_one_entry_however_often_it_comes() {
    let (_folder, log) = open();
    let identified = |text: &str| Append { message_id: Some(b"id".to_vec()), ..append("subject", text) };
    let sent = (0..32).map(|_| log.append(identified("first")));
    let answers: Vec<_> = join_all(sent).await.into_iter().map(Result::unwrap).collect();
    assert!(
        answers.iter().all(|answer| answer.position == Position::new(1) && answer.time == answers[0].time)
    );
    assert_eq!(answers.iter().filter(|answer| !answer.duplicate).count(), 1);

    // Neither other content nor an expectation that no longer holds makes it another append.
    let repeated = Append { expected: Some(Expected::Absent), ..identified("other") };
    let answer = log.append(repeated).await.unwrap();
    assert_eq!((answer.position, answer.duplicate), (Position::new(1), true));
    assert_eq!(log.newest(), Position::new(1));
    let entry = log.by_message_id(b"id").await.unwrap().unwrap();
    assert_eq!((entry.payload, entry.message_id), (Bytes::from("first"), Some(b"id".to_vec())));
    assert_eq!(log.by_message_id(b"i").await.unwrap(), None);
    assert_eq!(log.by_message_id(b"").await.unwrap(), None);
}

#[tokio::test]
async fn a_refused_append_does_not_use_up_its_message_id() {
    let (_folder, log) = open();
    let position = Some(Expected::At(Position::new(9)));
    let refused = Append { message_id: Some(b"id".to_vec()), expected: position, ..append("a", "one") };
    assert_eq!(log.append(refused.clone()).await, Err(LogError::Conflict { actual: None }));
    let answer = log.append(Append { expected: None, ..refused }).await.unwrap();
    assert_eq!((answer.position, answer.duplicate), (Position::new(1), false));
}

#[tokio::test]
async fn what_no_log_could_keep_is_refused_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { max_entry_bytes: 4000, ..Options::default() };
    let log = EmbeddedLog::open(folder.path(), options).unwrap();
    let with_id = |id: Vec<u8>| Append { message_id: Some(id), ..append("a", "") };
    let of_size = |bytes: usize| Append { payload: vec![0; bytes - 1].into(), ..append("a", "") };
    let too_large = |field, bytes, limit| Err(LogError::TooLarge { field, bytes, limit });
    let empty = |field| Err(LogError::Invalid { field, reason: "must not be empty" });

    assert_eq!(log.append(append("", "")).await, empty("subject"));
    let (longest, longer) = (MAX_SUBJECT_BYTES, MAX_SUBJECT_BYTES + 1);
    assert_eq!(log.append(append(&"a".repeat(longer), "")).await, too_large("subject", longer, longest));
    assert!(log.append(append(&"a".repeat(longest), "")).await.is_ok());

    assert_eq!(log.append(with_id(vec![])).await, empty("message_id"));
    let (longest, longer) = (MAX_MESSAGE_ID_BYTES, MAX_MESSAGE_ID_BYTES + 1);
    assert_eq!(log.append(with_id(vec![b'm'; longer])).await, too_large("message_id", longer, longest));
    assert!(log.append(with_id(vec![b'm'; longest])).await.is_ok());

    assert_eq!(log.append(of_size(4001)).await, too_large("entry", 4001, 4000));
    assert!(log.append(of_size(4000)).await.is_ok());
    assert_eq!(log.newest(), Position::new(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_smaller_than_its_entries_delays_them_and_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { max_queued_bytes: 1000, max_group_entries: 3, ..Options::default() };
    let log = Arc::new(EmbeddedLog::open(folder.path(), options).unwrap());
    let sent = (0..40).map(|_| log.append(append("a", &"x".repeat(2000))));
    let mut positions: Vec<_> =
        join_all(sent).await.into_iter().map(|sent| sent.unwrap().position.get()).collect();
    positions.sort_unstable();
    assert_eq!(positions, (1..=40).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_append_that_nobody_waits_for_is_made_or_not_and_its_message_id_tells() {
    let (folder, log) = open();
    let identified = Append { message_id: Some(b"id".to_vec()), ..append("a", "one") };
    let mut abandoned = log.append(identified.clone());
    assert!(futures::poll!(&mut abandoned).is_pending());
    drop(abandoned);
    drop(log);
    let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
    // It was queued, and closing the log serves what is queued.
    let answer = log.append(identified).await.unwrap();
    assert_eq!((answer.position, answer.duplicate), (Position::new(1), true));
}

#[tokio::test]
async fn time_never_goes_back_even_if_the_clock_does() {
    static NOW: AtomicI64 = AtomicI64::new(0);
    let clock = || Timestamp::from_nanosecond(i128::from(NOW.load(Ordering::SeqCst))).unwrap();
    let options = Options { clock, ..Options::default() };
    let folder = tempfile::tempdir().unwrap();
    let mut log = EmbeddedLog::open(folder.path(), options).unwrap();
    let mut times = Vec::new();
    for nanoseconds in [5_000_999, 9_000_000, 2_000_000, 9_000_001, 12_000_000, 0] {
        NOW.store(nanoseconds, Ordering::SeqCst);
        times.push(log.append(append("a", "")).await.unwrap().time.as_nanosecond());
        drop(log);
        log = EmbeddedLog::open(folder.path(), options).unwrap();
    }
    // Whole microseconds; a time that would go back repeats the newest.
    assert_eq!(times, [5_000_000, 9_000_000, 9_000_000, 9_000_000, 12_000_000, 12_000_000]);
    let read = log.read(Position::START, ALL).await.unwrap();
    assert_eq!(read.iter().map(|entry| entry.time.as_nanosecond()).collect::<Vec<_>>(), times);
}
