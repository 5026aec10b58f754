//! Backups and logs put back from them, and what checking finds.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

mod support;

use std::path::Path;

use entente_log::{
    Append, BackupError, BackupHead, BackupReader, BackupWriter, EmbeddedLog, EventLog, Options, Position,
    RestoreError, check, restore,
};
use fjall::{Database, KeyspaceCreateOptions, PersistMode};
use support::{ALL, append, open, payloads};

async fn backup(log: &dyn EventLog) -> Vec<u8> {
    let head = BackupHead { log: log.id(), oldest: log.oldest(), newest: log.newest() };
    let (mut writer, mut bytes) = BackupWriter::begin(head);
    for entry in log.read(Position::START, ALL).await.unwrap() {
        bytes.extend(writer.entry(&entry));
    }
    bytes.extend(writer.end());
    bytes
}

fn put_back(bytes: &[u8], path: &Path) -> Result<u64, RestoreError> {
    restore(path, BackupReader::open(bytes)?)
}

async fn filled() -> (tempfile::TempDir, std::sync::Arc<dyn EventLog>) {
    let (folder, log) = open();
    for (subject, text) in [("a", "one"), ("b", "two"), ("a", "three"), ("c", "four")] {
        let message_id = Some(text.as_bytes().to_vec());
        log.append(Append { message_id, ..append(subject, text) }).await.unwrap();
    }
    // Positions have gaps, also at the beginning.
    log.erase(append("a", "tombstone")).await.unwrap();
    (folder, log)
}

#[tokio::test]
async fn a_log_comes_back_with_its_id_positions_times_and_message_ids() {
    let (_folder, log) = filled().await;
    let bytes = backup(log.as_ref()).await;
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(put_back(&bytes, elsewhere.path()).unwrap(), 3);
    let restored = EmbeddedLog::open(elsewhere.path(), Options::default()).unwrap();
    assert_eq!((restored.id(), restored.newest(), restored.oldest()), (log.id(), log.newest(), log.oldest()));
    let entries = restored.read(Position::START, ALL).await.unwrap();
    assert_eq!(entries, log.read(Position::START, ALL).await.unwrap());
    assert_eq!(payloads(&entries), ["two", "four", "tombstone"]);
    for position in 0..=5 {
        let cursor = log.cursor(Position::new(position));
        assert_eq!(restored.resolve(cursor), Ok(Position::new(position)));
    }
    assert_eq!(restored.by_message_id(b"two").await.unwrap(), log.by_message_id(b"two").await.unwrap());
    assert_eq!(restored.subjects(b"", None, ALL).await.unwrap(), log.subjects(b"", None, ALL).await.unwrap());
    assert_eq!(restored.append(append("d", "five")).await.unwrap().position, Position::new(6));
    drop(restored);
    assert_eq!(check(elsewhere.path()).unwrap().problems, Vec::<String>::new());
    // It is not put over another.
    assert!(matches!(put_back(&bytes, elsewhere.path()), Err(RestoreError::Occupied(_))));
}

#[tokio::test]
async fn an_empty_log_comes_back_empty() {
    let (_folder, log) = open();
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(put_back(&backup(log.as_ref()).await, elsewhere.path()).unwrap(), 0);
    let restored = EmbeddedLog::open(elsewhere.path(), Options::default()).unwrap();
    assert_eq!((restored.id(), restored.newest()), (log.id(), Position::START));
}

