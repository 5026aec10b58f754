//! From a text to the terms under which its words are found.

use entente_model::{Language, Span};
use entente_text::fold;
use frostem::{Algorithm, Stemmer};
use unicode_normalization::char::is_combining_mark;

/// Longest term in bytes; what is longer is found by its beginning.
const LONGEST: usize = 64;

/// What French cuts off before a vowel. It is no word of its own, within a phrase neither: "rachat de l'usine" is found
/// as "rachat de usine".
const ELIDED: [&str; 13] =
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];

/// How the words of a text become terms: one way for each language with a stemmer, and one for all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Analysis {
    /// Case and accents folded, elisions cut off, inflection cut away.
    French,
    /// Case and accents folded, `'s` cut off, inflection cut away.
    English,
    /// Case and accents folded.
    Plain,
}

impl Analysis {
    pub(crate) const ALL: [Self; 3] = [Self::French, Self::English, Self::Plain];

    /// How texts of a language are read.
    pub(crate) fn of(language: Option<Language>) -> Self {
        match language.as_ref().map(Language::as_str) {
            Some("fr") => Self::French,
            Some("en") => Self::English,
            Some(_) | None => Self::Plain,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
            Self::Plain => "plain",
        }
    }

    fn stemmer(self) -> Option<Stemmer> {
        match self {
            Self::French => Some(Stemmer::new(Algorithm::French)),
            Self::English => Some(Stemmer::new(Algorithm::English)),
            Self::Plain => None,
        }
    }

    /// The terms of a short text, in order.
    pub(crate) fn terms(self, text: &str) -> Vec<String> {
        let mut terms = Terms::new(self, text);
        let mut all = Vec::new();
        while terms.next().is_some() {
            all.push(terms.term().to_owned());
        }
        all
    }
}

/// Walks over the terms of a text. A word is a run of letters and digits: any mark ends it, apostrophes and hyphens too.
pub(crate) struct Terms<'t> {
    text: &'t str,
    at: usize,
    analysis: Analysis,
    stemmer: Option<Stemmer>,
    term: String,
}

impl<'t> Terms<'t> {
    pub(crate) fn new(analysis: Analysis, text: &'t str) -> Self {
        Self { text, at: 0, analysis, stemmer: analysis.stemmer(), term: String::new() }
    }

    /// The term found last.
    pub(crate) fn term(&self) -> &str {
        &self.term
    }

    /// Where the next term's word stands; none after the last.
    pub(crate) fn next(&mut self) -> Option<Span> {
        loop {
            let span = self.word()?;
            let word = &self.text[span.start..span.end];
            if self.is_cut_off(word, span) {
                continue;
            }
            self.term.clear();
            if word.is_ascii() {
                self.term.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
            } else {
                self.term.push_str(&fold(word));
            }
            self.stem();
            if !self.term.is_empty() {
                return Some(span);
            }
        }
    }

    /// The next run of letters and digits.
    fn word(&mut self) -> Option<Span> {
        let rest = &self.text[self.at..];
        let Some(before) = rest.find(is_letter) else {
            self.at = self.text.len();
            return None;
        };
        let start = self.at + before;
        let word = &self.text[start..];
        let length = word.find(|c| !is_letter(c) && !is_inside(c)).unwrap_or(word.len());
        self.at = start + length;
        // A soft hyphen at the end belongs to nothing.
        let end = start + word[..length].trim_end_matches('\u{ad}').len();
        Some(Span { start, end })
    }

    /// True for `l` in `l'accord` and for `s` in `Velnor's`.
    fn is_cut_off(&self, word: &str, span: Span) -> bool {
        match self.analysis {
            Analysis::French => {
                let mut after = self.text[span.end..].chars();
                ELIDED.iter().any(|elided| word.eq_ignore_ascii_case(elided))
                    && after.next().is_some_and(is_apostrophe)
                    && after.next().is_some_and(is_letter)
            }
            Analysis::English => {
                let mut before = self.text[..span.start].chars().rev();
                word.eq_ignore_ascii_case("s")
                    && before.next().is_some_and(is_apostrophe)
                    && before.next().is_some_and(is_letter)
            }
            Analysis::Plain => false,
        }
    }

