//! Writes a data set into a database, which is built in memory.

use std::io;

use hashbrown::{HashMap, HashSet};
use rusqlite::{
    Connection, MAIN_DB, Statement,
    types::{ToSqlOutput, Value, ValueRef},
};
use serde_json::Map;

use super::{METADATA, PLACES, TEXTS, schema};
use crate::{
    formats::{
        cells::Cell,
        graphs::{described, rounded_km},
        package,
        write::{Listed, lists},
    },
    model::{Dataset, Level, PartnershipRow, Position, Standing},
    register::Register,
};

/// Writes the data set as an SQLite database. Its cities must have distinct ids; the ends of partnerships are ids and
/// codes. Takes O(rows) time, and twice the size of the database in memory.
///
/// # Errors
/// Returns the errors of `out`, and [`io::ErrorKind::InvalidData`] if two cities have the same id, or if a count is
/// 2^63 or more.
pub fn write_sqlite(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    let invalid = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    let mut database = Connection::open_in_memory().map_err(invalid)?;
    // Checking the keys would take most of the time, and every place that a row names is inserted anyway.
    database.pragma_update(None, "foreign_keys", false).map_err(invalid)?;
    fill(&mut database, dataset).map_err(invalid)?;
    let bytes = database.serialize(MAIN_DB).map_err(invalid)?;
    out.write_all(&bytes)
}

fn fill(database: &mut Connection, dataset: &Dataset) -> rusqlite::Result<()> {
    let lists = lists(dataset);
    let all = database.transaction()?;
    all.execute_batch(&schema::other_tables())?;
    let mut members = Map::new();
    package::write_into(&mut members, dataset.metadata());
    let mut insert = all.prepare(&format!("INSERT INTO {METADATA} VALUES (?, ?)"))?;
    for (key, value) in &members {
        let text = value.as_str().filter(|_| TEXTS.contains(&key.as_str()));
        let value = text.map_or_else(|| value.to_string(), str::to_owned);
        insert.execute([key, &value])?;
    }
    let mut insert_place = all.prepare(&format!("INSERT INTO {PLACES} VALUES (?, ?, ?, ?)"))?;
    insert_places(dataset, &lists, &mut insert_place)?;
    for list in &lists {
        all.execute_batch(&schema::table(list.name, list.columns))?;
        insert_rows(dataset, list, &all)?;
    }
    let indices: String = lists.iter().map(|list| schema::indices(list.name, list.columns)).collect();
    all.execute_batch(&(indices + schema::TIES))?;
    drop((insert, insert_place));
    all.commit()
}

/// Inserts each place that a row names once: first the cities in their order, then the others in order of appearance.
fn insert_places(dataset: &Dataset, lists: &[Listed<'_>], insert: &mut Statement<'_>) -> rusqlite::Result<()> {
    let mut seen: HashSet<String> = HashSet::new();
    for place in dataset.places() {
        if seen.insert(place.id.to_owned()) {
            let country = place.country.map(|country| country.as_str().to_owned());
            insert.execute((place.id, Level::City.name(), place.name, country))?;
        }
    }
    let (register, mut room) = (Register::built_in(), String::new());
    for list in lists {
        let naming: Vec<usize> =
            (0..list.columns.len()).filter(|&at| schema::names_a_place(list.name, list.columns[at])).collect();
        for row in 0..list.rows {
            let cells = list.row(row);
            for cell in naming.iter().map(|&at| &cells[at]).filter(|cell| !cell.is_blank()) {
                let id = cell.text(&mut room);
                if !seen.contains(id) {
                    seen.insert(id.to_owned());
                    let other = described(dataset, &register, id);
                    let country = other.country.map(|country| country.as_str().to_owned());
                    let name = Some(other.name).filter(|name| !name.is_empty());
                    insert.execute((id, other.level.map(Level::name), name, country))?;
                }
            }
        }
    }
    Ok(())
}

fn insert_rows(dataset: &Dataset, list: &Listed<'_>, all: &Connection) -> rusqlite::Result<()> {
    let is_of_partnerships = list.name == "partnerships";
    let positions: HashMap<&str, Position> = if is_of_partnerships {
        dataset.places().filter_map(|place| Some((place.id, place.position?))).collect()
    } else {
        HashMap::new()
    };
    let columns = list.columns.len() + if is_of_partnerships { 2 } else { 0 };
    let marks = vec!["?"; columns].join(", ");
    let mut insert = all.prepare(&format!("INSERT INTO {} VALUES ({marks})", list.name))?;
    let mut room = String::new();
    for row in 0..list.rows {
        for ((number, column), cell) in (1_usize..).zip(list.columns).zip(&list.row(row)) {
            insert.raw_bind_parameter(number, value(column, cell, &mut room)?)?;
        }
        if is_of_partnerships {
            let partnership = dataset.partnership(PartnershipRow(row));
            let in_force = Standing::from(&partnership).status().in_force();
            let ends = [partnership.a, partnership.b].map(|end| positions.get(end).copied());
            let distance = if let [Some(a), Some(b)] = ends { Some(rounded_km(a, b)) } else { None };
            insert.raw_bind_parameter(columns - 1, in_force)?;
            insert.raw_bind_parameter(columns, distance)?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

/// A cell as a value; a blank cell is null.
fn value<'c>(column: &str, cell: &'c Cell<'_>, room: &'c mut String) -> rusqlite::Result<ToSqlOutput<'c>> {
    Ok(match cell {
        cell if cell.is_blank() => ToSqlOutput::Owned(Value::Null),
        // Queries expect a truth value to be a number.
        Cell::Text(_) if column == "is_region" => ToSqlOutput::Owned(Value::Integer(1)),
        Cell::Number(number) => ToSqlOutput::Owned(Value::Real(*number)),
        Cell::Count(count) => {
            let count = i64::try_from(*count);
            ToSqlOutput::Owned(Value::Integer(
                count.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?,
            ))
        }
        cell => ToSqlOutput::Borrowed(ValueRef::Text(cell.text(room).as_bytes())),
    })
}
