//! Pajek networks (`.net`): vertices with labels, and edges by numbers or lists of numbers.
//!
//! If all labels differ, they are the ids of the places; otherwise they are only names. Positions on a drawing aren't
//! positions on the globe, so they aren't read, and neither are weights. Labels may have characters as in HTML:
//! `&#1052;`.

use std::io::{self, Write};

use hashbrown::{HashMap, HashSet};

use super::{
    entities::{Entities, decoded},
    export::Export,
    tables::Tables,
};
use crate::formats::{Reading, Told, error::Error};

/// A section of the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Vertices,
    /// A line is one edge.
    Edges,
    /// A line is a vertex followed by all vertices that it is tied to.
    Lists,
    Other,
}

/// # Errors
/// Returns [`Error::Markup`] for a line that doesn't fit its section, and the errors of [`Tables::read`].
pub(super) fn read(file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    let (mut labels, mut edges) = (Vec::<(String, String)>::new(), Vec::<[String; 2]>::new());
    let mut section = Section::Other;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        let broken = |what: &str| Error::Markup { path: file.to_owned(), line: number, what: what.to_owned() };
        if line.is_empty() || line.starts_with('%') {
            continue;
        }
        if let Some(heading) = line.strip_prefix('*') {
            section = match heading.split_whitespace().next().unwrap_or_default().to_ascii_lowercase().as_str() {
                "vertices" => Section::Vertices,
                "edges" | "arcs" => Section::Edges,
                "edgeslist" | "arcslist" => Section::Lists,
                "matrix" => return Err(broken("a network as a matrix is not read; write it with *Edges")),
                _ => Section::Other,
            };
            continue;
        }
        let words = words(line).ok_or_else(|| broken("a quote is never closed"))?;
        let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        match (section, &words[..]) {
            (Section::Vertices, [number, rest @ ..]) if is_number(number) => {
                let label = decoded(rest.first().unwrap_or(number), Entities::Numbers);
                labels.push((number.clone(), label.into_owned()));
            }
            (Section::Edges, [a, b, ..]) if is_number(a) && is_number(b) => edges.push([a.clone(), b.clone()]),
            (Section::Lists, [a, others @ ..]) if words.iter().all(is_number) => {
                edges.extend(others.iter().map(|b| [a.clone(), b.clone()]));
            }
            (Section::Other, _) => {}
            (Section::Vertices, _) => return Err(broken("a vertex begins with its number")),
            _ => return Err(broken("an edge has the numbers of two vertices")),
        }
    }
    let mut distinct = HashSet::new();
    let are_ids = labels.iter().all(|(_, label)| distinct.insert(label.as_str()));
    let mut tables = Tables::default();
    let numbered: HashMap<&str, &str> = labels
        .iter()
        .map(|(number, label)| (number.as_str(), if are_ids { label.as_str() } else { number.as_str() }))
        .collect();
    for (number, label) in &labels {
        let id = numbered.get(number.as_str()).copied().unwrap_or(number);
        tables.node(id.to_owned(), Some(label.clone()), Vec::new());
    }
    for ends in edges {
        let ends = ends.map(|end| numbered.get(end.as_str()).map_or(end.clone(), |id| (*id).to_owned()));
        tables.edge(ends, Vec::new());
    }
    tables.read(file, text.len(), told)
}

/// The words of a line; a text in double quotes is one word. `None` if a quote is never closed.
fn words(line: &str) -> Option<Vec<String>> {
    let (mut words, mut rest) = (Vec::new(), line.trim_start());
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    Some(words)
}

/// Writes vertices with their ids as labels, and an edge for each partnership.
///
/// # Errors
/// Returns the errors of `out`.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "*Vertices {}", export.node_count())?;
    let mut number = 0;
    export.each_node(|node| {
        number += 1;
        // The format can't express a quote or a line end within a label.
        let label = node.id.replace('"', "'").replace(|c: char| c.is_control(), " ").replace("&#", "&#38;#");
        writeln!(out, "{number} \"{label}\"")
    })?;
    out.write_all(b"*Edges\n")?;
    export.each_edge(|edge| {
        let [a, b] = edge.nodes.map(|node| node + 1);
        writeln!(out, "{a} {b}")
    })
}
