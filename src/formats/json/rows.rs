//! The rows of a JSON list: objects whose keys are columns and whose values are cells.

use std::{borrow::Cow, collections::HashSet, fmt};

use rayon::prelude::*;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Number, value::RawValue};

use crate::formats::{
    columns::is_called,
    decode,
    delimited::{Reader, blocks::Made, records::is_bare},
    fault::{Fault, FaultKind, Trimmed},
    note::Note,
};

/// The file that rows are read from, and the findings about the rows read so far.
pub(super) struct Input<'t> {
    pub(super) file: &'t str,
    text: &'t str,
    /// The line of the last row read, and the offset of that row.
    line: u32,
    counted_to: usize,
    pub(super) faults: Vec<Fault>,
    pub(super) notes: Vec<Note>,
    pub(super) trimmed: Vec<Trimmed>,
    /// The unknown keys that have been noted.
    unknown: HashSet<String>,
}

impl<'t> Input<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        let (faults, notes, trimmed) = (Vec::new(), Vec::new(), Vec::new());
        Self { file, text, line: 1, counted_to: 0, faults, notes, trimmed, unknown: HashSet::new() }
    }

    /// The line on which a row begins. Rows must be asked about in order.
    fn line_of(&mut self, row: &'t str) -> u32 {
        let start = row.as_ptr() as usize - self.text.as_ptr() as usize;
        let between = &self.text.as_bytes()[self.counted_to..start];
        let lines = between.iter().filter(|&&byte| byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted_to = start;
        self.line
    }

    fn fault(&mut self, line: u32, column: Option<&str>, kind: FaultKind) {
        self.faults.push(Fault { file: self.file.to_owned(), line, column: column.map(str::to_owned), kind });
    }
}

/// A list whose rows are being read.
pub(super) struct List<'a, 't, R: Reader<N>, const N: usize> {
    pub(super) input: &'a mut Input<'t>,
    pub(super) columns: &'static [&'static str; N],
    pub(super) list: &'a mut R::List,
    pub(super) reader: &'a R,
}

/// The rows that are read in parallel before they are taken, in parts of `PART` rows.
const ROUND: usize = 32 * PART;
const PART: usize = 1 << 11;

/// Rows are drafted in groups of this size: see [`delimited::blocks`](crate::formats::delimited::blocks).
const DRAFTS: usize = 128;

impl<'t, R: Reader<N>, const N: usize> DeserializeSeed<'t> for List<'_, 't, R, N> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'t, R: Reader<N>, const N: usize> Visitor<'t> for List<'_, 't, R, N> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<S: SeqAccess<'t>>(mut self, mut rows: S) -> Result<(), S::Error> {
        let mut round = Vec::new();
        while let Some(row) = rows.next_element::<&'t RawValue>()? {
            round.push((row.get(), self.input.line_of(row.get())));
            if round.len() == ROUND {
                self.read(&round);
                round.clear();
            }
        }
        self.read(&round);
        Ok(())
    }
}

