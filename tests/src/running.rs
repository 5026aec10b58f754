//! A service in this process.

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use clap::Parser;
use entente_ingest::IngestArgs;
use entente_query::QueryArgs;
use entente_runtime::{Bound, RuntimeArgs, Shutdown};
use entente_wire::v1::event_log_service_client::EventLogServiceClient;
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use tokio::task::JoinHandle;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

/// Far longer than anything in a test takes: what hangs fails instead.
const SOON: Duration = Duration::from_secs(60);

/// Fails when `future` hangs.
pub async fn soon<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(SOON, future).await.expect("took longer than a minute")
}

/// The flags of an ingest service.
#[derive(Parser)]
pub(crate) struct IngestArguments {
    #[command(flatten)]
    pub(crate) ingest: IngestArgs,
    #[command(flatten)]
    pub(crate) runtime: RuntimeArgs,
}

/// The flags of a query service.
#[derive(Parser)]
pub(crate) struct QueryArguments {
    #[command(flatten)]
    pub(crate) query: QueryArgs,
    #[command(flatten)]
    pub(crate) runtime: RuntimeArgs,
}

/// A service on a port of its own, until it is stopped.
#[derive(Debug)]
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Starts its drain.
    pub shutdown: Shutdown,
    channel: Channel,
    serving: JoinHandle<()>,
}

impl Running {
    /// An ingest service over the log in `data_dir`, with these flags beside.
    pub async fn ingest(data_dir: &Path, flags: &[&str]) -> Self {
        let arguments = IngestArguments::parse_from(command(data_dir, flags));
        arguments.runtime.validate().unwrap();
        arguments.ingest.validate().unwrap();
        Self::start(|bound, shutdown| async move {
            entente_ingest::serve(&arguments.ingest, &arguments.runtime, bound, shutdown).await.unwrap();
        })
        .await
    }

    /// A query service with its index in `data_dir`, which follows the log at `ingest`.
    pub async fn query(data_dir: &Path, ingest: SocketAddr, flags: &[&str]) -> Self {
        let ingest = ingest.to_string();
        // Long enough that no test waits in vain, unless it says otherwise.
        let wait: &[&str] = if flags.contains(&"--cursor-wait") { &[] } else { &["--cursor-wait", "50s"] };
        let flags = [&["--ingest-address", &ingest], wait, flags].concat();
        let arguments = QueryArguments::parse_from(command(data_dir, &flags));
        arguments.runtime.validate().unwrap();
        arguments.query.validate().unwrap();
        Self::start(|bound, shutdown| async move {
            entente_query::serve(&arguments.query, &arguments.runtime, bound, shutdown).await.unwrap();
        })
        .await
    }

    async fn start<F>(serve: impl FnOnce(Bound, Shutdown) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let bound =
            Bound::bind(([127, 0, 0, 1], 0).into(), &entente_runtime::SecureArgs::default()).await.unwrap();
        let (address, shutdown) = (bound.address(), Shutdown::new());
        let serving = tokio::spawn(serve(bound, shutdown.clone()));
        Self { address, shutdown, channel: connect(address).await, serving }
    }

    /// A connection to it.
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// A client of its ingest service.
    pub fn ingest_client(&self) -> IngestServiceClient<Channel> {
        IngestServiceClient::new(self.channel())
    }

    /// A client of its log.
    pub fn log_client(&self) -> EventLogServiceClient<Channel> {
        EventLogServiceClient::new(self.channel())
    }

    /// A client of its query service.
    pub fn query_client(&self) -> QueryServiceClient<Channel> {
        QueryServiceClient::new(self.channel()).max_decoding_message_size(usize::MAX)
    }

    /// What health says of a service of it now.
    pub async fn health(&self, service: &str) -> ServingStatus {
        let request = HealthCheckRequest { service: service.to_owned() };
        soon(HealthClient::new(self.channel()).check(request)).await.unwrap().into_inner().status()
    }

    /// Waits until health says so.
    pub async fn health_is(&self, service: &str, wanted: ServingStatus) {
        let request = HealthCheckRequest { service: service.to_owned() };
        let mut told = soon(HealthClient::new(self.channel()).watch(request)).await.unwrap().into_inner();
        while soon(told.message()).await.unwrap().unwrap().status() != wanted {}
    }

    /// Stops it and waits for its end.
    pub async fn stop(self) {
        let Self { shutdown, channel, serving, .. } = self;
        drop(channel);
        shutdown.begin();
        soon(serving).await.unwrap();
    }

    /// Waits for its end.
    pub async fn ended(self) {
        drop(self.channel);
        soon(self.serving).await.unwrap();
    }
}

/// A connection to what listens at `address`.
pub(crate) async fn connect(address: SocketAddr) -> Channel {
    Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap()
}

fn command(data_dir: &Path, flags: &[&str]) -> Vec<String> {
    let fixed = ["test", "--data-dir", data_dir.to_str().unwrap()];
    fixed.iter().chain(flags).map(ToString::to_string).collect()
}
