//! Lines of a terminal's width.

use super::WIDTH;

/// The text on lines that begin `indent` blanks in, the first too, and are broken between words. A word that is longer
/// than a line stays whole.
pub(crate) fn paragraph(indent: usize, text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            out.push('\n');
            column = 0;
        }
        // What goes on stands further in than what begins.
        let blanks = match (column, out.is_empty()) {
            (0, true) => indent,
            (0, false) => indent + 2,
            _ => 1,
        };
        out.extend(std::iter::repeat_n(' ', blanks));
        out.push_str(word);
        column += blanks + length;
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        let lines = paragraph(4, &"twelve chars ".repeat(9));
        let (first, second) = lines.split_once('\n').unwrap();
        assert_eq!(first, format!("    {}", "twelve chars ".repeat(7).trim_end()));
        assert_eq!(second, "      twelve chars twelve chars\n");
        assert_eq!(paragraph(2, ""), "\n");
    }
}
