//! Tokens in the pieces that words of quantity are made of.

use std::ops::Range;

use entente_lang::{Kinds, Lang, Patterns, Start};
use entente_text::{Document, Mark, Shape, Token, TokenKind};

/// A token, a part of a hyphenated word, or the figures or letters of a word such as `30m`.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub(super) struct Atom<'d> {
    /// In lower case; an abbreviation without its full stop.
    pub(super) text: &'d str,
    /// The token that it is or belongs to, as an index into the document's.
    pub(super) token: usize,
    /// Whether its token begins with it.
    pub(super) first: bool,
    /// Whether its token ends with it.
    pub(super) last: bool,
    /// Whether a blank stands before it.
    pub(super) spaced: bool,
    /// Whether it is figures.
    pub(super) figures: bool,
    /// Its token's.
    pub(super) shape: Shape,
    /// Its token's.
    pub(super) kind: TokenKind,
    /// The kinds of phrases that begin with it.
    pub(super) kinds: Kinds,
    /// The date patterns that begin with it.
    pub(super) patterns: Patterns,
    /// The date patterns that can hold it.
    pub(super) holds: Patterns,
}

/// Cuts the tokens of a range into atoms.
pub(super) fn read<'d>(
    document: &'d Document<'_>,
    tokens: Range<usize>,
    lang: &Lang,
    atoms: &mut Vec<Atom<'d>>,
) {
    let range = document.tokens().get(tokens.clone()).unwrap_or_default();
    for (index, token) in range.iter().enumerate() {
        let text = document.lower(token);
        if joins(token, atoms.last(), range.get(index + 1)) {
            continue;
        }
        let mut cutter = Cutter { token, index: tokens.start + index, lang, atoms };
        match token.kind() {
            TokenKind::Number if !is_date(text) => cutter.number(text),
            TokenKind::Word if text.as_bytes().first().is_some_and(u8::is_ascii_digit) => cutter.parts(text),
            TokenKind::Word if token.is_hyphenated() && !token.is_enclitic() => {
                // Only words of quantity are worth parting.
                let first = text.split('-').next().unwrap_or_default();
                if lang.dimensions().knows(first) { cutter.parts(text) } else { cutter.whole(text) }
            }
            TokenKind::Word if token.is_abbreviated() => cutter.whole(text.strip_suffix('.').unwrap_or(text)),
            TokenKind::Number | TokenKind::Word | TokenKind::Address | TokenKind::Punctuation(_) => {
                cutter.whole(text);
            }
        }
    }
}

/// Whether a mark is the hyphen of `19.2-billion`.
fn joins(token: &Token, before: Option<&Atom<'_>>, after: Option<&Token>) -> bool {
    token.is_mark(Mark::Dash)
        && !token.space_before()
        && before.is_some_and(|atom| atom.figures)
        && after.is_some_and(|next| next.is_word() && !next.space_before())
}

struct Cutter<'c, 'd> {
    token: &'c Token,
    index: usize,
    lang: &'c Lang,
    atoms: &'c mut Vec<Atom<'d>>,
}

impl<'d> Cutter<'_, 'd> {
    fn whole(&mut self, text: &'d str) {
        self.push(text, true, true);
    }

    /// A number with figures on both sides of a dash or slash: `10-15`, `50/50`.
    fn number(&mut self, text: &'d str) {
        let mut at = 0;
        while let Some(length) = text[at..].find(is_joint) {
            let joint = at + length;
            self.push(&text[at..joint], at == 0, false);
            let dash = if text[joint..].starts_with('/') { "/" } else { "-" };
            self.push(dash, false, false);
            at = joint + text[joint..].chars().next().map_or(1, char::len_utf8);
        }
        self.push(&text[at..], at == 0, true);
    }

    /// The parts between hyphens, and in each its leading figures apart from the letters after them.
    fn parts(&mut self, text: &'d str) {
        let mut first = true;
        let mut parts = text.split('-').filter(|part| !part.is_empty()).peekable();
        while let Some(part) = parts.next() {
            let last = parts.peek().is_none();
            let digits = part.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
            let digits = part[..digits].trim_end_matches(['.', ',']).len();
            let figures = digits > 0 && part.as_bytes()[0].is_ascii_digit();
            if figures && digits < part.len() {
                self.push(&part[..digits], first, false);
                self.push(&part[digits..], false, last);
            } else {
                self.push(part, first, last);
            }
            first = false;
        }
    }

    fn push(&mut self, text: &'d str, first: bool, last: bool) {
        let Start { kinds, patterns, holds } = self.lang.dimensions().start(text);
        self.atoms.push(Atom {
            text,
            token: self.index,
            first,
            last,
            spaced: first && self.token.space_before(),
            figures: text.as_bytes().first().is_some_and(u8::is_ascii_digit)
                && text.as_bytes().last().is_some_and(u8::is_ascii_digit),
            shape: self.token.shape(),
            kind: self.token.kind(),
            kinds,
            patterns,
            holds,
        });
    }
}

fn is_joint(c: char) -> bool {
    matches!(c, '/' | '-' | '\u{2010}' | '\u{2011}' | '–')
}

/// Whether figures are a date: three groups, the first or the last of four figures.
pub(super) fn is_date(text: &str) -> bool {
    let mut lengths = [0_usize; 3];
    let mut groups = 0;
    for group in text.split(['/', '-', '.']) {
        let Some(slot) = lengths.get_mut(groups) else { return false };
        if !group.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        *slot = group.len();
        groups += 1;
    }
    matches!((groups, lengths), (3, [1 | 2, 1 | 2, 4] | [4, 2, 2]))
}
