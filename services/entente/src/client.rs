//! Connections to the services.

use std::time::Duration;

use entente_runtime::config::MESSAGE_BYTES_CEILING;
use entente_wire::v1::ErrorReason;
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Status};

use crate::Error;
use crate::error::in_full;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Largest answer taken: an article and all that was read in it may be larger than any request.
const MAX_ANSWER_BYTES: usize = 2 * MESSAGE_BYTES_CEILING;

/// A service that can be called.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    setting: &'static str,
    address: String,
    channel: Channel,
}

impl Service {
    /// Connects to `address`, with or without `http://`; `setting` tells where it was set.
    pub(crate) async fn connect(setting: &'static str, address: &str) -> Result<Self, Error> {
        let uri = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let endpoint = Endpoint::from_shared(uri)
            .ok()
            .filter(|endpoint| endpoint.uri().host().is_some_and(|host| !host.is_empty()));
        let endpoint = endpoint.ok_or_else(|| Error::Flag {
            flag: setting,
            value: address.to_owned(),
            expected: "expected an address and a port, as in localhost:50051".to_owned(),
        })?;
        let address = address.to_owned();
        match endpoint.connect_timeout(CONNECT).tcp_nodelay(true).connect().await {
            Ok(channel) => Ok(Self { setting, address, channel }),
            Err(error) => Err(Error::Unreachable { setting, address, reason: in_full(&error) }),
        }
    }

    /// A client of an ingest service.
    pub(crate) fn ingest(&self) -> IngestServiceClient<Channel> {
        IngestServiceClient::new(self.channel.clone()).max_decoding_message_size(MAX_ANSWER_BYTES)
    }

    /// A client of a query service.
    pub(crate) fn query(&self) -> QueryServiceClient<Channel> {
        QueryServiceClient::new(self.channel.clone()).max_decoding_message_size(MAX_ANSWER_BYTES)
    }

    /// The error for a call that failed.
    pub(crate) fn failed(&self, status: &Status) -> Error {
        let (setting, address) = (self.setting, self.address.clone());
        match ErrorReason::of(status) {
            // Without a reason it is the connection that speaks, or what stands between.
            None if status.code() == Code::Unavailable => {
                Error::Unreachable { setting, address, reason: status.message().to_owned() }
            }
            _ => Error::Call { setting, address, message: told(status) },
        }
    }
}

/// What a service says of a call that it refused: the code, the reason, and the words with the field in them.
pub(crate) fn told(status: &Status) -> String {
    let reason = ErrorReason::of(status).map(|reason| format!(", {}", reason.name())).unwrap_or_default();
    format!("{} ({:?}{reason})", status.message(), status.code())
}
