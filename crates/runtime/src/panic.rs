//! A panic in one handler is an answer to one client, not the end of a connection.

use std::{
    convert::Infallible,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use http_body::{Body as HttpBody, Frame};
use tonic::{Code, Status, body::Body};
use tower::{Layer, Service};

use crate::rejection::{INTERNAL, Rejection, trailers};

/// Answers INTERNAL when a handler or its response stream panics. The panic's words stay in the log (see
/// [`crate::telemetry`]): they may quote an article, and tell a client nothing that it could act on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CatchPanicLayer;

impl<S> Layer<S> for CatchPanicLayer {
    type Service = CatchPanic<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CatchPanic { inner }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct CatchPanic<S> {
    inner: S,
}

impl<S> Service<Request<Body>> for CatchPanic<S>
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
        // Nothing broken is used again: what the handler shares with others is behind locks of its own.
        let answer = catch_unwind(AssertUnwindSafe(|| self.inner.call(request)));
        Box::pin(async move {
            let outcome = match answer {
                Ok(answer) => AssertUnwindSafe(answer).catch_unwind().await,
                Err(panic) => Err(panic),
            };
            match outcome {
                Ok(response) => response
                    .map(|response| response.map(|inner| Body::new(CaughtBody { inner, panicked: false }))),
                Err(_) => Ok(report().into_http()),
            }
        })
    }
}

fn report() -> Status {
    tracing::error!("a handler panicked");
    Rejection::new(Code::Internal, INTERNAL, "internal error").into_status()
}

struct CaughtBody {
    inner: Body,
    panicked: bool,
}

impl HttpBody for CaughtBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.panicked {
            return Poll::Ready(None);
        }
        let this = &mut *self;
        catch_unwind(AssertUnwindSafe(|| Pin::new(&mut this.inner).poll_frame(cx))).unwrap_or_else(|_| {
            this.panicked = true;
            Poll::Ready(Some(Ok(Frame::trailers(trailers(&report())))))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.panicked || self.inner.is_end_stream()
    }
}
