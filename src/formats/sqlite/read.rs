//! Reads a database as a data set.

use std::{fmt::Write as _, fs::File, io::Read, path::Path};

use rusqlite::{Connection, OpenFlags, Params, config::DbConfig, limits::Limit, types::ValueRef};
use serde_json::{Map, json};

use super::{METADATA, OF_QUERIES, TEXTS};
use crate::{
    formats::{
        self, Reading, columns,
        decode::{self, Faults},
        directory::ledger,
        error::{Error, shown},
        foreign::SQLITE,
        named_after,
        note::Note,
        package,
        typed::{Room, Row},
    },
    model::{Dataset, Metadata, Rows, counted_rows},
};

/// The bytes of a database that give its journal mode; 2 means a write-ahead log in a file beside it.
const WRITTEN: [usize; 2] = [18, 19];
const WRITE_AHEAD: u8 = 2;

/// The most bytes of a value.
const VALUE: i32 = 1 << 24;

/// Whether a file begins like a database.
pub(in crate::formats) fn is_database(path: &Path) -> bool {
    let mut head = [0; SQLITE.len()];
    path.is_file() && File::open(path).is_ok_and(|mut file| file.read_exact(&mut head).is_ok()) && head == SQLITE
}

/// Reads the lists of a database. It writes nothing, neither to the database nor beside it.
///
/// # Errors
/// Returns [`Error::Database`] if it is damaged or has other tables; [`Error::Unreadable`].
pub(in crate::formats) fn read(path: &Path) -> Result<Reading, Error> {
    let file = path.display().to_string();
    let broken = |what: String| Error::Database { path: file.clone(), what };
    let length = look_at_head(path)?.map_err(broken)?;
    let database = open(path).map_err(|error| broken(error.to_string()))?;
    Source { file: &file, database, room: Room::of(length), reading: Reading::default() }.read().map_err(broken)
}

/// The length of a database.
fn look_at_head(path: &Path) -> Result<Result<u64, String>, Error> {
    let unreadable = |source| Error::Unreadable { path: path.display().to_string(), source };
    let (mut file, length) = formats::open(path)?;
    let mut head = [0; WRITTEN[1] + 1];
    file.read_exact(&mut head).map_err(unreadable)?;
    if WRITTEN.iter().any(|&at| head[at] == WRITE_AHEAD) {
        return Ok(Err(
            "part of it may stand in a `-wal` file beside it; `PRAGMA journal_mode = DELETE` in the program that \
                       wrote it makes it one file"
                .to_owned(),
        ));
    }
    Ok(Ok(length.unwrap_or_default()))
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    // The prefix keeps SQLite from reading a name such as `file:x` as an address.
    let path = Path::new(".").join(path);
    let database =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // With these settings, nothing that the file contains is executed.
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.pragma_update(None, "cell_size_check", true)?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE)?;
    Ok(database)
}

/// A database that is being read.
struct Source<'f> {
    file: &'f str,
    database: Connection,
    room: Room,
    reading: Reading,
}

