//! An address that stays while the service behind it comes and goes.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Hands each connection on to the service that is behind it at the time; where there is none, the connection is closed.
/// Without it, a service that is killed and started again would have to be given its old port, which another process may hold.
#[derive(Debug)]
pub struct Door {
    address: SocketAddr,
    behind: watch::Sender<Option<SocketAddr>>,
}

impl Door {
    /// A door with nothing behind it.
    pub async fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (behind, now) = watch::channel(None);
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let behind: Option<SocketAddr> = *now.borrow();
                tokio::spawn(async move {
                    let mut service = TcpStream::connect(behind?).await.ok()?;
                    // However it ends, both sides are closed with it.
                    tokio::io::copy_bidirectional(&mut client, &mut service).await.ok()
                });
            }
        });
        Self { address, behind }
    }

    /// Where clients knock.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From here on, connections go to `service`.
    pub fn lead_to(&self, service: SocketAddr) {
        self.behind.send_replace(Some(service));
    }
}
