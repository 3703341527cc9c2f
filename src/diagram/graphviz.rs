//! Runs Graphviz as a separate process: it reads DOT and returns positions.

use std::{collections::HashMap, process::Command, time::Duration};

use serde::Deserialize;

use super::{
    Diagram,
    dot::is_layered,
    layout::{CLUSTER_LABEL, ClusterFrame, Layout, Spot, TextAt, node_size},
    layout_dot::{INCH, to_layout_dot},
    process::{GraphvizError, Limits, run},
};
use crate::{model::vocabulary, scene::Font};

vocabulary! {
    /// What places the nodes of a diagram.
    Engine, "engine", {
        /// Graphviz in layers: for few nodes, frames clusters.
        Dot = "dot",
        /// Graphviz by springs.
        Neato = "neato",
        /// Graphviz by springs, frames clusters.
        Fdp = "fdp",
        /// Graphviz by multilevel springs: for many nodes.
        Sfdp = "sfdp",
        /// Graphviz in circles.
        Circo = "circo",
        /// Graphviz in rings.
        Twopi = "twopi",
        /// Our own: on a circle, or in rings about the middle; without Graphviz.
        Plain = "plain",
        /// Our own multilevel springs, nodes as dots: for more nodes and edges than Graphviz places in a second or two.
        Springs = "springs",
    }
}

impl Engine {
    /// The engine that suits the size of a diagram: one of Graphviz's own, unless that would take long.
    pub fn for_size(diagram: &Diagram) -> Self {
        match diagram.node_count() {
            nodes if nodes + diagram.edges.len() > FOR_GRAPHVIZ => Engine::Springs,
            _ if is_layered(diagram) => Engine::Dot,
            _ => Engine::Sfdp,
        }
    }
}

/// The most nodes and edges together that Graphviz lays out unless the user names it. `sfdp` takes a second for this
/// many, and far longer for more, since it keeps texts apart.
const FOR_GRAPHVIZ: usize = 4000;

/// The time that Graphviz may take.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The most bytes of an answer to a question of `question` bytes: it has some attributes for each node and edge.
fn most_bytes(question: usize) -> u64 {
    (1 << 24) + 64 * question as u64
}

/// The longest side of a page in points. A position farther off isn't valid.
const MOST_POINTS: f64 = 1e8;

/// Lays out a diagram with Graphviz, and also returns Graphviz's messages.
///
/// Only positions come from Graphviz. The sizes of nodes are ours, by the embedded font, so that texts fit whatever
/// fonts Graphviz finds. `aspect` is the width of the page divided by its height: nodes are moved apart along the side
/// that would stay empty.
///
/// # Errors
/// Returns [`GraphvizError`] if it isn't installed, fails, takes longer than `patience`, writes far more than a layout
/// of the diagram, or gives invalid positions.
pub fn graphviz(
    diagram: &Diagram,
    engine: Engine,
    aspect: f64,
    patience: Duration,
) -> Result<(Layout, String), GraphvizError> {
    let dot = to_layout_dot(diagram, engine.name());
    let mut command = Command::new("dot");
    command.args([&format!("-K{}", engine.name()), &format!("-Gratio={:.3}", 1.0 / aspect), "-Tjson0"]);
    let limits = Limits { patience, bytes: most_bytes(dot.len()) };
    let (answer, messages) = run(command, dot.as_bytes(), limits)?;
    let mut layout = read(&answer, diagram).map_err(GraphvizError::Answer)?;
    tighten(&mut layout, diagram);
    Ok((layout, messages))
}

/// The padding of frames, in points.
const PADDING: f64 = 10.0;

