//! Compares DOT with what Graphviz reads in it: exactly the nodes, labels and edges of the graph, whatever the names
//! are.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
    process::{Command, Stdio},
};

use graphviz_rust::{
    dot_structures::{EdgeTy, Graph, Id, Stmt, Vertex},
    printer::{DotPrinter as _, PrinterContext},
};
use serde_json::Value;
use sistergraph::{
    diagram::{self, Grouping, Selection},
    graph::{Scope, TieGraph},
};

use crate::support::{hostile_dataset, hostile_names, network, read};

/// The label of each node, and edges as pairs of nodes.
type Drawn = (BTreeMap<String, String>, BTreeSet<(String, String)>);

/// What Graphviz reads in `dot`; `None`, with a note, if it isn't installed.
fn read_by_graphviz(dot: &str) -> Option<Drawn> {
    let spawned =
        Command::new("dot").arg("-Tjson0").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = spawned else {
        let _ = writeln!(std::io::stderr(), "note: Graphviz is not installed; DOT is re-read by graphviz-rust only");
        return None;
    };
    child.stdin.take().unwrap().write_all(dot.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let objects = json["objects"].as_array().map(Vec::as_slice).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let names: BTreeMap<u64, String> =
        objects.iter().map(|object| (object["_gvid"].as_u64().unwrap(), text(&object["name"]))).collect();
    // Clusters are objects, too, and have lists of nodes.
    let nodes = objects.iter().filter(|object| !text(&object["name"]).starts_with("cluster"));
    let labels = nodes.map(|node| (text(&node["name"]), text(&node["label"]))).collect();
    let edges = json["edges"].as_array().map(Vec::as_slice).unwrap_or_default();
    let end = |edge: &Value, side: &str| names[&edge[side].as_u64().unwrap()].clone();
    Some((labels, edges.iter().map(|edge| pair(end(edge, "tail"), end(edge, "head"))).collect()))
}

/// What graphviz-rust reads in `dot`.
fn read_by_library(dot: &str) -> Drawn {
    fn walk(stmts: &[Stmt], labels: &mut BTreeMap<String, String>, edges: &mut BTreeSet<(String, String)>) {
        for stmt in stmts {
            match stmt {
                Stmt::Node(node) => {
                    let label = node.attributes.iter().find(|attribute| attribute.0 == Id::Plain("label".to_owned()));
                    let Some(Id::Escaped(label)) = label.map(|attribute| attribute.1.clone()) else {
                        panic!("a node has a quoted label");
                    };
                    let text = label.strip_prefix('"').and_then(|label| label.strip_suffix('"')).unwrap();
                    labels.insert(node.id.0.to_string(), text.replace("\\\"", "\""));
                }
                Stmt::Edge(edge) => {
                    let EdgeTy::Pair(Vertex::N(a), Vertex::N(b)) = &edge.ty else { panic!("an edge joins two nodes") };
                    edges.insert(pair(a.0.to_string(), b.0.to_string()));
                }
                Stmt::Subgraph(cluster) => walk(&cluster.stmts, labels, edges),
                Stmt::Attribute(_) | Stmt::GAttribute(_) => {}
            }
        }
    }
    let Ok(Graph::Graph { stmts, strict: false, .. }) = graphviz_rust::parse(dot) else { panic!("not a graph: {dot}") };
    let (mut labels, mut edges) = (BTreeMap::new(), BTreeSet::new());
    walk(&stmts, &mut labels, &mut edges);
    (labels, edges)
}

fn pair(a: String, b: String) -> (String, String) {
    if a < b { (a, b) } else { (b, a) }
}

/// The text that Graphviz shows for a label, with its escapes and entities decoded.
fn shown(label: &str) -> String {
    label.replace("\\\\", "\\").replace("&amp;", "&")
}

fn check(graph: &TieGraph<'_>, dot: &str) {
    let node = |place: sistergraph::graph::PlaceId| format!("n{}", place.index());
    let labels: BTreeMap<String, String> = graph
        .places()
        .map(|place| (node(place.number()), sistergraph::table::escape::terminal(place.name()).into_owned()))
        .collect();
    let edges: BTreeSet<(String, String)> = graph.ties().map(|(_, tie)| pair(node(tie.a), node(tie.b))).collect();
    for (drawn, reader) in [(Some(read_by_library(dot)), "graphviz-rust"), (read_by_graphviz(dot), "Graphviz")] {
        let Some((drawn_labels, drawn_edges)) = drawn else { continue };
        let drawn_labels: BTreeMap<String, String> =
            drawn_labels.into_iter().map(|(node, label)| (node, shown(&label))).collect();
        assert_eq!(drawn_labels, labels, "{reader}");
        assert_eq!(drawn_edges, edges, "{reader}");
    }
}

#[test]
fn the_built_in_graph_is_drawn_exactly() {
    let network = read("belarus");
    for scope in
        [Scope::default(), Scope { kinds: vec![sistergraph::model::PartnershipKind::Project], ..Scope::default() }]
    {
        let graph = network.graph(&scope);
        for grouping in [Grouping::Region, Grouping::Country] {
            let diagram = diagram::of_ties(&graph, &Selection::All, grouping, "Test".to_owned());
            check(&graph, &diagram::to_dot(&diagram));
            // The output written in parts equals graphviz-rust's printing of the whole graph.
            let mut one_line = PrinterContext::default();
            one_line.with_inline_size(0);
            assert_eq!(diagram::dot_graph(&diagram).print(&mut one_line) + "\n", diagram::to_dot(&diagram));
        }
    }
}

#[test]
fn no_name_breaks_out_of_its_label() {
    let network = network(hostile_dataset());
    let graph = network.graph(&Scope::default());
    let title = hostile_names().join(" ");
    check(&graph, &diagram::to_dot(&diagram::of_ties(&graph, &Selection::All, Grouping::Region, title)));
}

#[test]
fn an_ego_network_reaches_as_far_as_asked() {
    let network = read("belarus");
    let graph = network.graph(&Scope::default());
    let mogilev = crate::support::place(&network, "mogilev-by");
    for (depth, nodes) in [(0, 1), (1, 27)] {
        let drawn = diagram::of_ties(&graph, &Selection::Around(vec![mogilev], depth), Grouping::Region, String::new());
        assert_eq!(drawn.node_count(), nodes);
    }
}
