//! Layer 6: node-link diagrams.
//!
//! A [`Diagram`] is what is drawn: nodes in clusters, edges and a legend, with places no longer known as such. It is
//! made from a graph ([`of_ties`], [`of_areas`]) and written as DOT ([`write_dot`]), or laid out ([`graphviz`], [`plain`])
//! and drawn ([`to_scene`]).

mod areas;
mod dot;
mod escape;
mod graphviz;
mod layout;
mod layout_dot;
mod picture;
mod plain;
mod process;
mod ties;

pub use crate::graph::Grouping;
pub use areas::of_areas;
pub use dot::{to_dot, write_dot};
pub use graphviz::{Engine, PATIENCE, graphviz};
pub use layout::{Layout, Spot, TextAt};
pub use picture::to_scene;
pub use plain::plain;
pub use process::{GraphvizError, end_graphviz};
pub use ties::{Selection, of_ties};

/// The colours of the kinds of partnership, in the order of the vocabulary (Okabe and Ito, "Color Universal Design", 2008).
const KINDS: [&str; 6] = ["#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#7f7f7f"];

/// A node-link diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// What it shows.
    pub title: String,
    /// Groups of nodes; a group without a label is not framed.
    pub clusters: Vec<Cluster>,
    /// Edges.
    pub edges: Vec<Edge>,
    /// Lines of the legend, with the colour each explains.
    pub legend: Vec<(Option<&'static str>, String)>,
}

/// A group of nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Its label; none for nodes that belong to no group.
    pub label: Option<String>,
    /// Its nodes.
    pub nodes: Vec<Node>,
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// A number that edges name it by, unique in the diagram.
    pub number: usize,
    /// The text on it.
    pub label: String,
    /// The text shown when it is pointed at.
    pub tooltip: String,
    /// What its size stands for: its degree, or the ties of an area.
    pub weight: usize,
    /// Its fill.
    pub fill: &'static str,
}

/// An edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The number of one node.
    pub from: usize,
    /// The number of the other.
    pub to: usize,
    /// The text on it.
    pub label: Option<String>,
    /// How many ties it stands for.
    pub weight: usize,
    /// Its colour.
    pub colour: &'static str,
    /// Whether it is dashed: a tie not in force.
    pub dashed: bool,
}

impl Diagram {
    /// How many nodes it has.
    pub fn node_count(&self) -> usize {
        self.clusters.iter().map(|cluster| cluster.nodes.len()).sum()
    }
}
