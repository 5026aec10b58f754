//! The scanner: one pass from left to right, looking ahead by a bounded number of characters.

use crate::chars::{Class, char_at, class_at, class_or_space};
use crate::conventions::Conventions;
use crate::fold::push_lower;
use crate::forms::{Forms, narrow};
use crate::token::{Flags, Mark, Shape, Token, TokenKind};

/// Texts are read up to this many bytes, so that offsets fit 32 bits with room for the forms. An article has some
/// thousands.
pub(crate) const MAX_BYTES: usize = 1 << 28;

/// The tokens of a text and the buffer of their forms. Quotation marks that could open as well as close stand as
/// [`Mark::StrayQuote`] and apostrophes outside words as [`Mark::Apostrophe`] until they are paired.
pub(crate) fn scan(text: &str, conventions: &Conventions) -> (Vec<Token>, String) {
    let mut scanner = Scanner {
        text,
        conventions,
        at: 0,
        space: false,
        // French and English news run at five to six bytes a token.
        tokens: Vec::with_capacity(text.len() / 5 + 4),
        forms: Forms::default(),
        scratch: String::new(),
    };
    scanner.run();
    (scanner.tokens, scanner.forms.into_buffer())
}

pub(crate) struct Scanner<'a> {
    pub(crate) text: &'a str,
    pub(crate) conventions: &'a Conventions,
    /// Byte offset of the next character to read.
    pub(crate) at: usize,
    /// Whether blanks stand before it.
    pub(crate) space: bool,
    pub(crate) tokens: Vec<Token>,
    forms: Forms,
    scratch: String,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some((class, len)) = class_at(self.text, self.at) {
            match class {
                Class::Space => {
                    self.at += len;
                    self.space = true;
                }
                Class::Lower | Class::Upper => self.word(self.at),
                Class::Digit => self.number(),
                Class::Apostrophe => self.apostrophe(len),
                Class::Hyphen => self.run_of('-', len, Mark::Dash),
                Class::Joiner | Class::Other => self.mark(len),
            }
        }
    }

    /// Adds the token that ends at `end` and goes on from there.
    #[inline]
    pub(crate) fn emit(&mut self, start: usize, end: usize, kind: TokenKind, shape: Shape, flags: Flags) {
        let word = &self.text[start..end];
        let conventions = self.conventions;
        let place = match conventions.accented(word).filter(|_| self.heads(start, end)) {
            Some(accented) => self.forms.add_as(accented),
            None => self.forms.add(word),
        };
        self.tokens.push(Token {
            start: narrow(start),
            end: narrow(end),
            form: place.form,
            lower_len: place.lower_len,
            folded_len: place.folded_len,
            kind,
            shape,
            flags: flags.with_if(Flags::SPACE_BEFORE, self.space),
        });
        self.at = end;
        self.space = false;
    }

    /// A word that begins a sentence, as far as the mark or the line end before it tells, and has another behind it.
    fn heads(&self, start: usize, end: usize) -> bool {
        let begins = self.tokens.last().is_none_or(|before| {
            let line = self.text[before.end as usize..start].contains('\n');
            line || before.mark().is_some_and(|mark| {
                use Mark::{Bullet, Ellipsis, Exclamation, OpenQuote, Period, Question};
                matches!(mark, Period | Question | Exclamation | Ellipsis | OpenQuote | Bullet)
            })
        });
        begins && self.text[end..].starts_with(' ')
    }

    pub(crate) fn emit_mark(&mut self, end: usize, mark: Mark) {
        self.emit(self.at, end, TokenKind::Punctuation(mark), Shape::None, Flags::default());
    }

    /// Looks up the lower-case form of a piece of the text.
    pub(crate) fn lower_of(&mut self, start: usize, end: usize) -> &str {
        self.scratch.clear();
        push_lower(&self.text[start..end], &mut self.scratch);
        &self.scratch
    }

    /// An apostrophe with no letter before it: an ending after a mark (`U.S.'s`) or between blanks (`Nissan 's`, as
    /// texts cut by machines have it), else a mark of its own.
    fn apostrophe(&mut self, len: usize) {
        let start = self.at;
        let attached = !self.space;
        let longest = self.conventions.enclitics.longest();
        if longest > 0 && !self.tokens.is_empty() {
            let mut end = start + len;
            // The apostrophe counts one byte in the list's form, three at most here.
            while end - start <= longest + 2
                && let Some((class, len)) = class_at(self.text, end)
                && class.is_alphanumeric()
            {
                end += len;
            }
            let conventions = self.conventions;
            let lower = self.lower_of(start, end);
            let ending = conventions.enclitics.contains(lower);
            let free = self.text[end..].starts_with(|c: char| crate::chars::is_space(c));
            if end > start + len && ending && (attached || free) {
                self.emit(start, end, TokenKind::Word, Shape::Lower, Flags::default().with(Flags::ENCLITIC));
                return;
            }
        }
        self.emit_mark(start + len, Mark::Apostrophe);
    }

    /// A mark that is one token however often it is repeated.
    fn run_of(&mut self, repeated: char, len: usize, mark: Mark) {
        let mut end = self.at + len;
        while self.text[end..].starts_with(repeated) {
            end += repeated.len_utf8();
        }
        self.emit_mark(end, mark);
    }

    fn mark(&mut self, len: usize) {
        let mark = match char_at(self.text, self.at).unwrap_or_default() {
            // Two full stops are a slip of the hand.
            '.' if self.text[self.at..].starts_with("...") => {
                return self.run_of('.', len, Mark::Ellipsis);
            }
            '.' => return self.run_of('.', len, Mark::Period),
            ',' => Mark::Comma,
            ':' => Mark::Colon,
            ';' => Mark::Semicolon,
            '!' => Mark::Exclamation,
            '?' => Mark::Question,
            '…' => Mark::Ellipsis,
            '(' | '[' | '{' => Mark::OpenParen,
            ')' | ']' | '}' => Mark::CloseParen,
            '–' | '—' | '―' | '−' => Mark::Dash,
            '«' | '‹' | '„' | '‘' => Mark::OpenQuote,
            '»' | '›' => Mark::CloseQuote,
            // Both may open or close, depending on the country.
            '“' | '”' | '"' => Mark::StrayQuote,
            '%' | '‰' => Mark::Percent,
            c if is_currency(c) => Mark::Currency,
            '&' => Mark::Ampersand,
            '/' | '\\' => Mark::Slash,
            '•' | '‣' | '▪' | '■' | '●' | '◦' | '·' => Mark::Bullet,
            _ => Mark::Other,
        };
        self.emit_mark(self.at + len, mark);
    }

    /// Class of the character at `at`, a blank at the end.
    pub(crate) fn class(&self, at: usize) -> Class {
        class_or_space(self.text, at)
    }
}

/// Signs of money.
pub(crate) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '¢' | '£' | '¥' | '\u{20a0}'..='\u{20cf}')
}
