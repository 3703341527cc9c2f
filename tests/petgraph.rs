//! petgraph's algorithms run on `&TieGraph` and on `&Adjacency`, and are the oracle of the metrics that this crate
//! computes in its own way.

use std::collections::BTreeSet;

use petgraph::{
    algo,
    data::Element,
    graph::{NodeIndex, UnGraph},
    visit::{
        Bfs, Dfs, EdgeIndexable, EdgeRef as _, GetAdjacencyMatrix as _, IntoEdgeReferences as _, IntoEdges as _,
        IntoEdgesDirected as _, IntoNodeIdentifiers as _, IntoNodeReferences as _, NodeCount as _, NodeIndexable,
        NodeRef,
    },
};
use proptest::prelude::*;
use sistergraph::{
    graph::{Adjacency, Network, PlaceId, Scope, TieGraph},
    metrics::{self, Threads},
    model::{Dataset, PartnershipKind, PartnershipRecord, PlaceRecord, Position},
};

use crate::support::network;

/// Up to 30 nodes, and edges, some of which are agreements.
fn edges() -> impl Strategy<Value = (u32, Vec<(u32, u32, bool)>)> {
    (1..30_u32).prop_flat_map(|nodes| (Just(nodes), prop::collection::vec((0..nodes, 0..nodes, any::<bool>()), 0..45)))
}

fn adjacency((nodes, edges): &(u32, Vec<(u32, u32, bool)>)) -> Adjacency {
    Adjacency::new(*nodes as usize, edges.iter().map(|&(a, b, _)| (a, b)))
}

/// The same as a network. Every fifth place has no position.
fn places_and_ties((nodes, edges): &(u32, Vec<(u32, u32, bool)>)) -> Network {
    let mut dataset = Dataset::default();
    let id = |node: u32| format!("p{node:02}");
    for node in 0..*nodes {
        let position =
            Position::new(f64::from(node * 7 % 60), f64::from(node * 11 % 170)).ok().filter(|_| node % 5 != 4);
        let (id, name) = (id(node), format!("Place {node}"));
        dataset.push_place(&PlaceRecord { id: &id, name: &name, position, ..PlaceRecord::default() }, 1);
    }
    for &(a, b, is_agreement) in edges.iter().filter(|(a, b, _)| a != b) {
        let kind = if is_agreement { PartnershipKind::Agreement } else { PartnershipKind::SisterCity };
        let (a, b) = (id(a), id(b));
        dataset.push_partnership(&PartnershipRecord { kind, ..PartnershipRecord::new(&a, &b) }, 1);
    }
    network(dataset)
}

/// A scope with all places, and one with only the ends of agreements.
fn scopes() -> [Scope; 2] {
    [Scope::default(), Scope { kinds: vec![PartnershipKind::Agreement], ..Scope::default() }]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn petgraph_is_the_oracle_of_bridges_cut_places_components_and_distances(sketch in edges()) {
        let graph = &adjacency(&sketch);
        let components = algo::connected_components(graph);
        let bridges: BTreeSet<(u32, u32)> = algo::bridges(graph).map(|edge| edge.id()).collect();
        let cut_nodes: BTreeSet<u32> = algo::articulation_points::articulation_points(graph).into_iter().collect();
        let found = metrics::connectivity(graph);
        prop_assert_eq!(found.component_sizes.len(), components);
        prop_assert_eq!((found.bridges, found.cut_nodes), (bridges.len(), cut_nodes.len()));
        let found = metrics::blocks(graph);
        prop_assert_eq!(found.component_sizes.len(), components);
        prop_assert_eq!(found.bridges, bridges.len());
        prop_assert!(found.cut_nodes.into_iter().eq(cut_nodes));
        let found = metrics::distances(graph, Threads::new(1));
        for node in graph.nodes() {
            let steps = algo::dijkstra(graph, node, None, |_| 1_u32);
            prop_assert_eq!(found.reached[node as usize] as usize, steps.len() - 1);
            prop_assert_eq!(found.eccentricities[node as usize], steps.into_values().max().unwrap_or(0));
        }
        let forest = algo::min_spanning_tree(graph).filter(|element| matches!(element, Element::Edge { .. })).count();
        prop_assert_eq!(forest, graph.node_count() - components);
    }

    #[test]
    fn petgraph_finds_in_the_graph_of_ties_what_it_finds_in_its_own(sketch in edges()) {
        let network = places_and_ties(&sketch);
        for scope in scopes() {
            let graph = &network.graph(&scope);
            let owned = &graph.to_petgraph();
            same_nodes_and_edges(graph, owned)?;
            let number = |place: PlaceId| NodeIndexable::to_index(&graph, place);
            prop_assert_eq!(algo::connected_components(graph), algo::connected_components(owned));
            let cuts = metrics::cuts(graph);
            prop_assert_eq!(cuts.component_sizes.len(), algo::connected_components(owned));
            let bridges: BTreeSet<_> = algo::bridges(graph).map(|tie| [tie.source().min(tie.target()), tie.source().max(tie.target())]).collect();
            prop_assert!(bridges.into_iter().eq(cuts.bridges.iter().map(|bridge| bridge.ends)));
            let cut_places: BTreeSet<_> = algo::articulation_points::articulation_points(graph).into_iter().collect();
            prop_assert!(cut_places.into_iter().eq(cuts.cut_places.iter().map(|cut| cut.place)));
            let km = owned.map(|_, _| (), |_, tie| query_km(graph, tie.a, tie.b));
            let components = metrics::components(graph);
            for place in graph.node_identifiers() {
                let found = algo::dijkstra(graph, place, None, |tie| *tie.weight());
                let expected = algo::dijkstra(&km, NodeIndex::new(number(place)), None, |tie| *tie.weight());
                prop_assert_eq!(found.len(), expected.len());
                for (to, length) in found {
                    let expected = expected[&NodeIndex::new(number(to))];
                    prop_assert!(length == expected || (length - expected).abs() < 1e-6);
                }
                let member = components.of(place).map(|number| components.members()[number].len());
                let reached = |mut search: Dfs<PlaceId, _>| std::iter::from_fn(|| search.next(graph)).count();
                prop_assert_eq!(member, Some(reached(Dfs::new(graph, place))));
                let mut search = Bfs::new(graph, place);
                prop_assert_eq!(member, Some(std::iter::from_fn(|| search.next(graph)).count()));
                for (to, steps) in algo::dijkstra(graph, place, None, |_| 1_usize) {
                    let chain = metrics::shortest_path(graph, &[place], &[to], |_| false).unwrap();
                    prop_assert_eq!(chain.len() - 1, steps);
                }
            }
            let total = |elements: &mut dyn Iterator<Item = f64>| elements.filter(|km| km.is_finite()).sum::<f64>();
            let forest: Vec<f64> = algo::min_spanning_tree(graph).filter_map(length).collect();
            let expected: Vec<f64> = algo::min_spanning_tree(&km).filter_map(length).collect();
            prop_assert_eq!(forest.len(), graph.node_count() - components.count());
            let difference = total(&mut forest.into_iter()) - total(&mut expected.into_iter());
            prop_assert!(difference.abs() < 1e-6);
        }
    }
}

