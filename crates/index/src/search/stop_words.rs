//! Words that say too little to be required: articles, prepositions, pronouns, conjunctions.

use super::analysis::Analysis;

const FRENCH: &[&str] = &[
    "a", "au", "aux", "avec", "ce", "ces", "cet", "cette", "dans", "de", "des", "du", "elle", "elles", "en",
    "et", "il", "ils", "la", "le", "les", "leur", "leurs", "lui", "mais", "ne", "ou", "par", "pour", "qu",
    "que", "qui", "sa", "se", "ses", "son", "sur", "un", "une", "y",
];

const ENGLISH: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "he", "her", "his", "in", "into", "it", "its",
    "of", "on", "or", "she", "that", "the", "their", "them", "they", "this", "to", "which", "who", "with",
];

/// True for a word, as a query has it, that need not occur when other words do. With a capital it may be a name and is
/// required.
pub(crate) fn is_stop_word(analysis: Analysis, word: &str) -> bool {
    let words = match analysis {
        Analysis::French => FRENCH,
        Analysis::English => ENGLISH,
        Analysis::Plain => return false,
    };
    let unaccented = if word == "à" { "a" } else { word };
    words.binary_search(&unaccented).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        for words in [FRENCH, ENGLISH] {
            assert!(words.is_sorted(), "{words:?}");
        }
    }

    #[test]
    fn stop_words() {
        for (analysis, word, expected) in [
            (Analysis::French, "de", true),
            (Analysis::French, "à", true),
            (Analysis::French, "Elle", false),
            (Analysis::French, "the", false),
            (Analysis::English, "the", true),
            (Analysis::Plain, "the", false),
        ] {
            assert_eq!(is_stop_word(analysis, word), expected, "{word}");
        }
    }
}
