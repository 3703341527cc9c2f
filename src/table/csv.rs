use std::io::{self, Write};

use serde_json::Value;

use super::{Sheet, cell::Cell, escape};

/// The bytes that are buffered before they are written.
const BUFFER: usize = 1 << 16;

pub(super) fn write_rows(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = writer(out);
    writer.write_record(sheet.columns().iter().map(|name| escape::csv_cell(name).into_owned())).map_err(io_error)?;
    let (mut record, mut digits) = (csv::ByteRecord::new(), Vec::new());
    for row in 0..sheet.row_count() {
        record.clear();
        sheet.show(row, |_, cell| match cell {
            // Numbers stay numbers, even negative ones; texts are guarded.
            Cell::Text(text) => record.push_field(escape::csv_cell(text).as_bytes()),
            cell => record.push_field(cell.text(&mut digits).as_bytes()),
        });
        writer.write_byte_record(&record).map_err(io_error)?;
    }
    writer.flush()
}

/// The columns of an object.
pub(super) const OBJECT_COLUMNS: [&str; 3] = ["section", "key", "value"];

/// An object as rows of [`OBJECT_COLUMNS`]: a key of the object is a section, and deeper values are named by their
/// path, joined by dots.
pub(super) fn object_rows(object: &Value) -> Vec<(String, String, Leaf)> {
    let mut rows = Vec::new();
    for (section, value) in object.as_object().into_iter().flatten() {
        flatten(section, String::new(), value, &mut rows);
    }
    rows
}

/// The value at the end of a path.
pub(super) enum Leaf {
    Number(serde_json::Number),
    Text(String),
}

pub(super) fn write_object(object: &Value, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = writer(out);
    writer.write_record(OBJECT_COLUMNS).map_err(io_error)?;
    for (section, key, value) in object_rows(object) {
        let value = match &value {
            Leaf::Number(number) => number.to_string(),
            Leaf::Text(text) => escape::csv_cell(text).into_owned(),
        };
        writer.write_record([&*escape::csv_cell(&section), &*escape::csv_cell(&key), &value]).map_err(io_error)?;
    }
    writer.flush()
}

/// The original I/O error behind a CSV error.
pub(crate) fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn writer(out: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
    csv::WriterBuilder::new().buffer_capacity(BUFFER).from_writer(out)
}

fn flatten(section: &str, path: String, value: &Value, lines: &mut Vec<(String, String, Leaf)>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                flatten(section, below(key), value, lines);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for row in items.iter().filter_map(Value::as_object) {
                // A row is named by its first field, which is a code, an id or a number.
                let name = row.values().next().map(text).unwrap_or_default();
                for (key, value) in row.iter().skip(1) {
                    flatten(section, format!("{}.{key}", below(&name)), value, lines);
                }
            }
        }
        Value::Number(number) => lines.push((section.to_owned(), path, Leaf::Number(number.clone()))),
        leaf => lines.push((section.to_owned(), path, Leaf::Text(text(leaf)))),
    }
}

/// A value as plain text: empty for null; items of a list are joined by blanks.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
