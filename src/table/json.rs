use serde_json::Value;

use super::{Sheet, escape};

/// An array of objects, one a line; `[]` when there is none.
pub(super) fn rows(sheet: &Sheet) -> String {
    let mut out = String::from("[");
    let columns: Vec<String> = sheet.columns().iter().map(|column| text(&Value::from(column.as_str()))).collect();
    for (i, row) in sheet.rows().iter().enumerate() {
        out.push_str(if i == 0 { "\n  {" } else { ",\n  {" });
        for (j, (column, cell)) in columns.iter().zip(row).enumerate() {
            if j > 0 {
                out.push_str(", ");
            }
            out.push_str(column);
            out.push_str(": ");
            out.push_str(&text(cell));
        }
        out.push('}');
    }
    out.push_str(if sheet.rows().is_empty() { "]\n" } else { "\n]\n" });
    escape::json(out)
}

/// An object that is JSON already.
pub(super) fn object(object: &str) -> String {
    escape::json(format!("{object}\n"))
}

fn text(value: &Value) -> String {
    serde_json::to_string(value).expect("a value has text keys")
}
