//! A list as delimited text: comma, semicolon or tab, quoted as in RFC 4180.

use std::borrow::Cow;

use super::{
    blocks::{Blocks, Body, Made, Rows, first_quoted},
    error::{Error, Fault, FaultKind, Note, Trimmed},
    plain::{Plain, PlainCells},
    quoted::{Quoted, QuotedCells},
};

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

/// The delimiter that a first line `sep=;` names, as spreadsheets write it, and where the next line begins.
fn named_delimiter(text: &str) -> Option<(usize, u8)> {
    let (first, _) = text.split_once('\n')?;
    match first.trim_end_matches('\r').strip_prefix("sep=")?.as_bytes() {
        [delimiter] if delimiter.is_ascii_punctuation() || *delimiter == b'\t' => Some((first.len() + 1, *delimiter)),
        _ => None,
    }
}

/// The records of a text below its header.
///
/// Where no quote stands on a record's first line, its cells are taken as they lie there; the others are read by the core
/// of the csv crate.
pub(super) struct Records<'t> {
    file: &'t str,
    text: &'t str,
    delimiter: u8,
    header: Vec<String>,
    header_line: u32,
    /// Where the header ends.
    body: usize,
}

impl<'t> Records<'t> {
    /// Reads the header; which delimiter the text has is told by it.
    pub(super) fn open(file: &'t str, text: &'t str) -> Result<Self, Error> {
        if text.trim().is_empty() {
            return Err(Error::Empty { path: file.to_owned() });
        }
        let (start, line, delimiter): (usize, u32, u8) = match named_delimiter(text) {
            Some((start, delimiter)) => (start, 2, delimiter),
            None => (0, 1, delimiter(text)),
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
        Ok(Self { file, text, delimiter, header, header_line, body })
    }

    /// The trimmed cells of the header.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// The line of the header.
    pub(super) fn header_line(&self) -> u32 {
        self.header_line
    }

    /// Calls `each` with every record below the header and the line it begins on; adds a fault for one that has
    /// more or fewer cells than the header, and for a quote that is never closed, which swallows what follows.
    pub(super) fn each(&self, faults: &mut Vec<Fault>, each: impl FnMut(Cells<'t, '_>, u32, &mut Vec<Fault>)) -> Read {
        self.each_from(self.body, line_at(self.text, self.body), faults, each)
    }

    /// The same for the records from `start` on, which is on `line`.
    fn each_from(
        &self,
        start: usize,
        mut line: u32,
        faults: &mut Vec<Fault>,
        mut each: impl FnMut(Cells<'t, '_>, u32, &mut Vec<Fault>),
    ) -> Read {
        let mut quoted = None;
        let (mut at, mut any) = (start, false);
        // Where the last record of all begins, where it has a quote.
        let mut last_quoted = None;
        loop {
            let end = at + first_quoted(&self.text[at..]);
            let mut plain = Plain::new(&self.text[at..end], line, self.delimiter);
            while let Some((cells, line)) = plain.next_record() {
                (any, last_quoted) = (true, None);
                self.check_width(Cells::Plain(cells), line, faults);
                each(Cells::Plain(cells), line, faults);
            }
            line = plain.line();
            if end == self.text.len() {
                break;
            }
            let quoted = quoted.get_or_insert_with(|| Quoted::new(self.delimiter));
            let Some((cells, read)) = quoted.record(&self.text[end..]) else { break };
            (at, any, last_quoted) = (end + read, true, Some(end));
            self.check_width(Cells::Quoted(cells), line, faults);
            each(Cells::Quoted(cells), line, faults);
            line = line.saturating_add(line_ends(&self.text[end..at]));
        }
        let unclosed = |start: usize| Some(start + unclosed_quote(&self.text.as_bytes()[start..], self.delimiter)?);
        if let Some(quote) = last_quoted.and_then(unclosed) {
            let line = line_at(self.text, quote);
            // Whatever the swallowed rows seemed to lack is this one fault.
            faults.retain(|fault| fault.line < line);
            faults.push(Fault { file: self.file.to_owned(), line, column: None, kind: FaultKind::UnclosedQuote });
        }
        Read { any, ends_in_quotes: last_quoted.is_some() }
    }

    /// The records in two halves cut at the end of a line, where they have at least so many bytes. They are halves only if
    /// the last record of the first has no quotes: a quoted cell may go on over lines.
    pub(super) fn halves(&self, bytes: usize) -> Option<[Self; 2]> {
        let middle = self.body + self.len() / 2;
        let rest = self.text.as_bytes().get(middle..).filter(|_| self.len() >= bytes)?;
        let cut = middle + rest.iter().position(|&byte| byte == b'\n')? + 1;
        let half = |text, body| Self { text, body, header: self.header.clone(), ..*self };
        Some([half(&self.text[..cut], self.body), half(self.text, cut)])
    }

    /// How many bytes the records take.
    pub(super) fn len(&self) -> usize {
        self.text.len() - self.body
    }

    fn check_width(&self, cells: Cells<'_, '_>, line: u32, faults: &mut Vec<Fault>) {
        if cells.len() != self.header.len() && !cells.are_blank() {
            let kind = FaultKind::RaggedRow { found: cells.len(), expected: self.header.len() };
            faults.push(Fault { file: self.file.to_owned(), line, column: None, kind });
        }
    }
}

/// What records came to.
pub(super) struct Read {
    /// Whether there was any.
    pub(super) any: bool,
    /// Whether the last of all has quotes.
    pub(super) ends_in_quotes: bool,
}

/// The cells of a record.
#[derive(Clone, Copy)]
pub(super) enum Cells<'t, 'r> {
    /// As they lie in the text.
    Plain(PlainCells<'t, 'r>),
    /// Without the quotes around them.
    Quoted(QuotedCells<'r>),
}

impl<'r, 't: 'r> Cells<'t, 'r> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Plain(cells) => cells.len(),
            Self::Quoted(cells) => cells.len(),
        }
    }

    /// Whether no cell says anything: so in the rows that a spreadsheet saves below its table.
    fn are_blank(self) -> bool {
        (0..self.len()).all(|at| self.get(at).is_none_or(|cell| cell.trim().is_empty()))
    }

    pub(super) fn get(self, at: usize) -> Option<&'r str> {
        match self {
            Self::Plain(cells) => cells.get(at),
            Self::Quoted(cells) => cells.get(at),
        }
    }
}

