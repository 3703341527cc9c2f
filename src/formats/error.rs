use std::{borrow::Cow, fmt, io};

use thiserror::Error;

use super::{Encoding, Foreign};
use crate::{
    geodesy::HOMONYM_KM,
    model::{DateError, PositionError, RegionCodeError, UnknownWord, at_row, source_of_rows},
};

/// Why an input could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither a path nor a built-in set.
    #[error("there is no file, directory or built-in data set `{path}`")]
    NotFound {
        /// What was asked for.
        path: String,
    },
    /// The system refused the file.
    #[error("cannot read `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A directory without one of its two lists.
    #[error("`{path}` has no {missing}")]
    MissingList {
        /// The directory.
        path: String,
        /// The file that isn't there.
        missing: &'static str,
    },
    /// Nothing but blanks.
    #[error("`{path}` is empty")]
    Empty {
        /// The file.
        path: String,
    },
    /// Bytes that aren't UTF-8.
    #[error("{path}:{line}: the text is not UTF-8{}", looks_like.map(|name| format!("; it looks like {name}")).unwrap_or_default())]
    Encoding {
        /// The file.
        path: String,
        /// The first line that isn't.
        line: u32,
        /// What the bytes look like, where that can be told.
        looks_like: Option<Encoding>,
    },
    /// A block of bytes that stands in no text.
    #[error("`{path}` is no text: it has nothing but zeros from byte {at} on")]
    NotText {
        /// The file.
        path: String,
        /// Where the block begins.
        at: u64,
    },
    /// Bytes that the encoding told doesn't have.
    #[error("`{path}` is not {encoding} throughout")]
    Undecodable {
        /// The file.
        path: String,
        /// The encoding told.
        encoding: Encoding,
    },
    /// A file that is as long no more, or longer, than it was when its reading began.
    #[error("`{path}` changed while it was read: {read} bytes of {stated}")]
    Changed {
        /// The file.
        path: String,
        /// How many bytes were read.
        read: u64,
        /// How many there were at first.
        stated: u64,
    },
    /// A device, which may have no end.
    #[error("`{path}` is a device, not a file")]
    Device {
        /// The device.
        path: String,
    },
    /// JSON of a shape that isn't read.
    #[error("`{path}` has no list that can be read: {what}")]
    JsonShape {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// A workbook that can't be opened.
    #[error("`{path}` can't be opened as a workbook: {what}")]
    Workbook {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A workbook without a sheet of two places per row.
    #[error(
        "no sheet of `{path}` has two places per row; it has {}, and the first begins with {}",
        shown(sheets),
        shown(header)
    )]
    NoSheet {
        /// The file.
        path: String,
        /// Its sheets.
        sheets: Vec<String>,
        /// The first row of the first of them.
        header: Vec<String>,
    },
    /// JSON with a list of places and none of links.
    #[error("`{path}` has `{has}`, but no list of links (`links`, `edges`, `partnerships`)")]
    HalfGraph {
        /// The file.
        path: String,
        /// The key of the places.
        has: String,
    },
    /// A file of another program.
    #[error("`{path}` is {format}, which is not read")]
    Foreign {
        /// The file.
        path: String,
        /// What it is.
        format: Foreign,
    },
    /// A text whose lines aren't two ids each.
    #[error("`{path}` has no header that names two places, and line {line} is no two ids: `{text}`")]
    NotIds {
        /// The file.
        path: String,
        /// The first line that isn't.
        line: u32,
        /// The line.
        text: String,
    },
    /// A table that names no two places a row.
    #[error("cannot tell which columns of `{path}` are the two places; its header is {}", shown(header))]
    NotPairs {
        /// The file.
        path: String,
        /// Its header.
        header: Vec<String>,
    },
    /// A table of places without a column that names them.
    #[error("cannot tell which column of `{path}` names its places; its header is {}", shown(header))]
    NotPlaces {
        /// The file.
        path: String,
        /// Its header.
        header: Vec<String>,
    },
    /// A table of links that doesn't say which columns are the two ends.
    #[error("cannot tell which columns of `{path}` are the two ends of a link; its header is {}", shown(header))]
    NotLinks {
        /// The file.
        path: String,
        /// Its header.
        header: Vec<String>,
    },
    /// A folder with more than one table that could be that of places, or that of links.
    #[error("`{path}` has several tables that could be that of {what}: {}", tables.iter().map(|table| format!("`{table}`")).collect::<Vec<_>>().join(", "))]
    SeveralTables {
        /// The folder.
        path: String,
        /// Places or links.
        what: &'static str,
        /// The tables.
        tables: Vec<String>,
        /// One of the tables of places and one of links, where there are both.
        example: Option<[String; 2]>,
    },
    /// A folder with nothing but one table of pairs.
    #[error("`{path}` is a folder, and the only list in it is `{file}`")]
    FolderOfOne {
        /// The folder.
        path: String,
        /// The table.
        file: String,
    },
    /// Links told for an input that isn't a table of places.
    #[error("`{path}` is not a table of places, so links can't be told beside it")]
    LinksOfNoTable {
        /// The input.
        path: String,
    },
    /// A column that may be about either of two places.
    #[error("{0}")]
    Doubt(Box<Doubt>),
    /// A column told that the table lacks.
    #[error("`{path}` has no column `{column}`; its header is {}", shown(header))]
    NoSuchColumn {
        /// The file.
        path: String,
        /// The column told.
        column: String,
        /// The header.
        header: Vec<String>,
    },
    /// Columns told for an input that isn't a table of pairs.
    #[error("`{path}` is no table with two places a row, so its columns can't be told")]
    ColumnsOfNoTable {
        /// The input.
        path: String,
    },
    /// JSON that doesn't parse, or isn't the shape of a data set.
    #[error("{}", located(path, source))]
    Json {
        /// The file.
        path: String,
        /// What the parser said, with line and column.
        source: serde_json::Error,
    },
    /// Rows that can't be taken as they are; all of them.
    #[error("{} in the data", count(faults.len()))]
    Faults {
        /// In the order met.
        faults: Vec<Fault>,
    },
}

