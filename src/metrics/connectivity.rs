use super::forest::{Forest, ROOT};
use crate::graph::Adjacency;

/// Figures about the connectivity of a graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connectivity {
    /// The number of nodes of each connected component, in the order of their smallest nodes.
    pub component_sizes: Vec<usize>,
    /// Edges whose loss splits their component.
    pub bridges: usize,
    /// Nodes whose loss splits their component.
    pub cut_nodes: usize,
    /// Biconnected components: largest sets of edges such that any two lie on a common cycle. A bridge is one of its
    /// own.
    pub blocks: usize,
}

/// The figures of [`cuts`](super::cuts), without what each loss cuts off. This is several times as fast on graphs
/// larger than the cache: O(nodes + edges α(nodes)) time, O(nodes) space.
///
/// The algorithm takes a spanning forest and joins those of its edges that an edge outside it puts on a common cycle:
/// X. Dong, L. Wang, Y. Gu and Y. Sun, "Provably fast and space-efficient parallel biconnectivity", PPoPP 2023. Here
/// the forest is breadth-first, so that an edge outside it never joins a node with its ancestor. For most nodes of a
/// large graph, two of their edges show that they lie on a cycle and in the largest block. All edges are examined only
/// for the others.
pub fn connectivity(graph: &Adjacency) -> Connectivity {
    let forest = Forest::of(graph);
    let subtrees = Subtrees::of(&forest);
    let Blocks { mut joined, mut of_node, heads } = Blocks::of(graph, &forest, &subtrees);
    join_over_cycles(graph, &forest, &mut of_node, &mut joined);

    let mut figures = Connectivity { component_sizes: subtrees.of_roots(&forest), ..Connectivity::default() };
    // For each node, whether one block hangs below it, or two. A node has a block above it as well, but a root has
    // none.
    let mut below = vec![0_u8; graph.node_count()];
    for (block, &head) in (0..).zip(&heads) {
        if let Some(nodes) = joined.size_of_first(block) {
            figures.blocks += 1;
            figures.bridges += usize::from(nodes == 1);
            below[head as usize] = below[head as usize].saturating_add(1);
        }
    }
    let splits = |(&parent, &below): (&u32, &u8)| below > u8::from(parent == ROOT);
    figures.cut_nodes = forest.parent.iter().zip(&below).filter(|&node| splits(node)).count();
    figures
}

/// The subtree of each node of a forest, as a range of numbers in depth-first order.
struct Subtrees {
    /// The number of each node, which is the first of its subtree.
    numbers: Vec<u32>,
    /// The number of nodes in each node's subtree.
    sizes: Vec<u32>,
}

impl Subtrees {
    fn of(Forest { order, parent }: &Forest) -> Self {
        let mut sizes = vec![1; parent.len()];
        for &node in order.iter().rev() {
            let up = parent[node as usize];
            if up != ROOT {
                sizes[up as usize] += sizes[node as usize];
            }
        }
        let mut numbers = vec![0; parent.len()];
        // The number that each node's next child gets.
        let (mut next, mut next_root) = (vec![0; parent.len()], 0);
        for &node in order {
            let up = parent[node as usize];
            let place = if up == ROOT { &mut next_root } else { &mut next[up as usize] };
            let number = *place;
            *place += sizes[node as usize];
            numbers[node as usize] = number;
            next[node as usize] = number + 1;
        }
        Self { numbers, sizes }
    }

    /// Whether a reach lies entirely in the subtree of a node.
    #[inline]
    fn has(&self, node: u32, (low, high): Reach) -> bool {
        let (first, size) = (self.numbers[node as usize], self.sizes[node as usize]);
        low >= first && high < first + size
    }

    /// The number of nodes of each tree, in the order of the forest.
    fn of_roots(&self, forest: &Forest) -> Vec<usize> {
        let roots = forest.order.iter().filter(|&&node| forest.parent[node as usize] == ROOT);
        roots.map(|&root| self.sizes[root as usize] as usize).collect()
    }
}

/// The smallest and the largest number that edges lead to.
type Reach = (u32, u32);

