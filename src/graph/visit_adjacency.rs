//! petgraph's traits for an [`Adjacency`]. Its nodes and edges have no weights.

use std::{
    iter::{Copied, Map, Repeat, Zip},
    ops::Range,
    slice::Iter,
};

use petgraph::{
    Undirected,
    visit::{
        Data, EdgeCount, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges,
        IntoNeighbors, IntoNodeIdentifiers, IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable,
        Visitable,
    },
};

use super::{Adjacency, NodeSet};

impl GraphBase for Adjacency {
    type NodeId = u32;
    /// The two nodes, the smaller first.
    type EdgeId = (u32, u32);
}

impl GraphProp for Adjacency {
    type EdgeType = Undirected;
}

impl Data for Adjacency {
    type NodeWeight = ();
    type EdgeWeight = ();
}

impl NodeCount for Adjacency {
    fn node_count(&self) -> usize {
        self.node_count()
    }
}

impl EdgeCount for Adjacency {
    fn edge_count(&self) -> usize {
        self.edge_count()
    }
}

impl NodeIndexable for Adjacency {
    fn node_bound(&self) -> usize {
        self.node_count()
    }

    fn to_index(&self, node: u32) -> usize {
        node as usize
    }

    fn from_index(&self, number: usize) -> u32 {
        u32::try_from(number).expect("nodes have 32-bit numbers")
    }
}

impl NodeCompactIndexable for Adjacency {}

impl Visitable for Adjacency {
    type Map = NodeSet;

    fn visit_map(&self) -> NodeSet {
        NodeSet::none_of(self.node_count())
    }

    fn reset_map(&self, map: &mut NodeSet) {
        *map = self.visit_map();
    }
}

/// There is no matrix: an edge is looked up among the neighbours of a node, in O(log degree).
impl GetAdjacencyMatrix for Adjacency {
    type AdjMatrix = ();

    fn adjacency_matrix(&self) {}

    fn is_adjacent(&self, (): &(), a: u32, b: u32) -> bool {
        self.neighbours(a).binary_search(&b).is_ok()
    }
}

impl<'g> IntoNeighbors for &'g Adjacency {
    type Neighbors = Copied<Iter<'g, u32>>;

    #[inline]
    fn neighbors(self, node: u32) -> Self::Neighbors {
        self.neighbours(node).iter().copied()
    }
}

impl IntoNodeIdentifiers for &Adjacency {
    type NodeIdentifiers = Range<u32>;

    fn node_identifiers(self) -> Range<u32> {
        self.nodes()
    }
}

impl IntoNodeReferences for &Adjacency {
    type NodeRef = (u32, &'static ());
    type NodeReferences = Map<Range<u32>, fn(u32) -> Self::NodeRef>;

    fn node_references(self) -> Self::NodeReferences {
        self.nodes().map(|node| (node, &()))
    }
}

/// An edge, seen from one of its nodes.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    source: u32,
    target: u32,
}

impl EdgeRef for Edge {
    type NodeId = u32;
    type EdgeId = (u32, u32);
    type Weight = ();

    fn source(&self) -> u32 {
        self.source
    }

    fn target(&self) -> u32 {
        self.target
    }

    fn weight(&self) -> &() {
        &()
    }

    fn id(&self) -> (u32, u32) {
        (self.source.min(self.target), self.source.max(self.target))
    }
}

/// The edges of a node, in the order of its neighbours.
pub type EdgesOfNode<'g> = Map<Zip<Repeat<u32>, Copied<Iter<'g, u32>>>, fn((u32, u32)) -> Edge>;

impl<'g> IntoEdges for &'g Adjacency {
    type Edges = EdgesOfNode<'g>;

    fn edges(self, node: u32) -> EdgesOfNode<'g> {
        std::iter::repeat(node).zip(self.neighbors(node)).map(|(source, target)| Edge { source, target })
    }
}

/// The edges of a graph, each from its smaller node, in order.
#[derive(Clone)]
pub struct Edges<'g> {
    graph: &'g Adjacency,
    nodes: Range<u32>,
    of_node: EdgesOfNode<'g>,
    /// The number of edges left.
    left: usize,
}

impl Iterator for Edges<'_> {
    type Item = Edge;

    fn next(&mut self) -> Option<Edge> {
        loop {
            if let Some(edge) = self.of_node.find(|edge| edge.source < edge.target) {
                self.left -= 1;
                return Some(edge);
            }
            self.of_node = IntoEdges::edges(self.graph, self.nodes.next()?);
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Edges<'_> {}

impl<'g> IntoEdgeReferences for &'g Adjacency {
    type EdgeRef = Edge;
    type EdgeReferences = Edges<'g>;

    fn edge_references(self) -> Edges<'g> {
        let none: EdgesOfNode<'g> =
            std::iter::repeat(0).zip([].iter().copied()).map(|(source, target)| Edge { source, target });
        Edges { graph: self, nodes: self.nodes(), of_node: none, left: self.edge_count() }
    }
}
