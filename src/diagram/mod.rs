//! Layer 6: node-link diagrams.
//!
//! A [`Diagram`] consists of nodes in clusters, edges and a legend; it no longer knows about places. It is made from a
//! graph ([`of_ties`], [`of_areas`]). Then it is converted to graphviz-rust ([`dot_graph`]), written as DOT
//! ([`write_dot`]), or laid out ([`graphviz`], [`plain`], [`springs`]) and drawn ([`to_scene`]).

mod areas;
mod clusters;
mod crowd;
mod dot;
mod escape;
mod graphviz;
mod layout;
mod layout_dot;
mod legend;
mod lettering;
mod picture;
mod plain;
mod process;
mod springs;
mod ties;

pub use crate::{graph::Grouping, said, words::Words};
pub use areas::of_areas;
pub use clusters::Clusters;
pub use dot::{dot_graph, to_dot, write_dot};
pub use graphviz::{Engine, PATIENCE, graphviz};
pub use layout::{ClusterFrame, Layout, Spot, TextAt};
pub use picture::{frame, to_scene};
pub use plain::plain;
pub use process::{GraphvizError, end_graphviz};
pub use springs::springs;
pub use ties::{Selection, extent, of_ties};

use crate::{
    formats::KIND_COLOURS,
    scene::{Colour, Theme},
};

/// Fills for the countries with most places, light enough for black text (Okabe and Ito's hues, lightened).
const FILLS: [&str; 7] = ["#cfe3f2", "#f9dfb0", "#c6e8da", "#f6cfd9", "#e3d7f0", "#fbf3b5", "#e6d5c3"];
/// The fill of every other country.
const OTHER_FILL: &str = "#e8e8e8";
/// The same colours for dots, which have no text on them.
const STRONG: [&str; 7] = ["#3a9fd8", "#d98c00", "#00785a", "#c2185b", "#7b4fb0", "#b5a000", "#8a5a2b"];
const STRONG_OTHER: &str = "#8c9096";

/// The theme's own version of the colour of a kind of partnership, or of countries without a colour.
fn colour_of(colour: Colour, theme: &Theme) -> Colour {
    if colour == OTHER_FILL {
        return theme.plain_fill;
    }
    KIND_COLOURS.iter().position(|kind| *kind == colour).map_or(colour, |kind| theme.categories[kind])
}

/// A node-link diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// What it shows.
    pub title: String,
    /// Groups of nodes; a group without a label is not framed.
    pub clusters: Vec<Cluster>,
    /// Edges.
    pub edges: Vec<Edge>,
    /// Lines of the legend, each with the colour that it explains, if any.
    pub legend: Vec<(Option<&'static str>, String)>,
    /// The source of the data, at the foot of the picture; blank if there is none.
    pub source: String,
    /// The words and language of its texts.
    pub words: Words,
}

/// A group of nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Its label; `None` if its nodes belong to no group.
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
    /// Another name in Latin letters, for a label whose letters no font has.
    pub latin: Option<String>,
    /// The tooltip.
    pub tooltip: String,
    /// What its size represents: its degree, or the number of ties of an area.
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
    /// The number of ties that it represents.
    pub weight: usize,
    /// Its colour.
    pub colour: &'static str,
    /// Whether it is dashed, because the tie isn't in force.
    pub dashed: bool,
}

impl Diagram {
    /// How many nodes it has.
    pub fn node_count(&self) -> usize {
        self.clusters.iter().map(|cluster| cluster.nodes.len()).sum()
    }

    /// Leaves out the nodes without ties, states their number in the legend, and returns it.
    pub fn leave_out_untied(&mut self) -> usize {
        let all = self.node_count();
        for cluster in &mut self.clusters {
            cluster.nodes.retain(|node| node.weight > 0);
        }
        let left_out = all - self.node_count();
        if left_out > 0 {
            self.legend.push((None, said!(self.words, LegendUntied, left_out)));
        }
        left_out
    }
}
