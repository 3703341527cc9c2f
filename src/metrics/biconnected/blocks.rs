use super::depth_first::{Above, Attachment, Visitor, depth_first};
use crate::graph::Adjacency;

/// The blocks (biconnected components) of a graph, and how they are connected.
///
/// A block is a largest set of edges such that any two lie on a common cycle. A bridge is a block of its own, and a
/// node without edges is in none. Two blocks share at most one node, a cut node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// The nodes of all blocks, block after block.
    nodes: Vec<u32>,
    /// For each of `nodes`, the number of nodes of its component that are reached from it without the block, including
    /// itself.
    weights: Vec<u32>,
    /// The index in `nodes` of each block's first node, and the end of the last block.
    offsets: Vec<u32>,
    /// Nodes whose loss splits their component, in order.
    pub cut_nodes: Vec<u32>,
    /// The number of blocks that are single edges, whose loss splits their component.
    pub bridges: usize,
    /// The sizes of the connected components, the largest first.
    pub component_sizes: Vec<usize>,
}

impl Blocks {
    /// How many blocks there are.
    pub fn count(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The nodes of each block, and for each node the number of nodes of its component that are reached from it without
    /// using the block's edges, including itself: this is what hangs on the node. The weights of a block add up to the
    /// size of its component.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u32], &[u32])> {
        self.offsets.windows(2).map(|ends| {
            let range = ends[0] as usize..ends[1] as usize;
            (&self.nodes[range.clone()], &self.weights[range])
        })
    }
}

/// The blocks, cut nodes, bridges and component sizes of a graph. O(nodes + edges).
pub fn blocks(graph: &Adjacency) -> Blocks {
    let count = graph.node_count();
    let mut search = BlockSearch {
        below: vec![1; count],
        hanging: vec![1; count],
        parts: vec![0; count],
        open: Vec::new(),
        first_block: 0,
        size: 0,
        blocks: Blocks {
            nodes: Vec::new(),
            weights: Vec::new(),
            offsets: vec![0],
            cut_nodes: Vec::new(),
            bridges: 0,
            component_sizes: Vec::new(),
        },
    };
    depth_first(graph, &mut search);
    let mut blocks = search.blocks;
    blocks.cut_nodes.sort_unstable();
    blocks.component_sizes.sort_unstable_by(|a, b| b.cmp(a));
    blocks
}

/// The state of [`blocks`] during its search.
struct BlockSearch {
    /// The number of nodes in each node's subtree.
    below: Vec<u32>,
    /// For each node, itself plus the nodes of the blocks below of which it is the top.
    hanging: Vec<u32>,
    /// For each node, the number of blocks below of which it is the top.
    parts: Vec<u32>,
    /// The nodes met whose block isn't complete yet.
    open: Vec<u32>,
    /// The index of the component's first block.
    first_block: usize,
    /// The number of nodes of the component met so far.
    size: u32,
    blocks: Blocks,
}

impl Visitor for BlockSearch {
    fn enter(&mut self, node: u32) {
        self.open.push(node);
        self.size += 1;
    }

    /// Completes a block if nothing below the node reaches above its parent.
    fn leave(&mut self, node: u32, above: Option<Above>) {
        let Some(Above { node: parent, is_root, attachment }) = above else { return };
        let (n, p) = (node as usize, parent as usize);
        self.below[p] += self.below[n];
        if attachment == Attachment::Cycle {
            return;
        }
        self.parts[p] += 1;
        self.hanging[p] += self.below[n];
        // One block below makes a node a cut node; the root needs two, since nothing lies above it.
        if self.parts[p] == 1 + u32::from(is_root) {
            self.blocks.cut_nodes.push(parent);
        }
        self.blocks.bridges += usize::from(attachment == Attachment::Bridge);
        let first = self.open.iter().rposition(|&open| open == node).unwrap_or(0);
        self.blocks.nodes.push(parent);
        self.blocks.weights.push(0);
        for open in self.open.drain(first..) {
            self.blocks.nodes.push(open);
            self.blocks.weights.push(self.hanging[open as usize]);
        }
        self.blocks.offsets.push(u32::try_from(self.blocks.nodes.len()).expect("blocks hold fewer than 2^32 nodes"));
    }

    fn end_component(&mut self) {
        // Only the root is left.
        self.open.clear();
        let size = std::mem::take(&mut self.size);
        self.blocks.component_sizes.push(size as usize);
        // The top node of each block carries what the other nodes don't, which is known once the component is complete.
        for block in self.first_block..self.blocks.count() {
            let range = self.blocks.offsets[block] as usize..self.blocks.offsets[block + 1] as usize;
            let carried: u32 = self.blocks.weights[range.clone()].iter().sum();
            self.blocks.weights[range.start] = size - carried;
        }
        self.first_block = self.blocks.count();
    }
}
