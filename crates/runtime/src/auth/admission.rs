//! What handlers ask before they do anything: whose data a message may touch.

use std::sync::Arc;

use super::caller::{Caller, Tenants};
use crate::audit::layer::Visit;
use crate::audit::{Entry, Unrecorded};
use http::Extensions;
use tonic::Code;

/// The tenant of requests that name none, where the caller may see it.
const DEFAULT_TENANT: &str = "default";

/// Why a caller does not get at the tenant that a message asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// The message names none, and the caller has several.
    Unnamed,
    /// The message names one that the caller may not see.
    Other(String),
}

/// The standing of one call: its caller, and what is known of the call before its message is.
#[derive(Debug, Clone)]
pub struct Admission {
    pub(crate) caller: Arc<Caller>,
    /// The call as the audit log will tell of it; none where there is no such log.
    pub(crate) visit: Option<Arc<Visit>>,
}

/// One message of a stream, as the audit log tells of it.
#[derive(Debug)]
pub struct Recorded(Option<(Arc<Visit>, Entry)>);

impl Recorded {
    /// Tells what came of it.
    pub fn answered(self, code: Code) {
        if let Some((visit, entry)) = self.0 {
            visit.answered(&entry, code);
        }
    }
}

impl Admission {
    pub(crate) fn new(caller: Arc<Caller>) -> Self {
        Self { caller, visit: None }
    }

    /// That of the request that `extensions` belong to. Outside of the stack, where nobody can be told from anybody, all is allowed.
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_else(|| Self::new(Caller::anyone()))
    }

    /// Who calls.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The tenant of a message that asks for `asked`. An empty one means the caller's only tenant, or the default one if it may see
    /// that; another's is denied.
    pub fn tenant(&self, asked: &str) -> Result<String, Denied> {
        match (&self.caller.tenants, asked) {
            (Tenants::All, "") => Ok(DEFAULT_TENANT.to_owned()),
            (Tenants::Named(names), "") => match names.as_slice() {
                [only] => Ok(only.clone()),
                several if several.iter().any(|name| name == DEFAULT_TENANT) => Ok(DEFAULT_TENANT.to_owned()),
                _ => Err(Denied::Unnamed),
            },
            (Tenants::All, asked) => Ok(asked.to_owned()),
            (Tenants::Named(names), asked) if names.iter().any(|name| name == asked) => Ok(asked.to_owned()),
            (Tenants::Named(_), asked) => Err(Denied::Other(asked.to_owned())),
        }
    }

    /// Whether the caller may see every tenant.
    pub fn sees_all(&self) -> bool {
        self.caller.tenants == Tenants::All
    }

    /// Waits for the caller's turn with one more message of a stream: each counts as a call.
    pub async fn paced(&self) {
        let wait = self.caller.bucket.as_ref().map(|bucket| bucket.reserve());
        if let Some(wait) = wait.filter(|wait| !wait.is_zero()) {
            tokio::time::sleep(wait).await;
        }
    }

    /// Notes what the call asks for, whatever becomes of it; the audit log tells it with the call's end.
    pub fn note(&self, tenant: &str, about: Vec<(&'static str, String)>) {
        if let Some(visit) = &self.visit {
            visit.note(tenant, about);
        }
    }

    /// Has the audit log tell what the call is about to do. What changes anything is on disk there when this returns, and must not be done
    /// where it fails.
    pub async fn begins(&self, tenant: &str, about: Vec<(&'static str, String)>) -> Result<(), Unrecorded> {
        let Some(visit) = &self.visit else { return Ok(()) };
        let entry = visit.note(tenant, about);
        visit.begins(&entry).await
    }

    /// The same for one message of a stream.
    pub async fn message_begins(
        &self,
        tenant: &str,
        about: Vec<(&'static str, String)>,
    ) -> Result<Recorded, Unrecorded> {
        let Some(visit) = &self.visit else { return Ok(Recorded(None)) };
        let entry = visit.message(tenant, about);
        visit.begins(&entry).await?;
        Ok(Recorded(Some((Arc::clone(visit), entry))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;

    fn named(names: &[&str]) -> Tenants {
        Tenants::Named(names.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_tenant_is_the_callers_own_or_denied() {
        let other = |name: &str| Err(Denied::Other(name.to_owned()));
        for (tenants, asked, expected) in [
            (Tenants::All, "", Ok("default".to_owned())),
            (Tenants::All, "acme", Ok("acme".to_owned())),
            (named(&["acme"]), "", Ok("acme".to_owned())),
            (named(&["acme"]), "acme", Ok("acme".to_owned())),
            (named(&["acme"]), "default", other("default")),
            (named(&["acme"]), "acm", other("acm")),
            (named(&["acme"]), "acme ", other("acme ")),
            (named(&["acme"]), "ACME", other("ACME")),
            (named(&["acme", "default"]), "", Ok("default".to_owned())),
            (named(&["acme", "borealis"]), "", Err(Denied::Unnamed)),
            (named(&["acme", "borealis"]), "borealis", Ok("borealis".to_owned())),
        ] {
            let sees_all = tenants == Tenants::All;
            let admission = Admission::new(Arc::new(Caller::holder("t", Role::Reader, tenants, None, None)));
            assert_eq!(admission.tenant(asked), expected, "{:?} {asked:?}", admission.caller.tenants);
            assert_eq!(admission.sees_all(), sees_all);
        }
    }
}
