//! A service whose messages ask for the behaviour that a test needs.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use entente_runtime::{Deadline, RequestId, Shutdown, shutdown};
use futures::{
    Stream, StreamExt,
    future::{BoxFuture, ready},
    stream,
};
use tokio::sync::Notify;
use tonic::{Request, Response, Status, Streaming, body::Body, server::Grpc, server::NamedService};
use tonic_prost::ProstCodec;
use tower::{Service, service_fn};

/// Messages beyond this are refused.
pub(crate) const MAX_MESSAGE_BYTES: usize = 1024;

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Ask {
    /// What the service is to do; see `say` and `stream`.
    #[prost(string, tag = "1")]
    pub(crate) what: String,
    #[prost(message, optional, tag = "2")]
    pub(crate) inner: Option<Inner>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Inner {
    #[prost(string, tag = "1")]
    pub(crate) r#type: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Told {
    #[prost(string, tag = "1")]
    pub(crate) text: String,
}

#[derive(Clone)]
pub(crate) struct Probe {
    pub(crate) shutdown: Shutdown,
    /// Notified when a request begins to wait for ever.
    pub(crate) waiting: Arc<Notify>,
}

impl NamedService for Probe {
    const NAME: &'static str = "stack.test.Probe";
}

type ToldStream = Pin<Box<dyn Stream<Item = Result<Told, Status>> + Send>>;

impl Service<http::Request<Body>> for Probe {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<http::Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let Self { shutdown, waiting } = self.clone();
        Box::pin(async move {
            let codec = ProstCodec::<Told, Ask>::default();
            let mut grpc = Grpc::new(codec).max_decoding_message_size(MAX_MESSAGE_BYTES);
            Ok(match request.uri().path() {
                "/stack.test.Probe/Say" => {
                    grpc.unary(service_fn(|ask| say(ask, waiting.clone())), request).await
                }
                "/stack.test.Probe/Stream" => {
                    let handler =
                        service_fn(|ask| ready(Ok(Response::new(streamed(&ask, shutdown.clone())))));
                    grpc.server_streaming(handler, request).await
                }
                _ => grpc.streaming(service_fn(|asks| ready(Ok(Response::new(chat(asks))))), request).await,
            })
        })
    }
}

fn told(text: impl Into<String>) -> Told {
    Told { text: text.into() }
}

async fn say(ask: Request<Ask>, waiting: Arc<Notify>) -> Result<Response<Told>, Status> {
    match ask.get_ref().what.as_str() {
        "wait" => {
            waiting.notify_one();
            std::future::pending().await
        }
        "panic" => panic!("the secret of the handler"),
        "id" => Ok(Response::new(told(RequestId::of(ask.extensions()).unwrap().as_str()))),
        "remaining" => {
            let remaining = Deadline::of(ask.extensions()).unwrap().remaining();
            Ok(Response::new(told(remaining.as_millis().to_string())))
        }
        other => Ok(Response::new(told(other))),
    }
}

fn streamed(ask: &Request<Ask>, shutdown: Shutdown) -> ToldStream {
    let first = stream::iter([Ok(told("first"))]);
    match ask.get_ref().what.as_str() {
        "flood" => stream::repeat_with(|| Ok(told("more"))).boxed(),
        "stubborn" => first.chain(stream::pending()).boxed(),
        "orderly" => first.chain(stream::once(ended(shutdown))).boxed(),
        "panic" => stream::once(async { panic!("the secret of the stream") }).boxed(),
        other => stream::iter([Ok(told(other))]).boxed(),
    }
}

async fn ended(shutdown: Shutdown) -> Result<Told, Status> {
    shutdown.draining().await;
    Err(shutdown::rejection().into_status())
}

/// Says back each message; ends as the client's stream does.
fn chat(asks: Request<Streaming<Ask>>) -> ToldStream {
    asks.into_inner().map(|ask| ask.map(|ask| told(ask.what))).boxed()
}
