//! Node-link JSON (networkx, d3): `nodes` and `edges` of a multigraph.
//!
//! This reads only what this crate wrote, recognised by the levels of its nodes; graphs of other programs are read with
//! the other shapes of JSON. The column `source` of a partnership is called `reference`, since `source` is an end of an
//! edge.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::{
    attributes::Column,
    export::Export,
    tables::{NamedCell, Tables},
};
use crate::formats::{Reading, Told, error::Error, named_cells::cell, package};

/// The name of a partnership's column `source`, since an end of the edge has that name.
const REFERENCE: &str = "reference";

/// Whether an object is a graph that this crate wrote.
pub(in crate::formats) fn is_ours(object: &Map<String, Value>) -> bool {
    let is_list = |key: &str| object.get(key).is_some_and(Value::is_array);
    let has_level = |node: &Value| node.get("id").is_some() && node.get("level").is_some_and(Value::is_string);
    let nodes = object.get("nodes").and_then(Value::as_array);
    is_list("edges") && object.contains_key("directed") && nodes.is_some_and(|nodes| nodes.iter().all(has_level))
}

/// # Errors
/// Returns the errors of [`Tables::read`].
pub(in crate::formats) fn read(
    file: &str,
    bytes: usize,
    object: &Map<String, Value>,
    told: &Told,
) -> Result<Reading, Error> {
    let mut tables = Tables::default();
    let list = |key: &str| object.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let text = |row: &Map<String, Value>, key: &str| row.get(key).map(|value| cell(value).into_owned());
    let column = |key: &str| if key == REFERENCE { "source" } else { key }.into();
    let cells = |row: &Map<String, Value>, left_out: &[&str]| -> Vec<NamedCell> {
        let kept = row.iter().filter(|(key, _)| !left_out.contains(&key.as_str()));
        kept.map(|(key, value)| (column(key), cell(value).into_owned())).collect()
    };
    for node in list("nodes") {
        tables.node(text(node, "id").unwrap_or_default(), text(node, "name"), cells(node, &["id", "name"]));
    }
    for edge in list("edges") {
        let ends = ["source", "target"].map(|end| text(edge, end).unwrap_or_default());
        tables.edge(ends, cells(edge, &["source", "target", "key"]));
    }
    tables.metadata = object.get("graph").and_then(|graph| package::read(file, &graph.to_string()).ok());
    tables.read(file, bytes, told)
}

/// # Errors
/// Returns the errors of `out`.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let package = package::of_metadata(export.metadata());
    write!(out, "{{\n\"directed\": false,\n\"multigraph\": true,\n\"graph\": {package},\n\"nodes\": [")?;
    let mut before = "\n";
    export.each_node(|node| {
        write!(out, "{before}{{\"id\":")?;
        before = ",\n";
        serde_json::to_writer(&mut *out, node.id)?;
        out.write_all(b",\"name\":")?;
        serde_json::to_writer(&mut *out, if node.name.is_empty() { node.id } else { node.name })?;
        node.cells.write_json(export.node_columns(), out)?;
        out.write_all(b"}")
    })?;
    out.write_all(b"\n],\n\"edges\": [")?;
    let columns: Vec<Column> = export.edge_columns().iter().cloned().map(renamed).collect();
    let mut before = "\n";
    export.each_edge(|edge| {
        write!(out, "{before}{{\"key\":{},\"source\":", edge.number)?;
        before = ",\n";
        serde_json::to_writer(&mut *out, edge.ends[0])?;
        out.write_all(b",\"target\":")?;
        serde_json::to_writer(&mut *out, edge.ends[1])?;
        edge.cells.write_json(&columns, out)?;
        out.write_all(b"}")
    })?;
    out.write_all(b"\n]\n}\n")
}

fn renamed(column: Column) -> Column {
    match column.name.as_str() {
        "source" => Column { name: REFERENCE.to_owned(), ..column },
        _ => column,
    }
}
