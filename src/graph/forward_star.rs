/// The edges of a graph, stored with their smaller nodes: the larger neighbours of every node, in order. This is the
/// upper triangle of a compressed adjacency matrix.
pub(super) struct ForwardStar {
    /// Consecutive ranges of nodes, in order.
    pub(super) runs: Vec<Run>,
}

/// The edges of a range of nodes.
pub(super) struct Run {
    /// The first node.
    pub(super) first: u32,
    /// The number of larger neighbours of each node.
    pub(super) counts: Vec<u32>,
    /// The larger neighbours of all nodes of the range, node after node.
    pub(super) larger: Vec<u32>,
}

impl ForwardStar {
    /// The forward star of distinct edges between `nodes` nodes. Each edge goes from the smaller node to the larger,
    /// and they are in ascending order.
    ///
    /// # Panics
    /// If an edge names a node that doesn't exist.
    pub(super) fn from_sorted(nodes: usize, edges: impl Iterator<Item = (u32, u32)>) -> Self {
        let (mut counts, mut larger) = (vec![0; nodes], Vec::with_capacity(edges.size_hint().0));
        for (a, b) in edges {
            counts[a as usize] += 1;
            larger.push(b);
        }
        Self { runs: vec![Run { first: 0, counts, larger }] }
    }

    pub(super) fn node_count(&self) -> usize {
        self.runs.iter().map(|run| run.counts.len()).sum()
    }

    pub(super) fn edge_count(&self) -> usize {
        self.runs.iter().map(|run| run.larger.len()).sum()
    }

    /// The number of larger neighbours of each node.
    pub(super) fn counts(&self) -> impl Iterator<Item = u32> {
        self.runs.iter().flat_map(|run| run.counts.iter().copied())
    }
}

impl Run {
    /// Each node with its larger neighbours.
    #[inline]
    pub(super) fn nodes(&self) -> impl Iterator<Item = (u32, &[u32])> {
        let mut rest = &self.larger[..];
        (self.first..).zip(&self.counts).map(move |(node, &count)| {
            let (larger, after) = rest.split_at(count as usize);
            rest = after;
            (node, larger)
        })
    }
}
