//! Phrases looked up by their first word.

use rustc_hash::FxHashMap;

use crate::read::vocabulary::{Literal, begins};

/// A phrase and what stands under it.
type Entry<T> = (Vec<Literal>, T);

/// Phrases with something under each, found by the words that begin with them.
#[derive(Debug, Clone)]
pub(crate) struct Phrases<T> {
    exact: FxHashMap<String, Vec<Entry<T>>>,
    stems: FxHashMap<String, Vec<Entry<T>>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { exact: FxHashMap::default(), stems: FxHashMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; an empty one is nobody's.
    pub(crate) fn add(&mut self, phrase: Vec<Literal>, value: T) {
        let (map, first) = match phrase.first() {
            Some(Literal::Exact(word)) => (&mut self.exact, word.clone()),
            Some(Literal::Stem(stem)) => (&mut self.stems, stem.clone()),
            None => return,
        };
        map.entry(first).or_default().push((phrase, value));
    }

    /// What stands under the phrases that these words begin with, and how many words each takes.
    pub(crate) fn at<'w, I>(&self, words: I) -> impl Iterator<Item = (&T, usize)>
    where
        I: Iterator<Item = &'w str> + Clone,
    {
        let first = words.clone().next().unwrap_or_default();
        let ends = first.char_indices().map(|(at, c)| at + c.len_utf8());
        let stems = ends.filter_map(|end| self.stems.get(&first[..end]));
        let exact = self.exact.get(first);
        exact
            .into_iter()
            .chain(stems)
            .flatten()
            .filter(move |(phrase, _)| begins(phrase, words.clone()))
            .map(|(phrase, value)| (value, phrase.len()))
    }
}
