//! What a call that was refused still sends.

use std::time::Duration;

use futures::FutureExt as _;
use http_body_util::BodyExt as _;
use tonic::body::Body;

/// A message that was sent with its call has come by then.
const PATIENCE: Duration = Duration::from_secs(1);

/// Who sends more than this is cut off.
const BYTES: usize = 64 * 1024;

/// Takes what a call sends that is refused before its message is read, and forgets it. A body that is dropped before it has come whole resets
/// its stream, and h2 (0.4.20) charges each small frame that comes for such a stream to its connection's budget, for good: a client that is
/// refused some thousand times would lose the connection, with all other calls on it.
pub(crate) fn hear_out(mut body: Body) {
    // Most messages come with their call.
    if rest(&mut body).now_or_never().is_none() {
        tokio::spawn(async move { tokio::time::timeout(PATIENCE, rest(&mut body)).await });
    }
}

/// Ends with the body, or where there is too much of it.
async fn rest(body: &mut Body) {
    let mut heard = 0;
    while let Some(Ok(frame)) = body.frame().await {
        heard += frame.data_ref().map_or(0, bytes::Bytes::len);
        if heard > BYTES {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http_body_util::channel::{Channel, Sender};
    use tonic::Status;

    use super::*;

    fn refused() -> Sender<Bytes, Status> {
        let (sender, body) = Channel::new(1);
        hear_out(Body::new(body));
        sender
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_late_is_taken() {
        let mut call = refused();
        for _ in 0..3 {
            call.send_data(Bytes::from_static(b"late")).await.unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_ends_or_sends_too_much_is_cut_off() {
        let mut silent = refused();
        tokio::time::sleep(2 * PATIENCE).await;
        assert!(silent.send_data(Bytes::from_static(b"later")).await.is_err());
        let mut long = refused();
        let mut sent = 0;
        while long.send_data(Bytes::from_static(&[0; 1024])).await.is_ok() {
            sent += 1024;
            assert!(sent <= 2 * BYTES);
        }
    }
}
