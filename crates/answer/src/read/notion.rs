//! Notions: what words of several languages have in common, so that an English question meets French evidence.

use std::collections::BTreeSet;

use crate::read::phrase::Phrases;
use crate::read::vocabulary::Literal;

/// The notions of all languages: key -> phrases, whatever the language.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notions {
    phrases: Phrases<String>,
}

impl Notions {
    /// Adds a language's notions.
    pub(crate) fn add(&mut self, notions: &[(String, Vec<Vec<Literal>>)]) {
        for (key, phrases) in notions {
            for phrase in phrases {
                self.phrases.add(phrase.clone(), key.clone());
            }
        }
    }

    /// The notions that some of these words express.
    pub(crate) fn of<'w, I>(&self, words: I) -> BTreeSet<&str>
    where
        I: Iterator<Item = &'w str> + Clone,
    {
        let mut found = BTreeSet::new();
        let mut rest = words;
        while rest.clone().next().is_some() {
            found.extend(self.at(rest.clone()).map(|(key, _)| key));
            rest.next();
        }
        found
    }

    /// The notions whose phrases these words begin with, and how many words each takes.
    pub(crate) fn at<'w>(
        &self,
        words: impl Iterator<Item = &'w str> + Clone,
    ) -> impl Iterator<Item = (&str, usize)> {
        self.phrases.at(words).map(|(key, length)| (key.as_str(), length))
    }
}
