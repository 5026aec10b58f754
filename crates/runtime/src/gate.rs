//! A door before work that keeps a processor busy: where too much waits already, a call is refused before its message is read.

use std::{
    convert::Infallible,
    sync::{Arc, LazyLock},
    task::{Context, Poll},
    time::Duration,
};

use futures::future::{BoxFuture, Either};
use http::{HeaderMap, Request, Response};
use tokio::time::Instant;
use tonic::{body::Body, server::NamedService};
use tower::Service;

use crate::{overload::overloaded, work::Places};

/// Refusals leave at moments so many milliseconds apart, all of those to one connection with one write: a flood of them would else take from the work
/// what sending each by itself costs. Who is refused is told to wait longer than this anyway.
const APART_MS: u64 = 10;

/// A service some of whose calls go to work at `places`. Who comes through may still be refused there, once the message is read: the door
/// holds no place for a caller, who could take its time with the message.
#[derive(Debug, Clone)]
pub struct Gate<S> {
    inner: S,
    places: Places,
    /// Paths of the methods that work, as in `/package.Service/Method`.
    methods: &'static [&'static str],
    /// How a call is refused, always in the same words: spelling them out for each call takes a good part of what refusing it costs.
    refusal: Arc<HeaderMap>,
}

impl<S> Gate<S> {
    /// A gate before `methods` of `inner`, by their paths; each takes one message and has it worked on at `places`.
    pub fn new(inner: S, places: Places, methods: &'static [&'static str]) -> Self {
        let busy = places.busy();
        let refusal = overloaded(busy.to_string(), busy.0).into_http::<Body>().into_parts().0.headers;
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
    type Future = Either<S::Future, BoxFuture<'static, Result<Response<Body>, Infallible>>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let works = self.methods.contains(&request.uri().path());
        if works && self.places.room().is_err() {
            let refusal = Arc::clone(&self.refusal);
            return Either::Right(Box::pin(async move {
                together().await;
                let mut response = Response::new(Body::empty());
                response.headers_mut().clone_from(&refusal);
                Ok(response)
            }));
        }
        Either::Left(self.inner.call(request))
    }
}

/// Waits for the next of the moments at which refusals leave.
async fn together() {
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    let gone = u64::try_from(FIRST.elapsed().as_millis()).unwrap_or(u64::MAX);
    let next = (gone - gone % APART_MS).saturating_add(APART_MS);
    tokio::time::sleep_until(*FIRST + Duration::from_millis(next)).await;
}
