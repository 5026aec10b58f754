//! Numbers in figures and words.

use entente_lang::{Kind, Term};
use entente_text::{Mark, TokenKind};

use super::reader::Reader;

/// A number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    pub(super) value: f64,
    /// The atom after it.
    pub(super) end: usize,
    /// Whether a scale is in it: "3 millions".
    pub(super) scaled: Option<f64>,
    /// Whether it is but an article: "un an".
    pub(super) article: bool,
    /// Whether its wording makes it a rough one: "une dizaine".
    pub(super) rough: bool,
}

/// A number in words as far as it is read.
#[derive(Default)]
struct Words {
    total: f64,
    /// What is below the next scale.
    current: Option<f64>,
    /// The last word's value, to know what may follow it.
    last: f64,
    scale: Option<f64>,
    article: bool,
    rough: bool,
}

impl Reader<'_> {
    /// The number that begins at an atom.
    pub(super) fn figure(&self, at: usize) -> Option<Figure> {
        let atom = self.atoms.get(at)?;
        if atom.figures {
            let value = figures(atom.text, self.words.decimal())?;
            return Some(self.scaled(Figure {
                value,
                end: at + 1,
                scaled: None,
                article: false,
                rough: false,
            }));
        }
        let starts = [Kind::Cardinal, Kind::Article, Kind::Hundred, Kind::Scale];
        if starts.iter().any(|kind| atom.kinds.has(*kind)) { self.in_words(at) } else { None }
    }

    /// The figure with the scales after it: "1,5 million", "3 milliards et demi", "2 hundred", "deux douzaines".
    fn scaled(&self, mut figure: Figure) -> Figure {
        if let Some((end, _)) = self.find(Kind::Hundred, figure.end) {
            figure = Figure { value: figure.value * 100.0, end, ..figure };
        } else if let Some((end, value)) = self.number(Kind::Collective, figure.end) {
            figure = Figure { value: figure.value * value, end, rough: true, ..figure };
        }
        let mut unscaled = figure.end;
        if figure.rough
            && let Some((end, _)) = self.find(Kind::Link, unscaled)
            && self.number(Kind::Scale, end).is_some()
        {
            unscaled = end;
        }
        // "a $3-billion bid".
        let glued = |at: usize| self.atoms.get(at).is_some_and(|atom| !atom.spaced);
        if glued(unscaled)
            && glued(unscaled + 1)
            && self.atoms[unscaled].kind == TokenKind::Punctuation(Mark::Dash)
            && self.number(Kind::Scale, unscaled + 1).is_some()
        {
            unscaled += 1;
        }
        while let Some((end, scale)) = self.number(Kind::Scale, unscaled) {
            let all = figure.scaled.unwrap_or(1.0) * scale;
            figure = Figure { value: exact(figure.value * scale), end, scaled: Some(all), ..figure };
            unscaled = end;
        }
        if let (Some(scale), Some((end, _))) = (figure.scaled, self.find(Kind::HalfMore, figure.end)) {
            figure = Figure { value: figure.value + scale / 2.0, end, ..figure };
        }
        figure
    }

    fn in_words(&self, at: usize) -> Option<Figure> {
        let mut words = Words::default();
        let mut end = at;
        while let Some(next) = self.word(end, at, &mut words) {
            end = next;
        }
        let value = words.total + words.current.unwrap_or_default();
        // "half" is a number only before a scale.
        if end == at || (value > 0.0 && value < 1.0) || words.current.is_some_and(|c| c.fract() != 0.0) {
            return None;
        }
        let figure = Figure { value, end, scaled: words.scale, article: words.article, rough: words.rough };
        Some(match words.scale {
            Some(scale) => match self.find(Kind::HalfMore, end) {
                Some((end, _)) => Figure { value: value + scale / 2.0, end, ..figure },
                None => figure,
            },
            None if words.rough => self.scaled(figure),
            None => figure,
        })
    }

    /// Adds the next word to a number in words; the atom after it.
    fn word(&self, at: usize, start: usize, words: &mut Words) -> Option<usize> {
        if words.rough {
            return None;
        }
        if let Some((end, value)) = self.number(Kind::Cardinal, at) {
            return words.add(value).then_some(end);
        }
        if let Some((end, _)) = self.find(Kind::Article, at) {
            if at == start {
                *words = Words { current: Some(1.0), last: 1.0, article: true, ..Words::default() };
                return Some(end);
            }
            return (words.current.is_some() && words.last >= 20.0 && words.add(1.0)).then_some(end);
        }
        if let Some((end, _)) = self.find(Kind::Hundred, at) {
            let times = words.current.unwrap_or(1.0);
            if times >= 10.0 {
                return None;
            }
            words.current = Some(times * 100.0);
            words.last = 100.0;
            words.article = false;
            return Some(end);
        }
        if let Some((end, scale)) = self.number(Kind::Scale, at) {
            return words.scale(scale).then_some(end);
        }
        if let Some((end, value)) = self.number(Kind::Collective, at) {
            let times = words.current.filter(|_| words.scale.is_none())?;
            *words = Words { current: Some(times * value), rough: true, ..Words::default() };
            return Some(end);
        }
        let tens = words.current.is_some() && (20.0..=70.0).contains(&words.last);
        if let Some((end, _)) = self.find(Kind::JoinTens, at).filter(|_| tens) {
            if let Some((end, _)) = self.find(Kind::Article, end) {
                return words.add(1.0).then_some(end);
            }
            let (end, eleven) =
                self.number(Kind::Cardinal, end).filter(|(_, value)| value.total_cmp(&11.0).is_eq())?;
            words.last = 60.0;
            return words.add(eleven).then_some(end);
        }
        if let Some((end, _)) = self.find(Kind::JoinHundreds, at).filter(|_| words.last >= 100.0) {
            let (end, value) = self.number(Kind::Cardinal, end)?;
            return words.add(value).then_some(end);
        }
        None
    }

    /// A phrase of a kind whose value is a number.
    pub(super) fn number(&self, kind: Kind, at: usize) -> Option<(usize, f64)> {
        match self.find(kind, at)? {
            (end, Term::Number(value)) => Some((end, value)),
            _ => None,
        }
    }
}

