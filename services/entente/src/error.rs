//! How a command ends.

use std::io;
use std::process::ExitCode;

use crate::input::Unreadable;

/// How a command ended that did what it could.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it is done.
    Done,
    /// Some input was refused or could not be read; each was named when it was met.
    SomeRefused,
}

impl Outcome {
    /// After this many refusals.
    pub(crate) fn after(refused: u64) -> Self {
        if refused == 0 { Self::Done } else { Self::SomeRefused }
    }

    pub(crate) fn code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::SomeRefused => ExitCode::from(1),
        }
    }
}

/// Why a command ended before it was done, by what its caller does next. The exit codes stand in `--help`.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Mend the file: nothing could be done without it.
    #[error(transparent)]
    Input(#[from] Unreadable),
    /// Mend the flag.
    #[error("{flag} is {value}: {expected}")]
    Flag { flag: &'static str, value: String, expected: String },
    /// Start the service, or give its address.
    #[error("no service answers at {address} ({setting}): {reason}")]
    Unreachable { address: String, setting: &'static str, reason: String },
    /// See what the service says.
    #[error("{address} ({setting}): {message}")]
    Call { address: String, setting: &'static str, message: String },
    /// Use a program of the service's own release.
    #[error("the service's answer is none that this program knows: {0}")]
    Answer(String),
    /// Make room, or write elsewhere.
    #[error("cannot write to standard output")]
    Output(#[source] io::Error),
    /// The machine refuses what any machine gives.
    #[error("this machine failed")]
    Local(#[source] io::Error),
    /// See the runtime's error: a setting or an address to change.
    #[error(transparent)]
    Runtime(#[from] entente_runtime::Error),
    /// See the ingest service's error.
    #[error(transparent)]
    Ingest(#[from] entente_ingest::Error),
    /// See the query service's error.
    #[error(transparent)]
    Query(#[from] entente_query::Error),
    /// See what is said of the directory.
    #[error("{0}")]
    Directory(String),
    /// Report it, with what the services logged.
    #[error("a service panicked")]
    Panicked(#[source] tokio::task::JoinError),
    /// Report it: the program does not do what it shows.
    #[error("the demo did not come out right: {0}")]
    Demo(String),
}

impl Error {
    pub(crate) fn code(&self) -> ExitCode {
        use entente_runtime::Error as Runtime;
        ExitCode::from(match self {
            Self::Input(_) => 1,
            Self::Flag { .. }
            | Self::Runtime(
                Runtime::Setting { .. } | Runtime::UnknownVariable(_) | Runtime::Exposed { .. },
            )
            | Self::Query(entente_query::Error::Setting { .. }) => 2,
            Self::Unreachable { .. } => 3,
            Self::Call { .. } | Self::Answer(_) => 4,
            Self::Output(_)
            | Self::Local(_)
            | Self::Directory(_)
            | Self::Runtime(_)
            | Self::Ingest(_)
            | Self::Query(_)
            | Self::Panicked(_)
            | Self::Demo(_) => 5,
        })
    }

    /// Whether all that went wrong is that nobody reads the output any more.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The message with all its causes.
    pub(crate) fn in_full(&self) -> String {
        in_full(self)
    }
}

/// An error's message with all its causes; libraries differ in whether a message repeats its cause.
pub(crate) fn in_full(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let told = error.to_string();
        if !message.ends_with(&told) {
            message.push_str(": ");
            message.push_str(&told);
        }
        cause = error.source();
    }
    message
}