/// Why a column can't be given to one of two places.
#[derive(Debug, Error)]
#[error(
    "`{path}` doesn't tell whose {role} column `{column}` is: it varies for one `{}` and for one `{}`; its header is {}",
    places[0], places[1], shown(header)
)]
pub struct Doubt {
    /// The file.
    pub path: String,
    /// Its header.
    pub header: Vec<String>,
    /// The column.
    pub column: String,
    /// What it says, as `--columns` calls it.
    pub role: &'static str,
    /// The columns of the two places.
    pub places: [String; 2],
}

/// `file:line:column: what`; an error about the whole file has no line.
fn located(path: &str, error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let what = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
    if line == 0 { format!("{path}: {what}") } else { format!("{path}:{line}:{column}: {what}") }
}

/// The first names of a header, each in backticks.
fn shown(header: &[String]) -> String {
    let names: Vec<String> = header.iter().take(SHOWN).map(|name| format!("`{}`", clip(name))).collect();
    let more = header.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
}

/// The most columns that a message names one by one.
const SHOWN: usize = 20;
/// A text of a file as a message shows it: at most 60 characters.
fn clip(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A path as a shell takes it for one word.
fn quoted(path: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:,+@%\\".contains(c);
    if path.chars().all(is_plain) { path.into() } else { format!("'{}'", path.replace('\'', r"'\''")).into() }
}

/// `1 field`, `3 fields`.
fn fields(count: usize) -> String {
    if count == 1 { "1 field".to_owned() } else { format!("{count} fields") }
}

fn count(faults: usize) -> String {
    if faults == 1 { "1 fault".to_owned() } else { format!("{faults} faults") }
}

impl Error {
    /// That a line of what could be a list of ids isn't two of them.
    pub(super) fn not_ids(file: &str, line: u32, text: &str) -> Self {
        Error::NotIds { path: file.to_owned(), line, text: clip(text.trim()) }
    }

    /// What to type or do next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Error::NotFound { .. } => format!(
                "--data takes a directory with cities.csv and partnerships.csv, a JSON file, or one of: {}",
                super::built_in_names().collect::<Vec<_>>().join(", ")
            ),
            Error::MissingList { .. } => {
                "a data set is a directory with cities.csv and partnerships.csv (or a table of places and one of links, \
                 such as nodes.csv and links.csv), or one JSON file"
                    .to_owned()
            }
            Error::Empty { .. } => {
                "a list in CSV begins with its header, and one that isn't needed may be deleted; a data set in JSON begins with `{`".to_owned()
            }
            Error::Encoding { looks_like: Some(encoding), .. } => {
                format!("add --encoding {encoding}, or save it as UTF-8 (in a spreadsheet: Save as, CSV UTF-8)")
            }
            Error::Encoding { .. } => {
                "a list is a text, such as a spreadsheet saves as CSV UTF-8; another encoding needs --encoding"
                    .to_owned()
            }
            Error::NotText { .. } => {
                "a list is a text, such as a spreadsheet saves as CSV UTF-8; this file was never filled, or is damaged".to_owned()
            }
            Error::Undecodable { .. } => "try another --encoding, or save the file as UTF-8".to_owned(),
            Error::Changed { .. } => "wait until whatever writes it has done, and try again".to_owned(),
            Error::Device { .. } => "name a file, or `-` for standard input".to_owned(),
            Error::JsonShape { .. } => {
                "JSON is read that is an array of rows such as {\"city1\": .., \"city2\": ..}, the answer of a SPARQL query, \
                 `nodes` and `links`, or an object with the arrays `cities` and `partnerships`"
                    .to_owned()
            }
            Error::Workbook { .. } => {
                "open it in a spreadsheet and save the sheet with the partnerships as CSV UTF-8".to_owned()
            }
            Error::NoSheet { .. } => {
                "a sheet is read that has a header such as `City`, `Country`, `Twin city`, `Twin country`, or one whose \
                 columns are told, as in --columns a=Origin,b=Destination; so are sheets called `cities` and `partnerships`"
                    .to_owned()
            }
            Error::HalfGraph { .. } => {
                "add the list, as in \"links\": [{\"source\": .., \"target\": ..}]; an empty one says that there are none"
                    .to_owned()
            }
            Error::NotPairs { .. } => {
                "say which, as in --columns a=Origin,a.country=Land,b=Destination, or where there is no header, as in \
                 --no-header --columns a=1,b=2; for a data set name the directory that holds cities.csv and partnerships.csv"
                    .to_owned()
            }
            Error::NotPlaces { .. } => {
                "a table of places has a header such as `id,name,country,lat,lon`, of which an id or a name has to be there"
                    .to_owned()
            }
            Error::NotLinks { .. } => {
                "say which, as in --columns a=Origin,b=Destination; a table of links has a header such as `source,target`"
                    .to_owned()
            }
            Error::SeveralTables { example: Some([places, links]), .. } => {
                format!("say which, as in `--data {} --links {}`", quoted(places), quoted(links))
            }
            Error::SeveralTables { path, .. } => format!("name one of them, as in `--data {}`", quoted(path)),
            Error::FolderOfOne { file, .. } => format!("`--data {}` reads it", quoted(file)),
            Error::LinksOfNoTable { .. } => {
                "--links goes with a table of places, as in `--data nodes.csv --links links.csv`".to_owned()
            }
            Error::Foreign { format, .. } => format.advice().to_owned(),
            Error::NotIds { .. } => {
                "a list of ids has two per line, such as `mogilev tula` or `\"New York\" Minsk`, and may begin with the \
                 line `source target`; a table begins with its header, such as `city1,country1,city2,country2`"
                    .to_owned()
            }
            Error::Doubt(doubt) => {
                let Doubt { column, role, places: [a, b], .. } = &**doubt;
                format!("say which: `--columns a.{role}={column}` for `{a}`, `--columns b.{role}={column}` for `{b}`")
            }
            Error::NoSuchColumn { .. } => "--columns takes names of the header".to_owned(),
            Error::ColumnsOfNoTable { .. } => "leave --columns out".to_owned(),
            Error::Json { path, .. } if path.ends_with("datapackage.json") => {
                "it says what the data set is about; a data set needs none".to_owned()
            }
            Error::Json { source, .. } if source.is_data() && source.line() > 0 => {
                "a data set in JSON is an object with the arrays `cities` and `partnerships`".to_owned()
            }
            Error::Faults { .. } => "`sistergraph check` says how to mend these".to_owned(),
            Error::Unreadable { .. } | Error::Json { .. } => return None,
        })
    }
}

