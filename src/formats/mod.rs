//! Layer 2: bytes to a [`Dataset`] and back.
//!
//! [`read`] opens a directory of CSV files, a single file (JSON, a table, a workbook) or a built-in set. [`to_csv`] and
//! [`to_json`] write what reads back as the same data set. Every fault of the input is collected with its file, line
//! and column.

mod built_in;
mod bytes;
mod cells;
mod columns;
mod decimal;
mod decode;
mod delimited;
mod directory;
mod error;
mod fault;
mod foreign;
mod format;
mod graphs;
mod grid;
mod header;
mod json;
mod loose;
mod named_cells;
mod note;
mod package;
mod pairs;
mod sparql;
#[cfg(feature = "sqlite")]
mod sqlite;
mod told_columns;
mod two_tables;
#[cfg(any(feature = "parquet", feature = "sqlite"))]
mod typed;
mod wikidata;
#[cfg(feature = "workbook")]
mod workbook;
mod write;

use std::{fs::File, io::Read, path::Path};

use crate::model::{Dataset, Metadata};
use bytes::Bytes;
use delimited::{encoding, parts::Table};
use directory::Tables;
use grid::Grid;
use two_tables::EndsBy;

pub use built_in::{LARGE_TOWN, LargeTown, built_in_names, large_towns};
pub(crate) use columns::name_column;
pub use delimited::encoding::{Encoding, UnknownEncoding};
pub use directory::template::template;
pub use error::{Doubt, Error};
pub use fault::{Fault, FaultKind, Trimmed};
pub use foreign::Foreign;
pub use format::Format;
#[cfg(feature = "parquet")]
pub use graphs::ParquetFiles;
pub use graphs::{Dialect, Export, Figure, write_graph};
pub(crate) use graphs::{KIND_COLOURS, colour_of_kind};
pub use note::Note;
pub use pairs::{Contradiction, Disagreement, POPULATION_FACTOR};
#[cfg(feature = "sqlite")]
pub use sqlite::write_sqlite;
pub use told_columns::{Columns, ColumnsError};
pub(crate) use wikidata::{
    Facts, ItemId, STATEMENT_NOTE, TOWNS, is_cut as is_cut_answer, is_whole as is_whole_answer, kept_languages,
    take as take_answer,
};
pub use write::{DatasetFile, csv_files, to_csv, to_json, write_json};

/// The built-in data set that is read if none is named.
pub const DEFAULT: &str = "belarus";

/// A data set, with everything that its reader found out.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The rows. If there are faults, some content is missing: a faulty cell is blank, a ragged row has only the cells
    /// that every row needs, and everything after an unclosed quote or below a header without a needed column is left
    /// out.
    pub dataset: Dataset,
    /// What was skipped, such as unknown columns, in order of appearance.
    pub notes: Vec<Note>,
    /// What can't be accepted as it is, in order of appearance. This includes cells that were read in another notation
    /// or left blank, which don't prevent an answer ([`FaultKind::refuses`]).
    pub faults: Vec<Fault>,
    /// Cells that had blanks around them, which were removed, in order of appearance.
    pub trimmed: Vec<Trimmed>,
    /// Rows of a pair table that contradict each other about a place, by line. (In a data set of our own, an id that
    /// occurs twice is a fault.)
    pub contradictions: Vec<Contradiction>,
}

impl Reading {
    /// The rows with their notes. Unreadable cells are blank.
    ///
    /// # Errors
    /// Returns [`Error::Faults`] with all faults that prevent an answer, if there are any.
    pub fn sound(mut self) -> Result<(Dataset, Vec<Note>), Error> {
        self.faults.retain(|fault| fault.kind.refuses());
        if self.faults.is_empty() { Ok((self.dataset, self.notes)) } else { Err(Error::Faults { faults: self.faults }) }
    }
}

/// The metadata of a file that is only a table: its name.
fn named_after(file: &str) -> Metadata {
    let name = Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    Metadata { name: name.clone(), title: name, ..Metadata::default() }
}

/// Options for reading inputs that don't describe themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The encoding of its lists; UTF-8 if none is given.
    pub encoding: Option<Encoding>,
    /// What some columns of a pair table hold, beside those that the header explains.
    pub columns: Option<Columns>,
    /// Whether a pair table has no header. Its columns are then called `1`, `2` and so on.
    pub no_header: bool,
    /// Whether places of a pair table are identified only by their names and countries as written. Otherwise two
    /// spellings of a country, and positions, can unite places or tell them apart.
    pub as_written: bool,
    /// The file with the links between the places of a table. The given columns are then those of this file.
    pub links: Option<String>,
}

