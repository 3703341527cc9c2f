use std::{cmp::Reverse, collections::VecDeque};

use petgraph::visit::{Bfs, GraphRef, IntoNeighbors, VisitMap, Visitable};

use crate::graph::{Adjacency, PlaceId, TieGraph};

/// Stands for no component.
const OUTSIDE: u32 = u32::MAX;

/// The connected components of a graph: sets of places joined by chains of ties. A place without ties is a component of
/// its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// The number of each place's component; [`OUTSIDE`] for a place outside the graph.
    of: Vec<u32>,
    /// The places of each component, in order. The largest component is first; of equal sizes, the one with the
    /// smallest place.
    members: Vec<Vec<PlaceId>>,
}

impl Components {
    /// How many components there are.
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// The number, from 0, of a place's component; `None` if the place isn't in the graph.
    pub fn of(&self, place: PlaceId) -> Option<usize> {
        Some(self.of[place.index()]).filter(|&number| number != OUTSIDE).map(|number| number as usize)
    }

    /// The places of each component, by id. The largest component is first; of equal sizes, the one with the smallest
    /// id.
    pub fn members(&self) -> &[Vec<PlaceId>] {
        &self.members
    }

    /// The places that are components of their own, by id.
    pub fn isolated(&self) -> impl Iterator<Item = PlaceId> {
        self.members.iter().filter(|members| members.len() == 1).map(|members| members[0])
    }
}

/// Finds the connected components. Takes O(places + ties) time and space, apart from sorting them by size.
pub fn components(graph: &TieGraph<'_>) -> Components {
    let (numbers, sizes) = connected(&graph.adjacency());
    let mut of = vec![OUTSIDE; graph.network().place_count()];
    let mut members: Vec<Vec<PlaceId>> = sizes.iter().map(|&size| Vec::with_capacity(size as usize)).collect();
    for (place, number) in graph.places().map(|place| place.number()).zip(numbers) {
        of[place.index()] = number;
        members[number as usize].push(place);
    }
    Components { of, members }
}

/// The number of each node's connected component, from 0: the largest first; of equal sizes, the one with the smallest
/// node. Also returns their sizes. O(nodes + edges), apart from sorting them.
pub(super) fn connected(graph: &Adjacency) -> (Vec<u32>, Vec<u32>) {
    let mut numbers = vec![OUTSIDE; graph.node_count()];
    let mut sizes: Vec<u32> = Vec::new();
    let mut search = search(graph);
    for start in graph.nodes() {
        let number = u32::try_from(sizes.len()).expect("there are no more components than nodes");
        let mut size = 0;
        for node in reached(&mut search, graph, start) {
            numbers[node as usize] = number;
            size += 1;
        }
        sizes.extend((size > 0).then_some(size));
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&number| Reverse(sizes[number]));
    let mut rank = vec![0; sizes.len()];
    (0..).zip(&order).for_each(|(at, &number)| rank[number] = at);
    numbers.iter_mut().for_each(|number| *number = rank[*number as usize]);
    (numbers, order.iter().map(|&number| sizes[number]).collect())
}

/// petgraph's breadth-first search, which hasn't visited anything yet.
pub(crate) fn search<G: GraphRef + Visitable>(graph: G) -> Bfs<G::NodeId, G::Map> {
    Bfs { stack: VecDeque::new(), discovered: graph.visit_map() }
}

/// The nodes that can be reached from `start`, including itself, in the order found, without those that the search has
/// visited before; nothing if it has visited `start`. O(nodes + edges) for all starts of a search together.
pub(crate) fn reached<G: IntoNeighbors + Visitable>(
    search: &mut Bfs<G::NodeId, G::Map>,
    graph: G,
    start: G::NodeId,
) -> impl Iterator<Item = G::NodeId> {
    search.stack.extend(search.discovered.visit(start).then_some(start));
    std::iter::from_fn(move || search.next(graph))
}
