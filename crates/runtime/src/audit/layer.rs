//! Each call that was let in is told of when it ends.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use futures::future::{BoxFuture, Either};
use http::{HeaderMap, Request, Response};
use tonic::Code;
use tonic::body::Body;
use tower::{Layer, Service};

use super::{Audit, Entry, Unrecorded, Who};
use crate::Admission;
use crate::auth::{LeastRoles, Role};
use crate::heard::heard;
use crate::overload::is_exempt;
use crate::request_id::RequestId;
use crate::tls::accept::Peer;

/// Records calls, where there is a log to record them in.
#[derive(Debug, Clone)]
pub(crate) struct AuditLayer {
    pub(crate) audit: Option<Audit>,
    pub(crate) roles: Arc<LeastRoles>,
}

impl<S> Layer<S> for AuditLayer {
    type Service = Audited<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Audited { inner, layer: self.clone() }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Audited<S> {
    inner: S,
    layer: AuditLayer,
}

impl<S> Service<Request<Body>> for Audited<S>
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

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let path = request.uri().path();
        let Some(audit) = self.layer.audit.clone().filter(|_| !is_exempt(path)) else {
            return Either::Left(self.inner.call(request));
        };
        // As for roles: what is not told of may change anything.
        let changes = self.layer.roles.get(path).is_none_or(|least| *least >= Role::Writer);
        let visit = Arc::new(Visit::new(audit, Arc::new(who(&request)), changes));
        if let Some(admission) = request.extensions_mut().get_mut::<Admission>() {
            admission.visit = Some(Arc::clone(&visit));
        }
        let mut leaving = Leaving { visit, code: None };
        let answer = self.inner.call(request);
        Either::Right(Box::pin(async move {
            let response = answer.await?;
            leaving.code = code(response.headers());
            Ok(response.map(|inner| {
                heard(inner, move |frame| {
                    // All of it, so that it is told of when the body goes.
                    let leaving = &mut leaving;
                    leaving.code = match frame {
                        Ok(frame) => frame.trailers_ref().and_then(code).or(leaving.code),
                        Err(status) => Some(status.code()),
                    };
                })
            }))
        }))
    }
}

fn code(headers: &HeaderMap) -> Option<Code> {
    headers.get("grpc-status").map(|status| Code::from_bytes(status.as_bytes()))
}

/// Who makes a call, and which.
pub(crate) fn who(request: &Request<Body>) -> Who {
    let peer = request.extensions().get::<Peer>().cloned().unwrap_or_default();
    let caller = request.extensions().get::<Admission>().map(|admission| &admission.caller);
    let id = RequestId::of(request.extensions());
    Who {
        token: caller.and_then(|caller| caller.id.clone()),
        peer: peer.address,
        certificate: peer.certificate,
        method: request.uri().path().into(),
        request_id: id.map_or_else(String::new, |id| id.to_string()),
    }
}

/// A call under way, as the log will tell of it.
#[derive(Debug)]
pub(crate) struct Visit {
    audit: Audit,
    who: Arc<Who>,
    changes: bool,
    /// What the call's one message told, if it has one.
    told: Mutex<Option<Entry>>,
}

impl Visit {
    fn new(audit: Audit, who: Arc<Who>, changes: bool) -> Self {
        Self { audit, who, changes, told: Mutex::default() }
    }

    /// Notes what the call is about.
    pub(crate) fn note(&self, tenant: &str, about: Vec<(&'static str, String)>) -> Entry {
        let entry = Entry::of(Arc::clone(&self.who)).about(tenant, about);
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(entry.clone());
        entry
    }

    /// Tells durably that the entry is about to be done, where it changes anything.
    pub(crate) async fn begins(&self, entry: &Entry) -> Result<(), Unrecorded> {
        if self.changes { entry.begun(&self.audit).await } else { Ok(()) }
    }

    /// An entry about one message of a stream.
    pub(crate) fn message(&self, tenant: &str, about: Vec<(&'static str, String)>) -> Entry {
        Entry::of(Arc::clone(&self.who)).about(tenant, about)
    }

    /// Tells what came of one message of a stream.
    pub(crate) fn answered(&self, entry: &Entry, code: Code) {
        entry.answered(&self.audit, Some(code));
    }
}

/// Tells of the call's end, however it comes.
struct Leaving {
    visit: Arc<Visit>,
    code: Option<Code>,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        let told = self.visit.told.lock().unwrap_or_else(PoisonError::into_inner).take();
        let entry = told.unwrap_or_else(|| Entry::of(Arc::clone(&self.visit.who)));
        entry.answered(&self.visit.audit, self.code);
    }
}
