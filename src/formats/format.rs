//! The formats of data sets: their names, and how they are recognised, read and written.

use std::path::Path;

use serde::de::IgnoredAny;

use super::{Error, Reading, Told, foreign, graphs, json, pairs, sparql, wikidata};
use crate::model::Dataset;

/// A format that a data set can be in.
///
/// ```
/// use sistergraph::formats::Format;
/// assert_eq!(Format::of_target("twins.json".as_ref()), Some(Format::Json));
/// assert_eq!(Format::of_target("twins".as_ref()), Some(Format::Directory));
/// assert_eq!(Format::of_target("twins.zip".as_ref()), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A directory of CSV files: `cities.csv`, `partnerships.csv` and those that may stand beside them.
    Directory,
    /// One JSON file with the same lists, or JSON of other programs: rows of two places, the answer of a query, places
    /// and links.
    Json,
    /// One table with two places per row, or two ids per line.
    Pairs,
    /// The answer of a SPARQL query as tab-separated values, with terms written as in SPARQL.
    QueryTsv,
    /// Entities of Wikidata in JSON, or the answer of a query for its statements of twinned places.
    Wikidata,
    /// A workbook of a spreadsheet, with the feature `workbook`.
    Workbook,
    /// GEXF, the format of Gephi.
    Gexf,
    /// GraphML, as igraph, networkx and yEd write it.
    GraphMl,
    /// JSON with `nodes` and `edges`, as networkx and d3 use it; read as [`Format::Json`].
    NodeLink,
    /// GeoJSON: points and great circles; read as [`Format::Json`].
    GeoJson,
    /// A Pajek network.
    Pajek,
    /// KML, as Google Earth, Google My Maps and QGIS use it.
    Kml,
    /// A folder with vertices and edges in Parquet, with the feature `parquet`.
    Parquet,
    /// One SQLite database, with the feature `sqlite`.
    Sqlite,
    /// GML, which is only read.
    Gml,
    /// DOT, the format of Graphviz. It is read here, and [`write_dot`](crate::diagram::write_dot) writes it as a
    /// picture.
    Dot,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 16] = [
        Self::Directory,
        Self::Json,
        Self::Pairs,
        Self::QueryTsv,
        Self::Wikidata,
        Self::Workbook,
        Self::Gexf,
        Self::GraphMl,
        Self::NodeLink,
        Self::GeoJson,
        Self::Pajek,
        Self::Kml,
        Self::Parquet,
        Self::Sqlite,
        Self::Gml,
        Self::Dot,
    ];

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Directory => "a directory of CSV files",
            Self::Json => "one JSON file",
            Self::Pairs => "a table with two places per row",
            Self::QueryTsv => "the answer of a SPARQL query",
            Self::Wikidata => "entities or an answer of Wikidata",
            Self::Workbook => "a workbook",
            Self::Gexf => "GEXF",
            Self::GraphMl => "GraphML",
            Self::NodeLink => "node-link JSON",
            Self::GeoJson => "GeoJSON",
            Self::Pajek => "a Pajek network",
            Self::Kml => "KML",
            Self::Parquet => "Parquet",
            Self::Sqlite => "an SQLite database",
            Self::Gml => "GML",
            Self::Dot => "DOT",
        }
    }

    /// The extensions of its files, in small letters, the most usual first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Directory => &[],
            Self::Json => &["json"],
            Self::Pairs => &["csv", "tsv", "txt"],
            Self::QueryTsv => &["tsv"],
            // Its files end in .json, .csv or .tsv like those of other formats.
            Self::Wikidata => &[],
            Self::Workbook => &["xlsx", "ods"],
            Self::Gexf => &["gexf"],
            Self::GraphMl => &["graphml"],
            // Its files end in .json, which means a data set of our own. Users ask for node-link JSON by its word.
            Self::NodeLink => &[],
            Self::GeoJson => &["geojson"],
            Self::Pajek => &["net"],
            Self::Kml => &["kml"],
            Self::Parquet => &["parquet"],
            Self::Sqlite => &["sqlite", "db", "sqlite3"],
            Self::Gml => &["gml"],
            Self::Dot => &["dot", "gv"],
        }
    }

    /// The word for the format in options, if it can be written.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Directory => Some("csv"),
            Self::Json => Some("json"),
            Self::Gexf => Some("gexf"),
            Self::GraphMl => Some("graphml"),
            Self::NodeLink => Some("node-link"),
            Self::GeoJson => Some("geojson"),
            Self::Pajek => Some("pajek"),
            Self::Kml => Some("kml"),
            Self::Parquet => Some("parquet"),
            Self::Sqlite => Some("sqlite"),
            Self::Pairs | Self::QueryTsv | Self::Wikidata | Self::Workbook | Self::Gml | Self::Dot => None,
        }
    }

    /// Whether it is one of the project's own formats, with the lists of a data set as they are.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Directory | Self::Json)
    }

    /// Whether it is a single file of nodes and edges, which [`write_graph`](super::write_graph) writes.
    pub fn is_graph(self) -> bool {
        self.is_written() && !self.is_own() && !matches!(self, Self::Parquet | Self::Sqlite)
    }

    /// The feature that reads and writes it, if this build lacks that feature.
    pub fn missing_feature(self) -> Option<&'static str> {
        match self {
            Self::Parquet if !cfg!(feature = "parquet") => Some("parquet"),
            Self::Sqlite if !cfg!(feature = "sqlite") => Some("sqlite"),
            _ => None,
        }
    }

    /// The parts of `dataset` that a file of this format can't hold, in the words of messages.
    pub fn lacks(self, dataset: &Dataset) -> Vec<&'static str> {
        // Parquet keeps everything beside vertices and edges in its manifest, and a database has all lists.
        if !self.is_graph() {
            return Vec::new();
        }
        if self == Self::Pajek {
            return vec!["anything but ids and which of them are tied"];
        }
        let metadata = dataset.metadata();
        let says_more = metadata.date.is_some() || !metadata.licences.is_empty() || !metadata.sources.is_empty();
        [
            (!dataset.ledger().is_empty(), "the ledger"),
            (dataset.regions().len() > 0, "names and dates of its own regions"),
            (self == Self::Gexf && says_more, "licence, sources and date"),
        ]
        .into_iter()
        .filter_map(|(is_there, what)| is_there.then_some(what))
        .collect()
    }

    /// Its media type; `None` for a folder.
    pub fn media_type(self) -> Option<&'static str> {
        match self {
            Self::Directory | Self::Parquet => None,
            Self::Json | Self::Wikidata => Some("application/json"),
            Self::Pairs => Some("text/csv"),
            Self::QueryTsv => Some("text/tab-separated-values"),
            Self::Workbook => Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Self::Gexf => Some("application/gexf+xml"),
            Self::GraphMl => Some("application/graphml+xml"),
            Self::NodeLink => Some("application/json"),
            Self::GeoJson => Some("application/geo+json"),
            Self::Kml => Some("application/vnd.google-earth.kml+xml"),
            Self::Sqlite => Some("application/vnd.sqlite3"),
            Self::Pajek | Self::Gml => Some("text/plain"),
            Self::Dot => Some("text/vnd.graphviz"),
        }
    }

    /// Whether it can be written: by [`write_json`](super::write_json), [`csv_files`](super::csv_files),
    /// [`write_graph`](super::write_graph) or, with the feature of its name, by `ParquetFiles` or `write_sqlite`.
    pub fn is_written(self) -> bool {
        self.word().is_some()
    }

    /// The format for writing to a path, by its extension: letters and digits behind the last dot, but not only digits.
    /// A path without an extension is a directory. `None` if no format that can be written has the extension.
    pub fn of_target(target: &Path) -> Option<Self> {
        let is_extension = |text: &&str| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let extension = target.extension().and_then(|extension| extension.to_str()).filter(is_extension);
        let Some(extension) = extension else { return Some(Self::Directory) };
        let extension = extension.to_ascii_lowercase();
        let format =
            Self::ALL.into_iter().find(|format| format.is_written() && format.extensions().contains(&&*extension));
        // An existing folder holds files, whatever its name.
        if target.is_dir() && format != Some(Self::Parquet) { Some(Self::Directory) } else { format }
    }

    /// The format of a text that isn't blank, recognised by its content. If columns are given, the text is a table
    /// however it begins, unless it really is JSON.
    ///
    /// # Errors
    /// Returns [`Error::Foreign`] if the format belongs to another program, and [`Error::ColumnsOfGraph`] if columns
    /// are given for a graph.
    pub(super) fn of_text(file: &str, text: &str, told: &Told) -> Result<Self, Error> {
        let is_told = told.is_of_table();
        if !is_told && wikidata::is_of_wikidata(text) {
            return Ok(Self::Wikidata);
        }
        if wikidata::is_cut(text) {
            return Err(Error::CutAnswer { path: file.to_owned() });
        }
        let first = || serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>().next();
        if text.trim_start().starts_with(['{', '[']) && (!is_told || first().is_some_and(|first| first.is_ok())) {
            return Ok(Self::Json);
        }
        if sparql::is_tsv(text) {
            return Ok(Self::QueryTsv);
        }
        if let Some(graph) = foreign::graph(text) {
            return if is_told {
                Err(Error::ColumnsOfGraph { path: file.to_owned(), format: graph })
            } else {
                Ok(graph)
            };
        }
        if !is_told {
            foreign::refuse_text(file, text)?;
        }
        Ok(Self::Pairs)
    }

    /// Reads a text in this format.
    pub(super) fn read(self, file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
        match self {
            Self::Json => json::shapes::read(file, text, told),
            Self::QueryTsv => {
                let grid = sparql::of_tsv(file, text);
                pairs::read_records(grid.file(), grid.records()?, told)
            }
            Self::Wikidata => wikidata::read(file, text),
            Self::Gexf | Self::GraphMl | Self::Gml | Self::Pajek | Self::Kml | Self::Dot => {
                graphs::read(self, file, text, told)
            }
            Self::NodeLink | Self::GeoJson => json::shapes::read(file, text, told),
            // A folder, a workbook or a database has no text of its own: this text is one of its lists, which is a
            // table.
            Self::Directory | Self::Parquet | Self::Sqlite | Self::Pairs | Self::Workbook => {
                pairs::read(file, text, told)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_extension_of_a_format_that_is_written_leads_to_it() {
        for format in Format::ALL {
            for extension in format.extensions() {
                let found = Format::of_target(Path::new(&format!("x.{}", extension.to_uppercase())));
                assert_eq!(found, format.is_written().then_some(format), "{extension}");
            }
        }
        for other in ["x.zip", "x.kmz", "x.d", "a.b/x.xlsx"] {
            assert_eq!(Format::of_target(Path::new(other)), None, "{other}");
        }
        for directory in ["a.b/x", ".hidden", "twins.2026", "twins.csv-set"] {
            assert_eq!(Format::of_target(Path::new(directory)), Some(Format::Directory), "{directory}");
        }
    }
}
