//! A data set as a directory of CSV files.

use std::{borrow::Cow, path::Path};

use super::{
    Reading, columns, decode,
    delimited::{self, Table},
    encoding::{self, Encoding},
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

pub(super) fn read(dir: &Path, encoding: Option<Encoding>) -> Result<Reading, Error> {
    let missing = |missing| Error::MissingList { path: dir.display().to_string(), missing };
    let list = |name: &str| match file(dir, &format!("{name}.csv"), encoding)? {
        None => file(dir, &format!("{name}.tsv"), encoding),
        found => Ok(found),
    };
    read_tables(Tables {
        cities: list("cities")?.ok_or_else(|| missing("cities.csv"))?,
        partnerships: list("partnerships")?.ok_or_else(|| missing("partnerships.csv"))?,
        regions: list("regions")?,
        // JSON is UTF-8 by its own standard.
        package: file(dir, "datapackage.json", None)?,
    })
}

fn file(dir: &Path, name: &str, encoding: Option<Encoding>) -> Result<Option<Table<'static>>, Error> {
    let path = dir.join(name);
    if !path.exists() {
        return Ok(None);
    }
    let (file, bytes) = (path.display().to_string(), super::load(&path)?);
    let text = encoding::text(&file, &bytes, encoding)?.into_owned();
    Ok(Some(Table { file, text: Cow::Owned(text) }))
}

pub(super) fn read_tables(tables: Tables<'_>) -> Result<Reading, Error> {
    let mut dataset = Dataset::default();
    let regions_file = tables.regions.as_ref().map_or("regions.csv", |table| &table.file);
    dataset.set_files(&tables.cities.file, &tables.partnerships.file, regions_file);
    if let Some(table) = &tables.package {
        dataset.set_metadata(package::read(&table.file, &table.text)?);
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
