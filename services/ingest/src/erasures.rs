//! Erasing many articles: some in hand at once, told of in the order of their ids.

use std::collections::VecDeque;
use std::time::Duration;

use entente_log::{Limit, Position};
use entente_model::{ArticleId, Tenant};
use entente_wire::change::Change;
use entente_wire::v1::erase_articles_request::Which;
use entente_wire::v1::erase_articles_response::Step;
use entente_wire::v1::{self, ErrorReason};
use entente_wire::{Failure, Within as _, article, change, field};
use futures::future::BoxFuture;
use futures::stream::{self, FuturesOrdered, Stream, StreamExt as _};
use tokio::time::Instant;
use tonic::Status;

use crate::erasure::{Tombstone, Wish};
use crate::failures::draining;
use crate::ingest::Ingest;
use crate::stored::Stored;

/// Entries hold whole texts: they are read ahead up to this many bytes.
const AHEAD_BYTES: usize = 8 * 1024 * 1024;
/// And up to so many of them.
const AHEAD_MOST: usize = 256;
/// Articles that are being erased at once: the log makes their tombstones durable together.
const IN_HAND_MOST: usize = 64;
/// Longest source, in bytes.
const SOURCE_MOST: usize = 256;
/// How long a call waits at its end until what it erased is gone from the log's files too.
const PURGE_WAIT: Duration = Duration::from_secs(60);

/// Which articles, by their newest entry.
#[derive(Debug, Clone)]
pub(crate) enum Chosen {
    /// All that there are.
    All,
    /// Those that a source published.
    Source(String),
}

impl Chosen {
    /// Whether this is one of them; what is erased already is none.
    pub(crate) fn holds(&self, change: &Change) -> bool {
        let source = match change {
            Change::Accepted(accepted) | Change::Reextracted(accepted) => &accepted.article.source,
            Change::Retracted(retracted) => &retracted.withdrawn.article.source,
            Change::Erased(_) => return false,
        };
        match self {
            Self::All => true,
            Self::Source(wanted) => source == wanted,
        }
    }

    fn of(which: Option<Which>) -> Result<Self, Failure> {
        match which {
            Some(Which::All(true)) => Ok(Self::All),
            Some(Which::All(false)) => Err(Failure::invalid("must be true where it is given")).within("all"),
            Some(Which::Source(source)) if source.is_empty() => {
                Err(Failure::invalid("is empty")).within("source")
            }
            Some(Which::Source(source)) => {
                field::text(&source, SOURCE_MOST).within("source")?;
                Ok(Self::Source(source))
            }
            None => Err(Failure::invalid("is not set: either source or all")).within("which"),
        }
    }
}

/// Why no further article is begun.
enum End {
    Complete,
    Draining,
    Failed(Failure),
}

/// An article that was dealt with.
struct Handled {
    id: ArticleId,
    erased: Result<Option<Tombstone>, Failure>,
}

/// One call under way. It does something only when an answer is wanted, so that a slow client is waited for.
struct Erasing {
    ingest: Ingest,
    tenant: Tenant,
    chosen: Chosen,
    wish: Wish,
    dry_run: bool,
    wait: Duration,
    /// The last subject that was read.
    after: Option<Vec<u8>>,
    ahead: VecDeque<(ArticleId, u64)>,
    in_hand: FuturesOrdered<BoxFuture<'static, Handled>>,
    progress: v1::ErasureProgress,
    /// The newest tombstone.
    newest: Position,
    due: Instant,
    end: Option<End>,
    closed: bool,
}

/// The answers to a request, which is checked before the first.
pub(crate) fn steps(
    ingest: Ingest,
    request: v1::EraseArticlesRequest,
    erased_by: &str,
    request_id: &str,
) -> Result<impl Stream<Item = Result<v1::EraseArticlesResponse, Status>> + Send + 'static, Failure> {
    let erasing = Erasing {
        tenant: field::tenant(&request.tenant).within("tenant")?,
        wish: Wish::of(request.reason, erased_by, request_id)?,
        dry_run: request.dry_run,
        wait: if request.wait_for_purge { PURGE_WAIT } else { Duration::ZERO },
        chosen: Chosen::of(request.which)?,
        after: None,
        ahead: VecDeque::new(),
        in_hand: FuturesOrdered::new(),
        progress: v1::ErasureProgress::default(),
        newest: Position::START,
        due: Instant::now() + ingest.settings.checkpoint_interval,
        end: None,
        closed: false,
        ingest,
    };
    Ok(stream::unfold(erasing, |mut erasing| async move {
        let step = erasing.step().await?;
        Some((step, erasing))
    }))
}

