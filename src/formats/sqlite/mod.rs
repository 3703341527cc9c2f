//! A data set as one SQLite database, which Datasette, R and any other client opens: its lists as tables, each place that a row
//! names as a row of `places`, and the ties as a view.

mod read;
mod schema;
mod write;

pub(super) use read::{is_database, read};
pub use write::write_sqlite;

/// Columns of partnerships that are made for queries of what others say: they aren't read.
const OF_QUERIES: [&str; 2] = ["in_force", "distance_km"];

/// What a data set says of itself, a key a row.
const METADATA: &str = "metadata";

/// The keys of it whose values are texts; all others are JSON.
const TEXTS: [&str; 3] = ["name", "title", "date"];

/// Every place that a row names: cities, regions, countries.
const PLACES: &str = "places";
