//! A data set as a directory of CSV files.

use std::{borrow::Cow, path::Path, thread};

use super::{
    Reading,
    blocks::{Blocks, Made},
    columns::{self, LEDGER},
    decode,
    delimited::{self, Reader, Table},
    encoding::{self, Encoding},
    error::Error,
    ledger, package,
};
use crate::model::{Dataset, KnownPlace, RegionRecord};

/// The files of a data set, as found.
pub(super) struct Tables<'b> {
    pub(super) cities: Table<'b>,
    /// Asked for when the cities are read: the largest of the files may be loaded meanwhile.
    pub(super) partnerships: Box<dyn FnOnce() -> Result<Table<'b>, Error> + 'b>,
    pub(super) regions: Option<Table<'b>>,
    /// In the order of [`LEDGER`].
    pub(super) ledger: [Option<Table<'b>>; LEDGER.len()],
    pub(super) package: Option<Table<'b>>,
}

pub(super) fn read(dir: &Path, encoding: Option<Encoding>) -> Result<Reading, Error> {
    let missing = |missing| Error::MissingList { path: dir.display().to_string(), missing };
    let list = |name: &str| match file(dir, &format!("{name}.csv"), encoding)? {
        None => file(dir, &format!("{name}.tsv"), encoding),
        found => Ok(found),
    };
    thread::scope(|scope| {
        let partnerships = scope.spawn(|| list("partnerships")?.ok_or_else(|| missing("partnerships.csv")));
        read_tables(Tables {
            cities: list("cities")?.ok_or_else(|| missing("cities.csv"))?,
            partnerships: Box::new(|| partnerships.join().expect("loading a file doesn't panic")),
            regions: list("regions")?,
            ledger: ledger_lists(list)?,
            // JSON is UTF-8 by its own standard.
            package: file(dir, "datapackage.json", None)?,
        })
    })
}

/// What `list` finds of each list of the ledger, by its name.
pub(super) fn ledger_lists<'b>(
    mut list: impl FnMut(&str) -> Result<Option<Table<'b>>, Error>,
) -> Result<[Option<Table<'b>>; LEDGER.len()], Error> {
    let mut tables = [const { None }; LEDGER.len()];
    for (table, (name, _)) in tables.iter_mut().zip(LEDGER) {
        *table = list(name)?;
    }
    Ok(tables)
}

fn file(dir: &Path, name: &str, encoding: Option<Encoding>) -> Result<Option<Table<'static>>, Error> {
    let path = dir.join(name);
    if !path.exists() {
        return Ok(None);
    }
    let file = path.display().to_string();
    let text = encoding::owned_text(&file, super::load(&path)?, encoding)?;
    Ok(Some(Table { file, text: Cow::Owned(text) }))
}

/// Lists are dropped as soon as they are read: their texts are as large as the data set.
pub(super) fn read_tables(tables: Tables<'_>) -> Result<Reading, Error> {
    let Tables { cities, partnerships, regions, ledger, package } = tables;
    let mut dataset = Dataset::default();
    if let Some(table) = &package {
        dataset.set_metadata(package::read(&table.file, &table.text)?);
    }
    let cities_reader = Reader {
        draft: decode::brief_place,
        make: |dataset: &Dataset, places: &[_], made: &mut Vec<_>| {
            made.extend(places.iter().map(|&place| Some(dataset.known_place(place))));
        },
        take: |dataset: &mut Dataset, places: Made<'_, '_, KnownPlace<'_>>, line| {
            places.zip(line..).for_each(|(place, line)| dataset.push_known_place(&place, line));
        },
        each: |dataset: &mut Dataset, cells: [&str; _], line, faults: &mut Vec<_>| {
            dataset.push_place(&decode::place(cells, faults), line);
        },
    };
    let mut outcomes =
        vec![delimited::read(&cities, &columns::PLACE, 1, &mut dataset, cities_reader, Blocks::default())?];
    let partnerships = partnerships()?;
    let regions_file = regions.as_ref().map_or("regions.csv", |table| &table.file);
    dataset.set_files(&cities.file, &partnerships.file, regions_file);
    drop(cities);
    let partnerships_reader = Reader {
        draft: decode::brief_partnership,
        make: Dataset::known_partnerships,
        take: |dataset: &mut Dataset, made: Made<'_, '_, _>, line| dataset.push_known_run(made, line),
        each: |dataset: &mut Dataset, cells: [&str; _], line, faults: &mut Vec<_>| {
            dataset.push_partnership(&decode::partnership(cells, faults), line);
        },
    };
    let (list, blocks) = (&columns::PARTNERSHIP, Blocks::default());
    outcomes.push(delimited::read(&partnerships, list, 2, &mut dataset, partnerships_reader, blocks)?);
    drop(partnerships);
    if let Some(regions) = regions {
        let reader = Reader {
            draft: |cells: &[&str; _]| sound(|faults| decode::region(*cells, faults)),
            make: |_: &Dataset, regions: &[RegionRecord], made: &mut Vec<_>| {
                made.extend(regions.iter().cloned().map(Some));
            },
            take: |dataset: &mut Dataset, regions: Made<'_, '_, RegionRecord>, line| {
                regions.zip(line..).for_each(|(region, line)| dataset.push_region(region, line));
            },
            each: |dataset: &mut Dataset, cells: [&str; _], line, faults: &mut Vec<_>| {
                dataset.push_region(decode::region(cells, faults), line);
            },
        };
        outcomes.push(delimited::read(&regions, &columns::REGION, 1, &mut dataset, reader, Blocks::default())?);
    }
    let (ledger, of_ledger) = ledger::read(ledger)?;
    *dataset.ledger_mut() = ledger;
    outcomes.extend(of_ledger);
    let mut reading = Reading { dataset, notes: Vec::new(), faults: Vec::new(), trimmed: Vec::new() };
    for outcome in outcomes {
        reading.notes.extend(outcome.notes);
        reading.faults.extend(outcome.faults);
        reading.trimmed.extend(outcome.trimmed);
    }
    Ok(reading)
}

/// A record decoded without a fault.
fn sound<R>(decode: impl FnOnce(decode::Faults<'_>) -> R) -> Option<R> {
    let mut faults = Vec::new();
    let record = decode(&mut faults);
    faults.is_empty().then_some(record)
}
