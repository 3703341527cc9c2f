//! Draws headings of frames and numbers of edges so that they don't overlap edges or each other.

use std::cmp::Reverse;

use super::{
    Node,
    layout::{BAND, CLUSTER_LABEL, ClusterFrame, TextAt, font_size, node_size},
    picture::{LEGIBLE, Painter, beside},
};
use crate::scene::{Anchor, Bounds, Font, Group, Mark, Shape, Style, Wish, place_labels};

/// The size of a number on an edge in points of the layout, and its smallest size on a page of 1600 x 900.
const NUMBER: f64 = 9.5;
const LEAST_NUMBER: f64 = 8.5;
/// The most other edges that may run below a number. With more, nobody can tell which edge it belongs to.
const MOST_BELOW: usize = 2;
/// The size of a name beside its node, on a page of 1600 x 900.
const SMALL_NAME: f64 = 8.5;

impl Painter<'_> {
    /// Draws the headings of clusters above the edges, on plates in the colour of the frame, so that no edge runs
    /// through them.
    pub(super) fn cluster_labels(&self) -> Group {
        let mut group = Group::layer("headings-of-clusters", Style::default());
        let size = CLUSTER_LABEL * self.scale;
        if size < LEGIBLE * self.unit {
            return group;
        }
        for (cluster, frame) in self.diagram.clusters.iter().zip(&self.layout.clusters) {
            let Some(label) = &cluster.label else { continue };
            match frame {
                Some(ClusterFrame::Box(frame)) => {
                    let Bounds { low: [x, y], high } = self.plate(*frame, label);
                    let (width, height) = (high[0] - x, high[1] - y);
                    let plate = Mark::new(Shape::Rect { x, y, width, height, r: 0.0 });
                    group.push(plate.styled(Style::filled(self.theme.ground)));
                    let style = Style::text(self.theme.faint, size).anchored(Anchor::Middle);
                    group.push(Mark::text(x + width / 2.0, y + 1.05 * size, label.as_str()).styled(style));
                }
                Some(ClusterFrame::Band { label: spot, .. }) => {
                    let at = self.place(spot.at);
                    group.push(beside(*spot, at, BAND / 2.0 * self.scale, size, self.theme.faint, label.clone()));
                }
                None => {}
            }
        }
        group
    }

    /// The position of the heading of a framed cluster.
    fn plate(&self, [x, y, width, _]: [f64; 4], label: &str) -> Bounds {
        let size = CLUSTER_LABEL * self.scale;
        let [left, top] = self.place([x, y]);
        let middle = left + width * self.scale / 2.0;
        // The plate leaves the line of the frame visible.
        let half = (Font.width(label, size) / 2.0 + 0.3 * size).min(width * self.scale / 2.0 - 1.0);
        Bounds { low: [middle - half, top + 0.2 * size], high: [middle + half, top + 1.5 * size] }
    }

    /// Draws the numbers on edges, those of the heaviest first, as far as nodes, headings and other numbers leave room.
    pub(super) fn numbers(&self) -> Group {
        let size = (NUMBER * self.scale).max(LEAST_NUMBER * self.unit);
        let style = Style { halo: Some((self.theme.paper, 2.5)), ..Style::text(self.theme.ink, size) };
        let mut group = Group::layer("numbers", style.anchored(Anchor::Middle));
        let mut edges: Vec<(usize, &str, [f64; 2])> = Vec::new();
        for (number, edge) in self.diagram.edges.iter().enumerate() {
            let at = self.layout.labels.get(number).copied().flatten();
            edges.extend(edge.label.as_deref().zip(at).map(|(label, at)| (number, label, self.place(at))));
        }
        let lines: Vec<[[f64; 2]; 2]> = self.layout.edges.iter().filter_map(|course| self.line(course)).collect();
        edges.retain(|&(_, label, at)| {
            let below = Bounds::about(at, Font.width(label, size).max(size) / 2.0);
            lines.iter().filter(|line| crosses(**line, &below)).nth(MOST_BELOW + 1).is_none()
        });
        edges.sort_by_key(|&(number, ..)| (Reverse(self.diagram.edges[number].weight), number));
        let wish = |&(_, label, at): &(usize, &str, [f64; 2])| Wish {
            text: label.to_owned(),
            at,
            radius: None,
            size,
            widest: f64::INFINITY,
            is_important: false,
        };
        let wishes: Vec<Wish> = edges.iter().map(wish).collect();
        for label in place_labels(&wishes, &self.taken(), self.sheet) {
            group.push(Mark::text(label.x, label.y, wishes[label.wish].text.as_str()));
        }
        group
    }

    /// The straight line between the ends of an edge.
    fn line(&self, course: &[[f64; 2]]) -> Option<[[f64; 2]; 2]> {
        Some([self.place(*course.first()?), self.place(*course.last()?)])
    }

    /// The radius of a node whose name would be too small to read on it.
    pub(super) fn small_dot(&self, node: &Node) -> f64 {
        (0.3 * font_size(node.weight) * self.scale).max(1.5 * self.unit)
    }

    /// Draws the names of these nodes beside them, those of the heaviest first, as far as there is room.
    pub(super) fn small_names(&mut self) -> Group {
        let size = SMALL_NAME * self.unit;
        let diagram = self.diagram;
        let nodes = diagram.clusters.iter().flat_map(|cluster| &cluster.nodes).zip(&self.layout.nodes);
        let is_small = |node: &Node| font_size(node.weight) * self.scale < LEGIBLE * self.unit;
        let mut small: Vec<(&Node, [f64; 2])> = nodes
            .filter(|(node, spot)| spot.text == TextAt::Middle && is_small(node))
            .map(|(node, spot)| (node, self.place(spot.at)))
            .collect();
        small.sort_by_key(|(node, _)| Reverse(node.weight));
        let mut wishes: Vec<Wish> = Vec::new();
        for (node, at) in small {
            let (text, radius) = (self.label(node), Some(self.small_dot(node)));
            wishes.push(Wish { text, at, radius, size, widest: f64::INFINITY, is_important: false });
        }
        let style = Style { halo: Some((self.theme.paper, 2.2 * self.unit)), ..Style::text(self.theme.ink, size) };
        let mut group = Group::layer("names", style);
        for label in place_labels(&wishes, &self.taken(), self.sheet) {
            self.named += 1;
            let style = Style { anchor: Some(label.anchor), ..Style::default() };
            group.push(Mark::text(label.x, label.y, wishes[label.wish].text.as_str()).styled(style));
        }
        group
    }

    /// The areas covered by nodes and the headings of frames.
    fn taken(&self) -> Vec<Bounds> {
        let nodes = self.diagram.clusters.iter().flat_map(|cluster| &cluster.nodes);
        let of_nodes = nodes.zip(&self.layout.nodes).map(|(node, spot)| {
            let [x, y] = self.place(spot.at);
            let is_small = font_size(node.weight) * self.scale < LEGIBLE * self.unit;
            let half = match spot.text {
                TextAt::Middle if is_small => [self.small_dot(node); 2],
                TextAt::Middle => node_size(node).map(|length| length * self.scale / 2.0),
                TextAt::Beside { .. } | TextAt::WhereRoomIs => [4.0 * self.scale; 2],
            };
            Bounds { low: [x - half[0], y - half[1]], high: [x + half[0], y + half[1]] }
        });
        let headings = self.diagram.clusters.iter().zip(&self.layout.clusters).filter_map(|(cluster, frame)| {
            let (Some(label), Some(ClusterFrame::Box(frame))) = (&cluster.label, frame) else { return None };
            Some(self.plate(*frame, label))
        });
        of_nodes.chain(headings).collect()
    }
}

