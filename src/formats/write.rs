//! Writes a data set row by row, as CSV files or as one JSON file, in the form that the readers accept.

use std::{borrow::Cow, fmt, io, ops::Range};

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::{cells::Cell, columns, columns::is_of_language, delimited::encoding, directory::ledger, package};
use crate::{
    model::{
        Claim, Dataset, Language, Ledger, NamesByLanguage, PartnershipRecord, PartnershipRow, PlaceRecord, PlaceRow,
        RegionRecord, Rows,
    },
    table::{csv_error, escape::csv_data_cell},
};

/// A file of a data set in a directory. Its content is made while it is written.
pub struct DatasetFile<'d> {
    name: &'static str,
    write: Box<Content<'d>>,
}

/// Writes the whole content of a file.
type Content<'d> = dyn Fn(&mut dyn io::Write) -> io::Result<()> + 'd;

impl<'d> DatasetFile<'d> {
    /// A file whose content `write` writes.
    #[cfg(feature = "parquet")]
    pub(super) fn new(name: &'static str, write: impl Fn(&mut dyn io::Write) -> io::Result<()> + 'd) -> Self {
        Self { name, write: Box::new(write) }
    }

    /// A file whose text exists already.
    pub fn of_text(name: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { name, write: Box::new(move |out| out.write_all(text.as_bytes())) }
    }

    /// The file's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Writes the content of the file. Takes O(rows) time, and only the memory of some thousands of rows.
    ///
    /// # Errors
    /// Returns the errors of `out`.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        (self.write)(out)
    }
}

impl fmt::Debug for DatasetFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatasetFile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The files of the data set in a directory, in a fixed order.
///
/// Rows keep the order of the data set. A text that a spreadsheet would take for a formula gets an apostrophe before
/// it, which reading removes ([`csv_data_cell`]). Columns that no row fills are left out, except the required ones;
/// finding these takes a look at every row.
pub fn csv_files(dataset: &Dataset) -> Vec<DatasetFile<'_>> {
    csv_files_with(dataset, false)
}

/// The same; with `all_columns`, also columns that no row fills.
fn csv_files_with(dataset: &Dataset, all_columns: bool) -> Vec<DatasetFile<'_>> {
    let (mut files, mut resources) = (Vec::new(), Vec::<(&str, Vec<&str>)>::new());
    // The lists of places and partnerships are written even if they have no row.
    macro_rules! add {
        ($list:expr, $name:literal, $file:literal, $needed:literal) => {
            let list = $list;
            if list.rows > 0 || resources.len() < 2 {
                let always = if all_columns { list.columns.len() } else { $needed };
                resources.push(($name, list.described()));
                files.push(list.file($file, always));
            }
        };
    }
    add!(cities(dataset), "cities", "cities.csv", 4);
    add!(partnerships(dataset), "partnerships", "partnerships.csv", 3);
    add!(regions(dataset), "regions", "regions.csv", 3);
    let Ledger { contacts, curators, participants, indicators, totals } = dataset.ledger();
    add!(entries(&columns::CONTACT, contacts, ledger::contact_cells), "contacts", "contacts.csv", 4);
    add!(entries(&columns::CURATOR, curators, ledger::curator_cells), "curators", "curators.csv", 3);
    add!(
        entries(&columns::PARTICIPANT, participants, ledger::participant_cells),
        "participants",
        "participants.csv",
        2
    );
    add!(entries(&columns::INDICATOR, indicators, ledger::indicator_cells), "indicators", "indicators.csv", 5);
    add!(entries(&columns::TOTAL, totals, ledger::total_cells), "totals", "totals.csv", 5);
    files.push(DatasetFile::of_text("datapackage.json", package::write(dataset.metadata(), &resources)));
    files
}

/// Writes the data set as one JSON text, with one row per line and without blank cells. Takes O(rows) time, and only
/// the memory of some thousands of rows.
///
/// # Errors
/// Returns the errors of `out`.
pub fn write_json(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    let mut head = Map::new();
    package::write_into(&mut head, dataset.metadata());
    write_head(&head, out)?;
    cities(dataset).write_json("", "cities", out)?;
    partnerships(dataset).write_json(NEXT, "partnerships", out)?;
    write_beside(dataset, NEXT, out)
}

