//! Answers of SPARQL queries: in JSON, or as tab-separated values with terms written as in SPARQL.

use serde_json::{Map, Value};

use super::{grid::Grid, named_cells::NamedCells};

/// The rows of an answer in JSON, with a column for every variable, even if no row has a value for it.
pub(super) fn of_json(object: &Map<String, Value>) -> Option<NamedCells> {
    let variables = object.get("head")?.get("vars")?.as_array()?;
    let bindings = object.get("results")?.get("bindings")?.as_array()?;
    let mut table = NamedCells::default();
    for row in bindings {
        table.begin();
        // A blank cell adds only its column.
        variables.iter().filter_map(Value::as_str).for_each(|name| table.cell(name, String::new()));
        row.as_object().into_iter().for_each(|row| table.add(row, "", &|_| false));
    }
    Some(table)
}

/// Whether a text begins with names of variables, separated by tabs.
pub(super) fn is_tsv(text: &str) -> bool {
    let first = text.trim_start_matches(['\n', '\r']).lines().next().unwrap_or_default();
    let is_variable = |name: &str| name.trim().strip_prefix(['?', '$']).is_some_and(|name| !name.is_empty());
    first.contains('\t') && first.split('\t').all(is_variable)
}

/// The table of an answer as tab-separated values, with one row per line.
pub(super) fn of_tsv(file: &str, text: &str) -> Grid {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let (line, first) = lines.next().unwrap_or((1, ""));
    let header: Vec<String> =
        first.split('\t').map(|name| name.trim().trim_start_matches(['?', '$']).to_owned()).collect();
    let mut grid = Grid::new(file.to_owned(), line, &header);
    for (line, row) in lines {
        let cells: Vec<String> = row.split('\t').map(term).collect();
        grid.push(line, cells.iter().map(String::as_str));
    }
    grid
}

/// The value of a term: an address without its brackets, or a text without its quotes, language and type. A cell that
/// isn't written as a term stays.
fn term(cell: &str) -> String {
    let cell = cell.trim();
    if let Some(address) = cell.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return unescaped(address);
    }
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        if let Some(rest) = cell.strip_prefix(quote) {
            return closed(rest, quote).map_or_else(|| cell.to_owned(), unescaped);
        }
    }
    cell.to_owned()
}

/// The text before the quote that ends a literal.
fn closed<'t>(rest: &'t str, quote: &str) -> Option<&'t str> {
    let (mut from, bytes) = (0, rest.as_bytes());
    while let Some(found) = rest[from..].find(['\\', quote.chars().next()?]) {
        let at = from + found;
        if bytes[at] == b'\\' {
            // An escaped character doesn't end the literal.
            from = at + 1 + rest[at + 1..].chars().next()?.len_utf8();
        } else if rest[at..].starts_with(quote) {
            let after = &rest[at + quote.len()..];
            return (after.is_empty() || after.starts_with('@') || after.starts_with("^^")).then_some(&rest[..at]);
        } else {
            from = at + 1;
        }
    }
    None
}

/// A text with the escapes of Turtle decoded.
fn unescaped(text: &str) -> String {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let escape = after.chars().next();
        let digits = match escape {
            Some('u') => after.get(1..5),
            Some('U') => after.get(1..9),
            _ => None,
        };
        let code = digits.and_then(|digits| char::from_u32(u32::from_str_radix(digits, 16).ok()?));
        let simple = match escape {
            Some('t') => Some('\t'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('b' | 'f') => Some(' '),
            Some(c @ ('"' | '\'' | '\\')) => Some(c),
            _ => None,
        };
        match (code, simple) {
            (Some(c), _) => {
                plain.push(c);
                rest = &after[1 + digits.map_or(0, str::len)..];
            }
            (None, Some(c)) => {
                plain.push(c);
                rest = &after[1..];
            }
            // A backslash that doesn't begin an escape stands for itself.
            (None, None) => {
                plain.push('\\');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_of_terms_are_undone() {
        for (cell, value) in [
            ("<http://www.wikidata.org/entity/Q1>", "http://www.wikidata.org/entity/Q1"),
            ("\"Gomel\"@en", "Gomel"),
            ("\"Gomel\"", "Gomel"),
            ("'Gomel'@be-tarask", "Gomel"),
            ("\"Point(30.98 52.43)\"^^<http://www.opengis.net/ont/geosparql#wktLiteral>", "Point(30.98 52.43)"),
            ("\"a \\\"b\\\" \\u0042\\tc\"@en", "a \"b\" B\tc"),
            ("\"\"\"x \"y\" z\"\"\"@en", "x \"y\" z"),
            ("\"ends in \\\\\"", "ends in \\"),
            ("12.5", "12.5"),
            ("_:b0", "_:b0"),
            ("", ""),
            // These aren't terms.
            ("\"half", "\"half"),
            ("\"Cafe\" bar", "\"Cafe\" bar"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("\\x \\u12 \\uD800 \\", "\\x \\u12 \\uD800 \\"),
        ] {
            assert_eq!(term(cell), value, "{cell}");
        }
    }

    #[test]
    fn variables_head_an_answer() {
        assert!(is_tsv("?item\t?itemLabel\nx\ty\n") && is_tsv("\r\n$a\t?b\r\n"));
        assert!(!is_tsv("?item\nx\n") && !is_tsv("item\t?x\n") && !is_tsv("?\t?\n") && !is_tsv(""));
        let grid = of_tsv("q.tsv", "?a\t?b\n\n<x:1>\t\"y\"@en\n");
        assert_eq!(grid.into_lines(), "a,b\n\nx:1,y\n");
    }

    proptest! {
        #[test]
        fn no_cell_is_too_strange(cell in "[\\\\\"'<>@^uUtx0-9aé ]{0,20}") {
            term(&cell);
        }
    }
}