/// Shrinks frames to their contents: when nodes were moved apart to fill the page, their frames grew with the gaps.
fn tighten(layout: &mut Layout, diagram: &Diagram) {
    let mut spots = layout.nodes.iter();
    for (cluster, frame) in diagram.clusters.iter().zip(&mut layout.clusters) {
        let spots = spots.by_ref().take(cluster.nodes.len());
        let ends = cluster.nodes.iter().zip(spots).map(|(node, spot)| {
            let half = node_size(node)[0] / 2.0 + PADDING;
            [spot.at[0] - half, spot.at[0] + half]
        });
        let held = ends.reduce(|x, y| [x[0].min(y[0]), x[1].max(y[1])]);
        let (Some(held), Some(ClusterFrame::Box(frame)), Some(label)) = (held, frame, &cluster.label) else { continue };
        let half = ((held[1] - held[0]) / 2.0).max(Font.width(label, CLUSTER_LABEL) / 2.0 + PADDING);
        let middle = f64::midpoint(held[0], held[1]);
        let (left, right) = (frame[0].max(middle - half), (frame[0] + frame[2]).min(middle + half));
        (frame[0], frame[2]) = (left, right - left);
    }
}

/// The part of Graphviz's JSON that is used.
#[derive(Deserialize)]
struct Answer {
    bb: String,
    #[serde(default)]
    objects: Vec<Object>,
    #[serde(default)]
    edges: Vec<Line>,
}

#[derive(Deserialize)]
struct Object {
    name: String,
    pos: Option<String>,
    bb: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    /// The number that the edge was given.
    id: String,
    pos: Option<String>,
    /// The middle of its label.
    lp: Option<String>,
}

/// Reads the positions in Graphviz's answer. Its y axis points upwards, and ours downwards.
fn read(answer: &[u8], diagram: &Diagram) -> Result<Layout, String> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|error| error.to_string())?;
    let [left, bottom, right, top] = numbers(&answer.bb)?;
    if !(left <= right && bottom <= top) {
        return Err(format!("a page from {left},{bottom} to {right},{top}"));
    }
    let turn = |[x, y]: [f64; 2]| [x - left, top - y];
    let mut by_name: HashMap<&str, &Object> = HashMap::new();
    for object in &answer.objects {
        if by_name.insert(&object.name, object).is_some() {
            return Err(format!("`{}` is placed twice", object.name));
        }
    }
    let mut layout = Layout { width: right - left, height: top - bottom, ..Layout::default() };
    for node in diagram.clusters.iter().flat_map(|cluster| &cluster.nodes) {
        let position = by_name.get(format!("n{}", node.number).as_str()).and_then(|object| object.pos.as_deref());
        let [x, y] = numbers(position.ok_or_else(|| format!("node n{} has no position", node.number))?)?;
        if !lies_within(x, left, right) || !lies_within(y, bottom, top) {
            return Err(format!("node n{} stands outside the page", node.number));
        }
        let at = turn([x, y]);
        layout.nodes.push(Spot { at, text: TextAt::Middle });
    }
    layout.edges = vec![Vec::new(); diagram.edges.len()];
    layout.labels = vec![None; diagram.edges.len()];
    for line in &answer.edges {
        let number: usize = line.id.parse().map_err(|_| format!("edge `{}`", line.id))?;
        let points = line.pos.as_deref().unwrap_or_default().split(' ').filter(|point| !point.starts_with(['e', 's']));
        let points: Vec<[f64; 2]> = points.map(|point| numbers(point).map(turn)).collect::<Result<_, _>>()?;
        let label = line.lp.as_deref().map(|at| numbers(at).map(turn)).transpose()?;
        if let (Some(course), Some(text)) = (layout.edges.get_mut(number), layout.labels.get_mut(number)) {
            (*course, *text) = (points, label);
        }
    }
    for (number, cluster) in diagram.clusters.iter().enumerate() {
        let frame =
            cluster.label.as_ref().and_then(|_| by_name.get(format!("cluster_{number}").as_str())?.bb.as_deref());
        layout.clusters.push(match frame {
            None => None,
            Some(frame) => {
                let [west, south, east, north] = numbers(frame)?;
                let ([x0, y0], [x1, y1]) = (turn([west, north]), turn([east, south]));
                Some(ClusterFrame::Box([x0, y0, x1 - x0, y1 - y0]))
            }
        });
    }
    Ok(layout)
}

/// Whether a coordinate lies on a page, allowing for Graphviz's rounding of the ends to five digits.
fn lies_within(place: f64, from: f64, to: f64) -> bool {
    let slack = INCH + (to - from) / 100.0;
    (from - slack..=to + slack).contains(&place)
}