fn wider(a: Reach, b: Reach) -> Reach {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The blocks as far as the edges of the forest determine them. A block has all its nodes except the topmost, its head,
/// which may also be in other blocks.
struct Blocks {
    joined: Joined,
    /// The block of each node, of which the node isn't the head; a root has none.
    of_node: Vec<u32>,
    /// The head of each block.
    heads: Vec<u32>,
}

/// Stands for the block of a root.
const NONE: u32 = u32::MAX;

impl Blocks {
    fn of(graph: &Adjacency, forest: &Forest, subtrees: &Subtrees) -> Self {
        let Forest { order, parent } = forest;
        let reached = |others: &[u32]| {
            let numbers = others.iter().map(|&other| subtrees.numbers[other as usize]);
            numbers.fold((u32::MAX, 0), |reach, number| wider(reach, (number, number)))
        };
        // First the reach of two edges of each node, then that of its subtree. The last two edges are taken, since the
        // first mostly leads to the parent: parents were searched in order.
        let last = |node| graph.neighbours(node).last_chunk::<2>().map_or(graph.neighbours(node), |two| two);
        let mut reach: Vec<Reach> = graph.nodes().map(|node| reached(last(node))).collect();
        let widen_parent = |reach: &mut [Reach], node: u32| {
            let up = parent[node as usize];
            if up != ROOT {
                reach[up as usize] = wider(reach[up as usize], reach[node as usize]);
            }
        };
        order.iter().rev().for_each(|&node| widen_parent(&mut reach, node));
        // If nothing seems to lead from a subtree past its parent, all edges of the subtree are examined. Nothing leads
        // past a root.
        let (mut is_doubtful, mut doubtful) = (vec![false; order.len()], Vec::new());
        for &node in order {
            let up = parent[node as usize];
            if up != ROOT
                && (is_doubtful[up as usize] || subtrees.has(up, reach[node as usize]))
                && parent[up as usize] != ROOT
            {
                is_doubtful[node as usize] = true;
                doubtful.push(node);
            }
        }
        for &node in doubtful.iter().rev() {
            reach[node as usize] = wider(reach[node as usize], reached(graph.neighbours(node)));
            widen_parent(&mut reach, node);
        }
        let (mut of_node, mut heads, mut nodes) = (vec![NONE; order.len()], Vec::new(), Vec::new());
        for &node in order {
            let up = parent[node as usize];
            if up == ROOT {
                continue;
            }
            // If nothing leads from the subtree past the parent, the edge between them begins a block (unless a later
            // edge closes a cycle through another child). Otherwise the edge lies on a cycle with the edge above the
            // parent.
            let of_parent = of_node[up as usize];
            let begins = of_parent == NONE || is_doubtful[node as usize] && subtrees.has(up, reach[node as usize]);
            let block = if begins {
                heads.push(up);
                nodes.push(0);
                u32::try_from(heads.len() - 1).expect("a graph has fewer than 2^32 nodes")
            } else {
                of_parent
            };
            of_node[node as usize] = block;
            nodes[block as usize] += 1;
        }
        Self { joined: Joined::new(nodes), of_node, heads }
    }
}

/// Joins the blocks that edges outside the forest connect, since each such edge closes a cycle through both its nodes.
///
/// One edge of each node joins nearly all of a large block. The nodes of that block are then skipped when all edges are
/// examined: M. Sutton, T. Ben-Nun and A. Barak, "Optimizing parallel graph connectivity computation via subgraph
/// sampling", IPDPS 2018.
fn join_over_cycles(graph: &Adjacency, forest: &Forest, of_node: &mut [u32], joined: &mut Joined) {
    let parent = &forest.parent;
    // Every edge of a root belongs to the forest.
    let is_outside = |a: u32, b: u32| parent[a as usize] != b && parent[b as usize] != a;
    for node in graph.nodes() {
        let block = of_node[node as usize];
        if let Some(&other) = graph.neighbours(node).last()
            && of_node[other as usize] != block
            && is_outside(node, other)
        {
            joined.join(block, of_node[other as usize]);
        }
    }
    let largest = joined.largest();
    for block in of_node.iter_mut().filter(|block| **block != NONE) {
        *block = joined.first(*block);
    }
    for node in graph.nodes() {
        let block = of_node[node as usize];
        if block == NONE || Some(block) == largest {
            continue;
        }
        for &other in graph.neighbours(node) {
            if of_node[other as usize] != block && is_outside(node, other) {
                joined.join(block, of_node[other as usize]);
            }
        }
    }
}

/// Disjoint sets of blocks, each represented by its first block, with the number of nodes of the set. R. E. Tarjan,
/// "Efficiency of a good but not linear set union algorithm", Journal of the ACM 22 (1975).
struct Joined {
    /// A pointer from each block towards the first block of its set, which points to itself.
    towards_first: Vec<u32>,
    /// For each first block, the number of nodes of its set.
    nodes: Vec<u32>,
}

impl Joined {
    fn new(nodes: Vec<u32>) -> Self {
        Self { towards_first: (0..).take(nodes.len()).collect(), nodes }
    }

    fn first(&mut self, mut block: u32) -> u32 {
        while self.towards_first[block as usize] != block {
            let next = self.towards_first[block as usize];
            // Path halving shortens the way for the next time.
            self.towards_first[block as usize] = self.towards_first[next as usize];
            block = next;
        }
        block
    }

    /// Joins two sets. The first block of the union has the topmost node of both as its head, since blocks are numbered
    /// from the root down.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        let (first, other) = (a.min(b), a.max(b));
        if first != other {
            self.towards_first[other as usize] = first;
            self.nodes[first as usize] += self.nodes[other as usize];
        }
    }

    /// The first block of the set with most nodes.
    fn largest(&self) -> Option<u32> {
        (0..).zip(&self.nodes).max_by_key(|(_, nodes)| **nodes).map(|(block, _)| block)
    }

    /// The number of nodes of a set, without its head; `None` for a block that isn't the first of its set.
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
        /// Depth-first search finds the same in another way: by positions and a stack instead of a forest and sets.
        #[test]
        fn figures_are_those_of_a_depth_first_search(
            (nodes, edges) in (1..80_u32, 1..4_usize).prop_flat_map(|(nodes, degree)| {
                (Just(nodes), prop::collection::vec((0..nodes, 0..nodes), 0..80 * degree))
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
        // Two triangles that share a node; then the same with another edge between them.
        let mut bow_tie = vec![(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)];
        assert_eq!(figures(6, &bow_tie), (vec![5, 1], 0, 1, 2));
        bow_tie.push((1, 3));
        assert_eq!(figures(6, &bow_tie), (vec![5, 1], 0, 0, 1));
    }
}
