//! A data set as Parquet, for DuckDB, pyarrow, Spark and other table engines: a folder with `vertices.parquet`,
//! `edges.parquet` and `manifest.json`.
//!
//! A vertex is a place, or a region or country that is itself an end. Its `id` counts from 0 without gaps. An edge is a
//! tie: `src` is smaller than `dst`, no two rows have the same ends, and rows are sorted by them. Everything else in a
//! data set is in the manifest.

mod compact;
mod guard;
mod read;
mod row_group;
mod table;
mod write;

pub(in crate::formats) use read::read;
pub use write::ParquetFiles;

/// The names of the files.
const VERTICES: &str = "vertices.parquet";
const EDGES: &str = "edges.parquet";
const MANIFEST: &str = "manifest.json";

/// The names of the columns that identify vertices and the ends of edges.
const ID: &str = "id";
const KEY: &str = "key";
const ENDS: [&str; 2] = ["src", "dst"];

/// Columns that are derived from others to make queries easier: they aren't read.
const OF_QUERIES: [&str; 6] = ["geometry", "since_date", "until_date", "in_force", "partnerships", "distance_km"];

/// The words for who claims a tie, in terms of its ends; in the order of [`Claim::ALL`](crate::model::Claim::ALL).
const CLAIMS: [&str; 3] = ["src", "dst", "both"];
