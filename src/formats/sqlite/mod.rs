//! A data set as one SQLite database, which Datasette, R and any other client can open. Its lists are tables, every
//! place that a row names is a row of `places`, and the ties are a view.

mod read;
mod schema;
mod write;

pub(super) use read::{is_database, read};
pub use write::write_sqlite;

/// Columns of partnerships that are derived from others to make queries easier: they aren't read.
const OF_QUERIES: [&str; 2] = ["in_force", "distance_km"];

/// The table of the metadata, with one key per row.
const METADATA: &str = "metadata";

/// The metadata keys whose values are plain texts; the values of all others are JSON.
const TEXTS: [&str; 3] = ["name", "title", "date"];

/// The table of every place that a row names: cities, regions, countries.
const PLACES: &str = "places";
