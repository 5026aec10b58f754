//! What an index survives, and what makes it start anew.
#![expect(clippy::unwrap_used, reason = "a test that can't unwrap hides its point behind error plumbing")]

mod sample;

use std::path::Path;
use std::sync::Arc;

use entente_facts::{Directory, EventQuery, Facts, Wanted};
use entente_index::{Index, IndexError, Progress, Status};
use entente_model::{EventType, Tenant};

fn progress(cursor: &str, at_end: bool) -> Progress {
    Progress { cursor: cursor.to_owned(), applied: "2024-05-01T08:00:00Z".parse().ok(), at_end }
}

fn filled(path: &Path) -> Index {
    let index = sample::opened(path).unwrap();
    let event = sample::event(EventType::Stake, &["Nordalia", "Hautecombe"], 0);
    let article = sample::accepted("default", "a-1", 1, Some(3), &[("Nordalia", &["Nordalia"])], vec![event]);
    index.apply(index.prepare(vec![article]), &progress("one", true)).unwrap();
    index
}

fn stakes(index: &Index) -> usize {
    let query = EventQuery::new(Wanted::all(EventType::Stake), 10);
    index.view().events(&Tenant::default(), &query).unwrap().len()
}

#[test]
fn it_is_there_when_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let before = filled(folder.path()).status().unwrap();
    let index = sample::opened(folder.path()).unwrap();
    assert_eq!(index.status().unwrap(), before);
    assert!(before.caught_up && before.articles == 1 && before.events == 1, "{before:?}");
    assert_eq!(stakes(&index), 1);
}

#[test]
fn one_process_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let _index = filled(folder.path());
    assert!(matches!(sample::opened(folder.path()), Err(IndexError::InUse { .. })));
}

#[test]
fn other_known_names_make_it_start_anew() {
    let folder = tempfile::tempdir().unwrap();
    drop(filled(folder.path()));
    let index =
        Index::open(folder.path(), Arc::new(Directory::default()), Arc::new(sample::Written)).unwrap();
    assert_eq!((index.status().unwrap(), stakes(&index)), (Status::default(), 0));
}

#[test]
fn another_format_makes_it_start_anew() {
    for format in [Some("entente index 0\nnames 00\n"), Some(""), None] {
        let folder = tempfile::tempdir().unwrap();
        drop(filled(folder.path()));
        let file = folder.path().join("format");
        match format {
            Some(format) => std::fs::write(file, format).unwrap(),
            None => std::fs::remove_file(file).unwrap(),
        }
        let index = sample::opened(folder.path()).unwrap();
        assert_eq!(index.status().unwrap(), Status::default(), "{format:?}");
    }
}

#[test]
fn cleared_it_starts_anew_and_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path());
    index.clear().unwrap();
    assert_eq!((index.status().unwrap(), stakes(&index)), (Status::default(), 0));
    index.apply(index.prepare(vec![]), &progress("two", false)).unwrap();
    drop(index);
    let status = sample::opened(folder.path()).unwrap().status().unwrap();
    assert_eq!((status.cursor.as_deref(), status.caught_up), (Some("two"), false));
}

#[test]
fn a_view_does_not_move() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path());
    let view = index.view();
    let retracted = entente_facts::ArticleChange::Retracted {
        tenant: Tenant::default(),
        article: entente_model::ArticleId::new("a-1").unwrap(),
        at: sample::moment(2),
    };
    index.apply(index.prepare(vec![retracted]), &progress("two", true)).unwrap();
    let query = EventQuery::new(Wanted::all(EventType::Stake), 10);
    assert_eq!(view.events(&Tenant::default(), &query).unwrap().len(), 1);
    assert_eq!(stakes(&index), 0);
    assert!(index.view().resolve(&Tenant::default(), "Nordalia", 5).unwrap().is_empty());
}
