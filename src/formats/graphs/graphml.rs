//! GraphML (igraph, networkx, yEd, rustworkx): it is read in their dialects, and written with plain keys or for yEd.
//!
//! Data is recognised by the names of its keys. The name of a node is its `name`, `label` or `v_name`, or the label
//! that yEd draws.

use std::{
    io::{self, Write},
    rc::Rc,
};

use hashbrown::HashMap;

use super::{
    attributes::{Cells, Column},
    export::Export,
    tables::{NamedCell, Tables},
    xml::{Element, Part, Xml, escaped},
};
use crate::formats::{Reading, Told, error::Error, package};

/// The kind of element that a key is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Owner {
    Graph,
    Node,
    Edge,
}

impl Owner {
    fn of(word: &str) -> Option<Self> {
        match word {
            "graph" => Some(Self::Graph),
            "node" => Some(Self::Node),
            "edge" => Some(Self::Edge),
            _ => None,
        }
    }
}

/// The keys of a document. An id may mean one key for nodes and another for edges.
#[derive(Default)]
struct Keys {
    names: HashMap<Option<Owner>, HashMap<String, Rc<str>>>,
    defaults: Vec<(Option<Owner>, NamedCell)>,
}

impl Keys {
    fn name(&self, owner: Owner, id: &str) -> Option<Rc<str>> {
        let of = |owner| self.names.get(&owner)?.get(id);
        of(Some(owner)).or_else(|| of(None)).cloned()
    }
}

/// Keys that may hold the name of a node; the first one present counts.
const NAMES: [&str; 3] = ["name", "label", "v_name"];

/// The key of the data set's metadata.
const PACKAGE: &str = "datapackage";

struct Current {
    owner: Owner,
    id: String,
    ends: [String; 2],
    cells: Vec<NamedCell>,
    /// The label that yEd draws.
    drawn: Option<String>,
}

impl Current {
    fn of(owner: Owner, element: &Element) -> Self {
        let ends = ["source", "target"].map(|end| element.get(end).to_owned());
        Self { owner, id: element.get("id").to_owned(), ends, cells: Vec::new(), drawn: None }
    }

    fn finish(mut self, keys: &Keys, tables: &mut Tables) {
        let is_its = |owner: &Option<Owner>| owner.is_none_or(|owner| owner == self.owner);
        let defaults = keys.defaults.iter().filter(|(owner, _)| is_its(owner)).map(|(_, cell)| cell.clone());
        self.cells.extend(defaults);
        match self.owner {
            Owner::Graph => {}
            Owner::Node => {
                let said = |key: &&str| self.cells.iter().find(|(name, cell)| **name == **key && !cell.is_empty());
                let name = NAMES.iter().find_map(said).map(|(_, cell)| cell.clone()).or(self.drawn);
                self.cells.retain(|(key, _)| !NAMES.contains(&&**key));
                tables.node(self.id, name, self.cells);
            }
            Owner::Edge => tables.edge(self.ends, self.cells),
        }
    }
}

/// # Errors
/// Returns [`Error::Markup`], and the errors of [`Tables::read`].
pub(super) fn read(file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    let (mut xml, mut tables, mut keys) = (Xml::new(file, text), Tables::default(), Keys::default());
    let mut key: Option<(Option<Owner>, Rc<str>)> = None;
    let mut open: Vec<Current> = Vec::new();
    while let Some(part) = xml.next()? {
        match part {
            Part::Start(element) => match element.name.as_str() {
                "key" => {
                    let name = [element.get("attr.name"), element.get("id")].into_iter().find(|name| !name.is_empty());
                    let owner = Owner::of(element.get("for"));
                    let name: Rc<str> = name.unwrap_or_default().into();
                    keys.names.entry(owner).or_default().insert(element.get("id").to_owned(), name.clone());
                    key = Some((owner, name));
                }
                "default" => {
                    let (default, key) = (xml.default()?, key.clone());
                    keys.defaults.extend(key.map(|(owner, name)| (owner, (name, default))));
                }
                "data" => {
                    let Some(current) = open.last_mut() else { continue };
                    let name = keys.name(current.owner, element.get("key"));
                    let (value, drawn) = data(&mut xml)?;
                    current.drawn = current.drawn.take().or(drawn);
                    match name {
                        Some(name) if current.owner == Owner::Graph && *name == *PACKAGE => {
                            tables.metadata = package::read(file, &value).ok();
                        }
                        Some(name) => current.cells.push((name, value)),
                        None => tables.pass_over("data of keys that no key before them declares"),
                    }
                }
                "hyperedge" => tables.pass_over("edges of more than two ends (`hyperedge`)"),
                word => open.extend(Owner::of(word).map(|owner| Current::of(owner, element))),
            },
            Part::End("key") => key = None,
            Part::End(name) if Owner::of(name).is_some() => {
                open.pop().into_iter().for_each(|current| current.finish(&keys, &mut tables));
            }
            Part::Text(_) | Part::End(_) => {}
        }
    }
    tables.read(file, text.len(), told)
}

