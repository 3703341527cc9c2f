//! A data set as one JSON file: the metadata of a `datapackage.json` beside the arrays `cities`, `partnerships`,
//! `regions` and those of the ledger, whose objects have the columns of the CSV files as keys.
//!
//! The text is walked once. Rows are read as they come, whatever the order of the arrays: see [`rows`].

pub(super) mod graph;
pub(super) mod nested;
pub(super) mod rows;
pub(super) mod shapes;

use std::fmt;

use serde::{
    Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};

use crate::{
    formats::{
        Reading, columns, decode,
        delimited::OneByOne,
        directory::{Cities, Partnerships, ledger},
        error::Error,
        package::{self, Package},
    },
    model::{Dataset, Rows},
};
use rows::{Input, List};

/// Reads a data set from its text. Takes O(bytes) time and, beside the rows, only the memory of some thousands of them.
pub(super) fn read(file: &str, text: &str) -> Result<Reading, Error> {
    read_lists(file, text, &LISTS[..2])
}

/// Reads everything but places and partnerships, which are elsewhere.
#[cfg(feature = "parquet")]
pub(super) fn read_beside(file: &str, text: &str) -> Result<Reading, Error> {
    read_lists(file, text, &[])
}

fn read_lists(file: &str, text: &str, needed: &'static [&'static str]) -> Result<Reading, Error> {
    let broken = |source| Error::Json { path: file.to_owned(), source };
    let mut json = serde_json::Deserializer::from_str(text);
    let read = json.deserialize_map(File { input: Input::new(file, text), needed });
    let (mut dataset, package, input) = read.and_then(|read| json.end().map(|()| read)).map_err(broken)?;
    dataset.set_metadata(package.metadata().map_err(|message| broken(serde_json::Error::custom(message)))?);
    let Input { notes, faults, trimmed, .. } = input;
    Ok(Reading { dataset, notes, faults, trimmed, contradictions: Vec::new() })
}

/// The top-level object of the file.
struct File<'t> {
    input: Input<'t>,
    /// The lists that must exist.
    needed: &'static [&'static str],
}

/// The keys of the arrays. A data set must have the first two.
const LISTS: [&str; 8] =
    ["cities", "partnerships", "regions", "contacts", "curators", "participants", "indicators", "totals"];

impl<'t> Visitor<'t> for File<'t> {
    type Value = (Dataset, Package, Input<'t>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the arrays `cities` and `partnerships`")
    }

    fn visit_map<M: MapAccess<'t>>(mut self, mut map: M) -> Result<Self::Value, M::Error> {
        let (mut dataset, mut package) = (Dataset::default(), Package::default());
        let file = self.input.file;
        dataset.set_files(file, file, file);
        set_files_of_ledger(&mut dataset, file);
        let mut seen: Vec<&'static str> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let Some(key) = LISTS.into_iter().chain(package::KEYS).find(|known| *known == key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if seen.contains(&key) {
                return Err(M::Error::duplicate_field(key));
            }
            seen.push(key);
            let input = &mut self.input;
            macro_rules! ledger {
                ($list:ident, $columns:ident, $decode:path) => {{
                    let push = |rows: &mut Rows<_>,
                                cells: [&str; columns::$columns.len()],
                                line,
                                faults: decode::Faults<'_>| {
                        rows.push($decode(cells, faults), line);
                    };
                    let list = &mut dataset.ledger_mut().$list;
                    map.next_value_seed(List {
                        input,
                        columns: &columns::$columns,
                        list,
                        reader: &OneByOne::new(push),
                    })?;
                }};
            }
            match key {
                "cities" => {
                    let (columns, list) = (&columns::PLACE, &mut dataset);
                    map.next_value_seed(List { input, columns, list, reader: &Cities })?;
                }
                "partnerships" => {
                    let (columns, list) = (&columns::PARTNERSHIP, &mut dataset);
                    map.next_value_seed(List { input, columns, list, reader: &Partnerships })?;
                }
                "regions" => {
                    let (columns, list) = (&columns::REGION, &mut dataset);
                    let push = |dataset: &mut Dataset, cells: [&str; _], line, faults: decode::Faults<'_>| {
                        decode::region(cells, faults).into_iter().for_each(|region| dataset.push_region(region, line));
                    };
                    map.next_value_seed(List { input, columns, list, reader: &OneByOne::new(push) })?;
                }
                "contacts" => ledger!(contacts, CONTACT, ledger::contact),
                "curators" => ledger!(curators, CURATOR, ledger::curator),
                "participants" => ledger!(participants, PARTICIPANT, ledger::participant),
                "indicators" => ledger!(indicators, INDICATOR, ledger::indicator),
                "totals" => ledger!(totals, TOTAL, ledger::total),
                key => package.take(key, &mut map)?,
            }
        }
        match self.needed.iter().find(|needed| !seen.contains(needed)) {
            Some(missing) => Err(M::Error::missing_field(missing)),
            None => Ok((dataset, package, self.input)),
        }
    }
}

/// Sets the file name of each list of the ledger, for messages.
fn set_files_of_ledger(dataset: &mut Dataset, file: &str) {
    let book = dataset.ledger_mut();
    book.contacts = Rows::of_file(file);
    book.curators = Rows::of_file(file);
    book.participants = Rows::of_file(file);
    book.indicators = Rows::of_file(file);
    book.totals = Rows::of_file(file);
}
