//! Words: letters and digits, what joins them, and what is cut off at either end.

use crate::chars::{Class, char_at, class_at};
use crate::conventions::Abbreviation;
use crate::scan::Scanner;
use crate::token::{Flags, Shape, TokenKind};

/// What a run of letters went through on its way.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    apostrophe: bool,
    hyphen: bool,
    stops: Stops,
}

/// What the full stops and signs inside a word make of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Stops {
    #[default]
    Nothing,
    /// Single letters with full stops: `U.S.`
    Dotted,
    /// A full stop before a small letter: `booking.com`.
    Domain,
    /// `@` or `://`
    Address,
}

/// What follows a run of letters and digits.
enum Next {
    /// The word goes on after this many bytes.
    Join(usize),
    /// The word ends after this many bytes.
    End(usize),
    /// What was read, with this many bytes more, is a prefix of its own.
    Elision(usize),
}

impl Scanner<'_> {
    /// Reads the word that begins at `start`.
    pub(crate) fn word(&mut self, start: usize) {
        let mut seen = Seen::default();
        let mut part = start;
        let mut end = start;
        loop {
            while let Some((class, len)) = class_at(self.text, end)
                && (class.is_alphanumeric() || class == Class::Joiner)
            {
                end += len;
            }
            match self.next(start, part, end, &mut seen) {
                Next::Join(len) => {
                    end += len;
                    part = end;
                }
                Next::End(len) => {
                    end += len;
                    break;
                }
                Next::Elision(len) => {
                    end += len;
                    let shape = shape(&self.text[start..end]);
                    return self.emit(
                        start,
                        end,
                        TokenKind::Word,
                        shape,
                        Flags::default().with(Flags::ELISION),
                    );
                }
            }
        }
        self.finish(start, end, seen);
    }

    /// Decides on the character at `end`, after the run that began at `part` in the word that began at `start`.
    fn next(&mut self, start: usize, part: usize, end: usize, seen: &mut Seen) -> Next {
        let Some(&byte) = self.text.as_bytes().get(end) else { return Next::End(0) };
        match byte {
            b' ' | b'\n' | b',' => Next::End(0),
            b'.' => self.full_stop(part, end, seen),
            b'&' => {
                let before = self.text.as_bytes().get(end.wrapping_sub(1));
                let capital = |class| matches!(class, Class::Upper | Class::Digit);
                let joins =
                    before.is_some_and(|byte| !byte.is_ascii_lowercase()) && capital(self.class(end + 1));
                if joins { Next::Join(1) } else { Next::End(0) }
            }
            b'@' if end > part && self.class(end + 1).is_alphanumeric() => {
                seen.stops = Stops::Address;
                Next::Join(1)
            }
            b':' if self.text[end..].starts_with("://") && self.class(end + 3).is_alphanumeric() => {
                seen.stops = Stops::Address;
                Next::End(self.address_length(end))
            }
            b'/' if seen.stops == Stops::Domain && self.class(end + 1).is_alphanumeric() => {
                seen.stops = Stops::Address;
                Next::End(self.address_length(end))
            }
            // Names of services and ratings: `Canal+`, `A+`.
            b'+' if end > part
                && !self.class(end + 1).is_alphanumeric()
                && !self.text[end + 1..].starts_with('+') =>
            {
                Next::End(1)
            }
            _ => self.joint(start, end, seen),
        }
    }

    /// Apostrophes and hyphens.
    fn joint(&mut self, start: usize, end: usize, seen: &mut Seen) -> Next {
        let Some((class, len)) = class_at(self.text, end) else { return Next::End(0) };
        let goes_on = self.class(end + len).is_alphanumeric();
        match class {
            Class::Apostrophe => {
                let first = !seen.apostrophe && !seen.hyphen && seen.stops == Stops::Nothing;
                if first && self.is_elision(start, end + len) {
                    return Next::Elision(len);
                }
                if !goes_on {
                    return Next::End(0);
                }
                seen.apostrophe = true;
                Next::Join(len)
            }
            Class::Hyphen if goes_on => {
                seen.hyphen = true;
                Next::Join(len)
            }
            Class::Hyphen
            | Class::Space
            | Class::Lower
            | Class::Upper
            | Class::Digit
            | Class::Joiner
            | Class::Other => Next::End(0),
        }
    }

    fn full_stop(&self, part: usize, end: usize, seen: &mut Seen) -> Next {
        let single = self.is_single_letter(part, end);
        let Some((next, len)) = class_at(self.text, end + 1) else {
            return Next::End(usize::from(single && seen.stops == Stops::Dotted));
        };
        let after = self.class(end + 1 + len);
        if single && next.is_letter() && !after.is_alphanumeric() {
            seen.stops = Stops::Dotted;
            return Next::Join(1);
        }
        if single && next == Class::Hyphen && after == Class::Upper {
            // Two given names: `J.-P.`
            seen.stops = Stops::Dotted;
            seen.hyphen = true;
            return Next::Join(1 + len);
        }
        if single && seen.stops == Stops::Dotted {
            if next == Class::Hyphen && after.is_alphanumeric() {
                seen.hyphen = true;
                return Next::Join(1 + len);
            }
            return Next::End(usize::from(!next.is_alphanumeric() && !self.text[end + 1..].starts_with('.')));
        }
        let before = self.text.as_bytes().get(end.wrapping_sub(1)).copied().unwrap_or_default();
        let joins = match next {
            Class::Lower => end > part,
            // `E.ON`: a capital, then capitals.
            Class::Upper => single && after == Class::Upper,
            Class::Digit => before.is_ascii_digit(),
            Class::Space | Class::Joiner | Class::Apostrophe | Class::Hyphen | Class::Other => false,
        };
        if !joins {
            return Next::End(0);
        }
        if next == Class::Lower && seen.stops != Stops::Address {
            seen.stops = Stops::Domain;
        }
        Next::Join(1)
    }

    fn is_single_letter(&self, start: usize, end: usize) -> bool {
        class_at(self.text, start).is_some_and(|(class, len)| class.is_letter() && start + len == end)
    }

    /// Bytes from `from` to the end of a web address: up to a blank or quotation mark, less the marks that belong to
    /// the sentence around it.
    fn address_length(&self, from: usize) -> usize {
        let rest = &self.text[from..];
        let length = rest
            .find(|c: char| crate::chars::is_space(c) || matches!(c, '"' | '<' | '>' | '«' | '»' | '“' | '”'))
            .unwrap_or(rest.len());
        rest[..length].trim_end_matches(|c: char| !crate::chars::class(c).is_alphanumeric() && c != '/').len()
    }

    /// Whether the text from `start` to `end`, an apostrophe's end, is cut off the word that follows.
    fn is_elision(&mut self, start: usize, end: usize) -> bool {
        let conventions = self.conventions;
        // An apostrophe counts one byte in the list's form, three at most here.
        if end - start > conventions.elisions.longest() + 2
            || !conventions.is_elision(self.lower_of(start, end))
        {
            return false;
        }
        let longest = conventions.whole_words.longest();
        if longest == 0 {
            return true;
        }
        let mut whole = end;
        while whole - start <= longest * 2
            && let Some((class, len)) = class_at(self.text, whole)
            && (class.is_alphanumeric()
                || (matches!(class, Class::Apostrophe | Class::Hyphen)
                    && self.class(whole + len).is_alphanumeric()))
        {
            whole += len;
        }
        !conventions.whole_words.contains(self.lower_of(start, whole))
    }

    /// Emits what was read from `start` to `end`, less its endings, then those.
    fn finish(&mut self, start: usize, mut end: usize, seen: Seen) {
        let flags = Flags::default();
        if seen.stops == Stops::Address {
            return self.emit(start, end, TokenKind::Address, Shape::None, flags);
        }
        if seen.stops == Stops::Nothing
            && let Some(cut) = self.lost_break(start, end)
        {
            return self.emit(start, cut, TokenKind::Word, shape(&self.text[start..cut]), flags);
        }
        let conventions = self.conventions;
        let hyphenated = flags.with_if(Flags::HYPHENATED, seen.hyphen);
        let rest = &self.text[end..];
        if rest.starts_with('!') && conventions.whole_words.contains(self.lower_of(start, end + 1)) {
            let shape = shape(&self.text[start..=end]);
            return self.emit(start, end + 1, TokenKind::Word, shape, hyphenated);
        }
        if (seen.apostrophe || seen.hyphen) && !conventions.whole_words.contains(self.lower_of(start, end)) {
            let cuts = self.enclitics(start, end);
            if let Some(&first) = cuts.last() {
                let base = &self.text[start..first];
                let hyphenated =
                    flags.with_if(Flags::HYPHENATED, base.contains(['-', '\u{2010}', '\u{2011}']));
                self.emit(start, first, TokenKind::Word, shape(base), hyphenated);
                let ends = cuts.iter().rev().skip(1).chain([&end]);
                for (&from, &to) in cuts.iter().rev().zip(ends) {
                    let piece = &self.text[from..to];
                    let flags = flags
                        .with(Flags::ENCLITIC)
                        .with_if(Flags::HYPHENATED, self.class(from) == Class::Hyphen);
                    self.emit(from, to, TokenKind::Word, shape(piece), flags);
                }
                return;
            }
        }
        let mut flags = hyphenated;
        if seen.stops == Stops::Dotted && self.text[..end].ends_with('.') {
            flags = flags.with(Flags::ABBREVIATED).with(Flags::CLOSING);
        } else if rest.starts_with('.')
            && !rest.starts_with("..")
            && let Some(abbreviated) = self.abbreviation(start, end)
        {
            flags = flags.with(Flags::ABBREVIATED).with(abbreviated);
            end += 1;
        }
        self.emit(start, end, TokenKind::Word, shape(&self.text[start..end]), flags);
    }

    /// Where a line end was lost on the way of the text, so that the last word of a heading has the first of what
    /// follows in it: `les comptes sont closPour l'heure`. Names are written so too (`easyJet`): what comes behind must be one of the
    /// language's most frequent words, or what stands before long. A word that begins with a capital is left alone.
    fn lost_break(&mut self, start: usize, end: usize) -> Option<usize> {
        if self.class(start) != Class::Lower
            || self.text[start..end].bytes().all(|byte| byte.is_ascii_lowercase())
        {
            return None;
        }
        let mut before = Class::Other;
        let mut letters = 0;
        let mut at = start;
        while let Some((class, len)) = class_at(self.text, at).filter(|_| at < end) {
            if before == Class::Lower && class == Class::Upper {
                return (letters >= 3 && self.begins_word(at, end, letters)).then_some(at);
            }
            if !class.is_letter() {
                return None;
            }
            letters += 1;
            before = class;
            at += len;
        }
        None
    }

    /// Whether what begins at `at`, after so many small letters, is a word of its own.
    fn begins_word(&mut self, at: usize, end: usize, letters: usize) -> bool {
        let mut stop = at;
        while let Some((class, len)) = class_at(self.text, stop).filter(|_| stop < end) {
            if !class.is_letter() {
                break;
            }
            stop += len;
        }
        let conventions = self.conventions;
        if shape(&self.text[at..stop]) != Shape::Title {
            return false;
        }
        let apostrophe =
            class_at(self.text, stop).filter(|(class, _)| *class == Class::Apostrophe && stop < end);
        conventions.is_function_word(self.lower_of(at, stop))
            || apostrophe.is_some_and(|(_, len)| conventions.is_elision(self.lower_of(at, stop + len)))
            || letters > 6 && stop - at > 2
    }

    /// Flags of a word that takes the full stop at `end` to itself.
    fn abbreviation(&self, start: usize, end: usize) -> Option<Flags> {
        match self.conventions.abbreviation(&self.text[start..end]) {
            Some(Abbreviation::Inside) => return Some(Flags::default()),
            Some(Abbreviation::Closing) => return Some(Flags::CLOSING),
            None => {}
        }
        let (class, len) = class_at(self.text, start)?;
        if class != Class::Upper || start + len != end {
            return None;
        }
        let next = match class_at(self.text, end + 1)? {
            (Class::Space, len) if char_at(self.text, end + 1) != Some('\n') => self.class(end + 1 + len),
            (class, _) => class,
        };
        (next == Class::Upper).then_some(Flags::INITIAL.with(Flags::CLOSING))
    }

    /// Where the endings of a word begin, the last one first.
    fn enclitics(&mut self, start: usize, end: usize) -> Vec<usize> {
        let conventions = self.conventions;
        let longest = conventions.enclitics.longest();
        let mut cuts = Vec::new();
        if longest == 0 {
            return cuts;
        }
        let shouted = shape(&self.text[start..end]) == Shape::Upper;
        let text = self.text;
        let mut end = end;
        loop {
            let mut cut = None;
            for (at, _) in text[start..end].rmatch_indices(['\'', '’', 'ʼ', '-', '\u{2010}', '\u{2011}']) {
                let at = start + at;
                // Each apostrophe or hyphen counts one byte in the list's form, three at most here.
                if end - at > longest * 3 {
                    break;
                }
                let letter_before =
                    text[start..at].char_indices().next_back().map(|(before, _)| start + before);
                for from in [Some(at), letter_before].into_iter().flatten().filter(|from| *from > start) {
                    let capitals = text[from..end].chars().any(char::is_uppercase);
                    if (shouted || !capitals) && conventions.enclitics.contains(self.lower_of(from, end)) {
                        cut = Some(from);
                    }
                }
            }
            let Some(from) = cut else { return cuts };
            cuts.push(from);
            end = from;
        }
    }
}