/// Writes the beginning of a JSON object: its members, one per line. More members follow.
pub(super) fn write_head(members: &Map<String, Value>, out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(b"{\n")?;
    members.iter().try_for_each(|(key, value)| writeln!(out, "  {}: {value},", json!(key)))
}

/// Writes `before`, then the lists beside places and partnerships, then the end of the JSON object.
pub(super) fn write_beside(dataset: &Dataset, before: &str, out: &mut dyn io::Write) -> io::Result<()> {
    regions(dataset).write_json(before, "regions", out)?;
    // Lists of the ledger without rows are left out.
    macro_rules! add {
        ($rows:ident, $columns:ident, $cells:path) => {
            if !$rows.is_empty() {
                entries(&columns::$columns, $rows, $cells).write_json(NEXT, stringify!($rows), out)?;
            }
        };
    }
    let Ledger { contacts, curators, participants, indicators, totals } = dataset.ledger();
    add!(contacts, CONTACT, ledger::contact_cells);
    add!(curators, CURATOR, ledger::curator_cells);
    add!(participants, PARTICIPANT, ledger::participant_cells);
    add!(indicators, INDICATOR, ledger::indicator_cells);
    add!(totals, TOTAL, ledger::total_cells);
    out.write_all(b"\n}\n")
}

/// The columns of places that some row fills, and always the first two.
pub(super) fn used_place_columns(dataset: &Dataset) -> Vec<usize> {
    cities(dataset).used(2)
}

/// The columns of partnerships that some row fills, and always the first two.
pub(super) fn used_partnership_columns(dataset: &Dataset) -> Vec<usize> {
    partnerships(dataset).used(2)
}

/// A list with its name; rows are asked for by their numbers.
#[cfg(feature = "sqlite")]
pub(super) struct Listed<'d> {
    pub(super) name: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) rows: u32,
    row: Box<dyn Fn(u32) -> Vec<Cell<'d>> + 'd>,
}

#[cfg(feature = "sqlite")]
impl<'d> Listed<'d> {
    fn new<const N: usize>(name: &'static str, list: List<'d, N>) -> Self {
        let (columns, rows) = (list.columns, list.rows);
        Self { name, columns, rows, row: Box::new(move |row| (list.cells)(row).into()) }
    }

    pub(super) fn row(&self, number: u32) -> Vec<Cell<'d>> {
        (self.row)(number)
    }
}

/// All lists of the data set, including those without rows.
#[cfg(feature = "sqlite")]
pub(super) fn lists(dataset: &Dataset) -> Vec<Listed<'_>> {
    let Ledger { contacts, curators, participants, indicators, totals } = dataset.ledger();
    vec![
        Listed::new("cities", cities(dataset)),
        Listed::new("partnerships", partnerships(dataset)),
        Listed::new("regions", regions(dataset)),
        Listed::new("contacts", entries(&columns::CONTACT, contacts, ledger::contact_cells)),
        Listed::new("curators", entries(&columns::CURATOR, curators, ledger::curator_cells)),
        Listed::new("participants", entries(&columns::PARTICIPANT, participants, ledger::participant_cells)),
        Listed::new("indicators", entries(&columns::INDICATOR, indicators, ledger::indicator_cells)),
        Listed::new("totals", entries(&columns::TOTAL, totals, ledger::total_cells)),
    ]
}

/// The text between two lists.
const NEXT: &str = ",\n";

/// A list that is being written.
struct List<'d, const N: usize> {
    columns: &'static [&'static str; N],
    rows: u32,
    /// The cells of the row with a number.
    cells: Box<Cells<'d, N>>,
    far: Option<Far<'d, N>>,
}

type Cells<'d, const N: usize> = dyn Fn(u32) -> [Cell<'d>; N] + Sync + 'd;

/// For a list in which cells that every row fills are scattered in memory.
struct Far<'d, const N: usize> {
    /// All cells but these.
    glance: Box<Cells<'d, N>>,
    /// Prefetches these cells for a range of rows.
    fetch: Box<dyn Fn(Range<u32>) + Sync + 'd>,
}

fn cities(dataset: &Dataset) -> List<'_, { columns::PLACE.len() }> {
    let cells = |row| place_cells(dataset.place(PlaceRow(row)));
    List { columns: &columns::PLACE, rows: count(dataset.places().len()), cells: Box::new(cells), far: None }
}

