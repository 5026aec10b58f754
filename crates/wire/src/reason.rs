//! Reasons of failure and the gRPC code of each: the one place that knows.

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::v1::ErrorReason;

/// The domain of every `google.rpc.ErrorInfo` that the services send.
pub const DOMAIN: &str = "entente.v1";

const PREFIX: &str = "ERROR_REASON_";

impl ErrorReason {
    /// The gRPC code that goes with the reason, as the contract says.
    pub const fn code(self) -> Code {
        match self {
            Self::Unspecified => Code::Unknown,
            Self::FieldInvalid
            | Self::FieldTooLong
            | Self::MalformedMessage
            | Self::LanguageUnknown
            | Self::EvidenceNotVerbatim
            | Self::PageTokenInvalid
            | Self::CursorInvalid
            | Self::RequestIdReused => Code::InvalidArgument,
            Self::MessageTooLarge | Self::Overloaded | Self::SlowConsumer | Self::RateLimited => {
                Code::ResourceExhausted
            }
            Self::TokenRequired | Self::TokenInvalid => Code::Unauthenticated,
            Self::RoleInsufficient | Self::TenantForbidden => Code::PermissionDenied,
            Self::CursorBeyondEnd | Self::CursorExpired => Code::OutOfRange,
            Self::ArticleNotFound | Self::ArticleErased | Self::EntityNotFound | Self::FactNotFound => {
                Code::NotFound
            }
            Self::StaleVersion => Code::FailedPrecondition,
            Self::ConcurrentRevision => Code::Aborted,
            Self::AuditUnavailable | Self::LogUnavailable | Self::IndexBehind | Self::Draining => {
                Code::Unavailable
            }
            Self::DeadlineExceeded => Code::DeadlineExceeded,
            Self::Internal => Code::Internal,
        }
    }

    /// The name that travels in `google.rpc.ErrorInfo`: `FIELD_INVALID`.
    pub fn name(self) -> &'static str {
        let name = self.as_str_name();
        name.strip_prefix(PREFIX).unwrap_or(name)
    }

    /// The reason of this name, `FIELD_INVALID` for instance.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::from_str_name(&format!("{PREFIX}{name}"))
    }

    /// The reason that a status of one of Entente's services carries.
    pub fn of(status: &Status) -> Option<Self> {
        let info = status.get_details_error_info().filter(|info| info.domain == DOMAIN)?;
        Self::from_name(&info.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_the_code_that_its_comment_says() {
        let proto = include_str!("../../../proto/entente/v1/error_reason.proto");
        let mut comment = String::new();
        let mut seen = 0;
        for line in proto.lines().map(str::trim) {
            if let Some(text) = line.strip_prefix("// ") {
                comment = if comment.is_empty() { text.to_owned() } else { comment };
                continue;
            }
            if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| name.starts_with(PREFIX)) {
                let reason = ErrorReason::from_str_name(name).unwrap();
                let said = comment.split('.').next().unwrap().replace('_', "");
                let code = format!("{:?}", reason.code()).to_uppercase();
                assert!(reason == ErrorReason::Unspecified || said == code, "{name}: {said} is not {code}");
                assert_eq!(ErrorReason::from_name(reason.name()), Some(reason));
                seen += 1;
            }
            comment.clear();
        }
        assert_eq!(seen, 31, "a reason was added or lost");
    }
}
