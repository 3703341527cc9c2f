//! A data set as CSV files or as one JSON file, in the form the readers take, written row by row.

use std::{
    fmt,
    io::{self, Write as _},
};

use serde_json::{Map, json};

use super::{cells::Cell, columns, ledger, package};
use crate::{
    model::{Claim, Dataset, Ledger, PartnershipRecord, PlaceRecord, RegionRecord},
    table::{csv_error, escape::csv_data_cell},
};

/// A file of the data set as a directory, which is made as it is written.
pub struct DatasetFile<'d> {
    name: &'static str,
    write: Box<Content<'d>>,
}

/// Writes all that a file holds.
type Content<'d> = dyn Fn(&mut dyn io::Write) -> io::Result<()> + 'd;

impl<'d> DatasetFile<'d> {
    /// A file of a text that is there already.
    pub fn of_text(name: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { name, write: Box::new(move |out| out.write_all(text.as_bytes())) }
    }

    /// The file's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Writes what the file holds: O(rows) in time, and no more memory than a row takes.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        (self.write)(out)
    }
}

impl fmt::Debug for DatasetFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatasetFile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The files of the data set as a directory, in a fixed order.
///
/// Rows keep the order of the data set. A text that a spreadsheet would take for a formula gets an apostrophe before it, which
/// reading takes off again ([`csv_data_cell`]). Columns that no row fills are left out, except the required ones; which these
/// are takes a look at every row.
pub fn csv_files(dataset: &Dataset) -> Vec<DatasetFile<'_>> {
    csv_files_with(dataset, false)
}

/// The same, with columns that no row fills where `all_columns`.
fn csv_files_with(dataset: &Dataset, all_columns: bool) -> Vec<DatasetFile<'_>> {
    let mut files = vec![
        list("cities.csv", &columns::PLACE, 4, all_columns, || dataset.places().map(place_cells)),
        list("partnerships.csv", &columns::PARTNERSHIP, 3, all_columns, || {
            dataset.partnerships().map(partnership_cells)
        }),
    ];
    let mut lists: Vec<(&str, &[&str])> = vec![("cities", &columns::PLACE), ("partnerships", &columns::PARTNERSHIP)];
    if dataset.regions().len() > 0 {
        files.push(list("regions.csv", &columns::REGION, 3, all_columns, || dataset.regions().map(region_cells)));
        lists.push(("regions", &columns::REGION));
    }
    let book = dataset.ledger();
    macro_rules! add {
        ($field:ident, $file:literal, $columns:ident, $needed:literal, $cells:path) => {
            if !book.$field.is_empty() {
                let cells = || book.$field.iter().map($cells);
                files.push(list($file, &columns::$columns, $needed, all_columns, cells));
                lists.push((stringify!($field), &columns::$columns));
            }
        };
    }
    add!(contacts, "contacts.csv", CONTACT, 4, ledger::contact_cells);
    add!(curators, "curators.csv", CURATOR, 3, ledger::curator_cells);
    add!(participants, "participants.csv", PARTICIPANT, 2, ledger::participant_cells);
    add!(indicators, "indicators.csv", INDICATOR, 5, ledger::indicator_cells);
    add!(totals, "totals.csv", TOTAL, 5, ledger::total_cells);
    files.push(DatasetFile::of_text("datapackage.json", package::write(dataset.metadata(), &lists)));
    files
}

/// A list of the rows that `rows` begins anew each time, with the columns that any of them fills and the first
/// `always`.
fn list<'d, const N: usize, R: Iterator<Item = [Cell<'d>; N]>>(
    name: &'static str,
    columns: &'static [&'static str; N],
    needed: usize,
    all_columns: bool,
    rows: impl Fn() -> R + 'd,
) -> DatasetFile<'d> {
    let always = if all_columns { N } else { needed };
    let write = move |out: &mut dyn io::Write| {
        let used = used(always, rows());
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(used.iter().map(|&at| columns[at])).map_err(csv_error)?;
        let mut room = String::new();
        for row in rows() {
            for &at in &used {
                let text = row[at].text(&mut room);
                // A number is no formula, and no text to be guarded.
                let is_text = matches!(row[at], Cell::Text(_));
                let cell = if is_text { csv_data_cell(text) } else { text.into() };
                writer.write_field(cell.as_bytes()).map_err(csv_error)?;
            }
            writer.write_record(None::<&[u8]>).map_err(csv_error)?;
        }
        writer.flush()
    };
    DatasetFile { name, write: Box::new(write) }
}

/// The columns that a row fills, and the first `always`.
fn used<'d, const N: usize>(always: usize, rows: impl Iterator<Item = [Cell<'d>; N]>) -> Vec<usize> {
    let mut is_used: [bool; N] = std::array::from_fn(|at| at < always);
    for row in rows {
        if is_used.iter().all(|&is_used| is_used) {
            break;
        }
        for (is_used, cell) in is_used.iter_mut().zip(&row) {
            *is_used |= !cell.is_blank();
        }
    }
    (0..N).filter(|&at| is_used[at]).collect()
}

