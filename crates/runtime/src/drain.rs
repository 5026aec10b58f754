//! The end of requests that are still open when a drain is over, and of those that would never end by themselves.

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use futures::future::BoxFuture;
use http::{Request, Response};
use tokio_util::sync::CancellationToken;
use tonic::body::Body;
use tower::{Layer, Service};

use crate::{ending, overload, shutdown};

/// Answers UNAVAILABLE, with the reason `DRAINING`, in place of handlers that are not done in time.
#[derive(Debug, Clone)]
pub(crate) struct DrainLayer {
    /// Ends health watches and reflection streams, once health has said `NOT_SERVING`: they know of no drain.
    pub(crate) watches: CancellationToken,
    /// Ends everything: the drain's bound has passed.
    pub(crate) cut: CancellationToken,
}

impl<S> Layer<S> for DrainLayer {
    type Service = Drain<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Drain { inner, layer: self.clone() }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Drain<S> {
    inner: S,
    layer: DrainLayer,
}

impl<S> Service<Request<Body>> for Drain<S>
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
        let layer = &self.layer;
        let end = if overload::is_exempt(request.uri().path()) { &layer.watches } else { &layer.cut }.clone();
        let cut = layer.cut.clone();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let response = tokio::select! {
                biased;
                response = answer => response?,
                () = cut.cancelled() => return Ok(shutdown::rejection().into_status().into_http()),
            };
            let end = async move {
                end.cancelled_owned().await;
                shutdown::rejection().into_status()
            };
            Ok(ending::ends_with(response, Box::pin(end)))
        })
    }
}
