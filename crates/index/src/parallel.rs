//! Work of which no part needs another's outcome, shared among threads.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// Fewer items than this are not worth a thread.
const FEW: usize = 16;

/// Parts that each thread takes one after the other: enough that one long part does not leave the others idle.
const PARTS: usize = 8;

/// What `work` makes of each item, in the order of the items; the first failure instead if there is one.
pub fn map<T: Send, R: Send, E: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len() / FEW);
    if threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let total = items.len();
    let size = total.div_ceil(threads * PARTS);
    let mut items = items.into_iter();
    let parts = std::iter::from_fn(|| {
        let part: Vec<T> = items.by_ref().take(size).collect();
        (!part.is_empty()).then_some(part)
    });
    let parts: Vec<(usize, Vec<T>)> = parts.enumerate().collect();
    let waiting = Mutex::new(parts.into_iter());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        let mut done = Vec::new();
        while let Some((number, part)) = next() {
            done.push((number, part.into_iter().map(&work).collect::<Result<Vec<R>, E>>()));
        }
        done
    };
    let mut done = Vec::with_capacity(threads * PARTS);
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        done.extend(run());
        for other in others {
            match other.join() {
                Ok(parts) => done.extend(parts),
                // The panic of a part is that of the whole.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    done.sort_unstable_by_key(|&(number, _)| number);
    let mut results = Vec::with_capacity(total);
    for (_, part) in done {
        results.extend(part?);
    }
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_come_in_the_order_of_the_items() {
        for count in [0, 1, FEW - 1, FEW * 2, 1_000, 1_001] {
            let doubled = map((0..count).collect(), |item| Ok::<_, ()>(item * 2)).unwrap();
            assert_eq!(doubled, (0..count).map(|item| item * 2).collect::<Vec<_>>(), "{count}");
        }
    }

    #[test]
    fn a_failure_is_the_outcome_of_all() {
        let outcome = map((0..1_000).collect(), |item| if item == 700 { Err(item) } else { Ok(item) });
        assert_eq!(outcome, Err(700));
    }
}
