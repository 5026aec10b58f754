//! How much of two passages or of two quotations is the same.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::name::{caseless, words};

/// Of all pairs of passages, in code points, the largest share of what one or the other covers that both cover. A passage
/// that lies in another counts as the same unless that is much longer.
pub(crate) fn overlap(a: &[Range<usize>], b: &[Range<usize>]) -> f64 {
    let mut best = 0.0_f64;
    for x in a {
        for y in b {
            let shared = x.end.min(y.end).saturating_sub(x.start.max(y.start));
            if shared == 0 {
                continue;
            }
            let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
            // Nine tenths of it lie in the other, which is at most three times as long; two words prove nothing.
            let inside = shared * 10 >= short * 9 && short > 15 && long <= 3 * short + 40;
            let whole = x.end.max(y.end) - x.start.min(y.start);
            best = best.max(if inside { 1.0 } else { ratio(shared, whole) });
        }
    }
    best
}

/// The harmonic mean of how many words of each text the other has too.
pub(crate) fn shared_words(a: &str, b: &str) -> f64 {
    let (a, b) = (caseless(a), caseless(b));
    let (a, b) = (counts(&a), counts(&b));
    let shared: usize = a.iter().map(|(word, &count)| count.min(b.get(word).copied().unwrap_or(0))).sum();
    let all = a.values().sum::<usize>() + b.values().sum::<usize>();
    if a.is_empty() || b.is_empty() { 0.0 } else { ratio(2 * shared, all) }
}

fn counts(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for word in words(text) {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

#[expect(clippy::cast_precision_loss, reason = "lengths of a text are far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    #[test]
    fn passages() {
        for (a, b, share) in [
            (0..100, 0..100, 1.0),
            (0..100, 50..150, 1.0 / 3.0),
            // Inside, and the other less than three times as long.
            (20..40, 0..100, 1.0),
            // Inside, but two words in a paragraph.
            (20..30, 0..100, 0.1),
            (20..40, 0..200, 0.1),
            (0..10, 10..20, 0.0),
        ] {
            assert!((overlap(from_ref(&a), from_ref(&b)) - share).abs() < 1e-9, "{a:?} {b:?}");
        }
        assert!(overlap(&[], from_ref(&(0..10))).abs() < 1e-9);
    }

    #[test]
    fn quotations() {
        assert!((shared_words("Nous irons loin", "nous IRONS, loin") - 1.0).abs() < 1e-9);
        assert!((shared_words("a a b", "a c") - 0.4).abs() < 1e-9);
        assert!(shared_words("", "a").abs() < 1e-9);
    }
}