impl Source<'_> {
    fn read(mut self) -> Result<Reading, String> {
        let tables = self.names(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
            [],
        )?;
        let has = |name: &str| tables.iter().any(|table| table == name);
        if !has("cities") || !has("partnerships") {
            let found = if tables.is_empty() { "no table".to_owned() } else { shown(&tables) };
            return Err(format!("it has {found}, and not both `cities` and `partnerships`"));
        }
        let [cities, partnerships, regions] = ["cities", "partnerships", "regions"].map(|name| self.rows_of(name));
        self.reading.dataset.set_files(&cities, &partnerships, &regions);
        let metadata = if has(METADATA) { self.metadata()? } else { named_after(self.file) };
        self.reading.dataset.set_metadata(metadata);
        self.list("cities", &columns::PLACE, 1, |dataset, cells, row, faults| {
            dataset.push_place(&decode::place(cells, faults), row);
        })?;
        self.list("partnerships", &columns::PARTNERSHIP, 2, |dataset, cells, row, faults| {
            dataset.push_partnership(&decode::partnership(cells, faults), row);
        })?;
        if has("regions") {
            self.list("regions", &columns::REGION, 1, |dataset, cells, row, faults| {
                decode::region(cells, faults).into_iter().for_each(|region| dataset.push_region(region, row));
            })?;
        }
        macro_rules! ledger {
            ($list:ident, $columns:ident, $required:literal, $decode:path) => {
                if has(stringify!($list)) {
                    self.reading.dataset.ledger_mut().$list = Rows::of_file(&self.rows_of(stringify!($list)));
                    self.list(stringify!($list), &columns::$columns, $required, |dataset, cells, row, faults| {
                        dataset.ledger_mut().$list.push($decode(cells, faults), row);
                    })?;
                }
            };
        }
        ledger!(contacts, CONTACT, 2, ledger::contact);
        ledger!(curators, CURATOR, 1, ledger::curator);
        ledger!(participants, PARTICIPANT, 2, ledger::participant);
        ledger!(indicators, INDICATOR, 4, ledger::indicator);
        ledger!(totals, TOTAL, 3, ledger::total);
        Ok(self.reading)
    }

    /// The name of a table's rows in messages.
    fn rows_of(&self, table: &str) -> String {
        counted_rows(&format!("{}, table `{table}`", self.file))
    }

    /// The first column of a query's result, as texts.
    fn names(&self, query: &str, about: impl Params) -> Result<Vec<String>, String> {
        let names = || {
            let mut query = self.database.prepare(query)?;
            query.query_map(about, |row| row.get(0))?.collect::<rusqlite::Result<_>>()
        };
        names().map_err(|error: rusqlite::Error| error.to_string())
    }

    fn metadata(&self) -> Result<Metadata, String> {
        let rows = || {
            let mut query = self.database.prepare(&format!("SELECT key, value FROM {METADATA} NOT INDEXED"))?;
            query
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(String, String)>>>()
        };
        let rows = rows().map_err(|error| error.to_string())?;
        // Values that aren't texts are JSON.
        let value = |key: &str, text: &str| if TEXTS.contains(&key) { None } else { serde_json::from_str(text).ok() };
        let members: Map<_, _> = rows
            .into_iter()
            .map(|(key, text)| (key.clone(), value(&key, &text).unwrap_or_else(|| json!(text))))
            .collect();
        package::read(METADATA, &serde_json::Value::Object(members).to_string()).map_err(|error| error.to_string())
    }

    /// Reads the rows of a table; the first `required` columns must exist.
    fn list<const N: usize>(
        &mut self,
        name: &'static str,
        columns: &[&'static str; N],
        required: usize,
        push: impl Fn(&mut Dataset, [&str; N], u32, Faults<'_>),
    ) -> Result<(), String> {
        // This list doesn't contain computed columns.
        let header = self.names("SELECT name FROM pragma_table_info(?)", [name])?;
        let is_there = |column: &str| header.iter().any(|found| found.eq_ignore_ascii_case(column));
        if let Some(missing) = columns[..required].iter().find(|column| !is_there(column)) {
            return Err(format!("its table `{name}` has no column `{missing}`, but {}", shown(&header)));
        }
        let is_known = |found: &str| columns.iter().chain(&OF_QUERIES).any(|column| found.eq_ignore_ascii_case(column));
        let unused = header.iter().filter(|found| !is_known(found));
        let file = self.rows_of(name);
        self.reading.notes.extend(Note::unused_columns(&file, unused, columns));
        let asked = columns.map(|column| if is_there(column) { format!("\"{column}\"") } else { "NULL".to_owned() });
        let query = format!("SELECT {} FROM {name} NOT INDEXED", asked.join(", "));
        let broken = |error: rusqlite::Error| format!("its table `{name}`: {error}");
        let mut query = self.database.prepare(&query).map_err(broken)?;
        let mut rows = query.query([]).map_err(broken)?;
        let (mut texts, mut number, mut found) = ([const { String::new() }; N], 0_u32, Vec::new());
        while let Some(row) = rows.next().map_err(broken)? {
            number = number.checked_add(1).ok_or("it has 2^32 rows or more")?;
            for (at, text) in texts.iter_mut().enumerate() {
                text.clear();
                let value = row.get_ref(at).map_err(broken)?;
                write_value(value, text).map_err(|what| {
                    format!("its table `{name}`, row {number}: column `{}` holds {what}", columns[at])
                })?;
            }
            self.room.take(texts.iter().map(String::len).sum())?;
            let row = Row { file: &file, number, columns };
            let cells = row.trimmed(texts.each_ref().map(String::as_str), &mut self.reading);
            push(&mut self.reading.dataset, cells, number, &mut found);
            row.add_faults(&mut found, &mut self.reading);
        }
        Ok(())
    }
}

/// Writes a value as the text of a cell.
fn write_value(value: ValueRef<'_>, text: &mut String) -> Result<(), &'static str> {
    let written = match value {
        ValueRef::Null => Ok(()),
        ValueRef::Integer(number) => write!(text, "{number}"),
        ValueRef::Real(number) => write!(text, "{number}"),
        ValueRef::Text(bytes) => text.write_str(std::str::from_utf8(bytes).map_err(|_| "a text that is not UTF-8")?),
        ValueRef::Blob(_) => return Err("bytes, not a text"),
    };
    written.expect("writing to memory does not fail");
    Ok(())
}