/// How many lines end in `text`.
fn line_ends(text: &str) -> u32 {
    // So many bytes are counted at a time that a sum fits one, and many sums a register.
    let ends = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
    let count: usize = text.as_bytes().chunks(usize::from(u8::MAX)).map(|bytes| usize::from(ends(bytes))).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The line of the byte at `at`.
fn line_at(text: &str, at: usize) -> u32 {
    line_ends(&text[..at]).saturating_add(1)
}

/// What is done with the rows of a list.
///
/// Threads look at rows of blocks side by side, and can't change what they share; what they make of a row is then
/// taken in the order of the file, so that any number of threads comes to the same. A row is left to `each` where
/// nothing comes of it so: one with faults, or one that adds to what is shared.
pub(super) struct Reader<D, M, T, E> {
    /// Drafts what can be made of the trimmed cells of a whole row without the list.
    pub(super) draft: D,
    /// Makes of each of several drafts what the list takes, if it can.
    pub(super) make: M,
    /// Takes what was made of neighbouring rows, the first of which is on this line and each other on the one after.
    pub(super) take: T,
    /// Takes the trimmed cells of any other row, with the line; a row's faults come back from it.
    pub(super) each: E,
}

/// Reads the cells of `columns` of every row into `list`.
///
/// A column the file lacks gives blank cells; one it has and nobody knows is noted. The first `required` columns
/// must be there, and of a ragged row only these are taken: what names the row stands before whatever shifted it. A row
/// of blank cells is passed over.
pub(super) fn read<'t, const N: usize, L: Sync, D, M: Send>(
    table: &'t Table<'_>,
    columns: &[&'static str; N],
    required: usize,
    list: &mut L,
    mut reader: Reader<
        impl Fn(&[&'t str; N]) -> Option<D> + Sync,
        impl Fn(&L, &[D], &mut Vec<Option<M>>) + Sync,
        impl FnMut(&mut L, Made<'_, '_, M>, u32),
        impl FnMut(&mut L, [&str; N], u32, &mut Vec<(&'static str, FaultKind)>),
    >,
    blocks: Blocks,
) -> Result<Outcome, Error> {
    let records = Records::open(&table.file, &table.text)?;
    let mut outcome = Outcome::default();
    let at = locate(records.header(), columns, &table.file, records.header_line, required, &mut outcome);
    if !outcome.faults.is_empty() {
        return Ok(outcome);
    }
    let width = records.header().len();
    let (mut row_faults, mut trimmed) = (Vec::new(), Vec::new());
    let mut each = |list: &mut L, record: Cells<'_, '_>, line, faults: &mut Vec<Fault>| {
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        let mut cells = [""; N];
        let is_ragged = record.len() != width;
        for (known, at) in at.into_iter().enumerate().take(if is_ragged { required } else { N }) {
            let bare = cell(at).trim();
            if bare.len() < cell(at).len() {
                let (file, text) = (table.file.clone(), cell(at).to_owned());
                trimmed.push(Trimmed { file, line, column: columns[known], text });
            }
            cells[known] = bare;
        }
        (reader.each)(list, cells, line, &mut row_faults);
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
    };
    let blank = [""; N];
    let present: Vec<(usize, usize)> = (0..N).filter_map(|known| Some((known, at[known]?))).collect();
    // A row that is as it should be: as wide as the header, without blanks around its cells.
    let draft = |record: PlainCells<'t, '_>| {
        if record.len() != width {
            return None;
        }
        let mut cells = blank;
        for &(known, at) in &present {
            cells[known] = record.get(at)?;
            if !is_bare(cells[known]) {
                return None;
            }
        }
        (reader.draft)(&cells)
    };
    let (mut any, faults) = (false, &mut outcome.faults);
    let (text, line) = (&records.text[records.body..], line_at(records.text, records.body));
    let body = Body { text, line, delimiter: records.delimiter };
    let rest = blocks.read(body, list, draft, &reader.make, |list, rows, line| {
        any = true;
        match rows {
            Rows::Made(made) => (reader.take)(list, made, line),
            Rows::Left(record) => {
                let mut plain = Plain::new(record, line, records.delimiter);
                let Some((record, _)) = plain.next_record() else { return };
                records.check_width(Cells::Plain(record), line, faults);
                if !Cells::Plain(record).are_blank() {
                    each(list, Cells::Plain(record), line, faults);
                }
            }
        }
    });
    let start = records.text.len() - rest.text.len();
    let quoted = records.each_from(start, rest.line, faults, |record, line, faults| {
        if !record.are_blank() {
            each(list, record, line, faults);
        }
    });
    any |= quoted.any;
    outcome.trimmed = trimmed;
    outcome.notes.extend((!any).then(|| Note::NoRows { file: table.file.clone() }));
    Ok(outcome)
}

/// Whether a cell has no blanks around it.
pub(super) fn is_bare(cell: &str) -> bool {
    match cell.as_bytes() {
        [] => true,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => true,
        _ => cell.trim().len() == cell.len(),
    }
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

    /// The records below the header by the csv crate alone, each with its line; and the header's cells.
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

    /// Lists with a header `a,b,c`, whose rows have some quotes, blank lines, line ends of all kinds, too many cells.
    fn list() -> impl Strategy<Value = String> {
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
            // Those after an unclosed quote are left out.
            prop_assert_eq!(&ragged, &lines.take(ragged.len()).collect::<Vec<_>>());
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn any_number_of_threads_reads_the_same(text in list(), size in 1..40_usize, threads in 1..4_usize) {
            let table = Table { file: "list".to_owned(), text: Cow::Borrowed(&text) };
            let rows = |blocks| {
                let mut rows: Vec<(String, u32)> = Vec::new();
                let reader = Reader {
                    // Rows whose first cell is known are made something of, as partnerships of known ends are.
                    draft: |cells: &[&str; 2]| Some(cells.map(str::to_owned)),
                    make: |rows: &Vec<(String, u32)>, drafts: &[[String; 2]], made: &mut Vec<_>| {
                        let is_known = |first| rows.iter().any(|(row, _)| row.split(',').next() == Some(first));
                        made.extend(drafts.iter().map(|cells| is_known(&*cells[0]).then(|| cells.join(","))));
                    },
                    take: |rows: &mut Vec<_>, made: Made<'_, '_, String>, line| rows.extend(made.zip(line..)),
                    each: |rows: &mut Vec<_>, cells: [&str; 2], line, faults: &mut Vec<_>| {
                        if cells[1].contains('7') {
                            faults.push(("c", FaultKind::Blank));
                        }
                        rows.push((cells.join(","), line));
                    },
                };
                let outcome = read(&table, &["a", "c"], 1, &mut rows, reader, blocks).unwrap();
                let trimmed: Vec<_> = outcome.trimmed.iter().map(|cell| (cell.line, cell.text.clone())).collect();
                let faults: Vec<String> = outcome.faults.iter().map(ToString::to_string).collect();
                (rows, trimmed, outcome.notes.len(), faults)
            };
            // Faults of rows that were made something of aren't asked for, and which these are depends on the blocks.
            let (mut one, mut many) = (rows(Blocks { size: usize::MAX, threads: 1 }), rows(Blocks { size, threads }));
            for faults in [&mut one.3, &mut many.3] {
                faults.retain(|fault| fault.contains("the header has"));
            }
            prop_assert_eq!(one, many);
        }
    }
}
