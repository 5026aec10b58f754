//! Which quotation marks belong together.

use std::ops::Range;

use entente_model::Span;

use crate::chars::{Class, char_before, class, class_or_space, is_space};
use crate::conventions::Conventions;
use crate::quotation::{Quotation, QuotationStyle as Style};
use crate::token::{Mark, Token, TokenKind};

/// Quotations in quotations beyond this many are not told apart.
const DEEPEST: usize = 4;

/// Marks that end what stands before them.
const STOPS: [char; 7] = ['.', ',', ';', ':', '!', '?', ')'];

/// Pairs the quotation marks of a text given as its paragraphs' tokens, and settles the kinds of those tokens. A
/// quotation open at a paragraph's end goes on when the next begins with its opening mark; a title's never does.
pub(crate) fn pair(
    text: &str,
    tokens: &mut [Token],
    paragraphs: &[Range<usize>],
    title: bool,
    conventions: &Conventions,
) -> Vec<Quotation> {
    let mut pairing = Pairing {
        text,
        singles: conventions.single_quotes,
        odd_straights: false,
        open: Vec::with_capacity(DEEPEST),
        found: Vec::new(),
    };
    for (index, range) in paragraphs.iter().enumerate() {
        let Some(paragraph) = tokens.get_mut(range.clone()) else { continue };
        let Some(end) = paragraph.last().map(Token::end) else { continue };
        let apostrophes = pairing.survey(paragraph);
        let carried = pairing.resume(paragraph);
        for (at, token) in paragraph.iter_mut().enumerate().skip(carried) {
            let paired_later = apostrophes.get(at).copied().unwrap_or_default();
            pairing.read(token, paired_later);
        }
        pairing.end_paragraph(end, !(title && index == 0));
    }
    pairing.drop_carried();
    pairing.found.retain(|quotation| !quotation.parts.is_empty());
    pairing.found
}

struct Pairing<'a> {
    text: &'a str,
    /// Straight single marks quote in this language.
    singles: bool,
    /// The paragraph holds an odd number of straight marks: one has no partner.
    odd_straights: bool,
    /// Open quotations, outermost first.
    open: Vec<Open>,
    /// Every quotation begun, in order; those that came to nothing have no parts.
    found: Vec<Quotation>,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    /// Index into `found`.
    index: usize,
    style: Style,
    /// Where its present part begins.
    from: usize,
    /// A colon leads it in, blanks around the mark: it stands though nothing closes it.
    led: bool,
}

/// What a mark can be, by its character and its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Can {
    Open(Style),
    Close,
    /// Closes when one of its style is open, else opens.
    Either(Style),
}

