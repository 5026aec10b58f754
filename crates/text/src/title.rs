//! Whether a text begins with a title.

use entente_model::Span;

use crate::token::{Mark, Token};

/// Longest title in bytes; headlines with a kicker stay under 200 characters.
const LONGEST: usize = 300;

/// Most words in a title.
const MOST_WORDS: usize = 40;

/// Whether the first of the paragraphs, whose tokens are `first`, can be a title: short, something follows it, and no
/// full stop ends it.
pub(crate) fn is_title(text: &str, paragraphs: &[Span], first: &[Token]) -> bool {
    let [title, next, ..] = paragraphs else { return false };
    // Over several lines it may as well be the beginning of a printed text, unless a blank line sets it off.
    let breaks = |part: Span| part.of(text).matches(['\n', '\r']).count();
    let set_off = breaks(*title) == 0 || breaks(Span::new(title.end, next.start)) > 1;
    let (Some(start), Some(last)) = (first.first(), first.last()) else { return false };
    let words = first.iter().filter(|token| token.mark().is_none()).count();
    let closing = |token: &&Token| {
        matches!(
            token.mark(),
            Some(Mark::CloseQuote | Mark::StrayQuote | Mark::CloseParen | Mark::Apostrophe)
        )
    };
    let ends_sentence = first
        .iter()
        .rev()
        .find(|token| !closing(token))
        .is_some_and(|token| matches!(token.mark(), Some(Mark::Period | Mark::Comma | Mark::Semicolon)));
    set_off && last.end() - start.start() <= LONGEST && (1..=MOST_WORDS).contains(&words) && !ends_sentence
}
