//! What reads promise: bounded batches, subjects by pages, tails, cursors, one opener.

mod support;

use entente_log::{Cursor, EmbeddedLog, EventLog, Limit, LogError, LogId, Options, Position};
use futures::{FutureExt, future::join_all};
use support::{ALL, append, open, payloads};

#[tokio::test]
async fn a_batch_is_bounded_in_entries_and_bytes_and_never_stuck() {
    let (_folder, log) = open();
    for text in ["first", "second", "third"] {
        log.append(append("s", text)).await.unwrap();
    }
    // (entries, bytes) -> what a read from the start returns; sizes are 6, 7 and 6 bytes with the subject.
    for (entries, bytes, expected) in [
        (2, usize::MAX, &["first", "second"][..]),
        (9, usize::MAX, &["first", "second", "third"]),
        (9, 0, &["first"]),
        (9, 6, &["first"]),
        (9, 7, &["first", "second"]),
        (9, 13, &["first", "second"]),
        (9, 14, &["first", "second", "third"]),
        (0, usize::MAX, &[]),
    ] {
        let read = log.read(Position::START, Limit { entries, bytes }).await.unwrap();
        assert_eq!(payloads(&read), expected, "{entries} entries, {bytes} bytes");
    }
}

#[tokio::test]
async fn a_position_beyond_the_end_is_refused() {
    let (_folder, log) = open();
    log.append(append("a", "one")).await.unwrap();
    let (position, newest) = (Position::new(2), Position::new(1));
    let beyond = LogError::BeyondEnd { position, newest };
    assert_eq!(log.read(position, ALL).await, Err(beyond.clone()));
    assert_eq!(log.changed(position).await, Err(beyond.clone()));
    assert_eq!(log.resolve(log.cursor(position)), Err(beyond));
    assert!(matches!(log.read(Position::new(u64::MAX), ALL).await, Err(LogError::BeyondEnd { .. })));
}

#[tokio::test]
async fn a_cursor_is_good_in_its_own_log_only() {
    let (_folder, log) = open();
    log.append(append("a", "one")).await.unwrap();
    let cursor: Cursor = log.cursor(Position::new(1)).to_string().parse().unwrap();
    assert_eq!(log.resolve(cursor), Ok(Position::new(1)));
    assert_eq!(log.resolve(log.cursor(Position::START)), Ok(Position::START));

    let (_other_folder, other) = open();
    other.append(append("a", "one")).await.unwrap();
    let refused = LogError::OtherLog { cursor: log.id(), log: other.id() };
    assert_eq!(other.resolve(cursor), Err(refused));
    let guessed = Cursor { log: LogId::random(), position: Position::new(1) };
    assert!(matches!(log.resolve(guessed), Err(LogError::OtherLog { .. })));
}

#[tokio::test]
async fn the_newest_entry_of_a_subject_is_that_of_exactly_this_subject() {
    let (_folder, log) = open();
    for (subject, text) in [("a", "a1"), ("ab", "ab1"), ("a", "a2")] {
        log.append(append(subject, text)).await.unwrap();
    }
    for (subject, expected) in
        [("a", Some(("a2", 3))), ("ab", Some(("ab1", 2))), ("b", None), ("", None), ("abc", None)]
    {
        let last = log.last(subject.as_bytes()).await.unwrap();
        let last =
            last.as_ref().map(|entry| (std::str::from_utf8(&entry.payload).unwrap(), entry.position.get()));
        assert_eq!(last, expected, "{subject}");
    }
}

