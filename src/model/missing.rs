/// Whether a cell that isn't blank says that its value is missing, in the words that spreadsheets, R, Python, databases
/// and map data use for that: `NA`, `N/A`, `#N/A`, `nan`, `NULL`, `-`, `-99`.
///
/// `NA` is also a country's code. In a column of countries, its other values tell which of the two it is.
///
/// ```
/// use sistergraph::model::is_missing_value;
/// assert!(["NA", "n/a", "NaN", "NULL", "-", "-99", "?"].into_iter().all(is_missing_value));
/// assert!(!["", "0", "9", "Nauru", "NAM"].into_iter().any(is_missing_value));
/// ```
pub fn is_missing_value(cell: &str) -> bool {
    const WORDS: [&str; 17] = [
        "na", "n/a", "#n/a", "n.a.", "n. a.", "<na>", "nan", "null", "#null!", "none", "nil", "-99", "-999", "-9999",
        "\\n", "#value!", "#ref!",
    ];
    // A shortcut: most cells are longer.
    let is_mark = |c: char| matches!(c, '-' | '\u{2013}' | '\u{2014}' | '?' | '.' | '\u{2026}' | '*');
    cell.len() <= 8
        && !cell.is_empty()
        && (cell.chars().all(is_mark) || WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word)))
}
