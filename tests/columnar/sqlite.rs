//! Writing and reading SQLite.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proptest::prelude::*;
use rusqlite::Connection;
use sistergraph::{formats, model::Dataset};
use tempfile::TempDir;

use super::{
    data::{damaged, message, read, small, whole},
    said,
};
use crate::{properties, support::run};

fn written(dataset: &Dataset) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data set.sqlite");
    let mut bytes = Vec::new();
    formats::write_sqlite(dataset, &mut bytes).unwrap();
    let mut again = Vec::new();
    formats::write_sqlite(dataset, &mut again).unwrap();
    assert!(bytes == again, "the same data set, the same bytes");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_data_set_is_read_as_it_was_written(any in properties::dataset()) {
        let dataset = whole(&any);
        let (_folder, path) = written(&dataset);
        prop_assert_eq!(read(&path), dataset);
    }

    #[test]
    fn no_database_is_too_strange(at in 0.0..1.0_f64, with in prop::collection::vec(any::<u8>(), 0..6), cut: bool) {
        let (_folder, path) = written(&small());
        fs::write(&path, damaged(fs::read(&path).unwrap(), at, with, cut)).unwrap();
        message(&path);
    }
}

#[test]
fn the_built_in_data_and_hostile_names_come_back_whole() {
    for dataset in [formats::built_in("belarus").unwrap().dataset, crate::support::hostile_dataset()] {
        let (_folder, path) = written(&dataset);
        assert_eq!(read(&path), dataset);
    }
}

/// The rows of a query, each as text.
fn rows(path: &Path, query: &str) -> Vec<String> {
    let database = Connection::open(path).unwrap();
    let mut query = database.prepare(query).unwrap();
    let columns = query.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let cells: Vec<String> = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
        Ok(cells.join(" "))
    };
    query.query_map([], row).unwrap().map(Result::unwrap).collect()
}

#[test]
fn every_place_that_a_row_names_is_a_place_and_indexed() {
    let dataset = formats::built_in("belarus").unwrap().dataset;
    let (_folder, path) = written(&dataset);
    assert_eq!(rows(&path, "PRAGMA foreign_key_check"), [""; 0]);
    assert_eq!(rows(&path, "PRAGMA integrity_check"), ["Text([111, 107])"]);
    let unknown = "SELECT id FROM places WHERE level IS NULL";
    assert_eq!(rows(&path, unknown), [""; 0]);
    let plan = rows(&path, "EXPLAIN QUERY PLAN SELECT * FROM partnerships WHERE b = 'mogilev-by'");
    assert_eq!(plan.len(), 1);
    let by_index = "SELECT count(*) FROM pragma_index_info('partnerships_b')";
    assert_eq!(rows(&path, by_index), ["Integer(1)"]);
}

#[test]
fn the_view_of_ties_has_each_tie_in_force_once() {
    let (_folder, path) = written(&small());
    let ties = rows(
        &path,
        "SELECT a || ' ' || a_name || ' ' || b || ' ' || b_name || ' ' || partnerships FROM ties ORDER BY a",
    );
    let text = |text: &str| format!("{:?}", rusqlite::types::ValueRef::from(text));
    assert_eq!(ties, [text("BY-MA Mogilev Region y Wye 1"), text("x Exe y Wye 1")]);
}

fn made(statements: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch(statements).unwrap();
    (folder, path)
}

#[test]
fn hostile_databases_are_one_message_each() {
    let lists = "CREATE TABLE cities (id, name); CREATE TABLE partnerships (a, b);";
    for (statements, expected) in [
        ("CREATE TABLE customers (id); CREATE TABLE orders (id);", "it has `customers`, `orders`, and not both"),
        ("PRAGMA user_version = 1;", "it has no table, and not both"),
        (
            "CREATE TABLE cities (name); CREATE TABLE partnerships (a, b);",
            "its table `cities` has no column `id`, but `name`",
        ),
        ("CREATE TABLE cities (x, id AS (x)); CREATE TABLE partnerships (a, b);", "has no column `id`"),
        (
            &format!("{lists} INSERT INTO cities VALUES ('x', x'00ff');"),
            "table `cities`, row 1: column `name` holds bytes, not a text",
        ),
        (
            &format!("{lists} INSERT INTO cities VALUES ('x', CAST(x'ff' AS TEXT));"),
            "column `name` holds a text that is not UTF-8",
        ),
        (&format!("PRAGMA journal_mode = WAL; {lists}"), "may stand in a `-wal` file"),
        (
            "CREATE VIEW cities AS SELECT 1 AS id; CREATE TABLE partnerships (a, b);",
            "it has `partnerships`, and not both",
        ),
    ] {
        let (_folder, path) = made(statements);
        let before = fs::read(&path).unwrap();
        let found = message(&path);
        assert!(found.contains(expected), "{expected}: {found}");
        assert!(said(&path, "report").contains(expected), "{expected}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
    let (_folder, path) = written(&small());
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(message(&path).contains("malformed") || message(&path).contains("database"), "{}", message(&path));
}

#[test]
fn cells_at_fault_name_their_table_and_row() {
    let (_folder, path) = made(
        "CREATE TABLE cities (id, lat, lon, mayor); CREATE TABLE partnerships (a, b, since);
         INSERT INTO cities VALUES (' x ', 91, 1, 'M'), ('y', NULL, NULL, NULL); INSERT INTO partnerships VALUES ('x', 'y', 'never');",
    );
    let reading = formats::read(path.to_str().unwrap()).unwrap();
    let faults: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
    assert!(faults[0].contains("other.db, table `cities`, row 1: column `lat`: "), "{faults:?}");
    assert!(faults[1].contains("other.db, table `partnerships`, row 1: column `since`: "), "{faults:?}");
    assert_eq!((faults.len(), reading.trimmed.len(), reading.notes.len()), (2, 1, 1));
}

#[test]
fn the_program_writes_a_database_and_asks_it() {
    let folder = tempfile::tempdir().unwrap();
    // A name that looks like a URI is still the name of a file.
    let path = "file:by.sqlite";
    let export = crate::support::program()
        .current_dir(folder.path())
        .args(["export", "--between", "BY", "RU", "--format", "sqlite", "-o", path])
        .output()
        .unwrap();
    assert!(export.status.success(), "{}", String::from_utf8_lossy(&export.stderr));
    let question = ["ties", "--between", "BY", "RU", "--select", "a,b,distance_km", "--format", "csv", "-q"];
    let ask = |args: &[&str]| {
        let run = crate::support::program().current_dir(folder.path()).args(args).output().unwrap();
        String::from_utf8(run.stdout).unwrap()
    };
    let all = ask(&question);
    assert_eq!(ask(&[&["--data", path], &question[..]].concat()), all);
    assert!(all.lines().count() > 10);
    assert!(run(&["export", "--format", "sqlite", "--with", "degree"]).stderr.contains("no columns for figures"));
}
