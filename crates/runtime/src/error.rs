//! What can go wrong before and around serving.

use std::{io, net::SocketAddr};

/// Errors of starting and running a server, by what the operator does next. None of them reaches a client.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Give the setting another value.
    #[error("{setting} is {value}: {expected}")]
    Setting {
        /// The flag and the environment variable that set it.
        setting: String,
        /// The value as it was understood.
        value: String,
        /// What would have been accepted.
        expected: String,
    },
    /// Correct or remove a variable that sets nothing.
    #[error("environment variable {0} sets nothing: no setting has that name")]
    UnknownVariable(String),
    /// Give what is missing, or listen on loopback.
    #[error(
        "{address} is reached by other machines: it needs {missing}; --insecure-public (ENTENTE_INSECURE_PUBLIC) does without"
    )]
    Exposed {
        /// The address asked for.
        address: SocketAddr,
        /// The flags that are not set.
        missing: String,
    },
    /// Choose another address, or end whatever holds this one.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address asked for.
        address: SocketAddr,
        /// The system's reason.
        #[source]
        source: io::Error,
    },
    /// The server on an address broke down; start it again.
    #[error("the server on {address} failed")]
    Serve {
        /// The address it was bound to.
        address: SocketAddr,
        /// The transport's reason.
        #[source]
        source: tonic::transport::Error,
    },
    /// Start the service, or wait until it listens.
    #[error("no service answers on {address}")]
    Unreachable {
        /// The address asked.
        address: SocketAddr,
        /// The transport's reason.
        #[source]
        source: tonic::transport::Error,
    },
    /// See what the service logs.
    #[error("the service on {address} is not well: {status}")]
    Unhealthy {
        /// The address asked.
        address: SocketAddr,
        /// What it answered.
        status: String,
    },
    /// The program was built with a descriptor set that can't be read; build it again.
    #[error("a file descriptor set cannot be registered for reflection")]
    Descriptors(#[source] tonic_reflection::server::Error),
    /// Metrics were set up a second time in one process, or a table of them is wrong.
    #[error("cannot record metrics: {0}")]
    Monitor(String),
    /// Traces were set up a second time in one process.
    #[error("traces are already set up")]
    Traces,
    /// The process can't watch for signals.
    #[error("cannot watch for SIGTERM and SIGINT")]
    Signals(#[source] io::Error),
    /// Logging was set up a second time in one process.
    #[error("logging is already set up")]
    Telemetry(#[source] tracing_subscriber::util::TryInitError),
}
