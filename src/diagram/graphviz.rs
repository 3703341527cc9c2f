//! Graphviz as another process: DOT in, positions out.

use std::{
    io::{self, Read, Write},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::Deserialize;
use thiserror::Error;

use super::{
    Diagram,
    dot::LAYERED,
    layout::{Layout, Spot, TextAt},
    layout_dot::to_layout_dot,
};
use crate::model::vocabulary;

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
    }
}

impl Engine {
    /// Graphviz' engine that suits a diagram's size.
    pub fn for_size(diagram: &Diagram) -> Self {
        if diagram.node_count() <= LAYERED { Engine::Dot } else { Engine::Sfdp }
    }
}

/// How long Graphviz may take.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Why Graphviz has placed nothing.
#[derive(Debug, Error)]
pub enum GraphvizError {
    /// It isn't there.
    #[error("Graphviz is not installed, or its program `dot` is not on the path")]
    Missing,
    /// It could not be started or talked to.
    #[error("cannot run Graphviz: {0}")]
    Run(#[source] io::Error),
    /// It was stopped.
    #[error("Graphviz did not finish within {} seconds", .0.as_secs())]
    Timeout(Duration),
    /// It gave up.
    #[error("Graphviz failed: {messages}")]
    Failed {
        /// What it said.
        messages: String,
    },
    /// It answered with something else.
    #[error("Graphviz answered with something unexpected: {0}")]
    Answer(String),
}

/// A diagram laid out by Graphviz, with what it said meanwhile.
///
/// Sizes of nodes are ours, by the embedded font, so that texts fit whatever fonts Graphviz sees; only positions are its
/// own.
///
/// # Errors
/// [`GraphvizError`] where it isn't installed, fails, or takes longer than `patience`.
pub fn graphviz(diagram: &Diagram, engine: Engine, patience: Duration) -> Result<(Layout, String), GraphvizError> {
    let dot = to_layout_dot(diagram, engine.name());
    let mut command = Command::new("dot");
    command.args([&format!("-K{}", engine.name()), "-Tjson0"]);
    let (answer, messages) = run(command, dot.into_bytes(), patience)?;
    let layout = read(&answer, diagram).map_err(GraphvizError::Answer)?;
    Ok((layout, messages))
}

/// Gives a program its input and takes its output and messages; both streams are emptied as they fill.
fn run(mut command: Command, input: Vec<u8>, patience: Duration) -> Result<(Vec<u8>, String), GraphvizError> {
    let start = Instant::now();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => GraphvizError::Missing,
        _ => GraphvizError::Run(error),
    })?;
    let mut stdin = child.stdin.take();
    // A program that fails early doesn't read all: what it says tells why.
    let writer = thread::spawn(move || stdin.as_mut().map_or(Ok(()), |stdin| stdin.write_all(&input)));
    let (output, errors) = (drain(child.stdout.take()), drain(child.stderr.take()));
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() > patience => {
                stop(&mut child);
                return Err(GraphvizError::Timeout(patience));
            }
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Err(error) => {
                stop(&mut child);
                return Err(GraphvizError::Run(error));
            }
        }
    };
    let _ = writer.join();
    let output = output.join().unwrap_or_default();
    let messages = String::from_utf8_lossy(&errors.join().unwrap_or_default()).trim().to_owned();
    if status.success() { Ok((output, messages)) } else { Err(GraphvizError::Failed { messages }) }
}

fn stop(child: &mut Child) {
    // It may have ended just now; either way it is gone afterwards.
    let _ = child.kill();
    let _ = child.wait();
}

fn drain(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before a failure is still worth having.
        let _ = stream.map(|mut stream| stream.read_to_end(&mut bytes));
        bytes
    })
}

/// Graphviz' JSON, as far as it is used.
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
    /// The middle of its text.
    lp: Option<String>,
}

/// The positions of Graphviz' answer, turned from y upwards to y downwards.
fn read(answer: &[u8], diagram: &Diagram) -> Result<Layout, String> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|error| error.to_string())?;
    let [left, bottom, right, top] = numbers(&answer.bb)?;
    let turn = |[x, y]: [f64; 2]| [x - left, top - y];
    let find = |name: &str| answer.objects.iter().find(|object| object.name == name);
    let by_name: std::collections::HashMap<&str, &Object> =
        answer.objects.iter().map(|object| (object.name.as_str(), object)).collect();
    let mut layout = Layout { width: right - left, height: top - bottom, ..Layout::default() };
    for node in diagram.clusters.iter().flat_map(|cluster| &cluster.nodes) {
        let position = by_name.get(format!("n{}", node.number).as_str()).and_then(|object| object.pos.as_deref());
        let at = turn(numbers(position.ok_or_else(|| format!("node n{} has no position", node.number))?)?);
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
        let frame = cluster.label.as_ref().and_then(|_| find(&format!("cluster_{number}"))?.bb.as_deref());
        layout.clusters.push(match frame {
            None => None,
            Some(frame) => {
                let [west, south, east, north] = numbers(frame)?;
                let ([x0, y0], [x1, y1]) = (turn([west, north]), turn([east, south]));
                Some([x0, y0, x1 - x0, y1 - y0])
            }
        });
    }
    Ok(layout)
}

/// Numbers with a comma between them.
fn numbers<const N: usize>(text: &str) -> Result<[f64; N], String> {
    let parts: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    parts.try_into().map_err(|_| format!("`{text}` where {N} numbers were expected"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::{Cluster, Edge, Node};

    fn diagram() -> Diagram {
        let node = |number| Node { number, label: "x".to_owned(), tooltip: String::new(), weight: 1, fill: "#fff" };
        let edge = Edge { from: 7, to: 9, label: Some("3".to_owned()), weight: 3, colour: "#000", dashed: false };
        Diagram {
            title: String::new(),
            clusters: vec![Cluster { label: Some("C".to_owned()), nodes: vec![node(7), node(9)] }],
            edges: vec![edge],
            legend: Vec::new(),
        }
    }

    /// An answer of Graphviz 2.43 to two nodes in a cluster, shortened.
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
        assert_eq!((layout.labels[0], layout.clusters[0]), (Some([60.0, 30.0]), Some([8.0, 8.0, 104.0, 64.0])));
    }

    #[test]
    fn an_answer_without_positions_is_refused() {
        for answer in ["", "{}", r#"{"bb": "0,0,1"}"#, r#"{"bb": "0,0,1,1", "objects": []}"#] {
            assert!(read(answer.as_bytes(), &diagram()).is_err(), "{answer}");
        }
    }
}

#[cfg(all(test, unix))]
mod process_tests {
    use super::*;

    fn shell(script: &str, patience: u64) -> Result<(Vec<u8>, String), GraphvizError> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, vec![b'x'; 1 << 20], Duration::from_millis(patience))
    }

    #[test]
    fn a_program_that_hangs_is_stopped() {
        assert!(matches!(shell("exec sleep 60", 50), Err(GraphvizError::Timeout(_))));
    }

    #[test]
    fn what_a_program_says_is_kept() {
        let (output, messages) = shell("cat; echo Warning: strange >&2", 20_000).unwrap();
        assert_eq!((output.len(), messages.as_str()), (1 << 20, "Warning: strange"));
        let failed = shell("echo broken >&2; exit 3", 20_000).unwrap_err();
        assert_eq!(failed.to_string(), "Graphviz failed: broken");
        let missing = run(Command::new("no-such-program-here"), Vec::new(), PATIENCE);
        assert!(matches!(missing, Err(GraphvizError::Missing)));
    }
}
