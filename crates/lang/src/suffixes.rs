//! Guesses about words that the lexicon lacks, from how they end.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::analysis::Analysis;
use crate::error::LangError;
use crate::source::Source;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Ending -> readings such as `noun:fs` or `verb.imperfect:3p`, the likeliest first.
    suffixes: BTreeMap<String, Vec<String>>,
    /// What the plural of a noun adds to it, longest first: cut off, the singular may be known.
    plurals: Vec<String>,
}

/// Endings with the readings that they suggest.
#[derive(Debug)]
pub(crate) struct Suffixes {
    readings: FxHashMap<Box<str>, Vec<Analysis>>,
    longest: usize,
    plurals: Vec<String>,
}

/// A word shorter than its ending by this many characters or fewer is too short for a guess.
const SHORTEST_STEM: usize = 2;

impl Suffixes {
    pub(crate) fn load(source: Source<'_>) -> Result<Self, LangError> {
        let file: File = source.parse()?;
        let mut readings = FxHashMap::default();
        let mut longest = 0;
        for (ending, names) in &file.suffixes {
            longest = longest.max(ending.chars().count());
            let parsed = names
                .iter()
                .map(|name| {
                    Analysis::named(name)
                        .ok_or_else(|| source.value(format!("suffixes.{ending}"), name, "is no reading"))
                })
                .collect::<Result<Vec<_>, _>>()?;
            readings.insert(ending.as_str().into(), parsed);
        }
        Ok(Self { readings, longest, plurals: file.plurals })
    }

    /// What the word would be in the singular, were it a plural; in the order of the data.
    pub(crate) fn singulars<'w>(&self, lower: &'w str) -> impl Iterator<Item = &'w str> {
        self.plurals.iter().filter_map(move |ending| lower.strip_suffix(ending.as_str()))
    }

    /// The readings of the longest ending that fits a word in lower case.
    pub(crate) fn guess(&self, lower: &str) -> &[Analysis] {
        let length = lower.chars().count();
        let skipped = length.saturating_sub(self.longest).max(SHORTEST_STEM);
        lower
            .char_indices()
            .skip(skipped)
            .find_map(|(at, _)| self.readings.get(&lower[at..]))
            .map_or(&[], Vec::as_slice)
    }
}
