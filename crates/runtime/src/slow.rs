//! Streams whose client does not read.

use std::time::Duration;

use futures::{Stream, StreamExt as _, stream};
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tracing::Instrument as _;

use crate::monitor::SHED;
use crate::trace;

/// Hands a stream on and reads up to `ahead` of it (at least one) ahead. A client that takes nothing for as long as `patience` while something is
/// ready is cut off: the stream is dropped, and with it what it holds; behind what was ready already the client finds what `slow` says.
pub fn cut_off<T: Send + 'static>(
    stream: impl Stream<Item = Result<T, Status>> + Send + 'static,
    ahead: usize,
    patience: Duration,
    slow: impl FnOnce() -> Status + Send + 'static,
) -> impl Stream<Item = Result<T, Status>> + Send + 'static {
    let (steps, received) = mpsc::channel(ahead.max(1));
    let (end, ended) = oneshot::channel();
    let run = async move {
        let mut stream = std::pin::pin!(stream);
        loop {
            let step = tokio::select! {
                biased;
                () = steps.closed() => return,
                step = stream.next() => step,
            };
            let Some(step) = step else { return };
            match steps.send_timeout(step, patience).await {
                Ok(()) => {}
                Err(SendTimeoutError::Closed(_)) => return,
                Err(SendTimeoutError::Timeout(_)) => {
                    SHED.count(&[("reason", "slow_consumer")]).increment(1);
                    // A client that has gone meanwhile needs no reason.
                    drop(end.send(slow()));
                    return;
                }
            }
        }
    };
    tokio::spawn(trace::carried(run.in_current_span()));
    let ending = stream::once(ended).filter_map(|ended| async { ended.ok().map(Err) });
    ReceiverStream::new(received).chain(ending)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(60);

    fn numbers() -> (Arc<()>, impl Stream<Item = Result<usize, Status>> + Send + 'static) {
        let held = Arc::new(());
        let holding = Arc::clone(&held);
        let numbers = stream::unfold((0, holding), |(number, holding)| async move {
            Some((Ok(number), (number + 1, holding)))
        });
        (held, numbers)
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_slowly_gets_all_of_it() {
        let (_, numbers) = numbers();
        let mut read = Box::pin(cut_off(numbers.take(20), 4, PATIENCE, || Status::aborted("slow")));
        for number in 0..20 {
            assert_eq!(read.next().await.unwrap().unwrap(), number);
            tokio::time::sleep(PATIENCE / 2).await;
        }
        assert!(read.next().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn who_does_not_read_is_told_so_behind_what_was_ready() {
        let (held, numbers) = numbers();
        let mut read = Box::pin(cut_off(numbers, 4, PATIENCE, || Status::aborted("slow")));
        tokio::time::sleep(PATIENCE * 2).await;
        assert_eq!(Arc::strong_count(&held), 1, "the stream is dropped");
        for number in 0..4 {
            assert_eq!(read.next().await.unwrap().unwrap(), number);
        }
        assert_eq!(read.next().await.unwrap().unwrap_err().message(), "slow");
        assert!(read.next().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn who_goes_ends_it() {
        let (held, numbers) = numbers();
        let read = cut_off(numbers, 4, PATIENCE, || Status::aborted("slow"));
        drop(read);
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(Arc::strong_count(&held), 1);
    }
}
