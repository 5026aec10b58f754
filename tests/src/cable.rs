//! A way between two services that can be cut, stalled and mended.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How the way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// What comes is passed on.
    Sound,
    /// Connections stand, and nothing passes.
    Stalled,
    /// Connections break, and none is made.
    Cut,
}

/// A TCP way to a service, with its faults.
#[derive(Debug)]
pub struct Cable {
    address: SocketAddr,
    end: Arc<Mutex<SocketAddr>>,
    state: watch::Sender<State>,
}

impl Cable {
    /// A sound way to a service.
    pub async fn to(service: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let end = Arc::new(Mutex::new(service));
        let (state, now) = watch::channel(State::Sound);
        let to = Arc::clone(&end);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let to = *to.lock().unwrap();
                let mut now = now.clone();
                tokio::spawn(async move {
                    if *now.borrow() == State::Cut {
                        return None;
                    }
                    let service = TcpStream::connect(to).await.ok()?;
                    let ((from_client, to_client), (from_service, to_service)) =
                        (client.into_split(), service.into_split());
                    let forth = pass(from_client, to_service, now.clone());
                    let back = pass(from_service, to_client, now.clone());
                    // However it ends, both sides are closed with it.
                    tokio::select! {
                        _ = forth => {}
                        _ = back => {}
                        _ = now.wait_for(|state| *state == State::Cut) => {}
                    }
                    Some(())
                });
            }
        });
        Self { address, end, state }
    }

    /// Where it begins.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From here on, new connections lead to another service.
    pub fn lead_to(&self, service: SocketAddr) {
        *self.end.lock().unwrap() = service;
    }

    /// Breaks every connection, and lets none be made.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Lets connections stand, and nothing pass.
    pub fn stall(&self) {
        self.state.send_replace(State::Stalled);
    }

    /// Makes it sound again.
    pub fn mend(&self) {
        self.state.send_replace(State::Sound);
    }
}

/// Passes on what comes, while the way is sound.
async fn pass(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut state: watch::Receiver<State>,
) -> Option<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut buffer).await.ok().filter(|&read| read > 0)?;
        state.wait_for(|state| *state == State::Sound).await.ok()?;
        to.write_all(&buffer[..read]).await.ok()?;
    }
}
