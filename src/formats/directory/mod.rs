//! A data set as a directory of CSV files.

pub(super) mod folder;
pub(super) mod ledger;
pub(super) mod template;

use std::{borrow::Cow, path::Path};

use crate::{
    formats::{
        Reading, Told,
        columns::{self, LEDGER},
        decode::{self, Faults},
        delimited::{
            self, Outcome, Reader,
            blocks::{Blocks, Made},
            encoding::Encoding,
            parts::Table,
            records::Records,
        },
        error::Error,
        package,
        pairs::marks::meant_of_tie,
        two_tables::{self, EndsBy, place_columns},
    },
    model::{BriefPartnership, BriefPlace, Dataset, PartnershipBatch, PlaceBatch},
};
use folder::two_lists;

/// The files that were found of a data set.
pub(super) struct Tables<'b> {
    pub(super) cities: Table<'b>,
    pub(super) partnerships: Table<'b>,
    pub(super) regions: Option<Table<'b>>,
    /// The ledger's tables, in the order of [`LEDGER`].
    pub(super) ledger: [Option<Table<'b>>; LEDGER.len()],
    pub(super) package: Option<Table<'b>>,
}

/// Reads a folder: `cities.csv` and `partnerships.csv`, or a table of places and one of links from elsewhere.
pub(super) fn read(dir: &Path, told: &Told) -> Result<Reading, Error> {
    let encoding = told.encoding;
    let list = |name: &str| match file(dir, &format!("{name}.csv"), encoding)? {
        None => file(dir, &format!("{name}.tsv"), encoding),
        found => Ok(found),
    };
    let found = two_lists(dir, told)?;
    if found.are_our_own && (told.columns.is_some() || told.no_header) {
        return Err(Error::ColumnsOfNoTable { path: dir.display().to_string() });
    }
    let tables = Tables {
        cities: Table::of_file(&found.places, encoding)?,
        partnerships: Table::of_file(&found.links, encoding)?,
        regions: list("regions")?,
        ledger: ledger_lists(list)?,
        // JSON is UTF-8 by its own standard.
        package: file(dir, "datapackage.json", None)?,
    };
    if found.are_our_own { read_tables(tables) } else { read_others(tables, told) }
}

/// Reads lists that have other names for their columns. Such lists are small enough to keep whole in memory.
pub(super) fn read_others(tables: Tables<'_>, told: &Told) -> Result<Reading, Error> {
    let Tables { cities, partnerships, regions, ledger, package } = tables;
    let whole = |table: Table<'_>| -> Result<(String, String), Error> {
        let Table { file, mut text } = table;
        Ok((file, text.all_from(Cow::Borrowed(""))?.into_owned()))
    };
    let (places, links) = (whole(cities)?, whole(partnerships)?);
    let mut reading = Reading::default();
    set_metadata(&mut reading.dataset, package)?;
    let (records, links) = (Records::open(&places.0, &places.1)?, Records::open(&links.0, &links.1)?);
    let regions_file = regions.as_ref().map_or("regions.csv", |table| &table.file);
    reading.dataset.set_files(&places.0, links.file(), regions_file);
    two_tables::read_into(&mut reading, &records, links, told, EndsBy::Names)?;
    read_rest(reading, regions, ledger)
}

/// What `list` finds for each list of the ledger, given its name.
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
    // An error here means that the folder can't be entered, so its files are unknown.
    let is_there =
        path.try_exists().map_err(|source| Error::Unreadable { path: path.display().to_string(), source })?;
    if is_there { Table::of_file(&path, encoding).map(Some) } else { Ok(None) }
}

/// Reads our own lists. Each is dropped once it is read, since its text is as large as the data set.
pub(super) fn read_tables(tables: Tables<'_>) -> Result<Reading, Error> {
    let Tables { cities, partnerships, regions, ledger, package } = tables;
    let mut reading = Reading::default();
    let dataset = &mut reading.dataset;
    set_metadata(dataset, package)?;
    let blocks = Blocks::default();
    let cities_file = cities.file.clone();
    let mut outcomes = vec![delimited::read(cities, &columns::PLACE, 1, dataset, &Cities, blocks)?];
    let regions_file = regions.as_ref().map_or("regions.csv", |table| &table.file);
    dataset.set_files(&cities_file, &partnerships.file, regions_file);
    outcomes.push(delimited::read(partnerships, &columns::PARTNERSHIP, 2, dataset, &Partnerships, blocks)?);
    outcomes.into_iter().for_each(|outcome| reading.take(outcome));
    read_rest(reading, regions, ledger)
}

fn set_metadata(dataset: &mut Dataset, package: Option<Table<'_>>) -> Result<(), Error> {
    if let Some(Table { file, mut text }) = package {
        let text = text.all_from(Cow::Borrowed(""))?;
        dataset.set_metadata(package::read(&file, &text)?);
    }
    Ok(())
}

/// Reads the optional files beside the places and partnerships.
fn read_rest(
    mut reading: Reading,
    regions: Option<Table<'_>>,
    ledger: [Option<Table<'_>>; LEDGER.len()],
) -> Result<Reading, Error> {
    if let Some(regions) = regions {
        let push = |dataset: &mut Dataset, cells: [&str; _], line, faults: Faults<'_>| {
            decode::region(cells, faults).into_iter().for_each(|region| dataset.push_region(region, line));
        };
        let outcome = delimited::read_each(regions, &columns::REGION, 1, &mut reading.dataset, push)?;
        reading.take(outcome);
    }
    let (ledger, outcomes) = ledger::read(ledger)?;
    *reading.dataset.ledger_mut() = ledger;
    outcomes.into_iter().for_each(|outcome| reading.take(outcome));
    Ok(reading)
}

impl Reading {
    fn take(&mut self, outcome: Outcome) {
        self.notes.extend(outcome.notes);
        self.faults.extend(outcome.faults);
        self.trimmed.extend(outcome.trimmed);
    }
}

/// Reads the rows of `cities.csv`.
pub(super) struct Cities;

impl Reader<{ columns::PLACE.len() }> for Cities {
    type List = Dataset;
    type Draft<'t> = BriefPlace<'t>;
    type Batch = PlaceBatch;

    fn meant(&self, column: &str) -> Option<&'static str> {
        place_columns::meant(column)
    }

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

/// Reads the rows of `partnerships.csv`.
pub(super) struct Partnerships;

impl Reader<{ columns::PARTNERSHIP.len() }> for Partnerships {
    type List = Dataset;
    type Draft<'t> = BriefPartnership<'t>;
    type Batch = PartnershipBatch;

    fn meant(&self, column: &str) -> Option<&'static str> {
        meant_of_tie(column)
    }

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
