use std::{
    collections::HashMap,
    f64::consts::{PI, TAU},
};

use super::{
    Diagram,
    layout::{BAND, CLUSTER_LABEL, ClusterFrame, Layout, Spot, TextAt, font_size, node_size},
};
use crate::scene::Font;

/// The most edges for which texts are shown.
const MOST_TEXTS: usize = 16;

/// The angle between two points of a band, in radians.
const BAND_STEP: f64 = 0.02;

/// Half the height of a page, in points of a layout scaled by the largest factor: a circle of this radius fills it.
const SHEET: f64 = 260.0;

/// A layout without Graphviz. If one node is in most edges, as in an ego network, it is in the middle and the others
/// are on a ring around it. Otherwise all nodes are on a circle, cluster by cluster, with edges bent towards the
/// middle. Texts are outside the circle and read outwards, and beyond them there is a band for each cluster with a
/// label.
///
/// The layout stays readable for about eighty nodes. O(nodes + edges).
pub fn plain(diagram: &Diagram) -> Layout {
    let nodes: Vec<&super::Node> = diagram.clusters.iter().flat_map(|cluster| &cluster.nodes).collect();
    let place_of: HashMap<usize, usize> = nodes.iter().enumerate().map(|(at, node)| (node.number, at)).collect();
    let mut edges_of = vec![0_usize; nodes.len()];
    let ends: Vec<Option<[usize; 2]>> =
        diagram.edges.iter().map(|edge| Some([*place_of.get(&edge.from)?, *place_of.get(&edge.to)?])).collect();
    for &[a, b] in ends.iter().flatten() {
        edges_of[a] += 1;
        edges_of[b] += 1;
    }
    let hub = (0..nodes.len()).max_by_key(|&at| (edges_of[at], std::cmp::Reverse(at)));
    let hub = hub.filter(|&hub| edges_of[hub] > 2 && 10 * edges_of[hub] >= 7 * nodes.len().saturating_sub(1));
    let rim = Rim::of(diagram, hub);
    let length = rim.length;
    let hub_room = hub.map_or(0.0, |hub| node_size(nodes[hub])[0] / 2.0 + 40.0);
    let of_sectors =
        rim.sectors.iter().flatten().map(|sector| (f64::midpoint(sector.arc[0], sector.arc[1]), sector.reach));
    let reaches: Vec<(f64, f64)> = rim.texts.iter().map(|text| (text.offset, text.reach)).chain(of_sectors).collect();
    let farthest = reaches.iter().map(|(_, reach)| *reach).fold(0.0, f64::max);
    let radius = (length / TAU).max(70.0).max(hub_room).max(SHEET - farthest);
    // The page ends where the texts end, in whatever direction they point.
    let angle_of = |offset: f64| offset / length.max(1.0) * TAU - PI / 2.0;
    let hub_reach = hub.map_or([0.0; 2], |hub| node_size(nodes[hub]).map(|side| side / 2.0));
    let (mut low, mut high) = (hub_reach.map(|reach| -reach), hub_reach);
    for (offset, reach) in reaches {
        let (sin, cos) = angle_of(offset).sin_cos();
        for (axis, share) in [cos, sin].into_iter().enumerate() {
            low[axis] = low[axis].min((radius + reach) * share - 12.0);
            high[axis] = high[axis].max((radius + reach) * share + 12.0);
        }
    }
    let middle = low.map(|low| -low);
    let mut spots = vec![Spot { at: middle, text: TextAt::Middle }; nodes.len()];
    let point = |angle: f64, radius: f64| [middle[0] + radius * angle.cos(), middle[1] + radius * angle.sin()];
    let outwards = |angle: f64, radius: f64| {
        let left = angle.cos() < -1e-9;
        let turned = angle.to_degrees() + if left { 180.0 } else { 0.0 };
        Spot { at: point(angle, radius), text: TextAt::Beside { turned, ends_there: left } }
    };
    for text in &rim.texts {
        spots[text.node] = outwards(angle_of(text.offset), radius);
    }
    let frame = |sector: Sector| {
        let [from, to] = sector.arc.map(angle_of);
        let steps = ((to - from) / BAND_STEP).ceil().max(1.0);
        let along = |step: u32| from + (to - from) * f64::from(step) / steps;
        let points = (0..=steps as u32).map(|step| point(along(step), radius + sector.band)).collect();
        ClusterFrame::Band { points, label: outwards(f64::midpoint(from, to), radius + sector.band) }
    };
    let course = |ends: &Option<[usize; 2]>| {
        let Some([a, b]) = ends else { return Vec::new() };
        let [from, to] = [spots[*a].at, spots[*b].at];
        // An edge is straight if the hub is one of its ends; otherwise it is pulled towards the middle, so that edges
        // form bundles.
        let pull = if [Some(*a), Some(*b)].contains(&hub) { 0.0 } else { 0.75 };
        let towards = |point: [f64; 2], other: [f64; 2]| {
            [0, 1].map(|axis| {
                let third = point[axis] + (other[axis] - point[axis]) / 3.0;
                third + pull * (middle[axis] - third)
            })
        };
        vec![from, towards(from, to), towards(to, from), to]
    };
    let edges: Vec<Vec<[f64; 2]>> = ends.iter().map(course).collect();
    Layout {
        width: high[0] - low[0],
        height: high[1] - low[1],
        // The middles of bundled edges coincide, so only a few texts could be told apart.
        labels: edges.iter().map(|course| halfway(course).filter(|_| edges.len() <= MOST_TEXTS)).collect(),
        edges,
        nodes: spots,
        clusters: rim.sectors.into_iter().map(|sector| sector.map(frame)).collect(),
    }
}