impl<'t, R: Reader<N>, const N: usize> List<'_, 't, R, N> {
    /// Reads some rows, each with its line: regular rows in parallel, in parts.
    fn read(&mut self, rows: &[(&'t str, u32)]) {
        let shared = &*self;
        let parts: Vec<(R::Batch, Vec<bool>)> = rows.par_chunks(PART).map(|rows| shared.part(rows)).collect();
        let (mut batches, are_made): (Vec<R::Batch>, Vec<Vec<bool>>) = parts.into_iter().unzip();
        let mut batches: Vec<&mut R::Batch> = batches.iter_mut().collect();
        let mut made: Vec<Made> = Vec::new();
        for (batch, (rows, are_made)) in rows.chunks(PART).zip(are_made).enumerate() {
            let mut in_batch = 0;
            for (&(row, line), is_made) in rows.iter().zip(are_made) {
                if is_made {
                    push_made(&mut made, batch, in_batch, line);
                    in_batch += 1;
                    continue;
                }
                if !made.is_empty() {
                    self.reader.take(self.list, &mut batches, &made);
                    made.clear();
                }
                self.each(row, line);
            }
        }
        if !made.is_empty() {
            self.reader.take(self.list, &mut batches, &made);
        }
    }

    /// The rows made of one part, and for each row whether it is among them.
    fn part(&self, rows: &[(&'t str, u32)]) -> (R::Batch, Vec<bool>) {
        let (mut batch, mut are_made) = (R::Batch::default(), Vec::with_capacity(rows.len()));
        for rows in rows.chunks(DRAFTS) {
            let drafted: Vec<Option<R::Draft<'_>>> = rows.iter().map(|(row, _)| self.draft(row)).collect();
            let are_drafted: Vec<bool> = drafted.iter().map(Option::is_some).collect();
            let (drafts, mut made) = (drafted.into_iter().flatten().collect::<Vec<_>>(), Vec::new());
            self.reader.make(self.list, &drafts, &mut batch, &mut made);
            let mut made = made.into_iter();
            are_made.extend(are_drafted.into_iter().map(|is_drafted| is_drafted && made.next() == Some(true)));
        }
        (batch, are_made)
    }

    /// Drafts a regular row, whose cells stand in the text as they are.
    fn draft(&self, row: &'t str) -> Option<R::Draft<'t>> {
        let (mut cells, mut is_given, mut is_plain) = ([""; N], [false; N], true);
        let read = entries(row, |key, value| match position(self.columns, key) {
            Some(at) => {
                let cell = plain_cell(value).filter(|cell| is_bare(cell) && !is_given[at]);
                is_plain &= cell.is_some();
                (cells[at], is_given[at]) = (cell.unwrap_or_default(), true);
            }
            None => is_plain &= self.input.unknown.contains(key),
        });
        if is_plain && read.is_ok() { self.reader.draft(&cells) } else { None }
    }

    /// Reads any other row.
    fn each(&mut self, row: &'t str, line: u32) {
        let Self { input, columns, .. } = self;
        if !row.starts_with('{') {
            let expected = "an object with the columns as keys";
            return input.fault(line, None, FaultKind::Shape { expected });
        }
        let mut cells = [const { Cow::Borrowed("") }; N];
        let (mut is_given, mut misshapen) = ([false; N], Vec::new());
        let read = entries(row, |key, value| {
            let Some(at) = position(&columns[..], key) else { return input.note_unknown(key) };
            let column = columns[at];
            let fault = match cell(value) {
                _ if is_given[at] => FaultKind::DoubledKey,
                Ok(text) => {
                    cells[at] = input.without_blanks(line, column, text);
                    is_given[at] = true;
                    return;
                }
                Err(fault) => fault,
            };
            is_given[at] = true;
            // The row lacks a cell that it needs.
            if fault.refuses() {
                misshapen.push(column);
            }
            input.fault(line, Some(column), fault);
        });
        if read.is_err() {
            return input.fault(line, None, FaultKind::half_character(row));
        }
        let mut row_faults = Vec::new();
        self.reader.each(self.list, cells.each_ref().map(|cell| &**cell), line, &mut row_faults);
        // The cell is blank only because of its misshapen value, which has been reported.
        for (column, kind) in row_faults.into_iter().filter(|(column, _)| !misshapen.contains(column)) {
            self.input.fault(line, Some(column), kind);
        }
    }
}

impl Input<'_> {
    /// Notes an unknown key once, since there may be very many.
    fn note_unknown(&mut self, key: &str) {
        if !self.unknown.insert(key.to_owned()) {
            return;
        }
        let noted = self.unknown.len();
        let counted = noted - noted.min(Note::NOTED);
        match self.notes.last_mut() {
            Some(Note::UnknownColumns { count, .. }) => *count = counted,
            _ if counted > 0 => self.notes.push(Note::UnknownColumns { file: self.file.to_owned(), count: counted }),
            _ => self.notes.push(Note::unknown_column(self.file, key)),
        }
    }

    /// A cell without the blanks around it, which are noted.
    fn without_blanks<'c>(&mut self, line: u32, column: &'static str, text: Cow<'c, str>) -> Cow<'c, str> {
        if text.trim().len() == text.len() {
            return text;
        }
        let cell = text.trim().to_owned();
        self.trimmed.push(Trimmed { file: self.file.to_owned(), line, column, text: text.into_owned() });
        Cow::Owned(cell)
    }
}

/// Adds a row of a batch to the runs.
fn push_made(made: &mut Vec<Made>, batch: usize, row: usize, line: u32) {
    match made.last_mut() {
        Some(last) if last.batch == batch && last.rows.end == row && last.follows(line) => last.rows.end += 1,
        _ => made.push(Made { batch, rows: row..row + 1, line }),
    }
}

impl Made {
    /// Whether a line directly follows the last row's line.
    fn follows(&self, line: u32) -> bool {
        self.line as usize + self.rows.len() == line as usize
    }
}

/// The index of the column that a key names: by its own name, or with a colon for names by language.
fn position(columns: &[&'static str], key: &str) -> Option<usize> {
    let exact = columns.iter().position(|column| *column == key);
    exact.or_else(|| key.contains(':').then(|| columns.iter().position(|column| is_called(key, column)))?)
}

/// Calls `each` with every key of an object and the JSON of its value.
///
/// # Errors
/// Fails if a key isn't a text. Everything else is known to be JSON.
fn entries<'t>(row: &'t str, each: impl FnMut(&str, &'t str)) -> serde_json::Result<()> {
    serde_json::Deserializer::from_str(row).deserialize_map(Entries(each))
}

struct Entries<F>(F);

/// A key, borrowed if it stands in the text without escapes.
#[derive(Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

impl<'t, F: FnMut(&str, &'t str)> Visitor<'t> for Entries<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'t>>(mut self, mut map: M) -> Result<(), M::Error> {
        while let Some(Key(key)) = map.next_key()? {
            self.0(&key, map.next_value::<&'t RawValue>()?.get());
        }
        Ok(())
    }
}

/// A JSON value as the cell that it would be in CSV, if that is a part of its text.
fn plain_cell(value: &str) -> Option<&str> {
    match *value.as_bytes() {
        [b'"', .., b'"'] if !value.contains('\\') => Some(&value[1..value.len() - 1]),
        [b'-' | b'0'..=b'9', ..] if is_plain_number(value) => Some(value),
        [b'n', ..] => Some(""),
        [b't', ..] => Some("yes"),
        [b'f', ..] => Some("no"),
        _ => None,
    }
}

/// Whether a JSON number is written as we would write it: with few enough digits for a double, without an exponent, not
/// as negative zero, and without zeros at the end of its decimals.
fn is_plain_number(number: &str) -> bool {
    let (whole, decimals) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let is_small = whole.trim_start_matches('-') == "0" && decimals.is_none_or(|part| part.starts_with("0000"));
    number.len() <= 16
        && number.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'))
        && decimals.is_none_or(|part| !part.ends_with('0'))
        && (!is_small || number == "0")
}

/// A JSON value as the cell that it would be in CSV.
fn cell(value: &str) -> Result<Cow<'_, str>, FaultKind> {
    if let Some(cell) = plain_cell(value) {
        return Ok(Cow::Borrowed(cell));
    }
    let shape = || FaultKind::Shape { expected: "a text, a number, yes or no, or a list of texts" };
    match value.as_bytes().first() {
        Some(b'"') => text(value).map(Cow::Owned),
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(value).map_err(|_| shape())?;
            let texts = items.iter().map(|item| item.get());
            let texts: Result<Vec<String>, _> =
                texts.map(|item| if item.starts_with('"') { text(item) } else { Err(shape()) }).collect();
            Ok(Cow::Owned(decode::join(&texts?)))
        }
        Some(b'-' | b'0'..=b'9') => match serde_json::from_str::<Number>(value) {
            Ok(number) => Ok(Cow::Owned(number.to_string())),
            Err(_) => Err(FaultKind::TooLarge(value.to_owned())),
        },
        _ => Err(shape()),
    }
}

/// The value of a JSON text.
fn text(value: &str) -> Result<String, FaultKind> {
    serde_json::from_str(value).map_err(|_| FaultKind::half_character(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// A number is taken as it stands only if a program that parses it would write it in the same way.
    #[test]
    fn a_plain_number_is_written_as_it_stands() {
        for number in ["0", "7", "-7", "53.9", "-0.5", "0.0001", "999999999999999", "-120.123456"] {
            assert!(is_plain_number(number), "{number}");
        }
        for number in ["-0", "-0.0", "0.0", "53.90", "1e3", "0.00001", "12345678901234567", "1.5E2"] {
            assert!(!is_plain_number(number), "{number}");
        }
    }

    proptest! {
        #[test]
        fn any_number_is_the_cell_that_it_is_written_as(
            number in prop_oneof!["-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?", "-?0\\.0{0,7}[0-9]{1,3}"],
        ) {
            let value: Value = serde_json::from_str(&number).unwrap();
            prop_assert_eq!(cell(&number).unwrap(), value.to_string());
        }

        #[test]
        fn any_text_is_its_own_cell(text in any::<String>()) {
            let value = Value::from(text.clone()).to_string();
            prop_assert_eq!(cell(&value).unwrap(), text.as_str());
            let list = Value::from(vec![text.clone(), "x".to_owned()]).to_string();
            prop_assert_eq!(cell(&list).unwrap(), decode::join(&[text.as_str(), "x"]));
        }
    }

    #[test]
    fn what_no_cell_can_be_says_what_it_is() {
        let says = |value: &str| cell(value).unwrap_err().to_string();
        assert_eq!(says("1e400"), "`1e400` is too large a number");
        assert_eq!(says(r#""a\ud800""#), r#"`"a\ud800"` has half of a surrogate pair, which is no character"#);
        assert_eq!(says(r#"["\udc00"]"#), r#"`"\udc00"` has half of a surrogate pair, which is no character"#);
        let shape = "expected a text, a number, yes or no, or a list of texts";
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        for value in ["{}", "[1]", "[[\"a\"]]", &deep] {
            assert_eq!(says(value), shape);
        }
    }
}
