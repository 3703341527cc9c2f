//! petgraph's traits for the graph of ties.
//!
//! Nodes are the places of the graph ([`PlaceId`]), and edges are its ties ([`TieId`]). The weight of a node is its
//! [`Place`], and the weight of an edge is its length in kilometres. So petgraph's algorithms that compare weights,
//! such as its spanning forest, compare lengths.

use std::{fmt, iter::Copied, ops::Range, slice::Iter};

use petgraph::{
    Direction, Undirected,
    graph::{NodeIndex, UnGraph},
    visit::{
        Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences,
        IntoEdges, IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences,
        NodeCompactIndexable, NodeCount, NodeIndexable, NodeRef, Visitable,
    },
};

use super::{NodeSet, Place, PlaceId, Tie, TieGraph, TieId};
use crate::geodesy::distance_km;

impl<'n> TieGraph<'n> {
    /// The graph as petgraph's own type, which can be changed. Node `i` is the i-th of [`places`](Self::places), and
    /// edge `i` is the tie whose [`TieId::index`] is `i`.
    ///
    /// Takes O(places + partnerships) time. Most of petgraph's algorithms run on `&TieGraph` itself. Only those that
    /// take nothing but an `UnGraph`, such as `steiner_tree`, need this.
    ///
    /// ```
    /// # use sistergraph::{formats, graph::{Network, Scope}, register::Register};
    /// # let (dataset, _) = formats::built_in("belarus")?.sound()?;
    /// # let (network, _) = Network::build(dataset, Register::built_in()).sound().expect("built-in data is sound");
    /// let graph = network.graph(&Scope::default());
    /// let mut owned = graph.to_petgraph().map(|_, place| place.name(), |_, tie| tie.partnership_count());
    /// assert_eq!((owned.node_count(), owned.edge_count()), (graph.place_count(), graph.tie_count()));
    /// owned.retain_nodes(|owned, place| owned[place] != "Minsk");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_petgraph(&self) -> UnGraph<Place<'n>, Tie> {
        let mut owned = UnGraph::with_capacity(self.place_count(), self.tie_count());
        self.places().for_each(|place| _ = owned.add_node(place));
        let node = |place| NodeIndex::new(NodeIndexable::to_index(self, place));
        self.ties().for_each(|(_, tie)| _ = owned.add_edge(node(tie.a), node(tie.b), tie));
        owned
    }

    /// The length of each arc of the adjacency.
    fn lengths(&self) -> &[f64] {
        self.visits.lengths.get_or_init(|| {
            let positions: Vec<_> = self.network().places().map(|place| place.position()).collect();
            let between = |a: u32, b: u32| positions[a as usize].zip(positions[b as usize]);
            let nodes = self.partners.nodes();
            let ends = nodes.flat_map(|node| self.partners.neighbours(node).iter().map(move |&other| (node, other)));
            ends.map(|(a, b)| between(a, b).map_or(f64::INFINITY, |(a, b)| distance_km(a, b))).collect()
        })
    }
}

impl GraphBase for TieGraph<'_> {
    type NodeId = PlaceId;
    type EdgeId = TieId;
}

impl GraphProp for TieGraph<'_> {
    type EdgeType = Undirected;
}

impl<'n> Data for TieGraph<'n> {
    type NodeWeight = Place<'n>;
    /// The distance between the two places in kilometres; infinite if one position isn't known.
    type EdgeWeight = f64;
}

impl NodeCount for TieGraph<'_> {
    fn node_count(&self) -> usize {
        self.place_count()
    }
}

impl EdgeCount for TieGraph<'_> {
    fn edge_count(&self) -> usize {
        self.tie_count()
    }
}

/// Index i is the i-th of the graph's places. It equals [`PlaceId::index`] if the graph has all places of its network.
impl NodeIndexable for TieGraph<'_> {
    fn node_bound(&self) -> usize {
        self.place_count()
    }

    fn to_index(&self, place: PlaceId) -> usize {
        self.numbers().map_or(place.index(), |numbers| numbers.of_place[place.index()] as usize)
    }

    fn from_index(&self, number: usize) -> PlaceId {
        let place = || PlaceId(u32::try_from(number).expect("places have 32-bit numbers"));
        self.numbers().map_or_else(place, |numbers| numbers.places[number])
    }
}

