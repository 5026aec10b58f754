//! A way to a server of the same process, which needs no socket, no certificate and no token.

use std::io;

use hyper_util::rt::TokioIo;
use tokio::io::{DuplexStream, duplex};
use tokio::sync::mpsc;
use tonic::transport::{Channel, Endpoint};
use tower::service_fn;

/// Bytes under way in each direction.
const BUFFER_BYTES: usize = 64 * 1024;

/// Connections that wait to be taken.
const WAITING_MOST: usize = 8;

/// Opens connections to a server of this process, who counts as anyone who may do everything. Clones lead to the same server.
#[derive(Debug, Clone)]
pub struct Inside(mpsc::Sender<DuplexStream>);

impl Inside {
    /// A way, and where its connections come out.
    pub(crate) fn open() -> (Self, mpsc::Receiver<DuplexStream>) {
        let (sender, receiver) = mpsc::channel(WAITING_MOST);
        (Self(sender), receiver)
    }

    /// A channel that connects when it is first used, and again when it must.
    pub(crate) fn channel(&self, endpoint: &Endpoint) -> Channel {
        let sender = self.0.clone();
        endpoint.connect_with_connector_lazy(service_fn(move |_| {
            let sender = sender.clone();
            async move {
                let (here, there) = duplex(BUFFER_BYTES);
                sender.send(there).await.map_err(|_| io::Error::from(io::ErrorKind::ConnectionRefused))?;
                Ok::<_, io::Error>(TokioIo::new(here))
            }
        }))
    }
}
