//! kill -9 in the middle of erasures and purges: each is whole or has not begun, and the purge is taken up again.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is one test, also what stands outside its function"
)]

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use entente_log::{Append, EmbeddedLog, EventLog as _, Limit, Options, Position, check};

/// Names the directory that this test binary writes to, when it runs as its own child.
const ERASER: &str = "ENTENTE_LOG_TEST_ERASER";
const TEST: &str = "an_erasure_is_whole_or_has_not_begun_when_its_process_is_killed";
const KILLS: usize = 3;
const SUBJECTS: usize = 40;
const ENTRIES: usize = 3;
const ALL: Limit = Limit { entries: usize::MAX, bytes: usize::MAX };

fn append(subject: usize, payload: Vec<u8>) -> Append {
    Append { subject: format!("s{subject:03}").into_bytes(), payload: payload.into(), ..Append::default() }
}

/// The bytes of an entry, like no others: the store packs what it has seen before, and these stand in its files as they are.
fn marker(subject: usize, number: usize) -> Vec<u8> {
    let seed = u64::try_from(1 + subject * ENTRIES + number).unwrap();
    let mixed = |salt: u64| {
        (seed ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
    };
    let mut marker: Vec<u8> =
        [mixed(0), mixed(u64::MAX)].iter().flat_map(|half| half.to_be_bytes()).collect();
    marker[0] |= 1;
    marker
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_whole_or_has_not_begun_when_its_process_is_killed() {
    if let Some(path) = std::env::var_os(ERASER) {
        return erase_all(Path::new(&path)).await;
    }
    for kill in 0..KILLS {
        let folder = tempfile::tempdir().unwrap();
        let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
        for subject in 0..SUBJECTS {
            for number in 0..ENTRIES {
                log.append(append(subject, marker(subject, number))).await.unwrap();
            }
        }
        drop(log);
        let acknowledged = run_and_kill(folder.path(), kill * SUBJECTS / KILLS);

        assert_eq!(check(folder.path()).unwrap().problems, Vec::<String>::new(), "kill {kill}");
        let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
        let entries = log.read(Position::START, ALL).await.unwrap();
        let mut erased = BTreeSet::new();
        for subject in 0..SUBJECTS {
            let name = format!("s{subject:03}").into_bytes();
            let of_subject: Vec<_> = entries.iter().filter(|entry| entry.subject == name).collect();
            let is_erased = of_subject.iter().any(|entry| entry.payload == "tombstone");
            assert_eq!(
                of_subject.len(),
                if is_erased { 1 } else { ENTRIES },
                "subject {subject}, kill {kill}"
            );
            if is_erased {
                erased.insert(subject);
            }
        }
        assert!(acknowledged.is_subset(&erased), "kill {kill}: what was acknowledged is erased");
        if let Some(newest) =
            entries.iter().filter(|entry| entry.payload == "tombstone").map(|entry| entry.position).max()
        {
            tokio::time::timeout(Duration::from_secs(120), log.purged(newest)).await.unwrap().unwrap();
        }
        drop(log);
        let left = subjects_in_files(folder.path());
        assert!(left.is_disjoint(&erased), "kill {kill}: {left:?} are left of {erased:?}");
        assert_eq!(left.len() + erased.len(), SUBJECTS, "the test can fail");
    }
}

/// Runs the eraser until it has acknowledged so many and kills it; the subjects that it said are erased.
fn run_and_kill(path: &Path, moment: usize) -> BTreeSet<usize> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", TEST, "--nocapture"])
        .env(ERASER, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = BTreeSet::new();
    let mut take = |line: String| {
        let subject = line.strip_prefix("erased ").and_then(|rest| rest.strip_suffix(" ."));
        if let Some(subject) = subject {
            acknowledged.insert(subject.parse().unwrap());
        }
        acknowledged.len()
    };
    while take(lines.next().expect("the eraser goes on until it is killed").unwrap()) <= moment {}
    child.kill().unwrap();
    for line in lines {
        take(line.unwrap());
    }
    child.wait().unwrap();
    acknowledged
}

/// The child: erases one subject after the other, then waits for its end.
async fn erase_all(path: &Path) {
    let log = EmbeddedLog::open(path, Options::default()).unwrap();
    for subject in 0..SUBJECTS {
        log.erase(append(subject, b"tombstone".to_vec())).await.unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "erased {subject} .").unwrap();
        out.flush().unwrap();
    }
    tokio::time::sleep(Duration::from_secs(600)).await;
}

/// The subjects whose bytes stand in some file.
fn subjects_in_files(folder: &Path) -> BTreeSet<usize> {
    let markers =
        (0..SUBJECTS).flat_map(|subject| (0..ENTRIES).map(move |number| (marker(subject, number), subject)));
    let markers: HashMap<Vec<u8>, usize> = markers.collect();
    let length = marker(0, 0).len();
    let (mut open, mut found) = (vec![folder.to_owned()], BTreeSet::new());
    while let Some(folder) = open.pop() {
        for child in std::fs::read_dir(folder).unwrap() {
            let path = child.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            // Journals are zeros for the most part.
            let begins = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0).map(|(at, _)| at);
            let here = begins.filter_map(|at| markers.get(bytes.get(at..at + length)?));
            found.extend(here);
        }
    }
    found
}
