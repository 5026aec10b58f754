//! Entities by the first and the last word of their names, so that a shorter or longer name is compared with few of them.

use rustc_hash::FxHashMap;

/// Most entities that begin, or end, with the same word and are looked at: among more of them a short name is nobody's.
const MOST_NAMESAKES: usize = 64;

/// Entities by the ends of their names, in the order in which they were noted.
#[derive(Debug, Default)]
pub(super) struct Ends {
    first: FxHashMap<String, Vec<usize>>,
    last: FxHashMap<String, Vec<usize>>,
}

impl Ends {
    /// Notes an entity under the words of its name; again where it comes to be known by a fuller one.
    pub(super) fn note(&mut self, entity: usize, words: &[String]) {
        for (ends, word) in [(&mut self.first, words.first()), (&mut self.last, words.last())] {
            let Some(word) = word else { continue };
            let entities = match ends.get_mut(word) {
                Some(entities) => entities,
                None => ends.entry(word.clone()).or_default(),
            };
            if entities.len() < MOST_NAMESAKES && !entities.contains(&entity) {
                entities.push(entity);
            }
        }
    }

    /// The entities whose names begin with the first of these words.
    pub(super) fn beginning(&self, words: &[String]) -> Vec<usize> {
        let mut found = words.first().and_then(|word| self.first.get(word)).cloned().unwrap_or_default();
        found.sort_unstable();
        found
    }

    /// Those, and the ones whose names end with the last of these words.
    pub(super) fn beginning_or_ending(&self, words: &[String]) -> Vec<usize> {
        let mut found = self.beginning(words);
        found.extend(words.last().and_then(|word| self.last.get(word)).into_iter().flatten());
        found.sort_unstable();
        found.dedup();
        found
    }
}
