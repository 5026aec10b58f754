//! Who makes a call, and what is allowed to it.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::rate::Bucket;
use super::role::Role;

/// The tenants whose data a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tenants {
    /// Every one, also those to come.
    All,
    /// These.
    Named(Vec<String>),
}

/// Who makes a call. Handlers learn of it by [`crate::Admission`].
#[derive(Debug)]
pub struct Caller {
    pub(crate) id: Option<Arc<str>>,
    pub(crate) role: Role,
    pub(crate) tenants: Tenants,
    /// Its calls are bounded by this; none where there is no bound.
    pub(crate) bucket: Option<Arc<Bucket>>,
    pub(crate) expires: Option<Timestamp>,
    /// The token is no longer one of those known.
    pub(crate) revoked: CancellationToken,
    share: Option<Arc<str>>,
}

impl Caller {
    /// The holder of a token.
    pub(crate) fn holder(
        id: &str,
        role: Role,
        tenants: Tenants,
        bucket: Option<Arc<Bucket>>,
        expires: Option<Timestamp>,
    ) -> Self {
        // A tenant does not get more of the server by holding more tokens.
        let share = match &tenants {
            Tenants::Named(names) if names.len() == 1 => format!("tenant {}", names[0]),
            Tenants::All | Tenants::Named(_) => format!("token {id}"),
        };
        Self {
            id: Some(id.into()),
            role,
            tenants,
            bucket,
            expires,
            revoked: CancellationToken::new(),
            share: Some(share.into()),
        }
    }

    /// Whoever calls a server that knows no tokens: nothing is kept from it.
    pub(crate) fn anyone() -> Arc<Self> {
        static ANYONE: LazyLock<Arc<Caller>> = LazyLock::new(|| {
            Arc::new(Caller {
                id: None,
                role: Role::Admin,
                tenants: Tenants::All,
                bucket: None,
                expires: None,
                revoked: CancellationToken::new(),
                share: None,
            })
        });
        Arc::clone(&ANYONE)
    }

    /// The id of its token; none where the server knows no tokens.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// By whom its share of the server is counted: its tenant where it has one, else its token. None where all share alike.
    pub(crate) fn share(&self) -> Option<&Arc<str>> {
        self.share.as_ref()
    }

    /// Whether the token's time is over.
    pub(crate) fn is_expired(&self) -> bool {
        self.expires.is_some_and(|expires| expires <= Timestamp::now())
    }

    /// Resolves when the token is no longer good: taken from the file, changed there, or expired.
    pub(crate) async fn ended(&self) {
        let Some(expires) = self.expires else { return self.revoked.cancelled().await };
        loop {
            let left = expires.duration_since(Timestamp::now());
            // Looked at again now and then: the system's clock may be set meanwhile.
            let left = Duration::try_from(left).unwrap_or_default().min(Duration::from_secs(60));
            tokio::select! {
                () = self.revoked.cancelled() => return,
                () = tokio::time::sleep(left) => if self.is_expired() { return },
            }
        }
    }
}