/// The rim of the circle, unrolled; lengths are in points.
struct Rim {
    /// The texts of the nodes on the rim, in order.
    texts: Vec<Text>,
    /// The sector of each cluster; `None` for a cluster without a label or without a node on the rim.
    sectors: Vec<Option<Sector>>,
    length: f64,
}

/// The text of a node.
struct Text {
    node: usize,
    /// The position of its middle along the rim.
    offset: f64,
    /// How far it extends beyond the rim.
    reach: f64,
}

/// The nodes of a cluster: the range that they take along the rim, the distance of their band from the rim, and the
/// distance at which the cluster's label ends.
struct Sector {
    arc: [f64; 2],
    band: f64,
    reach: f64,
}

impl Rim {
    /// Each text needs its own height, and clusters are separated by the height of a text.
    fn of(diagram: &Diagram, hub: Option<usize>) -> Self {
        const APART: f64 = 9.0;
        let mut rim = Self { texts: Vec::new(), sectors: Vec::new(), length: 0.0 };
        let mut nodes = (0..).zip(diagram.clusters.iter().flat_map(|cluster| &cluster.nodes));
        for cluster in &diagram.clusters {
            let on_rim: Vec<_> =
                nodes.by_ref().take(cluster.nodes.len()).filter(|(node, _)| Some(*node) != hub).collect();
            if !on_rim.is_empty() && !rim.texts.is_empty() {
                rim.length += APART;
            }
            let (start, first) = (rim.length, rim.texts.len());
            for (node, shown) in on_rim {
                let size = font_size(shown.weight);
                let (height, reach) = (size * 1.35, Font.width(&shown.label, size) + size);
                rim.texts.push(Text { node, offset: rim.length + height / 2.0, reach });
                rim.length += height;
            }
            let longest = rim.texts[first..].iter().map(|text| text.reach).reduce(f64::max);
            let sector = cluster.label.as_ref().zip(longest).map(|(label, longest)| {
                let band = longest + 2.0 * BAND;
                let reach = band + 2.0 * BAND + Font.width(label, CLUSTER_LABEL);
                Sector { arc: [start, rim.length], band, reach }
            });
            rim.sectors.push(sector);
        }
        rim.length += APART;
        rim
    }
}

