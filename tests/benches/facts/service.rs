//! A service in a process of its own, and a connection to it.

use std::net::SocketAddr;
use std::path::Path;

use entente_tests::{Process, Role, soon};
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::query_service_server;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

/// It ends when it is told to, or with this process.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) process: Process,
    pub(crate) channel: Channel,
}

impl Service {
    pub(crate) async fn ingest(folder: &Path) -> Self {
        Self::start(Role::Ingest, folder, &["--stream-buffer", "256"]).await
    }

    pub(crate) async fn query(folder: &Path, ingest: &Self) -> Self {
        Self::start(Role::Query, folder, &["--ingest-address", &ingest.process.address.to_string()]).await
    }

    async fn start(role: Role, folder: &Path, flags: &[&str]) -> Self {
        let process = Process::start(role, folder, flags);
        let channel = connected(process.address).await;
        Self { process, channel }
    }

    /// A client of its query service.
    pub(crate) fn client(&self) -> QueryServiceClient<Channel> {
        QueryServiceClient::new(self.channel.clone()).max_decoding_message_size(usize::MAX)
    }

    /// Waits until health says that queries are answered.
    pub(crate) async fn serving(&self) {
        let request = HealthCheckRequest { service: query_service_server::SERVICE_NAME.to_owned() };
        let mut told =
            soon(HealthClient::new(self.channel.clone()).watch(request)).await.unwrap().into_inner();
        while soon(told.message()).await.unwrap().unwrap().status() != ServingStatus::Serving {}
    }

    /// Ends it as an operator would, and waits for that.
    pub(crate) fn terminate(self) {
        self.process.terminate();
    }
}

/// A connection of its own.
pub(crate) async fn connected(address: SocketAddr) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    endpoint.tcp_nodelay(true).connect().await.unwrap()
}
