//! Reading many articles anew: some in hand at once, told of in the order of their ids.

use std::collections::VecDeque;

use entente_log::{Entry, Limit};
use entente_model::{ArticleId, Tenant};
use entente_wire::v1::reextract_articles_response::Step;
use entente_wire::v1::{self, ErrorReason};
use entente_wire::{Failure, Within as _, article, field};
use futures::future::BoxFuture;
use futures::stream::{self, FuturesOrdered, Stream, StreamExt as _};
use tokio::time::Instant;
use tonic::Status;

use crate::failures::draining;
use crate::ingest::Ingest;
use crate::reread::{Reread, Rereading};
use crate::retraction::not_found;

/// Most articles that a request may name.
const ARTICLES_MOST: usize = 1000;
/// Entries hold whole texts: they are read ahead up to this many bytes.
const AHEAD_BYTES: usize = 8 * 1024 * 1024;
/// And up to so many of them.
const AHEAD_MOST: usize = 256;

/// Where the articles come from, in the order of their ids.
enum Source {
    /// All of a tenant, after this subject.
    All { after: Option<Vec<u8>> },
    /// Those that the request names.
    Named(VecDeque<ArticleId>),
}

/// Why no further article is begun.
enum End {
    Complete,
    Draining,
    Failed(Failure),
}

/// An article that was dealt with.
struct Handled {
    id: String,
    outcome: Result<Reread, Failure>,
}

/// One call under way. It does something only when an answer is wanted, so that a slow client is waited for.
struct Reextraction {
    ingest: Ingest,
    tenant: Tenant,
    how: Rereading,
    source: Source,
    ahead: VecDeque<Entry>,
    in_hand: FuturesOrdered<BoxFuture<'static, Handled>>,
    progress: v1::ReextractionProgress,
    /// When progress is told next.
    due: Instant,
    end: Option<End>,
    /// Whether the last progress was told.
    closed: bool,
}

/// The answers to a request, which is checked before the first.
pub(crate) async fn steps(
    ingest: Ingest,
    request: v1::ReextractArticlesRequest,
) -> Result<impl Stream<Item = Result<v1::ReextractArticlesResponse, Status>> + Send + 'static, Failure> {
    let tenant = field::tenant(&request.tenant).within("tenant")?;
    let unit = field::offset_unit(request.offset_unit).within("offset_unit")?;
    let after = match request.after_article_id.as_str() {
        "" => None,
        id => Some(field::article_id(id).within("after_article_id")?),
    };
    let named = named(&ingest, &tenant, &request.article_ids).await?;
    let source = if named.is_empty() {
        Source::All { after: after.map(|id| article::subject(&tenant, &id)) }
    } else {
        Source::Named(named.into_iter().filter(|id| after.as_ref().is_none_or(|after| id > after)).collect())
    };
    let reextraction = Reextraction {
        due: Instant::now() + ingest.settings.checkpoint_interval,
        ingest,
        tenant,
        how: Rereading { dry_run: request.dry_run, unit },
        source,
        ahead: VecDeque::new(),
        in_hand: FuturesOrdered::new(),
        progress: v1::ReextractionProgress::default(),
        end: None,
        closed: false,
    };
    Ok(stream::unfold(reextraction, |mut reextraction| async move {
        let step = reextraction.step().await?;
        Some((step, reextraction))
    }))
}

/// The articles that a request names, each once and in order; all must be there.
async fn named(ingest: &Ingest, tenant: &Tenant, ids: &[String]) -> Result<Vec<ArticleId>, Failure> {
    field::count(ids.len(), ARTICLES_MOST).within("article_ids")?;
    let mut named = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        let id = field::article_id(id).within_item("article_ids", index)?;
        if ingest.newest(tenant, &id).await?.is_none() {
            return Err(not_found(tenant, &id)).within_item("article_ids", index);
        }
        named.push(id);
    }
    named.sort_unstable();
    named.dedup();
    Ok(named)
}