/// Reads numbers in points, separated by commas.
fn numbers<const N: usize>(text: &str) -> Result<[f64; N], String> {
    let parts: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    let numbers: Option<[f64; N]> = parts.try_into().ok();
    numbers.filter(|numbers| numbers.iter().all(|number| number.abs() <= MOST_POINTS)).ok_or_else(|| {
        format!("`{}` where {N} numbers of a page were expected", text.chars().take(80).collect::<String>())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::{Cluster, Edge, Node};

    fn diagram() -> Diagram {
        let node = |number| Node {
            number,
            label: "x".to_owned(),
            latin: None,
            tooltip: String::new(),
            weight: 1,
            fill: "#fff",
        };
        let edge = Edge { from: 7, to: 9, label: Some("3".to_owned()), weight: 3, colour: "#000", dashed: false };
        Diagram {
            source: String::new(),
            words: Default::default(),
            title: String::new(),
            clusters: vec![Cluster { label: Some("C".to_owned()), nodes: vec![node(7), node(9)] }],
            edges: vec![edge],
            legend: Vec::new(),
        }
    }

    /// The answer of Graphviz 2.43 for two nodes in a cluster, shortened.
    #[test]
    fn positions_are_read_and_turned_downwards() {
        let answer = r#"{"bb": "0,0,120,80", "objects": [
            {"name": "cluster_0", "bb": "8,8,112,72", "label": "C"},
            {"name": "n7", "pos": "27,40"}, {"name": "n9", "pos": "93,20"}],
            "edges": [{"tail": 1, "head": 2, "id": "0", "lp": "60,50", "pos": "e,66,40 54,40 57,40 60,40 66,40"}]}"#;
        let layout = read(answer.as_bytes(), &diagram()).unwrap();
        assert_eq!((layout.width, layout.height), (120.0, 80.0));
        assert_eq!(layout.nodes.iter().map(|spot| spot.at).collect::<Vec<_>>(), [[27.0, 40.0], [93.0, 60.0]]);
        assert_eq!(layout.edges[0], [[54.0, 40.0], [57.0, 40.0], [60.0, 40.0], [66.0, 40.0]]);
        assert_eq!(
            (layout.labels[0], layout.clusters[0].clone()),
            (Some([60.0, 30.0]), Some(ClusterFrame::Box([8.0, 8.0, 104.0, 64.0])))
        );
    }

    #[test]
    fn an_answer_without_positions_is_refused() {
        for answer in ["", "{}", r#"{"bb": "0,0,1"}"#, r#"{"bb": "0,0,1,1", "objects": []}"#] {
            assert!(read(answer.as_bytes(), &diagram()).is_err(), "{answer}");
        }
    }

    /// Whether an answer with this page, node position, further objects and edge is accepted.
    fn is_read(page: &str, node: &str, more: &str, edge: &str) -> bool {
        let answer = format!(
            r#"{{"bb": "{page}", "objects": [{{"name": "n7", "pos": "{node}"}}, {{"name": "n9", "pos": "9,9"}}{more}],
            "edges": [{{"id": "0", "pos": "{edge}"}}]}}"#
        );
        read(answer.as_bytes(), &diagram()).is_ok()
    }

    #[test]
    fn a_position_that_is_none_on_the_page_is_refused() {
        assert!(is_read("0,0,10,10", "1,10", "", "1,1 9,9"));
        for number in ["nan", "NaN", "inf", "-inf", "infinity", "1e308", "1e999", "-1e9", "200", "-200", "x", ""] {
            assert!(!is_read("0,0,10,10", &format!("{number},5"), "", "1,1 9,9"), "{number}");
            assert!(!is_read("0,0,10,10", &format!("5,{number}"), "", "1,1 9,9"), "{number}");
            if !["200", "-200"].contains(&number) {
                assert!(!is_read("0,0,10,10", "5,5", "", &format!("1,1 {number},9")), "{number}");
            }
            if number != "200" {
                assert!(!is_read(&format!("0,0,{number},10"), "5,5", "", "1,1 9,9"), "{number}");
            }
        }
        assert!(!is_read("0,0,10,10", "5,5", r#", {"name": "n7", "pos": "6,6"}"#, "1,1 9,9"));
    }
}