fn length<N>(element: Element<N, f64>) -> Option<f64> {
    match element {
        Element::Edge { weight, .. } => Some(weight),
        Element::Node { .. } => None,
    }
}

/// The length of a tie, from its places.
fn query_km(graph: &TieGraph<'_>, a: PlaceId, b: PlaceId) -> f64 {
    let positions = graph.place(a).position().zip(graph.place(b).position());
    positions.map_or(f64::INFINITY, |(a, b)| sistergraph::geodesy::distance_km(a, b))
}

/// Checks that every trait gives the same nodes and edges as petgraph's own graph.
fn same_nodes_and_edges(
    graph: &TieGraph<'_>,
    owned: &UnGraph<sistergraph::graph::Place<'_>, sistergraph::graph::Tie>,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(graph.node_count(), owned.node_count());
    prop_assert_eq!(graph.node_references().len(), owned.node_count());
    prop_assert_eq!(graph.edge_references().len(), owned.edge_count());
    let number = |place: PlaceId| NodeIndexable::to_index(&graph, place);
    for (at, place) in graph.node_identifiers().enumerate() {
        prop_assert_eq!((number(place), NodeIndexable::from_index(&graph, at)), (at, place));
        let partners: Vec<usize> = graph.edges(place).map(|tie| number(tie.target())).collect();
        let incoming = graph.edges_directed(place, petgraph::Incoming).map(|tie| number(tie.source()));
        prop_assert!(incoming.eq(partners.iter().copied()));
        let mut expected: Vec<usize> = owned.neighbors(NodeIndex::new(at)).map(|node| node.index()).collect();
        expected.sort_unstable();
        prop_assert_eq!(&partners, &expected);
        for other in graph.node_identifiers() {
            prop_assert_eq!(graph.is_adjacent(&(), place, other), expected.contains(&number(other)));
        }
    }
    for (place, owned) in graph.node_references().zip(owned.node_weights()) {
        prop_assert_eq!((NodeRef::id(&place), place.weight().name()), (owned.number(), owned.name()));
    }
    prop_assert_eq!(graph.edge_references().count(), owned.edge_count());
    for (tie, edge) in graph.edge_references().zip(owned.edge_references()) {
        prop_assert_eq!(EdgeIndexable::to_index(&graph, tie.id()), edge.id().index());
        prop_assert_eq!([tie.source(), tie.target()], [edge.weight().a, edge.weight().b]);
        prop_assert_eq!(number(tie.source()), edge.source().index());
        prop_assert_eq!(graph.tie(tie.id()), edge.weight().clone());
        let km = query_km(graph, tie.source(), tie.target());
        prop_assert!(*tie.weight() == km && tie.km() == Some(km).filter(|km| km.is_finite()));
    }
    Ok(())
}
