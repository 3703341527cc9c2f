use std::collections::VecDeque;

use petgraph::visit::{Bfs, VisitMap};

use super::{Adjacency, PlaceId};

/// Breadth-first search over a graph of ties, from one start after another: petgraph's, over the compact adjacency.
pub struct Search<'g> {
    adjacency: &'g Adjacency,
    search: Bfs<u32, Seen>,
}

impl<'g> Search<'g> {
    pub(super) fn new(adjacency: &'g Adjacency) -> Self {
        let discovered = Seen(vec![0; adjacency.node_count().div_ceil(64)]);
        Self { adjacency, search: Bfs { stack: VecDeque::new(), discovered } }
    }

    /// The places that chains of ties lead to from `start`, itself first, in the order found; none where the search has
    /// been there. O(places + ties) for all starts together.
    pub fn component_of(&mut self, start: PlaceId) -> impl Iterator<Item = PlaceId> {
        self.search.stack.extend(self.search.discovered.visit(start.0).then_some(start.0));
        std::iter::from_fn(|| self.search.next(self.adjacency)).map(PlaceId)
    }
}

/// Which nodes have been seen, in one bit each.
struct Seen(Vec<u64>);

impl VisitMap<u32> for Seen {
    fn visit(&mut self, node: u32) -> bool {
        let is_new = !self.is_visited(&node);
        self.0[node as usize / 64] |= 1 << (node % 64);
        is_new
    }

    fn is_visited(&self, node: &u32) -> bool {
        self.0[*node as usize / 64] >> (node % 64) & 1 == 1
    }

    fn unvisit(&mut self, node: u32) -> bool {
        let was_seen = self.is_visited(&node);
        self.0[node as usize / 64] &= !(1 << (node % 64));
        was_seen
    }
}
