//! What keeps the service from starting or ends it; none of it reaches a client.

use entente_log::LogError;

/// Errors of starting and running the service, by what the operator does next.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// See the log's error: another directory, another version, a disk to mend.
    #[error(transparent)]
    Log(#[from] LogError),
    /// See the runtime's error: a setting or an address to change.
    #[error(transparent)]
    Runtime(#[from] entente_runtime::Error),
    /// The program is broken: report it.
    #[error("the service could not be set up")]
    Start(#[source] tokio::task::JoinError),
}