/// The text of a `data` element, and the label that yEd draws in it for a node.
fn data(xml: &mut Xml<'_>) -> Result<(String, Option<String>), Error> {
    let (mut text, mut drawn, mut depth) = (String::new(), None, 1);
    while let Some(part) = xml.next()? {
        match part {
            Part::Start(element) if element.name == "NodeLabel" => {
                drawn = Some(xml.text()?).filter(|label| !label.is_empty()).or(drawn);
            }
            Part::Start(_) => depth += 1,
            Part::End(_) => depth -= 1,
            Part::Text(more) if depth == 1 => text.push_str(more),
            Part::Text(_) => {}
        }
        if depth == 0 {
            break;
        }
    }
    Ok((text.trim().to_owned(), drawn))
}

/// The program that is to read the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Any program.
    #[default]
    Plain,
    /// yEd as well, which shows only the labels of shapes.
    Yed,
}

/// # Errors
/// Returns the errors of `out`.
pub(super) fn write(export: &Export<'_>, dialect: Dialect, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
    out.write_all(
        b"<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:y=\"http://www.yworks.com/xml/graphml\">\n",
    )?;
    writeln!(out, "  <key id=\"g0\" for=\"graph\" attr.name=\"{PACKAGE}\" attr.type=\"string\"/>")?;
    out.write_all(b"  <key id=\"name\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n")?;
    if dialect == Dialect::Yed {
        out.write_all(b"  <key id=\"shape\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n")?;
    }
    for (owner, letter, columns) in [("node", 'n', export.node_columns()), ("edge", 'e', export.edge_columns())] {
        for (number, Column { name, kind }) in columns.iter().enumerate() {
            let (name, kind) = (escaped(name), kind.in_xml());
            writeln!(
                out,
                "  <key id=\"{letter}{number}\" for=\"{owner}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            )?;
        }
    }
    out.write_all(b"  <graph id=\"G\" edgedefault=\"undirected\">\n")?;
    writeln!(out, "    <data key=\"g0\">{}</data>", escaped(&package::of_metadata(export.metadata())))?;
    export.each_node(|node| {
        writeln!(out, "    <node id=\"{}\">", escaped(node.id))?;
        let label = if node.name.is_empty() { node.id } else { node.name };
        writeln!(out, "      <data key=\"name\">{}</data>", escaped(label))?;
        if dialect == Dialect::Yed {
            let label = escaped(label);
            writeln!(
                out,
                "      <data key=\"shape\"><y:ShapeNode><y:NodeLabel>{label}</y:NodeLabel></y:ShapeNode></data>"
            )?;
        }
        data_of('n', node.cells, out)?;
        out.write_all(b"    </node>\n")
    })?;
    export.each_edge(|edge| {
        let [a, b] = edge.ends.map(escaped);
        writeln!(out, "    <edge id=\"t{}\" source=\"{a}\" target=\"{b}\">", edge.number)?;
        data_of('e', edge.cells, out)?;
        out.write_all(b"    </edge>\n")
    })?;
    out.write_all(b"  </graph>\n</graphml>\n")
}

fn data_of(letter: char, cells: &Cells<'_>, out: &mut dyn Write) -> io::Result<()> {
    cells.each(|column, value| writeln!(out, "      <data key=\"{letter}{column}\">{}</data>", escaped(value)))
}
