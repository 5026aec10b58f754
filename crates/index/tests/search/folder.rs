//! What a text index survives, and what makes it start anew.

use std::fs;

use entente_index::IndexError;

use super::*;

fn some(folder: &Path) -> Search {
    filled(folder, &[article("default", "a", "fr", "Une vente.", &["Une vente."])])
}

fn sales(search: &Search) -> usize {
    find(search, "vente", SearchScope::Articles).total
}

#[test]
fn it_is_there_when_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    drop(some(folder.path()));
    let search = Search::new(folder.path());
    assert_eq!(search.status(), SearchStatus::default());
    assert_eq!(search.open().unwrap(), at("one"));
    assert_eq!((search.status(), sales(&search)), (at("one"), 1));
    assert!(search.is_sound().unwrap());
}

#[test]
fn nothing_is_found_before_it_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let search = Search::new(folder.path());
    for error in [
        search.find(&query("vente", SearchScope::Articles)).unwrap_err(),
        search.write(&[]).unwrap_err(),
        search.commit(at("one")).unwrap_err(),
        search.clear().unwrap_err(),
    ] {
        assert!(matches!(error, IndexError::SearchClosed), "{error}");
    }
}

#[test]
fn what_was_not_committed_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let search = some(folder.path());
    search.write(&[article("default", "b", "fr", "Une vente.", &[])]).unwrap();
    assert_eq!(sales(&search), 1);
    assert_eq!(search.open().unwrap(), at("one"));
    search.commit(at("two")).unwrap();
    assert_eq!((search.status(), sales(&search)), (at("two"), 1));
}

#[test]
fn one_process_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let _search = some(folder.path());
    assert!(matches!(Search::new(folder.path()).open(), Err(IndexError::InUse { .. })));
}

#[test]
fn cleared_it_starts_anew() {
    let folder = tempfile::tempdir().unwrap();
    let search = some(folder.path());
    search.clear().unwrap();
    assert_eq!((search.status(), sales(&search)), (SearchStatus::default(), 0));
    search.write(&[article("default", "b", "fr", "Une vente.", &[])]).unwrap();
    search.commit(at("two")).unwrap();
    assert_eq!((search.status(), sales(&search)), (at("two"), 1));
}

#[test]
fn another_format_or_a_missing_folder_makes_it_start_anew() {
    for format in [Some("entente search 0\n"), Some(""), None] {
        let folder = tempfile::tempdir().unwrap();
        drop(some(folder.path()));
        let file = folder.path().join("format");
        match format {
            Some(format) => fs::write(file, format).unwrap(),
            None => fs::remove_file(file).unwrap(),
        }
        let search = Search::new(folder.path());
        assert_eq!(search.open().unwrap(), SearchStatus::default(), "{format:?}");
        assert_eq!(sales(&search), 0);
    }
    let folder = tempfile::tempdir().unwrap();
    drop(some(folder.path()));
    fs::remove_dir_all(folder.path().join("store")).unwrap();
    assert_eq!(Search::new(folder.path()).open().unwrap(), SearchStatus::default());
}

/// Spoils each file in turn: opening empties the index, or the check tells.
#[test]
fn damage_is_found() {
    let names = |folder: &Path| -> Vec<_> {
        let entries = fs::read_dir(folder.join("store")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.retain(|name| !name.to_string_lossy().starts_with(".tantivy"));
        names.sort();
        names
    };
    let count = {
        let folder = tempfile::tempdir().unwrap();
        drop(some(folder.path()));
        names(folder.path()).len()
    };
    let spoils: [fn(&Path); 4] = [
        |file| fs::write(file, b"").unwrap(),
        |file| fs::write(file, b"spoilt").unwrap(),
        |file| fs::remove_file(file).unwrap(),
        |file| {
            let mut bytes = fs::read(file).unwrap();
            let middle = bytes.len() / 3;
            bytes[middle] ^= 0x55;
            fs::write(file, bytes).unwrap();
        },
    ];
    for which in 0..count {
        for (how, spoil) in spoils.iter().enumerate() {
            let folder = tempfile::tempdir().unwrap();
            drop(some(folder.path()));
            let names = names(folder.path());
            let file = &names[which];
            spoil(&folder.path().join("store").join(file));
            let search = Search::new(folder.path());
            let status = search.open().unwrap();
            if status != SearchStatus::default() && !search.is_sound().unwrap() {
                search.clear().unwrap();
            }
            let expected = usize::from(search.status() != SearchStatus::default());
            assert_eq!(sales(&search), expected, "{} {how}", file.display());
            search.write(&[article("default", "b", "fr", "Une vente.", &[])]).unwrap();
            search.commit(at("two")).unwrap();
            assert_eq!(sales(&search), expected + 1, "{} {how}", file.display());
        }
    }
}
