use std::{fmt::Write as _, io};

use graphviz_rust::{
    dot_structures::{
        Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Stmt, Subgraph, Vertex,
    },
    printer::{DotPrinter, PrinterContext},
};
use rayon::prelude::*;

use super::{
    Diagram, Edge, Node,
    escape::{html, quote},
};

/// The most nodes that are laid out by Graphviz's layered layout (`dot`), which frames clusters. With more, its pages
/// become metres long, and frames become tangled under springs (`fdp`). Multilevel springs (`sfdp`) separate the
/// components and place hundreds of nodes in a fraction of a second, but leave out the frames.
const LAYERED: usize = 40;

/// The most edges per node for the layered layout. With more, the layers become so long that nodes are specks on the
/// page.
const LAYERED_EDGES: usize = 2;

/// Whether a diagram is laid out in layers unless an engine is named.
pub(super) fn is_layered(diagram: &Diagram) -> bool {
    let nodes = diagram.node_count();
    nodes <= LAYERED && diagram.edges.len() <= LAYERED_EDGES * nodes
}

/// The diagram as a graph of graphviz-rust, which can be changed, printed or laid out by any of Graphviz's programs.
///
/// Node ids are `n` and a number; names are only in labels, and escaped. The legend is the graph's label, so that the
/// nodes and edges are exactly those of the diagram. The `layout` attribute names the engine that suits its size.
///
/// O(nodes + edges). [`write_dot`] prints the same without holding it in memory.
///
/// ```
/// use graphviz_rust::{dot_structures::{Attribute, Graph, GraphAttributes, Id, Stmt}, printer::{DotPrinter, PrinterContext}};
/// # use sistergraph::{diagram::{Cluster, Diagram, Node, dot_graph}, words::Words};
/// # let node = Node { number: 0, label: "Frankfurt (Oder)".into(), latin: None, tooltip: String::new(), weight: 1, fill: "white" };
/// # let cluster = Cluster { label: None, nodes: vec![node] };
/// # let (source, words) = (String::new(), Words::default());
/// # let diagram = Diagram { source, words, title: "One".into(), clusters: vec![cluster], edges: vec![], legend: vec![] };
///
/// let mut graph = dot_graph(&diagram);
/// let attribute = Attribute(Id::Plain("bgcolor".into()), Id::Plain("lightgrey".into()));
/// graph.add_stmt(Stmt::GAttribute(GraphAttributes::Graph(vec![attribute])));
/// assert!(graph.print(&mut PrinterContext::default()).contains("bgcolor=lightgrey"));
/// ```
pub fn dot_graph(diagram: &Diagram) -> Graph {
    let mut graph = empty();
    defaults(diagram).into_iter().for_each(|defaults| graph.add_stmt(Stmt::GAttribute(defaults)));
    for (number, cluster) in diagram.clusters.iter().enumerate() {
        let nodes = cluster.nodes.iter().map(|node| Stmt::Node(dot_node(node)));
        match &cluster.label {
            None => nodes.for_each(|node| graph.add_stmt(node)),
            Some(label) => {
                let mut framed = empty_cluster(number);
                framed.stmts = look(label).into_iter().map(Stmt::Attribute).chain(nodes).collect();
                graph.add_stmt(Stmt::Subgraph(framed));
            }
        }
    }
    for edge in &diagram.edges {
        let ends = EdgeTy::Pair(Vertex::N(node_id(edge.from)), Vertex::N(node_id(edge.to)));
        graph.add_stmt(Stmt::Edge(DotEdge { ty: ends, attributes: edge_attributes(edge) }));
    }
    graph
}

