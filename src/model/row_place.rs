//! Where a row is, in the words of messages: on a line of a text, or as a row of a sheet or a list.

/// The end of a file's name if its rows are counted instead of its lines.
const ROWS: &str = ", rows";

/// The file name for rows that are counted instead of found by lines, as in `twins.xlsx, sheet "2026"` or in a JSON
/// list.
///
/// ```
/// use sistergraph::model::{at_row, counted_rows, source_of_rows};
/// let file = counted_rows("twins.json");
/// assert_eq!(at_row(&file, 3), "twins.json, row 3");
/// assert_eq!(at_row("twins.csv", 3), "twins.csv:3");
/// assert_eq!(source_of_rows(&file), "twins.json");
/// ```
pub fn counted_rows(source: &str) -> String {
    format!("{source}{ROWS}")
}

/// The name without the mark that its rows are counted.
pub fn source_of_rows(file: &str) -> &str {
    file.strip_suffix(ROWS).unwrap_or(file)
}

/// `file:line`, in the form that editors know, or `file, row 3`.
pub fn at_row(file: &str, line: u32) -> String {
    match file.strip_suffix(ROWS) {
        // Line 0 is the row with the names of the columns.
        Some(source) if line == 0 => source.to_owned(),
        Some(source) => format!("{source}, row {line}"),
        None => format!("{file}:{line}"),
    }
}