/// One cell or row that can't be taken as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// The line on which its row begins, from 1.
    pub line: u32,
    /// The column's name, where one cell is at fault.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", at_row(&self.file, self.line))?;
        if let Some(column) = &self.column {
            write!(f, "column `{column}`: ")?;
        }
        write!(f, "{}", self.kind)
    }
}

/// What is wrong with a cell or row.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// The header lacks a column that every row needs.
    #[error("the header lacks column `{name}`; found {}", shown(found))]
    MissingColumn {
        /// The column.
        name: &'static str,
        /// The header as it is.
        found: Vec<String>,
    },
    /// The header names a column twice.
    #[error("the header names this column twice")]
    DoubledColumn,
    /// A row with more or fewer cells than the header.
    #[error("the row has {}, the header has {expected}", fields(*found))]
    RaggedRow {
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
    },
    /// A quote that is never closed swallows the rest of the file.
    #[error("a quote opens here and is never closed")]
    UnclosedQuote,
    /// A cell that must not be blank.
    #[error("is blank")]
    Blank,
    /// A cell that should be a number.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// A cell that should be a whole number, 0 or more.
    #[error("`{0}` is not a whole number")]
    NotWhole(String),
    /// A number of people that there aren't.
    #[error("`{0}` is more than all people on earth")]
    TooMany(String),
    /// A number below 0 of what is counted.
    #[error("`{0}` is negative; a count is 0 or more")]
    Negative(String),
    /// A latitude without its longitude, or the reverse.
    #[error("`lat` and `lon` must be given together")]
    HalfPosition,
    /// A cell that should hold both coordinates.
    #[error(
        "`{0}` is not a position; expected Point(LONGITUDE LATITUDE) such as Point(30.35 53.92), or LATITUDE, LONGITUDE"
    )]
    NotAPoint(String),
    /// A point off the globe.
    #[error("{0}")]
    Position(#[from] PositionError),
    /// A cell that should be a date.
    #[error("{0}")]
    Date(#[from] DateError),
    /// A word that the vocabulary lacks.
    #[error("{0}")]
    Word(#[from] UnknownWord),
    /// A cell that should say yes or no.
    #[error("`{0}` is neither yes nor no")]
    NotYesOrNo(String),
    /// A cell that should be a country code.
    #[error("`{0}` is not a country code; expected two capital letters (ISO 3166-1 alpha-2) such as BY")]
    NotACountryCode(String),
    /// A cell that should be the code of a region.
    #[error("{0}")]
    RegionCode(#[from] RegionCodeError),
    /// A cell in another notation, which is read all the same.
    #[error("`{found}` is read as {read}")]
    OtherNotation {
        /// The cell.
        found: String,
        /// What it means, as it is written here.
        read: String,
    },
    /// A cell that can't be read and that the row says nothing without.
    #[error("{0}")]
    Needed(Box<FaultKind>),
    /// A row of JSON that has a key twice.
    #[error("the row gives this column twice")]
    DoubledKey,
    /// A number of JSON that no double holds.
    #[error("`{}` is too large a number", clip(.0))]
    TooLarge(String),
    /// A text of JSON with an escape that stands for one half of a character alone.
    #[error("`{0}` has half of a surrogate pair, which is no character")]
    HalfCharacter(String),
    /// A JSON row that isn't an object of plain values.
    #[error("expected {expected}")]
    Shape {
        /// What was expected.
        expected: &'static str,
    },
}

impl FaultKind {
    /// That a piece of JSON has half a character.
    pub(super) fn half_character(json: &str) -> Self {
        FaultKind::HalfCharacter(clip(json))
    }

    /// That a cell is read which is written otherwise here.
    pub(super) fn read(found: &str, read: impl fmt::Display) -> Self {
        FaultKind::OtherNotation { found: clip(found), read: read.to_string() }
    }

    /// The fault of a cell that its row says nothing without.
    pub(super) fn of_needed(self) -> Self {
        FaultKind::Needed(Box::new(self))
    }

    /// Whether no question can be answered: else only a cell is at fault that no answer depends on, and blank, or read all
    /// the same.
    pub fn refuses(&self) -> bool {
        match self {
            FaultKind::MissingColumn { .. }
            | FaultKind::DoubledColumn
            | FaultKind::RaggedRow { .. }
            | FaultKind::UnclosedQuote
            | FaultKind::Blank
            | FaultKind::NotACountryCode(_)
            | FaultKind::RegionCode(_)
            | FaultKind::Needed(_)
            | FaultKind::DoubledKey
            | FaultKind::HalfCharacter(_)
            | FaultKind::Shape { .. } => true,
            FaultKind::NotANumber(_)
            | FaultKind::NotWhole(_)
            | FaultKind::TooMany(_)
            | FaultKind::Negative(_)
            | FaultKind::TooLarge(_)
            | FaultKind::HalfPosition
            | FaultKind::NotAPoint(_)
            | FaultKind::Position(_)
            | FaultKind::Date(_)
            | FaultKind::Word(_)
            | FaultKind::NotYesOrNo(_)
            | FaultKind::OtherNotation { .. } => false,
        }
    }

    /// The text of the cell, where one cell alone is at fault and the fault has its text.
    pub fn cell(&self) -> Option<String> {
        match self {
            FaultKind::NotANumber(cell)
            | FaultKind::NotWhole(cell)
            | FaultKind::TooMany(cell)
            | FaultKind::Negative(cell)
            | FaultKind::TooLarge(cell)
            | FaultKind::NotAPoint(cell)
            | FaultKind::NotYesOrNo(cell)
            | FaultKind::OtherNotation { found: cell, .. } => Some(cell.clone()),
            FaultKind::Date(DateError { found }) | FaultKind::Word(UnknownWord { found, .. }) => Some(found.clone()),
            FaultKind::Position(PositionError::Latitude(degrees) | PositionError::Longitude(degrees)) => {
                Some(degrees.to_string())
            }
            _ => None,
        }
    }

    /// Whether the cell is read all the same.
    pub fn is_read(&self) -> bool {
        matches!(self, FaultKind::OtherNotation { .. })
    }

    /// Whether rows are missing for it: what refers to them can't be judged.
    pub fn loses_rows(&self) -> bool {
        matches!(
            self,
            FaultKind::MissingColumn { .. }
                | FaultKind::DoubledColumn
                | FaultKind::UnclosedQuote
                | FaultKind::HalfCharacter(_)
                | FaultKind::Shape { .. }
                | FaultKind::RegionCode(_)
        )
    }
}

/// A cell that was read without the blanks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trimmed {
    /// The file's name.
    pub file: String,
    /// The line on which its row begins, from 1.
    pub line: u32,
    /// The column's name.
    pub column: &'static str,
    /// The cell with its blanks.
    pub text: String,
}

/// Something a reader passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A column of no known name.
    UnknownColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// A known column with a similar name.
        similar: Option<&'static str>,
    },
    /// Further columns of no known name, where there are too many to name them.
    UnknownColumns {
        /// The file.
        file: String,
        /// How many.
        count: usize,
    },
    /// How the columns of a pair table were understood.
    Recognised {
        /// The file.
        file: String,
        /// The columns of each place, those that all rows share after two equals signs.
        places: [Vec<String>; 2],
        /// What is said of the partnership, and in which column.
        partnership: Vec<(&'static str, String)>,
    },
    /// Names of a pair table that stand for several places, told apart by their positions.
    Homonyms {
        /// The file.
        file: String,
        /// How many names.
        names: usize,
        /// The first of them, with its country.
        first: String,
    },
    /// Columns that are called otherwise than in a data set of our own.
    RecognisedColumns {
        /// The file.
        file: String,
        /// What is said, and in which column.
        columns: Vec<(&'static str, String)>,
    },
    /// How the columns of a table of places were understood.
    RecognisedPlaces {
        /// The file.
        file: String,
        /// What is said of a place, and in which column.
        columns: Vec<(&'static str, String)>,
    },
    /// Which of several readings was taken.
    Taken {
        /// The file.
        file: String,
        /// What it is taken for.
        what: String,
    },
    /// A list with a header and nothing below it.
    NoRows {
        /// The file.
        file: String,
    },
    /// Fields of a list without a header beyond its two places.
    UnusedFields {
        /// The file.
        file: String,
        /// How many a row.
        count: usize,
    },
}

impl Note {
    /// The most unknown columns that have a note each.
    pub(super) const NOTED: usize = 5;

    /// A key of JSON that nobody knows.
    pub(super) fn unknown_column(file: &str, column: &str) -> Self {
        Note::UnknownColumn { file: file.to_owned(), column: clip(column), similar: None }
    }

    /// The columns of a header that nobody knows, each with the one of `known` that has a similar name; those after
    /// the first five are counted.
    pub(super) fn unused_columns<'h>(
        file: &str,
        mut columns: impl Iterator<Item = &'h String>,
        known: &[&'static str],
    ) -> Vec<Note> {
        let unknown = |column: &String| Note::UnknownColumn {
            file: file.to_owned(),
            column: clip(column),
            similar: known.iter().copied().find(|known| strsim::jaro_winkler(known, column) > 0.85),
        };
        let mut notes: Vec<Note> = columns.by_ref().take(Self::NOTED).map(unknown).collect();
        let count = columns.count();
        if count > 0 {
            notes.push(Note::UnknownColumns { file: file.to_owned(), count });
        }
        notes
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::UnknownColumn { file, column, similar } => {
                write!(f, "{}: column `{column}` is not used", source_of_rows(file))?;
                similar.map_or(Ok(()), |similar| write!(f, "; is `{similar}` meant?"))
            }
            Note::UnknownColumns { file, count } => {
                write!(f, "{}: {count} more columns are not used", source_of_rows(file))
            }
            Note::Recognised { file, places: [a, b], partnership } => {
                write!(f, "{}: a: {}; b: {}", source_of_rows(file), a.join(", "), b.join(", "))?;
                partnership.iter().try_for_each(|(what, column)| write!(f, "; {what}: {column}"))
            }
            Note::Homonyms { file, names: 1, first } => write!(
                f,
                "{}: `{first}` is several places, more than {HOMONYM_KM} km apart; --countries as-written takes them for one",
                source_of_rows(file)
            ),
            Note::Homonyms { file, names, first } => write!(
                f,
                "{}: {names} names are each several places, more than {HOMONYM_KM} km apart, such as `{first}`; --countries \
                 as-written takes them for one",
                source_of_rows(file)
            ),
            Note::RecognisedColumns { file, columns } | Note::RecognisedPlaces { file, columns } => {
                let is_table = matches!(self, Note::RecognisedPlaces { .. });
                let what = if is_table { "a place per row: " } else { "" };
                write!(f, "{}: {what}", source_of_rows(file))?;
                let said = |(what, column): &(&str, String)| match *what == column.as_str() {
                    true => column.clone(),
                    false => format!("{what}: {column}"),
                };
                f.write_str(&columns.iter().map(said).collect::<Vec<_>>().join(", "))
            }
            Note::Taken { file, what } => write!(f, "{}: {what}", source_of_rows(file)),
            Note::NoRows { file } => write!(f, "{}: there is no row below the header", source_of_rows(file)),
            Note::UnusedFields { file, count } => {
                write!(f, "{file}: only the first two fields of a row are used, not the other {count}")
            }
        }
    }
}
