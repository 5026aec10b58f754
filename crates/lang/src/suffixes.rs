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
}

/// Endings with the readings that they suggest.
#[derive(Debug)]
pub(crate) struct Suffixes {
    readings: FxHashMap<Box<str>, Vec<Analysis>>,
    longest: usize,
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
        Ok(Self { readings, longest })
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
