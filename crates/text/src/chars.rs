//! Classes of characters: one table look-up for ASCII, a short match for the rest.

/// What a character can be part of, as far as the scanner cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Separates tokens and is part of none: blanks, line ends, controls, zero-width space.
    Space,
    /// A lower-case letter, or a letter of a script without case.
    Lower,
    /// An upper-case letter.
    Upper,
    /// An ASCII digit.
    Digit,
    /// Continues a word but begins none: combining marks, soft hyphen, underscore, superscripts.
    Joiner,
    /// `'`, `’` or the modifier letter apostrophe.
    Apostrophe,
    /// A hyphen that may join two words; dashes are not hyphens.
    Hyphen,
    /// Everything else.
    Other,
}

impl Class {
    /// Letters and digits: what a word or a number may begin with.
    pub(crate) fn is_alphanumeric(self) -> bool {
        matches!(self, Self::Lower | Self::Upper | Self::Digit)
    }

    /// Letters of either case.
    pub(crate) fn is_letter(self) -> bool {
        matches!(self, Self::Lower | Self::Upper)
    }
}

const ASCII: [Class; 128] = ascii_table();

const fn ascii_table() -> [Class; 128] {
    let mut table = [Class::Other; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Joiner,
            b'\'' => Class::Apostrophe,
            b'-' => Class::Hyphen,
            0..=b' ' | 0x7f => Class::Space,
            _ => Class::Other,
        };
        byte += 1;
    }
    table
}

/// Class of a character.
pub(crate) fn class(c: char) -> Class {
    match c {
        '\0'..='\x7f' => ASCII[c as usize],
        '\u{80}'..='\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{2060}'
        | '\u{3000}'
        | '\u{feff}' => Class::Space,
        '\u{ad}'
        | '\u{b2}'
        | '\u{b3}'
        | '\u{b9}'
        | '\u{300}'..='\u{36f}'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{2070}'..='\u{209f}'
        | '\u{fe00}'..='\u{fe0f}' => Class::Joiner,
        'À'..='Ö' | 'Ø'..='Þ' => Class::Upper,
        'ß'..='ö' | 'ø'..='ÿ' => Class::Lower,
        '’' | 'ʼ' => Class::Apostrophe,
        // Frequent, and slow to look up below.
        '«' | '»' | '°' | '\u{2012}'..='\u{2027}' | '€' => Class::Other,
        '\u{2010}' | '\u{2011}' => Class::Hyphen,
        _ if c.is_uppercase() => Class::Upper,
        _ if c.is_alphabetic() => Class::Lower,
        _ if c.is_numeric() => Class::Joiner,
        _ => Class::Other,
    }
}

/// Class and length in bytes of the character that begins at byte `at`; none at the end of the text.
#[inline]
pub(crate) fn class_at(text: &str, at: usize) -> Option<(Class, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 128 {
        return Some((ASCII[usize::from(byte)], 1));
    }
    // The accented letters of western Europe are nearly all there is besides.
    if byte == 0xc3 {
        let class = match text.as_bytes().get(at + 1)? {
            0x97 | 0xb7 => Class::Other,
            0x80..=0x9e => Class::Upper,
            _ => Class::Lower,
        };
        return Some((class, 2));
    }
    char_at(text, at).map(|c| (class(c), c.len_utf8()))
}

/// Class of the character that begins at byte `at`; [`Class::Space`] at the end of the text.
#[inline]
pub(crate) fn class_or_space(text: &str, at: usize) -> Class {
    class_at(text, at).map_or(Class::Space, |(class, _)| class)
}

/// The character that begins at byte `at`.
pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends at byte `at`.
pub(crate) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// True for characters that are part of no token.
pub(crate) fn is_space(c: char) -> bool {
    class(c) == Class::Space
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_characters() {
        for (characters, expected) in [
            (" \t\n\r\u{0}\u{a0}\u{202f}\u{2009}\u{feff}\u{200b}", Class::Space),
            ("azéçœÿßłж漢", Class::Lower),
            ("AZÉÇŒŸŁЖ", Class::Upper),
            ("0123456789", Class::Digit),
            ("_\u{ad}\u{301}²₂½", Class::Joiner),
            ("'’ʼ", Class::Apostrophe),
            ("-\u{2010}\u{2011}", Class::Hyphen),
            ("–—«»“”\"‘.,;:!?€$%&/×÷", Class::Other),
        ] {
            for c in characters.chars() {
                assert_eq!(class(c), expected, "{c:?}");
                assert_eq!(class_at(&c.to_string(), 0), Some((expected, c.len_utf8())), "{c:?}");
            }
        }
        assert_eq!(class_at("a", 1), None);
    }
}
