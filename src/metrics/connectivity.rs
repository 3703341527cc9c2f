use crate::graph::Adjacency;

/// How a graph hangs together, in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connectivity {
    /// How many nodes each connected component has, in the order of their smallest nodes.
    pub component_sizes: Vec<usize>,
    /// Edges whose loss splits their component.
    pub bridges: usize,
    /// Nodes whose loss splits their component.
    pub cut_nodes: usize,
    /// Biconnected components: sets of edges any two of which lie on a common cycle, a bridge being one of its own.
    pub blocks: usize,
}

/// The figures of [`cuts`](super::cuts) without what each loss cuts off, several times as fast on graphs that are
/// larger than the cache: O(nodes + edges α(nodes)) time, O(nodes) space.
///
/// A spanning forest whose edges are joined where an edge outside it says that they share a cycle: X. Dong, L. Wang, Y.
/// Gu and Y. Sun, "Provably fast and space-efficient parallel biconnectivity", PPoPP 2023. The forest is breadth-first
/// here, not any: its nodes in the order found have their children side by side, so that all sums over the forest are
/// walks from one end of a list to the other, and an edge outside the forest never joins a node with its ancestor.
pub fn connectivity(graph: &Adjacency) -> Connectivity {
    let forest = Forest::of(graph);
    let Blocks { mut joined, of_node, heads } = Blocks::of(graph, &forest);
    join_over_cycles(graph, &forest, of_node, &mut joined);

    let mut figures = Connectivity { component_sizes: forest.component_sizes(), ..Connectivity::default() };
    // How many blocks hang below each node: a node has one above as well, a root has none.
    let mut below = vec![0_u8; graph.node_count()];
    for (block, &head) in (0..).zip(&heads) {
        if let Some(nodes) = joined.size_of_first(block) {
            figures.blocks += 1;
            figures.bridges += usize::from(nodes == 1);
            below[head as usize] = below[head as usize].saturating_add(1);
        }
    }
    let splits = |(&up, &below): (&u32, &u8)| below > u8::from(up == ROOT);
    figures.cut_nodes = forest.up.iter().zip(&below).filter(|&node| splits(node)).count();
    figures
}

/// The neighbours of so many nodes are fetched from memory together.
const BATCH: usize = 32;

/// Stands for the parent of a root.
const ROOT: u32 = u32::MAX;

/// A breadth-first spanning forest. Its nodes go by their places in the order in which they were found, where those of
/// a component are a run, children come after their parents, and children of one parent side by side.
struct Forest {
    /// The graph's nodes in the order found.
    order: Vec<u32>,
    /// The place of each one's parent; [`ROOT`] for a root.
    up: Vec<u32>,
}

impl Forest {
    fn of(graph: &Adjacency) -> Self {
        let nodes = graph.node_count();
        // One place more, for a node that turns out to have been found before: written in any case, kept where it is
        // new, which costs less than to guess whether it is.
        let (mut order, mut up) = (vec![0; nodes + 1], vec![ROOT; nodes + 1]);
        let mut found = vec![0_u64; nodes.div_ceil(64)];
        let mut is_new = |node: u32| {
            let (word, bit) = (&mut found[node as usize / 64], 1 << (node % 64));
            let is_new = *word & bit == 0;
            *word |= bit;
            is_new
        };
        let (mut at, mut count) = (0, 0);
        for root in graph.nodes() {
            if !is_new(root) {
                continue;
            }
            (order[count], up[count]) = (root, ROOT);
            count += 1;
            while at < count {
                let batch = at..count.min(at + BATCH);
                graph.fetch(order[batch.clone()].iter().copied());
                for at in batch.clone() {
                    let parent = u32::try_from(at).expect("a graph has fewer than 2^32 nodes");
                    for &node in graph.neighbours(order[at]) {
                        (order[count], up[count]) = (node, parent);
                        count += usize::from(is_new(node));
                    }
                }
                at = batch.end;
            }
        }
        order.truncate(nodes);
        up.truncate(nodes);
        Self { order, up }
    }

    fn component_sizes(&self) -> Vec<usize> {
        let roots = self.up.iter().enumerate().filter(|(_, up)| **up == ROOT).map(|(at, _)| at);
        let ends = roots.clone().skip(1).chain([self.up.len()]);
        roots.zip(ends).map(|(root, end)| end - root).collect()
    }

