//! Erasing subjects: what is gone, what stays, and what readers see.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

mod support;

use std::path::Path;
use std::time::Duration;

use entente_log::{Append, EmbeddedLog, EventLog, Expected, LogError, Options, Position};
use support::{ALL, append, open, payloads};

const MARKER: &str = "w5Qz-a-text-that-is-to-be-gone-3Vn9";

/// Whether any file in a folder holds the marker.
fn holds_marker(folder: &Path) -> bool {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for child in std::fs::read_dir(folder).unwrap() {
            let path = child.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                if bytes.windows(MARKER.len()).any(|window| window == MARKER.as_bytes()) {
                    return true;
                }
            }
        }
    }
    false
}

fn with_id(subject: &str, payload: &str, id: &str) -> Append {
    Append { message_id: Some(id.as_bytes().to_vec()), ..append(subject, payload) }
}

#[tokio::test]
async fn all_entries_of_a_subject_go_and_a_tombstone_stands() {
    let (_folder, log) = open();
    for (subject, text, id) in
        [("a", "one", "1"), ("b", "two", "2"), ("a", "three", "3"), ("ab", "four", "4")]
    {
        log.append(with_id(subject, text, id)).await.unwrap();
    }
    let erased = log.erase(append("a", "tombstone")).await.unwrap();
    assert_eq!(erased.position, Position::new(5));
    assert_eq!(payloads(&log.read(Position::START, ALL).await.unwrap()), ["two", "four", "tombstone"]);
    // A reader that stood anywhere goes on from there.
    for after in 0..5 {
        let entries = log.read(Position::new(after), ALL).await.unwrap();
        assert_eq!(entries.last().unwrap().payload, "tombstone", "{after}");
        assert_eq!(log.resolve(log.cursor(Position::new(after))), Ok(Position::new(after)));
    }
    assert_eq!(log.last(b"a").await.unwrap().unwrap().payload, "tombstone");
    for (id, there) in [("1", false), ("2", true), ("3", false), ("4", true)] {
        assert_eq!(log.by_message_id(id.as_bytes()).await.unwrap().is_some(), there, "{id}");
    }
    let subjects = log.subjects(b"", None, ALL).await.unwrap();
    assert_eq!(payloads(&subjects), ["tombstone", "four", "two"]);
    // The subject and the message id can be used anew.
    let conflict = Append { expected: Some(Expected::Absent), ..append("a", "again") };
    assert!(matches!(log.append(conflict).await, Err(LogError::Conflict { .. })));
    let again = Append { expected: Some(Expected::At(erased.position)), ..with_id("a", "again", "1") };
    assert_eq!(log.append(again).await.unwrap().position, Position::new(6));
    // Erasing once more takes the earlier tombstone too.
    log.erase(append("a", "second")).await.unwrap();
    assert_eq!(payloads(&log.read(Position::START, ALL).await.unwrap()), ["two", "four", "second"]);
}

#[tokio::test]
async fn an_erasure_demands_what_an_append_may() {
    let (_folder, log) = open();
    log.append(append("a", "one")).await.unwrap();
    let at =
        |position| Append { expected: Some(Expected::At(Position::new(position))), ..append("a", "gone") };
    assert!(matches!(log.erase(at(7)).await, Err(LogError::Conflict { .. })));
    assert_eq!(payloads(&log.read(Position::START, ALL).await.unwrap()), ["one"]);
    log.erase(at(1)).await.unwrap();
    assert_eq!(payloads(&log.read(Position::START, ALL).await.unwrap()), ["gone"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn appends_and_erasures_in_one_go_are_decided_in_their_order() {
    let (_folder, log) = open();
    let mut all = Vec::new();
    for number in 0..50 {
        let subject = format!("s{}", number % 5);
        let append = append(&subject, &number.to_string());
        all.push(if number % 7 == 6 { log.erase(append) } else { log.append(append) });
    }
    let answers = futures::future::join_all(all).await;
    assert!(answers.iter().all(Result::is_ok));
    // What stands of each subject is what came since its last erasure, that included.
    let mut expected: Vec<String> = Vec::new();
    for number in 0..50_usize {
        let erased_later = (number + 1..50).any(|later| later % 5 == number % 5 && later % 7 == 6);
        if !erased_later {
            expected.push(number.to_string());
        }
    }
    assert_eq!(payloads(&log.read(Position::START, ALL).await.unwrap()), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_gone_from_all_files_also_after_a_restart() {
    let (folder, log) = open();
    // As a payload, as a subject and as a message id.
    log.append(with_id(MARKER, MARKER, MARKER)).await.unwrap();
    log.append(with_id("other", "kept", "kept")).await.unwrap();
    assert!(holds_marker(folder.path()), "the test can fail");
    log.append(append("id", MARKER)).await.unwrap();
    let erased = log.erase(append("id", "tombstone")).await.unwrap();
    tokio::time::timeout(Duration::from_secs(120), log.purged(erased.position)).await.unwrap().unwrap();
    assert!(holds_marker(folder.path()), "one subject was not erased");
    // The subject stays with its tombstone; so it is another's that is looked for here.
    assert!(!folder.path().join("log").join("erasing").exists());
    drop(log);
    let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
    assert_eq!(log.oldest(), Position::new(1));
    assert_eq!(log.read(Position::START, ALL).await.unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_that_was_cut_short_is_taken_up_again() {
    let (folder, log) = open();
    log.append(with_id("a", MARKER, MARKER)).await.unwrap();
    let erased = log.erase(append("a", "tombstone")).await.unwrap();
    // It is dropped at once: the purge is given up.
    drop(log);
    assert!(folder.path().join("log").join("erasing").exists() && holds_marker(folder.path()));
    let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
    tokio::time::timeout(Duration::from_secs(120), log.purged(erased.position)).await.unwrap().unwrap();
    assert!(!holds_marker(folder.path()));
    assert!(!folder.path().join("log").join("erasing").exists());
    // The oldest position stays what it was, and no cursor has expired.
    assert_eq!(log.oldest(), Position::new(1));
    drop(log);
    let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
    assert_eq!((log.oldest(), log.newest()), (Position::new(1), Position::new(2)));
}