    /// Cuts the folded word at its stem. Words are folded first, so that a query without accents finds the same.
    fn stem(&mut self) {
        if self.term.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|&end| self.term.is_char_boundary(end));
            self.term.truncate(end.unwrap_or_default());
        }
        if self.analysis == Analysis::French && self.term.len() > 3 {
            // Without its accent the stemmer does not know `-ée`.
            let bare = self.term.strip_suffix("ees").or_else(|| self.term.strip_suffix("ee"));
            if let Some(bare) = bare {
                self.term.truncate(bare.len() + 1);
            }
        }
        if let Some(stemmer) = self.stemmer {
            let stem = stemmer.stem(&self.term);
            if *stem != self.term && !stem.is_empty() {
                self.term = stem.into_owned();
            }
        }
    }
}

fn is_letter(c: char) -> bool {
    // The letter apostrophe is one for Unicode.
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric() && c != 'ʼ')
}

/// True for what belongs to a word that it stands in.
fn is_inside(c: char) -> bool {
    !c.is_ascii() && (c == '\u{ad}' || is_combining_mark(c))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_analysis() {
        for (language, expected) in [
            ("fr", Analysis::French),
            ("en", Analysis::English),
            ("de", Analysis::Plain),
            ("", Analysis::Plain),
        ] {
            assert_eq!(Analysis::of(language.parse().ok()), expected, "{language}");
        }
    }

    #[test]
    fn forms_of_a_word_have_one_term() {
        let same: [(Analysis, &[&str]); 9] = [
            (Analysis::French, &["rachat", "rachats", "RACHAT"]),
            (Analysis::French, &["racheté", "rachetée", "rachetés", "rachetées", "rachète", "racheter"]),
            (Analysis::French, &["rachetera", "rachètera", "rachetait", "rachetee", "rachetees"]),
            (Analysis::French, &["participation", "participations"]),
            (Analysis::French, &["négociation", "negociations"]),
            (Analysis::French, &["journal", "journaux"]),
            (Analysis::English, &["acquire", "acquires", "acquired", "acquiring"]),
            (Analysis::English, &["stake", "Stakes"]),
            (Analysis::English, &["company", "companies"]),
        ];
        for (analysis, words) in same {
            let terms: Vec<_> = words.iter().map(|word| analysis.terms(word)).collect();
            assert!(terms.iter().all(|term| *term == terms[0]), "{words:?}: {terms:?}");
        }
    }

    #[test]
    fn words_stay_apart() {
        for (analysis, one, other) in [
            (Analysis::French, "rachat", "racheter"),
            (Analysis::French, "participation", "partisan"),
            (Analysis::English, "acquire", "acquaint"),
            (Analysis::Plain, "rachat", "rachats"),
        ] {
            assert_ne!(analysis.terms(one), analysis.terms(other), "{one} {other}");
        }
    }

    #[test]
    fn terms_and_where_they_stand() {
        type Expected<'a> = &'a [(&'a str, &'a str)];
        let cases: [(Analysis, &str, Expected<'_>); 9] = [
            (Analysis::French, "L’usine d'Orbelis", &[("usine", "usin"), ("Orbelis", "orbel")]),
            (
                Analysis::French,
                "qu'il l' aujourd'hui",
                &[("il", "il"), ("l", "l"), ("aujourd", "aujourd"), ("hui", "hui")],
            ),
            (Analysis::Plain, "L’usine", &[("L", "l"), ("usine", "usine")]),
            (Analysis::English, "Velnor's it's s", &[("Velnor", "velnor"), ("it", "it"), ("s", "s")]),
            (Analysis::Plain, "43,4 %", &[("43", "43"), ("4", "4")]),
            (Analysis::Plain, "tout-Électrique", &[("tout", "tout"), ("Électrique", "electrique")]),
            (
                Analysis::Plain,
                "e\u{301}te\u{301} co\u{ad}actionnaire\u{ad} ",
                &[("e\u{301}te\u{301}", "ete"), ("co\u{ad}actionnaire", "coactionnaire")],
            ),
            (Analysis::Plain, "東京 Straße\0x", &[("東京", "東京"), ("Straße", "strasse"), ("x", "x")]),
            (Analysis::French, " -- \u{301}'’\u{ad} ", &[]),
        ];
        for (analysis, text, expected) in cases {
            let mut terms = Terms::new(analysis, text);
            let mut found = Vec::new();
            while let Some(span) = terms.next() {
                found.push((&text[span.start..span.end], terms.term().to_owned()));
            }
            let expected: Vec<_> = expected.iter().map(|&(word, term)| (word, term.to_owned())).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn long_words_are_found_by_their_beginning() {
        let long = "é".repeat(500);
        assert_eq!(Analysis::Plain.terms(&long), ["e".repeat(LONGEST)]);
        assert_eq!(Analysis::Plain.terms(&"中".repeat(500))[0].len(), 63);
    }
}
