use serde_json::Value;

use super::{Sheet, escape, sheet::text};

pub(super) fn rows(sheet: &Sheet) -> String {
    let mut lines = vec![sheet.columns().iter().map(|name| escape::csv_cell(name).into_owned()).collect()];
    lines.extend(sheet.rows().iter().map(|row| row.iter().map(cell).collect()));
    write(&lines)
}

/// `section,key,value`: a key of the object is a section; what lies below is named by its path, joined by dots.
pub(super) fn object(object: &Value) -> String {
    let mut lines = vec![["section", "key", "value"].map(str::to_owned).to_vec()];
    for (section, value) in object.as_object().into_iter().flatten() {
        flatten(section, String::new(), value, &mut lines);
    }
    write(&lines)
}

fn flatten(section: &str, path: String, value: &Value, lines: &mut Vec<Vec<String>>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                flatten(section, below(key), value, lines);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for row in items.iter().filter_map(Value::as_object) {
                // A row is named by its first field: a code, an id or a number.
                let name = row.values().next().map(text).unwrap_or_default();
                for (key, value) in row.iter().skip(1) {
                    flatten(section, format!("{}.{key}", below(&name)), value, lines);
                }
            }
        }
        leaf => {
            lines.push(vec![escape::csv_cell(section).into_owned(), escape::csv_cell(&path).into_owned(), cell(leaf)])
        }
    }
}

/// A number stays a number, also a negative one; a text is guarded.
fn cell(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        other => escape::csv_cell(&text(other)).into_owned(),
    }
}

fn write(lines: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        writer.write_record(line).expect("writing to memory does not fail");
    }
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("texts make a text")
}
