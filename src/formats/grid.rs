//! A table that isn't delimited text, converted to delimited text, so that readers of tables have one kind of input.

use super::{delimited::records::Records, error::Error};
use crate::table::escape::{csv_data_cell, csv_text};

/// A table as text, with the name of its file and the number of its first line.
///
/// The rows of other formats become lines of this text. The line of a row is its number in its own format, so that
/// messages name the right row.
pub(super) struct Grid {
    file: String,
    text: String,
    first_line: u32,
    /// The number of the next line to write.
    line: u32,
}

impl Grid {
    /// A table that is a text already.
    pub(super) fn of_text(file: &str, text: String) -> Self {
        Self { file: file.to_owned(), text, first_line: 1, line: 1 }
    }

    /// A table without rows; its header has the number `line`.
    pub(super) fn new(file: String, line: u32, header: &[String]) -> Self {
        let mut grid = Self { file, text: String::new(), first_line: line, line };
        grid.push_line(header.iter().map(String::as_str));
        grid
    }

    /// Adds a row, whose number must be larger than all before it. A row of blank cells is left out.
    pub(super) fn push<'c>(&mut self, number: u32, cells: impl Iterator<Item = &'c str> + Clone) {
        if cells.clone().all(|cell| cell.trim().is_empty()) {
            return;
        }
        while self.line < number {
            self.text.push('\n');
            self.line += 1;
        }
        // When a text is read, an apostrophe before a formula is removed; in other formats it belongs to the text.
        let kept = |cell: &'c str| if csv_text(cell) == cell { cell.into() } else { csv_data_cell(cell) };
        self.push_line(cells.map(kept));
    }

    fn push_line(&mut self, cells: impl Iterator<Item = impl AsRef<str>>) {
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            push_cell(&mut self.text, cell.as_ref());
        }
        self.text.push('\n');
        self.line += 1;
    }

    /// The name of its file, for messages.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// Its text from line 1 on, with blank lines before the header.
    #[cfg(any(feature = "workbook", test))]
    pub(super) fn into_lines(self) -> String {
        "\n".repeat(self.first_line.saturating_sub(1) as usize) + &self.text
    }

    /// Its rows.
    ///
    /// # Errors
    /// Returns [`Error::Empty`] if there are none.
    pub(super) fn records(&self) -> Result<Records<'_>, Error> {
        Records::open_at(&self.file, &self.text, self.first_line)
    }
}

/// Writes a cell on one line: line breaks within it become blanks.
fn push_cell(text: &mut String, cell: &str) {
    let is_break = |c: char| matches!(c, '\n' | '\r');
    if !cell.contains(['"', ',', ';', '\t', '\u{feff}']) && !cell.contains(is_break) {
        text.push_str(cell);
        return;
    }
    text.push('"');
    for c in cell.chars() {
        match c {
            '"' => text.push_str("\"\""),
            c if is_break(c) => text.push(' '),
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(grid: &Grid) -> Vec<(u32, Vec<String>)> {
        let (records, mut rows, mut faults) = (grid.records().unwrap(), Vec::new(), Vec::new());
        records.each(&mut faults, |record, line, _| {
            rows.push((
                line,
                (0..record.len()).map(|at| csv_text(record.get(at).unwrap_or_default()).to_owned()).collect(),
            ));
        });
        assert_eq!(faults, []);
        rows
    }

    #[test]
    fn rows_keep_their_numbers() {
        let header = ["a;x".to_owned(), "b".to_owned(), "c\td;e;f".to_owned()];
        let mut grid = Grid::new("file".to_owned(), 0, &header);
        grid.push(1, ["x, y", "1\n2", ""].into_iter());
        grid.push(2, ["", " ", ""].into_iter());
        grid.push(7, ["\"", "sep=;", "z"].into_iter());
        assert_eq!(grid.records().unwrap().header(), header);
        let cells = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        assert_eq!(rows(&grid), [(1, cells(["x, y", "1 2", ""])), (7, cells(["\"", "sep=;", "z"]))]);
    }

    proptest! {
        #[test]
        fn any_cells_are_read_as_they_were_written(
            table in prop::collection::vec(prop::collection::vec(any::<String>(), 2), 1..6),
        ) {
            let mut grid = Grid::new("file".to_owned(), 3, &["a".to_owned(), "b".to_owned()]);
            for (number, row) in (5..).step_by(2).zip(&table) {
                grid.push(number, row.iter().map(String::as_str));
            }
            let expected: Vec<(u32, Vec<String>)> = (5..)
                .step_by(2)
                .zip(&table)
                .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()))
                .map(|(number, row)| (number, row.iter().map(|cell| cell.replace(['\n', '\r'], " ")).collect()))
                .collect();
            prop_assert_eq!(rows(&grid), expected);
        }
    }
}
