//! The subcommand `health`: a service's own program asks the running service how it is, as container probes need it. The image holds
//! nothing else that could.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use clap::{Args, Subcommand};
use tonic::transport::Endpoint;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use crate::{Dialer, Error, SecureArgs};

/// Shorter than what probes wait: the reason is to be told before they give up.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a service's program does instead of serving.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ServiceCommand {
    /// Asks the service that listens where this one would how it is: exit code 0 where it serves, else 1 and why
    Health(HealthArgs),
}

/// What is asked of a running service.
#[derive(Debug, Clone, Copy, Args)]
pub struct HealthArgs {
    /// Any answer will do: the service runs, though it may not serve yet or no longer
    #[arg(long)]
    pub live: bool,
}

impl HealthArgs {
    /// Asks the service that listens on `listen`, and tells its status.
    ///
    /// A service that speaks TLS is known by its own certificate, which it also shows as its client.
    pub async fn ask(self, listen: SocketAddr, secure: &SecureArgs) -> Result<ServingStatus, Error> {
        let address = reachable(listen);
        let unreachable = |source| Error::Unreachable { address, source };
        let own = secure.tls_cert.clone().zip(secure.tls_key.clone());
        let scheme = if own.is_some() { "https" } else { "http" };
        let endpoint = Endpoint::from_shared(format!("{scheme}://{address}")).map_err(unreachable)?;
        let endpoint = endpoint.connect_timeout(PATIENCE).timeout(PATIENCE);
        let channel = Dialer::home(endpoint, own).connect().await.map_err(unreachable)?;
        let answer = HealthClient::new(channel).check(HealthCheckRequest::default()).await;
        let answer =
            answer.map_err(|status| Error::Unhealthy { address, status: status.message().to_owned() })?;
        let status = answer.into_inner().status();
        if self.live || status == ServingStatus::Serving {
            return Ok(status);
        }
        Err(Error::Unhealthy { address, status: status.as_str_name().to_owned() })
    }
}

/// Where a service that listens on `listen` is met from the same machine.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let home = match listen.ip() {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
    };
    SocketAddr::new(if listen.ip().is_unspecified() { home } else { listen.ip() }, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_all_is_asked_at_home() {
        for (listen, asked) in [
            ("0.0.0.0:50051", "127.0.0.1:50051"),
            ("[::]:50052", "[::1]:50052"),
            ("10.1.2.3:7", "10.1.2.3:7"),
            ("127.0.0.1:50051", "127.0.0.1:50051"),
        ] {
            assert_eq!(reachable(listen.parse().unwrap()), asked.parse().unwrap(), "{listen}");
        }
    }
}
