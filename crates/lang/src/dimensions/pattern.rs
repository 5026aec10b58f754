//! The shapes of dates.

use super::kind::{Kind, Kinds};

/// A sequence of words and slots that makes a date.
///
/// Written with blanks between its elements: `{slot}`, or a word, or words to choose from (`de|du`). A `?` at the end
/// of an element makes it optional. A `<` before the whole asks for a [`Kind::Cue`] before the date.
#[derive(Debug, Clone, PartialEq)]
pub struct DatePattern {
    /// What must follow one another.
    pub elements: Vec<Element>,
    /// Whether it is a date only after a cue.
    pub needs_cue: bool,
    /// Whether it can begin with a number in figures.
    pub begins_with_number: bool,
    /// The kinds of words that it can begin with.
    pub begins_with: Kinds,
}

/// One element of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// What it takes.
    pub matcher: Matcher,
    /// Whether it may be absent.
    pub optional: bool,
}

/// What an element takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Matcher {
    /// One of these atoms.
    Words(Vec<Box<str>>),
    /// A value.
    Slot(Slot),
}

/// The values that a pattern captures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A day of the month in figures, with or without an ordinal's ending.
    Day,
    /// A year of four figures.
    Year,
    /// A whole number, in figures or words.
    Count,
    /// A decade: 1980, 80, "eighty".
    Decade,
    /// A rank in figures or words.
    Ordinal,
    /// A phrase of this kind.
    Phrase(Kind),
}

const SLOTS: [(&str, Slot); 20] = [
    ("day", Slot::Day),
    ("year", Slot::Year),
    ("n", Slot::Count),
    ("decade", Slot::Decade),
    ("ordinal", Slot::Ordinal),
    ("about", Slot::Phrase(Kind::BoundBefore)),
    ("unit", Slot::Phrase(Kind::Unit)),
    ("month", Slot::Phrase(Kind::Month)),
    ("weekday", Slot::Phrase(Kind::Weekday)),
    ("weekend", Slot::Phrase(Kind::Weekend)),
    ("season", Slot::Phrase(Kind::Season)),
    ("period", Slot::Phrase(Kind::PeriodCode)),
    ("offset", Slot::Phrase(Kind::DayOffset)),
    ("part", Slot::Phrase(Kind::Part)),
    ("this", Slot::Phrase(Kind::This)),
    ("last", Slot::Phrase(Kind::Last)),
    ("next", Slot::Phrase(Kind::Next)),
    ("ago", Slot::Phrase(Kind::Ago)),
    ("ahead", Slot::Phrase(Kind::Ahead)),
    ("determiner", Slot::Phrase(Kind::Determiner)),
];

/// The kinds of phrase that a number in words or an ordinal is made of.
const NUMBERS: [Kind; 12] = [
    Kind::Cardinal,
    Kind::Article,
    Kind::Hundred,
    Kind::Scale,
    Kind::ShortScale,
    Kind::Collective,
    Kind::HalfMore,
    Kind::JoinTens,
    Kind::JoinHundreds,
    Kind::Link,
    Kind::Ordinal,
    Kind::OrdinalSuffix,
];

impl DatePattern {
    /// Reads the notation; the error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (text, needs_cue) = text.strip_prefix('<').map_or((text, false), |rest| (rest, true));
        let elements = text.split_whitespace().map(Element::parse).collect::<Result<Vec<_>, _>>()?;
        if elements.iter().all(|element| element.optional) {
            return Err("has no element that must be there".to_owned());
        }
        let mut pattern =
            Self { elements, needs_cue, begins_with_number: false, begins_with: Kinds::default() };
        for index in 0..pattern.firsts().count() {
            match &pattern.elements[index].matcher {
                Matcher::Words(_) => {}
                Matcher::Slot(Slot::Phrase(kind)) => pattern.begins_with.add(*kind),
                Matcher::Slot(slot) => {
                    pattern.begins_with_number = true;
                    if matches!(slot, Slot::Count | Slot::Decade) {
                        pattern.begins_with.add(Kind::Cardinal);
                        pattern.begins_with.add(Kind::Article);
                    }
                    pattern.begins_with.add(Kind::Ordinal);
                }
            }
        }
        Ok(pattern)
    }

    /// The kinds of phrase that its slots can be filled by, and whether figures can fill one.
    pub(crate) fn holds(&self) -> (Kinds, bool) {
        let mut kinds = Kinds::default();
        let mut figures = false;
        for element in &self.elements {
            match &element.matcher {
                Matcher::Words(_) => {}
                Matcher::Slot(Slot::Phrase(kind)) => kinds.add(*kind),
                Matcher::Slot(_) => {
                    figures = true;
                    for kind in NUMBERS {
                        kinds.add(kind);
                    }
                }
            }
        }
        (kinds, figures)
    }

    /// The words that it names, wherever they stand.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.elements.iter().flat_map(|element| match &element.matcher {
            Matcher::Words(words) => words.iter().map(|word| &**word).collect::<Vec<_>>(),
            Matcher::Slot(_) => Vec::new(),
        })
    }

    /// The elements that it can begin with.
    fn firsts(&self) -> impl Iterator<Item = &Element> {
        let optional = self.elements.iter().take_while(|element| element.optional).count();
        self.elements.iter().take(optional + 1)
    }

    /// The words that it can begin with.
    pub(crate) fn first_words(&self) -> impl Iterator<Item = &str> {
        self.firsts()
            .flat_map(|element| match &element.matcher {
                Matcher::Words(words) => words.as_slice(),
                Matcher::Slot(_) => &[],
            })
            .map(|word| &**word)
    }
}

impl Element {
    fn parse(text: &str) -> Result<Self, String> {
        let (text, optional) = text.strip_suffix('?').map_or((text, false), |rest| (rest, true));
        let matcher = match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => {
                let slot = SLOTS.iter().find(|(known, _)| *known == name);
                Matcher::Slot(slot.ok_or_else(|| format!("has an unknown slot {{{name}}}"))?.1)
            }
            None if text.is_empty() || text.contains(['{', '}', '<']) => {
                return Err(format!("has an unreadable element {text:?}"));
            }
            None => Matcher::Words(text.split('|').map(Into::into).collect()),
        };
        Ok(Self { matcher, optional })
    }
}

/// Every phrase that `a|b c` stands for, as atoms.
pub(crate) fn alternatives(phrase: &str) -> Vec<Vec<&str>> {
    let mut phrases = vec![Vec::new()];
    for word in phrase.split_whitespace() {
        phrases = phrases
            .iter()
            .flat_map(|before: &Vec<&str>| {
                word.split('|').map(|choice| before.iter().copied().chain([choice]).collect())
            })
            .collect();
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notation() {
        let pattern = DatePattern::parse("<{weekday}? {day} de|du {month}").unwrap();
        assert!(pattern.needs_cue && pattern.begins_with_number);
        assert!(pattern.begins_with.has(Kind::Weekday) && !pattern.begins_with.has(Kind::Month));
        assert_eq!(pattern.elements[2].matcher, Matcher::Words(vec!["de".into(), "du".into()]));
        for wrong in ["", "{year}?", "{moon}", "{day", "<"] {
            assert!(DatePattern::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_combination() {
        assert_eq!(alternatives("a|b c d|e").len(), 4);
        assert_eq!(alternatives("a|b c").last().unwrap(), &["b", "c"]);
    }
}
