//! Where a row stands, as messages say it: on a line of a text, or as a row of a sheet or a list.

/// What the name of a file ends in whose rows are counted in place of its lines.
const ROWS: &str = ", rows";

/// The name under which rows go that are counted, not found by lines: those of `twins.xlsx, sheet "2026"` or of a list in
/// JSON.
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

/// The name without what says that its rows are counted.
pub fn source_of_rows(file: &str) -> &str {
    file.strip_suffix(ROWS).unwrap_or(file)
}

/// `file:line`, as editors know it, or `file, row 3`.
pub fn at_row(file: &str, line: u32) -> String {
    match file.strip_suffix(ROWS) {
        // Before the first row stand the names of the columns.
        Some(source) if line == 0 => source.to_owned(),
        Some(source) => format!("{source}, row {line}"),
        None => format!("{file}:{line}"),
    }
}