/// Writes the diagram in the DOT language, like [`dot_graph`] printed by graphviz-rust.
///
/// Takes O(nodes + edges) time. Statements are printed in parts, several parts in parallel, so that only a few parts
/// are in memory.
///
/// # Errors
/// Returns the errors of `out`.
///
/// ```
/// # use sistergraph::{diagram::{Cluster, Diagram, Node, write_dot}, words::Words};
/// let node = Node { number: 0, label: "Frankfurt (Oder)".into(), latin: None, tooltip: String::new(), weight: 1, fill: "white" };
/// let cluster = Cluster { label: None, nodes: vec![node] };
/// let (source, words) = (String::new(), Words::default());
/// let diagram = Diagram { source, words, title: "One".into(), clusters: vec![cluster], edges: vec![], legend: vec![] };
/// let mut dot = Vec::new();
/// write_dot(&diagram, &mut dot)?;
/// assert!(String::from_utf8_lossy(&dot).contains(r#"label="Frankfurt (Oder)""#));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_dot(diagram: &Diagram, out: &mut dyn io::Write) -> io::Result<()> {
    let (head, foot) = frame(&empty());
    out.write_all(head.as_bytes())?;
    write_statements(
        &defaults(diagram),
        "  ",
        printed(|attributes: &GraphAttributes| Stmt::GAttribute(attributes.clone())),
        out,
    )?;
    for (number, cluster) in diagram.clusters.iter().enumerate() {
        let node = || printed(|node: &Node| Stmt::Node(dot_node(node)));
        match &cluster.label {
            None => write_statements(&cluster.nodes, "  ", node(), out)?,
            Some(label) => {
                let (head, foot) = frame(&empty_cluster(number));
                write!(out, "\n  {head}")?;
                write_statements(
                    &look(label),
                    "    ",
                    printed(|attribute: &Attribute| Stmt::Attribute(attribute.clone())),
                    out,
                )?;
                write_statements(&cluster.nodes, "    ", node(), out)?;
                write!(out, "\n  {foot}")?;
            }
        }
    }
    write_statements(&diagram.edges, "  ", print_edge, out)?;
    writeln!(out, "\n{foot}")
}

/// [`write_dot`] in memory.
pub fn to_dot(diagram: &Diagram) -> String {
    let mut bytes = Vec::new();
    write_dot(diagram, &mut bytes).expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("texts make a text")
}

/// The graph without statements.
fn empty() -> Graph {
    Graph::Graph { id: Id::Plain("sistergraph".to_owned()), strict: false, stmts: Vec::new() }
}

/// The frame of a cluster, without statements.
fn empty_cluster(number: usize) -> Subgraph {
    Subgraph { id: Id::Plain(format!("cluster_{number}")), stmts: Vec::new() }
}

/// The first and the last line of the printed text without statements.
fn frame(empty: &impl DotPrinter) -> (String, String) {
    let text = empty.print(&mut PrinterContext::default());
    let (head, foot) = text.split_once('\n').unwrap_or((&text, ""));
    (head.to_owned(), foot.trim_start().to_owned())
}

/// The number of statements that one thread prints before they are written.
const PART: usize = 1 << 10;

/// The number of parts that are printed before the first of them is written.
const PARTS: usize = 1 << 5;

/// Writes a statement for each item, on a line of its own, indented by `indent`.
fn write_statements<T: Sync>(
    items: &[T],
    indent: &str,
    statement: impl Fn(&T, &mut Printer, &mut String) + Sync,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let print = |items: &[T]| {
        let (mut printer, mut text) = (Printer::new(), String::new());
        for item in items {
            text.push('\n');
            text.push_str(indent);
            statement(item, &mut printer, &mut text);
        }
        text
    };
    for round in items.chunks(PART * PARTS) {
        let parts: Vec<String> = round.par_chunks(PART).map(print).collect();
        parts.iter().try_for_each(|part| out.write_all(part.as_bytes()))?;
    }
    Ok(())
}

/// Prints the statements of a part.
struct Printer {
    context: PrinterContext,
    /// The look of the last edge printed, if it had no label, with the printed text: most edges look the same.
    look: Option<(Look, String)>,
}

