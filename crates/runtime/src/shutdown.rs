//! The end of the process, handed to everything that must take part in it.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tonic::Code;

use crate::{
    Error,
    rejection::{DRAINING, Rejection},
};

/// What a client that meets a draining server is told to wait: a restart takes about as long.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// Two moments: the drain, when nothing new is begun and streams end; and the end of patience. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    drain: CancellationToken,
    now: CancellationToken,
}

impl Shutdown {
    /// A shutdown that only [`Shutdown::begin`] starts.
    pub fn new() -> Self {
        Self::default()
    }

    /// A shutdown that SIGTERM or SIGINT starts, and that a second one of either ends at once. Must be called
    /// within a tokio runtime; from here on the signals no longer end the process by themselves.
    pub fn on_signals() -> Result<Self, Error> {
        let mut terminate = signal(SignalKind::terminate()).map_err(Error::Signals)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::Signals)?;
        let shutdown = Self::new();
        let handle = shutdown.clone();
        tokio::spawn(async move {
            let mut next = async || tokio::select! { _ = terminate.recv() => "SIGTERM", _ = interrupt.recv() => "SIGINT" };
            let signal = next().await;
            tracing::info!(signal, "draining; a second signal ends it at once");
            handle.begin();
            let signal = next().await;
            tracing::warn!(signal, "ending at once");
            handle.end_now();
        });
        Ok(shutdown)
    }

    /// Starts the drain. Starting it again changes nothing.
    pub fn begin(&self) {
        self.drain.cancel();
    }

    /// Ends the drain without waiting for its bound.
    pub fn end_now(&self) {
        self.drain.cancel();
        self.now.cancel();
    }

    /// Resolves when the drain starts. A handler of a stream selects on it and ends with [`rejection`].
    pub async fn draining(&self) {
        self.drain.cancelled().await;
    }

    /// Whether the drain has started.
    pub fn is_draining(&self) -> bool {
        self.drain.is_cancelled()
    }

    /// A token of its own that is cancelled with [`Shutdown::end_now`]; cancelling it ends nothing else.
    pub(crate) fn end(&self) -> CancellationToken {
        self.now.child_token()
    }
}

/// How a stream or a request ends because of a drain: UNAVAILABLE, so that clients try again.
pub fn rejection() -> Rejection {
    Rejection::new(Code::Unavailable, DRAINING, "the server is shutting down").retry_after(RETRY_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_servers_end_is_not_the_others() {
        let shutdown = Shutdown::new();
        let (a, b) = (shutdown.end(), shutdown.end());
        a.cancel();
        assert!(!b.is_cancelled());
        assert!(!shutdown.is_draining());
        shutdown.end_now();
        shutdown.draining().await;
        assert!(b.is_cancelled());
    }
}
