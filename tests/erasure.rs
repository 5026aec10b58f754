//! Erased articles, looked for everywhere: in answers of every kind, in what was believed once, and in every byte on disk.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::path::Path;
use std::time::Duration;

use entente_tests::{Pair, Running, page_of_stakes, soon, told};
use entente_wire::v1::{
    Article, ArticleReference, AsOf, Citation, EraseArticleRequest, ErasureReason, ErrorReason, EventFilter,
    GetArticleRequest, GetIndexStatusRequest, IngestArticleRequest, ListEventsRequest, ListStakesRequest,
    ResolveEntitiesRequest, RetractArticleRequest, SearchEvidenceRequest, Span, VerifyCitationRequest,
};

/// Words that compress to nothing else, in the title, the text and the source.
const MARKER: &str = "Zqvarkovelle";

fn request(id: &str, text: &str) -> IngestArticleRequest {
    let article = Article {
        article_id: id.to_owned(),
        title: format!("Bulletin {id}"),
        body: text.to_owned(),
        language: "fr".to_owned(),
        source: "La Gazette".to_owned(),
        ..Article::default()
    };
    IngestArticleRequest { article: Some(article), ..IngestArticleRequest::default() }
}

/// An article with the marker as a company, in a quotation and in its metadata; it also tells what another tells.
fn marked(id: &str) -> IngestArticleRequest {
    let text = format!(
        "Norvane détient 12% de Brévannes. Caldora détient 30% de {MARKER}. « Nous voulons {MARKER} grandir », a \
         déclaré Norvane."
    );
    let mut marked = request(id, &text);
    let article = marked.article.as_mut().unwrap();
    article.title = format!("{MARKER} change de mains");
    article.url = format!("https://news.example/{MARKER}");
    marked.request_id = format!("request-{MARKER}");
    marked
}

/// The files in a folder that hold the marker.
fn files_with_marker(folder: &Path) -> Vec<String> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        // Files come and go while services run.
        for child in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = child.path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                let small = bytes.to_ascii_lowercase();
                let marker = MARKER.to_ascii_lowercase();
                if small.windows(marker.len()).any(|window| window == marker.as_bytes()) {
                    found.push(path.display().to_string());
                }
            }
        }
    }
    found
}

async fn erase(ingest: &Running, id: &str) -> String {
    let erase = EraseArticleRequest {
        article_id: id.to_owned(),
        reason: ErasureReason::PersonalData.into(),
        wait_for_purge: true,
        ..EraseArticleRequest::default()
    };
    let mut client = ingest.ingest_client();
    let first = client.erase_article(erase.clone()).await.unwrap().into_inner();
    let mut purged = first.purged;
    // A busy machine may take longer than a call waits; erasing twice changes nothing.
    for _ in 0..4 {
        if !purged {
            purged = client.erase_article(erase.clone()).await.unwrap().into_inner().purged;
        }
    }
    assert!(purged);
    first.cursor
}

