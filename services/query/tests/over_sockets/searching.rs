//! Full-text search over real sockets.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{FakeLog, Running, Sample, told};
use entente_wire::v1::{
    ErrorReason, GetIndexStatusRequest, OffsetUnit, SearchEvidenceRequest, SearchEvidenceResponse, SearchHit,
    SearchProgress, SearchScope, Span,
};
use tonic::Code;

const ANY: ([u8; 4], u16) = ([127, 0, 0, 1], 0);

fn request(query: &str, cursor: &str) -> SearchEvidenceRequest {
    SearchEvidenceRequest { query: query.to_owned(), cursor: cursor.to_owned(), ..Default::default() }
}

async fn find(running: &Running, request: SearchEvidenceRequest) -> SearchEvidenceResponse {
    running.client.clone().search_evidence(request).await.unwrap().into_inner()
}

async fn progress(running: &Running) -> SearchProgress {
    let status = running.client.clone().get_index_status(GetIndexStatusRequest {}).await.unwrap();
    status.into_inner().search.unwrap()
}

fn ids(hits: &[SearchHit]) -> BTreeSet<&str> {
    hits.iter().map(|hit| hit.article.as_ref().unwrap().article_id.as_str()).collect()
}

/// The part of a text at a span that counts in a unit.
fn cut(text: &str, span: Span, unit: OffsetUnit) -> String {
    let (start, end) = (usize::try_from(span.start).unwrap(), usize::try_from(span.end).unwrap());
    match unit {
        OffsetUnit::Unspecified | OffsetUnit::Utf8 => text[start..end].to_owned(),
        OffsetUnit::Utf16 => {
            String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[start..end]).unwrap()
        }
        OffsetUnit::CodePoints => text.chars().skip(start).take(end - start).collect(),
    }
}

#[tokio::test]
async fn a_result_proves_itself_in_the_unit_asked_for() {
    let log = FakeLog::new(1);
    let article = Sample::new("a-1");
    let cursor = log.append(&article.accept());
    let folder = tempfile::tempdir().unwrap();
    let (address, _server) = log.serve(ANY.into()).await;
    let running = Running::start(folder.path(), address).await;
    for unit in [OffsetUnit::Unspecified, OffsetUnit::Utf8, OffsetUnit::Utf16, OffsetUnit::CodePoints] {
        for (scope, event, text, highlights) in [
            (SearchScope::Evidence, "a-1/1/0", article.evidence(), ["Hautecombe", "Industries"]),
            (
                SearchScope::Articles,
                "",
                format!("À ce jour, {}. « {} », dit {}.", article.evidence(), Sample::QUOTE, article.holder),
                ["Hautecombe", "Industries"],
            ),
        ] {
            let request = SearchEvidenceRequest {
                scope: scope.into(),
                offset_unit: unit.into(),
                ..request("HAUTECOMBE industrie", &cursor)
            };
            let found = find(&running, request).await;
            assert_eq!((found.hits.len(), found.total), (1, 1));
            let hit = &found.hits[0];
            assert_eq!((hit.event_id.as_str(), &hit.text), (event, &text));
            assert_eq!(cut(&article.text(), hit.span.unwrap(), unit), text, "{unit:?}");
            let words: Vec<_> =
                hit.highlights.iter().map(|&place| cut(&article.text(), place, unit)).collect();
            assert_eq!(words, highlights, "{unit:?}");
            let reference = hit.article.as_ref().unwrap();
            assert_eq!((reference.article_id.as_str(), reference.language.as_str()), ("a-1", "fr"));
            assert!(hit.score > 0.0);
            let progress = found.progress.unwrap();
            assert_eq!((progress.cursor.as_str(), progress.current), (cursor.as_str(), true));
            assert!(progress.applied_time.is_some());
        }
    }
    running.stop().await;
}

#[tokio::test]
async fn entries_of_the_log_are_found_as_the_last_one_has_them() {
    let log = FakeLog::new(1);
    let folder = tempfile::tempdir().unwrap();
    let (address, _server) = log.serve(ANY.into()).await;
    let running = Running::start(folder.path(), address).await;
    let steps = [
        (Sample::new("a-1").accept(), vec!["a-1"]),
        (Sample::new("a-2").accept(), vec!["a-1", "a-2"]),
        (Sample { tenant: "other", ..Sample::new("a-1") }.accept(), vec!["a-1", "a-2"]),
        (Sample { revision: 2, target: "Brévannes", ..Sample::new("a-1") }.accept(), vec!["a-2"]),
        (Sample::new("a-2").retract(), vec![]),
    ];
    for (entry, expected) in steps {
        let cursor = log.append(&entry);
        let found = find(&running, request("hautecombe", &cursor)).await;
        assert_eq!(ids(&found.hits), expected.into_iter().collect());
    }
    let cursor = log.cursor(5);
    assert_eq!(find(&running, request("brevannes", &cursor)).await.total, 1);
    for (tenant, total) in [("other", 1), ("nobody", 0)] {
        let request = SearchEvidenceRequest { tenant: tenant.to_owned(), ..request("hautecombe", &cursor) };
        assert_eq!(find(&running, request).await.total, total, "{tenant}");
    }
    running.stop().await;
}

