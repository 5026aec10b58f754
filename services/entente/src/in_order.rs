//! Work on many items at once, results in the items' order, few of either in memory.

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Results that may wait for their turn, for each thread: enough that one slow item holds up no thread for long.
const WAITING: usize = 16;

/// Hands each item to `work` on one of as many threads as there are processors, and each result to `take` here, in the
/// order of the items. Ends early with `take`'s error.
pub(crate) fn in_order<T, R, E>(
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    R: Send,
{
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let (jobs, next_job) = sync_channel::<(T, SyncSender<R>)>(threads);
    let (turns, next_turn) = sync_channel::<Receiver<R>>(threads * WAITING);
    let next_job = Mutex::new(next_job);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let job = next_job.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((item, done)) = job else { return };
                    // Nobody waits for it any more when the whole ended early.
                    let _ = done.send(work(item));
                }
            });
        }
        scope.spawn(move || {
            for item in items {
                let (done, result) = sync_channel(1);
                if turns.send(result).is_err() || jobs.send((item, done)).is_err() {
                    return;
                }
            }
        });
        next_turn.into_iter().filter_map(|result| result.recv().ok()).try_for_each(&mut take)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn results_come_in_order_whatever_takes_long() {
        let mut seen = Vec::new();
        let slow_at_first = |n: u64| (0..(1000 - n) * 100).fold(n, |n, _| std::hint::black_box(n));
        in_order(0..1000, slow_at_first, |n| {
            seen.push(n);
            Ok::<_, ()>(())
        })
        .unwrap();
        assert_eq!(seen, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn an_early_end_stops_the_reading() {
        let read = AtomicUsize::new(0);
        let items = (0..usize::MAX).inspect(|_| {
            read.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(in_order(items, |n| n, |n| if n == 10 { Err("enough") } else { Ok(()) }), Err("enough"));
        assert!(read.load(Ordering::Relaxed) < 100_000);
    }
}