/// Writes the data set as one JSON text: one row a line, blank cells left out; O(rows) in time, and no more memory than
/// a row takes.
///
/// # Errors
/// Those of `out`.
pub fn write_json(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    let mut head = Map::new();
    package::write_into(&mut head, dataset.metadata());
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    out.write_all(b"{\n")?;
    for (key, value) in &head {
        writeln!(out, "  {}: {value},", json!(key))?;
    }
    let Ledger { contacts, curators, participants, indicators, totals } = dataset.ledger();
    let cities = dataset.places().map(place_cells);
    objects("", "cities", &columns::PLACE, cities, &mut out)?;
    let partnerships = dataset.partnerships().map(partnership_cells);
    objects(NEXT, "partnerships", &columns::PARTNERSHIP, partnerships, &mut out)?;
    objects(NEXT, "regions", &columns::REGION, dataset.regions().map(region_cells), &mut out)?;
    // The ledger's lists are left out where they have no row.
    macro_rules! add {
        ($rows:ident, $columns:ident, $cells:path) => {
            if !$rows.is_empty() {
                objects(NEXT, stringify!($rows), &columns::$columns, $rows.iter().map($cells), &mut out)?;
            }
        };
    }
    add!(contacts, CONTACT, ledger::contact_cells);
    add!(curators, CURATOR, ledger::curator_cells);
    add!(participants, PARTICIPANT, ledger::participant_cells);
    add!(indicators, INDICATOR, ledger::indicator_cells);
    add!(totals, TOTAL, ledger::total_cells);
    out.write_all(b"\n}\n")?;
    out.flush()
}

/// What stands between two lists.
const NEXT: &str = ",\n";

/// A list of JSON objects; measures and counts are written as numbers so that other programs needn't parse them.
fn objects<'d, const N: usize>(
    before: &str,
    name: &str,
    columns: &[&str; N],
    rows: impl Iterator<Item = [Cell<'d>; N]>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    write!(out, "{before}  \"{name}\": [")?;
    let (mut between, mut room) = ("\n    {", String::new());
    for row in rows {
        out.write_all(between.as_bytes())?;
        between = ",\n    {";
        let cells = columns.iter().zip(&row).filter(|(_, cell)| !cell.is_blank());
        for (at, (column, cell)) in cells.enumerate() {
            let comma = if at == 0 { "\"" } else { ",\"" };
            [comma, column, "\":"].into_iter().try_for_each(|text| out.write_all(text.as_bytes()))?;
            cell.write_json(&mut room, out)?;
        }
        out.write_all(b"}")?;
    }
    out.write_all(if between.starts_with(',') { b"\n  ]" } else { b"]" })
}

/// The files of the data set as a directory, each with its name: [`csv_files`] in memory.
pub fn to_csv(dataset: &Dataset) -> Vec<(&'static str, String)> {
    to_csv_with(dataset, false)
}

/// The same, with columns that no row fills where `all_columns`.
pub(super) fn to_csv_with(dataset: &Dataset, all_columns: bool) -> Vec<(&'static str, String)> {
    let files = csv_files_with(dataset, all_columns);
    files.iter().map(|file| (file.name, in_memory(|out| file.write(out)))).collect()
}

/// The data set as one JSON text: [`write_json`] in memory.
pub fn to_json(dataset: &Dataset) -> String {
    in_memory(|out| write_json(dataset, out))
}

fn in_memory(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("texts make a text")
}

fn yes(yes: bool) -> Cell<'static> {
    Cell::word(yes.then_some("yes"))
}

fn place_cells(place: PlaceRecord<'_>) -> [Cell<'_>; columns::PLACE.len()] {
    [
        place.id.into(),
        place.name.into(),
        place.kind.into(),
        place.country.into(),
        place.country_text.into(),
        place.region.into(),
        place.part_of.into(),
        yes(place.is_region),
        place.position.map(|position| position.lat()).into(),
        place.position.map(|position| position.lon()).into(),
        place.population.into(),
        place.geonames.into(),
        place.wikidata.into(),
        Cell::list(&place.aliases),
    ]
}

fn partnership_cells(row: PartnershipRecord<'_>) -> [Cell<'_>; columns::PARTNERSHIP.len()] {
    [
        row.a.into(),
        row.b.into(),
        row.kind.name().into(),
        Cell::word(row.status.map(|status| status.name())),
        row.since.into(),
        row.until.into(),
        row.suspended.into(),
        Cell::word((row.claimed_by != Claim::Both).then(|| row.claimed_by.name())),
        Cell::list(&row.fields),
        row.document.into(),
        row.source.into(),
        row.note.into(),
    ]
}

fn region_cells(region: &RegionRecord) -> [Cell<'_>; columns::REGION.len()] {
    [
        Cell::from(&*region.code),
        region.country.into(),
        Cell::from(&region.name),
        Cell::from(&region.name_ru),
        Cell::from(&region.name_be),
        Cell::from(&region.kind),
        Cell::from(&region.geonames),
        Cell::from(&region.wikidata),
        Cell::list(&region.aliases),
        region.checked.into(),
    ]
}
