//! Cutting text into words that can be compared.

use entente_text::fold;

use crate::plan::Word;

/// A run of letters and digits. The cut is loose on purpose (`Thomson-Reuters` is two words, `a-t-il` three): questions
/// and evidence are cut alike, in whatever language, so that their words meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Lower case, without accents.
    pub(crate) folded: String,
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
}

impl Cut {
    /// The words of a text, at most `most`; `None` where there are more.
    pub(crate) fn all(text: &str, most: usize) -> Option<Vec<Self>> {
        let mut words = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (c.is_alphanumeric() || is_combining(c), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    start = None;
                    let folded = fold(&text[from..at]);
                    if folded.is_empty() {
                        continue;
                    }
                    if words.len() == most {
                        return None;
                    }
                    words.push(Self { folded, start: from, end: at });
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
        Some(words)
    }
}

impl Word {
    /// The words of a text.
    pub fn all(text: &str) -> Vec<Self> {
        let cuts = Cut::all(text, usize::MAX).unwrap_or_default();
        let word = |cut: Cut| Self { said: text[cut.start..cut.end].to_owned(), folded: cut.folded };
        cuts.into_iter().map(word).collect()
    }
}

/// The folded words of a text.
pub(crate) fn folded_words(text: &str) -> Vec<String> {
    Cut::all(text, usize::MAX).unwrap_or_default().into_iter().map(|word| word.folded).collect()
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// True when two folded words are likely forms of one: the same, or alike in all but the ending. The beginning that
/// they share holds at least five letters and three fifths of the longer word; for short words only a final `s` or `x`
/// may differ.
pub(crate) fn akin(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let bare = |word: &str| word.trim_end_matches(['s', 'x']).len();
    if one[..bare(one)] == other[..bare(other)] && bare(one) >= 3 {
        return true;
    }
    if one.bytes().chain(other.bytes()).any(|b| b.is_ascii_digit()) {
        return false;
    }
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let longer = one.chars().count().max(other.chars().count());
    shared >= 5 && shared * 5 >= longer * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting() {
        for (text, expected) in [
            ("Qu'a-t-il dit ?", vec!["qu", "a", "t", "il", "dit"]),
            ("E\u{301}tat, H&M…", vec!["etat", "h", "m"]),
            ("\u{0}\u{7}  ", vec![]),
            ("4,5% d’EDF", vec!["4", "5", "d", "edf"]),
        ] {
            assert_eq!(folded_words(text), expected, "{text}");
        }
        assert!(Cut::all("one two three", 2).is_none());
    }

    #[test]
    fn kinship() {
        for (one, other, expected) in [
            ("batterie", "batteries", true),
            ("ingenieurs", "ingenierie", true),
            ("production", "producteur", true),
            ("puce", "puces", true),
            ("international", "internet", false),
            ("gaz", "gare", false),
            ("2024", "2025", false),
            ("as", "a", false),
        ] {
            assert_eq!(akin(one, other), expected, "{one} {other}");
        }
    }
}
