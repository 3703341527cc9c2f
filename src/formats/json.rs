//! A data set as one JSON file: the metadata of a `datapackage.json` beside the arrays `cities`, `partnerships`,
//! `regions` and those of the ledger, whose objects have the columns of the CSV files as keys.

use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

use super::{
    Reading, columns, decode,
    error::{Error, Fault, FaultKind, Note, Trimmed},
    ledger, package,
};
use crate::model::{self, Dataset};

#[derive(Deserialize)]
struct File<'t> {
    #[serde(borrow)]
    cities: Vec<&'t RawValue>,
    #[serde(borrow)]
    partnerships: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    regions: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    contacts: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    curators: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    participants: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    indicators: Vec<&'t RawValue>,
    #[serde(borrow, default)]
    totals: Vec<&'t RawValue>,
}

pub(super) fn read(file: &str, text: &str) -> Result<Reading, Error> {
    let lists: File<'_> = serde_json::from_str(text).map_err(|source| Error::Json { path: file.to_owned(), source })?;
    let mut dataset = Dataset::default();
    dataset.set_files(file, file, file);
    dataset.set_metadata(package::read(file, text)?);
    let mut rows = Rows { file, text, faults: Vec::new(), notes: Vec::new(), trimmed: Vec::new() };
    rows.read(&lists.cities, &columns::PLACE, |cells, line, faults| {
        let place = decode::place(cells, faults);
        dataset.push_place(&place, line);
    });
    rows.read(&lists.partnerships, &columns::PARTNERSHIP, |cells, line, faults| {
        let partnership = decode::partnership(cells, faults);
        dataset.push_partnership(&partnership, line);
    });
    rows.read(&lists.regions, &columns::REGION, |cells, line, faults| {
        decode::region(cells, faults).into_iter().for_each(|region| dataset.push_region(region, line));
    });
    let book = dataset.ledger_mut();
    rows.list(&lists.contacts, &columns::CONTACT, &mut book.contacts, ledger::contact);
    rows.list(&lists.curators, &columns::CURATOR, &mut book.curators, ledger::curator);
    rows.list(&lists.participants, &columns::PARTICIPANT, &mut book.participants, ledger::participant);
    rows.list(&lists.indicators, &columns::INDICATOR, &mut book.indicators, ledger::indicator);
    rows.list(&lists.totals, &columns::TOTAL, &mut book.totals, ledger::total);
    let Rows { notes, faults, trimmed, .. } = rows;
    Ok(Reading { dataset, notes, faults, trimmed })
}

struct Rows<'t> {
    file: &'t str,
    text: &'t str,
    faults: Vec<Fault>,
    notes: Vec<Note>,
    trimmed: Vec<Trimmed>,
}

impl Rows<'_> {
    /// Reads a list of the ledger.
    fn list<T, const N: usize>(
        &mut self,
        rows: &[&RawValue],
        columns: &[&'static str; N],
        list: &mut model::Rows<T>,
        decode: fn([&str; N], decode::Faults<'_>) -> T,
    ) {
        *list = model::Rows::of_file(self.file);
        self.read(rows, columns, |cells, line, faults| list.push(decode(cells, faults), line));
    }

    fn read<const N: usize>(
        &mut self,
        rows: &[&RawValue],
        columns: &[&'static str; N],
        mut each: impl FnMut([&str; N], u32, decode::Faults<'_>),
    ) {
        let (mut counted_to, mut line) = (0, 1);
        for raw in rows {
            let start = raw.get().as_ptr() as usize - self.text.as_ptr() as usize;
            line += u32::try_from(self.text.as_bytes()[counted_to..start].iter().filter(|&&b| b == b'\n').count())
                .unwrap_or(u32::MAX);
            counted_to = start;
            let mut fault = |column: Option<&str>, kind| {
                self.faults.push(Fault { file: self.file.to_owned(), line, column: column.map(str::to_owned), kind });
            };
            let Ok(object) = serde_json::from_str::<Map<String, Value>>(raw.get()) else {
                fault(None, FaultKind::Shape { expected: "an object with the columns as keys" });
                continue;
            };
            let mut cells = [const { String::new() }; N];
            let mut misshapen = Vec::new();
            for (key, value) in object {
                let Some(at) = columns.iter().position(|column| *column == key) else {
                    let note = Note::UnknownColumn { file: self.file.to_owned(), column: key, similar: None };
                    if !self.notes.contains(&note) {
                        self.notes.push(note);
                    }
                    continue;
                };
                match cell(value) {
                    Some(text) => {
                        let cell = text.trim();
                        if cell.len() < text.len() {
                            let (file, text) = (self.file.to_owned(), text.clone());
                            self.trimmed.push(Trimmed { file, line, column: columns[at], text });
                        }
                        cells[at] = cell.to_owned();
                    }
                    None => {
                        misshapen.push(columns[at]);
                        let expected = "a text, a number, yes or no, or a list of texts";
                        fault(Some(columns[at]), FaultKind::Shape { expected });
                    }
                }
            }
            let mut row_faults = Vec::new();
            each(cells.each_ref().map(String::as_str), line, &mut row_faults);
            // What is wrong with a blank cell only follows from what made it blank.
            for (column, kind) in row_faults.into_iter().filter(|(column, _)| !misshapen.contains(column)) {
                fault(Some(column), kind);
            }
        }
    }
}

/// A JSON value as the cell it would be in CSV.
fn cell(value: Value) -> Option<String> {
    Some(match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text,
        Value::Array(items) => {
            let texts: Option<Vec<String>> =
                items.into_iter().map(|item| if let Value::String(text) = item { Some(text) } else { None }).collect();
            decode::join(&texts?)
        }
        Value::Object(_) => return None,
    })
}
