//! Parts of a whole told in words: fractions, halves, majorities.

use entente_lang::{Bound, Kind};
use entente_model::{Percent, Share};

use super::reader::Reader;
use super::{Portion, Wording};

impl Reader<'_> {
    /// A part of a whole in words; `placed` tells whether a bound or determiner stands before it.
    pub(super) fn portion(&self, at: usize, placed: bool) -> Option<(usize, f64, Wording)> {
        let kinds = self.atoms.get(at)?.kinds;
        if kinds.is_empty() {
            return None;
        }
        let fraction = self.number(Kind::Fraction, at).map(|(end, value)| (end, value, Wording::Fraction));
        let fraction_of = || {
            let (end, value) = self.number(Kind::FractionOf, at)?;
            let follows = self.find(Kind::Follower, end).is_some();
            // "tiers" alone is also a third party.
            (follows && (placed || end > at + 1)).then_some((end, value, Wording::Fraction))
        };
        let plain = |kind, value, wording| self.find(kind, at).map(|(end, _)| (end, value, wording));
        [
            fraction.or_else(fraction_of),
            plain(Kind::Parity, 50.0, Wording::Parity),
            plain(Kind::Whole, 100.0, Wording::Whole),
            plain(Kind::Majority, 50.0, Wording::Majority),
            plain(Kind::Minority, 50.0, Wording::Minority),
        ]
        .into_iter()
        .flatten()
        .max_by_key(|(end, ..)| *end)
    }
}

/// A share with what the words around it say of it. None outside 0 to 100.
pub(super) fn bounded(value: f64, bound: Option<Bound>, rough: bool) -> Option<Share> {
    let percent = Percent::new(value).ok()?;
    Some(match bound {
        Some(Bound::Minimum) => Share::at_least(percent),
        Some(Bound::Maximum) => Share::at_most(percent),
        Some(Bound::About) => Share::about(percent),
        None if rough => Share::about(percent),
        Some(Bound::Exact) | None => Share::exactly(percent),
    })
}

/// A part of a whole in words with its bound.
pub(super) fn worded(value: f64, wording: Wording, bound: Option<Bound>) -> Option<Portion> {
    let bound = match wording {
        Wording::Majority => Some(Bound::Minimum),
        Wording::Minority => Some(Bound::Maximum),
        Wording::Figure | Wording::Fraction | Wording::Whole | Wording::Parity => bound,
    };
    Some(Portion { share: bounded(value, bound, false)?, wording, change: None })
}
