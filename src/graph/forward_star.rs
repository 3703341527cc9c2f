/// The edges of a graph, each with its smaller node: for every node its larger neighbours, in order.
pub(super) struct ForwardStar {
    /// Of neighbouring nodes, from the first node to the last.
    pub(super) runs: Vec<Run>,
}

/// The edges of some neighbouring nodes.
pub(super) struct Run {
    /// The first node.
    pub(super) first: u32,
    /// How many larger neighbours each has.
    pub(super) counts: Vec<u32>,
    /// Those of each after those of the one before.
    pub(super) larger: Vec<u32>,
}

impl ForwardStar {
    /// Distinct edges between so many nodes, each from the smaller node to the larger, in order.
    ///
    /// # Panics
    /// Where an edge names a node that isn't there.
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

    /// How many larger neighbours each node has.
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
