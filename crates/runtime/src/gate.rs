//! A gate before work that keeps a processor busy: where too much waits already, of all or of one caller, a call is refused before its message
//! is read.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    sync::Arc,
    task::{Context, Poll},
};

use futures::future::Either;
use http::{HeaderMap, Request, Response};
use tonic::{body::Body, server::NamedService};
use tower::Service;

use crate::{door::refusal, unread::hear_out, work::Places};

/// A service some of whose calls go to work at `places`. Who comes through may still be refused there, once the message is read: the gate
/// holds no place for a caller, who could take its time with the message.
#[derive(Debug, Clone)]
pub struct Gate<S> {
    inner: S,
    places: Places,
    /// Paths of the methods that work, as in `/package.Service/Method`.
    methods: &'static [&'static str],
    refusal: Arc<HeaderMap>,
}

impl<S> Gate<S> {
    /// A gate before `methods` of `inner`, by their paths; each takes one message and has it worked on at `places`.
    pub fn new(inner: S, places: Places, methods: &'static [&'static str]) -> Self {
        let refusal = refusal(&places);
        Self { inner, places, methods, refusal: Arc::new(refusal) }
    }
}

impl<S: NamedService> NamedService for Gate<S> {
    const NAME: &'static str = S::NAME;
}

impl<S> Service<Request<Body>> for Gate<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<S::Future, Ready<Result<Response<Body>, Infallible>>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let works = self.methods.contains(&request.uri().path());
        if works && self.places.room().is_err() {
            hear_out(request.into_body());
            let mut response = Response::new(Body::empty());
            response.headers_mut().clone_from(&self.refusal);
            return Either::Right(ready(Ok(response)));
        }
        Either::Left(self.inner.call(request))
    }
}
