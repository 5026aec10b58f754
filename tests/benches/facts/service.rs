//! A service in a process of its own: this program again, told by its environment what to be.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use entente_tests::{Running, soon};
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::query_service_server;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use crate::process::{self, Usage};

const ROLE: &str = "LOAD_CHILD_ROLE";
const FOLDER: &str = "LOAD_CHILD_FOLDER";
const LOG: &str = "LOAD_CHILD_LOG";

/// It ends when it is told to, or with this process.
#[derive(Debug)]
pub(crate) struct Service {
    process: Child,
    pub(crate) address: SocketAddr,
    pub(crate) channel: Channel,
}

impl Service {
    pub(crate) async fn ingest(folder: &Path) -> Self {
        Self::start("ingest", folder, String::new()).await
    }

    pub(crate) async fn query(folder: &Path, ingest: SocketAddr) -> Self {
        Self::start("query", folder, ingest.to_string()).await
    }

    async fn start(role: &str, folder: &Path, log: String) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .env(ROLE, role)
            .env(FOLDER, folder)
            .env(LOG, log)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address: SocketAddr =
            line.trim().parse().unwrap_or_else(|_| panic!("{role} did not start: {line}"));
        Self { process, address, channel: connected(address).await }
    }

    /// A client of its query service.
    pub(crate) fn client(&self) -> QueryServiceClient<Channel> {
        client(self.channel.clone())
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn usage(&self) -> Usage {
        Usage::of(self.id())
    }

    /// Waits until health says that queries are answered.
    pub(crate) async fn serving(&self) {
        let request = HealthCheckRequest { service: query_service_server::SERVICE_NAME.to_owned() };
        let mut told =
            soon(HealthClient::new(self.channel.clone()).watch(request)).await.unwrap().into_inner();
        while soon(told.message()).await.unwrap().unwrap().status() != ServingStatus::Serving {}
    }

    /// Ends it as an operator would, and waits for that.
    pub(crate) fn terminate(mut self) {
        drop(self.process.stdin.take());
        let ended = self.process.wait().unwrap();
        assert!(ended.success(), "{ended}");
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Where something failed in the midst; one that has ended is no matter.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection of its own.
pub(crate) async fn connected(address: SocketAddr) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    endpoint.tcp_nodelay(true).connect().await.unwrap()
}

pub(crate) fn client(channel: Channel) -> QueryServiceClient<Channel> {
    QueryServiceClient::new(channel).max_decoding_message_size(usize::MAX)
}

/// Whether this process was started to be a service.
pub(crate) fn is_child() -> bool {
    std::env::var_os(ROLE).is_some()
}

/// Is the service that the environment names until the process that started it lets go.
pub(crate) fn serve() {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (role, folder) = (std::env::var(ROLE).unwrap(), std::env::var(FOLDER).unwrap());
        let folder = Path::new(&folder);
        let running = match role.as_str() {
            "ingest" => Running::ingest(folder, &["--stream-buffer", "256"]).await,
            _ => Running::query(folder, std::env::var(LOG).unwrap().parse().unwrap(), &[]).await,
        };
        let mut out = std::io::stdout();
        writeln!(out, "{}", running.address).unwrap();
        out.flush().unwrap();
        // The other end of the pipe closes with the process that holds it.
        tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await.unwrap().unwrap();
        running.stop().await;
    });
}

/// Processor time of a service so far.
pub(crate) fn processor_time(service: &Service) -> std::time::Duration {
    process::processor_time(service.id())
}
