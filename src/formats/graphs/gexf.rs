//! GEXF (Gephi): 1.1 to 1.3 are read, 1.3 is written.
//!
//! The label of a node is the name of its place. Attributes become columns of their titles. An edge that lives for a
//! limited time (`start` and `end`, or its first spell) gives its partnership that time. Attributes called `since` and
//! `until` take precedence, since they keep the precision of a date, while the format's own times have a day.

use std::{
    io::{self, Write},
    rc::Rc,
};

use hashbrown::HashMap;

use super::{
    attributes::Cells,
    export::Export,
    tables::{NamedCell, Tables},
    xml::{Element, Part, Xml, escaped},
};
use crate::{
    formats::{Reading, Told, error::Error},
    model::Metadata,
};

/// The title of an attribute, and its default value.
struct Attribute {
    title: Rc<str>,
    default: String,
}

/// Attributes by their ids.
type Attributes = HashMap<String, Attribute>;

/// The element whose cells are being read.
struct Current {
    is_edge: bool,
    id: String,
    name: Option<String>,
    ends: [String; 2],
    cells: Vec<NamedCell>,
    lives: [String; 2],
}

impl Current {
    fn of(element: &Element) -> Self {
        let is_edge = element.name == "edge";
        let label = element.get("label");
        let mut current = Self {
            is_edge,
            id: element.get("id").to_owned(),
            name: (!label.is_empty()).then(|| label.to_owned()),
            ends: ["source", "target"].map(|end| element.get(end).to_owned()),
            cells: Vec::new(),
            lives: Default::default(),
        };
        current.lives(element);
        current
    }

    /// Takes the time of an element or of its first spell, and returns whether it had one. Beginning and end are
    /// handled alike.
    fn lives(&mut self, element: &Element) -> bool {
        if self.lives.iter().any(|date| !date.is_empty()) {
            return false;
        }
        for (at, names) in [["start", "startopen"], ["end", "endopen"]].iter().enumerate() {
            let said = names.iter().map(|name| element.get(name)).find(|said| !said.is_empty());
            // Only the day of a moment counts.
            self.lives[at] = said.unwrap_or_default().split('T').next().unwrap_or_default().to_owned();
        }
        true
    }

    fn finish(mut self, attributes: &[Attributes; 2], tables: &mut Tables) {
        let mut defaults: Vec<NamedCell> = attributes[usize::from(self.is_edge)]
            .values()
            .filter(|attribute| !attribute.default.is_empty())
            .map(|attribute| (attribute.title.clone(), attribute.default.clone()))
            .collect();
        defaults.sort_unstable();
        self.cells.extend(defaults);
        if self.is_edge {
            let lives = ["since", "until"].map(Rc::from).into_iter().zip(self.lives);
            self.cells.extend(lives.filter(|(_, date)| !date.is_empty()));
            tables.edge(self.ends, self.cells);
        } else {
            tables.node(self.id, self.name, self.cells);
        }
    }
}

