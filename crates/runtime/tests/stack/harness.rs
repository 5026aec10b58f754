//! A server with the probe in it, and a client that sends whatever bytes it is given.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use bytes::{Buf, BufMut, Bytes};
use clap::Parser;
use entente_runtime::{Bound, Error, Health, RuntimeArgs, Server, Shutdown};
use futures::{Stream, stream};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use prost::Message;
use tokio::{sync::Notify, task::JoinHandle};
use tonic::{
    Code, Request, Response, Status, Streaming,
    body::Body,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    metadata::MetadataValue,
    server::NamedService,
    service::Routes,
};
use tonic_types::StatusExt;

use crate::probe::{Ask, Probe, Told};

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    runtime: RuntimeArgs,
}

pub(crate) struct Harness {
    pub(crate) shutdown: Shutdown,
    pub(crate) health: Health,
    pub(crate) waiting: Arc<Notify>,
    address: SocketAddr,
    serving: JoinHandle<Result<(), Error>>,
}

impl Harness {
    /// Starts a server with `flags`; the probe says that it is serving.
    pub(crate) async fn start(flags: &[&str]) -> Self {
        let args = Arguments::parse_from(std::iter::once(&"test").chain(flags)).runtime;
        args.validate().unwrap();
        let shutdown = Shutdown::new();
        let health = Health::new([Probe::NAME]).await;
        health.serving(Probe::NAME).await;
        let bound =
            Bound::bind(([127, 0, 0, 1], 0).into(), &entente_runtime::SecureArgs::default()).await.unwrap();
        let address = bound.address();
        let waiting = Arc::new(Notify::new());
        let routes = Routes::new(Probe { shutdown: shutdown.clone(), waiting: waiting.clone() });
        let server = Server::new(&args, shutdown.clone(), health.clone());
        let serving = tokio::spawn(server.serve(bound, routes));
        Self { shutdown, health, waiting, address, serving }
    }

    /// An HTTP/2 client without timers: what it sees is what the server sent.
    pub(crate) fn http() -> Client<HttpConnector, Body> {
        Client::builder(TokioExecutor::new()).http2_only(true).build_http()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn origin(&self) -> http::Uri {
        format!("http://{}", self.address).parse().unwrap()
    }

    pub(crate) async fn say(&self, ask: impl Into<Call>) -> Result<Response<Told>, Status> {
        self.unary("/stack.test.Probe/Say", ask).await
    }

    pub(crate) async fn unary(
        &self,
        path: &'static str,
        ask: impl Into<Call>,
    ) -> Result<Response<Told>, Status> {
        let mut grpc = Grpc::with_origin(Self::http(), self.origin());
        soon(grpc.unary(ask.into().request(), path.parse().unwrap(), Raw)).await
    }

    pub(crate) async fn stream(&self, ask: impl Into<Call>) -> Result<Streaming<Told>, Status> {
        let mut grpc = Grpc::with_origin(Self::http(), self.origin());
        let path = "/stack.test.Probe/Stream".parse().unwrap();
        soon(grpc.server_streaming(ask.into().request(), path, Raw)).await.map(Response::into_inner)
    }

    pub(crate) async fn chat(&self, asks: Vec<Bytes>) -> Result<Streaming<Told>, Status> {
        let mut grpc = Grpc::with_origin(Self::http(), self.origin());
        let path = "/stack.test.Probe/Chat".parse().unwrap();
        let asks: std::pin::Pin<Box<dyn Stream<Item = Bytes> + Send>> = Box::pin(stream::iter(asks));
        soon(grpc.streaming(Request::new(asks), path, Raw)).await.map(Response::into_inner)
    }

    /// Waits until the server has ended by itself.
    pub(crate) async fn ended(self) -> Result<(), Error> {
        soon(self.serving).await.unwrap()
    }
}

/// Far longer than anything here takes: a hung server fails its test instead of hanging it.
pub(crate) async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("took longer than 20 s")
}

/// Reads on until the stream ends, and says how.
pub(crate) async fn end_of(stream: &mut Streaming<Told>) -> Result<(), Status> {
    soon(async {
        while stream.message().await?.is_some() {}
        Ok(())
    })
    .await
}

/// The code, reason and first field of an error, or a panic where it has no `ErrorInfo` of the project.
pub(crate) fn told_by(status: &Status) -> (Code, String, Option<String>) {
    let details = status.get_error_details();
    let info = details.error_info().unwrap_or_else(|| panic!("no ErrorInfo: {status:?}"));
    assert_eq!(info.domain, entente_runtime::DOMAIN);
    assert!(entente_runtime::REASONS.contains(&info.reason.as_str()), "{}", info.reason);
    let field = details.bad_request().map(|bad| bad.field_violations[0].field.clone());
    (status.code(), info.reason.clone(), field)
}

/// A request in the making: any bytes, and metadata.
pub(crate) struct Call {
    bytes: Bytes,
    metadata: Vec<(&'static str, String)>,
}

impl Call {
    pub(crate) fn raw(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), metadata: Vec::new() }
    }

    pub(crate) fn with(mut self, key: &'static str, value: &str) -> Self {
        self.metadata.push((key, value.to_owned()));
        self
    }

    pub(crate) fn request(self) -> Request<Bytes> {
        let mut request = Request::new(self.bytes);
        for (key, value) in self.metadata {
            request.metadata_mut().insert(key, MetadataValue::try_from(value).unwrap());
        }
        request
    }
}

impl From<&str> for Call {
    fn from(what: &str) -> Self {
        Self::raw(ask(what))
    }
}

pub(crate) fn ask(what: &str) -> Bytes {
    Ask { what: what.to_owned(), inner: None }.encode_to_vec().into()
}

/// Sends bytes as they are; reads proper answers.
pub(crate) struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Told;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Told;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Told>, Status> {
        let bytes = buffer.copy_to_bytes(buffer.remaining());
        Told::decode(bytes).map(Some).map_err(|error| Status::data_loss(error.to_string()))
    }
}
