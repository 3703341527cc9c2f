//! DOT, the language of Graphviz: read only. Our own diagrams are read as the places and ties that they show.
//!
//! The label of a node is the name of its place, and edges with and without direction are partnerships. Attributes
//! become columns of their names, except those that control how a graph is drawn.

mod graph;
mod own;
mod parser;
mod tokens;

use super::tables::Tables;
use crate::formats::{Reading, Told, error::Error};
use graph::{Graph, Node, shown};

pub(in crate::formats) use parser::is_dot;

/// # Errors
/// Returns [`Error::Markup`] with the line, and the errors of [`Tables::read`].
pub(super) fn read(file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    let ((graph, has_more), mut tables) = (parser::parse(file, text)?, Tables::default());
    if has_more {
        tables.pass_over("files with more graphs behind the first");
    }
    if !own::add(&graph, &mut tables) {
        add(graph, &mut tables);
    }
    tables.read(file, text.len(), told)
}

fn add(graph: Graph, tables: &mut Tables) {
    let ends: Vec<[String; 2]> =
        graph.edges.iter().map(|edge| edge.ends.map(|end| graph.nodes[end].id.clone())).collect();
    for Node { id, attributes } in graph.nodes {
        let label = attributes.get("label").map(|label| shown(label, &id)).filter(|label| !label.is_empty());
        let cells = attributes.cells(&id);
        tables.node(id, label, cells);
    }
    for (ends, edge) in ends.into_iter().zip(graph.edges) {
        let mut cells = edge.attributes.cells("");
        cells.extend(edge.attributes.get("label").map(|label| ("label".into(), shown(label, ""))));
        tables.edge(ends, cells);
    }
}
