//! The records of delimited text: comma, semicolon, tab or bar, quoted as in RFC 4180.

use std::borrow::Cow;

use super::{
    blocks::{Body, first_quoted},
    frontier::Frontier,
    plain::{Plain, PlainCells},
    quoted::{Quoted, QuotedCells},
};
use crate::{
    formats::{
        error::Error,
        fault::{Fault, FaultKind},
    },
    model::source_of_rows,
    table::escape::csv_text,
};

/// The delimiter of a header: the one of comma, semicolon, tab and bar that occurs most often outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
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

/// The delimiter that a first line `sep=;` names, as spreadsheets write it, and the beginning of the next line.
fn named_delimiter(text: &str) -> Option<(usize, u8)> {
    let (first, _) = text.split_once('\n')?;
    match first.trim_end_matches('\r').strip_prefix("sep=")?.as_bytes() {
        [delimiter] if delimiter.is_ascii_punctuation() || *delimiter == b'\t' => Some((first.len() + 1, *delimiter)),
        _ => None,
    }
}

/// The records of a text below its header.
///
/// If the first line of a record has no quote, its cells are used in place. Other records are read by the core of the
/// csv crate.
pub(in crate::formats) struct Records<'t> {
    file: &'t str,
    text: &'t str,
    /// The line that the text begins on.
    line: u32,
    shape: Cow<'t, Shape>,
    /// The offset at which the records begin.
    body: usize,
}

/// What a header says about the records below it.
#[derive(Clone)]
pub(super) struct Shape {
    delimiter: u8,
    /// The trimmed cells.
    pub(super) header: Vec<String>,
    /// Its line.
    pub(super) header_line: u32,
}

impl<'t> Records<'t> {
    /// Reads the header, which also determines the delimiter.
    pub(in crate::formats) fn open(file: &'t str, text: &'t str) -> Result<Self, Error> {
        Self::open_at(file, text, 1)
    }

    /// The same for a text that begins on line `first_line`.
    pub(in crate::formats) fn open_at(file: &'t str, text: &'t str, first_line: u32) -> Result<Self, Error> {
        if text.trim().is_empty() {
            return Err(Error::Empty { path: source_of_rows(file).to_owned() });
        }
        let (start, line, delimiter): (usize, u32, u8) = match named_delimiter(text) {
            Some((start, delimiter)) => (start, first_line + 1, delimiter),
            None => (0, first_line, delimiter(text)),
        };
        let blank = text.as_bytes()[start..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let header_line = line.saturating_add(line_ends(&text[start..start + blank]));
        let (mut header, mut body) = (Vec::new(), text.len());
        let mut fill = |cells: Cells<'_, '_>| {
            header.extend((0..cells.len()).filter_map(|at| cells.get(at)).map(|name| name.trim().to_owned()));
        };
        let line_end = text[start + blank..].find(['\n', '\r']).map_or(text.len(), |end| start + blank + end);
        let first = &text[start + blank..line_end];
        if first.contains('"') || first.starts_with('\u{feff}') {
            if let Some((cells, read)) = Quoted::new(delimiter).record(&text[start..]) {
                fill(Cells::Quoted(cells));
                body = start + read;
            }
        } else if let Some((cells, _)) = Plain::new(first, header_line, delimiter).next_record() {
            fill(Cells::Plain(cells));
            body = line_end;
        }
        let shape = Cow::Owned(Shape { delimiter, header, header_line });
        Ok(Self { file, text, line: first_line, shape, body })
    }

    /// Records of this shape in a text that begins on line `line`, from byte `body` on.
    pub(super) fn of(file: &'t str, shape: &'t Shape, text: &'t str, body: usize, line: u32) -> Self {
        Self { file, text, line, shape: Cow::Borrowed(shape), body }
    }

    /// Treats the first record as a row instead of a header: columns are numbered from 1.
    pub(in crate::formats) fn without_header(mut self) -> Self {
        let header = (1..=self.shape.header.len()).map(|number| number.to_string()).collect();
        self.shape.to_mut().header = header;
        self.body = named_delimiter(self.text).map_or(0, |(start, _)| start);
        self
    }

    /// What the header says, and its end.
    pub(super) fn below_header(self) -> (Shape, usize) {
        (self.shape.into_owned(), self.body)
    }

    /// The text of the records, and the line on which it begins.
    pub(super) fn body(&self) -> Body<'t> {
        Body { text: &self.text[self.body..], line: self.line_at(self.body), delimiter: self.shape.delimiter }
    }

