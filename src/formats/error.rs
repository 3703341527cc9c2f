use std::io;

use thiserror::Error;

use super::{Encoding, Foreign, Format, fault::Fault};
use crate::text::count;

/// Why an input could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The source is neither a path nor a built-in set.
    #[error("there is no file, directory or built-in data set `{path}`")]
    NotFound {
        /// What was asked for.
        path: String,
    },
    /// The system refused to read the file.
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
    /// The input has nothing but blanks.
    #[error("`{path}` is empty")]
    Empty {
        /// The file.
        path: String,
    },
    /// The bytes aren't UTF-8.
    #[error("{path}:{line}: the text is not UTF-8{}", looks_like.map(|name| format!("; it looks like {name}")).unwrap_or_default())]
    Encoding {
        /// The file.
        path: String,
        /// The first line that isn't UTF-8.
        line: u32,
        /// The encoding that the bytes seem to have, if it can be guessed.
        looks_like: Option<Encoding>,
    },
    /// The file has a block of bytes that no text has.
    #[error("`{path}` is no text: it has nothing but zeros from byte {at} on")]
    NotText {
        /// The file.
        path: String,
        /// The first byte of the block.
        at: u64,
    },
    /// The bytes aren't valid in the encoding that was given.
    #[error("`{path}` is not {encoding} throughout")]
    Undecodable {
        /// The file.
        path: String,
        /// The encoding that was given.
        encoding: Encoding,
    },
    /// The length of the file changed while it was read.
    #[error("`{path}` changed while it was read: {read} bytes of {stated}")]
    Changed {
        /// The file.
        path: String,
        /// The number of bytes read.
        read: u64,
        /// The number of bytes at first.
        stated: u64,
    },
    /// The source is a device, which may have no end.
    #[error("`{path}` is a device, not a file")]
    Device {
        /// The device.
        path: String,
    },
    /// The JSON has a shape that isn't supported.
    #[error("`{path}` has no list that can be read: {what}")]
    JsonShape {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// A graph file is broken from some line on.
    #[error("{path}:{line}: {what}")]
    Markup {
        /// The file.
        path: String,
        /// The line.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// A graph file has no nodes, or lacks edges that it needs.
    #[error("`{path}` can't be read as a graph: {what}")]
    GraphShape {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// A Parquet file can't be read.
    #[error("`{path}` can't be read as Parquet: {what}")]
    Parquet {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// A database can't be read.
    #[error("`{path}` can't be read as a data set in SQLite: {what}")]
    Database {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
    /// This build can't read the format; a build with more features can.
    #[error("`{path}` is {}, and this program was built without the feature `{feature}`", format.name())]
    NoFeature {
        /// The file or folder.
        path: String,
        /// Its format.
        format: Format,
        /// The feature of the crate that reads it.
        feature: &'static str,
    },
    /// A workbook can't be opened.
    #[error("`{path}` can't be opened as a workbook: {what}")]
    Workbook {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A workbook has no sheet with two places per row.
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
        /// The first row of the first sheet.
        header: Vec<String>,
    },
    /// The JSON has a list of places but none of links.
    #[error("`{path}` has `{has}`, but no list of links (`links`, `edges`, `partnerships`)")]
    HalfGraph {
        /// The file.
        path: String,
        /// The key of the places.
        has: String,
    },
    /// The file belongs to another program.
    #[error("`{path}` is {format}, which is not read")]
    Foreign {
        /// The file.
        path: String,
        /// What it is.
        format: Foreign,
    },
    /// The text has lines that aren't two ids.
    #[error("`{path}` has no header that names two places, and line {line} is no two ids: `{text}`")]
    NotIds {
        /// The file.
        path: String,
        /// The first such line.
        line: u32,
        /// The line.
        text: String,
    },
    /// The table doesn't name two places per row.
    #[error("cannot tell which columns of `{path}` are the two places; its header is {}", shown(header))]
    NotPairs {
        /// The file.
        path: String,
        /// Its header.
        header: Vec<String>,
    },
    /// The table of places has no column that names them.
    #[error("cannot tell which column of `{path}` names its places; its header is {}", shown(header))]
    NotPlaces {
        /// The file.
        path: String,
        /// Its header.
        header: Vec<String>,
    },
    /// The table of links doesn't say which columns are the two ends.
    #[error("cannot tell which columns of `{path}` are the two ends of a link; its header is {}", shown(header))]
    NotLinks {
        /// The file.
        path: String,
        /// Its header.
        header: Vec<String>,
    },
    /// The folder has several tables that could be the one of places, or the one of links.
    #[error("`{path}` has several tables that could be that of {what}: {}", tables.iter().map(|table| format!("`{table}`")).collect::<Vec<_>>().join(", "))]
    SeveralTables {
        /// The folder.
        path: String,
        /// What the tables could be: places or links.
        what: &'static str,
        /// The tables.
        tables: Vec<String>,
        /// One table of places and one of links, if the folder has both.
        example: Option<[String; 2]>,
    },
    /// The folder has only one table, which is a table of pairs.
    #[error("`{path}` is a folder, and the only list in it is `{file}`")]
    FolderOfOne {
        /// The folder.
        path: String,
        /// The table.
        file: String,
    },
    /// Links were given for an input that isn't a table of places.
    #[error("`{path}` is not a table of places, so links can't be told beside it")]
    LinksOfNoTable {
        /// The input.
        path: String,
    },
    /// A column may be about either of two places.
    #[error("{0}")]
    Doubt(Box<Doubt>),
    /// The table lacks a column that was named.
    #[error("`{path}` has no column `{column}`; its header is {}", shown(header))]
    NoSuchColumn {
        /// The file.
        path: String,
        /// The column that was named.
        column: String,
        /// The header.
        header: Vec<String>,
    },
    /// Columns were given for an input that isn't a table of pairs.
    #[error("`{path}` is no table with two places a row, so its columns can't be told")]
    ColumnsOfNoTable {
        /// The input.
        path: String,
    },
    /// Columns were given for a graph file.
    #[error("`{path}` is {}, whose columns have names of their own, so that none can be told", format.name())]
    ColumnsOfGraph {
        /// The file.
        path: String,
        /// What it is.
        format: Format,
    },
    /// Links were given beside a graph file.
    #[error("`{path}` is {}, which has its places and the links between them in one file", format.name())]
    LinksOfGraph {
        /// The file.
        path: String,
        /// What it is.
        format: Format,
    },
    /// The service broke off its answer when it ran out of time.
    #[error("`{path}` is an answer that the service broke off at its time limit: rows are missing")]
    CutAnswer {
        /// The file.
        path: String,
    },
    /// The service sent a message instead of an answer.
    #[error("`{path}` is no answer but an error of the service: {}", clip(says))]
    Service {
        /// The file.
        path: String,
        /// What it says.
        says: String,
    },
    /// A line of a dump isn't an entity.
    #[error("{path}:{line}: this line is no entity of Wikidata: {source}")]
    Entity {
        /// The file.
        path: String,
        /// The line.
        line: u64,
        /// What the parser said of the line.
        source: serde_json::Error,
    },
    /// A packed file can't be unpacked.
    #[error("`{path}` can't be unpacked as {format}: {what}")]
    Unpack {
        /// The file.
        path: String,
        /// How it is packed.
        format: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// The JSON doesn't parse, or doesn't have the shape of a data set.
    #[error("{}", located(path, source))]
    Json {
        /// The file.
        path: String,
        /// What the parser said, with line and column.
        source: serde_json::Error,
    },
    /// Some rows can't be accepted; the error lists all of them.
    #[error("{} in the data", count(faults.len(), "fault"))]
    Faults {
        /// In the order met.
        faults: Vec<Fault>,
    },
}

/// Why a column can't be assigned to one of two places.
#[derive(Debug, Error)]
#[error("`{path}` doesn't tell whose {role} column `{column}` is: {reason}; its header is {}", shown(header))]
pub struct Doubt {
    /// The file.
    pub path: String,
    /// Its header.
    pub header: Vec<String>,
    /// The column.
    pub column: String,
    /// What it says, as [`Told::columns`](super::Told::columns) calls it.
    pub role: &'static str,
    /// What speaks for each of the two places, or against both.
    pub reason: String,
    /// The columns of the two places.
    pub places: [String; 2],
}

/// An error in the form `file:line:column: what`; an error about the whole file has no line.
fn located(path: &str, error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let what = message.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&message);
    if line == 0 { format!("{path}: {what}") } else { format!("{path}:{line}:{column}: {what}") }
}

/// The first names of a header, each in backticks.
pub(super) fn shown(header: &[String]) -> String {
    let names: Vec<String> = header.iter().take(SHOWN).map(|name| format!("`{}`", clip(name))).collect();
    let more = header.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
}

/// The most columns that a message lists.
const SHOWN: usize = 20;
/// A text of a file, shortened for a message to 60 characters.
pub(super) fn clip(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Error {
    /// The error for a line that isn't two ids, in what could be a list of ids.
    pub(super) fn not_ids(file: &str, line: u32, text: &str) -> Self {
        Error::NotIds { path: file.to_owned(), line, text: clip(text.trim()) }
    }

    /// What to do next, without words of the command line: options are named as fields of [`Told`](super::Told).
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Error::NotFound { .. } => format!(
                "a data set is a directory with cities.csv and partnerships.csv, a JSON file, or one of: {}",
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
                format!("tell its encoding, {encoding}, or save it as UTF-8 (in a spreadsheet: Save as, CSV UTF-8)")
            }
            Error::Encoding { .. } => {
                "a list is a text, such as a spreadsheet saves as CSV UTF-8; another encoding has to be told"
                    .to_owned()
            }
            Error::NotText { .. } => {
                "a list is a text, such as a spreadsheet saves as CSV UTF-8; this file was never filled, or is damaged".to_owned()
            }
            Error::Undecodable { .. } => "tell another encoding, or save the file as UTF-8".to_owned(),
            Error::Changed { .. } => "wait until whatever writes it has done, and try again".to_owned(),
            Error::Device { .. } => "name a file, or `-` for standard input".to_owned(),
            Error::JsonShape { .. } => {
                "JSON is read that is an array of rows such as {\"city1\": .., \"city2\": ..}, the answer of a SPARQL query, \
                 `nodes` and `links`, or an object with the arrays `cities` and `partnerships`"
                    .to_owned()
            }
            Error::Markup { .. } => {
                "write the file anew with the program that made it, or export its edges as CSV with a header such as \
                 `source,target`"
                    .to_owned()
            }
            Error::GraphShape { .. } => {
                "a graph has nodes, and edges that name two of them".to_owned()
            }
            Error::Parquet { .. } => {
                "write the folder anew; it has vertices.parquet (`id`, `key`, `name`, ..) and edges.parquet (`src`, `dst`, ..), \
                 each a file of flat columns"
                    .to_owned()
            }
            Error::Database { .. } => {
                "a data set has the tables `cities` (`id`, `name`, `country`, ..) and `partnerships` (`a`, `b`, ..); of another \
                 database, save a query for two places per row as CSV"
                    .to_owned()
            }
            Error::NoFeature { feature, .. } => format!("build it with the feature `{feature}`"),
            Error::Workbook { .. } => {
                "open it in a spreadsheet and save the sheet with the partnerships as CSV UTF-8".to_owned()
            }
            Error::NoSheet { .. } => {
                "a sheet is read that has a header such as `City`, `Country`, `Twin city`, `Twin country`, or one whose \
                 columns are told; so are sheets called `cities` and `partnerships`"
                    .to_owned()
            }
            Error::HalfGraph { .. } => {
                "add the list, as in \"links\": [{\"source\": .., \"target\": ..}]; an empty one says that there are none"
                    .to_owned()
            }
            Error::NotPairs { .. } => {
                "tell which columns are `a`, `a.country` and `b`, by name or, where there is no header, by number; for a data \
                 set name the directory that holds cities.csv and partnerships.csv"
                    .to_owned()
            }
            Error::NotPlaces { .. } => {
                "a table of places has a header such as `id,name,country,lat,lon`, of which an id or a name has to be there"
                    .to_owned()
            }
            Error::NotLinks { .. } => {
                "tell which columns are `a` and `b`; a table of links has a header such as `source,target`"
                    .to_owned()
            }
            Error::SeveralTables { example: Some([places, links]), .. } => {
                format!("say which, such as `{places}` with the links `{links}`")
            }
            Error::SeveralTables { path, .. } => format!("name one of them, such as `{path}`"),
            Error::FolderOfOne { file, .. } => format!("name `{file}`"),
            Error::LinksOfNoTable { .. } => {
                "links are told beside a table of places".to_owned()
            }
            Error::Foreign { format, .. } => format.advice().to_owned(),
            Error::NotIds { .. } => {
                "a list of ids has two per line, such as `mogilev tula` or `\"New York\" Minsk`, and may begin with the \
                 line `source target`; a table begins with its header, such as `city1,country1,city2,country2`"
                    .to_owned()
            }
            Error::Doubt(doubt) => {
                let Doubt { column, role, places: [a, b], .. } = &**doubt;
                format!("tell which: `{column}` is `a.{role}` for `{a}`, `b.{role}` for `{b}`")
            }
            Error::NoSuchColumn { .. } => "columns are told by their names in the header".to_owned(),
            Error::ColumnsOfNoTable { .. } => "tell no columns".to_owned(),
            Error::ColumnsOfGraph { .. } => "tell neither columns nor that there is no header".to_owned(),
            Error::LinksOfGraph { path, .. } => format!("name `{path}` alone"),
            Error::Json { path, .. } if path.ends_with("datapackage.json") => {
                "it says what the data set is about; a data set needs none".to_owned()
            }
            Error::Json { source, .. } if source.is_eof() => {
                "the file breaks off before its end: write or download it again".to_owned()
            }
            Error::Json { source, .. } if source.is_data() && source.line() > 0 => {
                "a data set in JSON is an object with the arrays `cities` and `partnerships`".to_owned()
            }
            Error::CutAnswer { .. } => {
                "ask for less at a time, such as one country, and save each answer by itself".to_owned()
            }
            Error::Service { .. } => "ask again, for at most 50 items at a time".to_owned(),
            Error::Entity { .. } => {
                "a dump has one entity a line; where this one was cut, leave its last line out".to_owned()
            }
            Error::Unpack { .. } => "download it again, or unpack it and name what it holds".to_owned(),
            Error::Faults { .. } => "`check::check` says how to mend these".to_owned(),
            Error::Unreadable { .. } | Error::Json { .. } => return None,
        })
    }
}