impl NodeCompactIndexable for TieGraph<'_> {}

impl EdgeIndexable for TieGraph<'_> {
    fn edge_bound(&self) -> usize {
        self.tie_count()
    }

    fn to_index(&self, tie: TieId) -> usize {
        tie.index()
    }

    fn from_index(&self, number: usize) -> TieId {
        TieId(u32::try_from(number).expect("ties have 32-bit numbers"))
    }
}

impl Visitable for TieGraph<'_> {
    type Map = NodeSet;

    fn visit_map(&self) -> NodeSet {
        NodeSet::none_of(self.network().place_count())
    }

    fn reset_map(&self, map: &mut NodeSet) {
        *map = self.visit_map();
    }
}

/// There is no matrix: a tie is looked up among the partners of a place, in O(log degree).
impl GetAdjacencyMatrix for TieGraph<'_> {
    type AdjMatrix = ();

    fn adjacency_matrix(&self) {}

    fn is_adjacent(&self, (): &(), a: PlaceId, b: PlaceId) -> bool {
        self.is_tied(a, b)
    }
}

/// The partners of a place, by id.
#[derive(Clone)]
pub struct Partners<'g>(Copied<Iter<'g, u32>>);

impl Iterator for Partners<'_> {
    type Item = PlaceId;

    #[inline]
    fn next(&mut self) -> Option<PlaceId> {
        self.0.next().map(PlaceId)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<'g> IntoNeighbors for &'g TieGraph<'_> {
    type Neighbors = Partners<'g>;

    #[inline]
    fn neighbors(self, place: PlaceId) -> Partners<'g> {
        Partners(self.partners.neighbours(place.0).iter().copied())
    }
}

impl<'g> IntoNeighborsDirected for &'g TieGraph<'_> {
    type NeighborsDirected = Partners<'g>;

    fn neighbors_directed(self, place: PlaceId, _: Direction) -> Partners<'g> {
        self.neighbors(place)
    }
}

/// The places of a graph, by id.
#[derive(Clone)]
pub struct Places<'g, 'n> {
    graph: &'g TieGraph<'n>,
    /// The range of the places' numbers in the graph that are left.
    left: Range<usize>,
}

impl Iterator for Places<'_, '_> {
    type Item = PlaceId;

    fn next(&mut self) -> Option<PlaceId> {
        self.left.next().map(|number| NodeIndexable::from_index(self.graph, number))
    }

    /// The lower bound is exact, since petgraph takes it for the number of nodes.
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl ExactSizeIterator for Places<'_, '_> {}

impl<'g, 'n> IntoNodeIdentifiers for &'g TieGraph<'n> {
    type NodeIdentifiers = Places<'g, 'n>;

    fn node_identifiers(self) -> Places<'g, 'n> {
        Places { graph: self, left: 0..self.place_count() }
    }
}

/// The places of a graph as [`Place`] values, by id.
#[derive(Clone)]
pub struct PlaceReferences<'g, 'n>(Places<'g, 'n>);

impl<'n> Iterator for PlaceReferences<'_, 'n> {
    type Item = Place<'n>;

    fn next(&mut self) -> Option<Place<'n>> {
        let place = self.0.next()?;
        Some(self.0.graph.place(place))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for PlaceReferences<'_, '_> {}

/// The id of the node is [`Place::number`], not the id in the data set.
impl NodeRef for Place<'_> {
    type NodeId = PlaceId;
    type Weight = Self;

    fn id(&self) -> PlaceId {
        self.number()
    }

    fn weight(&self) -> &Self {
        self
    }
}

impl<'g, 'n> IntoNodeReferences for &'g TieGraph<'n> {
    type NodeRef = Place<'n>;
    type NodeReferences = PlaceReferences<'g, 'n>;

    fn node_references(self) -> PlaceReferences<'g, 'n> {
        PlaceReferences(self.node_identifiers())
    }
}