#[tokio::test]
async fn subjects_are_listed_by_prefix_in_pages_each_once_and_newest() {
    let (_folder, log) = open();
    for (subject, text) in [
        ("t1/b", "old"),
        ("t2/a", "other tenant"),
        ("t1/a", "a"),
        ("t1/b", "b"),
        ("t1/\u{e9}", "é"),
        ("t1/c", "c"),
        ("t", "shorter"),
    ] {
        log.append(append(subject, text)).await.unwrap();
    }
    for page_size in 1..=5 {
        let (mut listed, mut after) = (Vec::new(), None::<Vec<u8>>);
        loop {
            let limit = Limit { entries: page_size, bytes: usize::MAX };
            let page = log.subjects(b"t1/", after.as_deref(), limit).await.unwrap();
            assert!(page.len() <= page_size);
            let Some(last) = page.last() else { break };
            after = Some(last.subject.clone());
            listed.extend(page);
        }
        assert_eq!(payloads(&listed), ["a", "b", "c", "é"], "pages of {page_size}");
    }
    assert_eq!(payloads(&log.subjects(b"", None, ALL).await.unwrap()).len(), 6);
    // A page token from before the prefix starts at the prefix, one from behind it ends the list.
    assert_eq!(log.subjects(b"t1/", Some(b"a"), ALL).await.unwrap().len(), 4);
    assert_eq!(log.subjects(b"t1/", Some(b"t2/"), ALL).await.unwrap(), []);
    assert_eq!(payloads(&log.subjects(b"t1/", None, Limit { entries: 9, bytes: 1 }).await.unwrap()), ["a"]);
}

#[tokio::test]
async fn a_tail_waits_until_there_is_something_new() {
    let (_folder, log) = open();
    let mut waiting = log.changed(Position::START);
    assert!(futures::poll!(&mut waiting).is_pending());
    log.append(append("a", "one")).await.unwrap();
    assert_eq!(waiting.await, Ok(Position::new(1)));
    // What came before the question counts.
    assert_eq!(log.changed(Position::START).now_or_never(), Some(Ok(Position::new(1))));
    assert_eq!(log.changed(Position::new(1)).now_or_never(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_tail_sees_every_entry_once_in_order_while_many_append() {
    const WRITERS: usize = 50;
    const EACH: usize = 40;
    let (_folder, log) = open();
    let tail = |from: Position| {
        let log = log.clone();
        tokio::spawn(async move {
            let (mut seen, mut position) = (Vec::new(), from);
            while position.get() < (WRITERS * EACH) as u64 {
                let newest = log.changed(position).await.unwrap();
                let batch = log.read(position, Limit { entries: 17, bytes: 4096 }).await.unwrap();
                assert!(!batch.is_empty(), "changed() said {newest}, nothing after {position}");
                for entry in batch {
                    assert!(entry.position > position);
                    position = entry.position;
                    seen.push(entry);
                }
            }
            seen
        })
    };
    let tails = [tail(Position::START), tail(Position::START)];
    let writers = (0..WRITERS).map(|writer| {
        let log = log.clone();
        tokio::spawn(async move {
            let mut positions = Vec::new();
            for number in 0..EACH {
                let appended = log.append(append(&format!("w{writer}"), &format!("{writer}-{number}"))).await;
                let appended = appended.unwrap();
                // Whoever has an answer finds it within the log and in its indexes.
                assert!(log.newest() >= appended.position);
                let last = log.last(format!("w{writer}").as_bytes()).await.unwrap().unwrap();
                assert_eq!(last.position, appended.position);
                positions.push(appended.position);
            }
            positions
        })
    });
    let positions: Vec<_> = join_all(writers).await.into_iter().map(Result::unwrap).collect();
    for tail in tails {
        let seen = tail.await.unwrap();
        assert_eq!(seen.len(), WRITERS * EACH);
        assert!(
            seen.windows(2).all(|pair| pair[0].position < pair[1].position && pair[0].time <= pair[1].time)
        );
        for (writer, positions) in positions.iter().enumerate() {
            let mine = seen.iter().filter(|entry| entry.subject == format!("w{writer}").as_bytes());
            let expected = positions.iter().enumerate();
            assert!(
                mine.map(|entry| (entry.position, entry.payload.clone()))
                    .eq(expected.map(|(number, position)| (*position, format!("{writer}-{number}").into()))),
                "writer {writer}"
            );
        }
    }
}

#[tokio::test]
async fn a_directory_admits_one_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
    let path = folder.path().to_owned();
    let second = EmbeddedLog::open(folder.path(), Options::default());
    assert_eq!(second.unwrap_err(), LogError::InUse { path });
    // The refusal harms the first in nothing, and its end frees the directory.
    log.append(append("a", "one")).await.unwrap();
    drop(log);
    let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
    assert_eq!(log.newest(), Position::new(1));
}

#[test]
fn a_path_that_is_no_directory_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = EmbeddedLog::open(&file, Options::default()).unwrap_err();
    assert!(matches!(&error, LogError::Open { path, .. } if *path == file), "{error}");
}
