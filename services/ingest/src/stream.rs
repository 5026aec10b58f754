//! A stream of articles: many in hand at once, answered in the order in which they came.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use entente_log::Cursor;
use entente_runtime::Admission;
use entente_runtime::monitor::SHED;
use entente_wire::v1;
use entente_wire::v1::ingest_articles_response::Outcome;
use entente_wire::{Failure, article, field};
use futures::future::BoxFuture;
use futures::stream::{self, FuturesOrdered, Stream, StreamExt as _};
use prost::Message as _;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tonic::{Code, Status, Streaming};

use crate::failures::{draining, silent};
use crate::ingest::Ingest;

/// Requests of one stream are in hand up to this many bytes: a window of large articles must not fill the memory.
const WINDOW_BYTES: usize = 16 * 1024 * 1024;

/// A client that sends no whole article for so long, while one would be taken, is cut off: it may have gone, or come to a halt within a
/// message. Whoever has news now and then opens a stream for them.
const SILENCE: Duration = Duration::from_secs(600);

/// Whose article: tenant and id.
type Key = (String, String);

/// Why nothing more is taken from the client.
enum End {
    /// It has sent all it had.
    Complete,
    /// Its stream broke, or holds what is no message.
    Broken(Status),
    /// It has sent nothing whole for [`SILENCE`].
    Silent,
    /// The service is stopping.
    Draining,
}

/// One article in hand.
struct Handled {
    index: i64,
    bytes: usize,
    key: Key,
    answer: Result<v1::IngestArticleResponse, Failure>,
}

/// What is known of one stream. It does something only when an answer is wanted, so that a client which does not read its
/// answers is not read from either.
struct Articles {
    ingest: Ingest,
    admission: Admission,
    requests: Streaming<v1::IngestArticlesRequest>,
    in_hand: FuturesOrdered<BoxFuture<'static, Handled>>,
    /// For each article in hand: how many of its requests, and the end of the last of them.
    turns: HashMap<Key, (usize, Arc<Semaphore>)>,
    bytes: usize,
    next: i64,
    /// Up to where the log has come with all that was answered: articles side by side may enter it in another order.
    furthest: Option<Cursor>,
    end: Option<End>,
}

/// The answers to a stream of articles.
pub(crate) fn answers(
    ingest: Ingest,
    admission: Admission,
    requests: Streaming<v1::IngestArticlesRequest>,
) -> impl Stream<Item = Result<v1::IngestArticlesResponse, Status>> + Send + 'static {
    let articles = Articles {
        ingest,
        admission,
        requests,
        in_hand: FuturesOrdered::new(),
        turns: HashMap::new(),
        bytes: 0,
        next: 0,
        furthest: None,
        end: None,
    };
    stream::unfold(articles, |mut articles| async move {
        let step = articles.step().await?;
        Some((step, articles))
    })
}

impl Articles {
    /// The next answer; none after the last.
    async fn step(&mut self) -> Option<Result<v1::IngestArticlesResponse, Status>> {
        let shutdown = self.ingest.shutdown.clone();
        loop {
            let open = self.end.is_none();
            let room = self.in_hand.len() < self.ingest.settings.stream_buffer && self.bytes < WINDOW_BYTES;
            tokio::select! {
                biased;
                Some(handled) = self.in_hand.next() => return Some(Ok(self.answered(handled))),
                () = shutdown.draining(), if open => self.end = Some(End::Draining),
                request = timeout(SILENCE, self.requests.message()), if open && room => match request {
                    Ok(Ok(Some(request))) => self.begin(request),
                    Ok(Ok(None)) => self.end = Some(End::Complete),
                    Ok(Err(status)) => self.end = Some(End::Broken(status)),
                    Err(_) => {
                        SHED.count(&[("reason", "slow_producer")]).increment(1);
                        self.end = Some(End::Silent);
                    }
                },
                else => break,
            }
        }
        match self.end.replace(End::Complete) {
            Some(End::Broken(status)) => Some(Err(status)),
            Some(End::Draining) => Some(Err(draining().into())),
            Some(End::Silent) => Some(Err(silent(SILENCE).into())),
            Some(End::Complete) | None => None,
        }
    }

    fn begin(&mut self, request: v1::IngestArticlesRequest) {
        let (index, bytes) = (self.next, request.encoded_len());
        self.next += 1;
        self.bytes += bytes;
        let mut request = request.request.unwrap_or_default();
        let settled = entente_access::settle(&self.admission, &mut request);
        let key = key(&mut request);
        // Requests about one article take turns, others do not wait for one another.
        let done = Arc::new(Semaphore::new(0));
        let (count, before) = match self.turns.remove(&key) {
            Some((count, before)) => (count + 1, Some(before)),
            None => (1, None),
        };
        self.turns.insert(key.clone(), (count, done.clone()));
        let (ingest, admission) = (self.ingest.clone(), self.admission.clone());
        self.in_hand.push_back(Box::pin(async move {
            if let Some(before) = before {
                // Closed, never handed a permit: an error is what tells that the turn has come.
                let _ = before.acquire().await;
            }
            admission.paced().await;
            let answer = match settled {
                Ok(()) => take(&ingest, &admission, request).await,
                Err(refused) => Err(refused),
            };
            done.close();
            Handled { index, bytes, key, answer }
        }));
    }

    fn answered(&mut self, handled: Handled) -> v1::IngestArticlesResponse {
        self.bytes -= handled.bytes;
        if let Some((count, _)) = self.turns.get_mut(&handled.key) {
            *count -= 1;
            if *count == 0 {
                self.turns.remove(&handled.key);
            }
        }
        let outcome = match handled.answer {
            Ok(mut accepted) => {
                self.cover(&mut accepted.cursor);
                Outcome::Accepted(accepted)
            }
            Err(failure) => Outcome::Refused(failure.refusal()),
        };
        v1::IngestArticlesResponse { index: handled.index, outcome: Some(outcome) }
    }

    /// Moves the cursor of an answer on to where all answers before it are applied as well.
    fn cover(&mut self, cursor: &mut String) {
        let own: Option<Cursor> = cursor.parse().ok();
        self.furthest = own.into_iter().chain(self.furthest).max_by_key(|cursor| cursor.position);
        if let Some(furthest) = self.furthest {
            *cursor = furthest.to_string();
        }
    }
}

/// Takes one article in, told of in the audit log before and after.
async fn take(
    ingest: &Ingest,
    admission: &Admission,
    mut request: v1::IngestArticleRequest,
) -> Result<v1::IngestArticleResponse, Failure> {
    let recorded = entente_access::record(admission, &mut request).await?;
    let answer = ingest.take(request).await;
    recorded.answered(answer.as_ref().map_or_else(|failure| failure.reason.code(), |_| Code::Ok));
    answer
}

/// Which article a request is about; one without an id is given its own here, so that it waits for its like.
fn key(request: &mut v1::IngestArticleRequest) -> Key {
    let Some(article) = &mut request.article else { return Key::default() };
    article::assign_id(article);
    let tenant = field::tenant(&article.tenant).unwrap_or_default();
    (tenant.to_string(), article.article_id.clone())
}
