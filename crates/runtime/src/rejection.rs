//! The one shape of an error answer: a code, a reason a program can switch on, and a message for people.

use std::{collections::HashMap, time::Duration};

use http::HeaderMap;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// `ErrorInfo.domain` of every error: whose vocabulary the reason belongs to.
pub const DOMAIN: &str = "entente.v1";

/// Every reason this crate sends by itself. The contract's closed list of reasons must hold them all.
pub const REASONS: &[&str] = &[
    DEADLINE_EXCEEDED,
    DRAINING,
    FIELD_INVALID,
    INTERNAL,
    MALFORMED_MESSAGE,
    MESSAGE_TOO_LARGE,
    OVERLOADED,
    RATE_LIMITED,
    ROLE_INSUFFICIENT,
    TOKEN_INVALID,
    TOKEN_REQUIRED,
];

/// The request's deadline, or the server's for it, passed.
pub(crate) const DEADLINE_EXCEEDED: &str = "DEADLINE_EXCEEDED";
/// The server is ending; try another, or this one later.
pub(crate) const DRAINING: &str = "DRAINING";
/// A part of the request has a value it can't have; here, `grpc-timeout`.
pub(crate) const FIELD_INVALID: &str = "FIELD_INVALID";
/// A fault of the server; its log has the cause under the request's id.
pub(crate) const INTERNAL: &str = "INTERNAL";
/// The bytes are no message of the method's request type, or a text in it is not UTF-8.
pub(crate) const MALFORMED_MESSAGE: &str = "MALFORMED_MESSAGE";
/// The message is longer than the server accepts.
pub(crate) const MESSAGE_TOO_LARGE: &str = "MESSAGE_TOO_LARGE";
/// Too many requests are being served; try again later.
pub(crate) const OVERLOADED: &str = "OVERLOADED";
/// The token's calls come faster than its rate.
pub(crate) const RATE_LIMITED: &str = "RATE_LIMITED";
/// The token's role is below what the method takes.
pub(crate) const ROLE_INSUFFICIENT: &str = "ROLE_INSUFFICIENT";
/// The token is none that the server knows, or no longer.
pub(crate) const TOKEN_INVALID: &str = "TOKEN_INVALID";
/// The server takes calls with a token alone, and none was sent.
pub(crate) const TOKEN_REQUIRED: &str = "TOKEN_REQUIRED";

/// Violations beyond this are left out: details travel in a header, and clients commonly refuse 8 KiB of those.
const MAX_VIOLATIONS: usize = 20;

/// An error on its way to a client. Always carries `google.rpc.ErrorInfo`; `BadRequest` and `RetryInfo` when
/// there is something to say in them.
#[derive(Debug, Clone)]
#[must_use = "a rejection does nothing until it is turned into a status"]
pub struct Rejection {
    code: Code,
    reason: &'static str,
    message: String,
    metadata: HashMap<String, String>,
    violations: Vec<(String, String)>,
    retry: Option<Duration>,
}

impl Rejection {
    /// A rejection with nothing but what each must have. `reason` is `UPPER_SNAKE_CASE`, one of the contract's;
    /// `message` is for people: lower case, naming the key and the value.
    pub fn new(code: Code, reason: &'static str, message: impl Into<String>) -> Self {
        let (metadata, violations) = (HashMap::new(), Vec::new());
        Self { code, reason, message: message.into(), metadata, violations, retry: None }
    }

    /// Adds a pair to `ErrorInfo.metadata`: the values of the message, for programs. Keys are `lowerCamelCase` or `snake_case`.
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.metadata.insert(key.to_owned(), value.into());
        self
    }

    /// Adds a `BadRequest.FieldViolation`. `path` is the field's path in the request in proto names, as in
    /// `article.body` or `events[2].evidence`. Only the first 20 are sent.
    pub fn field(mut self, path: impl Into<String>, description: impl Into<String>) -> Self {
        self.violations.push((path.into(), description.into()));
        self
    }

    /// Says in `RetryInfo` that the same request may succeed after `delay`.
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry = Some(delay);
        self
    }

    /// The status as tonic sends it, details encoded.
    pub fn into_status(self) -> Status {
        let mut details = ErrorDetails::new();
        details.set_error_info(self.reason, DOMAIN, self.metadata);
        for (path, description) in self.violations.into_iter().take(MAX_VIOLATIONS) {
            details.add_bad_request_violation(path, description);
        }
        if self.retry.is_some() {
            details.set_retry_info(self.retry);
        }
        Status::with_error_details(self.code, self.message, details)
    }
}

impl From<Rejection> for Status {
    fn from(rejection: Rejection) -> Self {
        rejection.into_status()
    }
}

/// The headers that end a response body with `status`.
pub(crate) fn trailers(status: &Status) -> HeaderMap {
    let mut headers = HeaderMap::new();
    // Only metadata that is no header can fail here; then the code alone still tells the client how it ended.
    if status.add_header(&mut headers).is_err() {
        headers.insert("grpc-status", http::HeaderValue::from(i32::from(status.code())));
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_carry_what_was_said() {
        let status = Rejection::new(Code::InvalidArgument, "BODY_EMPTY", "article.body is empty")
            .with("limit", "1")
            .field("article.body", "is empty")
            .retry_after(Duration::from_secs(2))
            .into_status();
        assert_eq!(status.code(), Code::InvalidArgument);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!((info.reason.as_str(), info.domain.as_str()), ("BODY_EMPTY", "entente.v1"));
        assert_eq!(info.metadata["limit"], "1");
        let violation = &details.bad_request().unwrap().field_violations[0];
        assert_eq!((violation.field.as_str(), violation.description.as_str()), ("article.body", "is empty"));
        assert_eq!(details.retry_info().unwrap().retry_delay, Some(Duration::from_secs(2)));
    }

    #[test]
    fn details_say_nothing_that_was_not() {
        let details =
            Rejection::new(Code::NotFound, "NO_SUCH_ARTICLE", "gone").into_status().get_error_details();
        assert!(details.error_info().is_some());
        assert!(details.bad_request().is_none());
        assert!(details.retry_info().is_none());
    }

    #[test]
    fn many_violations_still_fit_a_header() {
        let mut rejection = Rejection::new(Code::InvalidArgument, "BAD", "many");
        for i in 0..500 {
            rejection =
                rejection.field(format!("events[{i}].evidence.begin"), "is beyond the end of the text");
        }
        let status = rejection.into_status();
        assert_eq!(status.get_error_details().bad_request().unwrap().field_violations.len(), MAX_VIOLATIONS);
        assert!(trailers(&status)["grpc-status-details-bin"].len() < 8 * 1024);
    }
}
