use std::collections::VecDeque;

use petgraph::visit::{Bfs, VisitMap};

use super::{Adjacency, NodeSet, PlaceId};

/// Breadth-first search over a graph of ties, from one start after another: petgraph's, over the compact adjacency.
pub struct Search<'g> {
    adjacency: &'g Adjacency,
    search: Bfs<u32, NodeSet>,
}

impl<'g> Search<'g> {
    pub(super) fn new(adjacency: &'g Adjacency) -> Self {
        let discovered = NodeSet::none_of(adjacency.node_count());
        Self { adjacency, search: Bfs { stack: VecDeque::new(), discovered } }
    }

    /// The places that chains of ties lead to from `start`, itself first, in the order found; none where the search has
    /// been there. O(places + ties) for all starts together.
    pub fn component_of(&mut self, start: PlaceId) -> impl Iterator<Item = PlaceId> {
        self.search.stack.extend(self.search.discovered.visit(start.0).then_some(start.0));
        std::iter::from_fn(|| self.search.next(self.adjacency)).map(PlaceId)
    }
}
