//! Erasing, backing up, restoring and checking, as an operator does.

use super::harness::{Ran, SAMPLES, Up, entente, files, path, run};

fn filled(data: &std::path::Path) -> Up {
    let up = Up::start(data);
    let ingested = up.run(&["ingest", SAMPLES]);
    assert_eq!(ingested.code, 0, "{}", ingested.err);
    // Until the index has all of it.
    let cursor = ingested.out.trim().rsplit(' ').next().unwrap();
    let listed = up.run(&["list", "stakes", "--cursor", cursor]);
    assert_eq!(listed.code, 0, "{}{}", ingested.out, listed.err);
    up
}

#[test]
fn what_is_erased_is_told_of_no_more_and_a_backup_holds_none_of_it() {
    let directory = files(&[]);
    let data = directory.path().join("data");
    let up = filled(&data);
    let before = up.run(&["backup", "--to", &path(&directory, "before.backup")]);
    assert_eq!(
        (before.code, before.out.starts_with("6 entries, up to cursor ")),
        (0, true),
        "{}",
        before.err
    );

    let unsure = up.run(&["erase", "--all-of-tenant", "--reason", "other"]);
    assert_eq!(unsure.code, 2);
    assert!(unsure.err.contains("--yes"), "{}", unsure.err);
    let dry = up.run(&["erase", "--all-of-tenant", "--reason", "other", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(dry.out.ends_with("6 seen, 6 erased, 0 failed; nothing was written\n"), "{}", dry.out);

    let erased = up.run(&["erase", "harrowgate-poland", "--reason", "takedown"]);
    assert_eq!(erased.code, 0, "{}", erased.err);
    let cursor = erased.out.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(erased.out.starts_with("harrowgate-poland is erased, cursor "), "{}", erased.out);
    let gone = up.run(&["ask", "What does Harrowgate plan?", "--cursor", &cursor]);
    assert!(!gone.out.contains("Poland"), "{}", gone.out);
    let never = up.run(&["erase", "no-such-article", "--reason", "takedown"]);
    assert_eq!(never.code, 4, "{}", never.err);

    let after = up.run(&["backup", "--to", &path(&directory, "after.backup")]);
    assert_eq!(after.code, 0, "{}", after.err);
    let holds = |name: &str| {
        let bytes = std::fs::read(directory.path().join(name)).unwrap();
        bytes.windows(9).any(|window| window == b"in Poland")
    };
    assert_eq!((holds("before.backup"), holds("after.backup")), (true, false));
    let again = up.run(&["backup", "--to", &path(&directory, "after.backup")]);
    assert_eq!(again.code, 2, "{}", again.err);
    let busy = run(["check", "--data-dir", &data.to_string_lossy()]);
    assert_eq!(busy.code, 5);
    assert!(busy.err.contains("in use by another process"), "{}", busy.err);
    assert_eq!(up.end("TERM"), 0);

    // The same cursor is good in what is restored, with an index made from it.
    let elsewhere = directory.path().join("elsewhere");
    let log = elsewhere.join("ingest").to_string_lossy().into_owned();
    let restored = run(["restore", &path(&directory, "after.backup"), "--data-dir", &log]);
    assert_eq!((restored.code, restored.out.starts_with("6 entries of log ")), (0, true), "{}", restored.err);
    let twice = run(["restore", &path(&directory, "after.backup"), "--data-dir", &log]);
    assert_eq!(twice.code, 5);
    assert!(twice.err.contains("there is a log already"), "{}", twice.err);
    let up = Up::start(&elsewhere);
    let listed = up.run(&["list", "stakes", "--entity", "Velnor", "--cursor", &cursor]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    assert!(listed.out.contains("Carellis"), "{}", listed.out);
    assert_eq!(up.end("TERM"), 0);
    let whole = run(["check", "--data-dir", &elsewhere.to_string_lossy()]);
    assert_eq!(
        (whole.code, whole.out.ends_with("nothing is wrong\n")),
        (0, true),
        "{}{}",
        whole.out,
        whole.err
    );
}

#[test]
fn a_backup_that_was_cut_short_is_named_and_nothing_is_restored() {
    let directory = files(&[]);
    let up = filled(&directory.path().join("data"));
    let file = path(&directory, "whole.backup");
    assert_eq!(up.run(&["backup", "--to", &file]).code, 0);
    drop(up);
    let bytes = std::fs::read(&file).unwrap();
    let mut altered = bytes.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    for (bytes, said) in [(&bytes[..bytes.len() / 2], "is cut short after"), (&altered[..], "is damaged")] {
        std::fs::write(directory.path().join("broken.backup"), bytes).unwrap();
        let log = directory.path().join("restored");
        let broken = path(&directory, "broken.backup");
        let refused = run(["restore", &broken, "--data-dir", &log.to_string_lossy()]);
        assert_eq!(refused.code, 1, "{}", refused.err);
        assert!(refused.err.contains(&broken) && refused.err.contains(said), "{}", refused.err);
        assert!(!log.join("log").exists());
    }
}

#[test]
fn checking_names_what_is_wrong_and_changes_nothing() {
    let directory = files(&[]);
    let data = directory.path().join("data");
    assert_eq!(filled(&data).end("TERM"), 0);
    let data_dir = data.to_string_lossy().into_owned();
    let state = || {
        let (mut open, mut found) = (vec![data.clone()], Vec::new());
        while let Some(folder) = open.pop() {
            for child in std::fs::read_dir(folder).unwrap() {
                let path = child.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    found.push((path.clone(), std::fs::read(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    };
    let before = state();
    let whole = run(["check", "--data-dir", &data_dir]);
    assert_eq!(whole.code, 0, "{}{}", whole.out, whole.err);
    assert!(whole.out.contains("6 entries, newest position 6"), "{}", whole.out);
    assert!(whole.out.contains("index: 6 articles"), "{}", whole.out);
    assert!(before == state(), "something was changed");

    // Another log's index.
    let other = directory.path().join("other");
    assert_eq!(filled(&other).end("TERM"), 0);
    let mixed = run([
        "check",
        "--data-dir",
        &data.join("ingest").to_string_lossy(),
        "--index-dir",
        &other.join("query").to_string_lossy(),
    ]);
    assert_eq!(mixed.code, 1, "{}", mixed.err);
    assert!(mixed.out.contains("wrong: the index is not of this log"), "{}", mixed.out);

    // A bit of an entry, in the journal.
    let store = data.join("ingest").join("log").join("store");
    let journal = std::fs::read_dir(&store).unwrap().map(|child| child.unwrap().path());
    let journal = journal.into_iter().find(|path| path.extension().is_some_and(|end| end == "jnl")).unwrap();
    let mut bytes = std::fs::read(&journal).unwrap();
    let at = bytes.windows(9).position(|window| window == b"in Poland").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&journal, bytes).unwrap();
    let damaged = run(["check", "--data-dir", &data_dir]);
    assert_eq!(damaged.code, 5, "{}", damaged.out);
    assert!(damaged.err.contains("can't be opened"), "{}", damaged.err);
    assert!(damaged.err.contains(&data.join("ingest").to_string_lossy().into_owned()), "{}", damaged.err);
    let nowhere = run(["check", "--data-dir", &path(&directory, "nowhere")]);
    assert_eq!(nowhere.code, 5, "{}", nowhere.err);
}

/// A disk that nobody may write to is played by a mount of the child's own.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_read_only_is_named_and_what_it_holds_stays() {
    const MOUNTED: &str = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
    let directory = files(&[]);
    let data = directory.path().join("data");
    assert_eq!(filled(&data).end("TERM"), 0);
    let mounted = |folder: &std::path::Path| {
        let mut command = std::process::Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", MOUNTED]).arg(folder);
        command
    };
    // Where the system gives nobody such a mount, there is nothing to see.
    if !mounted(&data).arg("true").status().is_ok_and(|ended| ended.success()) {
        return;
    }
    for (folder, named) in [("data/ingest", "log directory"), ("data/query", "the folder")] {
        let folder = directory.path().join(folder);
        let program = entente(["up", "--ingest-listen", "127.0.0.1:0", "--query-listen", "127.0.0.1:0"]);
        let mut command = mounted(&folder);
        command.arg(program.get_program()).args(program.get_args()).arg("--data-dir").arg(&data);
        let refused: Ran = command.output().unwrap().into();
        assert_eq!(refused.code, 5, "{}", refused.err);
        let told = [named, &folder.to_string_lossy(), "Read-only file system"];
        assert!(told.iter().all(|part| refused.err.contains(part)), "{}", refused.err);
        assert!(!refused.err.contains("made anew"), "{}", refused.err);
    }
    let up = Up::start(&data);
    let listed = up.run(&["list", "stakes"]);
    assert_eq!((listed.code, listed.out.is_empty()), (0, false), "{}", listed.err);
    assert_eq!(up.end("TERM"), 0);
}
