/// Where the parts of a diagram are, in points of the layout, y downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
    /// The middle of every node, in the order of the diagram's clusters and their nodes; with the degrees by which its
    /// text is turned, where it stands outside its node.
    pub nodes: Vec<Spot>,
    /// The course of every edge as cubic Bezier curves: a start, then three points for each.
    pub edges: Vec<Vec<[f64; 2]>>,
    /// Where the text of an edge stands, where it has one.
    pub labels: Vec<Option<[f64; 2]>>,
    /// The frame of every cluster that has one.
    pub clusters: Vec<Option<ClusterFrame>>,
}

/// What shows which nodes are of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub enum ClusterFrame {
    /// A box about them: left, top, width, height.
    Box([f64; 4]),
    /// A band along them, for nodes on a circle.
    Band {
        /// Points of its middle line.
        points: Vec<[f64; 2]>,
        /// Where the cluster's label stands, outwards of the band.
        label: Spot,
    },
}

/// Where a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Its middle.
    pub at: [f64; 2],
    /// Whether its text stands on it or beside it, turned by so many degrees.
    pub text: TextAt,
}

/// Where a node's text stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TextAt {
    /// On the node.
    Middle,
    /// Outwards of it, turned by degrees and read away from the node, or towards it.
    Beside {
        /// By how many degrees it is turned.
        turned: f64,
        /// Whether it ends at the node rather than begins there.
        ends_there: bool,
    },
    /// Beside the node, which is a dot, where the page has room for it.
    WhereRoomIs,
}

impl Layout {
    /// Whether there are so many nodes that each is a dot.
    pub(super) fn is_crowded(&self) -> bool {
        self.nodes.first().is_some_and(|spot| spot.text == TextAt::WhereRoomIs)
    }

    /// Whether every name stands on its node.
    pub(super) fn is_on_nodes(&self) -> bool {
        self.nodes.iter().all(|spot| spot.text == TextAt::Middle)
    }

    /// How far nodes stand apart, each with the same share of the whole; dots have a square of side 1 each.
    pub(super) fn spacing(&self) -> f64 {
        if self.is_crowded() { 1.0 } else { (self.width * self.height / self.nodes.len().max(1) as f64).sqrt() }
    }
}

/// The size of a cluster's label, in points.
pub(super) const CLUSTER_LABEL: f64 = 11.0;

/// The width of a cluster's band, in points.
pub(super) const BAND: f64 = 5.0;

/// The size of a node's box, in points: its text with a little room about it.
pub(super) fn node_size(node: &super::Node) -> [f64; 2] {
    let size = font_size(node.weight);
    [crate::scene::Font.width(&node.label, size) + size, size * 1.7]
}

/// The size of a node's text: its area grows with the weight, as the eye reads it.
pub(super) fn font_size(weight: usize) -> f64 {
    (8.0 + 3.0 * (weight as f64).sqrt()).min(32.0)
}
