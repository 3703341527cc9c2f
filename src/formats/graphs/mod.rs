//! Files of programs that study, draw and map networks, read and written as nodes and edges.
//!
//! Reading turns nodes and edges into two tables, which are then read like any two tables: columns may have names in
//! many languages, countries may be words, and notes say what isn't used. Writing goes through [`Export`], so that
//! every format has the same nodes, edges and columns. Each format is one file here and one variant of
//! [`Format`](super::Format).

mod attributes;
mod colours;
mod dot;
mod ends;
mod entities;
mod export;
mod geojson;
mod gexf;
mod gml;
mod graphml;
mod kml;
mod node_link;
mod pajek;
#[cfg(feature = "parquet")]
mod parquet;
mod tables;
mod xml;

use std::io;

pub(crate) use colours::{OF_KINDS as KIND_COLOURS, of_kind as colour_of_kind};
pub(super) use dot::is_dot;
pub use export::{Export, Figure};
pub(super) use geojson::read as read_geojson;
pub(super) use gml::is_gml;
pub use graphml::Dialect;
pub(super) use node_link::{is_ours as is_node_link, read as read_node_link};
#[cfg(feature = "parquet")]
pub use parquet::ParquetFiles;
#[cfg(feature = "parquet")]
pub(super) use parquet::read as read_parquet;
#[cfg(feature = "sqlite")]
pub(super) use {ends::described, export::rounded_km};

use super::{Format, Reading, Told, error::Error};

/// Reads a text in one of the graph formats that aren't JSON; any other format is read as GML.
///
/// # Errors
/// Returns [`Error::Markup`], [`Error::GraphShape`], and the errors of tables of places and links.
pub(super) fn read(format: Format, file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    match format {
        Format::Gexf => gexf::read(file, text, told),
        Format::GraphMl => graphml::read(file, text, told),
        Format::Pajek => pajek::read(file, text, told),
        Format::Kml => kml::read(file, text, told),
        Format::Dot => dot::read(file, text, told),
        _ => gml::read(file, text, told),
    }
}

/// Writes a graph in a format. Takes O(places + partnerships) time, and no more memory than the numbers of the places
/// need.
///
/// # Errors
/// Returns the errors of `out`, and [`io::ErrorKind::Unsupported`] unless [`Format::is_graph`] holds for the format.
pub fn write_graph(format: Format, export: &Export<'_>, dialect: Dialect, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Gexf => gexf::write(export, out),
        Format::GraphMl => graphml::write(export, dialect, out),
        Format::NodeLink => node_link::write(export, out),
        Format::GeoJson => geojson::write(export, out),
        Format::Pajek => pajek::write(export, out),
        Format::Kml => kml::write(export, out),
        other => Err(io::Error::new(io::ErrorKind::Unsupported, format!("{} is not written as a graph", other.name()))),
    }
}
