//! What happens while articles are read anew: other calls, a drain, a client that leaves, an article that can't be read.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use entente_ingest::{ArticleReader, Unread};
use entente_model::{Explanation, Extractor, Language, Reading, Span};
use entente_wire::v1::reextract_articles_response::Step;
use entente_wire::v1::{self, ErrorReason, IngestOutcome};
use tempfile::TempDir;
use tonic::{Code, Streaming};

use crate::harness::{Harness, Quotations, quoting, request, soon, told, until};
use crate::reextracting::{badly, read_before, reextract};

/// Holds up whoever reads `attendez` until it is opened, and breaks over `panique`.
#[derive(Default)]
struct Gate {
    waiting: AtomicUsize,
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn pass(&self) {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let open = self.open.lock().unwrap();
        // Not for ever: a test that has failed would never end.
        drop(self.opened.wait_timeout_while(open, Duration::from_secs(60), |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    /// Waits until so many have come to it.
    async fn reached(&self, count: usize) {
        until(|| self.waiting.load(Ordering::SeqCst) == count).await;
    }
}

struct Held(Arc<Gate>);

impl ArticleReader for Held {
    fn read(&self, unread: Unread<'_>) -> Reading {
        if unread.text.contains("attendez") {
            self.0.pass();
        }
        assert!(!unread.text.contains("panique"), "broken on purpose");
        Quotations.read(unread)
    }

    fn explain(&self, unread: Unread<'_>, passage: Span) -> Explanation {
        Quotations.explain(unread, passage)
    }

    fn languages(&self) -> Vec<Language> {
        Quotations.languages()
    }

    fn extractor(&self) -> Extractor {
        Quotations.extractor()
    }
}

/// A service that is held up, over articles of these words, badly read before.
async fn held(flags: &[&str], words: &[&str]) -> (Harness, Arc<Gate>, TempDir) {
    let (gate, directory) = (Arc::<Gate>::default(), TempDir::new().unwrap());
    let harness = Harness::reading(directory.path(), flags, Arc::new(Held(gate.clone()))).await;
    let requests = words.iter().enumerate().map(|(n, words)| request(&format!("a-{n}"), &quoting(words)));
    read_before(&*harness.log, requests, badly).await;
    (harness, gate, directory)
}

async fn begin(harness: &Harness) -> Streaming<v1::ReextractArticlesResponse> {
    let request = v1::ReextractArticlesRequest::default();
    soon(harness.ingest().reextract_articles(request)).await.unwrap().into_inner()
}

/// An article's id, or the last of a progress and whether it is done.
async fn next(steps: &mut Streaming<v1::ReextractArticlesResponse>) -> (String, Option<bool>) {
    match soon(steps.message()).await.unwrap().unwrap().step.unwrap() {
        Step::Article(article) => (article.article_id, None),
        Step::Progress(progress) => (progress.last_article_id, Some(progress.done)),
    }
}

#[tokio::test]
async fn an_article_that_is_revised_or_withdrawn_meanwhile_is_left_as_it_is() {
    let (harness, gate, _directory) = held(&["--readers", "3"], &["attendez", "attendez donc"]).await;
    let mut steps = begin(&harness).await;
    gate.reached(2).await;
    // Both places for work that can wait are taken: what comes in is read nevertheless.
    let revised = harness.take(request("a-0", &quoting("Non"))).await.unwrap();
    assert_eq!((revised.outcome(), revised.revision), (IngestOutcome::Revised, 2));
    let retract =
        v1::RetractArticleRequest { article_id: "a-1".to_owned(), ..v1::RetractArticleRequest::default() };
    soon(harness.ingest().retract_article(retract)).await.unwrap();
    let newest = harness.log.newest();
    gate.open();
    assert_eq!(next(&mut steps).await, ("a-1".to_owned(), Some(true)));
    assert!(soon(steps.message()).await.unwrap().is_none());
    assert_eq!(harness.log.newest(), newest);
}

#[tokio::test]
async fn progress_is_told_while_nothing_else_is() {
    let (harness, gate, _directory) = held(&["--checkpoint-interval", "10ms"], &["attendez"]).await;
    let mut steps = begin(&harness).await;
    for _ in 0..3 {
        assert_eq!(next(&mut steps).await, (String::new(), Some(false)));
    }
    gate.open();
    while next(&mut steps).await != ("a-0".to_owned(), Some(true)) {}
}

#[tokio::test]
async fn a_drain_answers_what_is_in_hand_and_says_how_far_it_came() {
    let words = ["un", "attendez", "deux", "trois", "quatre"];
    let (harness, gate, directory) = held(&["--readers", "2"], &words).await;
    let mut steps = begin(&harness).await;
    assert_eq!(next(&mut steps).await, ("a-0".to_owned(), None));
    let last = tokio::spawn(async move {
        let second = next(&mut steps).await;
        let progress = next(&mut steps).await;
        (second, progress, soon(steps.message()).await.unwrap_err())
    });
    gate.reached(1).await;
    harness.shutdown.begin();
    gate.open();
    let (second, progress, status) = soon(last).await.unwrap();
    assert_eq!(second, ("a-1".to_owned(), None));
    assert_eq!(progress, ("a-1".to_owned(), Some(false)));
    assert_eq!(told(&status), (Code::Unavailable, ErrorReason::Draining, String::new()));
    let newest = harness.log.newest().get();
    assert_eq!(newest, 5 + 2);
    harness.stop().await;

    let harness = Harness::over(directory.path(), &[]).await;
    let rest = v1::ReextractArticlesRequest { after_article_id: progress.0, ..Default::default() };
    let (articles, progress) = reextract(&harness, rest).await.unwrap();
    assert_eq!((articles.len(), progress.read_count, progress.done), (3, 3, true));
}

#[tokio::test]
async fn a_client_that_leaves_ends_it_and_what_was_done_stays() {
    let words: Vec<String> = (0..100).map(|n| format!("numéro {n}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (harness, _gate, _directory) = held(&[], &words).await;
    let mut steps = begin(&harness).await;
    assert_eq!(next(&mut steps).await, ("a-0".to_owned(), None));
    drop(steps);
    let (articles, progress) = reextract(&harness, v1::ReextractArticlesRequest::default()).await.unwrap();
    assert!(articles.len() < 100, "the first was done before");
    assert_eq!(progress.read_count, 100);
    assert_eq!(harness.log.newest().get(), 200, "each was replaced once");
}

#[tokio::test]
async fn an_article_that_cannot_be_read_is_counted_and_the_others_go_on() {
    let (harness, _gate, _directory) = held(&[], &["un", "panique", "deux"]).await;
    let (articles, progress) = reextract(&harness, v1::ReextractArticlesRequest::default()).await.unwrap();
    let ids: Vec<_> = articles.iter().map(|article| article.article_id.as_str()).collect();
    assert_eq!(ids, ["a-0", "a-2"]);
    let expected = v1::ReextractionProgress {
        read_count: 2,
        changed_count: 2,
        failed_count: 1,
        last_article_id: "a-2".to_owned(),
        done: true,
    };
    assert_eq!(progress, expected);
}
