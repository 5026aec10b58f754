//! Columns for people.

use crate::telling::WIDTH;

/// Longest cell, in characters; what is longer ends in an ellipsis.
const LONGEST: usize = 96;
/// No column is made narrower than this for the sake of the others.
const NARROWEST: usize = 10;
/// Between two columns.
const GAP: usize = 2;

/// Rows under the names of their columns, as wide as a terminal: cells that do not fit go over several lines.
#[derive(Debug)]
pub(crate) struct Table {
    columns: &'static [&'static str],
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    cells: Vec<String>,
    /// Lines below the row, as they are to be printed.
    below: String,
}

impl Table {
    pub(crate) fn new(columns: &'static [&'static str]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row and the lines that stand below it, each with its end.
    pub(crate) fn push(&mut self, cells: &[String], below: String) {
        self.rows.push(Row { cells: cells.iter().map(|cell| shortened(cell)).collect(), below });
    }

    /// The table, with the names of its columns if wanted.
    pub(crate) fn print(&self, with_names: bool) -> String {
        let names: Vec<String> = self.columns.iter().map(|&name| name.to_owned()).collect();
        let widths = self.widths(&names);
        let mut out = String::new();
        if with_names {
            write_row(&mut out, &names, &widths);
        }
        for row in &self.rows {
            write_row(&mut out, &row.cells, &widths);
            out.push_str(&row.below);
        }
        out
    }

    /// As wide as each column's widest cell; where that is too wide for a terminal, the widest are narrowed.
    fn widths(&self, names: &[String]) -> Vec<usize> {
        let mut widths: Vec<usize> = names.iter().map(|name| name.chars().count()).collect();
        let least: Vec<usize> = widths.iter().map(|&width| width.max(NARROWEST)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(&row.cells) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let room = WIDTH.saturating_sub(GAP * names.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let widest = (0..widths.len()).filter(|&at| widths[at] > least[at]).max_by_key(|&at| widths[at]);
            let Some(widest) = widest else { break };
            widths[widest] -= 1;
        }
        widths
    }
}

fn write_row(out: &mut String, cells: &[String], widths: &[usize]) {
    let cells: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, &width)| lines(cell, width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    for line in 0..height {
        let row = cells.iter().zip(widths).map(|(cell, &width)| {
            let part = cell.get(line).map_or("", String::as_str);
            format!("{part:<width$}")
        });
        let row = row.collect::<Vec<_>>().join(&" ".repeat(GAP));
        out.push_str(row.trim_end());
        out.push('\n');
    }
}

/// The cell on lines of at most `width` characters, broken between words where that can be.
fn lines(cell: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in cell.split(' ') {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let last = lines.len() - 1;
            let used = lines[last].chars().count();
            let room = width.saturating_sub(used + usize::from(used > 0));
            if word.len() <= room || (used == 0 && word.len() <= width) {
                if used > 0 {
                    lines[last].push(' ');
                }
                lines[last].extend(word);
                break;
            }
            if used == 0 {
                lines[last].extend(word.drain(..width.min(word.len()).max(1)));
            }
            lines.push(String::new());
        }
    }
    lines
}

fn shortened(cell: &str) -> String {
    match cell.char_indices().nth(LONGEST) {
        None => cell.to_owned(),
        Some(_) => cell.chars().take(LONGEST - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(&["WHO", "WHAT"]);
        table.push(&["Énéa".to_owned(), "holds".to_owned()], "    proof\n".to_owned());
        table.push(&["B".to_owned(), "nothing".to_owned()], String::new());
        assert_eq!(table.print(true), "WHO   WHAT\nÉnéa  holds\n    proof\nB     nothing\n");
        assert!(table.print(false).starts_with("Énéa"));
    }

    #[test]
    fn what_is_too_wide_goes_over_lines() {
        let mut table = Table::new(&["WHO", "WHAT"]);
        table.push(&["B".to_owned(), "word ".repeat(30)], String::new());
        let printed = table.print(false);
        assert!(
            printed.lines().count() == 2 && printed.lines().all(|line| line.chars().count() <= WIDTH),
            "{printed}"
        );
        assert!(printed.trim_end().ends_with('…'), "{printed}");
    }

    #[test]
    fn words_are_broken_only_where_they_must() {
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(lines("", 4), [""]);
    }
}
