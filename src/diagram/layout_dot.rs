use graphviz_rust::{
    dot_structures::{Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, Stmt, Subgraph, Vertex},
    printer::{DotPrinter, PrinterContext},
};

use super::{
    Diagram,
    dot::{node_id, plain, quoted},
    layout::node_size,
};

/// Points per inch, the unit of sizes in DOT.
pub(super) const INCH: f64 = 72.0;

/// The diagram as Graphviz needs it for a layout: boxes of our sizes without texts, and numbered edges.
///
/// Frames keep their labels, since they need room. Their font is one that Graphviz certainly has.
pub(super) fn to_layout_dot(diagram: &Diagram, engine: &str) -> String {
    let lines = if engine == "dot" { "true" } else { "line" };
    let mut stmts = vec![
        Stmt::GAttribute(GraphAttributes::Graph(vec![
            plain("charset", "\"UTF-8\""),
            plain("overlap", if matches!(engine, "sfdp" | "neato") { "prism" } else { "false" }),
            plain("splines", lines),
            plain("rankdir", "LR"),
            plain("ranksep", "1.1"),
        ])),
        Stmt::GAttribute(GraphAttributes::Node(vec![
            plain("shape", "box"),
            plain("fixedsize", "true"),
            plain("label", "\"\""),
        ])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![plain("fontsize", "10"), plain("arrowhead", "none")])),
    ];
    for (number, cluster) in diagram.clusters.iter().enumerate() {
        let nodes = cluster.nodes.iter().map(|node| {
            let [width, height] = node_size(node).map(|length| format!("{:.3}", length / INCH));
            Stmt::Node(DotNode {
                id: node_id(node.number),
                attributes: vec![plain("width", &width), plain("height", &height)],
            })
        });
        match &cluster.label {
            None => stmts.extend(nodes),
            Some(label) => {
                let label = [quoted("label", label), plain("fontsize", "11")].into_iter().map(Stmt::Attribute);
                let id = Id::Plain(format!("cluster_{number}"));
                stmts.push(Stmt::Subgraph(Subgraph { id, stmts: label.chain(nodes).collect() }));
            }
        }
    }
    for (number, edge) in diagram.edges.iter().enumerate() {
        let mut attributes = vec![plain("id", &number.to_string())];
        attributes.extend(edge.label.as_deref().map(|label| quoted("label", label)));
        let ends = EdgeTy::Pair(Vertex::N(node_id(edge.from)), Vertex::N(node_id(edge.to)));
        stmts.push(Stmt::Edge(DotEdge { ty: ends, attributes }));
    }
    let graph = Graph::Graph { id: Id::Plain("sistergraph".to_owned()), strict: false, stmts };
    graph.print(&mut PrinterContext::default())
}
