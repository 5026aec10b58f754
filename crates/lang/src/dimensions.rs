//! The words of numbers, percents, money, dates and durations, and the shapes of dates.

mod kind;
mod pattern;

use std::collections::BTreeMap;

use entente_model::Currency;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::error::LangError;
use crate::phrases::Phrases;
use crate::source::Source;

pub use kind::{Bound, DateRole, Kind, Kinds, Period, Season, Term, TimeUnit};
pub use pattern::{DatePattern, Element, Matcher, Slot};

/// A language's words of quantity and time. Phrases are given as atoms: lower-case tokens, hyphenated words in parts,
/// abbreviations without their full stop.
#[derive(Debug)]
pub struct Dimensions {
    decimal: char,
    numeric_dates: NumericDates,
    calendar_case: CalendarCase,
    firsts: FxHashMap<Box<str>, Start>,
    /// Words of phrases after the first.
    others: FxHashSet<Box<str>>,
    tables: Vec<Phrases<Term>>,
    dates: Vec<DatePattern>,
    /// The patterns that can begin with figures, and those that can hold them.
    numeric: Start,
    /// The patterns that one atom can fill, and those that two can.
    brief: [Patterns; 2],
}

/// What an atom can be of a phrase or a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Start {
    /// Phrases of these kinds begin with it.
    pub kinds: Kinds,
    /// These shapes of dates begin with it.
    pub patterns: Patterns,
    /// These shapes of dates can hold it at all: one that can't hold what follows is not worth trying.
    pub holds: Patterns,
}

/// A set of date patterns of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Patterns(u128);

/// How a date in figures is read when both of its first numbers could be the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumericDates {
    /// 06/02 is 6 February.
    DayFirst,
    /// 06/02 is June 2.
    MonthFirst,
    /// Both are in use: such a date is not read.
    Unsure,
}

