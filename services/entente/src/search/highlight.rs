//! A passage with the words that match.

use entente_wire::v1::{SearchHit, Span};

use crate::Error;
use crate::telling::paragraph;

/// Terminals print what stands between these in bold.
const BOLD: (&str, &str) = ("\u{1b}[1m", "\u{1b}[22m");
/// Blanks before a passage.
const INDENT: usize = 4;

/// The passage of a hit, its offsets in code points, on lines of a terminal's width; what matches in bold if wanted.
pub(super) fn passage(hit: &SearchHit, bold: bool) -> Result<String, Error> {
    let begins = hit.span.unwrap_or_default().start;
    let places = hit.highlights.iter().map(|place| inside(place, begins)).collect::<Result<Vec<_>, _>>()?;
    // A control character would be an order to the terminal.
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = hit.text.chars().map(plain).collect();
    let lines = paragraph(INDENT, &format!("> {text}"));
    if !bold {
        return Ok(lines);
    }
    // Breaking lines moves nothing but blanks: what is left stands in the same order.
    let mut marked = text
        .chars()
        .enumerate()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(at, _)| places.iter().any(|place| place.contains(&at)));
    let mut out = String::with_capacity(lines.len());
    let mut open = false;
    let mut mark = true;
    for c in lines.chars() {
        let is_mark = mark && c == '>';
        mark &= !is_mark;
        let now = !is_mark && !c.is_whitespace() && marked.next().unwrap_or_default();
        if now != open {
            out.push_str(if now { BOLD.0 } else { BOLD.1 });
            open = now;
        }
        out.push(c);
    }
    Ok(out)
}

/// A place in the passage, which begins at `begins` in its article.
fn inside(place: &Span, begins: i64) -> Result<std::ops::Range<usize>, Error> {
    let offset = |offset: i64| usize::try_from(offset.saturating_sub(begins));
    match (offset(place.start), offset(place.end)) {
        (Ok(start), Ok(end)) => Ok(start..end),
        _ => Err(Error::Answer("a word that matches stands before its passage".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(text: &str, begins: i64, highlights: &[(i64, i64)]) -> SearchHit {
        let length = i64::try_from(text.chars().count()).unwrap();
        SearchHit {
            text: text.to_owned(),
            span: Some(Span { start: begins, end: begins + length }),
            highlights: highlights.iter().map(|&(start, end)| Span { start, end }).collect(),
            ..SearchHit::default()
        }
    }

    #[test]
    fn what_matches_is_bold() {
        for (hit, expected) in [
            (hit("Énéa détient tout", 0, &[(5, 12)]), "    > Énéa \u{1b}[1mdétient\u{1b}[22m tout\n"),
            (hit("à b", 7, &[(7, 8), (9, 10)]), "    > \u{1b}[1mà\u{1b}[22m \u{1b}[1mb\u{1b}[22m\n"),
            (hit("> a\n> b", 0, &[(6, 7)]), "    > > a > \u{1b}[1mb\u{1b}[22m\n"),
            (hit("a\u{1b}[31mb", 0, &[]), "    > a [31mb\n"),
        ] {
            assert_eq!(passage(&hit, true).unwrap(), expected);
            assert!(!passage(&hit, false).unwrap().contains('\u{1b}'));
        }
    }

    #[test]
    fn lines_are_as_long_as_without() {
        let text = "mot ".repeat(60);
        let long = hit(&text, 0, &[(0, 3), (200, 203)]);
        let bold = passage(&long, true).unwrap();
        let bare = bold.replace(BOLD.0, "").replace(BOLD.1, "");
        assert_eq!(bare, passage(&long, false).unwrap());
        assert_eq!(bold.matches(BOLD.0).count(), 2);
    }

    #[test]
    fn places_before_the_passage_are_refused() {
        assert!(passage(&hit("a", 5, &[(4, 6)]), false).is_err());
    }
}
