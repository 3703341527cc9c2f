use std::io::{self, Write};

use super::{Sheet, cell::Cell, escape};

/// An array of objects, one per line; `[]` if there are none.
pub(super) fn write_rows(sheet: &Sheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut names: Vec<Vec<u8>> = Vec::new();
    for (at, name) in sheet.columns().iter().enumerate() {
        let mut before = if at == 0 { Vec::new() } else { b", ".to_vec() };
        push_text(&mut before, name);
        before.extend(b": ");
        names.push(before);
    }
    out.write_all(b"[")?;
    let (mut line, mut digits) = (Vec::new(), Vec::new());
    for row in 0..sheet.row_count() {
        line.clear();
        line.extend(if row == 0 { &b"\n  {"[..] } else { b",\n  {" });
        sheet.show(row, |at, cell| {
            line.extend(&names[at]);
            match cell {
                Cell::Nothing => line.extend(b"null"),
                Cell::Text(text) => push_text(&mut line, text),
                cell => line.extend(cell.text(&mut digits).as_bytes()),
            }
        });
        line.push(b'}');
        out.write_all(&line)?;
    }
    out.write_all(if sheet.row_count() == 0 { b"]\n" } else { b"\n]\n" })
}

/// An object that is JSON text already.
pub(super) fn write_object(object: String, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(escape::json(object).as_bytes())?;
    out.write_all(b"\n")
}

/// A text in quotes, with hidden characters escaped.
fn push_text(line: &mut Vec<u8>, text: &str) {
    let quoted = serde_json::to_string(text).expect("a text is JSON");
    line.extend(escape::json(quoted).as_bytes());
}
