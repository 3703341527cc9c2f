use std::{hint::black_box, ops::Range};

use super::{
    forward_star::{ForwardStar, Run},
    halves::halves,
};

/// A simple undirected graph without any data: only who is whose neighbour, in two flat lists.
///
/// It serves metrics that visit every tie many times, and metrics that run both on places and on whole regions or
/// countries. Nodes are numbered from 0. Whoever made the graph knows which node is which place
/// ([`TieGraph::adjacency`](super::TieGraph::adjacency), [`Quotient`](super::Quotient)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjacency {
    /// The index in `targets` of each node's first neighbour, and the end of the last node's neighbours.
    offsets: Vec<u32>,
    /// The neighbours of each node, in order.
    targets: Vec<u32>,
}

/// The edges that are buffered before they are written.
const BATCH: usize = 256;

impl Adjacency {
    /// The graph of `nodes` nodes with these edges. Their order and direction don't matter; loops and repetitions are
    /// dropped.
    ///
    /// Takes O(nodes + edges log edges) time.
    ///
    /// # Panics
    /// If an edge names a node that doesn't exist.
    pub fn new(nodes: usize, edges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut edges: Vec<(u32, u32)> =
            edges.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (a.min(b), a.max(b))).collect();
        edges.sort_unstable();
        edges.dedup();
        Self::from_sorted(nodes, edges.iter().copied())
    }

    /// The graph of distinct edges, each from the smaller node to the larger, in ascending order. Takes O(nodes +
    /// edges) time.
    ///
    /// # Panics
    /// At 2^31 edges.
    pub(super) fn from_sorted(nodes: usize, edges: impl Iterator<Item = (u32, u32)>) -> Self {
        Self::from_forward_star(&ForwardStar::from_sorted(nodes, edges))
    }

    /// The graph of edges that are already grouped by their smaller nodes.
    ///
    /// # Panics
    /// At 2^31 edges.
    pub(super) fn from_forward_star(star: &ForwardStar) -> Self {
        let (nodes, edges) = (star.node_count(), star.edge_count());
        // The number of smaller neighbours of each node.
        let count = |runs: &[Run]| {
            let mut counts = vec![0_u32; nodes];
            runs.iter().flat_map(|run| &run.larger).for_each(|&node| counts[node as usize] += 1);
            counts
        };
        let (front, back) = star.runs.split_at(star.runs.len() / 2);
        let (mut smaller, more) = halves(edges, || count(front), || count(back));
        smaller.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        let mut offsets = vec![0_u32; nodes + 1];
        for (node, larger) in star.counts().enumerate() {
            let end = offsets[node].checked_add(smaller[node] + larger);
            offsets[node + 1] = end.expect("a graph has fewer than 2^31 edges");
        }
        let mut targets = vec![0; offsets[nodes] as usize];
        // One thread fills the lists of the nodes up to `middle`, another those of the rest. The threads share the work
        // evenly: the smaller neighbours, which arrive in no order, are half of the work for each.
        let (mut middle, mut before) = (0, 0);
        while middle < nodes && 2 * before < offsets[nodes] / 2 {
            before += smaller[middle];
            middle += 1;
        }
        drop(smaller);
        let (front, back) = targets.split_at_mut(offsets[middle] as usize);
        let fill = |own: Range<usize>, targets: &mut [u32]| {
            let start = offsets[own.start];
            let mut next: Vec<u32> = offsets[own.clone()].iter().map(|offset| offset - start).collect();
            let mut push = |from: u32, to: u32| {
                let at = &mut next[from as usize - own.start];
                targets[*at as usize] = to;
                *at += 1;
            };
            // Whether an edge leads to a node of this thread is unpredictable. Buffering the edges with a counter,
            // without a branch, avoids mispredictions.
            let (mut found, mut count) = ([(0, 0); BATCH], 0);
            for (node, larger) in star.runs.iter().flat_map(Run::nodes) {
                for &other in larger {
                    found[count] = (other, node);
                    count += usize::from(own.contains(&(other as usize)));
                    if count == BATCH {
                        found.iter().for_each(|&(from, to)| push(from, to));
                        count = 0;
                    }
                }
            }
            found[..count].iter().for_each(|&(from, to)| push(from, to));
            // In each list the smaller neighbours come before the larger ones.
            for (node, larger) in star.runs.iter().flat_map(Run::nodes) {
                if own.contains(&(node as usize)) {
                    let at = next[node as usize - own.start] as usize;
                    targets[at..at + larger.len()].copy_from_slice(larger);
                }
            }
        };
        halves(edges, || fill(middle..nodes, back), || fill(0..middle, front));
        Self { offsets, targets }
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The number of edges.
    pub fn edge_count(&self) -> usize {
        self.targets.len() / 2
    }

    /// The nodes.
    pub fn nodes(&self) -> Range<u32> {
        0..u32::try_from(self.node_count()).expect("a graph has fewer than 2^32 nodes")
    }

    /// The edges, each once from its smaller node to its larger, in order.
    pub fn edges(&self) -> impl Iterator<Item = (u32, u32)> + Clone + Sync {
        self.nodes()
            .flat_map(|node| self.neighbours(node).iter().map(move |&other| (node, other)))
            .filter(|(node, other)| node < other)
    }

    /// The neighbours of a node, in order.
    #[inline]
    pub fn neighbours(&self, node: u32) -> &[u32] {
        &self.targets[self.arcs(node)]
    }

    /// Prefetches the neighbours of some nodes. A walk between nodes that are far apart in memory would otherwise wait
    /// for one cache miss after the other. This only affects speed.
    ///
    /// # Panics
    /// If a node doesn't exist.
    #[inline]
    pub(crate) fn fetch(&self, nodes: impl Iterator<Item = u32>) {
        let firsts = nodes.filter_map(|node| self.targets.get(self.offsets[node as usize] as usize));
        black_box(firsts.fold(0, |sum, first| sum ^ first));
    }

    /// The number of neighbours of a node.
    #[inline]
    pub fn degree(&self, node: u32) -> usize {
        self.neighbours(node).len()
    }

    /// The range of a node's neighbours in the list of the neighbours of all nodes, for tables that hold a value for
    /// each direction of each edge.
    #[inline]
    pub(super) fn arcs(&self, node: u32) -> Range<usize> {
        self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize
    }

    /// The neighbour at an index of that list.
    #[inline]
    pub(super) fn target(&self, arc: usize) -> u32 {
        self.targets[arc]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn loops_and_repetitions_leave_a_simple_graph() {
        let graph = Adjacency::new(5, [(3, 1), (1, 3), (2, 2), (0, 1), (1, 4)]);
        assert_eq!((graph.node_count(), graph.edge_count()), (5, 3));
        assert_eq!(graph.neighbours(1), [0, 3, 4]);
        assert_eq!(graph.neighbours(2), [0; 0]);
        assert_eq!(graph.edges().collect::<Vec<_>>(), [(0, 1), (1, 3), (1, 4)]);
    }

    /// There are enough edges for two threads, once between few nodes and once between many, and some edges that meet
    /// only a few nodes.
    #[test]
    fn many_edges_are_in_the_lists_of_both_their_nodes() {
        for (nodes, hubs) in [(400, 400), (90_000, 90_000), (90_000, 3)] {
            let mut state = u64::from(nodes);
            let mut next = |below: u32| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                u32::try_from(state >> 33).unwrap() % below
            };
            let edges: Vec<(u32, u32)> = (0..120_000).map(|_| (next(nodes), next(hubs))).collect();
            let mut expected = vec![BTreeSet::new(); nodes as usize];
            for &(a, b) in edges.iter().filter(|(a, b)| a != b) {
                expected[a as usize].insert(b);
                expected[b as usize].insert(a);
            }
            let graph = Adjacency::new(nodes as usize, edges);
            assert!(graph.edge_count() > 1 << 15, "{}", graph.edge_count());
            for (node, others) in (0..).zip(expected) {
                assert!(graph.neighbours(node).iter().eq(&others), "{node}");
            }
            graph.fetch(graph.nodes());
        }
    }

    #[test]
    fn nothing_is_a_graph() {
        let graph = Adjacency::new(0, []);
        assert_eq!((graph.node_count(), graph.edge_count()), (0, 0));
    }
}