/// How names of months and weekdays are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarCase {
    /// In small letters; a month standing alone with a capital is something else (a planet, a company).
    Lower,
    /// With a capital; without one it is something else ("may", "march").
    Title,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    decimal: char,
    numeric_dates: NumericDates,
    calendar_case: CalendarCase,
    /// Shapes of dates, see [`DatePattern`].
    dates: Vec<String>,
    /// Kind -> phrases that only belong to it.
    lists: BTreeMap<String, Vec<String>>,
    /// Kind -> value -> phrases.
    values: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl Dimensions {
    /// Reads `dimensions.toml`.
    pub(crate) fn load(source: Source<'_>) -> Result<Self, LangError> {
        let file: File = source.parse()?;
        if !matches!(file.decimal, '.' | ',') {
            return Err(source.value(
                "decimal",
                &file.decimal.to_string(),
                "is neither a full stop nor a comma",
            ));
        }
        let mut read = Self {
            decimal: file.decimal,
            numeric_dates: file.numeric_dates,
            calendar_case: file.calendar_case,
            firsts: FxHashMap::default(),
            others: FxHashSet::default(),
            tables: Kind::NAMES.iter().map(|_| Phrases::default()).collect(),
            dates: Vec::with_capacity(file.dates.len()),
            numeric: Start::default(),
            brief: [Patterns::default(); 2],
        };
        // The kinds of phrase that a word is part of, first or not.
        let mut parts: FxHashMap<Box<str>, Kinds> = FxHashMap::default();
        for (name, phrases) in &file.lists {
            let key = format!("lists.{name}");
            let kind = Kind::named(name).ok_or_else(|| source.value("lists", name, "is no kind of word"))?;
            if kind == Kind::CurrencyCode {
                read.add_codes(source, &key, phrases, &mut parts)?;
                continue;
            }
            if kind.term("").is_none() {
                return Err(source.value("lists", name, "has words with values: it belongs to values"));
            }
            for phrase in phrases {
                read.add(source, &key, kind, phrase, Term::Plain, &mut parts)?;
            }
        }
        for (name, table) in &file.values {
            let kind = Kind::named(name).ok_or_else(|| source.value("values", name, "is no kind of word"))?;
            for (value, phrases) in table {
                let key = format!("values.{name}");
                let term = kind.term(value).filter(|term| *term != Term::Plain);
                let term = term.ok_or_else(|| source.value(&key, value, "is no value of this kind"))?;
                for phrase in phrases {
                    read.add(source, &format!("{key}.{value}"), kind, phrase, term, &mut parts)?;
                }
            }
        }
        for text in &file.dates {
            let pattern = DatePattern::parse(text).map_err(|reason| source.value("dates", text, reason))?;
            read.add_pattern(pattern, &parts).map_err(|reason| source.value("dates", text, reason))?;
        }
        Ok(read)
    }

    fn add_pattern(
        &mut self,
        pattern: DatePattern,
        parts: &FxHashMap<Box<str>, Kinds>,
    ) -> Result<(), &'static str> {
        let bit = 1_u128.checked_shl(u32::try_from(self.dates.len()).unwrap_or(u32::MAX));
        let bit = bit.ok_or("is one pattern more than the 128 that there is room for")?;
        for word in pattern.first_words() {
            self.firsts.entry(word.into()).or_default().patterns.0 |= bit;
        }
        for start in self.firsts.values_mut().filter(|start| start.kinds.meets(pattern.begins_with)) {
            start.patterns.0 |= bit;
        }
        if pattern.begins_with_number {
            self.numeric.patterns.0 |= bit;
        }
        let (held, figures) = pattern.holds();
        if figures {
            self.numeric.holds.0 |= bit;
        }
        let words = parts.iter().filter(|(_, kinds)| kinds.meets(held)).map(|(word, _)| &**word);
        for word in words.chain(pattern.words()) {
            self.firsts.entry(word.into()).or_default().holds.0 |= bit;
        }
        for (most, brief) in self.brief.iter_mut().enumerate() {
            if pattern.elements.iter().filter(|element| !element.optional).count() <= most + 1 {
                brief.0 |= bit;
            }
        }
        self.dates.push(pattern);
        Ok(())
    }

    /// Codes of currencies are written as the standard has them; atoms are in lower case.
    fn add_codes(
        &mut self,
        source: Source<'_>,
        key: &str,
        lists: &[String],
        parts: &mut FxHashMap<Box<str>, Kinds>,
    ) -> Result<(), LangError> {
        for code in lists.iter().flat_map(|list| list.split_whitespace()) {
            let currency = Currency::new(code).map_err(|e| source.value(key, code, e.to_string()))?;
            let term = Term::Currency { currency, divisor: 1.0 };
            self.add(source, key, Kind::CurrencyCode, &code.to_ascii_lowercase(), term, parts)?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        source: Source<'_>,
        key: &str,
        kind: Kind,
        phrase: &str,
        term: Term,
        parts: &mut FxHashMap<Box<str>, Kinds>,
    ) -> Result<(), LangError> {
        for tokens in pattern::alternatives(phrase) {
            let Some(first) = tokens.first() else {
                return Err(source.value(key, phrase, "has no words"));
            };
            let table = &mut self.tables[kind as usize];
            if table.exact(tokens.iter().copied()).iter().any(|there| *there != term) {
                return Err(source.value(key, phrase, "has another value already"));
            }
            table.insert(&tokens, term);
            self.firsts.entry((*first).into()).or_default().kinds.add(kind);
            self.others.extend(tokens.iter().skip(1).map(|token| (*token).into()));
            for token in &tokens {
                parts.entry((*token).into()).or_default().add(kind);
            }
        }
        Ok(())
    }

    /// What separates the fraction of a number.
    pub fn decimal(&self) -> char {
        self.decimal
    }

    /// How dates in figures are read.
    pub fn numeric_dates(&self) -> NumericDates {
        self.numeric_dates
    }

    /// How months and weekdays are written.
    pub fn calendar_case(&self) -> CalendarCase {
        self.calendar_case
    }

    /// What this atom can be of a phrase or a date.
    pub fn start(&self, atom: &str) -> Start {
        let mut start = self.firsts.get(atom).copied().unwrap_or_default();
        if atom.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            start.patterns.0 |= self.numeric.patterns.0;
            start.holds.0 |= self.numeric.holds.0;
        }
        start
    }

    /// Whether some phrase holds this atom, so that a hyphenated word beginning with it is worth parting.
    pub fn knows(&self, atom: &str) -> bool {
        let begins = |start: &Start| start.kinds != Kinds::default() || !start.patterns.is_empty();
        self.firsts.get(atom).is_some_and(begins) || self.others.contains(atom)
    }

    /// Of the date patterns that an atom begins, those that the two atoms behind it leave possible.
    pub fn possible(&self, begun: Patterns, next: Patterns, second: Patterns) -> Patterns {
        let [one, two] = self.brief;
        Patterns(begun.0 & (one.0 | next.0 & (two.0 | second.0)))
    }

    /// The longest phrase of a kind that the atoms begin with: how many atoms it takes, and its value.
    pub fn find<'t, I>(&self, kind: Kind, atoms: I) -> Option<(usize, Term)>
    where
        I: IntoIterator<Item = &'t str>,
        I::IntoIter: Clone,
    {
        let (taken, terms) = self.tables.get(kind as usize)?.longest(atoms)?;
        Some((taken, *terms.first()?))
    }

    /// The date patterns of a set.
    pub fn dates(&self, patterns: Patterns) -> impl Iterator<Item = &DatePattern> {
        let mut left = patterns.0;
        std::iter::from_fn(move || {
            let index = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            self.dates.get(usize::try_from(index).ok()?)
        })
    }
}