impl Told {
    /// Whether an option is set that applies only to a table with two places per row.
    fn is_of_table(&self) -> bool {
        self.columns.is_some() || self.no_header
    }
}

/// Reads `source` without options: see [`read_as`].
///
/// # Errors
/// The same as [`read_as`].
pub fn read(source: &str) -> Result<Reading, Error> {
    read_as(source, &Told::default())
}

/// Reads a directory, a file, standard input (`-`) or a built-in set.
///
/// A path takes precedence over a built-in set with the same name. A file is a data set in any [`Format`], or a flat
/// table with two places per row: with a header, or as a list of two ids per line (see [`Columns`]).
///
/// # Errors
/// Returns the variants of [`Error`] that say why there are no rows to judge. Faults of rows are part of the reading;
/// [`Reading::sound`] turns them into an error.
pub fn read_as(source: &str, told: &Told) -> Result<Reading, Error> {
    if let Some(links) = &told.links {
        return read_two(source, links, told);
    }
    let path = Path::new(source);
    #[cfg(feature = "sqlite")]
    if source != "-" && sqlite::is_database(path) {
        return if told.is_of_table() {
            Err(Error::ColumnsOfNoTable { path: source.to_owned() })
        } else {
            sqlite::read(path)
        };
    }
    if source != "-"
        && let Some(reading) = wikidata::read_file(path, told)
    {
        return reading;
    }
    if source == "-" || path.exists() && !path.is_dir() {
        return read_bytes(name_of(source), &bytes_of(source, told)?, told);
    }
    if path.is_dir() && ["vertices", "edges"].iter().any(|file| path.join(file).with_extension("parquet").exists()) {
        parquet(path, told)
    } else if path.is_dir() {
        directory::read(path, told)
    } else if told.is_of_table() {
        Err(Error::ColumnsOfNoTable { path: source.to_owned() })
    } else {
        built_in(source)
    }
}

/// Reads a folder of Parquet.
fn parquet(path: &Path, told: &Told) -> Result<Reading, Error> {
    let path_shown = path.display().to_string();
    if told.is_of_table() {
        return Err(Error::ColumnsOfNoTable { path: path_shown });
    }
    #[cfg(feature = "parquet")]
    return graphs::read_parquet(path);
    #[cfg(not(feature = "parquet"))]
    Err(Error::NoFeature { path: path_shown, format: Format::Parquet, feature: "parquet" })
}

/// Reads a table of places and a table of the links between them.
fn read_two(places: &str, links: &str, told: &Told) -> Result<Reading, Error> {
    if places != "-" && !Path::new(places).exists() && built_in::find(places).is_none() {
        return Err(Error::NotFound { path: places.to_owned() });
    }
    if places != "-" && (Path::new(places).is_dir() || !Path::new(places).exists()) {
        return Err(Error::LinksOfNoTable { path: places.to_owned() });
    }
    if let Some(reading) = answers_of_wikidata([places, links], told)? {
        return Ok(reading);
    }
    let name = name_of(places);
    let (places, links) = (listing(places, told)?, listing(links, told)?);
    two_tables::read(name, &places.records()?, links.records()?, told, EndsBy::Names)
}

/// Reads two saved answers of Wikidata, one of places and one of statements; `None` if the files are something else.
fn answers_of_wikidata(files: [&str; 2], told: &Told) -> Result<Option<Reading>, Error> {
    let begins = |file: &str| {
        let mut head = Vec::new();
        let read = open(Path::new(file)).ok().filter(|_| file != "-")?.0.take(HEAD).read_to_end(&mut head);
        read.ok().map(|_| wikidata::is_of_wikidata(&String::from_utf8_lossy(&head)))
    };
    if told.is_of_table() || files.iter().any(|file| begins(file) != Some(true)) {
        return Ok(None);
    }
    let bytes = [bytes_of(files[0], told)?, bytes_of(files[1], told)?];
    let text = |at: usize| encoding::text(files[at], &bytes[at], told.encoding);
    let (places, statements) = (text(0)?, text(1)?);
    wikidata::read_both([(files[0], &places), (files[1], &statements)]).transpose()
}

/// This many bytes at the beginning tell what a file is.
const HEAD: u64 = 1 << 14;

/// The rows of a file that holds one table.
fn listing(source: &str, told: &Told) -> Result<Grid, Error> {
    let (file, bytes) = (name_of(source), bytes_of(source, told)?);
    #[cfg(feature = "workbook")]
    if workbook::is_workbook(&bytes) {
        return workbook::listing(file, &bytes);
    }
    foreign::refuse_binary(file, &bytes)?;
    let text = encoding::text(file, &bytes, told.encoding)?;
    match Format::of_text(file, &text, &Told::default())? {
        Format::Json => json::shapes::listing(file, &text),
        Format::QueryTsv => Ok(sparql::of_tsv(file, &text)),
        Format::Pairs => Ok(Grid::of_text(file, text.into_owned())),
        graph => Err(Error::LinksOfGraph { path: file.to_owned(), format: graph }),
    }
}

