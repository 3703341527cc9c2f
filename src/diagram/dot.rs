use graphviz_rust::{
    dot_structures::{
        Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Stmt, Subgraph, Vertex,
    },
    printer::{DotPrinter, PrinterContext},
};

use super::{
    Diagram, Edge, Node,
    escape::{html, quote},
};

/// The most nodes that Graphviz's layered layout (`dot`) is asked to place, which frames clusters. Above, its pages grow
/// metres long and its frames tangle under springs (`fdp`); multilevel springs (`sfdp`) pull the components apart, place
/// hundreds of nodes in a fraction of a second, and leave the frames out.
pub(super) const LAYERED: usize = 40;

/// The diagram in the DOT language, for any of Graphviz's programs.
///
/// Node ids are `n` and a number; names stand in labels only, escaped. The legend is the graph's label, so that the
/// nodes and edges are exactly those of the diagram. The `layout` attribute names the engine that suits its size.
///
/// ```
/// # use sistergraph::diagram::{Cluster, Diagram, Node, to_dot};
/// let node = Node { number: 0, label: "Frankfurt (Oder)".into(), tooltip: String::new(), weight: 1, fill: "white" };
/// let cluster = Cluster { label: None, nodes: vec![node] };
/// let diagram = Diagram { title: "One".into(), clusters: vec![cluster], edges: vec![], legend: vec![] };
/// assert!(to_dot(&diagram).contains(r#"label="Frankfurt (Oder)""#));
/// ```
pub fn to_dot(diagram: &Diagram) -> String {
    let (engine, overlap, splines) =
        if diagram.node_count() <= LAYERED { ("dot", "true", "true") } else { ("sfdp", "prism", "line") };
    let mut stmts = vec![
        Stmt::GAttribute(GraphAttributes::Graph(vec![
            plain("layout", engine),
            attribute("label", Id::Html(legend(diagram))),
            plain("labelloc", "b"),
            quoted("fontname", "Helvetica,Arial,sans-serif"),
            plain("charset", "\"UTF-8\""),
            plain("overlap", overlap),
            plain("splines", splines),
            plain("outputorder", "edgesfirst"),
            plain("rankdir", "LR"),
        ])),
        Stmt::GAttribute(GraphAttributes::Node(vec![
            plain("shape", "ellipse"),
            plain("style", "filled"),
            plain("color", "\"#555555\""),
            plain("penwidth", "0.5"),
            quoted("fontname", "Helvetica,Arial,sans-serif"),
            plain("margin", "\"0.06,0.03\""),
        ])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![
            quoted("fontname", "Helvetica,Arial,sans-serif"),
            plain("fontsize", "9"),
        ])),
    ];
    for (number, cluster) in diagram.clusters.iter().enumerate() {
        let nodes = cluster.nodes.iter().map(|node| Stmt::Node(dot_node(node)));
        match &cluster.label {
            None => stmts.extend(nodes),
            Some(label) => {
                let frame = [
                    quoted("label", label),
                    plain("labelloc", "t"),
                    plain("color", "\"#bbbbbb\""),
                    plain("fontcolor", "\"#555555\""),
                    plain("fontsize", "11"),
                    plain("style", "rounded"),
                ];
                let stmts_of = frame.into_iter().map(Stmt::Attribute).chain(nodes).collect();
                stmts.push(Stmt::Subgraph(Subgraph { id: Id::Plain(format!("cluster_{number}")), stmts: stmts_of }));
            }
        }
    }
    stmts.extend(diagram.edges.iter().map(|edge| Stmt::Edge(dot_edge(edge))));
    let graph = Graph::Graph { id: Id::Plain("sistergraph".to_owned()), strict: false, stmts };
    let mut text = graph.print(&mut PrinterContext::default());
    text.push('\n');
    text
}

fn attribute(name: &str, value: Id) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), value)
}

/// A value that is an identifier, a number or a quoted text already.
pub(super) fn plain(name: &str, value: &str) -> Attribute {
    attribute(name, Id::Plain(value.to_owned()))
}

/// A value of any text.
pub(super) fn quoted(name: &str, value: &str) -> Attribute {
    attribute(name, Id::Escaped(quote(value)))
}

pub(super) fn node_id(number: usize) -> NodeId {
    NodeId(Id::Plain(format!("n{number}")), None)
}

fn dot_node(node: &Node) -> DotNode {
    // The area grows with the weight, as the eye reads it: font size by the square root.
    let size = (8.0 + 3.0 * (node.weight as f64).sqrt()).min(32.0);
    let attributes = vec![
        quoted("label", &node.label),
        quoted("tooltip", &node.tooltip),
        plain("fillcolor", &format!("\"{}\"", node.fill)),
        plain("fontsize", &format!("{size:.1}")),
    ];
    DotNode { id: node_id(node.number), attributes }
}

fn dot_edge(edge: &Edge) -> DotEdge {
    let mut attributes = vec![plain("color", &format!("\"{}\"", edge.colour))];
    if edge.weight > 1 {
        let width = (edge.weight as f64).sqrt().min(8.0);
        attributes.push(plain("penwidth", &format!("{width:.1}")));
    }
    if edge.dashed {
        attributes.push(plain("style", "dashed"));
    }
    if let Some(label) = &edge.label {
        attributes.push(quoted("label", label));
    }
    let ends = EdgeTy::Pair(Vertex::N(node_id(edge.from)), Vertex::N(node_id(edge.to)));
    DotEdge { ty: ends, attributes }
}

/// Title and legend as one HTML-like label.
fn legend(diagram: &Diagram) -> String {
    let mut rows = String::new();
    for (colour, text) in &diagram.legend {
        let swatch = colour.map(|colour| format!(" BGCOLOR=\"{colour}\"")).unwrap_or_default();
        let size = "WIDTH=\"24\" HEIGHT=\"12\" FIXEDSIZE=\"TRUE\"";
        rows.push_str(&format!("<TR><TD {size}{swatch}></TD><TD ALIGN=\"LEFT\">{}</TD></TR>", html(text)));
    }
    let table =
        |attributes: &str, rows: &str| format!("<TABLE BORDER=\"0\" CELLBORDER=\"0\"{attributes}>{rows}</TABLE>");
    let title = format!("<TR><TD ALIGN=\"LEFT\"><B>{}</B></TD></TR>", html(&diagram.title));
    let lines = format!("<TR><TD ALIGN=\"LEFT\">{}</TD></TR>", table(" CELLSPACING=\"3\"", &rows));
    format!("<{}>", table("", &if diagram.legend.is_empty() { title } else { title + &lines }))
}