/// Colour, weight, and whether it is dashed.
type Look = (&'static str, usize, bool);

impl Printer {
    fn new() -> Self {
        let mut context = PrinterContext::default();
        // graphviz-rust prints an edge up to this size a second time to fit it on one line. All of ours are on one line
        // anyway.
        context.with_inline_size(0);
        Self { context, look: None }
    }

    fn print(&mut self, item: &impl DotPrinter) -> String {
        item.print(&mut self.context)
    }
}

/// A function that prints the statement made from an item.
fn printed<T>(statement: impl Fn(&T) -> Stmt + Sync) -> impl Fn(&T, &mut Printer, &mut String) + Sync {
    move |item, printer, text| text.push_str(&printer.print(&statement(item)))
}

/// Prints an edge: its ends, whose names need no quotes, then its attributes.
fn print_edge(edge: &Edge, printer: &mut Printer, text: &mut String) {
    let look = (edge.colour, edge.weight, edge.dashed);
    let attributes = match printer.look.take() {
        Some((last, attributes)) if last == look && edge.label.is_none() => attributes,
        _ => printer.print(&edge_attributes(edge)),
    };
    write!(text, "n{} -- n{} {attributes}", edge.from, edge.to).expect("writing to memory does not fail");
    printer.look = edge.label.is_none().then_some((look, attributes));
}

/// The attributes of the whole graph, of all nodes and of all edges.
fn defaults(diagram: &Diagram) -> [GraphAttributes; 3] {
    let (engine, overlap, splines) =
        if is_layered(diagram) { ("dot", "true", "true") } else { ("sfdp", "prism", "line") };
    [
        GraphAttributes::Graph(vec![
            plain("layout", engine),
            attribute("label", Id::Html(legend(diagram))),
            plain("labelloc", "b"),
            quoted("fontname", "Helvetica,Arial,sans-serif"),
            plain("charset", "\"UTF-8\""),
            plain("overlap", overlap),
            plain("splines", splines),
            plain("outputorder", "edgesfirst"),
            plain("rankdir", "LR"),
        ]),
        GraphAttributes::Node(vec![
            plain("shape", "ellipse"),
            plain("style", "filled"),
            plain("color", "\"#555555\""),
            plain("penwidth", "0.5"),
            quoted("fontname", "Helvetica,Arial,sans-serif"),
            plain("margin", "\"0.06,0.03\""),
        ]),
        GraphAttributes::Edge(vec![quoted("fontname", "Helvetica,Arial,sans-serif"), plain("fontsize", "9")]),
    ]
}

/// The attributes of a cluster's frame.
fn look(label: &str) -> [Attribute; 6] {
    [
        quoted("label", label),
        plain("labelloc", "t"),
        plain("color", "\"#bbbbbb\""),
        plain("fontcolor", "\"#555555\""),
        plain("fontsize", "11"),
        plain("style", "rounded"),
    ]
}

fn attribute(name: &str, value: Id) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), value)
}

/// An attribute whose value is an identifier, a number or already quoted.
pub(super) fn plain(name: &str, value: &str) -> Attribute {
    attribute(name, Id::Plain(value.to_owned()))
}

/// An attribute with any text.
pub(super) fn quoted(name: &str, value: &str) -> Attribute {
    attribute(name, Id::Escaped(quote(value)))
}

pub(super) fn node_id(number: usize) -> NodeId {
    NodeId(Id::Plain(format!("n{number}")), None)
}

fn dot_node(node: &Node) -> DotNode {
    // The area grows with the weight, since readers compare areas; so the font size grows with its square root.
    let size = (8.0 + 3.0 * (node.weight as f64).sqrt()).min(32.0);
    let attributes = vec![
        quoted("label", &node.label),
        quoted("tooltip", &node.tooltip),
        plain("fillcolor", &format!("\"{}\"", node.fill)),
        plain("fontsize", &format!("{size:.1}")),
    ];
    DotNode { id: node_id(node.number), attributes }
}

fn edge_attributes(edge: &Edge) -> Vec<Attribute> {
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
    attributes
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