#[tokio::test]
async fn what_is_cut_short_or_altered_anywhere_is_refused_and_leaves_no_log() {
    let (_folder, log) = filled().await;
    let whole = backup(log.as_ref()).await;
    for length in 0..whole.len() {
        let mut read = Ok(());
        match BackupReader::open(&whole[..length]) {
            Ok(mut reader) => {
                while read.is_ok()
                    && reader
                        .next_entry()
                        .map_err(|error| read = Err(error))
                        .is_ok_and(|entry| entry.is_some())
                {}
            }
            Err(error) => read = Err(error),
        }
        assert!(matches!(read, Err(BackupError::CutShort { .. })), "{length}: {read:?}");
    }
    for byte in 0..whole.len() {
        let mut altered = whole.clone();
        altered[byte] ^= 1;
        let read = BackupReader::open(altered.as_slice()).and_then(|mut reader| {
            while reader.next_entry()?.is_some() {}
            Ok(())
        });
        assert!(read.is_err(), "{byte}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    let mut newer = whole.clone();
    newer[15] = 2;
    let mut altered = whole.clone();
    let at = altered.windows(4).position(|window| window == b"four").unwrap();
    altered[at] ^= 1;
    for (bytes, said) in [
        (&whole[..whole.len() - 1], "cut short after 3 entries"),
        (longer.as_slice(), "something follows its end"),
        (newer.as_slice(), "has version 2"),
        (altered.as_slice(), "entry 4 is corrupt"),
        (b"something else altogether, and long enough to be the beginning of a backup", "does not begin as"),
    ] {
        let elsewhere = tempfile::tempdir().unwrap();
        let error = put_back(bytes, elsewhere.path()).unwrap_err();
        assert!(error.to_string().contains(said), "{said}: {error}");
        assert!(!elsewhere.path().join("log").exists(), "{said}");
    }
}

#[tokio::test]
async fn checking_says_what_is_wrong() {
    type Damage = fn(&Database);
    let table: [(Damage, &[&str]); 5] = [
        (|_| (), &[]),
        (
            |database| {
                let entries = database.keyspace("entries", KeyspaceCreateOptions::default).unwrap();
                let mut record = entries.get(4_u64.to_be_bytes()).unwrap().unwrap().to_vec();
                *record.last_mut().unwrap() ^= 1;
                entries.insert(4_u64.to_be_bytes(), record).unwrap();
            },
            &["entry 4 is corrupt: its checksum does not match"],
        ),
        (
            |database| {
                let entries = database.keyspace("entries", KeyspaceCreateOptions::default).unwrap();
                entries.remove(4_u64.to_be_bytes()).unwrap();
            },
            &[
                "the tree of subjects tells of entry 4, which is missing",
                "the tree of message ids tells of entry 4, which is missing",
                "the tree of places tells of entry 4, which is missing",
            ],
        ),
        (
            |database| {
                database.keyspace("subjects", KeyspaceCreateOptions::default).unwrap().remove(b"c").unwrap();
            },
            &["the tree of subjects does not know entry 4"],
        ),
        (
            |database| {
                database
                    .keyspace("message_ids", KeyspaceCreateOptions::default)
                    .unwrap()
                    .remove(b"two")
                    .unwrap();
            },
            &["the tree of message ids does not know entry 2"],
        ),
    ];
    for (damage, expected) in table {
        let (folder, log) = filled().await;
        drop(log);
        let database = Database::builder(folder.path().join("log").join("store")).open().unwrap();
        damage(&database);
        database.persist(PersistMode::SyncAll).unwrap();
        drop(database);
        let found = check(folder.path()).unwrap();
        assert_eq!(found.problems, expected);
        assert_eq!(found.newest, Position::new(5));
    }
    let empty = tempfile::tempdir().unwrap();
    assert!(check(empty.path()).unwrap_err().to_string().contains("there is no log"));
}

#[tokio::test]
async fn a_log_of_before_there_was_a_tree_of_places_is_given_one() {
    let (folder, log) = open();
    for (subject, text) in [("a", "one"), ("b", "two"), ("a", "three")] {
        log.append(append(subject, text)).await.unwrap();
    }
    let id = log.id();
    drop(log);
    let database = Database::builder(folder.path().join("log").join("store")).open().unwrap();
    database.delete_keyspace(database.keyspace("places", KeyspaceCreateOptions::default).unwrap()).unwrap();
    drop(database);
    let content = format!("entente event log\nformat 1\nid {id}\n");
    let identity = format!("{content}checksum {:08x}\n", crc32fast::hash(content.as_bytes()));
    std::fs::write(folder.path().join("log").join("identity"), identity).unwrap();

    let log = EmbeddedLog::open(folder.path(), Options::default()).unwrap();
    assert_eq!((log.id(), log.newest()), (id, Position::new(3)));
    log.erase(append("a", "tombstone")).await.unwrap();
    assert_eq!(payloads(&log.read(Position::START, ALL).await.unwrap()), ["two", "tombstone"]);
    drop(log);
    let identity = std::fs::read_to_string(folder.path().join("log").join("identity")).unwrap();
    assert!(identity.contains("format 2"), "{identity}");
    assert_eq!(check(folder.path()).unwrap().problems, Vec::<String>::new());
}