fn partnerships(dataset: &Dataset) -> List<'_, { columns::PARTNERSHIP.len() }> {
    let rows = count(dataset.partnerships().len());
    let cells = |row| partnership_cells(dataset.partnership(PartnershipRow(row)));
    let glance = |row| partnership_cells(dataset.partnership_at(PartnershipRow(row)).record_without_ends());
    let far = Far { glance: Box::new(glance), fetch: Box::new(|rows| dataset.fetch_ends(rows)) };
    List { columns: &columns::PARTNERSHIP, rows, cells: Box::new(cells), far: Some(far) }
}

fn regions(dataset: &Dataset) -> List<'_, { columns::REGION.len() }> {
    let regions: Vec<&RegionRecord> = dataset.regions().collect();
    let rows = count(regions.len());
    let cells = Box::new(move |row| region_cells(regions[row as usize]));
    List { columns: &columns::REGION, rows, cells, far: None }
}

/// A list of the ledger.
fn entries<'d, T: Sync, const N: usize>(
    columns: &'static [&'static str; N],
    rows: &'d Rows<T>,
    cells: fn(&'d T) -> [Cell<'d>; N],
) -> List<'d, N> {
    List { columns, rows: count(rows.len()), cells: Box::new(move |row| cells(rows.get(row as usize))), far: None }
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).expect("a data set has fewer than 2^32 rows in a list")
}

impl<'d, const N: usize> List<'d, N> {
    /// The list as a CSV file, with the first `always` columns and all others that some row fills.
    fn file(self, name: &'static str, always: usize) -> DatasetFile<'d> {
        let write = move |out: &mut dyn io::Write| {
            let used = self.used(always);
            let part = |rows: Range<u32>| {
                let (mut writer, mut room) = (csv::Writer::from_writer(Vec::new()), String::new());
                for (_, cells) in self.rows_in(rows) {
                    for &at in &used {
                        let text = cells[at].text(&mut room);
                        // A number can't be a formula, so it needs no guard.
                        let is_text = matches!(cells[at], Cell::Text(_));
                        let cell = if is_text { csv_data_cell(text) } else { text.into() };
                        writer.write_field(cell.as_bytes()).map_err(csv_error)?;
                    }
                    writer.write_record(None::<&[u8]>).map_err(csv_error)?;
                }
                writer.into_inner().map_err(csv::IntoInnerError::into_error)
            };
            let mut header = csv::Writer::from_writer(Vec::new());
            header.write_record(used.iter().map(|&at| self.columns[at])).map_err(csv_error)?;
            let header = header.into_inner().map_err(csv::IntoInnerError::into_error)?;
            // Readers tell UTF-16 by the zero bytes in the head of a file. If the first rows have that many, a byte
            // order mark says that the file is UTF-8.
            if encoding::is_wide(&[&header[..], &part(0..self.rows.min(PART))?].concat()) {
                out.write_all(encoding::BYTE_ORDER_MARK.as_bytes())?;
            }
            out.write_all(&header)?;
            in_parts(self.rows, part, out)
        };
        DatasetFile { name, write: Box::new(write) }
    }

    /// All columns except those of names in a language that no row fills.
    fn described(&self) -> Vec<&'static str> {
        if !self.columns.iter().any(|column| is_of_language(column)) {
            return self.columns.to_vec();
        }
        self.used(N).into_iter().map(|at| self.columns[at]).collect()
    }

