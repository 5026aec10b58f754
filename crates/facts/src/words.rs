//! Words asked for, and where they are looked for.

use entente_model::{Assertion, Event};
use entente_text::fold;

/// Words of which each has to occur: case and accents folded, as whole words. A hyphen, an apostrophe or any other mark
/// ends a word, so that `électrique` is found in `tout-électrique`; several words given as one have to follow each
/// other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<Vec<String>>);

impl Words {
    /// These words; one without a letter or a digit asks for nothing and is left out.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self(words.into_iter().map(split).filter(|word| !word.is_empty()).collect())
    }

    /// True when nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when each word occurs in the event's topic, one of its regions, its evidence or the words it quotes.
    pub fn occur_in(&self, event: &Event) -> bool {
        self.found_in(fields(event))
    }

    /// True when each word occurs in one of these texts.
    pub fn found_in<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        if self.is_empty() {
            return true;
        }
        let fields: Vec<Vec<String>> = texts.into_iter().map(split).collect();
        self.0
            .iter()
            .all(|word| fields.iter().any(|field| field.windows(word.len()).any(|window| window == word)))
    }
}

fn fields(event: &Event) -> Vec<&str> {
    let mut fields: Vec<&str> = event.evidence.iter().map(|evidence| evidence.quote.as_str()).collect();
    match &event.assertion {
        Assertion::Partnership(partnership) => {
            fields.extend(partnership.topic.as_deref());
            fields.extend(partnership.regions.iter().map(String::as_str));
        }
        Assertion::Strategy(strategy) => {
            fields.extend(strategy.topic.as_deref());
            fields.extend(strategy.regions.iter().map(String::as_str));
        }
        Assertion::Statement(statement) => fields.push(&statement.quote),
        Assertion::Stake(_) => {}
    }
    fields
}

/// The folded words of a text.
pub(crate) fn split(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
