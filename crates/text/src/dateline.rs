//! Datelines: where, when and by whom a piece was filed, before its first sentence proper.

use entente_model::Span;

use crate::token::{Mark, Shape, Token};

/// The head of a newswire paragraph: `PARIS, 3 mars (Agence) -`. Its parts are told by their form alone; that a place
/// is one is not looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// From its first token to its dash.
    pub span: Span,
    /// Byte offset of the first token after it; the end of the span where none follows.
    pub body: usize,
    /// What stands before the first comma or parenthesis.
    pub place: Option<Span>,
    /// What stands between the parentheses.
    pub agency: Option<Span>,
    /// What stands between the comma and the dash or parenthesis, when it holds a number.
    pub date: Option<Span>,
}

/// Most tokens in a place: `New York`, `Rio de Janeiro`, `Washington, D.C.`
const MOST_PLACE: usize = 5;
/// Most tokens in a date: `Tuesday, March 3, 2020`.
const MOST_DATE: usize = 7;
/// Most tokens in an agency's name.
const MOST_AGENCY: usize = 6;

/// Reads the dateline a paragraph begins with. A bare place before a dash counts only if `bare`, in capitals and
/// before a capital: a title may begin with a name and a dash.
pub(crate) fn find(text: &str, tokens: &[Token], bare: bool) -> Option<Dateline> {
    let mut reader = Reader { text, tokens, at: 0 };
    let place = reader.place();
    let date = place.and_then(|_| reader.date());
    let agency = reader.agency();
    if !reader.dash() {
        return None;
    }
    let next = tokens.get(reader.at);
    let shouted = place.is_some_and(|(_, shouted)| shouted);
    let begins = next.is_some_and(|token| token.shape() != Shape::Lower);
    if agency.is_none() && date.is_none() && !(shouted && bare && begins) {
        return None;
    }
    let span = Span { start: tokens.first()?.start(), end: tokens.get(reader.at.checked_sub(1)?)?.end() };
    Some(Dateline {
        span,
        body: next.map_or(span.end, Token::start),
        place: place.map(|(place, _)| place),
        agency,
        date,
    })
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
}

impl Reader<'_> {
    fn mark(&self, mark: Mark) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token.is_mark(mark))
    }

    fn span(&self, from: usize, to: usize) -> Option<Span> {
        let tokens = self.tokens.get(from..to)?;
        Some(tokens.first()?.span().join(tokens.last()?.span()))
    }

    /// Capitalised words; with whether they are all in capitals.
    fn place(&mut self) -> Option<(Span, bool)> {
        let mut at = self.at;
        let mut shouted = true;
        while at - self.at < MOST_PLACE
            && let Some(token) = self.tokens.get(at).filter(|token| token.is_word())
        {
            let capitalised = matches!(token.shape(), Shape::Title | Shape::Upper | Shape::Mixed);
            // `Rio de Janeiro`: short small words inside.
            let particle = token.shape() == Shape::Lower && token.span().len() <= 3 && at > self.at;
            if !capitalised && !particle {
                break;
            }
            shouted &= token.shape() == Shape::Upper || token.is_abbreviated();
            at += 1;
        }
        let place = self.span(self.at, at)?;
        self.at = at;
        Some((place, shouted))
    }

    /// A comma, then words with a number up to the parenthesis or dash. Words without one (`Washington, D.C.`) are
    /// skipped before a parenthesis.
    fn date(&mut self) -> Option<Span> {
        if !self.mark(Mark::Comma) {
            return None;
        }
        let from = self.at + 1;
        let mut at = from;
        let mut number = false;
        while at - from < MOST_DATE
            && let Some(token) = self.tokens.get(at)
            && matches!(token.mark(), None | Some(Mark::Comma | Mark::Period))
        {
            number |= token.span().of(self.text).starts_with(|c: char| c.is_ascii_digit());
            at += 1;
        }
        let ends = self.tokens.get(at)?;
        if !(ends.is_mark(Mark::OpenParen) || (number && ends.is_mark(Mark::Dash))) {
            return None;
        }
        let span = self.span(from, at)?;
        self.at = at;
        number.then_some(span)
    }

    /// `(Agence)`
    fn agency(&mut self) -> Option<Span> {
        if !self.mark(Mark::OpenParen) {
            return None;
        }
        let from = self.at + 1;
        let inside = self.tokens.get(from..)?;
        let length = inside.iter().take(MOST_AGENCY + 1).position(|token| token.is_mark(Mark::CloseParen))?;
        let named = inside.first().is_some_and(|token| token.is_word() && token.shape() != Shape::Lower);
        let span = self.span(from, from + length).filter(|_| named)?;
        self.at = from + length + 1;
        Some(span)
    }

    /// A dash set off by blanks.
    fn dash(&mut self) -> bool {
        let found = self.mark(Mark::Dash)
            && (self.tokens[self.at].space_before()
                || self.tokens.get(self.at + 1).is_some_and(Token::space_before));
        self.at += usize::from(found);
        found
    }
}
