//! What can go wrong before and around serving.

use entente_index::IndexError;

/// Errors of starting and running the service, by what the operator does next. None of them reaches a client.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Give the setting another value.
    #[error("{setting} is {value}: expected {expected}")]
    Setting {
        /// The flag and the environment variable that set it.
        setting: String,
        /// The value as it was understood.
        value: String,
        /// What would have been accepted.
        expected: String,
    },
    /// The index can't be used; its message says what to do.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The server around the handlers failed; its message says what to do.
    #[error(transparent)]
    Runtime(#[from] entente_runtime::Error),
    /// What has to be read before serving could not be: a fault of the program.
    #[error("the service can't start: {0}")]
    Start(#[source] tokio::task::JoinError),
}
