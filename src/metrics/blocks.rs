use crate::graph::Adjacency;

/// The blocks (biconnected components) of a graph and how they hang together.
///
/// A block is a largest set of edges any two of which lie on a common cycle; a bridge is a block of its own, a node
/// without edges is in none. Two blocks share at most one node, a cut node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// The nodes of all blocks, block after block.
    nodes: Vec<u32>,
    /// For each of `nodes`, how many nodes of its component are reached from it without the block, itself counted.
    weights: Vec<u32>,
    /// Where each block begins in `nodes`, and where the last one ends.
    offsets: Vec<u32>,
    /// Nodes whose loss splits their component, in order.
    pub cut_nodes: Vec<u32>,
    /// How many blocks are single edges, whose loss splits their component.
    pub bridges: usize,
    /// The sizes of the connected components, the largest first.
    pub component_sizes: Vec<usize>,
}

impl Blocks {
    /// How many blocks there are.
    pub fn count(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The nodes of each block, with for each the number of nodes of its component that are reached from it without
    /// using the block's edges, itself counted: what hangs on it. The weights of a block add up to its component.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u32], &[u32])> {
        self.offsets.windows(2).map(|ends| {
            let range = ends[0] as usize..ends[1] as usize;
            (&self.nodes[range.clone()], &self.weights[range])
        })
    }
}

/// No position in depth-first order yet.
const UNSEEN: u32 = u32::MAX;

/// The blocks, cut nodes, bridges and component sizes in one depth-first search without recursion: J. Hopcroft and
/// R. Tarjan, "Efficient algorithms for graph manipulation", Communications of the ACM 16 (1973). O(nodes + edges).
pub fn blocks(graph: &Adjacency) -> Blocks {
    let count = graph.node_count();
    let mut search = Search {
        graph,
        position: vec![UNSEEN; count],
        low: vec![0; count],
        below: vec![1; count],
        looked_at: vec![0; count],
        hanging: vec![1; count],
        parts: vec![0; count],
        path: Vec::new(),
        open: Vec::new(),
        seen: 0,
        blocks: Blocks {
            nodes: Vec::new(),
            weights: Vec::new(),
            offsets: vec![0],
            cut_nodes: Vec::new(),
            bridges: 0,
            component_sizes: Vec::new(),
        },
    };
    for root in graph.nodes() {
        if search.position[root as usize] == UNSEEN {
            search.component(root);
        }
    }
    let mut blocks = search.blocks;
    blocks.cut_nodes.sort_unstable();
    blocks.component_sizes.sort_unstable_by(|a, b| b.cmp(a));
    blocks
}

struct Search<'g> {
    graph: &'g Adjacency,
    /// By node: when it was met.
    position: Vec<u32>,
    /// By node: the least position reached from its subtree by one edge back.
    low: Vec<u32>,
    /// By node: how many nodes its subtree holds.
    below: Vec<u32>,
    /// By node: how many of its neighbours have been looked at.
    looked_at: Vec<u32>,
    /// By node: itself and what the blocks it closes from above hold.
    hanging: Vec<u32>,
    /// By node: how many blocks it closes from above.
    parts: Vec<u32>,
    /// From the root to the node the search is at.
    path: Vec<u32>,
    /// Nodes met whose block isn't closed.
    open: Vec<u32>,
    seen: u32,
    blocks: Blocks,
}

impl Search<'_> {
    fn enter(&mut self, node: u32) {
        self.position[node as usize] = self.seen;
        self.low[node as usize] = self.seen;
        self.seen += 1;
        self.path.push(node);
        self.open.push(node);
    }

    fn component(&mut self, root: u32) {
        let (first_seen, first_weight) = (self.seen, self.blocks.weights.len());
        self.enter(root);
        while let Some(&node) = self.path.last() {
            let next = self.graph.neighbours(node).get(self.looked_at[node as usize] as usize);
            self.looked_at[node as usize] += 1;
            match next {
                Some(&other) if self.position[other as usize] == UNSEEN => self.enter(other),
                // The edge back to the parent leads no higher than the parent, so it needs no exception.
                Some(&other) => {
                    self.low[node as usize] = self.low[node as usize].min(self.position[other as usize]);
                }
                None => self.leave(),
            }
        }
        // The root is left over.
        self.open.clear();
        if self.parts[root as usize] > 1 {
            self.blocks.cut_nodes.push(root);
        }
        let size = self.seen - first_seen;
        self.blocks.component_sizes.push(size as usize);
        // The upper node of each block carries what the others don't, known now that the component is.
        let first_block = self.blocks.offsets.partition_point(|&start| (start as usize) < first_weight);
        for block in first_block..self.blocks.count() {
            let range = self.blocks.offsets[block] as usize..self.blocks.offsets[block + 1] as usize;
            let carried: u32 = self.blocks.weights[range.clone()].iter().sum();
            self.blocks.weights[range.start] = size - carried;
        }
    }

    /// Leaves the last node of the path, and closes a block where nothing below it reaches above its parent.
    fn leave(&mut self) {
        let Some(node) = self.path.pop() else { return };
        let Some(&parent) = self.path.last() else { return };
        let (n, p) = (node as usize, parent as usize);
        self.below[p] += self.below[n];
        self.low[p] = self.low[p].min(self.low[n]);
        if self.low[n] < self.position[p] {
            return;
        }
        self.parts[p] += 1;
        self.hanging[p] += self.below[n];
        // One block closed from above makes a cut node, but two for the root, which nothing lies above.
        if self.path.len() > 1 && self.parts[p] == 1 {
            self.blocks.cut_nodes.push(parent);
        }
        let first = self.open.iter().rposition(|&open| open == node).unwrap_or(0);
        self.blocks.bridges += usize::from(first + 1 == self.open.len());
        self.blocks.nodes.push(parent);
        self.blocks.weights.push(0);
        for open in self.open.drain(first..) {
            self.blocks.nodes.push(open);
            self.blocks.weights.push(self.hanging[open as usize]);
        }
        self.blocks.offsets.push(u32::try_from(self.blocks.nodes.len()).expect("blocks hold fewer than 2^32 nodes"));
    }
}
