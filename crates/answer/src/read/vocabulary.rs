//! Word classes of a language's questions.

use std::collections::BTreeMap;

use entente_text::fold;
use rustc_hash::FxHashMap;

use crate::error::{DataError, File};
use crate::read::pattern::Item;
use crate::read::phrase::Phrases;
use crate::read::word::folded_words;

/// One word of a phrase or a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Literal {
    /// This word.
    Exact(String),
    /// Any word that begins so.
    Stem(String),
}

impl Literal {
    /// A folded word, or a stem with `*` behind it; the reason why it is none otherwise.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (bare, stem) = text.strip_suffix('*').map_or((text, false), |bare| (bare, true));
        if folded_words(bare) != [bare] {
            return Err(format!("has {text:?}, which is no single folded word"));
        }
        Ok(if stem { Self::Stem(bare.to_owned()) } else { Self::Exact(bare.to_owned()) })
    }

    /// True for a word of this kind.
    pub(crate) fn matches(&self, word: &str) -> bool {
        match self {
            Self::Exact(exact) => exact == word,
            Self::Stem(stem) => word.starts_with(stem.as_str()),
        }
    }
}

/// Classes whose words an answer need not hold: they say nothing, or are read elsewhere.
pub(crate) const UNMEANT: [&str; 15] = [
    "light",
    "function",
    "vague",
    "planned",
    "now",
    "past",
    "exact",
    "main",
    "since",
    "until",
    "wh",
    "besides",
    "confirmed",
    "possible",
    "rumoured",
];

/// Classes that the reader itself needs beside [`UNMEANT`]; a file must have them all.
const NEEDED: [&str; 25] = [
    "sort",
    "and",
    "blocking",
    "opening",
    "which",
    "circumstance",
    "denied",
    "numeral",
    "contrast",
    "pronoun",
    "possessive",
    "follow",
    "beside",
    "ordering",
    "apposition",
    "complementizer",
    "inside",
    "outside",
    "auxiliary",
    "subsidiary",
    "negated",
    "ruled_out",
    "stake",
    "anew",
    "belonging",
];

/// A word class of a vocabulary: its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class(pub(crate) usize);

/// The word classes of a file: name -> phrases.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    names: FxHashMap<String, Class>,
    classes: Vec<Phrases<()>>,
    /// The words of all phrases, each by itself.
    words: Phrases<()>,
}

impl Vocabulary {
    /// Reads classes: phrases parted by commas, words by blanks.
    pub(crate) fn load(file: File<'_>, table: &BTreeMap<String, String>) -> Result<Self, DataError> {
        let mut names: FxHashMap<String, Class> = FxHashMap::default();
        let mut classes = Vec::with_capacity(table.len());
        let mut words = Phrases::default();
        for (name, text) in table {
            let mut class = Phrases::default();
            for phrase in phrases(file, &format!("words.{name}"), text)? {
                for word in &phrase {
                    words.add(vec![word.clone()], ());
                }
                class.add(phrase, ());
            }
            names.insert(name.clone(), Class(classes.len()));
            classes.push(class);
        }
        match NEEDED.iter().chain(&UNMEANT).find(|name| !names.contains_key(**name)) {
            Some(name) => Err(file.value("words", name, "is a class that is needed and absent")),
            None => Ok(Self { names, classes, words }),
        }
    }

    /// The class of this name, where the file has it.
    pub(crate) fn class(&self, name: &str) -> Option<Class> {
        self.names.get(name).copied()
    }

    /// How many classes there are.
    pub(crate) fn classes(&self) -> usize {
        self.classes.len()
    }

    /// How many items the phrases of a class take from the first on, longest first.
    pub(crate) fn lengths(&self, class: &str, items: &[Item]) -> Vec<usize> {
        self.class(class).map_or_else(Vec::new, |class| self.lengths_of(class, items))
    }

    /// The same, of a class that was looked up.
    pub(crate) fn lengths_of(&self, class: Class, items: &[Item]) -> Vec<usize> {
        let words = items.iter().map_while(|item| match item {
            Item::Word(word) => Some(word.as_str()),
            Item::Names(..) => None,
        });
        let phrases = self.classes.get(class.0);
        let found = phrases.into_iter().flat_map(|phrases| phrases.at(words.clone()));
        let mut lengths: Vec<usize> = found.map(|((), length)| length).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        lengths.dedup();
        lengths
    }

    /// True for a light word: it may stand anywhere between the pieces of a pattern.
    pub(crate) fn is_light(&self, item: &Item) -> bool {
        self.is_one("light", item)
    }

    /// True when a single word of this class is the item.
    pub(crate) fn is_one(&self, class: &str, item: &Item) -> bool {
        self.lengths(class, std::slice::from_ref(item)).contains(&1)
    }

    /// Marks the items that phrases of a class take.
    pub(crate) fn mark(&self, class: &str, items: &[Item]) -> Vec<bool> {
        let mut marked = vec![false; items.len()];
        for at in 0..items.len() {
            if let Some(&length) = self.lengths(class, &items[at..]).first() {
                marked[at..at + length].fill(true);
            }
        }
        marked
    }

    /// True when a phrase of the class stands somewhere.
    pub(crate) fn occurs(&self, class: &str, items: &[Item]) -> bool {
        (0..items.len()).any(|at| !self.lengths(class, &items[at..]).is_empty())
    }

    /// True when some class has the word, as a whole phrase or in one.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.words.at(std::iter::once(word)).next().is_some()
    }
}

/// True when these words begin with the phrase.
pub(crate) fn begins<'w>(phrase: &[Literal], mut words: impl Iterator<Item = &'w str>) -> bool {
    phrase.iter().all(|literal| words.next().is_some_and(|word| literal.matches(word)))
}

/// Phrases parted by commas.
pub(crate) fn phrases(file: File<'_>, key: &str, text: &str) -> Result<Vec<Vec<Literal>>, DataError> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            // Accents may be written for the reader's sake; apostrophes and hyphens part words.
            let folded = fold(part).replace(['\'', '-'], " ");
            let words = folded.split_whitespace().map(Literal::parse);
            words.collect::<Result<Vec<_>, _>>().map_err(|reason| file.value(key, part, reason))
        })
        .collect()
}
