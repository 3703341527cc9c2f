//! A graph as it stands in its file.

use super::tokens::{Form, Id};
use crate::formats::graphs::{
    entities::{Entities, decoded},
    tables::NamedCell,
};

/// Attributes of nodes and edges that only control how they are drawn.
pub(super) const DRAWN: [&str; 48] = [
    "arrowhead",
    "arrowsize",
    "arrowtail",
    "class",
    "color",
    "colorscheme",
    "constraint",
    "decorate",
    "dir",
    "fillcolor",
    "fixedsize",
    "fontcolor",
    "fontname",
    "fontsize",
    "gradientangle",
    "group",
    "head_lp",
    "headclip",
    "headport",
    "height",
    "image",
    "imagescale",
    "labelangle",
    "labeldistance",
    "labelfloat",
    "labelfontcolor",
    "labelfontname",
    "labelfontsize",
    "labeljust",
    "labelloc",
    "len",
    "lp",
    "margin",
    "minlen",
    "ordering",
    "orientation",
    "penwidth",
    "peripheries",
    "pin",
    "pos",
    "shape",
    "sides",
    "style",
    "tailclip",
    "tailport",
    "tooltip",
    "weight",
    "width",
];

/// A graph as it stands in its file; edges have the numbers of their nodes.
#[derive(Default)]
pub(super) struct Graph {
    pub(super) name: String,
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
    /// The labels of the graph and of its clusters.
    pub(super) labels: Vec<Id>,
}

pub(super) struct Node {
    pub(super) id: String,
    pub(super) attributes: Attributes,
}

pub(super) struct Edge {
    pub(super) ends: [usize; 2],
    pub(super) attributes: Attributes,
}

/// The attributes of a node or an edge. Where a name occurs twice, the later value counts.
#[derive(Clone, Default)]
pub(super) struct Attributes(Vec<(String, Id)>);

impl Attributes {
    pub(super) fn get(&self, name: &str) -> Option<&Id> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn set(&mut self, name: String, value: Id) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name, value)),
        }
    }

    pub(super) fn each(&self) -> impl Iterator<Item = (String, Id)> {
        self.0.iter().cloned()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The number of bytes of all attributes.
    pub(super) fn size(&self) -> usize {
        self.0.iter().map(|(name, value)| size_of::<(String, Id)>() + name.len() + value.text.len()).sum()
    }

    /// The attributes that may be columns, with their texts.
    pub(super) fn cells(&self, of: &str) -> Vec<NamedCell> {
        let is_column = |name: &str| name != "label" && !DRAWN.contains(&name);
        let kept = self.0.iter().filter(|(name, _)| is_column(name));
        kept.map(|(name, value)| (name.as_str().into(), shown(value, of))).collect()
    }
}

/// The text that Graphviz shows for a value of a node or edge: escapes and entities are decoded, and line ends and tags
/// become blanks.
pub(super) fn shown(value: &Id, node: &str) -> String {
    let mut out = String::new();
    let mut chars = value.text.chars();
    match value.form {
        Form::Bare => return value.text.clone(),
        Form::Html => {
            let mut is_tag = false;
            for c in chars {
                match c {
                    '<' => is_tag = true,
                    '>' => {
                        is_tag = false;
                        out.push(' ');
                    }
                    c if !is_tag => out.push(c),
                    _ => {}
                }
            }
        }
        Form::Quoted => {
            let mut has_id = false;
            while let Some(c) = chars.next() {
                match (c, if c == '\\' { chars.next() } else { None }) {
                    ('\\', Some('n' | 'l' | 'r')) => out.push(' '),
                    // It is replaced only once, since many copies could make the text far longer than the file.
                    ('\\', Some('N')) => {
                        if !has_id {
                            out.push_str(node);
                        }
                        has_id = true;
                    }
                    ('\\', Some(escaped)) => out.push(escaped),
                    (c, _) => out.push(c),
                }
            }
        }
    }
    decoded(out.trim(), Entities::All).into_owned()
}
