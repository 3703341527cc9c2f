//! A data set as a directory of CSV files.

use std::{borrow::Cow, path::Path};

use super::{
    Reading, columns, decode,
    delimited::{self, Table},
    error::Error,
    package,
};
use crate::model::Dataset;

/// The files of a data set, as found.
pub(super) struct Tables<'b> {
    pub(super) cities: Table<'b>,
    pub(super) partnerships: Table<'b>,
    pub(super) regions: Option<Table<'b>>,
    pub(super) package: Option<Table<'b>>,
}

pub(super) fn read(dir: &Path) -> Result<Reading, Error> {
    let missing = |missing| Error::MissingList { path: dir.display().to_string(), missing };
    read_tables(Tables {
        cities: list(dir, "cities")?.ok_or_else(|| missing("cities.csv"))?,
        partnerships: list(dir, "partnerships")?.ok_or_else(|| missing("partnerships.csv"))?,
        regions: list(dir, "regions")?,
        package: file(dir, "datapackage.json")?,
    })
}

/// The list called `name`, as `.csv` or `.tsv`.
fn list(dir: &Path, name: &str) -> Result<Option<Table<'static>>, Error> {
    match file(dir, &format!("{name}.csv"))? {
        None => file(dir, &format!("{name}.tsv")),
        found => Ok(found),
    }
}

fn file(dir: &Path, name: &str) -> Result<Option<Table<'static>>, Error> {
    let path = dir.join(name);
    if !path.exists() {
        return Ok(None);
    }
    Ok(Some(Table { bytes: Cow::Owned(super::load(&path)?), file: path.display().to_string() }))
}

pub(super) fn read_tables(tables: Tables<'_>) -> Result<Reading, Error> {
    let mut dataset = Dataset::default();
    let regions_file = tables.regions.as_ref().map_or("regions.csv", |table| &table.file);
    dataset.set_files(&tables.cities.file, &tables.partnerships.file, regions_file);
    if let Some(table) = &tables.package {
        dataset.set_metadata(package::read(&table.file, delimited::text(&table.file, &table.bytes)?)?);
    }
    let mut outcomes = vec![
        delimited::read(&tables.cities, &columns::PLACE, 1, |cells, line, faults| {
            let place = decode::place(cells, faults);
            dataset.push_place(&place, line);
        })?,
        delimited::read(&tables.partnerships, &columns::PARTNERSHIP, 2, |cells, line, faults| {
            let partnership = decode::partnership(cells, faults);
            dataset.push_partnership(&partnership, line);
        })?,
    ];
    if let Some(table) = &tables.regions {
        outcomes.push(delimited::read(table, &columns::REGION, 1, |cells, line, faults| {
            dataset.push_region(decode::region(cells, faults), line);
        })?);
    }
    let mut reading = Reading { dataset, notes: Vec::new(), faults: Vec::new(), trimmed: Vec::new() };
    for outcome in outcomes {
        reading.notes.extend(outcome.notes);
        reading.faults.extend(outcome.faults);
        reading.trimmed.extend(outcome.trimmed);
    }
    Ok(reading)
}
