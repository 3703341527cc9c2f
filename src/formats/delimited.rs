//! A list as delimited text: comma, semicolon or tab, quoted as in RFC 4180.

use std::borrow::Cow;

use super::error::{Error, Fault, FaultKind, Note, Trimmed};

/// One list as bytes, and its name in messages.
pub(super) struct Table<'b> {
    pub(super) file: String,
    pub(super) bytes: Cow<'b, [u8]>,
}

/// What reading a list came to, beside its rows.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) faults: Vec<Fault>,
    pub(super) notes: Vec<Note>,
    pub(super) trimmed: Vec<Trimmed>,
}

/// `bytes` as text, without a byte order mark.
pub(super) fn text<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b str, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count();
            Err(Error::Encoding {
                path: file.to_owned(),
                line: u32::try_from(line).unwrap_or(u32::MAX),
                looks_like: looks_like(bytes),
            })
        }
    }
}

/// The encoding that bytes which aren't UTF-8 probably have.
fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = head.iter().filter(|&&b| b == 0).count();
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some("UTF-16");
    }
    if zeros > 0 {
        return (zeros > head.len() / 4).then_some("UTF-16");
    }
    // Cyrillic capitals and small letters of Windows-1251 fill 0xC0 to 0xFF; Western text has few of them.
    let high: Vec<u8> = bytes.iter().copied().filter(|&b| b >= 0x80).collect();
    let letters = high.iter().filter(|&&b| b >= 0xc0).count();
    (letters * 10 >= high.len() * 9).then_some("Windows-1251 or another one-byte encoding")
}

/// The delimiter of a header: of comma, semicolon and tab the one that stands there most often outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            byte if !quoted => counts.iter_mut().filter(|(d, _)| *d == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    counts.into_iter().rev().max_by_key(|&(_, n)| n).map_or(b',', |(d, _)| d)
}

/// Calls `each` with the trimmed cells of `columns` and the line of every row; a row's faults come back from it.
///
/// A column the file lacks gives blank cells; one it has and nobody knows is noted. The first `required` columns
/// must be there, and of a ragged row only these are taken: what names the row stands before whatever shifted it.
pub(super) fn read<const N: usize>(
    table: &Table<'_>,
    columns: &[&'static str; N],
    required: usize,
    mut each: impl FnMut(&[Cow<'_, str>; N], u32, &mut Vec<(&'static str, FaultKind)>),
) -> Result<Outcome, Error> {
    let text = text(&table.file, &table.bytes)?;
    if text.trim().is_empty() {
        return Err(Error::Empty { path: table.file.clone() });
    }
    let mut outcome = Outcome::default();
    let delimiter = delimiter(text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut next = |record: &mut csv::StringRecord| {
        reader.read_record(record).expect("UTF-8 in memory, of rows of any length, is read without error")
    };
    next(&mut record);
    let header: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
    let header_line = line(&record);
    let at = locate(&header, columns, &table.file, header_line, required, &mut outcome);
    if !outcome.faults.is_empty() {
        return Ok(outcome);
    }
    let mut row_faults = Vec::new();
    let mut last_start = 0;
    while next(&mut record) {
        let line = line(&record);
        last_start = record.position().map_or(0, |position| position.byte() as usize);
        if record.len() != header.len() {
            let kind = FaultKind::RaggedRow { found: record.len(), expected: header.len() };
            outcome.faults.push(Fault { file: table.file.clone(), line, column: None, kind });
            let mut cells = [const { Cow::Borrowed("") }; N];
            for (cell, at) in cells.iter_mut().zip(at).take(required) {
                *cell = Cow::Borrowed(at.and_then(|at| record.get(at)).unwrap_or_default().trim());
            }
            each(&cells, line, &mut row_faults);
            // That a cell is missing has been said.
            row_faults.clear();
            continue;
        }
        let mut known = columns.iter();
        let cells = at.map(|at| {
            let column = known.next().copied().unwrap_or_default();
            let cell = at.and_then(|at| record.get(at)).unwrap_or_default();
            let trimmed = cell.trim();
            if trimmed.len() < cell.len() {
                let (file, text) = (table.file.clone(), cell.to_owned());
                outcome.trimmed.push(Trimmed { file, line, column, text });
            }
            Cow::Borrowed(trimmed)
        });
        each(&cells, line, &mut row_faults);
        outcome.faults.extend(row_faults.drain(..).map(|(column, kind)| Fault {
            file: table.file.clone(),
            line,
            column: Some(column.to_owned()),
            kind,
        }));
    }
    if let Some(offset) = unclosed_quote(&text.as_bytes()[last_start..], delimiter) {
        let line = 1 + text.as_bytes()[..last_start + offset].iter().filter(|&&b| b == b'\n').count();
        // Whatever the swallowed rows seemed to lack is this one fault.
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        outcome.faults.retain(|fault| fault.line < line);
        outcome.faults.push(Fault { file: table.file.clone(), line, column: None, kind: FaultKind::UnclosedQuote });
    }
    Ok(outcome)
}

fn line(record: &csv::StringRecord) -> u32 {
    record.position().map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX))
}