    /// Each node's number in depth-first order, and how many nodes its subtree has: with these a subtree is a range of
    /// numbers.
    fn subtrees(&self) -> (Vec<u32>, Vec<u32>) {
        let mut sizes = vec![1; self.up.len()];
        for (at, &up) in self.up.iter().enumerate().rev() {
            if up != ROOT {
                sizes[up as usize] += sizes[at];
            }
        }
        let mut numbers = vec![0; self.up.len()];
        // The number of each node's next child.
        let mut next = vec![0; self.up.len()];
        let mut next_root = 0;
        for (at, &up) in self.up.iter().enumerate() {
            let number = if up == ROOT { &mut next_root } else { &mut next[up as usize] };
            numbers[at] = *number;
            *number += sizes[at];
            next[at] = numbers[at] + 1;
        }
        (numbers, sizes)
    }

    /// What is known by place in the forest, by node of the graph.
    fn by_node(&self, by_place: &[u32]) -> Vec<u32> {
        let mut by_node = vec![0; by_place.len()];
        for (&node, &value) in self.order.iter().zip(by_place) {
            by_node[node as usize] = value;
        }
        by_node
    }
}

/// The blocks as far as the forest's own edges tell them. A block is known by its nodes without the topmost, its head:
/// that node may be in others too.
struct Blocks {
    joined: Joined,
    /// By node of the graph; a root is in the block of no other.
    of_node: Vec<u32>,
    /// The place of each one's head.
    heads: Vec<u32>,
}

/// Stands for the block of a root.
const NONE: u32 = u32::MAX;

impl Blocks {
    fn of(graph: &Adjacency, forest: &Forest) -> Self {
        let (numbers, sizes) = forest.subtrees();
        let number_of = forest.by_node(&numbers);
        // The least and the greatest number that an edge reaches from each node, found in the order in which neighbours
        // lie in memory; then from its subtree.
        let reached = |node: u32| {
            let numbers = graph.neighbours(node).iter().map(|&other| number_of[other as usize]);
            numbers.fold((u32::MAX, 0), |(low, high), number| (low.min(number), high.max(number)))
        };
        let of_node: Vec<(u32, u32)> = graph.nodes().map(reached).collect();
        let mut reach: Vec<(u32, u32)> = forest.order.iter().map(|&node| of_node[node as usize]).collect();
        drop(of_node);
        for (at, &up) in forest.up.iter().enumerate().rev() {
            if up != ROOT {
                let (low, high) = reach[at];
                let above = &mut reach[up as usize];
                *above = (above.0.min(low), above.1.max(high));
            }
        }
        let (mut of_place, mut heads, mut nodes) = (vec![NONE; forest.up.len()], Vec::new(), Vec::new());
        for (at, &up) in forest.up.iter().enumerate() {
            if up == ROOT {
                continue;
            }
            let (first, (low, high)) = (numbers[up as usize], reach[at]);
            // Nothing leads from the subtree past the parent: the edge between them begins a block, or it is found
            // later that one goes round through another child. Otherwise the edge is on a cycle with the parent's own.
            of_place[at] = if low >= first && high < first + sizes[up as usize] {
                heads.push(up);
                nodes.push(0);
                u32::try_from(heads.len() - 1).expect("a graph has fewer than 2^32 nodes")
            } else {
                of_place[up as usize]
            };
            nodes[of_place[at] as usize] += 1;
        }
        Self { joined: Joined::new(nodes), of_node: forest.by_node(&of_place), heads }
    }
}

/// Joins the blocks that edges outside the forest join: each closes a cycle through both of its nodes.
fn join_over_cycles(graph: &Adjacency, forest: &Forest, mut block_of: Vec<u32>, joined: &mut Joined) {
    let mut parent_of = vec![ROOT; forest.up.len()];
    for (&node, &up) in forest.order.iter().zip(&forest.up) {
        if up != ROOT {
            parent_of[node as usize] = forest.order[up as usize];
        }
    }
    // One edge of each node joins nearly all of a large block; told so, its nodes are passed over when all edges are
    // asked: M. Sutton, T. Ben-Nun and A. Barak, "Optimizing parallel graph connectivity computation via subgraph
    // sampling", IPDPS 2018.
    join_over(graph, |others| &others[..others.len().min(1)], &parent_of, &block_of, joined);
    for block in block_of.iter_mut().filter(|block| **block != NONE) {
        *block = joined.first(*block);
    }
    join_over(graph, |others| others, &parent_of, &block_of, joined);
}

