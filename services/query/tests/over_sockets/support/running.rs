//! A query service on a port of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use clap::Parser;
use entente_query::{Error, IngestCredentials, QueryArgs, serve};
use entente_runtime::{Bound, KnowledgeArgs, RuntimeArgs, Shutdown};
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::query_service_server::SERVICE_NAME;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use super::{FakeLog, Sample};

#[derive(Parser)]
struct Defaults {
    #[command(flatten)]
    runtime: RuntimeArgs,
}

/// A query service that runs until it is told to stop.
pub(crate) struct Running {
    pub(crate) client: QueryServiceClient<Channel>,
    pub(crate) shutdown: Shutdown,
    channel: Channel,
    server: JoinHandle<Result<(), Error>>,
}

impl Running {
    /// Starts one with its index in `data_dir`, following the log at `ingest`.
    pub(crate) async fn start(data_dir: &Path, ingest: SocketAddr) -> Self {
        let mut runtime = Defaults::parse_from(["test"]).runtime;
        runtime.drain_bound = Duration::from_secs(2);
        let args = QueryArgs {
            data_dir: data_dir.to_owned(),
            ingest_address: ingest.to_string(),
            ingest_credentials: IngestCredentials::default(),
            ingest_inside: None,
            cursor_wait: Duration::from_secs(30),
            knowledge: KnowledgeArgs::default(),
        };
        let bound =
            Bound::bind(([127, 0, 0, 1], 0).into(), &entente_runtime::SecureArgs::default()).await.unwrap();
        let address = bound.address();
        let shutdown = Shutdown::new();
        let stop = shutdown.clone();
        let server = tokio::spawn(async move { serve(&args, &runtime, bound, stop).await });
        let channel = Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
        Self { client: QueryServiceClient::new(channel.clone()), shutdown, channel, server }
    }

    /// Starts one on a folder of its own, which lives as long as what is given back.
    pub(crate) async fn on(log: &FakeLog) -> (Self, TempDir) {
        let (address, _server) = log.serve(([127, 0, 0, 1], 0).into()).await;
        let folder = tempfile::tempdir().unwrap();
        (Self::start(folder.path(), address).await, folder)
    }

    /// Starts one that follows a log with these articles; with the cursor of the log's end.
    pub(crate) async fn after(articles: &[Sample]) -> (FakeLog, Self, String, TempDir) {
        let log = FakeLog::new(1);
        let mut cursor = String::new();
        for article in articles {
            cursor = log.append(&article.accept());
        }
        let (running, folder) = Self::on(&log).await;
        (log, running, cursor, folder)
    }

    /// What health says now.
    pub(crate) async fn health(&self) -> ServingStatus {
        let request = HealthCheckRequest { service: SERVICE_NAME.to_owned() };
        HealthClient::new(self.channel.clone()).check(request).await.unwrap().into_inner().status()
    }

    /// Waits until health says so.
    pub(crate) async fn health_is(&self, wanted: ServingStatus) {
        let request = HealthCheckRequest { service: SERVICE_NAME.to_owned() };
        let mut told = HealthClient::new(self.channel.clone()).watch(request).await.unwrap().into_inner();
        while told.message().await.unwrap().unwrap().status() != wanted {}
    }

    /// Stops it and waits for its end.
    pub(crate) async fn stop(self) {
        let Self { client, shutdown, channel, server } = self;
        drop((client, channel));
        shutdown.begin();
        server.await.unwrap().unwrap();
    }
}
