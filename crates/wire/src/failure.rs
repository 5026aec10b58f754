//! Why a call fails, from where it is found to the status that tells it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::Duration;

use tonic::Status;
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::DOMAIN;
use crate::v1::{ErrorReason, Refusal};

/// Most bytes of a message: it may repeat what the caller sent, and travels in a header that clients bound.
const MESSAGE_MOST: usize = 512;

/// Why a call fails: the reason for programs, words for people, and the field where one is at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The reason; it decides the gRPC code.
    pub reason: ErrorReason,
    /// The field at fault as a path, `events[3].evidence[0].span` for instance; empty when the reason is no field's.
    pub field: String,
    /// What is wrong, without the field's name.
    pub message: String,
    /// More for programs; the contract says which keys go with which reason.
    pub metadata: BTreeMap<&'static str, String>,
    /// How long a client is to wait before it tries again.
    pub retry_after: Option<Duration>,
}

impl Failure {
    /// A failure that is no field's.
    pub fn new(reason: ErrorReason, message: impl Into<String>) -> Self {
        let mut message = message.into();
        if message.len() > MESSAGE_MOST {
            let end = (0..=MESSAGE_MOST).rev().find(|&at| message.is_char_boundary(at)).unwrap_or_default();
            message.truncate(end);
            message.push_str(" ...");
        }
        Self { reason, field: String::new(), message, metadata: BTreeMap::new(), retry_after: None }
    }

    /// A field has a value that it can't have.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorReason::FieldInvalid, message)
    }

    /// A field is longer than its bound.
    pub fn too_long(actual: usize, limit: usize, unit: &str) -> Self {
        Self::new(ErrorReason::FieldTooLong, format!("has {actual} {unit}, at most {limit} are allowed"))
            .with("actual", actual)
            .with("limit", limit)
    }

    /// A fault of the service.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorReason::Internal, message)
    }

    /// The same with one more key for programs.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl fmt::Display) -> Self {
        self.metadata.insert(key, value.to_string());
        self
    }

    /// The same, telling the client when to try again.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = Some(delay);
        self
    }

    /// The same, its field being a part of `outer`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        let dot = if self.field.is_empty() { "" } else { "." };
        self.field = format!("{outer}{dot}{}", self.field);
        self
    }

    /// The answer to one article of a stream.
    pub fn refusal(&self) -> Refusal {
        Refusal {
            code: self.reason.code() as i32,
            reason: self.reason.into(),
            field: self.field.clone(),
            message: self.message.clone(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.field, self.message)
        }
    }
}

impl std::error::Error for Failure {}

impl From<&Failure> for Status {
    fn from(failure: &Failure) -> Self {
        let metadata: HashMap<String, String> =
            failure.metadata.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let mut details = ErrorDetails::with_error_info(failure.reason.name(), DOMAIN, metadata);
        if !failure.field.is_empty() {
            details.add_bad_request_violation(&failure.field, &failure.message);
        }
        if failure.retry_after.is_some() {
            details.set_retry_info(failure.retry_after);
        }
        Self::with_error_details(failure.reason.code(), failure.to_string(), details)
    }
}

impl From<Failure> for Status {
    fn from(failure: Failure) -> Self {
        Self::from(&failure)
    }
}

/// Says where a failure lies while it is handed outwards.
pub trait Within<T> {
    /// The failure lies in this field.
    fn within(self, field: &str) -> Result<T, Failure>;

    /// The failure lies in this item of a repeated field.
    fn within_item(self, field: &str, index: usize) -> Result<T, Failure>;
}

impl<T> Within<T> for Result<T, Failure> {
    fn within(self, field: &str) -> Self {
        self.map_err(|failure| failure.within(field))
    }

    fn within_item(self, field: &str, index: usize) -> Self {
        self.map_err(|failure| failure.within(&format!("{field}[{index}]")))
    }
}

#[cfg(test)]
mod tests {
    use tonic::Code;

    use super::*;

    #[test]
    fn a_status_tells_reason_field_and_metadata() {
        let failure =
            Err::<(), _>(Failure::too_long(9, 4, "bytes")).within("body").within_item("articles", 2);
        let status = Status::from(failure.unwrap_err());
        assert_eq!(status.code(), Code::InvalidArgument);
        assert_eq!(status.message(), "articles[2].body: has 9 bytes, at most 4 are allowed");
        assert_eq!(ErrorReason::of(&status), Some(ErrorReason::FieldTooLong));
        let details = status.get_error_details();
        assert_eq!(details.error_info().unwrap().metadata["limit"], "4");
        assert_eq!(details.bad_request().unwrap().field_violations[0].field, "articles[2].body");
    }

    #[test]
    fn what_a_caller_sent_does_not_come_back_whole() {
        let failure = Failure::invalid("é".repeat(5000));
        assert!(failure.message.len() <= MESSAGE_MOST + 4, "{}", failure.message.len());
        assert!(failure.message.ends_with("é ..."));
    }

    #[test]
    fn a_failure_of_no_field_has_no_bad_request() {
        let failure = Failure::new(ErrorReason::Overloaded, "too much").retry_after(Duration::from_secs(1));
        let details = Status::from(failure).get_error_details();
        assert!(details.bad_request().is_none());
        assert_eq!(details.retry_info().unwrap().retry_delay, Some(Duration::from_secs(1)));
    }
}