impl Erasing {
    /// The next answer; none after the last.
    async fn step(&mut self) -> Option<Result<v1::EraseArticlesResponse, Status>> {
        loop {
            if self.end.is_none() && self.ingest.shutdown.is_draining() {
                self.end = Some(End::Draining);
            }
            if let Err(failure) = self.fill().await {
                self.end = Some(End::Failed(failure));
            }
            let Some(handled) = self.in_hand.next().await else {
                if self.end.is_some() {
                    break;
                }
                // Nothing of what was read was chosen.
                if self.due <= Instant::now() {
                    return Some(Ok(self.tell()));
                }
                continue;
            };
            if let Some(article) = self.handled(handled) {
                return Some(Ok(answer(Step::Article(article))));
            }
        }
        if !self.closed {
            self.closed = true;
            self.progress.done = matches!(self.end, Some(End::Complete));
            self.progress.purged = self.ingest.is_purged(self.newest, self.wait).await;
            return Some(Ok(self.tell()));
        }
        match self.end.replace(End::Complete) {
            Some(End::Draining) => Some(Err(draining().into())),
            Some(End::Failed(failure)) => Some(Err(failure.into())),
            Some(End::Complete) | None => None,
        }
    }

    /// Begins articles until enough are in hand, looking through one batch of entries at most.
    async fn fill(&mut self) -> Result<(), Failure> {
        if self.end.is_none() && self.ahead.is_empty() {
            self.read().await?;
        }
        while self.in_hand.len() < IN_HAND_MOST
            && let Some((id, revision)) = self.ahead.pop_front()
        {
            self.begin(id, revision);
        }
        Ok(())
    }

    async fn read(&mut self) -> Result<(), Failure> {
        let prefix = article::subjects_of(&self.tenant);
        let limit = Limit { entries: AHEAD_MOST, bytes: AHEAD_BYTES };
        let read = self.ingest.log.subjects(&prefix, self.after.as_deref(), limit).await;
        let entries = read.map_err(|error| self.ingest.failure(&error))?;
        let Some(last) = entries.last() else {
            self.end = Some(End::Complete);
            return Ok(());
        };
        self.after = Some(last.subject.clone());
        for entry in &entries {
            let change = Stored::of(entry)?.change;
            self.progress.seen_count += i64::from(!matches!(change, Change::Erased(_)));
            if self.chosen.holds(&change) {
                self.ahead.push_back((change.article_id().clone(), change.revision()));
            }
        }
        Ok(())
    }

    fn begin(&mut self, id: ArticleId, revision: u64) {
        let (ingest, tenant, wish) = (self.ingest.clone(), self.tenant.clone(), self.wish.clone());
        let dry_run = self.dry_run;
        self.in_hand.push_back(Box::pin(async move {
            let erased = if dry_run {
                Ok(Some(Tombstone { position: Position::START, revision }))
            } else {
                ingest.erase_article(&tenant, &id, &wish).await
            };
            Handled { id, erased }
        }));
    }

    /// Counts an article; what is to be told of it, if anything.
    fn handled(&mut self, Handled { id, erased }: Handled) -> Option<v1::ErasedArticle> {
        match erased {
            Ok(Some(Tombstone { position, revision, .. })) => {
                self.progress.erased_count += 1;
                self.newest = self.newest.max(position);
                let cursor = if self.dry_run { String::new() } else { self.ingest.cursor(position) };
                let revision = change::number(revision);
                Some(v1::ErasedArticle { article_id: id.to_string(), revision, cursor })
            }
            Ok(None) => None,
            Err(failure) if failure.reason == ErrorReason::LogUnavailable => {
                // It would go no better with those after it.
                self.in_hand.clear();
                self.ahead.clear();
                self.end = Some(End::Failed(failure));
                None
            }
            Err(failure) => {
                tracing::warn!(tenant = %self.tenant, article = %id, %failure, "an article could not be erased");
                self.progress.failed_count += 1;
                None
            }
        }
    }

    fn tell(&mut self) -> v1::EraseArticlesResponse {
        self.due = Instant::now() + self.ingest.settings.checkpoint_interval;
        answer(Step::Progress(self.progress))
    }
}

fn answer(step: Step) -> v1::EraseArticlesResponse {
    v1::EraseArticlesResponse { step: Some(step) }
}