#[tokio::test]
async fn pages_follow_each_other_under_their_conditions() {
    let log = FakeLog::new(1);
    let mut cursor = String::new();
    for number in 0..7 {
        cursor = log.append(&Sample::new(&format!("a-{number}")).accept());
    }
    let folder = tempfile::tempdir().unwrap();
    let (address, _server) = log.serve(ANY.into()).await;
    let running = Running::start(folder.path(), address).await;
    let (mut token, mut seen, mut pages) = (String::new(), BTreeSet::new(), 0);
    loop {
        let page =
            SearchEvidenceRequest { page_size: 3, page_token: token, ..request("hautecombe", &cursor) };
        let found = find(&running, page).await;
        assert_eq!(found.total, 7);
        pages += 1;
        seen.extend(ids(&found.hits).into_iter().map(str::to_owned));
        token = found.next_page_token;
        if token.is_empty() {
            break;
        }
        let other = SearchEvidenceRequest { page_token: token.clone(), ..request("vaucresson", &cursor) };
        let refused = running.client.clone().search_evidence(other).await.unwrap_err();
        assert_eq!(ErrorReason::of(&refused), Some(ErrorReason::PageTokenInvalid));
    }
    assert_eq!((pages, seen.len()), (3, 7));
    running.stop().await;
}

#[tokio::test]
async fn what_can_t_be_asked_names_its_field() {
    let log = FakeLog::new(1);
    let folder = tempfile::tempdir().unwrap();
    let (address, _server) = log.serve(ANY.into()).await;
    let running = Running::start(folder.path(), address).await;
    let time = prost_types::Timestamp { seconds: i64::MAX, nanos: 0 };
    let bad = [
        (request("", ""), "query"),
        (request("\" - ?\0", ""), "query"),
        (request("-a -\"b\"", ""), "query"),
        (request(&"x".repeat(1025), ""), "query"),
        (request(&"x ".repeat(33), ""), "query"),
        (SearchEvidenceRequest { language: "french".to_owned(), ..request("x", "") }, "language"),
        (SearchEvidenceRequest { scope: 9, ..request("x", "") }, "scope"),
        (SearchEvidenceRequest { tenant: "a b".to_owned(), ..request("x", "") }, "tenant"),
        (SearchEvidenceRequest { page_size: -1, ..request("x", "") }, "page_size"),
        (SearchEvidenceRequest { page_token: "x".to_owned(), ..request("x", "") }, "page_token"),
        (SearchEvidenceRequest { published_after: Some(time), ..request("x", "") }, "published_after"),
        (SearchEvidenceRequest { published_before: Some(time), ..request("x", "") }, "published_before"),
        (SearchEvidenceRequest { offset_unit: 9, ..request("x", "") }, "offset_unit"),
        (request("x", "x"), "cursor"),
    ];
    for (request, field) in bad {
        let status = running.client.clone().search_evidence(request).await.unwrap_err();
        assert_eq!((status.code(), told(&status).1), (Code::InvalidArgument, field.to_owned()), "{status:?}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_damaged_or_missing_text_index_rebuilds_itself() {
    let log = FakeLog::new(1);
    let cursor = log.append(&Sample::new("a-1").accept());
    let (address, _server) = log.serve(ANY.into()).await;
    let folder = tempfile::tempdir().unwrap();
    let search = folder.path().join("search");
    let spoils: [&dyn Fn(); 4] = [
        &|| {},
        &|| fs::remove_dir_all(&search).unwrap(),
        &|| {
            let files = fs::read_dir(search.join("store")).unwrap();
            let paths = files.map(|file| file.unwrap().path());
            let store = paths.filter(|path| path.extension().is_some_and(|end| end == "store"));
            store.for_each(|path| fs::write(path, b"spoilt").unwrap());
        },
        &|| fs::write(search.join("store").join("meta.json"), b"{").unwrap(),
    ];
    for spoil in spoils {
        if search.exists() {
            spoil();
        }
        let running = Running::start(folder.path(), address).await;
        assert_eq!(find(&running, request("hautecombe", &cursor)).await.total, 1);
        assert_eq!(progress(&running).await.cursor, cursor);
        running.stop().await;
    }
}

#[tokio::test]
async fn facts_are_served_while_the_text_index_can_t_be_opened() {
    let log = FakeLog::new(1);
    let cursor = log.append(&Sample::new("a-1").accept());
    let (address, _server) = log.serve(ANY.into()).await;
    let folder = tempfile::tempdir().unwrap();
    // A file where its folder should be.
    fs::write(folder.path().join("search"), b"").unwrap();
    let running = Running::start(folder.path(), address).await;
    while running.client.clone().get_index_status(GetIndexStatusRequest {}).await.unwrap().into_inner().cursor
        != cursor
    {
        tokio::task::yield_now().await;
    }
    let refused = running.client.clone().search_evidence(request("hautecombe", "")).await.unwrap_err();
    assert_eq!(
        (refused.code(), ErrorReason::of(&refused)),
        (Code::Unavailable, Some(ErrorReason::IndexBehind))
    );
    let behind = progress(&running).await;
    assert_eq!((behind.cursor.as_str(), behind.current), ("", false));
    // Once the folder can be made, it is.
    fs::remove_file(folder.path().join("search")).unwrap();
    assert_eq!(find(&running, request("hautecombe", &cursor)).await.total, 1);
    running.stop().await;
}

#[tokio::test]
async fn the_text_index_of_another_log_starts_anew() {
    let folder = tempfile::tempdir().unwrap();
    for (number, name) in [(1, "old"), (2, "new"), (2, "newer")] {
        // The third is the second, set back to before its last entry.
        let log = FakeLog::new(number);
        let mut cursor = log.append(&Sample::new(name).accept());
        if name == "new" {
            cursor = log.append(&Sample::new("lost").accept());
        }
        let (address, _server) = log.serve(ANY.into()).await;
        let running = Running::start(folder.path(), address).await;
        while progress(&running).await.cursor != cursor {
            tokio::task::yield_now().await;
        }
        let found = find(&running, request("hautecombe", "")).await;
        let expected = if name == "new" { vec!["lost", "new"] } else { vec![name] };
        assert_eq!(ids(&found.hits), expected.into_iter().collect());
        running.stop().await;
    }
}
