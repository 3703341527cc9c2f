use std::{ffi::OsStr, io::Write, path::Path};

use clap::Args;
use hashbrown::HashMap;
use sistergraph::{
    formats::{self, DatasetFile, Dialect, Export, Figure, Format},
    graph::{TieGraph, extract},
    metrics::{self, CommunityOptions},
    query::{self, Metric},
    words::Words,
};

use super::import;
use crate::cli::{
    arguments::Shared,
    destination::Destination,
    error::{Error, count},
    folder::NewFolder,
    hints::with_feature,
    progress,
    session::Session,
};

pub const EXPORT_HELP: &str = "\
The extension of -o chooses the format, or --format does:
  csv        a folder of CSV files, as --data takes it (-o without an extension)
  json       one JSON file with the same lists (.json)
  gexf       GEXF 1.3, for Gephi (.gexf)
  graphml    GraphML, for igraph, networkx, yEd (.graphml); --dialect yed adds the labels that yEd shows
  node-link  JSON with nodes and edges, for networkx and d3
  geojson    points and great circles, for QGIS and web maps (.geojson)
  kml        points and lines in a folder for each kind of tie, for Google Earth and My Maps (.kml)
  pajek      a Pajek network: ids, and which of them are tied (.net)
  parquet    a folder with vertices.parquet and edges.parquet, for DuckDB, pyarrow and Spark (.parquet); each tie is one edge.
             Of programs built with the feature `parquet`
  sqlite     one database with the lists of a data set as tables, for Datasette and R (.sqlite, .db); of programs built with
             the feature `sqlite`
A node is a place, or a region or country that is itself an end. An edge is a partnership, with all that its row says. Without
filters everything is written, in force or not; with filters the ties that they leave. What a format can't hold is said.
All formats are read by --data.

Examples:
  sistergraph export -o belarus.gexf --with degree,component
  sistergraph export -o belarus.graphml --with community
  sistergraph export --between BY RU -o by-ru.geojson
  sistergraph export twins.csv --format node-link -o twins.json
  sistergraph export twins.csv -o twins";

#[derive(Args)]
pub struct ExportOptions {
    /// The file or directory to read, instead of --data
    #[arg(value_name = "IN")]
    pub input: Option<String>,
    /// Figures to add as columns: for nodes degree, component, community, betweenness, closeness, harmonic, pagerank,
    /// eigenvector, core, clustering, eccentricity; for edges distance
    #[arg(long, value_name = "FIGURE,...", value_delimiter = ',')]
    pub with: Vec<String>,
    /// The kind of GraphML: plain, or with labels that yEd shows
    #[arg(long, value_name = "plain|yed", value_parser = ["plain", "yed"])]
    pub dialect: Option<String>,
}

/// Figures beside those of [`Metric`].
const COMPONENT: &str = "component";
const COMMUNITY: &str = "community";
const DISTANCE: &str = "distance";

fn usage(message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::Usage { message: message.into(), hint: hint.into() }
}

/// Writes the data, or the part of it that passes the filters, in a format of data sets.
pub fn export(options: ExportOptions, mut shared: Shared) -> Result<u8, Error> {
    if let Some(input) = options.input.clone() {
        if shared.data != formats::DEFAULT {
            return Err(usage(
                "`export` reads what stands after it or --data, not both",
                "leave one out, as in `sistergraph export IN -o x.gexf`",
            ));
        }
        shared.data = input;
    }
    let format = format(&shared)?;
    if let Some(feature) = format.missing_feature() {
        return Err(usage(
            format!("`export` writes {}, and this program was built without the feature `{feature}`", format.name()),
            with_feature(feature),
        ));
    }
    let is_own = format.is_own();
    if options.dialect.is_some() && format != Format::GraphMl {
        return Err(usage(
            format!("--dialect is of GraphML, not {}", format.name()),
            "leave it out, or use -o x.graphml",
        ));
    }
    if (is_own || format == Format::Sqlite) && !options.with.is_empty() {
        return Err(usage(
            "a data set has no columns for figures",
            "use another format, as in -o x.gexf, or leave --with out",
        ));
    }
    let target = shared.output.take();
    if let Some(target) = target.clone().filter(|_| is_own && !shared.filters()) {
        // Here the word says what is written, not the form in which the merged places are listed.
        return import::own_form("export", Shared { format: None, ..shared }, target, format);
    }
    let session = Session::open(&shared, Words::default())?;
    let graph = session.graph();
    let dataset = extract(&graph);
    let with = Figures::of(&graph, &options.with)?;
    #[cfg_attr(not(feature = "parquet"), expect(unused_mut))]
    let mut merged = 0;
    let written = match (format, &target) {
        (Format::Directory, None) => return Err(usage("a data set of CSV files needs a folder", "add -o DIR")),
        (Format::Parquet, None) => {
            return Err(usage("vertices and edges in Parquet need a folder", "add -o x.parquet"));
        }
        (Format::Directory, Some(target)) => folder(&formats::csv_files(&dataset), target),
        #[cfg(feature = "parquet")]
        (Format::Parquet, Some(target)) => {
            let export = Export::new(&dataset, with.of_nodes, with.has_distances);
            let parquet = formats::ParquetFiles::new(&export);
            merged = parquet.merged();
            folder(&parquet.files(), target)
        }
        (Format::Json, _) => file(target.as_deref(), |out| formats::write_json(&dataset, out)),
        #[cfg(feature = "sqlite")]
        (Format::Sqlite, _) => file(target.as_deref(), |out| formats::write_sqlite(&dataset, out)),
        (format, _) => {
            let export = Export::new(&dataset, with.of_nodes, with.has_distances);
            let dialect = if options.dialect.as_deref() == Some("yed") { Dialect::Yed } else { Dialect::Plain };
            file(target.as_deref(), |out| formats::write_graph(format, &export, dialect, out))
        }
    };
    written?;
    let lacks = format.lacks(&dataset);
    if !lacks.is_empty() {
        session.note(&format!("{} can't hold {}", format.name(), lacks.join(", ")));
    }
    if merged > 0 {
        session.note(&format!(
            "{} can't hold {} beside another one of the same tie: an edge is a tie, with what its leading partnership says",
            format.name(),
            count(merged, "partnership")
        ));
    }
    if let Some(target) = target {
        session.note(&format!(
            "{} and {} written to {} as {}{}",
            count(dataset.places().len(), "place"),
            count(dataset.partnerships().len(), "partnership"),
            target.display(),
            format.name(),
            session.filters()
        ));
    }
    Ok(0)
}

