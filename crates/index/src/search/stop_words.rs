//! Words that say too little to be required: articles, prepositions, pronouns, conjunctions.

use super::analysis::Analysis;

// Between blanks, in any order.
const FRENCH: &str = include_str!("stop_words/french.txt");
const ENGLISH: &str = include_str!("stop_words/english.txt");

/// True for a word, as a query has it, that need not occur when other words do. With a capital it may be a name and is
/// required.
pub(crate) fn is_stop_word(analysis: Analysis, word: &str) -> bool {
    let words = match analysis {
        Analysis::French => FRENCH,
        Analysis::English => ENGLISH,
        Analysis::Plain => return false,
    };
    let unaccented = if word == "à" { "a" } else { word };
    words.split_whitespace().any(|stop_word| stop_word == unaccented)
}

#[cfg(test)]
mod tests {
    use super::*;

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
