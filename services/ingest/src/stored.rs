//! Entries of the log as the service understands them.

use entente_log::{Entry, Position};
use entente_model::Tenant;
use entente_wire::change::{Accepted, Change, Erased};
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, article, change, field, v1};
use jiff::Timestamp;

use crate::failures::fault;

/// One entry, decoded.
#[derive(Debug)]
pub(crate) struct Stored {
    pub(crate) position: Position,
    pub(crate) time: Timestamp,
    pub(crate) change: Change,
}

impl Stored {
    pub(crate) fn of(entry: &Entry) -> Result<Self, Failure> {
        let change = Change::decode(&entry.payload).map_err(|failure| fault(&failure))?;
        Ok(Self { position: entry.position, time: entry.time, change })
    }

    /// The article, where it was not withdrawn.
    pub(crate) fn standing(&self) -> Option<&Accepted> {
        match &self.change {
            Change::Accepted(accepted) | Change::Reextracted(accepted) => Some(accepted),
            Change::Retracted(_) | Change::Erased(_) => None,
        }
    }

    /// The article, withdrawn or not; a failure where it was erased.
    pub(crate) fn article(&self) -> Result<&Accepted, Failure> {
        match &self.change {
            Change::Accepted(accepted) | Change::Reextracted(accepted) => Ok(accepted),
            Change::Retracted(retracted) => Ok(&retracted.withdrawn),
            Change::Erased(erased) => Err(self.erased(erased)),
        }
    }

    fn erased(&self, erased: &Erased) -> Failure {
        let Erased { tenant, article, .. } = erased;
        let message = format!("article {article} of tenant {tenant} was erased");
        Failure::new(ErrorReason::ArticleErased, message).with("time", self.time)
    }

    /// When the log took the revision, also where this entry reads it anew or withdraws it.
    pub(crate) fn accept_time(&self) -> Timestamp {
        match &self.change {
            Change::Accepted(accepted) | Change::Reextracted(accepted) => {
                accepted.accept_time.unwrap_or(self.time)
            }
            Change::Retracted(retracted) => retracted.accept_time,
            Change::Erased(_) => self.time,
        }
    }

    /// The article as answers show it; a failure where it was erased.
    pub(crate) fn to_wire(&self) -> Result<v1::StoredArticle, Failure> {
        let accepted = self.article()?;
        let (state, reason) = match &self.change {
            Change::Retracted(retracted) => (v1::ArticleState::Retracted, retracted.reason.clone()),
            Change::Accepted(_) | Change::Reextracted(_) | Change::Erased(_) => {
                (v1::ArticleState::Active, String::new())
            }
        };
        Ok(v1::StoredArticle {
            article: Some(article::encode(&accepted.article)),
            revision: change::number(accepted.revision),
            version: change::number(accepted.version),
            text_sha256: accepted.text_sha256.clone(),
            append_time: Some(field::to_timestamp(self.accept_time())),
            state: state.into(),
            retraction_reason: reason,
        })
    }
}

/// The id under which the log remembers a caller's request, tenant first. Ids hold no NUL.
pub(crate) fn message_id(tenant: &Tenant, request_id: &str) -> Vec<u8> {
    [tenant.as_str().as_bytes(), b"\0", request_id.as_bytes()].concat()
}
