//! The pass over a sentence.

use std::ops::Range;

use entente_lang::{Dimensions, Kind, Kinds, Lang, Term};
use jiff::civil::Date;

use super::atom::Atom;
use super::{Dimension, Value};

/// The kinds that a quantity or a placed date begins with; date patterns say themselves what they begin with.
const STARTS: Kinds = Kinds::of(&[
    Kind::Cardinal,
    Kind::Article,
    Kind::Hundred,
    Kind::Scale,
    Kind::Fraction,
    Kind::FractionOf,
    Kind::Whole,
    Kind::Parity,
    Kind::Majority,
    Kind::Minority,
    Kind::BoundBefore,
    Kind::BetweenOpen,
    Kind::FromOpen,
    Kind::Currency,
    Kind::CurrencyCode,
    Kind::Role,
    Kind::Exception,
]);

/// A sentence's atoms and what they are read with.
pub(super) struct Reader<'a> {
    pub(super) atoms: &'a [Atom<'a>],
    pub(super) lang: &'a Lang,
    pub(super) words: &'a Dimensions,
    pub(super) published: Option<Date>,
}

/// A reading: where it ends, and its values with their atoms. It may have none, and is passed over then.
pub(super) struct Found {
    pub(super) end: usize,
    pub(super) values: [Option<(Range<usize>, Value)>; 2],
}

impl Found {
    pub(super) fn one(range: Range<usize>, value: Option<Value>) -> Self {
        Self { end: range.end, values: [value.map(|value| (range, value)), None] }
    }
}

impl Reader<'_> {
    /// Adds the sentence's dimensions.
    pub(super) fn read(&self, found: &mut Vec<Dimension>) {
        let mut at = 0;
        while let Some(atom) = self.atoms.get(at) {
            if !atom.first || (!atom.kinds.meets(STARTS) && !atom.figures && atom.patterns.is_empty()) {
                at += 1;
                continue;
            }
            if let Some((end, _)) = self.find(Kind::Exception, at) {
                at = end;
                continue;
            }
            let date = self.date(at).filter(|date| self.is_whole(date));
            let quantity = self.quantity(at).filter(|quantity| self.is_whole(quantity));
            let longest = match (date, quantity) {
                (Some(date), Some(quantity)) => Some(if quantity.end > date.end { quantity } else { date }),
                (date, quantity) => date.or(quantity),
            };
            let Some(reading) = longest.filter(|reading| reading.end > at) else {
                at += 1;
                continue;
            };
            at = reading.end;
            for (range, value) in reading.values.into_iter().flatten() {
                if let (Some(first), Some(last)) =
                    (self.atoms.get(range.start), self.atoms.get(range.end - 1))
                {
                    found.push(Dimension { tokens: first.token..last.token + 1, value });
                }
            }
        }
    }

    /// Whether a reading ends where its token ends, or is a portion ("majority-owned").
    fn is_whole(&self, found: &Found) -> bool {
        let ends =
            found.end.checked_sub(1).and_then(|last| self.atoms.get(last)).is_some_and(|atom| atom.last);
        ends || found.values.iter().flatten().any(|(_, value)| matches!(value, Value::Percent(_)))
    }

    /// Whether an atom is figures.
    pub(super) fn has_figures(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.figures)
    }

    /// The longest phrase of a kind at an atom: the atom after it, and its value.
    pub(super) fn find(&self, kind: Kind, at: usize) -> Option<(usize, Term)> {
        if !self.atoms.get(at)?.kinds.has(kind) {
            return None;
        }
        let (taken, term) = self.words.find(kind, self.atoms[at..].iter().map(|atom| atom.text))?;
        Some((at + taken, term))
    }
}
