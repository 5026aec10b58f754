//! Amounts of money and what they are paid for.

use entente_lang::{Kind, Term};
use entente_model::Currency;
use entente_text::{Mark, Shape, TokenKind};

use super::Rate;
use super::figure::exact;
use super::quantity::{Measure, Unit};
use super::reader::Reader;

impl Reader<'_> {
    /// A figure with its currency, before or after it.
    pub(super) fn money(&self, at: usize) -> Option<Measure> {
        let before = self.prefix(at);
        let figure = self.figure(before.map_or(at, |(start, ..)| start))?;
        let (bare, scale) = self.short_scale(figure.end).unwrap_or((figure.end, 1.0));
        let scaled = figure.scaled.or(Some(scale).filter(|scale| *scale > 1.0));
        let (end, currency, divisor) = if let Some((start, before, divisor)) = before {
            // "$1.7 billion CAD": the code after the figure is the more exact one.
            self.suffix(bare, scaled.is_some())
                .filter(|(_, after, _)| self.is_dollar(start - 1) || *after == before)
                .unwrap_or((bare, before, divisor))
        } else {
            let linked = self.find(Kind::Link, bare).map_or(bare, |(end, _)| end);
            [linked, bare].into_iter().find_map(|end| self.suffix(end, scaled.is_some()))?
        };
        let value = exact(figure.value * scale) / divisor;
        let unit = Unit::Money(currency, None);
        Some(self.rated(Measure { value, end, scaled, article: false, rough: figure.rough, unit }))
    }

    fn rated(&self, measure: Measure) -> Measure {
        let Unit::Money(currency, _) = measure.unit else { return measure };
        let rate = |kind, rate| self.find(kind, measure.end).map(|(end, _)| (end, rate));
        match rate(Kind::PerShare, Rate::Share).or_else(|| rate(Kind::PerOther, Rate::Other)) {
            Some((end, rate)) => Measure { end, unit: Unit::Money(currency, Some(rate)), ..measure },
            None => measure,
        }
    }

    /// A currency's sign or code: before a figure, a mere name is another word ("won 30 contracts").
    pub(super) fn prefix(&self, at: usize) -> Option<(usize, Currency, f64)> {
        let first = self.atoms.get(at)?;
        let letters = first.kind == TokenKind::Word;
        // "a $5 million fund" is in no Australian dollars.
        let apart = self.atoms.get(at + 1).is_some_and(|sign| sign.spaced);
        if letters && (first.shape == Shape::Lower || (apart && first.text.len() == 1)) {
            return None;
        }
        if let Some((end, Term::Currency { currency, divisor })) = self.find(Kind::Currency, at)
            && self.atoms[at..end].iter().any(|atom| atom.kind == TokenKind::Punctuation(Mark::Currency))
        {
            return Some((end, currency, divisor));
        }
        self.code(at)
    }

    fn suffix(&self, at: usize, scaled: bool) -> Option<(usize, Currency, f64)> {
        let named = [Kind::Currency, Kind::CurrencyPart, Kind::CurrencyScaled]
            .into_iter()
            .filter(|kind| scaled || *kind != Kind::CurrencyScaled)
            .filter_map(|kind| self.currency(kind, at))
            .max_by_key(|(end, ..)| *end);
        named.or_else(|| self.code(at))
    }

    fn currency(&self, kind: Kind, at: usize) -> Option<(usize, Currency, f64)> {
        let (end, Term::Currency { currency, divisor }) = self.find(kind, at)? else { return None };
        // A sign may begin the next amount, and a single letter is one only against its figure.
        let atom = self.atoms.get(at)?;
        let sign = self.atoms[at..end].iter().any(|atom| atom.kind == TokenKind::Punctuation(Mark::Currency));
        let next_amount = sign && self.has_figures(end);
        let letter = atom.text.len() == 1 && atom.text.is_ascii() && atom.kinds.has(Kind::CurrencyPart);
        let other = next_amount || (letter && atom.spaced);
        (!other).then_some((end, currency, divisor))
    }

    fn code(&self, at: usize) -> Option<(usize, Currency, f64)> {
        match self.find(Kind::CurrencyCode, at)? {
            (end, Term::Currency { currency, divisor }) if self.atoms[at].shape == Shape::Upper => {
                Some((end, currency, divisor))
            }
            _ => None,
        }
    }

    /// "m", "k": a scale only beside a currency.
    fn short_scale(&self, at: usize) -> Option<(usize, f64)> {
        self.number(Kind::ShortScale, at)
    }

    fn is_dollar(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| atom.text == "$")
    }
}
