//! Numbers, with the separators that belong to them.

use crate::chars::{Class, char_at, class_at};
use crate::scan::{Scanner, is_currency};
use crate::token::{Flags, Mark, Shape, TokenKind};

/// Letters written against a number are looked at this far: longer ones make a word of it anyhow.
const LONGEST_SUFFIX: usize = 16;

impl Scanner<'_> {
    /// Reads the number at the scanner's place, or the word that begins with digits there.
    pub(crate) fn number(&mut self) {
        let start = self.at;
        let first = self.digits(start);
        if self.makes_a_word(first) {
            return self.word(start);
        }
        let end = self.separated(start, first);
        let flags = Flags::default().with_if(Flags::HYPHENATED, self.text[start..end].contains('-'));
        self.emit(start, end, TokenKind::Number, Shape::Digits, flags);
    }

    fn digits(&self, from: usize) -> usize {
        let bytes = &self.text.as_bytes()[from..];
        from + bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len())
    }

    /// Whether bare digits up to `end` go on as a word: `3M`, `20th`, `737-MAX`, but not `30bn`, nor `30M` of money.
    fn makes_a_word(&self, end: usize) -> bool {
        let (class, len) = match class_at(self.text, end) {
            Some((Class::Hyphen, len)) => (self.class(end + len), len),
            Some((class, _)) => (class, 0),
            None => return false,
        };
        if !class.is_letter() && (len > 0 || class != Class::Joiner) {
            return false;
        }
        len > 0 || !self.has_suffix(end)
    }

    fn has_suffix(&self, from: usize) -> bool {
        let mut end = from;
        while end - from <= LONGEST_SUFFIX
            && let Some((class, len)) = class_at(self.text, end)
            && class.is_letter()
        {
            end += len;
        }
        if end == from || self.class(end).is_alphanumeric() {
            return false;
        }
        let money_before =
            !self.space && self.tokens.last().is_some_and(|token| token.is_mark(Mark::Currency));
        money_before
            || char_at(self.text, end).is_some_and(is_currency)
            || self.conventions.is_number_suffix(&self.text[from..end])
    }

    /// The end of the number whose first digits end at `end`.
    fn separated(&self, start: usize, mut end: usize) -> usize {
        let mut blanks_group = end - start <= 3 && self.text.as_bytes()[start] != b'0';
        let mut commas = 0;
        loop {
            let Some(separator) = char_at(self.text, end) else { return end };
            let next = end + separator.len_utf8();
            let after = self.digits(next);
            let group = after - next;
            let joins = match separator {
                ' ' => blanks_group && group == 3 && self.conventions.spaced_thousands,
                '\u{a0}' | '\u{202f}' | '\u{2009}' => blanks_group && group == 3,
                // `1,200,000` is one number, `2019,2020,2021` are not.
                ',' => group > 0 && (commas == 0 || group == 3),
                '\'' | '’' => group == 3,
                ':' => group == 2,
                '.' | '/' | '-' | '\u{2011}' | '–' => group > 0,
                _ => false,
            };
            if !joins {
                return end;
            }
            blanks_group &= matches!(separator, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
            commas += usize::from(separator == ',');
            end = after;
        }
    }
}