/// Where each of `columns` stands in the header.
fn locate<const N: usize>(
    header: &[String],
    columns: &[&'static str; N],
    file: &str,
    line: u32,
    required: usize,
    outcome: &mut Outcome,
) -> [Option<usize>; N] {
    let mut at = [None; N];
    let fault =
        |column: Option<&str>, kind| Fault { file: file.to_owned(), line, column: column.map(str::to_owned), kind };
    for (i, name) in header.iter().enumerate() {
        match columns.iter().position(|column| name.eq_ignore_ascii_case(column)) {
            Some(known) if at[known].is_some() => outcome.faults.push(fault(Some(name), FaultKind::DoubledColumn)),
            Some(known) => at[known] = Some(i),
            None if name.is_empty() => {}
            None => {
                let similar = columns.iter().copied().find(|column| strsim::jaro_winkler(column, name) > 0.85);
                let (file, column) = (file.to_owned(), name.clone());
                outcome.notes.push(Note::UnknownColumn { file, column, similar });
            }
        }
    }
    for known in 0..required {
        if at[known].is_none() {
            let found = header.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            outcome.faults.push(fault(None, FaultKind::MissingColumn { name: columns[known], found }));
        }
    }
    at
}

/// Where a quote opens in `row`, the last of a file, that the end of the file doesn't close.
fn unclosed_quote(row: &[u8], delimiter: u8) -> Option<usize> {
    let (mut open, mut field_start) = (None, true);
    for (i, &byte) in row.iter().enumerate() {
        match (open, byte) {
            (Some(_), b'"') => open = None,
            (Some(_), _) => {}
            // A quote right after a closing one is an escaped quote: the field is still quoted.
            (None, b'"') if field_start || (i > 0 && row[i - 1] == b'"') => open = Some(i),
            _ => {}
        }
        field_start = open.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r');
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_the_header_has_most_of() {
        assert_eq!(delimiter("id;name,short;country\n1,2,3"), b';');
        assert_eq!(delimiter("a\tb\n"), b'\t');
        assert_eq!(delimiter("\"a;b;c\",d\n"), b',');
        assert_eq!(delimiter("single\n"), b',');
    }

    #[test]
    fn an_unclosed_quote_is_found_where_it_opens() {
        assert_eq!(unclosed_quote(b"a,\"b", b','), Some(2));
        assert_eq!(unclosed_quote(b"a,\"b\"\"c\"\n", b','), None);
        assert_eq!(unclosed_quote(b"a,\"b\"\"c\n", b','), Some(5));
        assert_eq!(unclosed_quote(b"5\" pipe,x\n", b','), None);
    }
}
