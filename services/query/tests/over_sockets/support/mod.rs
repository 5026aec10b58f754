//! A log without an ingest service behind it, articles to put in it, and a query service that follows it.

mod article;
mod fake_log;
mod running;

pub(crate) use article::Sample;
pub(crate) use fake_log::FakeLog;
pub(crate) use running::Running;

use entente_wire::v1::ErrorReason;
use tonic::Status;
use tonic_types::StatusExt as _;

/// The reason of a status, and the field that it names.
pub(crate) fn told(status: &Status) -> (ErrorReason, String) {
    let field = status.get_details_bad_request().map(|bad| bad.field_violations[0].field.clone());
    (ErrorReason::of(status).unwrap(), field.unwrap_or_default())
}