/// # Errors
/// Returns [`Error::Markup`], and the errors of [`Tables::read`].
pub(super) fn read(file: &str, text: &str, told: &Told) -> Result<Reading, Error> {
    let (mut xml, mut tables) = (Xml::new(file, text), Tables::default());
    // The attributes of nodes, then those of edges.
    let mut attributes: [Attributes; 2] = Default::default();
    let (mut of_edges, mut attribute) = (false, String::new());
    // Nodes may be nested.
    let mut open: Vec<Current> = Vec::new();
    while let Some(part) = xml.next()? {
        match part {
            Part::Start(element) => match element.name.as_str() {
                "attributes" => of_edges = element.get("class") == "edge",
                "attribute" => {
                    attribute = element.get("id").to_owned();
                    let (title, default) = (element.get("title").into(), String::new());
                    attributes[usize::from(of_edges)].insert(attribute.clone(), Attribute { title, default });
                }
                "default" => {
                    let default = xml.default()?;
                    if let Some(known) = attributes[usize::from(of_edges)].get_mut(&attribute) {
                        known.default = default;
                    }
                }
                "description" if open.is_empty() => {
                    let title = Some(xml.text()?).filter(|title| !title.is_empty());
                    tables.metadata = title.map(|title| Metadata { title: Some(title), ..Metadata::default() });
                }
                "node" | "edge" => open.push(Current::of(element)),
                "attvalue" => {
                    let Some(current) = open.last_mut() else { continue };
                    let id = [element.get("for"), element.get("id")].into_iter().find(|id| !id.is_empty());
                    match attributes[usize::from(current.is_edge)].get(id.unwrap_or_default()) {
                        Some(known) => current.cells.push((known.title.clone(), element.get("value").to_owned())),
                        None => tables.pass_over("values of attributes that no attribute before them declares"),
                    }
                }
                "spell" | "slice" => {
                    let is_used = open.last_mut().is_some_and(|current| current.lives(element));
                    if !is_used {
                        tables.pass_over("further spells of nodes and edges");
                    }
                }
                _ => {}
            },
            Part::End("node" | "edge") => {
                open.pop().into_iter().for_each(|current| current.finish(&attributes, &mut tables));
            }
            Part::Text(_) | Part::End(_) => {}
        }
    }
    tables.read(file, text.len(), told)
}

/// Writes GEXF 1.3. Labels are names, positions are in degrees, and edges live as long as their partnerships.
///
/// # Errors
/// Returns the errors of `out`.
pub(super) fn write(export: &Export<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mode = if export.has_dates() {
        "mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\""
    } else {
        "mode=\"static\""
    };
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
    out.write_all(b"<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n")?;
    writeln!(out, "  <meta>\n    <creator>sistergraph {}</creator>", env!("CARGO_PKG_VERSION"))?;
    let title = export.metadata().title.as_deref().unwrap_or_default();
    writeln!(out, "    <description>{}</description>\n  </meta>", escaped(title))?;
    writeln!(out, "  <graph defaultedgetype=\"undirected\" {mode}>")?;
    for (class, columns) in [("node", export.node_columns()), ("edge", export.edge_columns())] {
        writeln!(out, "    <attributes class=\"{class}\" mode=\"static\">")?;
        for (number, column) in columns.iter().enumerate() {
            let kind = column.kind.in_xml();
            writeln!(out, "      <attribute id=\"{number}\" title=\"{}\" type=\"{kind}\"/>", escaped(&column.name))?;
        }
        out.write_all(b"    </attributes>\n")?;
    }
    out.write_all(b"    <nodes>\n")?;
    export.each_node(|node| {
        let label = if node.name.is_empty() { node.id } else { node.name };
        writeln!(out, "      <node id=\"{}\" label=\"{}\">", escaped(node.id), escaped(label))?;
        attvalues(node.cells, out)?;
        if let Some(position) = node.position {
            writeln!(out, "        <viz:position x=\"{}\" y=\"{}\" z=\"0\"/>", position.lon(), position.lat())?;
        }
        out.write_all(b"      </node>\n")
    })?;
    out.write_all(b"    </nodes>\n    <edges>\n")?;
    export.each_edge(|edge| {
        let [a, b] = edge.ends.map(escaped);
        write!(out, "      <edge id=\"{}\" source=\"{a}\" target=\"{b}\"", edge.number)?;
        for (name, day) in [("start", edge.first_day()), ("end", edge.last_day())] {
            day.map_or(Ok(()), |day| write!(out, " {name}=\"{day}\""))?;
        }
        out.write_all(b">\n")?;
        attvalues(edge.cells, out)?;
        out.write_all(b"      </edge>\n")
    })?;
    out.write_all(b"    </edges>\n  </graph>\n</gexf>\n")
}

fn attvalues(cells: &Cells<'_>, out: &mut dyn Write) -> io::Result<()> {
    if cells.is_empty() {
        return Ok(());
    }
    out.write_all(b"        <attvalues>\n")?;
    cells.each(|column, value| writeln!(out, "          <attvalue for=\"{column}\" value=\"{}\"/>", escaped(value)))?;
    out.write_all(b"        </attvalues>\n")
}