impl Reextraction {
    /// The next answer; none after the last.
    async fn step(&mut self) -> Option<Result<v1::ReextractArticlesResponse, Status>> {
        let shutdown = self.ingest.shutdown.clone();
        loop {
            if self.end.is_none() && shutdown.is_draining() {
                self.end = Some(End::Draining);
            }
            self.fill().await;
            let open = self.end.is_none();
            tokio::select! {
                biased;
                Some(handled) = self.in_hand.next() => {
                    if let Some(article) = self.handled(handled) {
                        return Some(Ok(answer(Step::Article(article))));
                    }
                }
                () = shutdown.draining(), if open => {}
                () = tokio::time::sleep_until(self.due), if !self.in_hand.is_empty() => {
                    return Some(Ok(self.tell()));
                }
                else => break,
            }
            // Also where one article after the other is as it was.
            if self.due <= Instant::now() {
                return Some(Ok(self.tell()));
            }
        }
        if !self.closed {
            self.closed = true;
            self.progress.done = matches!(self.end, Some(End::Complete));
            return Some(Ok(self.tell()));
        }
        match self.end.replace(End::Complete) {
            Some(End::Draining) => Some(Err(draining().into())),
            Some(End::Failed(failure)) => Some(Err(failure.into())),
            Some(End::Complete) | None => None,
        }
    }

    /// Begins articles until enough are in hand.
    async fn fill(&mut self) {
        while self.end.is_none() && self.in_hand.len() < self.ingest.workers.patient_most() {
            match self.next().await {
                Ok(Some(entry)) => self.begin(entry),
                Ok(None) => self.end = Some(End::Complete),
                Err(failure) => self.end = Some(End::Failed(failure)),
            }
        }
    }

    /// The newest entry about the next article.
    async fn next(&mut self) -> Result<Option<Entry>, Failure> {
        match &mut self.source {
            Source::All { after } => {
                if self.ahead.is_empty() {
                    let prefix = article::subjects_of(&self.tenant);
                    let limit = Limit { entries: AHEAD_MOST, bytes: AHEAD_BYTES };
                    let read = self.ingest.log.subjects(&prefix, after.as_deref(), limit).await;
                    self.ahead = read.map_err(|error| self.ingest.failure(&error))?.into();
                    if let Some(last) = self.ahead.back() {
                        *after = Some(last.subject.clone());
                    }
                }
                Ok(self.ahead.pop_front())
            }
            Source::Named(ids) => match ids.pop_front() {
                // Entries are never taken back: it was there when the request was checked.
                Some(id) => self.ingest.newest(&self.tenant, &id).await,
                None => Ok(None),
            },
        }
    }

    fn begin(&mut self, entry: Entry) {
        let (ingest, how) = (self.ingest.clone(), self.how);
        let prefix = article::subjects_of(&self.tenant).len();
        let id = String::from_utf8_lossy(entry.subject.get(prefix..).unwrap_or_default()).into_owned();
        self.in_hand
            .push_back(Box::pin(async move { Handled { id, outcome: ingest.reread(entry, how).await } }));
    }

    /// Counts an article; what is to be told of it, if anything.
    fn handled(&mut self, Handled { id, outcome }: Handled) -> Option<v1::ReextractedArticle> {
        let progress = &mut self.progress;
        let changed = match outcome {
            Ok(Reread::Changed(article)) => {
                progress.read_count += 1;
                progress.changed_count += 1;
                Some(*article)
            }
            Ok(Reread::Kept) => {
                progress.read_count += 1;
                None
            }
            Ok(Reread::Left) => None,
            Err(failure) if failure.reason == ErrorReason::LogUnavailable => {
                // It would go no better with those after it, and this one is to be tried again.
                self.in_hand.clear();
                self.end = Some(End::Failed(failure));
                return None;
            }
            Err(failure) => {
                tracing::warn!(tenant = %self.tenant, article = %id, %failure, "an article could not be read anew");
                progress.failed_count += 1;
                None
            }
        };
        progress.last_article_id = id;
        changed
    }

    fn tell(&mut self) -> v1::ReextractArticlesResponse {
        self.due = Instant::now() + self.ingest.settings.checkpoint_interval;
        answer(Step::Progress(self.progress.clone()))
    }
}

fn answer(step: Step) -> v1::ReextractArticlesResponse {
    v1::ReextractArticlesResponse { step: Some(step) }
}
