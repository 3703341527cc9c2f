//! A data set as a directory of CSV files.

use std::{borrow::Cow, path::Path};

use super::{
    Reading,
    blocks::{Blocks, Made},
    columns::{self, LEDGER},
    decode::{self, Faults},
    delimited::{self, Reader},
    encoding::Encoding,
    error::Error,
    ledger, package,
    parts::Table,
};
use crate::model::{BriefPartnership, BriefPlace, Dataset, PartnershipBatch, PlaceBatch};

/// The files of a data set, as found.
pub(super) struct Tables<'b> {
    pub(super) cities: Table<'b>,
    pub(super) partnerships: Table<'b>,
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
    read_tables(Tables {
        cities: list("cities")?.ok_or_else(|| missing("cities.csv"))?,
        partnerships: list("partnerships")?.ok_or_else(|| missing("partnerships.csv"))?,
        regions: list("regions")?,
        ledger: ledger_lists(list)?,
        // JSON is UTF-8 by its own standard.
        package: file(dir, "datapackage.json", None)?,
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
    // Where the folder can't be entered nobody knows what it has.
    let is_there =
        path.try_exists().map_err(|source| Error::Unreadable { path: path.display().to_string(), source })?;
    if is_there { Table::of_file(&path, encoding).map(Some) } else { Ok(None) }
}

/// Lists are dropped as soon as they are read: their texts are as large as the data set.
pub(super) fn read_tables(tables: Tables<'_>) -> Result<Reading, Error> {
    let Tables { cities, partnerships, regions, ledger, package } = tables;
    let mut dataset = Dataset::default();
    if let Some(Table { file, mut text }) = package {
        let text = text.all_from(Cow::Borrowed(""))?;
        dataset.set_metadata(package::read(&file, &text)?);
    }
    let blocks = Blocks::default();
    let cities_file = cities.file.clone();
    let mut outcomes = vec![delimited::read(cities, &columns::PLACE, 1, &mut dataset, &Cities, blocks)?];
    let regions_file = regions.as_ref().map_or("regions.csv", |table| &table.file);
    dataset.set_files(&cities_file, &partnerships.file, regions_file);
    outcomes.push(delimited::read(partnerships, &columns::PARTNERSHIP, 2, &mut dataset, &Partnerships, blocks)?);
    if let Some(regions) = regions {
        let push = |dataset: &mut Dataset, cells: [&str; _], line, faults: Faults<'_>| {
            decode::region(cells, faults).into_iter().for_each(|region| dataset.push_region(region, line));
        };
        outcomes.push(delimited::read_each(regions, &columns::REGION, 1, &mut dataset, push)?);
    }
    let (ledger, of_ledger) = ledger::read(ledger)?;
    *dataset.ledger_mut() = ledger;
    outcomes.extend(of_ledger);
    let mut reading =
        Reading { dataset, notes: Vec::new(), faults: Vec::new(), trimmed: Vec::new(), contradictions: Vec::new() };
    for outcome in outcomes {
        reading.notes.extend(outcome.notes);
        reading.faults.extend(outcome.faults);
        reading.trimmed.extend(outcome.trimmed);
    }
    Ok(reading)
}

/// The rows of `cities.csv`.
pub(super) struct Cities;

impl Reader<{ columns::PLACE.len() }> for Cities {
    type List = Dataset;
    type Draft<'t> = BriefPlace<'t>;
    type Batch = PlaceBatch;

    fn draft<'t>(&self, cells: &[&'t str; columns::PLACE.len()]) -> Option<BriefPlace<'t>> {
        decode::brief_place(cells)
    }

    fn make(&self, dataset: &Dataset, places: &[BriefPlace<'_>], batch: &mut PlaceBatch, made: &mut Vec<bool>) {
        dataset.known_places(places, batch);
        made.resize(places.len(), true);
    }

    fn take(&self, dataset: &mut Dataset, batches: &mut [&mut PlaceBatch], made: &[Made]) {
        let runs = made.iter().map(|run| (&*batches[run.batch], run.rows.clone(), run.line));
        dataset.push_places(&runs.collect::<Vec<_>>());
    }

    fn each(&self, dataset: &mut Dataset, cells: [&str; columns::PLACE.len()], line: u32, faults: Faults<'_>) {
        dataset.push_place(&decode::place(cells, faults), line);
    }
}

/// The rows of `partnerships.csv`.
pub(super) struct Partnerships;

impl Reader<{ columns::PARTNERSHIP.len() }> for Partnerships {
    type List = Dataset;
    type Draft<'t> = BriefPartnership<'t>;
    type Batch = PartnershipBatch;

    fn draft<'t>(&self, cells: &[&'t str; columns::PARTNERSHIP.len()]) -> Option<BriefPartnership<'t>> {
        decode::brief_partnership(cells)
    }

    fn make(
        &self,
        dataset: &Dataset,
        partnerships: &[BriefPartnership<'_>],
        batch: &mut PartnershipBatch,
        made: &mut Vec<bool>,
    ) {
        dataset.known_partnerships(partnerships, batch, made);
    }

    fn take(&self, dataset: &mut Dataset, batches: &mut [&mut PartnershipBatch], made: &[Made]) {
        for run in made {
            dataset.push_partnerships(batches[run.batch], run.rows.clone(), run.line);
        }
    }

    fn each(&self, dataset: &mut Dataset, cells: [&str; columns::PARTNERSHIP.len()], line: u32, faults: Faults<'_>) {
        dataset.push_partnership(&decode::partnership(cells, faults), line);
    }
}
