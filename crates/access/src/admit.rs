//! The step at the head of each handler.

use entente_runtime::{Admission, Denied};
use entente_wire::v1::ErrorReason;
use entente_wire::{Failure, Within as _};
use tonic::Request;

use crate::asked::{Asked, Whose};

/// Longest name of a tenant that an error repeats, in characters: as long as one can be.
const NAME_MOST: usize = 128;

/// Admits a request: its tenant is filled in where it names none, and refused where it is another's. Handlers call it before they look at
/// anything else.
pub fn admit<R: Asked>(mut request: Request<R>) -> Result<Request<R>, Failure> {
    let admission = Admission::of(request.extensions());
    settle(&admission, request.get_mut())?;
    Ok(request)
}

/// The same for one message of a stream.
pub fn settle<R: Asked>(admission: &Admission, message: &mut R) -> Result<(), Failure> {
    match message.whose() {
        Whose::OneOrAll(tenant) if tenant.is_empty() => {
            if !admission.sees_all() {
                let message = "only a token for all tenants may ask for all of them: name one";
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