impl Patterns {
    /// Whether no pattern is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "decimal = ','\nnumeric-dates = 'day-first'\ncalendar-case = 'lower'\n";

    fn load(rest: &str) -> Result<Dimensions, LangError> {
        Dimensions::load(Source::new("dimensions.toml", &format!("{HEAD}{rest}")))
    }

    #[test]
    fn alternatives_are_written_out() {
        let read = load("dates = []\n[lists]\n[values.bound-before]\nminimum = [\"plus de|d'\"]").unwrap();
        for (atoms, found) in [
            (&["plus", "de", "dix"][..], Some((2, Term::Bound(Bound::Minimum)))),
            (&["plus", "d'", "un"], Some((2, Term::Bound(Bound::Minimum)))),
            (&["plus", "tard"], None),
        ] {
            assert_eq!(read.find(Kind::BoundBefore, atoms.iter().copied()), found, "{atoms:?}");
        }
        assert!(read.start("plus").kinds.has(Kind::BoundBefore));
        assert!(!read.start("plus").kinds.has(Kind::Month));
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (rest, expected) in [
            (
                "dates = ['{moon}']\n[lists]\n[values]",
                "dimensions.toml: key dates: value \"{moon}\" has an unknown slot {moon}",
            ),
            (
                "dates = []\n[lists]\nmonths = []\n[values]",
                "dimensions.toml: key lists: value \"months\" is no kind of word",
            ),
            (
                "dates = []\n[lists]\nmonth = ['mai']\n[values]",
                "dimensions.toml: key lists: value \"month\" has words with values: it belongs to values",
            ),
            (
                "dates = []\n[lists]\n[values.month]\n13 = ['x']",
                "dimensions.toml: key values.month: value \"13\" is no value of this kind",
            ),
            (
                "dates = []\n[lists]\n[values.month]\n1 = ['x']\n2 = ['x']",
                "dimensions.toml: key values.month.2: value \"x\" has another value already",
            ),
            (
                "dates = []\n[lists]\ncurrency-code = ['EUR usd']\n[values]",
                "dimensions.toml: key lists.currency-code: value \"usd\" currency \"usd\" is not a three-letter ISO 4217 code in capitals",
            ),
        ] {
            assert_eq!(load(rest).unwrap_err().to_string(), expected);
        }
    }
}