/// Whether a line runs through a box (Liang and Barsky, "A new concept and method for line clipping", 1984).
fn crosses([from, to]: [[f64; 2]; 2], bounds: &Bounds) -> bool {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let length = to[axis] - from[axis];
        let (low, high) = (bounds.low[axis] - from[axis], bounds.high[axis] - from[axis]);
        if length.abs() < 1e-9 {
            if low > 0.0 || high < 0.0 {
                return false;
            }
            continue;
        }
        let (first, last) = (low / length, high / length);
        enters = enters.max(first.min(last));
        leaves = leaves.min(first.max(last));
    }
    enters <= leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_a_box_crosses_it() {
        let bounds = Bounds::about([10.0, 10.0], 2.0);
        for (line, expected) in [
            ([[0.0, 0.0], [20.0, 20.0]], true),
            ([[0.0, 10.0], [9.0, 10.0]], true),
            ([[0.0, 10.0], [7.0, 10.0]], false),
            ([[10.0, 0.0], [10.0, 20.0]], true),
            ([[13.0, 0.0], [13.0, 20.0]], false),
            ([[0.0, 15.0], [15.0, 0.0]], false),
            ([[10.0, 10.0], [10.0, 10.0]], true),
        ] {
            assert_eq!(crosses(line, &bounds), expected, "{line:?}");
        }
    }
}