    /// The end of the last record.
    pub(super) fn end(&self) -> usize {
        self.text.len()
    }

    /// The name of the file in messages.
    pub(in crate::formats) fn file(&self) -> &'t str {
        self.file
    }

    /// The trimmed cells of the header.
    pub(in crate::formats) fn header(&self) -> &[String] {
        &self.shape.header
    }

    /// The line of the header.
    pub(in crate::formats) fn header_line(&self) -> u32 {
        self.shape.header_line
    }

    /// Calls `each` with every record below the header and the line on which it begins. Adds a fault for a record with
    /// more or fewer cells than the header, and for a quote that is never closed, which swallows everything after it.
    pub(in crate::formats) fn each(
        &self,
        faults: &mut Vec<Fault>,
        each: impl FnMut(Cells<'t, '_>, u32, &mut Vec<Fault>),
    ) -> Read {
        self.each_to(&self.frontier(), faults, each)
    }

    /// The same up to the first record that `frontier` leaves to another thread.
    pub(in crate::formats) fn each_to(
        &self,
        frontier: &Frontier,
        faults: &mut Vec<Fault>,
        mut each: impl FnMut(Cells<'t, '_>, u32, &mut Vec<Fault>),
    ) -> Read {
        let mut quoted = None;
        let (mut at, mut line, mut read) = (self.body, self.line_at(self.body), Read { any: false, end: self.body });
        // The offset of the last record, if it has a quote.
        let mut last_quoted = None;
        loop {
            let end = at + first_quoted(&self.text[at..]);
            let mut plain = Plain::new(&self.text[at..end], line, self.shape.delimiter);
            while let Some((cells, line)) = plain.next_record() {
                let range = cells.range();
                if !frontier.reach(at + range.start) {
                    return read;
                }
                (read, last_quoted) = (Read { any: true, end: at + range.end }, None);
                self.check_width(Cells::Plain(cells), line, faults);
                each(Cells::Plain(cells), line, faults);
            }
            line = plain.line();
            if end == self.text.len() {
                break;
            }
            if !frontier.reach(end) {
                return read;
            }
            let quoted = quoted.get_or_insert_with(|| Quoted::below_header(self.shape.delimiter));
            let Some((cells, length)) = quoted.record(&self.text[end..]) else { break };
            at = end + length;
            (read, last_quoted) = (Read { any: true, end: at }, Some(end));
            self.check_width(Cells::Quoted(cells), line, faults);
            each(Cells::Quoted(cells), line, faults);
            line = line.saturating_add(line_ends(&self.text[end..at]));
        }
        // Another thread has nothing left to read.
        frontier.reach(self.text.len());
        let unclosed =
            |start: usize| Some(start + unclosed_quote(&self.text.as_bytes()[start..], self.shape.delimiter)?);
        if let Some(quote) = last_quoted.and_then(unclosed) {
            let line = self.line_at(quote);
            // The rows that the quote swallowed may have caused other faults; only this one is reported.
            faults.retain(|fault| fault.line < line);
            faults.push(Fault { file: self.file.to_owned(), line, column: None, kind: FaultKind::UnclosedQuote });
        }
        read
    }

    /// The state for two threads that read the records.
    pub(in crate::formats) fn frontier(&self) -> Frontier {
        Frontier::new(self.body)
    }

    /// The whole text, which ends with the last record.
    pub(in crate::formats) fn text(&self) -> &'t str {
        self.text
    }

    /// The records from a byte of the text on.
    pub(in crate::formats) fn from(&self, body: usize) -> Self {
        Self { body, shape: self.shape.clone(), ..*self }
    }

    /// The number of bytes of the records.
    pub(in crate::formats) fn len(&self) -> usize {
        self.text.len() - self.body
    }

    /// The line of the byte at `at`.
    fn line_at(&self, at: usize) -> u32 {
        self.line.saturating_add(line_ends(&self.text[..at]))
    }

    pub(super) fn check_width(&self, cells: Cells<'_, '_>, line: u32, faults: &mut Vec<Fault>) {
        if cells.len() != self.shape.header.len() && !cells.are_blank() {
            let kind = FaultKind::RaggedRow { found: cells.len(), expected: self.shape.header.len() };
            faults.push(Fault { file: self.file.to_owned(), line, column: None, kind });
        }
    }
}

