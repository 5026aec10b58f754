//! What is looked for: words, phrases, and what must not occur.

use super::analysis::Analysis;

/// Longest query in bytes.
const MOST_BYTES: usize = 1024;
/// Most words of a query, those of phrases and those that must not occur included.
const MOST_WORDS: usize = 32;

/// A query that was read: words that all have to occur, phrases likewise, and after a minus what must not occur.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchWords(Vec<Clause>);

/// Why a text is no query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SearchWordsError {
    /// Nothing to look for.
    #[error("has no word")]
    Empty,
    /// Too much text.
    #[error("has {0} bytes, at most {MOST_BYTES} are read")]
    TooLong(usize),
    /// Too many words.
    #[error("has {0} words, at most {MOST_WORDS} are looked for")]
    TooMany(usize),
    /// Nothing that has to occur.
    #[error("only excludes: one word at least has to occur")]
    OnlyExcluded,
}

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) text: String,
    /// In quotation marks.
    pub(crate) quoted: bool,
    /// After a minus.
    pub(crate) excluded: bool,
}

impl SearchWords {
    /// Reads a query. Quotation marks of any kind stand around a phrase, one without another means nothing; a minus
    /// counts at the beginning of a word or phrase; other marks only part words.
    pub fn parse(text: &str) -> Result<Self, SearchWordsError> {
        if text.len() > MOST_BYTES {
            return Err(SearchWordsError::TooLong(text.len()));
        }
        let mut clauses = Vec::new();
        let mut rest = text;
        while let Some(clause) = next(&mut rest) {
            clauses.push(clause);
        }
        let words = |clause: &Clause| Analysis::Plain.terms(&clause.text).len();
        clauses.retain(|clause| words(clause) > 0);
        let count = clauses.iter().map(words).sum();
        if clauses.is_empty() {
            Err(SearchWordsError::Empty)
        } else if count > MOST_WORDS {
            Err(SearchWordsError::TooMany(count))
        } else if clauses.iter().all(|clause| clause.excluded) {
            Err(SearchWordsError::OnlyExcluded)
        } else {
            Ok(Self(clauses))
        }
    }

    pub(crate) fn clauses(&self) -> &[Clause] {
        &self.0
    }
}

/// Takes the next word or phrase off the text.
fn next(rest: &mut &str) -> Option<Clause> {
    let text = rest.trim_start_matches(is_blank);
    let bare = text.trim_start_matches(is_minus);
    let excluded = bare.len() < text.len();
    let mut chars = bare.chars();
    let first = chars.next()?;
    if is_quotation_mark(first) {
        let inside = chars.as_str();
        return Some(if let Some(end) = inside.find(is_quotation_mark) {
            *rest = after_first(&inside[end..]);
            Clause { text: inside[..end].to_owned(), quoted: true, excluded }
        } else {
            // A mark that nothing closes: an empty word, which is left out.
            *rest = inside;
            Clause { text: String::new(), quoted: false, excluded }
        });
    }
    let end = bare.find(|c| is_blank(c) || is_quotation_mark(c)).unwrap_or(bare.len());
    *rest = &bare[end..];
    Some(Clause { text: bare[..end].to_owned(), quoted: false, excluded })
}

fn after_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–')
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let words = SearchWords::parse(text).unwrap();
        let show = |clause: &Clause| {
            let (minus, mark) =
                (if clause.excluded { "-" } else { "" }, if clause.quoted { "\"" } else { "" });
            format!("{minus}{mark}{}{mark}", clause.text)
        };
        words.0.iter().map(show).collect()
    }

    #[test]
    fn queries() {
        let cases: [(&str, &[&str]); 11] = [
            ("rachat Velnor", &["rachat", "Velnor"]),
            ("\t rachat \u{a0}\r\n Velnor\u{0}Norvane", &["rachat", "Velnor", "Norvane"]),
            ("\"prise de participation\" -rumeur", &["\"prise de participation\"", "-rumeur"]),
            ("-«prise de participation» Velnor", &["-\"prise de participation\"", "Velnor"]),
            ("“a b”c", &["\"a b\"", "c"]),
            ("--a −b –c d", &["-a", "-b", "-c", "d"]),
            ("co-entreprise l'usine 43,4", &["co-entreprise", "l'usine", "43,4"]),
            ("a \"b c", &["a", "b", "c"]),
            ("a - b -", &["a", "b"]),
            ("a \"\" \" \" ! ? +", &["a"]),
            ("AND OR (a) b* field:c ~d^2", &["AND", "OR", "(a)", "b*", "field:c", "~d^2"]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_no_query() {
        let many = "a ".repeat(33);
        let joined = "a-".repeat(33);
        let long = "é".repeat(513);
        for (text, expected) in [
            ("", SearchWordsError::Empty),
            (" \u{0}\t\"\" - ?", SearchWordsError::Empty),
            ("-a -\"b c\"", SearchWordsError::OnlyExcluded),
            (&many, SearchWordsError::TooMany(33)),
            (&joined, SearchWordsError::TooMany(33)),
            (&long, SearchWordsError::TooLong(1026)),
        ] {
            assert_eq!(SearchWords::parse(text), Err(expected), "{text:?}");
        }
        assert!(SearchWords::parse(&"a ".repeat(32)).is_ok());
    }
}
