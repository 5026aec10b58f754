//! The span of one call, on either side.

use std::future::Future;

use futures::future::Either;
use http::HeaderMap;
use opentelemetry::{
    Context, ContextGuard, KeyValue,
    trace::{FutureExt as _, SpanBuilder, SpanKind, Status as Outcome, TraceContextExt as _, Tracer as _},
};
use tonic::{Code, Status};

use super::{TRACER, headers};
use crate::{RequestId, monitor::code_name};

/// The attribute that carries the request id.
const REQUEST_ID: &str = "entente.request_id";

/// A call that this process answers, from its headers until this is dropped. Nothing where no traces are made.
#[derive(Debug)]
pub(crate) struct Answering {
    context: Option<Context>,
    /// Until something else is said: whoever goes away says nothing.
    code: Code,
}

impl Answering {
    /// The call of `method`, as in `package.Service/Method`, which came with `headers`; `method` is asked where it is needed.
    pub(crate) fn begin(headers: &HeaderMap, id: &RequestId, method: impl FnOnce() -> String) -> Self {
        let context = TRACER.get().map(|_| headers::caller(headers));
        let context = context.and_then(|caller| begin(&caller, SpanKind::Server, method(), id));
        Self { context, code: Code::Cancelled }
    }

    /// The trace that the call belongs to.
    pub(crate) fn trace(&self) -> Option<String> {
        self.context.as_ref().map(|context| context.span().span_context().trace_id().to_string())
    }

    /// Takes the code over where `headers` say one.
    pub(crate) fn hear(&mut self, headers: &HeaderMap) {
        if let Some(status) = headers.get("grpc-status") {
            self.code = Code::from_bytes(status.as_bytes());
        }
    }

    /// What this thread does until the result is dropped belongs to the call.
    pub(crate) fn enter(&self) -> Option<ContextGuard> {
        self.context.clone().map(Context::attach)
    }

    /// All that `future` does belongs to the call.
    pub(crate) fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        within(self.context.clone(), future)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let Some(context) = &self.context else { return };
        // What the caller did wrong is no failure of the service's.
        let failed = matches!(
            self.code,
            Code::Unknown
                | Code::DeadlineExceeded
                | Code::Unimplemented
                | Code::Internal
                | Code::Unavailable
                | Code::DataLoss
        );
        end(context, Some(self.code), failed.then_some(self.code));
    }
}

/// A call that this process makes of another service, until this is dropped. Nothing where no traces are made.
#[derive(Debug)]
#[must_use = "dropped, the span has ended"]
pub struct Calling {
    context: Option<Context>,
    failed: Option<Code>,
}

impl Calling {
    /// The call of `method`, as in `package.Service/Method`, by `request`, which takes the trace along: the one that this belongs to, or else a new one.
    pub fn begin<T>(method: &str, id: &RequestId, request: &mut tonic::Request<T>) -> Self {
        let context = begin(&Context::current(), SpanKind::Client, method.to_owned(), id);
        if let Some(context) = &context {
            headers::tell(context, request.metadata_mut());
        }
        Self { context, failed: None }
    }

    /// Takes over how the call failed.
    pub fn failed(&mut self, status: &Status) {
        self.failed = Some(status.code());
    }
}

impl Drop for Calling {
    fn drop(&mut self) {
        if let Some(context) = &self.context {
            end(context, self.failed, self.failed);
        }
    }
}

/// What `future` does belongs to the call that this belongs to, also where it is spawned.
pub fn carried<F: Future>(future: F) -> impl Future<Output = F::Output> {
    within(TRACER.get().map(|_| Context::current()), future)
}

fn within<F: Future>(context: Option<Context>, future: F) -> impl Future<Output = F::Output> {
    match context {
        Some(context) => Either::Left(future.with_context(context)),
        None => Either::Right(future),
    }
}

fn begin(parent: &Context, kind: SpanKind, method: String, id: &RequestId) -> Option<Context> {
    let tracer = TRACER.get()?;
    let mut attributes =
        vec![KeyValue::new("rpc.system", "grpc"), KeyValue::new(REQUEST_ID, id.as_str().to_owned())];
    let (service, name) = method.rsplit_once('/').unwrap_or(("", &method));
    attributes.push(KeyValue::new("rpc.method", name.to_owned()));
    if !service.is_empty() {
        attributes.push(KeyValue::new("rpc.service", service.to_owned()));
    }
    let span = SpanBuilder::from_name(method).with_kind(kind).with_attributes(attributes);
    Some(parent.with_span(tracer.build_with_context(span, parent)))
}

/// `code` is what was said, where anything was; `failure` what makes the span one of an error.
fn end(context: &Context, code: Option<Code>, failure: Option<Code>) {
    let span = context.span();
    if let Some(code) = code {
        span.set_attribute(KeyValue::new("rpc.grpc.status_code", i64::from(i32::from(code))));
    }
    if let Some(code) = failure {
        span.set_status(Outcome::error(code_name(code)));
    }
    span.end();
}