/// How the letters of a word are written.
pub(crate) fn shape(word: &str) -> Shape {
    // Most words are small ASCII letters, with or without a capital before them.
    if let Some((first, rest)) = word.as_bytes().split_first()
        && rest.iter().all(u8::is_ascii_lowercase)
    {
        match first {
            b'a'..=b'z' => return Shape::Lower,
            b'A'..=b'Z' => return Shape::Title,
            _ => {}
        }
    }
    let (mut small, mut capitals, mut digits) = (0_usize, 0_usize, 0_usize);
    let mut inside = false;
    let mut first_small = false;
    let mut misplaced = false;
    let mut at = 0;
    while let Some((class, len)) = class_at(word, at) {
        match class {
            Class::Lower => {
                first_small |= small + capitals == 0;
                small += 1;
                inside = true;
            }
            Class::Upper => {
                misplaced |= inside;
                capitals += 1;
                inside = true;
            }
            Class::Digit => digits += 1,
            Class::Joiner => {}
            Class::Space | Class::Apostrophe | Class::Hyphen | Class::Other => inside = false,
        }
        at += len;
    }
    match (capitals, small) {
        (0, 0) if digits > 0 => Shape::Digits,
        (0, 0) => Shape::None,
        (0, _) => Shape::Lower,
        (1, 0) if digits == 0 => Shape::Title,
        (_, 0) => Shape::Upper,
        _ if misplaced || first_small => Shape::Mixed,
        _ => Shape::Title,
    }
}
