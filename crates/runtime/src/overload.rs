//! More requests than the server can serve well are refused at once, not queued until all of them are late.

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures::future::{BoxFuture, Either};
use http::{Request, Response};
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service};

use crate::{
    Admission,
    heard::heard,
    monitor::SHED,
    permits::{Permits, Taken},
    rejection::{OVERLOADED, Rejection},
    unread::hear_out,
    work,
};

/// What `RetryInfo` suggests. Requests take milliseconds, so a second is long enough for a burst to have passed.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Bounds the requests served at one time, over all connections. A request counts until the last byte of its
/// response is out, so an open stream counts as long as it lives. [`Permits`] says how callers share them. Health and reflection are never refused: an
/// overloaded server is not a dead one.
#[derive(Debug, Clone)]
pub(crate) struct OverloadLayer {
    permits: Arc<Permits>,
}

impl OverloadLayer {
    pub(crate) fn new(limit: usize) -> Self {
        Self { permits: Arc::new(Permits::new(limit)) }
    }
}

impl<S> Layer<S> for OverloadLayer {
    type Service = Overload<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Overload { inner, layer: self.clone() }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Overload<S> {
    inner: S,
    layer: OverloadLayer,
}

impl<S> Service<Request<Body>> for Overload<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<S::Future, BoxFuture<'static, Result<Response<Body>, Infallible>>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if is_exempt(request.uri().path()) {
            return Either::Left(self.inner.call(request));
        }
        let admission = request.extensions().get::<Admission>();
        let share = admission.and_then(|admission| admission.caller().share()).cloned();
        let permit = match self.layer.permits.take(share.as_ref()) {
            Ok(permit) => permit,
            Err(taken) => {
                hear_out(request.into_body());
                return Either::Right(Box::pin(async move { Ok(refusal(taken).into_http()) }));
            }
        };
        let answer = work::on_account_of(share, self.inner.call(request));
        Either::Right(Box::pin(
            async move { Ok(answer.await?.map(|inner| heard(inner, move |_| _ = &permit))) },
        ))
    }
}

/// Whether `path` belongs to the services that watch the server rather than use it.
pub(crate) fn is_exempt(path: &str) -> bool {
    path.starts_with("/grpc.health.") || path.starts_with("/grpc.reflection.")
}

fn refusal(taken: Taken) -> Status {
    let reason = match taken {
        Taken::All(_) => "requests",
        Taken::Share(_) => "share",
    };
    SHED.count(&[("reason", reason)]).increment(1);
    let (message, limit) = match taken {
        Taken::All(limit) => {
            (format!("{limit} requests are being served already, which is the most this server takes"), limit)
        }
        Taken::Share(held) => {
            (format!("{held} requests of this caller are being served: what is left is for others"), held)
        }
    };
    overloaded(message, limit)
}

/// The answer to a call that comes on top of `limit` others.
pub(crate) fn overloaded(message: String, limit: usize) -> Status {
    Rejection::new(Code::ResourceExhausted, OVERLOADED, message)
        .with("limit", limit.to_string())
        .retry_after(RETRY_AFTER)
        .into_status()
}
