//! DOT with places of any names: graphviz-rust can read it, and it has the nodes and edges of the graph.
#![no_main]

use std::sync::OnceLock;

use graphviz_rust::dot_structures::{Graph, Stmt};
use libfuzzer_sys::fuzz_target;
use sistergraph::{
    diagram::{self, Grouping, Selection},
    graph::{Network, Scope},
    model::{Dataset, PartnershipRecord, PlaceRecord},
    register::Register,
};

/// Parsed only once, because it is the same for every input.
fn register() -> Register {
    static REGISTER: OnceLock<Register> = OnceLock::new();
    REGISTER.get_or_init(Register::built_in).clone()
}

fuzz_target!(|text: &str| {
    let names: Vec<&str> = text.split('\u{1e}').take(12).collect();
    let mut dataset = Dataset::default();
    let ids: Vec<String> = (0..names.len()).map(|at| format!("id-{at}")).collect();
    for (id, name) in ids.iter().zip(&names) {
        let region = Some("BY-MA").filter(|_| name.len() % 2 == 0);
        dataset.push_place(&PlaceRecord { id, name, region, ..PlaceRecord::default() }, 1);
    }
    for pair in ids.windows(2) {
        dataset.push_partnership(&PartnershipRecord::new(&pair[0], &pair[1]), 1);
    }
    let network = Network::build(dataset, register()).network;
    let graph = network.graph(&Scope::default());
    let title = names.join(" ");
    let dot = diagram::to_dot(&diagram::of_ties(&graph, &Selection::All, Grouping::Region, title));
    let Ok(Graph::Graph { stmts, .. }) = graphviz_rust::parse(&dot) else { panic!("not a graph: {dot}") };
    fn count(stmts: &[Stmt]) -> (usize, usize) {
        stmts.iter().fold((0, 0), |(nodes, edges), stmt| match stmt {
            Stmt::Node(_) => (nodes + 1, edges),
            Stmt::Edge(_) => (nodes, edges + 1),
            Stmt::Subgraph(cluster) => {
                let (inner_nodes, inner_edges) = count(&cluster.stmts);
                (nodes + inner_nodes, edges + inner_edges)
            }
            _ => (nodes, edges),
        })
    }
    assert_eq!(count(&stmts), (graph.place_count(), graph.tie_count()));
});
