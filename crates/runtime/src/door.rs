//! The outermost layer: where no place to work is left for anybody, a call that needs one is refused before anything else is done for it.
//! What refusing costs is taken from the calls that are served, and every layer that a call goes through on its way in and out costs.

use std::{
    collections::HashMap,
    convert::Infallible,
    future::{Ready, ready},
    sync::Arc,
    task::{Context, Poll},
};

use ::metrics::Counter;
use futures::future::Either;
use http::{HeaderMap, HeaderName, Request, Response};
use tonic::{Code, body::Body};
use tower::{Layer, Service};

use crate::{
    RequestId,
    monitor::{CALLS, SHED, code_name},
    overload::overloaded,
    request_id,
    unread::hear_out,
    work::Places,
};

/// Refuses calls of some methods while their places are taken, all of them. [`crate::Gate`] refuses, behind the layers that tell who
/// calls, what is left for others.
#[derive(Debug, Clone, Default)]
pub(crate) struct DoorLayer(Option<Arc<Door>>);

#[derive(Debug)]
struct Door {
    places: Places,
    /// By the path of a method, the count of its calls that were refused.
    refused: HashMap<&'static str, Counter>,
    shed: Counter,
    refusal: HeaderMap,
}

impl DoorLayer {
    /// A door before `methods`, by their paths as in `/package.Service/Method`, which are worked on at `places`.
    pub(crate) fn new(places: Places, methods: &'static [&'static str]) -> Self {
        let counted = |path: &&'static str| {
            let labels =
                [("method", path.trim_start_matches('/')), ("code", code_name(Code::ResourceExhausted))];
            (*path, CALLS.count(&labels))
        };
        let (refused, shed) = (methods.iter().map(counted).collect(), SHED.count(&[("reason", "queue")]));
        let refusal = refusal(&places);
        Self(Some(Arc::new(Door { places, refused, shed, refusal })))
    }
}

/// How a call is told that there is no place for it, always in the same words: spelling them out for each call takes a good part of what refusing
/// it costs.
pub(crate) fn refusal(places: &Places) -> HeaderMap {
    let busy = places.busy();
    overloaded(busy.to_string(), busy.0).into_http::<Body>().into_parts().0.headers
}

impl Door {
    /// What a call is told, where it can't come in.
    fn refuse(&self, request: &Request<Body>) -> Option<Response<Body>> {
        let path = request.uri().path();
        let refused = self.refused.get(path).filter(|_| self.places.are_taken())?;
        refused.increment(1);
        self.shed.increment(1);
        let id = RequestId::from_headers(request.headers());
        tracing::debug!(%id, method = path, code = ?Code::ResourceExhausted, "refused at the door");
        let mut response = Response::new(Body::empty());
        response.headers_mut().clone_from(&self.refusal);
        response.headers_mut().insert(HeaderName::from_static(request_id::HEADER), id.to_header());
        Some(response)
    }
}

impl<S> Layer<S> for DoorLayer {
    type Service = Doors<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Doors { inner, door: self.0.clone() }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Doors<S> {
    inner: S,
    door: Option<Arc<Door>>,
}

impl<S> Service<Request<Body>> for Doors<S>
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
        match self.door.as_ref().and_then(|door| door.refuse(&request)) {
            Some(refusal) => {
                hear_out(request.into_body());
                Either::Right(ready(Ok(refusal)))
            }
            None => Either::Left(self.inner.call(request)),
        }
    }
}

#[cfg(test)]
mod tests {
    use tower::{ServiceExt as _, service_fn};

    use super::*;
    use crate::work::on_account_of;

    const WORKING: [&str; 1] = ["/a.Service/Works"];

    /// The code with which a call is answered, and the id that the answer carries; an inner service answers without either.
    async fn answered(layer: &DoorLayer, path: &str) -> Option<(Code, String)> {
        let inner = service_fn(async |_: Request<Body>| Ok(Response::new(Body::empty())));
        let request =
            Request::builder().uri(path).header(request_id::HEADER, "mine").body(Body::empty()).unwrap();
        let response = layer.layer(inner).oneshot(request).await.unwrap();
        let header = |name| response.headers().get(name);
        let code = Code::from_bytes(header("grpc-status")?.as_bytes());
        Some((code, header(request_id::HEADER)?.to_str().unwrap().to_owned()))
    }

    #[tokio::test]
    async fn only_calls_that_work_are_refused_and_only_while_all_places_are_taken() {
        let places = Places::new(1, 0);
        let layer = DoorLayer::new(places.clone(), &WORKING);
        assert_eq!(answered(&layer, WORKING[0]).await, None);
        let place = on_account_of(None, places.take()).await.unwrap();
        let refused = Some((Code::ResourceExhausted, "mine".to_owned()));
        assert_eq!(answered(&layer, WORKING[0]).await, refused);
        assert_eq!(answered(&layer, "/a.Service/Tells").await, None);
        assert_eq!(answered(&DoorLayer::default(), WORKING[0]).await, None);
        drop(place);
        assert_eq!(answered(&layer, WORKING[0]).await, None);
    }
}
