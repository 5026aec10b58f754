//! kill -9 in the middle of erasures and purges: each is whole or has not begun, and the purge is taken up again.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is one test, also what stands outside its function"
)]

use std::collections::BTreeSet;
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

fn append(subject: usize, payload: String) -> Append {
    Append { subject: format!("s{subject:03}").into_bytes(), payload: payload.into(), ..Append::default() }
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
                log.append(append(subject, format!("text-{subject:03}-{number}"))).await.unwrap();
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
        log.erase(append(subject, "tombstone".to_owned())).await.unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "erased {subject} .").unwrap();
        out.flush().unwrap();
    }
    tokio::time::sleep(Duration::from_secs(600)).await;
}

/// The subjects whose texts stand in some file.
fn subjects_in_files(folder: &Path) -> BTreeSet<usize> {
    const TEXT: &[u8] = b"text-";
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
            let mut rest = bytes.as_slice();
            while let Some(at) = rest.iter().position(|&byte| byte == TEXT[0]) {
                rest = &rest[at..];
                let number =
                    rest.strip_prefix(TEXT).and_then(|number| std::str::from_utf8(number.get(..3)?).ok());
                found.extend(number.and_then(|number| number.parse::<usize>().ok()));
                rest = &rest[1..];
            }
        }
    }
    found
}
