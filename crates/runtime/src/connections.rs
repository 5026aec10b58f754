//! Connections are bounded, and must say something; what they are told at about the same time leaves together.

use std::{
    future::Future as _,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures::{Stream, StreamExt as _};
use tokio::{
    io::{AsyncRead, AsyncWrite, BufWriter, ReadBuf},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Sleep,
};
use tonic::transport::server::Connected;

use crate::monitor::{CONNECTIONS, SHED};

/// A client has this long to greet: keepalive begins to look after it only then.
const GREETING: Duration = Duration::from_secs(10);

/// The bytes of a greeting: the preface of HTTP/2.
const GREETING_BYTES: usize = 24;

/// What is written before it leaves, at most: a page of facts, or the refusals of some hundred calls.
const GATHERED_BYTES: usize = 64 * 1024;

/// Passes at most `limit` connections on at one time. One more is closed at once: its client learns so, and may try elsewhere, where an
/// unaccepted one would wait without a word.
pub(crate) fn bounded<I: AsyncWrite>(
    incoming: impl Stream<Item = io::Result<I>>,
    limit: usize,
) -> impl Stream<Item = io::Result<Connection<I>>> {
    let room = Arc::new(Semaphore::new(limit));
    incoming.filter_map(move |accepted| {
        let place = Arc::clone(&room).try_acquire_owned();
        let connection = match (accepted, place) {
            (Err(error), _) => Some(Err(error)),
            (Ok(socket), Ok(place)) => Some(Ok(Connection::new(socket, place))),
            (Ok(_), Err(_)) => {
                SHED.count(&[("reason", "connections")]).increment(1);
                None
            }
        };
        std::future::ready(connection)
    })
}

/// A connection that counts as long as it is open.
pub(crate) struct Connection<I> {
    socket: BufWriter<I>,
    /// What is written waits for the answers of other calls that are ready too.
    gathering: bool,
    /// Until the client has greeted: how many bytes are wanting, and until when.
    greeting: Option<(usize, Pin<Box<Sleep>>)>,
    _place: OwnedSemaphorePermit,
}

impl<I: AsyncWrite> Connection<I> {
    fn new(socket: I, place: OwnedSemaphorePermit) -> Self {
        CONNECTIONS.level(&NONE).increment(1.0);
        let greeting = Some((GREETING_BYTES, Box::pin(tokio::time::sleep(GREETING))));
        let socket = BufWriter::with_capacity(GATHERED_BYTES, socket);
        Self { socket, gathering: false, greeting, _place: place }
    }
}

impl<I> Drop for Connection<I> {
    fn drop(&mut self) {
        CONNECTIONS.level(&NONE).decrement(1.0);
    }
}

const NONE: [(&str, &str); 0] = [];

impl<I: AsyncRead + AsyncWrite + Unpin> AsyncRead for Connection<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        let polled = Pin::new(&mut this.socket).poll_read(cx, buffer);
        let Some((wanting, until)) = &mut this.greeting else { return polled };
        *wanting = wanting.saturating_sub(buffer.filled().len() - before);
        if *wanting == 0 {
            this.greeting = None;
        } else if until.as_mut().poll(cx).is_ready() {
            SHED.count(&[("reason", "slow_producer")]).increment(1);
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        polled
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Connection<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(cx, bytes)
    }

    /// Lets whatever else is ready run before it passes on what was written. Each answer of a call wakes the connection, which is then the
    /// next to run and would make a system call for this one answer; most of what a refusal costs is that call.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let written = !self.socket.buffer().is_empty();
        self.gathering = written && !self.gathering;
        if self.gathering {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }
}

impl<I: Connected + AsyncWrite> Connected for Connection<I> {
    type ConnectInfo = I::ConnectInfo;

    fn connect_info(&self) -> Self::ConnectInfo {
        self.socket.get_ref().connect_info()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures::{FutureExt as _, poll, stream};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};

    use super::*;

    async fn first(
        connections: &mut (impl Stream<Item = io::Result<Connection<DuplexStream>>> + Unpin),
    ) -> Connection<DuplexStream> {
        connections.next().await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn one_too_many_is_closed() {
        let (mut clients, sockets): (Vec<_>, Vec<_>) = (0..3).map(|_| duplex(64)).unzip();
        let mut connections = Box::pin(bounded(stream::iter(sockets.into_iter().map(Ok)), 2));
        let (_one, _two) = (first(&mut connections).await, first(&mut connections).await);
        assert!(connections.next().await.is_none(), "the third was not passed on");
        assert_eq!(clients[2].read(&mut [0]).await.unwrap(), 0, "it was closed");
    }

    #[tokio::test]
    async fn a_place_comes_free_with_its_connection() {
        let (_clients, sockets): (Vec<_>, Vec<_>) = (0..2).map(|_| duplex(64)).unzip();
        let mut connections = Box::pin(bounded(stream::iter(sockets.into_iter().map(Ok)), 1));
        drop(first(&mut connections).await);
        first(&mut connections).await;
    }

    #[tokio::test]
    async fn what_is_written_leaves_once_what_is_ready_has_run() {
        let (mut client, socket) = duplex(64);
        let mut connections = Box::pin(bounded(stream::iter([Ok(socket)]), 1));
        let mut connection = first(&mut connections).await;
        let mut told = [0; 8];
        connection.write_all(b"one").await.unwrap();
        let mut flush = pin!(connection.flush());
        assert!(poll!(flush.as_mut()).is_pending(), "it lets others run first");
        assert!(client.read(&mut told).now_or_never().is_none());
        flush.await.unwrap();
        assert_eq!(client.read(&mut told).await.unwrap(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_greeting_must_come_whole_in_time() {
        for (said, ends) in [(GREETING_BYTES - 1, true), (GREETING_BYTES, false)] {
            let (mut client, socket) = duplex(64);
            let mut connections = Box::pin(bounded(stream::iter([Ok(socket)]), 1));
            let mut connection = first(&mut connections).await;
            client.write_all(&vec![b'x'; said]).await.unwrap();
            connection.read_exact(&mut vec![0; said]).await.unwrap();
            let more = tokio::time::timeout(2 * GREETING, connection.read(&mut [0])).await;
            assert_eq!(matches!(more, Ok(Err(_))), ends, "{said} bytes: {more:?}");
        }
    }
}