impl Pairing<'_> {
    fn can(&self, token: &Token) -> Option<Can> {
        if !matches!(token.mark()?, Mark::OpenQuote | Mark::CloseQuote | Mark::StrayQuote | Mark::Apostrophe)
        {
            return None;
        }
        let before = char_before(self.text, token.start()).unwrap_or(' ');
        let after = class_or_space(self.text, token.end());
        let free_before = is_space(before) || "([{«‹“„‘\"-–—/".contains(before);
        let free_after = after == Class::Space;
        let word_after = after.is_alphanumeric();
        match token.span().of(self.text) {
            "«" => Some(Can::Open(Style::Guillemets)),
            "‹" => Some(Can::Open(Style::SingleGuillemets)),
            "„" => Some(Can::Open(Style::LowCurly)),
            "»" | "›" | "”" => Some(Can::Close),
            "“" if self.innermost(&[Style::LowCurly]).is_some() => Some(Can::Close),
            "“" => Some(Can::Open(Style::Curly)),
            "\"" => Some(match (free_before, free_after) {
                // `" .`: set against the next mark by mistake.
                (true, false) if !is_space(before) || !self.text[token.end()..].starts_with(STOPS) => {
                    Can::Open(Style::Straight)
                }
                (false, true) => Can::Close,
                (false, false) if !word_after => Can::Close,
                _ => Can::Either(Style::Straight),
            }),
            "‘" if free_before && !free_after => Some(Can::Open(Style::SingleCurly)),
            "'" if free_before && word_after && self.singles => Some(Can::Open(Style::SingleStraight)),
            // `' so '`: set apart from what it encloses.
            "'" if is_space(before) && free_after && self.singles => Some(Can::Either(Style::SingleStraight)),
            "'" | "’" if !is_space(before) && !word_after => Some(Can::Close),
            _ => None,
        }
    }

    /// The innermost open quotation of one of these styles, as an index into `open`.
    fn innermost(&self, styles: &[Style]) -> Option<usize> {
        self.open.iter().rposition(|open| styles.contains(&open.style))
    }

    /// The open quotation that this mark closes.
    fn closed_by(&self, mark: &str) -> Option<usize> {
        match mark {
            "»" => self.innermost(&[Style::Guillemets]),
            "›" => self.innermost(&[Style::SingleGuillemets]),
            // Straight and typographic marks get paired now and then.
            "”" => self
                .innermost(&[Style::Curly, Style::LowCurly])
                .or_else(|| self.innermost(&[Style::Straight])),
            "“" => self.innermost(&[Style::LowCurly]),
            "\"" => self.innermost(&[Style::Straight]).or_else(|| self.innermost(&[Style::Curly])),
            "'" | "’" => self.innermost(&[Style::SingleCurly, Style::SingleStraight]),
            _ => None,
        }
    }

    /// Looks over a paragraph from its end: for a single mark that may open, whether one that may close follows; for
    /// one that may close, whether another follows that is no plural's apostrophe (`the owners' vote`). Empty where
    /// there are none.
    fn survey(&mut self, paragraph: &[Token]) -> Vec<bool> {
        let straights = paragraph
            .iter()
            .filter(|token| token.is_mark(Mark::StrayQuote) && token.span().of(self.text) == "\"")
            .count();
        self.odd_straights = straights % 2 == 1;
        if !paragraph.iter().any(|token| token.is_mark(Mark::Apostrophe)) {
            return Vec::new();
        }
        let mut later = vec![false; paragraph.len()];
        let (mut closing, mut sure) = (false, false);
        for (token, later) in paragraph.iter().zip(&mut later).rev() {
            let single = matches!(token.span().of(self.text), "'" | "’" | "‘");
            match self.can(token).filter(|_| single) {
                Some(Can::Open(_)) => {
                    *later = closing;
                    (closing, sure) = (false, false);
                }
                Some(Can::Close) => {
                    *later = sure;
                    closing = true;
                    sure |= !self.may_be_plural(token);
                }
                Some(Can::Either(_)) => {
                    *later = closing;
                    (closing, sure) = (true, false);
                }
                None => {}
            }
        }
        later
    }

    /// An apostrophe after an `s`, before a blank and a small letter.
    fn may_be_plural(&self, token: &Token) -> bool {
        let mut after = self.text[token.end()..].chars();
        matches!(char_before(self.text, token.start()), Some('s' | 'S'))
            && after.next() == Some(' ')
            && after.next().is_some_and(|c| class(c) == Class::Lower)
    }

    fn read(&mut self, token: &mut Token, paired_later: bool) {
        let Some(can) = self.can(token) else { return };
        let mark = token.span().of(self.text);
        let closes = self.closed_by(mark);
        match (can, closes) {
            (Can::Open(style), _) | (Can::Either(style), None) => {
                let led =
                    matches!(can, Can::Either(_)) && self.text[..token.start()].trim_end().ends_with(':');
                if style.is_doubtful() && !paired_later && !led {
                    return;
                }
                if style == Style::Straight && self.odd_straights {
                    // Rather a mark forgotten than the same marks inside each other.
                    if let Some(forgotten) = self.innermost(&[Style::Straight]) {
                        self.end_from(forgotten, token.start());
                    }
                }
                token.kind = TokenKind::Punctuation(Mark::OpenQuote);
                self.open(style, token, led);
            }
            (Can::Close | Can::Either(_), Some(at)) => {
                if self.open[at].style.is_doubtful() && paired_later && self.may_be_plural(token) {
                    return;
                }
                token.kind = TokenKind::Punctuation(Mark::CloseQuote);
                self.close(at, token);
            }
            (Can::Close, None) => {
                if mark == "”" {
                    token.kind = TokenKind::Punctuation(Mark::CloseQuote);
                }
            }
        }
    }

    fn open(&mut self, style: Style, token: &Token, led: bool) {
        if self.open.len() == DEEPEST {
            return;
        }
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        self.open.push(Open { index: self.found.len(), style, from: token.end(), led });
        let inner = Span { start: token.end(), end: token.end() };
        self.found.push(Quotation {
            span: token.span(),
            inner,
            parts: Vec::new(),
            style,
            depth,
            closed: false,
        });
    }

    fn close(&mut self, at: usize, token: &Token) {
        self.end_from(at + 1, token.start());
        if let Some(open) = self.open.pop() {
            self.add_part(open, token.start());
            let quotation = &mut self.found[open.index];
            quotation.span.end = token.end();
            quotation.closed = true;
        }
    }

    /// Ends the open quotations from this depth on, for want of their closing marks.
    fn end_from(&mut self, depth: usize, end: usize) {
        while self.open.len() > depth
            && let Some(open) = self.open.pop()
        {
            if open.style.is_doubtful() && !open.led {
                // Nothing comes of it: what it held moves out by one.
                for inside in self.found.iter_mut().skip(open.index + 1) {
                    inside.depth = inside.depth.saturating_sub(1);
                }
            } else {
                self.add_part(open, end);
            }
        }
    }

    /// Adds what stands between the opening mark and `end` to the quotation.
    fn add_part(&mut self, open: Open, end: usize) {
        let words = self.text.get(open.from..end).unwrap_or_default();
        let start = open.from + (words.len() - words.trim_start_matches(is_space).len());
        let part = Span::new(start, open.from + words.trim_end_matches(is_space).len());
        let quotation = &mut self.found[open.index];
        if quotation.parts.is_empty() {
            quotation.inner.start = part.start;
        }
        quotation.inner.end = part.end;
        quotation.span.end = part.end;
        quotation.parts.push(part);
    }

    fn end_paragraph(&mut self, end: usize, may_go_on: bool) {
        self.end_from(1, end);
        match self.open.first().copied() {
            Some(open) if may_go_on && !open.style.is_doubtful() => self.add_part(open, end),
            Some(_) | None => self.end_from(0, end),
        }
    }

    /// Goes on with the quotation carried over from the paragraph before, if this one begins with its mark; gives the
    /// number of tokens read.
    fn resume(&mut self, paragraph: &mut [Token]) -> usize {
        let (Some(open), Some(first)) = (self.open.first().copied(), paragraph.first_mut()) else { return 0 };
        let again = match self.can(first) {
            Some(Can::Open(style) | Can::Either(style)) => style == open.style,
            // Some houses begin the paragraphs that go on with a closing mark.
            Some(Can::Close) => first.span().of(self.text) == "»" && open.style == Style::Guillemets,
            None => false,
        };
        if !again || paragraph_is_lone(paragraph) {
            self.drop_carried();
            return 0;
        }
        if let (Some(open), Some(first)) = (self.open.first_mut(), paragraph.first_mut()) {
            first.kind = TokenKind::Punctuation(Mark::OpenQuote);
            open.from = first.end();
        }
        1
    }

    /// What was carried over has its parts already.
    fn drop_carried(&mut self) {
        self.open.clear();
    }
}

/// A mark alone in its paragraph begins nothing.
fn paragraph_is_lone(paragraph: &[Token]) -> bool {
    paragraph.len() == 1
}
