//! The step at the head of each handler.

use std::time::Duration;

use entente_runtime::{Admission, Denied, Recorded, Unrecorded};
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, Within as _};
use tonic::Request;

use crate::asked::{Asked, Whose};

/// What a client is told to wait where the audit log can't be written: a disk is not mended at once.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Longest name of a tenant that an error repeats, in characters: as long as one can be.
const NAME_MOST: usize = 128;

/// Admits a request: its tenant is filled in where it names none, and refused where it is another's; then the audit log tells of it, where
/// there is one. Handlers call it before they do anything else.
pub async fn admit<R: Asked>(mut request: Request<R>) -> Result<Request<R>, Failure> {
    let admission = Admission::of(request.extensions());
    let message = request.get_mut();
    let asked = tenant_of(message);
    if let Err(failure) = settle(&admission, message) {
        admission.note(&asked, message.about());
        return Err(failure);
    }
    admission.begins(&tenant_of(message), message.about()).await.map_err(unrecorded)?;
    Ok(request)
}

/// Settles the tenant of one message of a stream, as [`admit`] does.
pub fn settle<R: Asked>(admission: &Admission, message: &mut R) -> Result<(), Failure> {
    match message.whose() {
        Whose::OneOrAll(tenant) if tenant.is_empty() => {
            if !admission.sees_all() {
                let message = "only a token for all tenants may ask for all of them: name one";
                return Err(forbidden(message.to_owned(), ""));
            }
        }
        Whose::All => {
            if !admission.sees_all() {
                let message = "only a token for all tenants may ask for all of them";
                return Err(forbidden(message.to_owned(), ""));
            }
        }
        Whose::One(tenant) | Whose::OneOrAll(tenant) => {
            *tenant = admission.tenant(tenant).map_err(refused).within(R::FIELD)?;
        }
        Whose::Nobody => {}
    }
    Ok(())
}

/// Has the audit log tell of one message of a stream whose tenant is settled; what came of it is to be told too.
pub async fn record<R: Asked>(admission: &Admission, message: &mut R) -> Result<Recorded, Failure> {
    let tenant = tenant_of(message);
    admission.message_begins(&tenant, message.about()).await.map_err(unrecorded)
}

fn tenant_of<R: Asked>(message: &mut R) -> String {
    match message.whose() {
        Whose::One(tenant) | Whose::OneOrAll(tenant) => tenant.clone(),
        Whose::All | Whose::Nobody => String::new(),
    }
}

fn unrecorded(_: Unrecorded) -> Failure {
    let message = "the audit log can't be written, so nothing is changed";
    Failure::new(ErrorReason::AuditUnavailable, message).retry_after(RETRY_AFTER)
}

fn refused(denied: Denied) -> Failure {
    match denied {
        Denied::Unnamed => Failure::invalid("is empty: the token is for several tenants, name one of them"),
        Denied::Other(name) => {
            let name: String = name.chars().take(NAME_MOST).collect();
            forbidden(format!("the token may not see the tenant {name:?}"), &name)
        }
    }
}

fn forbidden(message: String, tenant: &str) -> Failure {
    Failure::new(ErrorReason::TenantForbidden, message).with("tenant", tenant)
}
