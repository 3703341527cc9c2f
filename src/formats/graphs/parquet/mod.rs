//! A data set as Parquet, for DuckDB, pyarrow, Spark and other engines of tables: a folder with `vertices.parquet`,
//! `edges.parquet` and `manifest.json`.
//!
//! A vertex is a place, and a region or country that is itself an end; its `id` is dense, from 0. An edge is a tie: `src` is
//! smaller than `dst`, no two rows have the same ends, and rows are sorted by them. What else a data set has stands in the
//! manifest.

mod compact;
mod guard;
mod read;
mod row_group;
mod table;
mod write;

pub(in crate::formats) use read::read;
pub use write::ParquetFiles;

/// The files of such a folder.
const VERTICES: &str = "vertices.parquet";
const EDGES: &str = "edges.parquet";
const MANIFEST: &str = "manifest.json";

/// The columns that say which row is which, and which ends an edge has.
const ID: &str = "id";
const KEY: &str = "key";
const ENDS: [&str; 2] = ["src", "dst"];

/// Columns that are made for queries of what others say: they aren't read.
const OF_QUERIES: [&str; 6] = ["geometry", "since_date", "until_date", "in_force", "partnerships", "distance_km"];

/// Who claims a tie, in the names of its ends; in the order of [`Claim::ALL`](crate::model::Claim::ALL).
const CLAIMS: [&str; 3] = ["src", "dst", "both"];