/// The same over `some` of each node's edges.
fn join_over(
    graph: &Adjacency,
    some: impl Fn(&[u32]) -> &[u32],
    parent_of: &[u32],
    block_of: &[u32],
    joined: &mut Joined,
) {
    for node in graph.nodes() {
        let block = block_of[node as usize];
        for &other in some(graph.neighbours(node)).iter().take_while(|&&other| other < node) {
            let others = block_of[other as usize];
            // Every edge of a root is the forest's.
            if others != block
                && block.max(others) != NONE
                && parent_of[node as usize] != other
                && parent_of[other as usize] != node
            {
                joined.join(block, others);
            }
        }
    }
}

/// Disjoint sets of blocks, each known by its first, with the nodes of all of them. R. E. Tarjan, "Efficiency of a good
/// but not linear set union algorithm", Journal of the ACM 22 (1975).
struct Joined {
    /// The first block of a set is its own.
    towards_first: Vec<u32>,
    /// Of the first: how many nodes its set has.
    nodes: Vec<u32>,
}

impl Joined {
    fn new(nodes: Vec<u32>) -> Self {
        Self { towards_first: (0..).take(nodes.len()).collect(), nodes }
    }

    fn first(&mut self, mut block: u32) -> u32 {
        while self.towards_first[block as usize] != block {
            let next = self.towards_first[block as usize];
            // Halves the way for the next time.
            self.towards_first[block as usize] = self.towards_first[next as usize];
            block = next;
        }
        block
    }

    /// Joins two sets. The topmost node of both is the head of their first block, since blocks are numbered from the
    /// root down.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        let (first, other) = (a.min(b), a.max(b));
        if first != other {
            self.towards_first[other as usize] = first;
            self.nodes[first as usize] += self.nodes[other as usize];
        }
    }

    /// How many nodes a set has, its head left out; `None` of a block that isn't the first of its set.
    fn size_of_first(&self, block: u32) -> Option<u32> {
        (self.towards_first[block as usize] == block).then(|| self.nodes[block as usize])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metrics::blocks;

    proptest! {
        /// Depth-first search finds the same by another way: by positions and a stack instead of a forest and sets.
        #[test]
        fn figures_are_those_of_a_depth_first_search(
            (nodes, edges) in (1..80_u32).prop_flat_map(|nodes| {
                (Just(nodes), prop::collection::vec((0..nodes, 0..nodes), 0..120))
            }),
        ) {
            let graph = Adjacency::new(nodes as usize, edges);
            let (found, expected) = (connectivity(&graph), blocks(&graph));
            prop_assert_eq!(
                (found.cut_nodes, found.bridges, found.blocks),
                (expected.cut_nodes.len(), expected.bridges, expected.count())
            );
            let mut sizes = found.component_sizes;
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            prop_assert_eq!(sizes, expected.component_sizes);
        }
    }

    #[test]
    fn small_graphs_have_the_figures_that_one_sees() {
        let figures = |nodes, edges: &[(u32, u32)]| {
            let Connectivity { component_sizes, bridges, cut_nodes, blocks } =
                connectivity(&Adjacency::new(nodes, edges.iter().copied()));
            (component_sizes, bridges, cut_nodes, blocks)
        };
        assert_eq!(figures(0, &[]), (vec![], 0, 0, 0));
        assert_eq!(figures(2, &[]), (vec![1, 1], 0, 0, 0));
        assert_eq!(figures(3, &[(0, 1), (1, 2)]), (vec![3], 2, 1, 2));
        // Two triangles that share a node; and with an edge between them besides.
        let mut bow_tie = vec![(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)];
        assert_eq!(figures(6, &bow_tie), (vec![5, 1], 0, 1, 2));
        bow_tie.push((1, 3));
        assert_eq!(figures(6, &bow_tie), (vec![5, 1], 0, 0, 1));
    }
}