    /// A range of rows with their numbers.
    fn rows_in(&self, rows: Range<u32>) -> impl Iterator<Item = (u32, [Cell<'d>; N])> {
        rows.clone().map(move |row| {
            if let Some(Far { fetch, .. }) = &self.far
                && (row - rows.start).is_multiple_of(FETCHED)
            {
                fetch(row..rows.end.min(row.saturating_add(FETCHED)));
            }
            (row, (self.cells)(row))
        })
    }

    /// The first `always` columns, without unused columns of names in a language, and all others that some row fills.
    fn used(&self, always: usize) -> Vec<usize> {
        let cells = self.far.as_ref().map_or(&self.cells, |far| &far.glance);
        let at_first: [bool; N] = std::array::from_fn(|at| at < always && !is_of_language(self.columns[at]));
        let filled = |part: u32| {
            let mut is_used = at_first;
            for cells in (part * PART..self.rows.min((part + 1).saturating_mul(PART))).map(cells) {
                if is_used.iter().all(|&is_used| is_used) {
                    break;
                }
                is_used.iter_mut().zip(&cells).for_each(|(is_used, cell)| *is_used |= !cell.is_blank());
            }
            is_used
        };
        let either = |x: [bool; N], y: [bool; N]| std::array::from_fn(|at| x[at] | y[at]);
        let parts = (0..self.rows.div_ceil(PART)).into_par_iter();
        let is_used = parts.map(filled).reduce(|| at_first, either);
        (0..N).filter(|&at| is_used[at]).collect()
    }

    /// Writes the list as a JSON array. Measures and counts are JSON numbers, so that other programs needn't parse
    /// texts.
    fn write_json(&self, before: &str, name: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let part = |rows: Range<u32>| {
            let (mut text, mut room) = (Vec::new(), String::new());
            for (row, cells) in self.rows_in(rows) {
                text.extend_from_slice(if row == 0 { b"\n    {" } else { b",\n    {" });
                let filled = self.columns.iter().zip(&cells).filter(|(_, cell)| !cell.is_blank());
                for (at, (column, cell)) in filled.enumerate() {
                    let comma = if at == 0 { "\"" } else { ",\"" };
                    [comma, column, "\":"].into_iter().for_each(|piece| text.extend_from_slice(piece.as_bytes()));
                    cell.write_json(&mut room, &mut text)?;
                }
                text.push(b'}');
            }
            Ok(text)
        };
        write!(out, "{before}  \"{name}\": [")?;
        in_parts(self.rows, part, out)?;
        out.write_all(if self.rows > 0 { b"\n  ]" } else { b"]" })
    }
}

/// The number of rows prefetched at once.
const FETCHED: u32 = 1 << 7;

/// From this many rows on, a thread pays.
const PART: u32 = 1 << 11;

/// The number of parts that are made before the first of them is written.
const PARTS: u32 = 1 << 5;

/// Writes what `part` makes of the rows, part after part. Several parts are made in parallel.
fn in_parts(
    rows: u32,
    part: impl Fn(Range<u32>) -> io::Result<Vec<u8>> + Sync,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut next = 0;
    while next < rows {
        let starts = (0..PARTS).map(|at| next.saturating_add(at * PART)).filter(|&start| start < rows);
        let ranges: Vec<Range<u32>> = starts.map(|start| start..rows.min(start.saturating_add(PART))).collect();
        next = ranges.last().map_or(rows, |range| range.end);
        let parts: Vec<io::Result<Vec<u8>>> = ranges.into_par_iter().map(&part).collect();
        parts.into_iter().try_for_each(|part| out.write_all(&part?))?;
    }
    Ok(())
}

/// [`csv_files`] in memory: the files of the data set, each with its name.
pub fn to_csv(dataset: &Dataset) -> Vec<(&'static str, String)> {
    to_csv_with(dataset, false)
}

/// The same; with `all_columns`, also columns that no row fills.
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

/// The names in all languages as cells, in the order of [`Language::ALL`].
fn name_cells(names: NamesByLanguage<'_>) -> [Cell<'_>; Language::ALL.len()] {
    let mut cells = [const { Cell::Text(Cow::Borrowed("")) }; Language::ALL.len()];
    names.into_iter().for_each(|(language, name)| cells[language as usize] = Cell::Text(name));
    cells
}

pub(super) fn place_cells(place: PlaceRecord<'_>) -> [Cell<'_>; columns::PLACE.len()] {
    let [en, ru, be, uk, pl, de, fr] = name_cells(place.names);
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
        en,
        ru,
        be,
        uk,
        pl,
        de,
        fr,
        Cell::list(&place.aliases),
    ]
}

pub(super) fn partnership_cells(row: PartnershipRecord<'_>) -> [Cell<'_>; columns::PARTNERSHIP.len()] {
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
    let name = |language| Cell::from(region.names.get(language));
    [
        Cell::from(&*region.code),
        region.country.into(),
        Cell::from(&region.name),
        name(Language::English),
        name(Language::Russian),
        name(Language::Belarusian),
        name(Language::Ukrainian),
        name(Language::Polish),
        name(Language::German),
        name(Language::French),
        Cell::from(&region.kind),
        Cell::from(&region.geonames),
        Cell::from(&region.wikidata),
        Cell::list(&region.aliases),
        region.checked.into(),
    ]
}