/// Waits until the query service has both its indexes rid of what was erased.
async fn purged(query: &Running) {
    let status = GetIndexStatusRequest::default();
    for _ in 0..600 {
        let told = query.query_client().get_index_status(status).await.unwrap().into_inner();
        if !told.purge_pending {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the index was not purged");
}

async fn searched(query: &Running, cursor: &str, text: &str) -> usize {
    let search = SearchEvidenceRequest {
        query: text.to_owned(),
        cursor: cursor.to_owned(),
        ..SearchEvidenceRequest::default()
    };
    loop {
        let found = soon(query.query_client().search_evidence(search.clone())).await.unwrap().into_inner();
        // The text index lags behind.
        if found.progress.is_some_and(|progress| progress.current) {
            return found.hits.len();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn stakes_of(query: &Running, entity: &str, cursor: &str) -> usize {
    let filter = Some(EventFilter { entity: entity.to_owned(), ..EventFilter::default() });
    let list = ListEventsRequest { filter, cursor: cursor.to_owned(), ..ListEventsRequest::default() };
    page_of_stakes(query.query_client(), list).await.0.len()
}

/// Everything that facts of stakes say, at a time, as text.
async fn believed(pair: &Pair, cursor: &str, known_at: Option<prost_types::Timestamp>) -> String {
    let as_of = known_at.map(|known_at| AsOf { known_at: Some(known_at), ..AsOf::default() });
    let list = ListStakesRequest { cursor: cursor.to_owned(), as_of, ..ListStakesRequest::default() };
    format!("{:?}", soon(pair.query.query_client().list_stakes(list)).await.unwrap().into_inner())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_and_no_byte_on_disk_tells_of_an_erased_article() {
    let pair = Pair::start().await;
    let folder = pair.index().parent().unwrap().to_owned();
    pair.take(request("b-1", "Norvane détient 12% de Brévannes.")).await.unwrap();
    // Three revisions, one of them withdrawn: what stands and what stood.
    pair.take(marked("a-1")).await.unwrap();
    let mut revised = marked("a-1");
    revised.request_id.clear();
    revised.article.as_mut().unwrap().body.push_str(" Tout est dit.");
    let written = pair.take(revised).await.unwrap();
    let early = prost_types::Timestamp::from(std::time::SystemTime::now());
    assert_eq!(stakes_of(&pair.query, MARKER, &written.cursor).await, 1);
    assert!(searched(&pair.query, &written.cursor, MARKER).await > 0);
    assert!(believed(&pair, &written.cursor, None).await.contains(MARKER));
    let retract = RetractArticleRequest { article_id: "a-1".to_owned(), ..RetractArticleRequest::default() };
    soon(pair.ingest.ingest_client().retract_article(retract)).await.unwrap();
    let mut again = marked("a-1");
    again.request_id.clear();
    pair.take(again).await.unwrap();
    assert!(!files_with_marker(&folder.join("ingest")).is_empty(), "the test can fail");
    assert!(!files_with_marker(&folder.join("query")).is_empty(), "the test can fail");

    let cursor = erase(&pair.ingest, "a-1").await;
    // What rests on another article too stays, without the erased support.
    assert_eq!(stakes_of(&pair.query, "Norvane", &cursor).await, 1);
    assert_eq!(stakes_of(&pair.query, MARKER, &cursor).await, 0);
    assert_eq!(searched(&pair.query, &cursor, MARKER).await, 0);
    for known_at in [None, Some(early)] {
        let told = believed(&pair, &cursor, known_at).await;
        assert!(!told.contains(MARKER) && !told.contains("a-1"), "{told}");
        assert!(told.contains("b-1"), "{told}");
    }
    let resolve = ResolveEntitiesRequest { name: MARKER.to_owned(), ..ResolveEntitiesRequest::default() };
    let found = soon(pair.query.query_client().resolve_entities(resolve)).await.unwrap().into_inner();
    assert!(!format!("{found:?}").contains(MARKER), "{found:?}");
    let citation = Citation {
        article: Some(ArticleReference { article_id: "a-1".to_owned(), ..ArticleReference::default() }),
        quote: MARKER.to_owned(),
        span: Some(Span { start: 0, end: 12 }),
        ..Citation::default()
    };
    let verify = VerifyCitationRequest { citation: Some(citation), ..VerifyCitationRequest::default() };
    let status = soon(pair.query.query_client().verify_citation(verify)).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::ArticleErased);

    purged(&pair.query).await;
    assert_eq!(files_with_marker(&folder), Vec::<String>::new());
    // It comes again, as a new article.
    let again = pair.take(marked("a-1")).await.unwrap();
    assert_eq!(again.revision, 4);
    assert_eq!(stakes_of(&pair.query, MARKER, &again.cursor).await, 1);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_service_that_was_down_erases_when_it_comes_back_and_a_new_one_never_sees_it() {
    let folder = tempfile::tempdir().unwrap();
    let (log, index) = (folder.path().join("ingest"), folder.path().join("query"));
    let ingest = Running::ingest(&log, &[]).await;
    let query = Running::query(&index, ingest.address, &[]).await;
    for request in [request("b-1", "Norvane détient 12% de Brévannes."), marked("a-1")] {
        soon(ingest.ingest_client().ingest_article(request)).await.unwrap();
    }
    let cursor = soon(ingest.ingest_client().ingest_article(request("c-1", "Rien."))).await.unwrap();
    let cursor = cursor.into_inner().cursor;
    assert!(searched(&query, &cursor, MARKER).await > 0);
    assert_eq!(stakes_of(&query, MARKER, &cursor).await, 1);
    query.stop().await;
    let cursor = erase(&ingest, "a-1").await;
    assert_eq!(files_with_marker(&log), Vec::<String>::new());
    assert!(!files_with_marker(&index).is_empty(), "the index did not hear of it");

    let query = Running::query(&index, ingest.address, &[]).await;
    assert_eq!(stakes_of(&query, MARKER, &cursor).await, 0);
    assert_eq!(searched(&query, &cursor, MARKER).await, 0);
    purged(&query).await;
    let anew = Running::query(&folder.path().join("anew"), ingest.address, &[]).await;
    for query in [&query, &anew] {
        assert_eq!(stakes_of(query, MARKER, &cursor).await, 0);
        assert_eq!(stakes_of(query, "Norvane", &cursor).await, 1);
    }
    assert_eq!(files_with_marker(folder.path()), Vec::<String>::new());
    for service in [anew, query, ingest] {
        service.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_older_than_it_may_be_is_erased_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("retention.toml");
    std::fs::write(&rules, "[[keep]]\nsource = 'La Gazette'\ndays = 30\n").unwrap();
    let log = folder.path().join("ingest");
    let ingest = Running::ingest(&log, &[]).await;
    let day = |days: i64| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        prost_types::Timestamp { seconds: i64::try_from(now).unwrap() - days * 86_400, nanos: 0 }
    };
    for (id, days, source) in
        [("old", 31, "La Gazette"), ("young", 29, "La Gazette"), ("other", 31, "Courrier")]
    {
        let mut request = request(id, "Norvane détient 12% de Brévannes.");
        let article = request.article.as_mut().unwrap();
        (article.publish_time, article.source) = (Some(day(days)), source.to_owned());
        soon(ingest.ingest_client().ingest_article(request)).await.unwrap();
    }
    ingest.stop().await;
    let ingest = Running::ingest(&log, &["--retention", rules.to_str().unwrap()]).await;
    let get = |id: &str| GetArticleRequest { article_id: id.to_owned(), ..GetArticleRequest::default() };
    for _ in 0..600 {
        if ingest.ingest_client().get_article(get("old")).await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let status = ingest.ingest_client().get_article(get("old")).await.unwrap_err();
    assert_eq!(told(&status).1, ErrorReason::ArticleErased);
    for id in ["young", "other"] {
        assert!(ingest.ingest_client().get_article(get(id)).await.is_ok(), "{id}");
    }
    ingest.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_or_missing_index_is_made_anew() {
    type Damage = fn(&std::path::PathBuf);
    let table: [Damage; 4] = [
        |index| std::fs::remove_dir_all(index).unwrap(),
        |index| std::fs::remove_dir_all(index.join("store").join("keyspaces").join("1")).unwrap(),
        |index| std::fs::write(index.join("format"), "entente index 3\n").unwrap(),
        |index| {
            let journals = std::fs::read_dir(index.join("store")).unwrap().map(|child| child.unwrap().path());
            for journal in journals.filter(|path| path.extension().is_some_and(|end| end == "jnl")) {
                let mut bytes = std::fs::read(&journal).unwrap();
                let end = bytes.len().min(600);
                bytes[100..end].fill(0xff);
                std::fs::write(&journal, bytes).unwrap();
            }
        },
    ];
    let mut pair = Pair::start().await;
    let cursor = pair.take(request("b-1", "Norvane détient 12% de Brévannes.")).await.unwrap().cursor;
    for damage in table {
        assert_eq!(stakes_of(&pair.query, "Norvane", &cursor).await, 1);
        pair = pair.restart_query(damage).await;
    }
    assert_eq!(stakes_of(&pair.query, "Norvane", &cursor).await, 1);
    pair.stop().await;
}
