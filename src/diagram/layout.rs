/// The positions of a diagram's parts, in points of the layout; y points downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
    /// The middle of every node, in the order of the diagram's clusters and their nodes; with the angle of its text if
    /// that is outside the node.
    pub nodes: Vec<Spot>,
    /// The course of every edge as cubic Bezier curves: a start point, then three points for each curve.
    pub edges: Vec<Vec<[f64; 2]>>,
    /// The position of each edge's text, if it has one.
    pub labels: Vec<Option<[f64; 2]>>,
    /// The frame of every cluster that has one.
    pub clusters: Vec<Option<ClusterFrame>>,
}

/// How a cluster is marked.
#[derive(Clone, Debug, PartialEq)]
pub enum ClusterFrame {
    /// A box around its nodes: left, top, width, height.
    Box([f64; 4]),
    /// A band along its nodes, if they are on a circle.
    Band {
        /// Points of its middle line.
        points: Vec<[f64; 2]>,
        /// The position of the cluster's label, outside the band.
        label: Spot,
    },
}

/// The position of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Its middle.
    pub at: [f64; 2],
    /// Where its text is.
    pub text: TextAt,
}

/// Where the text of a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TextAt {
    /// It is on the node.
    Middle,
    /// It is outside the node, rotated, and reads away from the node or towards it.
    Beside {
        /// The rotation in degrees.
        turned: f64,
        /// Whether the text ends at the node rather than beginning there.
        ends_there: bool,
    },
    /// It is beside the node, which is a dot, if the page has room.
    WhereRoomIs,
}

impl Layout {
    /// Whether there are so many nodes that each is a dot.
    pub(super) fn is_crowded(&self) -> bool {
        self.nodes.first().is_some_and(|spot| spot.text == TextAt::WhereRoomIs)
    }

    /// Whether every name is on its node.
    pub(super) fn is_on_nodes(&self) -> bool {
        self.nodes.iter().all(|spot| spot.text == TextAt::Middle)
    }

    /// The distance between nodes if the whole area is divided evenly; each dot then has a square of side 1.
    pub(super) fn spacing(&self) -> f64 {
        if self.is_crowded() { 1.0 } else { (self.width * self.height / self.nodes.len().max(1) as f64).sqrt() }
    }
}

/// The font size of a cluster's label, in points.
pub(super) const CLUSTER_LABEL: f64 = 11.0;

/// The width of a cluster's band, in points.
pub(super) const BAND: f64 = 5.0;

/// The size of a node's box, in points: its text with a margin.
pub(super) fn node_size(node: &super::Node) -> [f64; 2] {
    let size = font_size(node.weight);
    [crate::scene::Font.width(&node.label, size) + size, size * 1.7]
}

/// The font size of a node. The area of the text grows with the weight, since readers compare areas.
pub(super) fn font_size(weight: usize) -> f64 {
    (8.0 + 3.0 * (weight as f64).sqrt()).min(32.0)
}
