//! A table whose cells come with the names of their columns: JSON rows, or nodes and edges of graphs.

use std::borrow::Cow;

use hashbrown::HashMap;
use serde_json::{Map, Number, Value};

use super::{decode::join, error::Error, grid::Grid};
use crate::model::counted_rows;

/// Rows of named cells, and all names in order of appearance.
#[derive(Default)]
pub(super) struct NamedCells {
    header: Vec<String>,
    columns: HashMap<String, usize>,
    rows: Vec<Vec<(usize, String)>>,
}

/// The keys of objects that are only wrappings: their members belong to the outer object, as in `{"data": {"id": 1}}`.
const WRAPPINGS: [&str; 5] = ["data", "attributes", "attrs", "properties", "metadata"];

impl NamedCells {
    pub(super) fn of_objects<'v>(rows: impl Iterator<Item = &'v Map<String, Value>>) -> Self {
        let mut table = Self::default();
        rows.for_each(|row| table.push(row));
        table
    }

    /// A table with these columns and without rows.
    pub(super) fn of_columns(header: &[&str]) -> Self {
        let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        let columns = header.iter().cloned().zip(0..).collect();
        Self { header, columns, rows: Vec::new() }
    }

    pub(super) fn push(&mut self, row: &Map<String, Value>) {
        self.rows.push(Vec::with_capacity(row.len()));
        self.add(row, "", &|_| false);
    }

    /// Begins a row, to which cells are then added.
    pub(super) fn begin(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Adds the members of an object to the last row, with `prefix` before their names, except for keys that are left
    /// out.
    pub(super) fn add(&mut self, object: &Map<String, Value>, prefix: &str, is_left_out: &dyn Fn(&str) -> bool) {
        for (key, value) in object.iter().filter(|(key, _)| !is_left_out(key)) {
            match value {
                Value::Object(inner) => match plain_object(inner) {
                    Some(cell) => self.cell(&format!("{prefix}{key}"), cell),
                    None if prefix.is_empty() && WRAPPINGS.contains(&&**key) => self.add(inner, prefix, is_left_out),
                    None => self.add(inner, &format!("{prefix}{key}."), &|_| false),
                },
                value => self.cell(&format!("{prefix}{key}"), cell(value).into_owned()),
            }
        }
    }

    /// Adds a cell to the last row; if its name occurs twice, the first cell counts.
    pub(super) fn cell(&mut self, name: &str, cell: String) {
        let next = self.header.len();
        let at = *self.columns.entry_ref(name).or_insert(next);
        if at == next {
            self.header.push(name.to_owned());
        }
        let Some(row) = self.rows.last_mut() else { return };
        if !cell.is_empty() && row.iter().all(|(other, _)| *other != at) {
            row.push((at, cell));
        }
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The cells of a column, without blank ones.
    pub(super) fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().flat_map(move |row| row.iter().filter(move |(other, _)| *other == at).map(|(_, cell)| &**cell))
    }

    /// The table as delimited text; rows are counted from 1.
    ///
    /// # Errors
    /// Returns [`Error::JsonShape`] if rows share so few columns that there would be far more blank cells than bytes in
    /// the file.
    pub(super) fn into_grid(self, source: &str, bytes: usize) -> Result<Grid, Error> {
        let cells = self.header.len().saturating_mul(self.rows.len());
        if cells > MANY && cells / BLANK > bytes {
            let what = format!("its {} rows have {} different keys", self.rows.len(), self.header.len());
            return Err(Error::JsonShape { path: source.to_owned(), what });
        }
        let mut grid = Grid::new(counted_rows(source), 0, &self.header);
        for (number, row) in (1..).zip(self.rows) {
            let mut cells = vec![""; self.header.len()];
            row.iter().for_each(|(at, cell)| cells[*at] = cell);
            grid.push(number, cells.into_iter());
        }
        Ok(grid)
    }
}

/// A table with fewer cells may have any number of blank ones.
const MANY: usize = 1 << 20;

/// More blank cells than this for each byte of the file are an error.
const BLANK: usize = 4;

/// The value of an object that isn't a row: a value of a query's answer, or a GeoJSON point.
fn plain_object(object: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    match (text("type")?, object.get("value"), object.get("coordinates")) {
        ("uri" | "literal" | "typed-literal" | "bnode", Some(value), _) => Some(cell(value).into_owned()),
        ("Point", _, Some(Value::Array(both))) => match &both[..] {
            [lon, lat, ..] if lon.is_number() && lat.is_number() => Some(format!("Point({lon} {lat})")),
            _ => None,
        },
        _ => None,
    }
}

/// A value as the cell that it would be in CSV.
pub(super) fn cell(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("yes"),
        Value::Bool(false) => Cow::Borrowed("no"),
        Value::String(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(whole(number)),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            Cow::Owned(if let [only] = texts[..] { only.to_owned() } else { join(&texts) })
        }
        Value::Array(_) | Value::Object(_) => Cow::Owned(value.to_string()),
    }
}

/// A number. A whole one loses the point that programs write in a column with blanks: `1997.0`.
fn whole(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> String {
        let rows: Vec<Value> = serde_json::from_str(json).unwrap();
        let table = NamedCells::of_objects(rows.iter().filter_map(Value::as_object));
        table.into_grid("x.json", json.len()).unwrap().into_lines()
    }

    #[test]
    fn objects_are_rows_and_what_lies_in_them_has_compound_names() {
        assert_eq!(
            text(
                r#"[{"a": {"name": "x", "at": {"lat": 1.50, "lon": 2.0}}, "b": null}, {"b": true, "c": ["p", "q|r"]}]"#
            ),
            "a.name,a.at.lat,a.at.lon,b,c\nx,1.5,2,,\n,,,yes,p|q\\|r\n"
        );
        assert_eq!(text(r#"[{"data": {"id": "x"}, "position": {"x": 1}}]"#), "id,position.x\nx,1\n");
        assert_eq!(
            text(
                r#"[{"i": {"type": "uri", "value": "http://x/Q1"}, "at": {"type": "Point", "coordinates": [30.5, 52]}}]"#
            ),
            "i,at\nhttp://x/Q1,Point(30.5 52)\n"
        );
        assert_eq!(
            text(r#"[{"n": 1e20, "m": -0.0, "k": 12345678901234567890}]"#),
            "n,m,k\n1e+20,-0,12345678901234567890\n"
        );
    }

    #[test]
    fn a_table_of_nothing_but_blanks_is_refused() {
        let rows: Vec<String> = (0..3000).map(|row| format!("{{\"k{row}\":1}}")).collect();
        let json = format!("[{}]", rows.join(","));
        let rows: Vec<Value> = serde_json::from_str(&json).unwrap();
        let table = NamedCells::of_objects(rows.iter().filter_map(Value::as_object));
        assert!(matches!(table.into_grid("x.json", json.len()), Err(Error::JsonShape { .. })));
    }
}
