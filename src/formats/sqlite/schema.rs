//! The tables, indices and view of a database.

use super::{METADATA, OF_QUERIES, PLACES};

/// The type of a column.
fn kind(table: &str, column: &str) -> &'static str {
    match (table, column) {
        (_, "lat" | "lon") | ("indicators", "value") => "REAL",
        (_, "population" | "is_region" | "people") | ("totals", "value") => "INTEGER",
        _ => "TEXT",
    }
}

/// Whether a column names a place of any level, so that its cells are ids of `places`.
pub(super) fn names_a_place(table: &str, column: &str) -> bool {
    match table {
        "cities" => matches!(column, "id" | "country" | "region" | "part_of"),
        "partnerships" => matches!(column, "a" | "b"),
        "regions" => matches!(column, "code" | "country"),
        "contacts" | "totals" => matches!(column, "from" | "to"),
        "curators" => column == "region",
        "participants" | "indicators" => column == "place",
        _ => false,
    }
}

/// The statements that create the tables that aren't lists.
pub(super) fn other_tables() -> String {
    format!(
        "CREATE TABLE {METADATA} (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);\n\
         CREATE TABLE {PLACES} (id TEXT PRIMARY KEY NOT NULL, level TEXT CHECK (level IN ('city', 'region', 'country')), \
         name TEXT, country TEXT);\n"
    )
}

/// The statement that creates the table of a list.
pub(super) fn table(name: &str, columns: &[&str]) -> String {
    let key = match name {
        "cities" => "id",
        "regions" => "code",
        _ => "",
    };
    let column = |column: &&str| {
        let key = if *column == key { " PRIMARY KEY NOT NULL" } else { "" };
        let place = if names_a_place(name, column) { format!(" REFERENCES {PLACES} (id)") } else { String::new() };
        format!("\"{column}\" {}{key}{place}", kind(name, column))
    };
    let mut columns: Vec<String> = columns.iter().map(column).collect();
    if name == "partnerships" {
        let [in_force, distance] = OF_QUERIES;
        columns.extend([format!("{in_force} INTEGER NOT NULL"), format!("{distance} REAL")]);
    }
    format!("CREATE TABLE {name} ({})", columns.join(", "))
}

/// The statements that create the indices of a list: one for each column that names a place.
pub(super) fn indices(name: &str, columns: &[&str]) -> String {
    let named = columns.iter().filter(|column| names_a_place(name, column));
    let index = |column: &&str| format!("CREATE INDEX \"{name}_{column}\" ON {name} (\"{column}\");\n");
    named.map(index).collect()
}

/// A tie is all partnerships in force between the same two places.
pub(super) const TIES: &str = "\
CREATE VIEW ties AS
SELECT t.a, x.name AS a_name, x.country AS a_country, t.b, y.name AS b_name, y.country AS b_country,
       t.partnerships, t.since, t.distance_km
FROM (SELECT min(a, b) AS a, max(a, b) AS b, count(*) AS partnerships, min(since) AS since, min(distance_km) AS distance_km
      FROM partnerships WHERE in_force AND a <> b GROUP BY 1, 2) AS t
JOIN places AS x ON x.id = t.a JOIN places AS y ON y.id = t.b;
";
