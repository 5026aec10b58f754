//! Forms under which words are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::chars::{Class, class, is_space};

/// A name as it is compared: lower case, accents stripped, `œ` as `oe`, apostrophes straight, dashes as hyphens, a `&`
/// standing alone as `and`, blanks as single spaces. Folding twice changes nothing.
///
/// ```
/// assert_eq!(entente_text::fold("Société  Générale"), "societe generale");
/// assert_eq!(entente_text::fold("L’Œuvre & Fils"), "l'oeuvre and fils");
/// ```
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split(is_space) {
        let before = folded.len();
        if before > 0 {
            folded.push(' ');
        }
        let start = folded.len();
        push_folded(word, &mut folded);
        if folded.len() == start {
            folded.truncate(before);
        }
    }
    folded
}

/// Appends the folded form of a word; blanks in it (a number's) become plain ones.
pub(crate) fn push_folded(word: &str, out: &mut String) {
    let start = out.len();
    for c in word.chars() {
        match c {
            '\0'..='\x7f' => out.push(c.to_ascii_lowercase()),
            // The commonest accents of French, short of decomposing them.
            'à' | 'â' => out.push('a'),
            'ç' => out.push('c'),
            'è'..='ë' | 'È'..='Ë' => out.push('e'),
            'î' | 'ï' => out.push('i'),
            'ô' => out.push('o'),
            'ù' | 'û' => out.push('u'),
            _ => decompose_canonical(c, |part| push_folded_char(part, out)),
        }
    }
    if out[start..] == *"&" {
        out.truncate(start);
        out.push_str("and");
    }
}

/// Combining marks begin here.
const FIRST_MARK: char = '\u{300}';

fn push_folded_char(c: char, out: &mut String) {
    match c {
        '\u{ad}' => {}
        'œ' | 'Œ' => out.push_str("oe"),
        'æ' | 'Æ' => out.push_str("ae"),
        'ß' | 'ẞ' => out.push_str("ss"),
        // Letters with a stroke have no decomposition.
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'ı' => out.push('i'),
        '–' | '—' | '―' | '−' => out.push('-'),
        '‘' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' => out.push('"'),
        _ => match class(c) {
            Class::Apostrophe => out.push('\''),
            Class::Hyphen => out.push('-'),
            Class::Space => out.push(' '),
            Class::Lower | Class::Upper | Class::Digit | Class::Joiner | Class::Other => {
                if !is_combining_mark(c) {
                    push_lower_char(c, out);
                }
            }
        },
    }
}

fn push_lower_char(c: char, out: &mut String) {
    // A lower-case form may decompose in its turn (`İ`); its marks go as well.
    out.extend(c.to_lowercase().filter(|part| !is_combining_mark(*part)));
}

/// Appends the lower-case form of a word: accents stay, composed; apostrophes and hyphens become the plain ones, soft
/// hyphens vanish.
pub(crate) fn push_lower(word: &str, out: &mut String) {
    if word.chars().any(|c| c >= FIRST_MARK && is_combining_mark(c)) {
        word.nfc().for_each(|c| push_lower_kept(c, out));
    } else {
        word.chars().for_each(|c| push_lower_kept(c, out));
    }
}

#[inline]
fn push_lower_kept(c: char, out: &mut String) {
    match c {
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '\0'..='\x7f' | 'ß'..='ö' | 'ø'..='ÿ' => out.push(c),
        'À'..='Ö' | 'Ø'..='Þ' => out.extend(char::from_u32(c as u32 + 0x20)),
        '\u{ad}' => {}
        '’' | 'ʼ' => out.push('\''),
        '\u{2010}' | '\u{2011}' => out.push('-'),
        _ => out.extend(c.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        for (name, expected) in [
            ("Peugeot-Citroën", "peugeot-citroen"),
            ("L’Oréal", "l'oreal"),
            ("Dupond & Associés", "dupond and associes"),
            ("H&M", "h&m"),
            ("Cœur  d\u{a0}Alène ", "coeur d alene"),
            ("Škoda Łódź Ørsted Straße", "skoda lodz orsted strasse"),
            ("Ete\u{301} İzmir", "ete izmir"),
            ("A–B\u{2011}C", "a-b-c"),
            ("co\u{ad}actionnaire", "coactionnaire"),
            ("", ""),
        ] {
            assert_eq!(fold(name), expected, "{name}");
            assert_eq!(fold(expected), expected, "twice: {name}");
        }
    }

    #[test]
    fn lowering_keeps_accents() {
        for (word, expected) in
            [("L’", "l'"), ("ÉTÉ", "été"), ("E\u{301}te\u{301}", "été"), ("Ÿ", "ÿ"), ("×÷", "×÷"), ("Ø", "ø")]
        {
            let mut lower = String::new();
            push_lower(word, &mut lower);
            assert_eq!(lower, expected, "{word}");
        }
    }
}
