//! Counts calls: how many, how they ended, how long they took, how many are open.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use ::metrics::{Gauge, Histogram, SharedString};
use futures::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use http_body::{Body as _, Frame};
use prost::Message as _;
use prost_types::FileDescriptorSet;
use tonic::{Code, body::Body};
use tower::{Layer, Service};

use crate::heard::heard;

use super::{CALLS, DURATION, IN_FLIGHT, STREAMS};

/// What stands for methods that the contract does not have, health and reflection among them: whoever makes paths up
/// must not make series up.
const OTHER: &str = "other";

/// The methods of the services that are served, by path.
#[derive(Debug, Clone)]
pub(crate) struct Methods {
    known: Arc<HashMap<String, Arc<Method>>>,
    other: Arc<Method>,
}

/// One method and what is told of it.
#[derive(Debug)]
struct Method {
    name: SharedString,
    in_flight: Gauge,
    /// Of a method that answers with a stream.
    streams: Option<Gauge>,
    duration: Option<Histogram>,
}

impl Methods {
    /// The methods of these descriptor sets. Sets that can't be read have none; reflection refuses them.
    pub(crate) fn of(descriptors: &[&[u8]]) -> Self {
        let sets = descriptors.iter().filter_map(|&set| FileDescriptorSet::decode(set).ok());
        let mut known = HashMap::new();
        for file in sets.flat_map(|set| set.file) {
            for service in &file.service {
                for method in &service.method {
                    let name = format!("{}.{}/{}", file.package(), service.name(), method.name());
                    let path = format!("/{name}");
                    known.insert(path, Arc::new(Method::new(name.into(), Some(method.server_streaming()))));
                }
            }
        }
        Self { known: Arc::new(known), other: Arc::new(Method::new(OTHER.into(), None)) }
    }

    /// What the method at `path` is called, as in `package.Service/Method`; `other` outside of the contract.
    pub(crate) fn name(&self, path: &str) -> String {
        self.known.get(path).unwrap_or(&self.other).name.to_string()
    }

    fn get(&self, path: &str) -> Arc<Method> {
        self.known.get(path).unwrap_or(&self.other).clone()
    }
}

impl Method {
    /// `streaming` is not known of methods outside of the contract.
    fn new(name: SharedString, streaming: Option<bool>) -> Self {
        let labels = &[("method", name.clone())];
        Self {
            in_flight: IN_FLIGHT.level(labels),
            streams: (streaming == Some(true)).then(|| STREAMS.level(labels)),
            duration: (streaming == Some(false)).then(|| DURATION.spread(labels)),
            name,
        }
    }
}

/// One call, counted when it is dropped.
struct Call {
    method: Arc<Method>,
    began: Instant,
    code: Code,
}

impl Call {
    fn begin(method: Arc<Method>) -> Self {
        method.in_flight.increment(1.0);
        if let Some(streams) = &method.streams {
            streams.increment(1.0);
        }
        // Until something else is said: whoever goes away says nothing.
        Self { method, began: Instant::now(), code: Code::Cancelled }
    }

    /// Takes the code over where `headers` say one.
    fn hear(&mut self, headers: &HeaderMap) {
        if let Some(status) = headers.get("grpc-status") {
            self.code = Code::from_bytes(status.as_bytes());
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let Method { name, in_flight, streams, duration } = &*self.method;
        in_flight.decrement(1.0);
        if let Some(streams) = streams {
            streams.decrement(1.0);
        }
        if let Some(duration) = duration {
            duration.record(self.began.elapsed().as_secs_f64());
        }
        CALLS.count(&[("method", name.clone()), ("code", code_name(self.code).into())]).increment(1);
    }
}

/// A code as the specification of gRPC spells it.
pub(crate) const fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

/// Counts every call by its method and its code.
#[derive(Debug, Clone)]
pub(crate) struct CallsLayer(pub(crate) Methods);

impl<S> Layer<S> for CallsLayer {
    type Service = Calls<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Calls { inner, methods: self.0.clone() }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Calls<S> {
    inner: S,
    methods: Methods,
}

impl<S> Service<Request<Body>> for Calls<S>
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
        let mut call = Call::begin(self.methods.get(request.uri().path()));
        let answer = self.inner.call(request);
        Box::pin(async move {
            let response = answer.await?;
            call.hear(response.headers());
            if response.body().is_end_stream() {
                return Ok(response);
            }
            // Until the last frame has passed.
            let mut call = Some(call);
            Ok(response.map(|inner| {
                heard(inner, move |frame| {
                    if let Some(trailers) = frame.as_ref().ok().and_then(Frame::trailers_ref)
                        && let Some(mut call) = call.take()
                    {
                        call.hear(trailers);
                    }
                })
            }))
        })
    }
}
