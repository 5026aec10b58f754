//! kill -9 at random moments: what was acknowledged is there, once, at its position.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is one test, also what stands outside its function"
)]

use std::{
    collections::{HashMap, HashSet},
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use entente_log::{Append, EmbeddedLog, EventLog, Expected, Limit, LogId, Options, Position};

/// Names the directory that this test binary writes to, when it runs as its own child.
const WRITER: &str = "ENTENTE_LOG_TEST_WRITER";
const KILLS: usize = 10;
const TASKS: usize = 48;
const ALL: Limit = Limit { entries: usize::MAX, bytes: usize::MAX };

/// Small enough for the store to write its trees out many times between two kills.
fn options() -> Options {
    Options { write_buffer_bytes: 256 * 1024, ..Options::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kills_and_nothing_is_doubled() {
    if let Some(path) = std::env::var_os(WRITER) {
        return write_for_ever(Path::new(&path)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    // Message id -> the position that the writer was told.
    let mut acknowledged = HashMap::new();
    for kill in 0..KILLS {
        let before = acknowledged.len();
        run_and_kill(folder.path(), random_below(800), &mut acknowledged);
        let log = EmbeddedLog::open(folder.path(), options()).unwrap();
        check(&log, &acknowledged).await;
        assert!(acknowledged.len() >= before, "kill {kill}");
    }
    assert!(acknowledged.len() > KILLS, "the writer got nowhere");
}

/// Runs the writer and kills it once it has acknowledged `moment` appends more, in the midst of others.
fn run_and_kill(path: &Path, moment: usize, acknowledged: &mut HashMap<String, u64>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "what_was_acknowledged_survives_kills_and_nothing_is_doubled", "--nocapture"])
        .env(WRITER, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut take = |line: std::io::Result<String>| {
        let line = line.unwrap();
        // A line cut off by the kill lacks its end mark.
        let Some(rest) = line.strip_prefix("acknowledged ").and_then(|rest| rest.strip_suffix(" .")) else {
            return false;
        };
        let (position, id) = rest.split_once(' ').unwrap();
        let again = acknowledged.insert(id.to_owned(), position.parse().unwrap());
        assert_eq!(again, None, "{id} was acknowledged twice");
        true
    };
    let mut seen = 0;
    while seen <= moment {
        let line = lines.next().expect("the writer goes on until it is killed");
        seen += usize::from(take(line));
    }
    child.kill().unwrap();
    // What it still said before it died counts as well.
    for line in lines {
        take(line);
    }
    child.wait().unwrap();
}

async fn check(log: &EmbeddedLog, acknowledged: &HashMap<String, u64>) {
    let entries = log.read(Position::START, ALL).await.unwrap();
    let positions = entries.iter().map(|entry| entry.position.get());
    assert!(positions.eq(1..=entries.len() as u64), "positions are dense");
    assert_eq!(log.newest().get(), entries.len() as u64);
    assert!(entries.windows(2).all(|pair| pair[0].time <= pair[1].time), "time ascends");

    let ids: HashSet<_> = entries.iter().map(|entry| entry.message_id.clone().unwrap()).collect();
    assert_eq!(ids.len(), entries.len(), "no message id is doubled");
    for (id, position) in acknowledged {
        let entry = entries.get(usize::try_from(*position).unwrap() - 1);
        let entry = entry.unwrap_or_else(|| panic!("{id} was acknowledged at {position} and is gone"));
        assert_eq!(entry.message_id.as_deref(), Some(id.as_bytes()));
    }

    // Both indexes say what the entries say.
    let mut newest = HashMap::new();
    for entry in &entries {
        newest.insert(entry.subject.clone(), entry.position);
    }
    let listed = log.subjects(b"", None, ALL).await.unwrap();
    assert_eq!(
        listed.into_iter().map(|entry| (entry.subject, entry.position)).collect::<HashMap<_, _>>(),
        newest
    );
    for entry in entries.iter().step_by(50) {
        let id = entry.message_id.as_deref().unwrap();
        assert_eq!(log.by_message_id(id).await.unwrap().as_ref(), Some(entry));
    }
}

/// The child: appends from many tasks and says what was acknowledged, until it is killed.
async fn write_for_ever(path: &Path) {
    let log: Arc<dyn EventLog> = Arc::new(EmbeddedLog::open(path, options()).unwrap());
    let run = LogId::random();
    let tasks = (0..TASKS).map(|task| {
        let log = log.clone();
        tokio::spawn(async move {
            let subject = format!("subject-{task}");
            let mut newest = log.last(subject.as_bytes()).await.unwrap().map(|entry| entry.position);
            for number in 0_u64.. {
                let id = format!("{run}-{task}-{number}");
                let payload = id.repeat(1 + random_below(60)).into();
                let append = Append {
                    subject: subject.clone().into_bytes(),
                    expected: Some(newest.map_or(Expected::Absent, Expected::At)),
                    message_id: Some(id.clone().into_bytes()),
                    payload,
                };
                let appended = log.append(append).await.unwrap();
                newest = Some(appended.position);
                let mut out = std::io::stdout().lock();
                writeln!(out, "acknowledged {} {id} .", appended.position).unwrap();
                out.flush().unwrap();
            }
        })
    });
    futures::future::join_all(tasks).await;
}

fn random_below(bound: usize) -> usize {
    let [low, high, ..] = LogId::random().to_bytes();
    usize::from(u16::from_le_bytes([low, high])) % bound
}
