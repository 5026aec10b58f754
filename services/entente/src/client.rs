//! Connections to the services.

use std::path::PathBuf;

use clap::Args;
use entente_runtime::config::MESSAGE_BYTES_CEILING;
use entente_runtime::{Credentials, Dialer, Inside, Way};
use entente_wire::v1::ErrorReason;
use entente_wire::v1::event_log_service_client::EventLogServiceClient;
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use tonic::{Code, Status};

use crate::Error;
use crate::error::in_full;

/// Largest answer taken: an article and all that was read in it may be larger than any request.
const MAX_ANSWER_BYTES: usize = 2 * MESSAGE_BYTES_CEILING;

/// What it takes to call a service.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct CredentialArgs {
    /// PEM file of the authorities whose services are trusted; an address with https:// needs it
    #[arg(long, env = "ENTENTE_TLS_CA", value_name = "FILE")]
    tls_ca: Option<PathBuf>,
    /// PEM file of the certificate chain to show, where a service asks for one
    #[arg(long, env = "ENTENTE_TLS_CERT", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// PEM file of that certificate's private key
    #[arg(long, env = "ENTENTE_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// File that holds the token to show
    #[arg(long, env = "ENTENTE_TOKEN_FILE", value_name = "FILE")]
    token_file: Option<PathBuf>,
}

impl From<CredentialArgs> for Credentials {
    fn from(args: CredentialArgs) -> Self {
        Self { ca: args.tls_ca, cert: args.tls_cert, key: args.tls_key, token_file: args.token_file }
    }
}

/// A service that can be called.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    setting: &'static str,
    address: String,
    way: Way,
}

impl Service {
    /// Connects to `address`, with or without `http://` or `https://`; `setting` tells where it was set.
    pub(crate) async fn connect(
        setting: &'static str,
        address: &str,
        credentials: &CredentialArgs,
    ) -> Result<Self, Error> {
        let dialer = Dialer::new(setting, address, "--", &credentials.clone().into())?;
        let address = address.to_owned();
        match dialer.connect().await {
            Ok(way) => Ok(Self { setting, address, way }),
            Err(error) => Err(Error::Unreachable { setting, address, reason: in_full(&error) }),
        }
    }

    /// A service of this process.
    pub(crate) fn inside(inside: Inside) -> Self {
        let way = Dialer::inside(inside).connect_lazy();
        Self { setting: "started here", address: "this process".to_owned(), way }
    }

    /// A client of an ingest service.
    pub(crate) fn ingest(&self) -> IngestServiceClient<Way> {
        IngestServiceClient::new(self.way.clone()).max_decoding_message_size(MAX_ANSWER_BYTES)
    }

    /// A client of the log of an ingest service.
    pub(crate) fn log(&self) -> EventLogServiceClient<Way> {
        EventLogServiceClient::new(self.way.clone()).max_decoding_message_size(MAX_ANSWER_BYTES)
    }

    /// A client of a query service.
    pub(crate) fn query(&self) -> QueryServiceClient<Way> {
        QueryServiceClient::new(self.way.clone()).max_decoding_message_size(MAX_ANSWER_BYTES)
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