/// A tie, seen from one of its places.
#[derive(Clone, Copy)]
pub struct TieRef<'g, 'n> {
    graph: &'g TieGraph<'n>,
    source: PlaceId,
    target: PlaceId,
    /// The index of the arc in the adjacency.
    arc: usize,
}

impl TieRef<'_, '_> {
    /// The distance between its places in kilometres, which is the weight of the edge; `None` if a position isn't
    /// known.
    pub fn km(&self) -> Option<f64> {
        Some(*self.weight()).filter(|km| km.is_finite())
    }
}

impl fmt::Debug for TieRef<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = |place| self.graph.place(place).id();
        write!(f, "{} -- {}", id(self.source), id(self.target))
    }
}

impl EdgeRef for TieRef<'_, '_> {
    type NodeId = PlaceId;
    type EdgeId = TieId;
    type Weight = f64;

    fn source(&self) -> PlaceId {
        self.source
    }

    fn target(&self) -> PlaceId {
        self.target
    }

    /// Takes O(1) time, except for the first call on a graph, which takes O(places + ties).
    fn weight(&self) -> &f64 {
        &self.graph.lengths()[self.arc]
    }

    /// Takes O(log partnerships) time, like [`TieGraph::tie_between`], except for the first call on a graph.
    fn id(&self) -> TieId {
        self.graph.tie_between(self.source, self.target).expect("the ties of an adjacency are ties")
    }
}

/// The ties of a place, in the order of its partners' ids.
#[derive(Clone)]
pub struct TiesOfPlace<'g, 'n> {
    graph: &'g TieGraph<'n>,
    place: PlaceId,
    arcs: Range<usize>,
    direction: Direction,
}

impl<'g, 'n> Iterator for TiesOfPlace<'g, 'n> {
    type Item = TieRef<'g, 'n>;

    fn next(&mut self) -> Option<TieRef<'g, 'n>> {
        let arc = self.arcs.next()?;
        let (place, partner) = (self.place, PlaceId(self.graph.partners.target(arc)));
        let (source, target) = match self.direction {
            Direction::Outgoing => (place, partner),
            Direction::Incoming => (partner, place),
        };
        Some(TieRef { graph: self.graph, source, target, arc })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.arcs.size_hint()
    }
}

impl<'g, 'n> IntoEdges for &'g TieGraph<'n> {
    type Edges = TiesOfPlace<'g, 'n>;

    fn edges(self, place: PlaceId) -> TiesOfPlace<'g, 'n> {
        self.edges_directed(place, Direction::Outgoing)
    }
}

impl<'g, 'n> IntoEdgesDirected for &'g TieGraph<'n> {
    type EdgesDirected = TiesOfPlace<'g, 'n>;

    fn edges_directed(self, place: PlaceId, direction: Direction) -> TiesOfPlace<'g, 'n> {
        TiesOfPlace { graph: self, place, arcs: self.partners.arcs(place.0), direction }
    }
}

/// The ties of a graph, each from the place with the smaller id, in the order of [`TieGraph::ties`].
#[derive(Clone)]
pub struct TieReferences<'g, 'n> {
    places: Range<u32>,
    of_place: TiesOfPlace<'g, 'n>,
    /// The number of ties left.
    left: usize,
}

impl<'g, 'n> Iterator for TieReferences<'g, 'n> {
    type Item = TieRef<'g, 'n>;

    fn next(&mut self) -> Option<TieRef<'g, 'n>> {
        loop {
            if let Some(tie) = self.of_place.find(|tie| tie.source < tie.target) {
                self.left -= 1;
                return Some(tie);
            }
            self.of_place = self.of_place.graph.edges(PlaceId(self.places.next()?));
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for TieReferences<'_, '_> {}

impl<'g, 'n> IntoEdgeReferences for &'g TieGraph<'n> {
    type EdgeRef = TieRef<'g, 'n>;
    type EdgeReferences = TieReferences<'g, 'n>;

    fn edge_references(self) -> TieReferences<'g, 'n> {
        let none = TiesOfPlace { graph: self, place: PlaceId(0), arcs: 0..0, direction: Direction::Outgoing };
        TieReferences { places: self.partners.nodes(), of_place: none, left: self.tie_count() }
    }
}
