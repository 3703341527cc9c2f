//! A list as delimited text: comma, semicolon or tab, quoted as in RFC 4180.

use std::borrow::Cow;

use super::error::{Error, Fault, FaultKind, Note, Trimmed};

/// One list as text, and its name in messages.
pub(super) struct Table<'t> {
    pub(super) file: String,
    pub(super) text: Cow<'t, str>,
}

/// What reading a list came to, beside its rows.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) faults: Vec<Fault>,
    pub(super) notes: Vec<Note>,
    pub(super) trimmed: Vec<Trimmed>,
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

/// The records of a text below its header.
pub(super) struct Records<'t> {
    file: &'t str,
    text: &'t str,
    delimiter: u8,
    reader: csv::Reader<&'t [u8]>,
    header: Vec<String>,
    header_line: u32,
}

impl<'t> Records<'t> {
    /// Reads the header; which delimiter the text has is told by it.
    pub(super) fn open(file: &'t str, text: &'t str) -> Result<Self, Error> {
        if text.trim().is_empty() {
            return Err(Error::Empty { path: file.to_owned() });
        }
        let delimiter = delimiter(text);
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = Self { file, text, delimiter, reader, header: Vec::new(), header_line: 1 };
        let mut record = csv::StringRecord::new();
        records.next(&mut record);
        records.header = record.iter().map(|name| name.trim().to_owned()).collect();
        records.header_line = line(&record);
        Ok(records)
    }

    /// The trimmed cells of the header.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    fn next(&mut self, record: &mut csv::StringRecord) -> bool {
        self.reader.read_record(record).expect("UTF-8 in memory, of rows of any length, is read without error")
    }

    /// Calls `each` with every record below the header and the line it begins on; adds a fault for one that has
    /// more or fewer cells than the header, and for a quote that is never closed, which swallows what follows. Says
    /// whether there was any.
    pub(super) fn each(
        mut self,
        faults: &mut Vec<Fault>,
        mut each: impl FnMut(&csv::StringRecord, u32, &mut Vec<Fault>),
    ) -> bool {
        let mut record = csv::StringRecord::new();
        let (mut last_start, mut any) = (0, false);
        while self.next(&mut record) {
            let line = line(&record);
            any = true;
            last_start = record.position().map_or(0, |position| position.byte() as usize);
            if record.len() != self.header.len() {
                let kind = FaultKind::RaggedRow { found: record.len(), expected: self.header.len() };
                faults.push(Fault { file: self.file.to_owned(), line, column: None, kind });
            }
            each(&record, line, faults);
        }
        let bytes = self.text.as_bytes();
        if let Some(offset) = unclosed_quote(&bytes[last_start..], self.delimiter) {
            let line = 1 + bytes[..last_start + offset].iter().filter(|&&b| b == b'\n').count();
            // Whatever the swallowed rows seemed to lack is this one fault.
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            faults.retain(|fault| fault.line < line);
            faults.push(Fault { file: self.file.to_owned(), line, column: None, kind: FaultKind::UnclosedQuote });
        }
        any
    }
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
    let records = Records::open(&table.file, &table.text)?;
    let mut outcome = Outcome::default();
    let at = locate(records.header(), columns, &table.file, records.header_line, required, &mut outcome);
    if !outcome.faults.is_empty() {
        return Ok(outcome);
    }
    let width = records.header().len();
    let (mut row_faults, mut trimmed) = (Vec::new(), Vec::new());
    let any = records.each(&mut outcome.faults, |record, line, faults| {
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        let mut cells = [const { Cow::Borrowed("") }; N];
        let is_ragged = record.len() != width;
        for (known, at) in at.into_iter().enumerate().take(if is_ragged { required } else { N }) {
            let bare = cell(at).trim();
            if bare.len() < cell(at).len() {
                let (file, text) = (table.file.clone(), cell(at).to_owned());
                trimmed.push(Trimmed { file, line, column: columns[known], text });
            }
            cells[known] = Cow::Borrowed(bare);
        }
        each(&cells, line, &mut row_faults);
        if is_ragged {
            // That a cell is missing has been said.
            row_faults.clear();
        }
        faults.extend(row_faults.drain(..).map(|(column, kind)| Fault {
            file: table.file.clone(),
            line,
            column: Some(column.to_owned()),
            kind,
        }));
    });
    outcome.trimmed = trimmed;
    outcome.notes.extend((!any).then(|| Note::NoRows { file: table.file.clone() }));
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
            None => {}
        }
    }
    let unknown = |name: &str| !name.is_empty() && !columns.iter().any(|column| name.eq_ignore_ascii_case(column));
    outcome.notes.extend(Note::unused_columns(file, header.iter().filter(|name| unknown(name)), columns));
    for known in 0..required {
        if at[known].is_none() {
            let found = header.to_vec();
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