/// The name of a source in messages.
fn name_of(source: &str) -> &str {
    if source == "-" { "standard input" } else { source }
}

fn bytes_of(source: &str, told: &Told) -> Result<Bytes, Error> {
    match source {
        "-" => bytes::whole(Path::new(name_of(source)), std::io::stdin().lock(), None, told.encoding).map(Bytes::Few),
        source => load(Path::new(source), told.encoding),
    }
}

/// Reads the built-in data set called `name`.
///
/// # Errors
/// Returns [`Error::NotFound`] if there is none with that name.
///
/// ```
/// let (dataset, _notes) = sistergraph::formats::built_in("belarus")?.sound()?;
/// assert_eq!(dataset.places().len(), 487);
/// # Ok::<(), sistergraph::formats::Error>(())
/// ```
pub fn built_in(name: &str) -> Result<Reading, Error> {
    let files = built_in::find(name).ok_or_else(|| Error::NotFound { path: name.to_owned() })?;
    directory::read_tables(files)
}

/// Reads the bytes of a file like [`read_as`]; `file` is its name in messages.
///
/// # Errors
/// The same as [`read_as`].
///
/// ```
/// use sistergraph::formats::{Told, read_bytes};
/// let reading = read_bytes("twins.csv", b"city1,city2\nMogilev,Tula\n", &Told::default())?;
/// assert_eq!(reading.dataset.places().len(), 2);
/// # Ok::<(), sistergraph::formats::Error>(())
/// ```
pub fn read_bytes(file: &str, bytes: &[u8], told: &Told) -> Result<Reading, Error> {
    #[cfg(feature = "workbook")]
    if workbook::is_workbook(bytes) {
        return workbook::read(file, bytes, told);
    }
    foreign::refuse_binary(file, bytes)?;
    let text = encoding::text(file, bytes, told.encoding)?;
    if text.trim_start().is_empty() {
        return Err(Error::Empty { path: file.to_owned() });
    }
    Format::of_text(file, &text, told)?.read(file, &text, told)
}

/// Reads the lists of a directory from memory. Each is given with its name: `cities` and `partnerships`, and optionally
/// `regions` and the lists of the ledger.
///
/// # Errors
/// Returns [`Error::MissingList`] without the first two; [`Error::Empty`]; [`Error::Encoding`].
///
/// ```
/// use sistergraph::formats::read_lists;
/// let lists: [(&str, &[u8]); 2] = [("cities", b"id\nmogilev-by\n"), ("partnerships", b"a,b\nmogilev-by,RU-TUL\n")];
/// assert_eq!(read_lists(&lists)?.dataset.partnerships().len(), 1);
/// # Ok::<(), sistergraph::formats::Error>(())
/// ```
pub fn read_lists(lists: &[(&str, &[u8])]) -> Result<Reading, Error> {
    let list = |name: &str| {
        let found = lists.iter().find(|(list, _)| *list == name);
        let table = |&(name, bytes): &(&str, _)| {
            let file = format!("{name}.csv");
            encoding::text(&file, bytes, None).map(|text| Table::of_text(file, text))
        };
        found.map(table).transpose()
    };
    let missing = |missing| Error::MissingList { path: "the data".to_owned(), missing };
    directory::read_tables(Tables {
        cities: list("cities")?.ok_or_else(|| missing("cities.csv"))?,
        partnerships: list("partnerships")?.ok_or_else(|| missing("partnerships.csv"))?,
        regions: list("regions")?,
        ledger: directory::ledger_lists(list)?,
        package: None,
    })
}

/// The bytes of a file, all of them.
fn load(path: &Path, told: Option<Encoding>) -> Result<Bytes, Error> {
    let (file, stated) = open(path)?;
    Bytes::of(path, file, stated, told)
}

/// A file and its length in bytes; a pipe has no length.
fn open(path: &Path) -> Result<(File, Option<u64>), Error> {
    let unreadable = |source| Error::Unreadable { path: path.display().to_string(), source };
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        // A device may have no end.
        if metadata.file_type().is_char_device() || metadata.file_type().is_block_device() {
            return Err(Error::Device { path: path.display().to_string() });
        }
    }
    Ok((file, Some(metadata.len()).filter(|&length| metadata.is_file() && length > 0)))
}
