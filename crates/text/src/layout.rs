//! Paragraphs, from blank lines, indentation and the widths of lines.

use entente_model::Span;

use crate::chars::{Class, char_at, class, is_space};

/// Lines longer than this many bytes were not broken by hand or by a wire's printer: a line end next to one ends a
/// paragraph. Printed lines run to 65-100 columns.
const LONGEST_PRINTED: usize = 120;

/// Columns left free at the end of a printed line before its break counts as deliberate, beyond the next word's.
const SLACK: usize = 12;

/// Blanks before a line that count as an indentation.
const INDENTATION: usize = 2;

/// A line, trimmed.
#[derive(Debug, Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    /// Characters trimmed off before it.
    indent: usize,
    /// Bytes of the longest line in its block; a block is a run of lines without a blank one.
    width: usize,
    /// A blank line or the text's beginning stands before it.
    opens_block: bool,
}

impl Line {
    fn len(self) -> usize {
        self.end - self.start
    }
}

/// The paragraphs of a text in order, each trimmed and not empty; between them is nothing but blanks.
pub(crate) fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut before: Option<Line> = None;
    for line in lines {
        match (before, paragraphs.last_mut()) {
            (Some(before), Some(paragraph)) if !breaks(text, before, line) => paragraph.end = line.end,
            _ => paragraphs.push(Span { start: line.start, end: line.end }),
        }
        before = Some(line);
    }
    paragraphs
}

/// The lines that are not blank.
fn lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut block = 0;
    let mut opens_block = true;
    let mut start = 0;
    for piece in text.split_inclusive('\n') {
        // A carriage return alone ends a line as well; before a line feed it is trimmed away.
        for piece in
            piece.strip_suffix('\n').map_or(piece, |line| line.strip_suffix('\r').unwrap_or(line)).split('\r')
        {
            let tail = piece.trim_start_matches(is_space);
            let trimmed = tail.trim_end_matches(is_space);
            if trimmed.is_empty() {
                opens_block = true;
            } else {
                if opens_block {
                    close_block(&mut lines[block..]);
                    block = lines.len();
                }
                let indent = piece[..piece.len() - tail.len()].chars().map(columns).sum();
                let from = start + (piece.len() - tail.len());
                lines.push(Line { start: from, end: from + trimmed.len(), indent, width: 0, opens_block });
                opens_block = false;
            }
            start += piece.len() + 1;
        }
        // The loop above counts one byte for each line end; `\r\n` has two.
        start += usize::from(piece.ends_with("\r\n"));
    }
    close_block(&mut lines[block..]);
    lines
}

fn columns(blank: char) -> usize {
    match blank {
        '\t' => 4,
        '\u{feff}' | '\u{200b}' => 0,
        _ => 1,
    }
}

fn close_block(lines: &mut [Line]) {
    let width = lines.iter().map(|line| line.len()).max().unwrap_or_default();
    for line in lines {
        line.width = width;
    }
}

/// Whether a paragraph ends between two lines that follow each other.
fn breaks(text: &str, before: Line, line: Line) -> bool {
    if line.opens_block || before.len() > LONGEST_PRINTED || line.len() > LONGEST_PRINTED {
        return true;
    }
    let ended = ends_something(&text[before.start..before.end]);
    if line.indent >= INDENTATION && (line.indent > before.indent || (line.indent == before.indent && ended))
    {
        return true;
    }
    let words = &text[line.start..line.end];
    match item(words) {
        Some(Item::Bullet) => return true,
        Some(Item::Dash) if ended || item(&text[before.start..before.end]).is_some() => return true,
        Some(Item::Dash) | None => {}
    }
    // A line that had room for the next word was ended on purpose.
    let first_word = words.find(is_space).unwrap_or(words.len());
    let needed = before.len() + 1 + first_word + SLACK;
    let begins = char_at(text, line.start).is_some_and(|c| class(c) != Class::Lower);
    needed <= before.width && begins && (ended || is_heading(&text[before.start..before.end]))
}

/// Whether a line's end can end a paragraph. The full stop of `U.S.` or `J.` need not.
fn ends_something(line: &str) -> bool {
    let last = line.rsplit(is_space).next().unwrap_or_default();
    if let Some(word) = last.strip_suffix('.') {
        return word.len() > 1 && !word.contains('.');
    }
    line.ends_with(['!', '?', '…', ':', ';', '"', '”', '»', ')'])
}

/// Words in capitals. A short line of other words proves nothing: wires cut the dateline off the first line, and leave
/// the rest of it as it was.
fn is_heading(line: &str) -> bool {
    line.contains(is_space) && line.chars().any(char::is_alphabetic) && !line.chars().any(char::is_lowercase)
}

/// What a line of a list begins with.
enum Item {
    /// Nothing but a list begins so.
    Bullet,
    /// A dash or a number: a wrapped sentence may go on with one.
    Dash,
}

fn item(line: &str) -> Option<Item> {
    let marker = line.split(is_space).next().unwrap_or_default();
    if marker.len() == line.len() {
        return None;
    }
    match marker {
        "•" | "*" | "‣" | "▪" | "●" | "◦" => Some(Item::Bullet),
        "-" | "–" | "—" => Some(Item::Dash),
        _ => {
            let digits = marker.strip_suffix(['.', ')'])?;
            let short = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            short.then_some(Item::Dash)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = paragraphs(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        check("", &[]);
        check(" \n\u{a0}\n\t", &[]);
        check("Un.\n\nDeux.", &["Un.", "Deux."]);
        check("\u{feff}Un.\r\n \r\nDeux.\r\n", &["Un.", "Deux."]);
        check("Un.\r\rDeux.", &["Un.", "Deux."]);
    }

    #[test]
    fn printed_lines_are_joined() {
        check(
            "The maker of lamps said on Monday it would buy a rival based in\nGhent for cash and shares, and that it expects to close before\nthe summer.\n    A spokesman gave no price for the deal, which needs the assent\nof the owners.",
            &[
                "The maker of lamps said on Monday it would buy a rival based in\nGhent for cash and shares, and that it expects to close before\nthe summer.",
                "A spokesman gave no price for the deal, which needs the assent\nof the owners.",
            ],
        );
    }

    #[test]
    fn a_short_first_line_is_no_heading() {
        let text = "Durand Lamps Inc and\nPetit Bulbs Corp said they agreed to merge into one firm that would\nmake both.";
        check(text, &[text]);
    }

    #[test]
    fn a_dash_inside_a_printed_paragraph_is_no_item() {
        let text = "Le groupe vise trois marchés dans les cinq ans à venir, tous\n- la Chine, le Japon, la Corée - hors de sa région d'origine.";
        check(text, &[text]);
    }

    #[test]
    fn lines_of_their_own_are_paragraphs() {
        let long = "Le groupe a annoncé lundi la reprise de son partenaire, une opération dont le montant n'a pas été dévoilé par les deux parties.";
        check(&format!("{long}\n{long}"), &[long, long]);
        check(&format!("Un rachat discret\n{long}"), &["Un rachat discret", long]);
        check(
            "Trois points :\n- le prix\n- la date\n• le lieu",
            &["Trois points :", "- le prix", "- la date", "• le lieu"],
        );
        check(
            "A SHORT HEADING\nThe owners met on Friday and agreed on the sale of the whole plant.",
            &["A SHORT HEADING", "The owners met on Friday and agreed on the sale of the whole plant."],
        );
    }
}