impl Words {
    /// Adds a number below 100, if it may follow what is there.
    fn add(&mut self, value: f64) -> bool {
        let last_is = |value: f64| self.last.total_cmp(&value).is_eq();
        let fits = match self.current {
            None => true,
            Some(_) if self.last >= 100.0 => value < 100.0,
            Some(_) if last_is(60.0) || last_is(80.0) => value < 20.0,
            Some(_) if last_is(10.0) => (7.0..10.0).contains(&value),
            Some(_) => self.last >= 20.0 && value < 10.0,
        };
        if fits && (value >= 1.0 || self.current.is_none()) {
            self.current = Some(self.current.unwrap_or_default() + value);
            self.last = value;
            self.article = false;
            return true;
        }
        false
    }

    /// Multiplies by a scale. Only thousand may stand alone.
    fn scale(&mut self, scale: f64) -> bool {
        if self.current.is_none() && self.scale.is_none() && scale > 1e3 {
            return false;
        }
        match self.scale {
            // "mille milliards"
            Some(before) if scale > before && self.current.is_none() => self.total *= scale,
            Some(before) if scale >= before => return false,
            Some(_) | None => self.total += self.current.take().unwrap_or(1.0) * scale,
        }
        self.scale = Some(scale);
        self.last = scale;
        self.article = false;
        true
    }
}

/// A product without the noise of binary fractions: 2.3 million is 2300000.
pub(super) fn exact(value: f64) -> f64 {
    let thousandths = (value * 1e3).round();
    // Beyond this, neighbouring numbers are a thousandth apart and more.
    if thousandths.abs() < 1e16 { thousandths / 1e3 } else { value }
}

/// The value of figures with their separators; none for times, and for what is too large to tell.
pub(super) fn figures(text: &str, decimal: char) -> Option<f64> {
    let count = |c: char| text.matches(c).count();
    let group_of_three = |c: char| {
        let mut groups = text.split(c);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && first != "0")
            && groups.all(|group| group.len() == 3)
    };
    let fraction = match (count(','), count('.')) {
        (0, 0) => None,
        (1, 1..) if text.rfind(',') > text.rfind('.') => Some(','),
        (1.., 1) if text.rfind('.') > text.rfind(',') => Some('.'),
        (1, 0) if decimal == ',' || !group_of_three(',') => Some(','),
        (0, 1) if decimal == '.' || !group_of_three('.') => Some('.'),
        (1.., 0) if group_of_three(',') => None,
        (0, 1..) if group_of_three('.') => None,
        _ => return None,
    };
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' => plain.push(c),
            c if Some(c) == fraction => plain.push('.'),
            ',' | '.' | '\'' | '’' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}
