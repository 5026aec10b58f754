//! What a language's writing habits are, as far as cutting up a text needs to know.

use entente_model::Language;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Error;
use crate::fold::{push_folded, push_lower};

/// The lists [`Conventions`] are made of. Case and kind of apostrophe are free except where said.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Prefixes that end with an apostrophe and are tokens of their own: `l'`, `qu'`, `jusqu'`.
    pub elisions: Vec<String>,
    /// Words with apostrophes, hyphens or a final exclamation mark that stay whole: `aujourd'hui`, `rendez-vous`.
    pub whole_words: Vec<String>,
    /// Endings that are tokens of their own: `-t-il`, `-là`, `'s`, `n't`. Each holds an apostrophe or a hyphen.
    pub enclitics: Vec<String>,
    /// Written with a full stop that never ends a sentence: `M`, `Mme`, `St`, `No`. With or without that stop; an
    /// entry in lower case also stands for its capitalised form, each of two letters or more for its form in capitals.
    pub abbreviations: Vec<String>,
    /// Written with a full stop that may also end a sentence: `Inc`, `Corp`, `etc`, `janv`. Written as the above.
    pub closing_abbreviations: Vec<String>,
    /// Written against a number and a token of their own there: `bn`, `m`, `km`. Taken as written.
    pub number_suffixes: Vec<String>,
    /// The language's most frequent words: they tell the language, and where a sentence begins after `Inc.`.
    pub function_words: Vec<String>,
    /// Words that lose the accent of their first letter where that is a capital at the head of a sentence: `à`, which is
    /// then `A`. In lower case.
    pub unaccented: Vec<String>,
    /// Thousands are grouped by a plain space, as in `1 200`. Unbreakable and thin spaces group in any language.
    pub spaced_thousands: bool,
    /// `'...'` with straight or curly single marks quotes speech.
    pub single_quotes: bool,
}

/// A language's habits, indexed for the scanner. Made once, shared by every text in the language.
#[derive(Debug, Clone)]
pub struct Conventions {
    language: Language,
    pub(crate) elisions: Entries,
    pub(crate) whole_words: Entries,
    pub(crate) enclitics: Entries,
    abbreviations: Entries,
    closing_abbreviations: Entries,
    number_suffixes: Entries,
    function_words: Entries,
    /// What each is written as at the head of a sentence, and what it is.
    unaccented: FxHashMap<Box<str>, Box<str>>,
    pub(crate) spaced_thousands: bool,
    pub(crate) single_quotes: bool,
}

impl Conventions {
    /// Indexes the lists of a language; an entry that could never match is an error.
    pub fn new(language: Language, lists: &Lists) -> Result<Self, Error> {
        let elisions = Entries::lower("elisions", &lists.elisions, |entry| {
            if entry.ends_with('\'') { Ok(()) } else { Err("does not end with an apostrophe") }
        })?;
        let whole_words = Entries::lower("whole_words", &lists.whole_words, |entry| {
            if entry.contains(['\'', '-', '!']) {
                Ok(())
            } else {
                Err("has no apostrophe, hyphen or exclamation mark to be split at")
            }
        })?;
        let enclitics = Entries::lower("enclitics", &lists.enclitics, |entry| {
            // The scanner looks at each apostrophe and hyphen, and one letter before each apostrophe.
            match entry.find(['\'', '-']) {
                Some(0) => Ok(()),
                Some(at) if entry[at..].starts_with('\'') && entry[..at].chars().count() == 1 => Ok(()),
                _ => Err("does not begin with a hyphen, an apostrophe, or one letter and an apostrophe"),
            }
        })?;
        Ok(Self {
            language,
            elisions,
            whole_words,
            enclitics,
            abbreviations: Entries::abbreviations("abbreviations", &lists.abbreviations)?,
            closing_abbreviations: Entries::abbreviations(
                "closing_abbreviations",
                &lists.closing_abbreviations,
            )?,
            number_suffixes: Entries::exact("number_suffixes", &lists.number_suffixes)?,
            function_words: Entries::lower("function_words", &lists.function_words, |_| Ok(()))?,
            unaccented: lists
                .unaccented
                .iter()
                .map(|word| (bare_capital(word), word.as_str().into()))
                .collect(),
            spaced_thousands: lists.spaced_thousands,
            single_quotes: lists.single_quotes,
        })
    }

    /// The language these are the habits of.
    pub fn language(&self) -> Language {
        self.language
    }

    /// True for one of the language's most frequent words, given in lower case with straight apostrophes.
    pub fn is_function_word(&self, lower: &str) -> bool {
        self.function_words.contains(lower)
    }

    pub(crate) fn is_elision(&self, lower: &str) -> bool {
        self.elisions.contains(lower)
    }

