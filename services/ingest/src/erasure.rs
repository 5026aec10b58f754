//! Erasing an article, for good.

use std::time::Duration;

use entente_log::{Append, Expected, LogError, Position};
use entente_model::{ArticleId, Tenant};
use entente_runtime::Deadline;
use entente_wire::change::{Change, Erased};
use entente_wire::v1::ErasureReason;
use entente_wire::{Failure, Within as _, article, change, field, v1};

use crate::failures::outrun;
use crate::ingest::Ingest;
use crate::retraction::not_found;
use crate::stored::Stored;

/// How often a race with another writer is run again.
const RACES_MOST: usize = 8;
/// How long a call waits until what it erased is gone from the log's files too.
const PURGE_WAIT: Duration = Duration::from_secs(60);
/// What is kept of a deadline for the answer.
const ANSWER: Duration = Duration::from_secs(1);

/// Why something is erased, and at whose wish: what tombstones tell.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    pub(crate) reason: ErasureReason,
    /// The name of the caller's token; may be empty.
    pub(crate) erased_by: String,
    /// The id of the call; may be empty.
    pub(crate) request_id: String,
}

/// An article that was erased.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tombstone {
    pub(crate) position: Position,
    pub(crate) revision: u64,
}

impl Wish {
    /// The wish of a caller for this reason, which must be given.
    pub(crate) fn of(reason: i32, erased_by: &str, request_id: &str) -> Result<Self, Failure> {
        let reason = match ErasureReason::try_from(reason) {
            Ok(ErasureReason::Unspecified) => Err(Failure::invalid("is not set")),
            Ok(reason) => Ok(reason),
            Err(_) => Err(Failure::invalid(format!("{reason} is no reason"))),
        };
        Ok(Self {
            reason: reason.within("reason")?,
            erased_by: erased_by.to_owned(),
            request_id: request_id.to_owned(),
        })
    }
}

impl Ingest {
    /// Erases the article that a request names.
    pub(crate) async fn erase(
        &self,
        request: v1::EraseArticleRequest,
        erased_by: &str,
        request_id: &str,
        deadline: Option<Deadline>,
    ) -> Result<v1::EraseArticleResponse, Failure> {
        let tenant = field::tenant(&request.tenant).within("tenant")?;
        let id = field::article_id(&request.article_id).within("article_id")?;
        let wish = Wish::of(request.reason, erased_by, request_id)?;
        let erased = self.erase_article(&tenant, &id, &wish).await?;
        let Tombstone { position, revision, .. } = erased.ok_or_else(|| not_found(&tenant, &id))?;
        // It is erased already: that must be told before the deadline.
        let left = deadline.map_or(PURGE_WAIT, |deadline| deadline.remaining().saturating_sub(ANSWER));
        let wait = if request.wait_for_purge { PURGE_WAIT.min(left) } else { Duration::ZERO };
        Ok(v1::EraseArticleResponse {
            revision: change::number(revision),
            cursor: self.cursor(position),
            purged: self.is_purged(position, wait).await,
        })
    }

    /// Puts a tombstone in the place of an article; none where there is no article.
    pub(crate) async fn erase_article(
        &self,
        tenant: &Tenant,
        id: &ArticleId,
        wish: &Wish,
    ) -> Result<Option<Tombstone>, Failure> {
        for _ in 0..RACES_MOST {
            let Some(entry) = self.newest(tenant, id).await? else { return Ok(None) };
            let (position, stored) = (entry.position, Stored::of(&entry));
            if let Ok(Stored { change: Change::Erased(erased), .. }) = &stored {
                return Ok(Some(Tombstone { position, revision: erased.revision }));
            }
            let revision = stored?.change.revision();
            let Wish { reason, erased_by, request_id } = wish.clone();
            let (tenant, article) = (tenant.clone(), id.clone());
            let tombstone = Append {
                subject: article::subject(&tenant, id),
                expected: Some(Expected::At(position)),
                message_id: None,
                payload: Change::Erased(Erased { tenant, article, revision, reason, erased_by, request_id })
                    .encode()
                    .into(),
            };
            match self.log.erase(tombstone).await {
                Ok(erased) => {
                    let Wish { reason, erased_by, request_id } = wish;
                    let reason = reason.as_str_name();
                    tracing::info!(article = %id, position = %erased.position, reason, erased_by, request_id, "article erased");
                    return Ok(Some(Tombstone { position: erased.position, revision }));
                }
                Err(LogError::Conflict { .. }) => {}
                Err(error) => return Err(self.failure(&error)),
            }
        }
        Err(outrun())
    }

    /// Whether what a tombstone erased is gone from the log's files, within this time.
    pub(crate) async fn is_purged(&self, tombstone: Position, wait: Duration) -> bool {
        tokio::select! {
            biased;
            purged = self.log.purged(tombstone) => purged.is_ok(),
            () = self.shutdown.draining() => false,
            () = tokio::time::sleep(wait) => false,
        }
    }
}
