//! Bytes of what was deleted, looked for in all files of a store.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::path::Path;

use entente_purge::{PurgeError, purge};
use fjall::{Database, KeyspaceCreateOptions, PersistMode};

const MARKER: &[u8] = b"q7Zx-this-is-to-be-gone-8Kd2";

fn holds(folder: &Path, marker: &[u8]) -> bool {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for child in std::fs::read_dir(folder).unwrap() {
            let path = child.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if std::fs::read(&path).unwrap().windows(marker.len()).any(|window| window == marker) {
                return true;
            }
        }
    }
    false
}

#[test]
fn what_was_deleted_is_in_no_file_and_what_was_not_stays() {
    // The marker as a key, as a value, in memory only, in a table, under others.
    for written_out in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::builder(folder.path()).open().unwrap();
        let open = |name| database.keyspace(name, KeyspaceCreateOptions::default).unwrap();
        let (values, keys) = (open("values"), open("keys"));
        for number in 0_u32..500 {
            values.insert(number.to_be_bytes(), number.to_string()).unwrap();
        }
        values.insert(b"gone", MARKER).unwrap();
        keys.insert(MARKER, b"1").unwrap();
        if written_out {
            values.rotate_memtable_and_wait().unwrap();
            keys.rotate_memtable_and_wait().unwrap();
        }
        let mut batch = database.batch().durability(Some(PersistMode::SyncAll));
        batch.remove(&values, b"gone".as_slice());
        batch.remove(&keys, MARKER);
        batch.insert(&values, b"tombstone".as_slice(), b"2".as_slice());
        batch.commit().unwrap();
        assert!(holds(folder.path(), MARKER), "the test can fail");
        for round in 0..2 {
            purge(&database, folder.path(), &|| true).unwrap();
            assert!(!holds(folder.path(), MARKER), "round {round}");
            assert_eq!(values.len().unwrap(), 501);
        }
        drop((values, keys, database));
        let database = Database::builder(folder.path()).open().unwrap();
        let values = database.keyspace("values", KeyspaceCreateOptions::default).unwrap();
        assert_eq!(values.len().unwrap(), 501);
        assert!(!holds(folder.path(), MARKER));
    }
}

#[test]
fn it_can_be_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::builder(folder.path()).open().unwrap();
    database.keyspace("values", KeyspaceCreateOptions::default).unwrap().insert(b"a", MARKER).unwrap();
    let given_up = purge(&database, folder.path(), &|| false);
    assert!(matches!(given_up, Err(PurgeError::GivenUp)), "{given_up:?}");
}