/// The result of reading records.
pub(in crate::formats) struct Read {
    /// Whether there were any.
    pub(in crate::formats) any: bool,
    /// The end of the last one in the text.
    pub(in crate::formats) end: usize,
}

/// The cells of a record.
#[derive(Clone, Copy)]
pub(in crate::formats) enum Cells<'t, 'r> {
    /// As they stand in the text.
    Plain(PlainCells<'t, 'r>),
    /// Unquoted.
    Quoted(QuotedCells<'r>),
}

impl<'r, 't: 'r> Cells<'t, 'r> {
    pub(in crate::formats) fn len(self) -> usize {
        match self {
            Self::Plain(cells) => cells.len(),
            Self::Quoted(cells) => cells.len(),
        }
    }

    /// Whether all cells are blank, as in the rows that spreadsheets save below a table.
    pub(in crate::formats) fn are_blank(self) -> bool {
        (0..self.len()).all(|at| self.get(at).is_none_or(|cell| cell.trim().is_empty()))
    }

    pub(in crate::formats) fn get(self, at: usize) -> Option<&'r str> {
        match self {
            Self::Plain(cells) => cells.get(at),
            Self::Quoted(cells) => cells.get(at),
        }
    }

    /// The text of a cell, without blanks around it and without the apostrophe that guards a formula; empty if there is
    /// no such cell.
    #[inline]
    pub(in crate::formats) fn text(self, at: Option<usize>) -> &'r str {
        let Some(cell) = at.and_then(|at| self.get(at)) else { return "" };
        csv_text(if is_bare(cell) { cell } else { cell.trim() })
    }
}

