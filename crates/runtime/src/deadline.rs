//! Deadlines that hold: for answers and for streams, and said to the client as what they are.
//!
//! tonic alone tells the client CANCELLED when its `grpc-timeout` has passed, forgets it once the response's
//! headers are out, and takes a malformed one for none.

use std::{
    convert::Infallible,
    task::{Context, Poll},
    time::Duration,
};

use futures::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use tokio::time::Instant;
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service};

use crate::{
    ending,
    rejection::{DEADLINE_EXCEEDED, FIELD_INVALID, Rejection},
};

const HEADER: &str = "grpc-timeout";

/// The answer leaves this much before the client's deadline, so that it arrives while the client still listens
/// (clients count by themselves, and drop what comes late): a twentieth of it, between these two.
const HEAD_START: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(50));

/// When the answer to a request must have begun. Handlers find it in the request's extensions and bound by it
/// whatever they wait for.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// The deadline of the request that `extensions` belong to. `None` only outside of the stack.
    pub fn of(extensions: &http::Extensions) -> Option<Self> {
        extensions.get::<Self>().copied()
    }

    /// A deadline `timeout` from now.
    pub fn after(timeout: Duration) -> Self {
        Self(after(Instant::now(), timeout))
    }

    /// The time left; zero once it has passed. A handler that would rather answer with a reason of its own stops
    /// waiting a little sooner.
    pub fn remaining(&self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// The moment itself, for `tokio::time::timeout_at`.
    pub fn instant(&self) -> Instant {
        self.0
    }
}

/// Far enough to be never, near enough to be an instant on every system.
const NEVER: Duration = Duration::from_secs(365 * 24 * 3600);

fn after(began: Instant, timeout: Duration) -> Instant {
    began + timeout.min(NEVER)
}

/// Enforces deadlines. Until the response begins, the client's deadline counts, or `default` where it gave
/// none, but never more than `max`; once it has begun, only the client's own does, because a stream may last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeadlineLayer {
    pub(crate) default: Duration,
    pub(crate) max: Duration,
}

impl<S> Layer<S> for DeadlineLayer {
    type Service = Deadlines<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Deadlines { inner, layer: *self }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Deadlines<S> {
    inner: S,
    layer: DeadlineLayer,
}

impl<S> Service<Request<Body>> for Deadlines<S>
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

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let began = Instant::now();
        let client = match from_headers(request.headers()) {
            Ok(client) => client,
            Err(status) => return Box::pin(async move { Ok(status.into_http()) }),
        };
        let (limit, whose) = self.bound(client);
        let begins_by = after(began, limit.saturating_sub(head_start(limit)));
        if begins_by <= began {
            return Box::pin(async move { Ok(exceeded(limit, whose).into_http()) });
        }
        request.extensions_mut().insert(Deadline(begins_by));
        let answer = self.inner.call(request);
        Box::pin(async move {
            let Ok(response) = tokio::time::timeout_at(begins_by, answer).await else {
                return Ok(exceeded(limit, whose).into_http());
            };
            let response = response?;
            let Some(client) = client else { return Ok(response) };
            let ends_by = after(began, client.saturating_sub(head_start(client)));
            let end = async move {
                tokio::time::sleep_until(ends_by).await;
                exceeded(client, Whose::Client)
            };
            Ok(ending::ends_with(response, Box::pin(end)))
        })
    }
}

impl<S> Deadlines<S> {
    fn bound(&self, client: Option<Duration>) -> (Duration, Whose) {
        match client {
            Some(client) if client <= self.layer.max => (client, Whose::Client),
            Some(_) => (self.layer.max, Whose::ServerMax),
            None => (self.layer.default, Whose::ServerDefault),
        }
    }
}

/// Who set the limit that was passed: the client needs to know which one to change.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Client,
    ServerDefault,
    ServerMax,
}

fn exceeded(limit: Duration, whose: Whose) -> Status {
    let message = match whose {
        Whose::Client => format!("the deadline of {limit:?} passed"),
        Whose::ServerDefault => {
            format!("the server's default deadline of {limit:?} passed: send grpc-timeout for another")
        }
        Whose::ServerMax => format!("the server's longest deadline of {limit:?} passed"),
    };
    Rejection::new(Code::DeadlineExceeded, DEADLINE_EXCEEDED, message)
        .with("deadline_ms", limit.as_millis().to_string())
        .into_status()
}

fn head_start(limit: Duration) -> Duration {
    (limit / 20).clamp(HEAD_START.0, HEAD_START.1)
}

fn from_headers(headers: &HeaderMap) -> Result<Option<Duration>, Status> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    match value.to_str().ok().and_then(parse) {
        Some(timeout) => Ok(Some(timeout)),
        None => Err(malformed(&String::from_utf8_lossy(value.as_bytes()))),
    }
}

fn malformed(value: &str) -> Status {
    let message = format!("grpc-timeout is {value:?}: expected 1 to 8 digits and one of H M S m u n");
    Rejection::new(Code::InvalidArgument, FIELD_INVALID, message)
        .field(HEADER, "is not 1 to 8 digits and a unit")
        .into_status()
}

/// `TimeoutValue TimeoutUnit` of the gRPC over HTTP/2 specification.
fn parse(value: &str) -> Option<Duration> {
    let (digits, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    if !(1..=8).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(n * 3600)),
        "M" => Some(Duration::from_secs(n * 60)),
        "S" => Some(Duration::from_secs(n)),
        "m" => Some(Duration::from_millis(n)),
        "u" => Some(Duration::from_micros(n)),
        "n" => Some(Duration::from_nanos(n)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_read_as_specified() {
        for (text, expected) in [
            ("1H", Some(Duration::from_secs(3600))),
            ("2M", Some(Duration::from_secs(120))),
            ("30S", Some(Duration::from_secs(30))),
            ("250m", Some(Duration::from_millis(250))),
            ("99999999u", Some(Duration::from_micros(99_999_999))),
            ("0n", Some(Duration::ZERO)),
            ("", None),
            ("S", None),
            ("10", None),
            ("10s", None),
            ("+1S", None),
            ("-1S", None),
            ("1.5S", None),
            ("123456789S", None),
            ("1é", None),
        ] {
            assert_eq!(parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_longest_timeout_is_still_an_instant() {
        assert!(Deadline::after(parse("99999999H").unwrap()).remaining() > Duration::from_secs(3600));
        assert_eq!(Deadline::after(Duration::ZERO).remaining(), Duration::ZERO);
    }
}
