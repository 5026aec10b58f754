//! Withdrawing an article.

use entente_log::{Append, Expected, LogError};
use entente_model::{ArticleId, Tenant};
use entente_wire::change::{Change, Retracted};
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, Within as _, article, change, field, v1};

use crate::failures::{fault, outrun};
use crate::ingest::Ingest;
use crate::intake::reused;
use crate::stored::{Stored, message_id};

/// Longest reason, in bytes.
const REASON_MOST: usize = 1024;
/// How often a race with another writer is run again.
const RACES_MOST: usize = 8;

impl Ingest {
    /// Withdraws an article; one that is withdrawn stays so.
    pub(crate) async fn retract(
        &self,
        request: v1::RetractArticleRequest,
    ) -> Result<v1::RetractArticleResponse, Failure> {
        let tenant = field::tenant(&request.tenant).within("tenant")?;
        let id = field::article_id(&request.article_id).within("article_id")?;
        field::text(&request.reason, REASON_MOST).within("reason")?;
        let request_id = field::request_id(&request.request_id).within("request_id")?;
        if let Some(first) = self.first_retraction(&tenant, &id, request_id.as_deref()).await? {
            return Ok(self.retracted(&first));
        }
        for _ in 0..RACES_MOST {
            let entry = self.newest(&tenant, &id).await?.ok_or_else(|| not_found(&tenant, &id))?;
            let stored = Stored::of(&entry)?;
            let Some(standing) = stored.standing() else {
                stored.article()?;
                return Ok(self.retracted(&stored));
            };
            let change = Change::Retracted(Box::new(Retracted {
                reason: request.reason.clone(),
                withdrawn: standing.clone(),
                accept_time: stored.accept_time(),
                request_id: request_id.clone(),
            }));
            let append = Append {
                subject: article::subject(&tenant, &id),
                expected: Some(Expected::At(stored.position)),
                message_id: request_id.as_ref().map(|id| message_id(&tenant, id)),
                payload: change.encode().into(),
            };
            match self.append(append).await {
                Ok(appended) if appended.duplicate => {
                    let first = self.first_retraction(&tenant, &id, request_id.as_deref()).await?;
                    let first = first.ok_or_else(|| fault(&"a repeated request is not in the log"))?;
                    return Ok(self.retracted(&first));
                }
                Ok(appended) => {
                    let (position, time) = (appended.position, appended.time);
                    return Ok(self.retracted(&Stored { position, time, change }));
                }
                Err(LogError::Conflict { .. }) => {}
                Err(error) => return Err(self.failure(&error)),
            }
        }
        Err(outrun())
    }

    /// The withdrawal that the same request made the first time.
    async fn first_retraction(
        &self,
        tenant: &Tenant,
        id: &ArticleId,
        request_id: Option<&str>,
    ) -> Result<Option<Stored>, Failure> {
        let Some(request_id) = request_id else { return Ok(None) };
        let entry = self.log.by_message_id(&message_id(tenant, request_id)).await;
        let Some(entry) = entry.map_err(|error| self.failure(&error))? else { return Ok(None) };
        let stored = Stored::of(&entry)?;
        let same = stored.standing().is_none() && stored.change.article_id() == id;
        if same { Ok(Some(stored)) } else { Err(reused(request_id)) }
    }

    fn retracted(&self, stored: &Stored) -> v1::RetractArticleResponse {
        let revision = change::number(stored.change.revision());
        v1::RetractArticleResponse { revision, cursor: self.cursor(stored.position) }
    }
}

/// There is no article of this id.
pub(crate) fn not_found(tenant: &Tenant, id: &ArticleId) -> Failure {
    Failure::new(ErrorReason::ArticleNotFound, format!("tenant {tenant} has no article {id}"))
}
