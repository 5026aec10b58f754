//! One name for a request, in every log line and in every service that it passes through.

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body::{Body as HttpBody, Frame};
use tonic::{Code, Status, body::Body, metadata::MetadataValue};
use tower::{Layer, Service};
use tracing::{Instrument, Span, field};
use uuid::Uuid;

use crate::{monitor::Methods, trace::Answering};

/// The metadata key that carries the id, both ways.
pub const HEADER: &str = "x-request-id";

/// Longer ids are replaced: they end up in every log line.
const MAX_LENGTH: usize = 64;

/// The id of a request: 1 to 64 visible ASCII characters. Handlers find it in the request's extensions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// A fresh id, a `UUIDv7`: ids sort by the time they were made.
    pub fn generate() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }

    /// `text` as an id, if it is 1 to 64 visible ASCII characters.
    pub fn parse(text: &str) -> Option<Self> {
        let sane = (1..=MAX_LENGTH).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        sane.then(|| Self(text.into()))
    }

    /// The id of the request that `extensions` belong to. `None` only outside of the stack.
    pub fn of(extensions: &http::Extensions) -> Option<Self> {
        extensions.get::<Self>().cloned()
    }

    /// Sends this id along with a request to another service.
    pub fn attach<T>(&self, request: &mut tonic::Request<T>) {
        // Visible ASCII is always valid metadata; and a request without its id is better than none.
        if let Ok(value) = MetadataValue::try_from(self.as_str()) {
            request.metadata_mut().insert(HEADER, value);
        }
    }

    /// The id's characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value of [`HEADER`].
    pub(crate) fn to_header(&self) -> HeaderValue {
        let mut value = HeaderValue::from_str(self.as_str()).expect("visible ascii is a valid header");
        // Kept out of the table of headers that a connection has seen: no other call has the same, and it would push out what comes again.
        value.set_sensitive(true);
        value
    }

    /// The caller's id, or a fresh one where it sent none that can be used.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        let sent = headers.get(HEADER).and_then(|value| value.to_str().ok());
        sent.and_then(Self::parse).unwrap_or_else(Self::generate)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Names each request, opens its spans, returns the name with the answer, and logs how it was answered.
#[derive(Debug, Clone)]
pub(crate) struct RequestIdLayer(pub(crate) Methods);

impl<S> Layer<S> for RequestIdLayer {
    type Service = RequestIds<S>;

    fn layer(&self, inner: S) -> Self::Service {
        RequestIds { inner, methods: self.0.clone() }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct RequestIds<S> {
    inner: S,
    methods: Methods,
}

impl<S> Service<Request<Body>> for RequestIds<S>
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
        let id = RequestId::from_headers(request.headers());
        let path = request.uri().path();
        let span = tracing::info_span!("request", %id, method = path, trace_id = field::Empty);
        let mut call = Answering::begin(request.headers(), &id, || self.methods.name(path));
        if let Some(trace) = call.trace() {
            span.record("trace_id", trace);
        }
        request.extensions_mut().insert(id.clone());
        let answer = {
            let _entered = (span.enter(), call.enter());
            self.inner.call(request)
        };
        let answer = call.around(answer);
        let body_span = span.clone();
        Box::pin(
            async move {
                let mut response = answer.await?;
                call.hear(response.headers());
                log(response.headers(), began);
                response.headers_mut().insert(HeaderName::from_static(HEADER), id.to_header());
                Ok(response.map(|inner| Body::new(Spanned { inner, span: body_span, call })))
            }
            .instrument(span),
        )
    }
}

/// One line for each answer, when it begins. An answer whose headers hold no status may still fail in its trailers.
fn log(headers: &HeaderMap, began: Instant) {
    let elapsed_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let code = headers.get("grpc-status").map_or(Code::Ok, |status| Code::from_bytes(status.as_bytes()));
    if matches!(code, Code::Unknown | Code::Internal | Code::DataLoss) {
        tracing::error!(?code, elapsed_us, "answered");
    } else {
        tracing::debug!(?code, elapsed_us, "answered");
    }
}

/// A streamed answer is made while its body is read: that must happen in the request's spans, too.
struct Spanned {
    inner: Body,
    span: Span,
    call: Answering,
}

impl HttpBody for Spanned {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        let _entered = (this.span.enter(), this.call.enter());
        let frame = Pin::new(&mut this.inner).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(trailers) = frame.trailers_ref()
        {
            this.call.hear(trailers);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_visible_ascii_is_an_id() {
        for good in ["a", "Req-7/b", &"x".repeat(64)] {
            assert_eq!(RequestId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "two words", "tab\t", "é", &"x".repeat(65)] {
            assert!(RequestId::parse(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn attached_ids_arrive() {
        let id = RequestId::generate();
        let mut request = tonic::Request::new(());
        id.attach(&mut request);
        let headers = request.metadata().clone().into_headers();
        assert_eq!(RequestId::from_headers(&headers), id);
    }
}
