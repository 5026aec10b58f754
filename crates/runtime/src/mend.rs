//! What the codec says about a bad message, in words and codes that blame the right side and name the field.
//!
//! tonic and prost refuse a message before any handler sees it: bytes that don't decode as INTERNAL, a string
//! that isn't UTF-8 likewise, one that is too long as `OUT_OF_RANGE`, an unknown method without a word. There is
//! no hook for it, so the statuses are known by their texts; `tests/stack` fails when a new version words them
//! differently.

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use futures::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use http_body::Frame;
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service};

use crate::heard::heard;
use crate::rejection::{MALFORMED_MESSAGE, MESSAGE_TOO_LARGE, Rejection, trailers};

/// Rewrites the codec's refusals, whether they are the whole answer or come in the trailers of a stream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MendLayer;

impl<S> Layer<S> for MendLayer {
    type Service = Mend<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Mend { inner }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Mend<S> {
    inner: S,
}

impl<S> Service<Request<Body>> for Mend<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let path = request.uri().path().to_owned();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let mut response = answer.await?;
            if response.headers().contains_key("grpc-status") {
                mend(response.headers_mut(), &path);
                return Ok(response);
            }
            Ok(response.map(|inner| {
                heard(inner, move |frame| {
                    if let Some(trailers) = frame.as_mut().ok().and_then(Frame::trailers_mut) {
                        mend(trailers, &path);
                    }
                })
            }))
        })
    }
}

/// Replaces the status in `headers` if it is one of the codec's. One that brings details was made by a handler,
/// and stays.
fn mend(headers: &mut HeaderMap, path: &str) {
    if headers.contains_key("grpc-status-details-bin") {
        return;
    }
    let Some(status) = Status::from_header_map(headers) else { return };
    if let Some(better) = verdict(status.code(), status.message(), path) {
        headers.extend(trailers(&better));
    }
}

fn verdict(code: Code, message: &str, path: &str) -> Option<Status> {
    if code == Code::Unimplemented && message.is_empty() {
        // Said by name only: a method outside of the contract can't have one of its reasons.
        return Some(Status::unimplemented(format!("this server has no method {path}")));
    }
    if code == Code::Internal {
        if let Some(error) = message.strip_prefix("failed to decode Protobuf message: ") {
            return Some(undecodable(error).into_status());
        }
        let what = match message {
            "Missing request message." => "the request has no message",
            "Unexpected EOF decoding stream." => "the request ends within a message",
            _ => return None,
        };
        return Some(Rejection::new(Code::InvalidArgument, MALFORMED_MESSAGE, what).into_status());
    }
    let limit = match code {
        Code::OutOfRange => message
            .strip_prefix("Error, decoded message length too large: found ")
            .and_then(|rest| rest.split_once("the limit is: "))
            .map(|(_, limit)| limit),
        Code::ResourceExhausted => message.strip_prefix("Error decompressing: size limit, of "),
        Code::Ok
        | Code::Cancelled
        | Code::Unknown
        | Code::InvalidArgument
        | Code::DeadlineExceeded
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::Unimplemented
        | Code::Internal
        | Code::Unavailable
        | Code::DataLoss
        | Code::Unauthenticated => None,
    }?;
    let limit: u64 = limit.split(' ').next()?.parse().ok()?;
    let message = format!("the message is longer than {limit} bytes, which is the most this server takes");
    Some(
        Rejection::new(Code::ResourceExhausted, MESSAGE_TOO_LARGE, message)
            .with("limit", limit.to_string())
            .into_status(),
    )
}

/// prost names the place from the inside out, as in `Inner.text: Outer.inner: invalid string value: ...`.
fn undecodable(error: &str) -> Rejection {
    let mut rest = error;
    let mut fields = Vec::new();
    while let Some((place, tail)) = rest.split_once(": ")
        && let Some((message, field)) = place.split_once('.')
        && !message.contains(' ')
        && !field.contains(' ')
    {
        // A field called like a keyword of Rust carries its mark.
        fields.push(field.trim_start_matches("r#"));
        rest = tail;
    }
    fields.reverse();
    let path = fields.join(".");
    let description = if rest.contains("not UTF-8") { "is not valid UTF-8" } else { rest };
    if path.is_empty() {
        let message = format!("the message cannot be decoded: {description}");
        return Rejection::new(Code::InvalidArgument, MALFORMED_MESSAGE, message);
    }
    Rejection::new(Code::InvalidArgument, MALFORMED_MESSAGE, format!("{path}: {description}"))
        .with("field", path.as_str())
        .field(path, description)
}

#[cfg(test)]
mod tests {
    use tonic_types::StatusExt;

    use super::*;

    #[test]
    fn what_handlers_say_stays() {
        for (code, message) in [
            (Code::Internal, "the disk is full"),
            (Code::OutOfRange, "the cursor is too old"),
            (Code::ResourceExhausted, "quota used up"),
            (Code::Unimplemented, "later"),
            (Code::NotFound, "failed to decode Protobuf message: buffer underflow"),
        ] {
            assert!(verdict(code, message, "/a.B/C").is_none(), "{code:?} {message}");
        }
    }

    #[test]
    fn a_decompressed_message_has_the_same_limit() {
        let text = "Error decompressing: size limit, of 4096 bytes, exceeded while decompressing message";
        let status = verdict(Code::ResourceExhausted, text, "/a.B/C").unwrap();
        assert!(status.message().contains("than 4096 bytes"), "{}", status.message());
        assert_eq!(status.get_error_details().error_info().unwrap().reason, MESSAGE_TOO_LARGE);
    }
}
