//! From accepted sockets to connections that can be served: plain, or once their handshake is done.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::{Stream, StreamExt as _, stream};
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tonic::transport::server::{Connected, TcpIncoming};

use super::server::ServerTls;
use super::subject;
use crate::monitor::SHED;

/// A client has this long to finish its handshake.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// Handshakes under way at one time. One more ends the oldest: a handshake takes milliseconds, so whoever is quick gets through even while
/// others fill the place with slow ones, and nobody holds the acceptor.
const HANDSHAKES_MOST: usize = 512;

/// Who is at the other end of a connection. Each request of the connection carries it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Peer {
    /// None where it is this process.
    pub(crate) address: Option<SocketAddr>,
    /// Who its certificate is for, where it had to show one.
    pub(crate) certificate: Option<Arc<str>>,
    /// It is this process itself.
    pub(crate) inside: bool,
}

/// A connection to be served.
pub(crate) enum Transport {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    Inside(DuplexStream),
}

/// The connections of a socket and of this process itself, ready to be served.
pub(crate) fn connections(
    sockets: TcpIncoming,
    tls: Option<ServerTls>,
    inside: Option<mpsc::Receiver<DuplexStream>>,
) -> impl Stream<Item = io::Result<Transport>> {
    let own = stream::unfold(inside, |inside| async {
        let mut inside = inside?;
        let connection = inside.recv().await?;
        Some((Ok(Transport::Inside(connection)), Some(inside)))
    });
    let accepted = match tls {
        None => sockets.map(|socket| socket.map(Transport::Plain)).boxed(),
        Some(tls) => {
            let handshakes = Handshakes { sockets, tls, under_way: JoinSet::new(), oldest: VecDeque::new() };
            stream::unfold(handshakes, |mut handshakes| async {
                let next = handshakes.next().await?;
                Some((next, handshakes))
            })
            .boxed()
        }
    };
    // The socket's end ends the server, as nothing inside does.
    stream::select(accepted, own.boxed())
}

/// Handshakes side by side.
struct Handshakes {
    sockets: TcpIncoming,
    tls: ServerTls,
    under_way: JoinSet<Option<Transport>>,
    oldest: VecDeque<AbortHandle>,
}

impl Handshakes {
    /// The next connection whose handshake is done; none once the socket is closed.
    async fn next(&mut self) -> Option<io::Result<Transport>> {
        loop {
            tokio::select! {
                Some(done) = self.under_way.join_next() => {
                    if let Ok(Some(connection)) = done {
                        return Some(Ok(connection));
                    }
                }
                accepted = self.sockets.next() => match accepted? {
                    Ok(socket) => self.begin(socket),
                    Err(error) => return Some(Err(error)),
                },
            }
        }
    }

    fn begin(&mut self, socket: TcpStream) {
        while self.oldest.len() >= HANDSHAKES_MOST {
            self.oldest.retain(|handshake| !handshake.is_finished());
            if self.oldest.len() >= HANDSHAKES_MOST
                && let Some(oldest) = self.oldest.pop_front()
            {
                SHED.count(&[("reason", "handshakes")]).increment(1);
                oldest.abort();
            }
        }
        let acceptor = TlsAcceptor::from(self.tls.config());
        self.oldest.push_back(self.under_way.spawn(async move {
            let peer = socket.peer_addr().ok();
            match tokio::time::timeout(HANDSHAKE, acceptor.accept(socket)).await {
                Ok(Ok(connection)) => return Some(Transport::Tls(Box::new(connection))),
                Ok(Err(error)) => tracing::debug!(?peer, %error, "a TLS handshake failed"),
                Err(_) => {
                    SHED.count(&[("reason", "slow_producer")]).increment(1);
                    tracing::debug!(?peer, "a TLS handshake took too long");
                }
            }
            None
        }));
    }
}

impl Connected for Transport {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        match self {
            Self::Plain(socket) => Peer { address: socket.peer_addr().ok(), ..Peer::default() },
            Self::Tls(connection) => {
                let (socket, session) = connection.get_ref();
                let own = session.peer_certificates().and_then(|chain| chain.first());
                let certificate = own.map(|certificate| subject::of(certificate).into());
                Peer { address: socket.peer_addr().ok(), certificate, inside: false }
            }
            Self::Inside(_) => Peer { inside: true, ..Peer::default() },
        }
    }
}

/// Calls the same on whichever connection it is.
macro_rules! each {
    ($self:ident, $io:ident => $call:expr) => {
        match $self.get_mut() {
            Transport::Plain($io) => $call,
            Transport::Tls($io) => $call,
            Transport::Inside($io) => $call,
        }
    };
}

impl AsyncRead for Transport {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        each!(self, io => Pin::new(io).poll_read(cx, buffer))
    }
}

impl AsyncWrite for Transport {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        each!(self, io => Pin::new(io).poll_write(cx, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, io => Pin::new(io).poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, io => Pin::new(io).poll_shutdown(cx))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        each!(self, io => Pin::new(io).poll_write_vectored(cx, slices))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(io) => io.is_write_vectored(),
            Self::Tls(io) => io.is_write_vectored(),
            Self::Inside(io) => io.is_write_vectored(),
        }
    }
}
