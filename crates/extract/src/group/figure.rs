//! Figures, dates and days among the groups: which stand alone and which belong to a noun.

use entente_lang::{Analysis, Number, Pos, Tense};
use entente_text::Mark;

use super::{Chunker, Kind};
use crate::dimension::{Value, Wording};
use crate::tag::{Class, Tag};

impl Chunker<'_> {
    /// A date or duration is an adverb of its clause, a percent or an amount a noun group of its own, whatever words it is
    /// made of.
    pub(super) fn figure(&self, at: usize) -> Option<(Kind, usize)> {
        let index = self.dimensions.binary_search_by_key(&at, |d| d.tokens.start).ok()?;
        let dimension = &self.dimensions[index];
        // "wholly owned by X": what it says of how much leaves the verb a verb.
        let last = dimension.tokens.end - 1;
        let agent = self.tags.get(last + 1).is_some_and(Tag::is_preposition);
        let whole = matches!(&dimension.value, Value::Percent(p) if matches!(p.wording, Wording::Whole));
        if whole && agent && last > at && self.tags[last].is_tense(Tense::PastParticiple) {
            return None;
        }
        let kind = match &dimension.value {
            Value::Date(..) | Value::Duration(_) => Kind::Adverb,
            Value::Percent(portion)
                if matches!(portion.wording, Wording::Figure | Wording::Fraction | Wording::Whole) =>
            {
                Kind::Nominal
            }
            Value::Money(_) | Value::PercentagePoints(_) => Kind::Nominal,
            Value::Percent(_) | Value::Count(_) => return None,
        };
        Some((kind, dimension.tokens.end))
    }

    /// A phrase of several words with which a count begins: "more than", "up to".
    pub(super) fn bounds_count(&self, at: usize) -> bool {
        let index = self.dimensions.binary_search_by_key(&at, |d| d.tokens.start);
        let number = self.rest(at + 1, self.tags.len());
        number > at + 1
            && index.is_ok_and(|index| {
                let dimension = &self.dimensions[index];
                matches!(dimension.value, Value::Count(_)) && dimension.tokens.contains(&number)
            })
    }

    /// "a 15% stake", "the $6 billion deal": where the last noun heads a group, a figure right before it belongs to it.
    pub(super) fn qualifies(&self, kind: Kind, figure: usize, stop: usize, end: usize) -> bool {
        // "a five-year agreement", "a five year agreement".
        (kind == Kind::Nominal
            || self.is_counted_unit(figure, stop)
            || self.document.tokens()[stop - 1].is_hyphenated())
            && !self.lang.discourse().is_head_first()
            && stop < end
            && (matches!(self.tags[stop].class, Class::Word(Pos::Noun | Pos::Adjective))
                || self.is_attributive(stop, end)
                || self.parts_qualifiers(stop, end))
    }

    /// "a five-year, $3 billion contract", "a new, faster engine": a comma between two things that qualify one noun, where
    /// the last noun heads a group.
    pub(super) fn parts_qualifiers(&self, comma: usize, end: usize) -> bool {
        let next = comma + 1;
        if comma == 0
            || self.lang.discourse().is_head_first()
            || next >= end
            || self.tags[comma].class != Class::Mark(Mark::Comma)
            || self.tags[comma - 1].is_determiner()
        {
            return false;
        }
        if let Some((kind, stop)) = self.figure(next) {
            return kind == Kind::Nominal
                && stop < end
                && matches!(self.tags[stop].class, Class::Word(Pos::Noun | Pos::Adjective));
        }
        let behind = (next..end).find(|&at| !self.tags[at].is(Pos::Adjective));
        behind.is_some_and(|noun| noun > next && self.tags[noun].is(Pos::Noun))
    }

    /// "five year": several of a unit in the singular qualify what follows.
    fn is_counted_unit(&self, at: usize, stop: usize) -> bool {
        let index = self.dimensions.binary_search_by_key(&at, |d| d.tokens.start);
        let several = index.is_ok_and(|index| match &self.dimensions[index].value {
            Value::Duration(duration) => duration.amount > 1.0,
            _ => false,
        });
        let unit = self.document.lower(&self.document.tokens()[stop - 1]);
        let singular = |a: &Analysis| a.pos == Pos::Noun && a.number == Some(Number::Singular);
        several && self.lang.analyses(unit).iter().any(singular)
    }

    /// "a signé jeudi un accord": a noun of time alone between a verb and what it is done to, also where no date of
    /// publication makes a date of it.
    pub(super) fn is_bare_day(&self, at: usize, end: usize) -> bool {
        let time = self.lang.discourse().class("time");
        at > 0
            && at + 1 < end
            && self.tags[at].is(Pos::Noun)
            && self.lang.discourse().of(self.tags[at].lemma).any(time)
            && self.tags[at - 1].is(Pos::Verb)
            && self.opens(at + 1)
    }

    /// "81% restants", "10% supplémentaires": where adjectives stand behind, those behind a figure belong to it.
    pub(super) fn past_adjectives(&self, mut at: usize, end: usize) -> usize {
        while at < end && self.lang.discourse().is_head_first() && self.tags[at].is(Pos::Adjective) {
            at = self.rest(at + 1, end);
        }
        at
    }
}