fn folder(files: &[DatasetFile<'_>], target: &Path) -> Result<(), Error> {
    let mut folder = NewFolder::begin(target)?;
    for file in files {
        folder.file(file.name(), |out| file.write(out))?;
    }
    folder.finish()
}

fn file(target: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Error> {
    Destination::new(target.map(Path::to_owned)).write(write)
}

/// The format that --format and the extension of -o mean together.
fn format(shared: &Shared) -> Result<Format, Error> {
    let words = || {
        let words: Vec<&str> = Format::ALL.into_iter().filter_map(Format::word).collect();
        words.join(", ")
    };
    let Some(target) = &shared.output else {
        return match shared.data_format {
            Some(format) => Ok(format),
            None => Err(usage(
                "`export` needs a place to write to",
                format!("add -o FILE, or --format with one of {}", words()),
            )),
        };
    };
    let by_extension = Format::of_target(target);
    let extension = || target.extension().and_then(OsStr::to_str).unwrap_or_default();
    match (shared.data_format, by_extension) {
        // Node-link JSON has the same extension as any JSON.
        (Some(Format::NodeLink), Some(Format::Json | Format::Directory)) => Ok(Format::NodeLink),
        (Some(format), Some(other)) if format == other || target.extension().is_none() => Ok(format),
        (Some(format), None) if shared.output.is_some() && !extension().is_empty() => Ok(format),
        (Some(format), _) => Err(usage(
            format!("--format says {}, and `{}` the extension of another format", format.name(), target.display()),
            "leave one of them out",
        )),
        (None, Some(format)) => Ok(format),
        (None, None) => Err(usage(
            format!("`export` knows no format with the extension of `{}`", target.display()),
            format!(
                "use -o DIR or a FILE with .json, .gexf, .graphml, .geojson, .kml, .net, .parquet or .sqlite, or --format with one \
                 of {}",
                words()
            ),
        )),
    }
}

/// The figures asked for.
struct Figures {
    of_nodes: Vec<Figure>,
    has_distances: bool,
}

impl Figures {
    fn of(graph: &TieGraph<'_>, names: &[String]) -> Result<Self, Error> {
        let mut figures = Self { of_nodes: Vec::new(), has_distances: false };
        for name in names {
            if name == DISTANCE {
                figures.has_distances = true;
            } else if figures.of_nodes.iter().all(|figure| figure.name != *name) {
                figures.of_nodes.push(figure(graph, name)?);
            }
        }
        Ok(figures)
    }
}

fn figure(graph: &TieGraph<'_>, name: &str) -> Result<Figure, Error> {
    let by_id = |values: &mut dyn Iterator<Item = (sistergraph::graph::PlaceId, f64)>| -> HashMap<String, f64> {
        values.map(|(id, value)| (graph.place(id).id().to_owned(), value)).collect()
    };
    if name == COMPONENT {
        let components = metrics::components(graph);
        let numbers =
            graph.places().filter_map(|place| Some((place.number(), components.of(place.number())? as f64 + 1.0)));
        return Ok(Figure { name: name.to_owned(), is_whole: true, by_id: by_id(&mut { numbers }) });
    }
    if name == COMMUNITY {
        let found = query::communities(graph, &CommunityOptions::default());
        let numbers = found.numbers().map(|(place, number)| (place, number as f64));
        return Ok(Figure { name: name.to_owned(), is_whole: true, by_id: by_id(&mut { numbers }) });
    }
    let metric = Metric::ALL.iter().copied().find(|metric| metric.name() == name).ok_or_else(|| {
        let known: Vec<&str> = Metric::ALL.iter().map(|metric| metric.name()).collect();
        usage(
            format!("there is no figure `{name}`"),
            format!("expected one of {}, {COMPONENT}, {COMMUNITY}, {DISTANCE}", known.join(", ")),
        )
    })?;
    let values = query::figures(graph, metric, progress::threads());
    let values = values.ok_or(Error::NotSettled { metric: metric.name() })?;
    let is_whole = matches!(metric, Metric::Degree | Metric::Core | Metric::Eccentricity);
    Ok(Figure { name: name.to_owned(), is_whole, by_id: by_id(&mut values.into_iter()) })
}