/// The middle of a Bezier curve.
fn halfway(course: &[[f64; 2]]) -> Option<[f64; 2]> {
    let [a, b, c, d] = course else { return None };
    Some([0, 1].map(|axis| (a[axis] + 3.0 * (b[axis] + c[axis]) + d[axis]) / 8.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::{Cluster, Edge, Node};

    fn diagram(nodes: usize, edges: &[(usize, usize)]) -> Diagram {
        let node = |number| Node {
            number,
            label: format!("Node {number}"),
            latin: None,
            tooltip: String::new(),
            weight: 1,
            fill: "#fff",
        };
        let edge =
            |&(from, to): &(usize, usize)| Edge { from, to, label: None, weight: 1, colour: "#000", dashed: false };
        Diagram {
            source: String::new(),
            words: Default::default(),
            title: String::new(),
            clusters: vec![Cluster { label: None, nodes: (0..nodes).map(node).collect() }],
            edges: edges.iter().map(edge).collect(),
            legend: Vec::new(),
        }
    }

    #[test]
    fn the_middle_of_a_star_is_in_the_middle() {
        let star: Vec<(usize, usize)> = (1..12).map(|leaf| (0, leaf)).collect();
        let layout = plain(&diagram(12, &star));
        let hub = layout.nodes[0];
        assert_eq!(hub.text, TextAt::Middle);
        let distance = |spot: &Spot| (spot.at[0] - hub.at[0]).hypot(spot.at[1] - hub.at[1]);
        assert!(layout.nodes[1..].iter().all(|spot| (distance(spot) - distance(&layout.nodes[1])).abs() < 1e-9));
    }

    #[test]
    fn a_band_runs_along_the_nodes_of_its_group_beyond_their_names() {
        let mut web = diagram(9, &[(0, 4), (1, 5), (2, 6), (3, 7), (0, 8)]);
        let others = web.clusters[0].nodes.split_off(4);
        web.clusters[0].label = Some("First".to_owned());
        web.clusters.push(Cluster { label: Some("Second".to_owned()), nodes: others });
        let layout = plain(&web);
        let middle = [0, 1].map(|axis| layout.nodes.iter().map(|spot| spot.at[axis]).sum::<f64>() / 9.0);
        let polar = |at: [f64; 2]| {
            let [x, y] = [0, 1].map(|axis| at[axis] - middle[axis]);
            (y.atan2(x), x.hypot(y))
        };
        let radius = polar(layout.nodes[0].at).1;
        let longest = Font.width("Node 0", font_size(1));
        let mut nodes = layout.nodes.iter();
        for (cluster, frame) in web.clusters.iter().zip(&layout.clusters) {
            let Some(ClusterFrame::Band { points, label }) = frame else { panic!("no band") };
            assert!(points.iter().chain([&label.at]).all(|&at| polar(at).1 > radius + longest));
            for spot in nodes.by_ref().take(cluster.nodes.len()) {
                let angle = polar(spot.at).0;
                let nearest = points.iter().map(|&at| (polar(at).0 - angle).abs()).fold(f64::MAX, f64::min);
                assert!(nearest < BAND_STEP, "{nearest}");
            }
        }
    }

    #[test]
    fn no_two_texts_on_the_rim_are_closer_than_their_height() {
        let layout = plain(&diagram(60, &[(0, 1), (2, 3)]));
        for (number, a) in layout.nodes.iter().enumerate() {
            for b in &layout.nodes[..number] {
                let distance = (a.at[0] - b.at[0]).hypot(a.at[1] - b.at[1]);
                assert!(distance > font_size(1), "{distance}");
            }
        }
        assert!(plain(&diagram(0, &[])).nodes.is_empty());
    }
}
