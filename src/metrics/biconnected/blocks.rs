use super::depth_first::{Above, Attachment, Visitor, depth_first};
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

/// What [`blocks`] keeps during its search.
struct BlockSearch {
    /// By node: how many nodes its subtree holds.
    below: Vec<u32>,
    /// By node: itself and what the blocks it closes from above hold.
    hanging: Vec<u32>,
    /// By node: how many blocks it closes from above.
    parts: Vec<u32>,
    /// Nodes met whose block isn't closed.
    open: Vec<u32>,
    /// The first block of the component.
    first_block: usize,
    /// How many nodes of the component have been met.
    size: u32,
    blocks: Blocks,
}

impl Visitor for BlockSearch {
    fn enter(&mut self, node: u32) {
        self.open.push(node);
        self.size += 1;
    }

    /// Closes a block where nothing below the node reaches above its parent.
    fn leave(&mut self, node: u32, above: Option<Above>) {
        let Some(Above { node: parent, is_root, attachment }) = above else { return };
        let (n, p) = (node as usize, parent as usize);
        self.below[p] += self.below[n];
        if attachment == Attachment::Cycle {
            return;
        }
        self.parts[p] += 1;
        self.hanging[p] += self.below[n];
        // One block closed from above makes a cut node, but two for the root, which nothing lies above.
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
        // The root is left over.
        self.open.clear();
        let size = std::mem::take(&mut self.size);
        self.blocks.component_sizes.push(size as usize);
        // The upper node of each block carries what the others don't, known now that the component is.
        for block in self.first_block..self.blocks.count() {
            let range = self.blocks.offsets[block] as usize..self.blocks.offsets[block + 1] as usize;
            let carried: u32 = self.blocks.weights[range.clone()].iter().sum();
            self.blocks.weights[range.start] = size - carried;
        }
        self.first_block = self.blocks.count();
    }
}
