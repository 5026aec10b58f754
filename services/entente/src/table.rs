//! Columns for people.

use std::fmt::Write as _;

/// Widest cell, in characters; what is longer ends in an ellipsis.
const WIDEST: usize = 48;
/// Between two columns.
const GAP: &str = "  ";

/// Rows under the names of their columns.
#[derive(Debug)]
pub(crate) struct Table {
    columns: &'static [&'static str],
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    cells: Vec<String>,
    /// Lines below the row, indented.
    below: Vec<String>,
}

impl Table {
    pub(crate) fn new(columns: &'static [&'static str]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row and the lines that stand below it.
    pub(crate) fn push(&mut self, cells: &[String], below: Vec<String>) {
        self.rows.push(Row { cells: cells.iter().map(|cell| shortened(cell)).collect(), below });
    }

    /// The table, with the names of its columns if wanted.
    pub(crate) fn print(&self, with_names: bool) -> String {
        let names: Vec<String> = self.columns.iter().map(|&name| name.to_owned()).collect();
        let mut widths: Vec<usize> = names.iter().map(|name| name.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(&row.cells) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let mut out = String::new();
        if with_names {
            write_row(&mut out, &names, &widths);
        }
        for row in &self.rows {
            write_row(&mut out, &row.cells, &widths);
            for line in &row.below {
                let _ = writeln!(out, "    {line}");
            }
        }
        out
    }
}

fn write_row(out: &mut String, cells: &[String], widths: &[usize]) {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(line, "{cell:<width$}{GAP}");
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

fn shortened(cell: &str) -> String {
    match cell.char_indices().nth(WIDEST) {
        None => cell.to_owned(),
        Some(_) => cell.chars().take(WIDEST - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(&["WHO", "WHAT"]);
        table.push(&["Énéa".to_owned(), "holds".to_owned()], vec!["\"proof\"".to_owned()]);
        table.push(&["B".to_owned(), "x".repeat(60)], Vec::new());
        let long = "x".repeat(47);
        assert_eq!(table.print(true), format!("WHO   WHAT\nÉnéa  holds\n    \"proof\"\nB     {long}…\n"));
        assert!(table.print(false).starts_with("Énéa"));
    }
}
