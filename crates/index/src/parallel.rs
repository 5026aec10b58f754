//! Work of which no part needs another's outcome, shared among threads that stay: memory that a thread gave back is there for its next part.

use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};

/// Fewer items than this are not worth a thread.
const FEW: usize = 16;

/// What `work` makes of each item, in the order of the items; a failure instead if there is one.
pub fn map<T: Send, R: Send, E: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> Result<R, E> + Sync + Send,
) -> Result<Vec<R>, E> {
    if items.len() <= FEW {
        return items.into_iter().map(work).collect();
    }
    // Each outcome goes to its place at once, in memory of the right length: lists that grow are copied again and again.
    let outcomes: Vec<Result<R, E>> = items.into_par_iter().with_min_len(FEW / 4).map(&work).collect();
    let mut all = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        all.push(outcome?);
    }
    Ok(all)
}

/// Lets go of what nobody needs any more, while the caller goes on: what has many parts takes a while.
pub(crate) fn discard(items: impl Send + 'static) {
    rayon::spawn(move || drop(items));
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