/// The number of line ends in `text`.
fn line_ends(text: &str) -> u32 {
    // The chunks are so small that the sum of each fits a byte, so that the compiler can add many at once.
    let ends = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
    let count: usize = text.as_bytes().chunks(usize::from(u8::MAX)).map(|bytes| usize::from(ends(bytes))).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether a cell has no blanks around it.
pub(in crate::formats) fn is_bare(cell: &str) -> bool {
    match cell.as_bytes() {
        [] => true,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => true,
        _ => cell.trim().len() == cell.len(),
    }
}

/// The quote in `row`, the last record of a file, that is never closed.
fn unclosed_quote(row: &[u8], delimiter: u8) -> Option<usize> {
    let (mut open, mut field_start) = (None, true);
    for (i, &byte) in row.iter().enumerate() {
        match (open, byte) {
            (Some(_), b'"') => open = None,
            (Some(_), _) => {}
            // A quote directly behind a closing one is an escaped quote: the cell is still quoted.
            (None, b'"') if field_start || (i > 0 && row[i - 1] == b'"') => open = Some(i),
            _ => {}
        }
        field_start = open.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r');
    }
    open
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    #[test]
    fn the_delimiter_is_what_the_header_has_most_of() {
        assert_eq!(delimiter("id;name,short;country\n1,2,3"), b';');
        assert_eq!(delimiter("a\tb\n"), b'\t');
        assert_eq!(delimiter("\"a;b;c\",d\n"), b',');
        assert_eq!(delimiter("single\n"), b',');
    }

    #[test]
    fn a_first_line_may_name_the_delimiter() {
        let records = |text: &'static str| {
            let (mut rows, mut faults) = (Vec::new(), Vec::new());
            let records = Records::open("file", text).unwrap();
            let header = records.header().to_vec();
            records.each(&mut faults, |cells, line, _| rows.push((cells.get(1).unwrap_or_default().to_owned(), line)));
            (header, rows, faults.len())
        };
        let expected = (vec!["a".to_owned(), "b".to_owned()], vec![("1,5".to_owned(), 3), ("2".to_owned(), 4)], 0);
        assert_eq!(records("sep=;\r\na;b\r\nx;1,5\r\ny;2\r\n"), expected);
        assert_eq!(records("sep=|\na|b\nx|1,5\ny|2"), expected);
        assert_eq!(records("sep=\na\n").0, ["sep="]);
    }

    #[test]
    fn an_unclosed_quote_is_found_where_it_opens() {
        assert_eq!(unclosed_quote(b"a,\"b", b','), Some(2));
        assert_eq!(unclosed_quote(b"a,\"b\"\"c\"\n", b','), None);
        assert_eq!(unclosed_quote(b"a,\"b\"\"c\n", b','), Some(5));
        assert_eq!(unclosed_quote(b"5\" pipe,x\n", b','), None);
    }

    /// The records below the header, each with its line, and the header's cells, read by the csv crate alone.
    fn by_the_crate(text: &str) -> (Vec<String>, Vec<(Vec<String>, u32)>) {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(text))
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = reader.records().map(|record| {
            let record = record.unwrap();
            let skipped_to = usize::try_from(record.position().unwrap().byte()).unwrap();
            let start = skipped_to + text[skipped_to..].find(|c| c != '\n' && c != '\r').unwrap();
            let line = text[..start].matches('\n').count() + 1;
            (record.iter().map(str::to_owned).collect(), u32::try_from(line).unwrap())
        });
        let header: (Vec<String>, u32) = records.next().unwrap();
        (header.0, records.collect())
    }

    /// Lists with the header `a,b,c`, whose rows have some quotes, blank lines, all kinds of line ends, and extra
    /// cells.
    pub(crate) fn list() -> impl Strategy<Value = String> {
        let piece = select(vec!["x", "é", " ", "7", ",", ",", ",", "\n", "\n", "\r\n", "\r", ";", "\"", "\"\""]);
        let plain = select(vec!["x", "é", " ", "7", ",", ",", ",", "\n", "\n", "\r\n", "\r", ";"]);
        let rows = prop_oneof![vec(plain, 0..60), vec(piece, 0..60)];
        (select(vec!["a,b,c\n", "\r\na,b,c\r\n", "\na,\"b\",c\n\n"]), rows)
            .prop_map(|(head, rows)| head.to_owned() + &rows.concat())
    }

    proptest! {
        #[test]
        fn cells_and_lines_are_those_of_the_csv_crate(text in list()) {
            let (header, expected) = by_the_crate(&text);
            let records = Records::open("list", &text).unwrap();
            prop_assert_eq!(records.header(), header);
            let (mut found, mut faults) = (Vec::new(), Vec::new());
            let any = records.each(&mut faults, |cells, line, _| {
                found.push(((0..cells.len()).map(|at| cells.get(at).unwrap().to_owned()).collect::<Vec<_>>(), line));
            });
            prop_assert_eq!(any.any, !expected.is_empty());
            let ragged = faults.iter().filter(|fault| matches!(fault.kind, FaultKind::RaggedRow { .. }));
            let ragged: Vec<u32> = ragged.map(|fault| fault.line).collect();
            let says = |cells: &[String]| cells.iter().any(|cell| !cell.trim().is_empty());
            let lines = expected.iter().filter(|(cells, _)| cells.len() != 3 && says(cells)).map(|(_, line)| *line);
            // Ragged rows after an unclosed quote aren't reported.
            prop_assert_eq!(&ragged, &lines.take(ragged.len()).collect::<Vec<_>>());
            prop_assert_eq!(found, expected);
        }
    }
}