    /// Whether the word (verbatim, without its full stop) is written with one, and if so whether that full stop may
    /// also end a sentence.
    pub(crate) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        if self.abbreviations.contains(word) {
            Some(Abbreviation::Inside)
        } else if self.closing_abbreviations.contains(word) {
            Some(Abbreviation::Closing)
        } else {
            None
        }
    }

    /// The word, in lower case and with its accent, that a capital without one stands for at the head of a sentence.
    pub(crate) fn accented(&self, word: &str) -> Option<&str> {
        self.unaccented.get(word).map(AsRef::as_ref)
    }

    pub(crate) fn is_number_suffix(&self, letters: &str) -> bool {
        self.number_suffixes.contains(letters)
    }
}

/// The word with a capital without an accent: `A` for `à`.
fn bare_capital(word: &str) -> Box<str> {
    let mut letters = word.chars();
    let mut bare = String::with_capacity(word.len());
    if let Some(first) = letters.next() {
        push_folded(first.encode_utf8(&mut [0; 4]), &mut bare);
    }
    bare.make_ascii_uppercase();
    bare.push_str(letters.as_str());
    bare.into()
}

/// What an abbreviation's full stop says of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// The sentence goes on.
    Inside,
    /// The sentence may end there.
    Closing,
}

/// A set of strings that knows its longest member, so that looking up stays bounded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entries {
    set: FxHashSet<Box<str>>,
    longest: usize,
}

impl Entries {
    fn lower(
        list: &'static str,
        entries: &[String],
        check: impl Fn(&str) -> Result<(), &'static str>,
    ) -> Result<Self, Error> {
        Self::build(list, entries, |entry, add| {
            let mut lower = String::with_capacity(entry.len());
            push_lower(entry, &mut lower);
            check(&lower)?;
            add(lower);
            Ok(())
        })
    }

    fn exact(list: &'static str, entries: &[String]) -> Result<Self, Error> {
        Self::build(list, entries, |entry, add| {
            add(entry.to_owned());
            Ok(())
        })
    }

    fn abbreviations(list: &'static str, entries: &[String]) -> Result<Self, Error> {
        Self::build(list, entries, |entry, add| {
            let bare = entry.strip_suffix('.').unwrap_or(entry);
            if bare.is_empty() {
                return Err("has no letters");
            }
            let mut rest = bare.chars();
            if let Some(first) = rest.next().filter(|first| first.is_lowercase()) {
                add(first.to_uppercase().chain(rest).collect());
            }
            // A capital alone may be anyone's initial.
            if bare.chars().nth(1).is_some() {
                add(bare.to_uppercase());
            }
            add(bare.to_owned());
            Ok(())
        })
    }

    fn build(
        list: &'static str,
        entries: &[String],
        put: impl Fn(&str, &mut dyn FnMut(String)) -> Result<(), &'static str>,
    ) -> Result<Self, Error> {
        let mut built = Self::default();
        for entry in entries {
            let wrong = |reason| Error::Entry { list, entry: entry.clone(), reason };
            if entry.trim() != entry || entry.is_empty() {
                return Err(wrong("is empty or has blanks around it"));
            }
            put(entry, &mut |form| {
                built.longest = built.longest.max(form.len());
                built.set.insert(form.into_boxed_str());
            })
            .map_err(wrong)?;
        }
        Ok(built)
    }

    pub(crate) fn contains(&self, form: &str) -> bool {
        form.len() <= self.longest && self.set.contains(form)
    }

    /// Length in bytes of the longest member.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(lists: &Lists) -> Result<Conventions, Error> {
        Conventions::new(Language::new("fr").unwrap(), lists)
    }

    #[test]
    fn entries_are_taken_in_any_case_and_with_any_apostrophe() {
        let lists = Lists {
            elisions: vec!["Qu’".into()],
            abbreviations: vec!["janv.".into(), "MM".into()],
            ..Lists::default()
        };
        let conventions = build(&lists).unwrap();
        assert!(conventions.is_elision("qu'"));
        for (word, expected) in [
            ("janv", Some(Abbreviation::Inside)),
            ("Janv", Some(Abbreviation::Inside)),
            ("MM", Some(Abbreviation::Inside)),
            ("JANV", Some(Abbreviation::Inside)),
            ("mm", None),
        ] {
            assert_eq!(conventions.abbreviation(word), expected, "{word}");
        }
    }

    #[test]
    fn entries_that_could_never_match_are_refused() {
        for lists in [
            Lists { elisions: vec!["le".into()], ..Lists::default() },
            Lists { enclitics: vec!["il".into()], ..Lists::default() },
            Lists { enclitics: vec!["moi-là".into()], ..Lists::default() },
            Lists { whole_words: vec!["demain".into()], ..Lists::default() },
            Lists { abbreviations: vec![".".into()], ..Lists::default() },
            Lists { function_words: vec![" de".into()], ..Lists::default() },
        ] {
            assert!(matches!(build(&lists), Err(Error::Entry { .. })), "{lists:?}");
        }
    }
}
