//! Text in drawings.

/// Most columns of a line in a box, and most lines.
const COLUMNS: usize = 22;
const LINES: usize = 2;

/// The text as XML takes it; characters that XML has none of are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// The name on lines that fit a box, broken between words; what does not fit ends in an ellipsis.
pub(super) fn wrapped(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let last = lines.len() - 1;
        let used = width(&lines[last]);
        if used > 0 && used + 1 + width(word) > COLUMNS {
            lines.push(word.to_owned());
            continue;
        }
        if used > 0 {
            lines[last].push(' ');
        }
        lines[last].push_str(word);
    }
    let more = lines.len() > LINES;
    lines.truncate(LINES);
    let last = lines.len() - 1;
    for (place, line) in lines.iter_mut().enumerate() {
        if width(line) > COLUMNS || (more && place == last) {
            shorten(line);
        }
    }
    lines
}

fn shorten(line: &mut String) {
    while width(line) >= COLUMNS {
        line.pop();
    }
    line.push('…');
}

/// In columns: letters of East Asia take two.
fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter >= '\u{2e80}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_their_boxes() {
        for (name, lines) in [
            ("Carellis", vec!["Carellis"]),
            ("Compagnie générale de Hautecombe", vec!["Compagnie générale de", "Hautecombe"]),
            (
                "Compagnie générale de Hautecombe et des provinces réunies",
                vec!["Compagnie générale de", "Hautecombe et des…"],
            ),
            ("Donaudampfschifffahrtsgesellschaft", vec!["Donaudampfschifffahrt…"]),
            ("", vec![""]),
        ] {
            assert_eq!(wrapped(name), lines, "{name}");
        }
    }

    #[test]
    fn text_is_no_markup() {
        assert_eq!(
            escaped("<a href=\"x\">R&D's\u{1}</a>"),
            "&lt;a href=&quot;x&quot;&gt;R&amp;D&#39;s &lt;/a&gt;"
        );
    }
}
