use serde_json::Value;

use super::{Sheet, escape};

/// An array of objects, one a line; `[]` when there is none.
pub(super) fn rows(sheet: &Sheet) -> String {
    let mut out = String::from("[");
    for (i, row) in sheet.rows().iter().enumerate() {
        out.push_str(if i == 0 { "\n  {" } else { ",\n  {" });
        for (j, (column, cell)) in sheet.columns().iter().zip(row).enumerate() {
            if j > 0 {
                out.push_str(", ");
            }
            out.push_str(&format!("{}: {cell}", Value::from(column.as_str())));
        }
        out.push('}');
    }
    out.push_str(if sheet.rows().is_empty() { "]\n" } else { "\n]\n" });
    escape::json(out)
}

pub(super) fn object(object: &Value) -> String {
    escape::json(format!("{object:#}\n"))
}
