use super::forest::{Forest, ROOT};
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
/// here, not any, so that an edge outside of it never joins a node with its ancestor. Most nodes of a large graph are
/// known to lie on a cycle, and in its largest block, after a look at two of their edges: all are asked of the others
/// only.
pub fn connectivity(graph: &Adjacency) -> Connectivity {
    let forest = Forest::of(graph);
    let subtrees = Subtrees::of(&forest);
    let Blocks { mut joined, mut of_node, heads } = Blocks::of(graph, &forest, &subtrees);
    join_over_cycles(graph, &forest, &mut of_node, &mut joined);

    let mut figures = Connectivity { component_sizes: subtrees.of_roots(&forest), ..Connectivity::default() };
    // How many blocks hang below each node: a node has one above as well, a root has none.
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

/// The subtree of each node of a forest as a range of numbers, which the nodes have in depth-first order.
struct Subtrees {
    /// By node: its number, the first of its subtree.
    numbers: Vec<u32>,
    /// By node: how many nodes its subtree has.
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
        // The number of each node's next child.
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

    /// Whether all of a reach is in the subtree of a node.
    #[inline]
    fn has(&self, node: u32, (low, high): Reach) -> bool {
        let (first, size) = (self.numbers[node as usize], self.sizes[node as usize]);
        low >= first && high < first + size
    }

    /// How many nodes each tree has, in the order of the forest.
    fn of_roots(&self, forest: &Forest) -> Vec<usize> {
        let roots = forest.order.iter().filter(|&&node| forest.parent[node as usize] == ROOT);
        roots.map(|&root| self.sizes[root as usize] as usize).collect()
    }
}

/// The least and the greatest number that an edge leads to.
type Reach = (u32, u32);

fn wider(a: Reach, b: Reach) -> Reach {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The blocks as far as the forest's own edges tell them. A block is known by its nodes without the topmost, its head:
/// that node may be in others too.
struct Blocks {
    joined: Joined,
    /// By node; a root is in the block of no other.
    of_node: Vec<u32>,
    /// The head of each.
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
        // Of two edges of each node, then of its subtree. The last two, since the first mostly leads to the parent, for
        // which neighbours were asked in order.
        let last = |node| graph.neighbours(node).last_chunk::<2>().map_or(graph.neighbours(node), |two| two);
        let mut reach: Vec<Reach> = graph.nodes().map(|node| reached(last(node))).collect();
        let widen_parent = |reach: &mut [Reach], node: u32| {
            let up = parent[node as usize];
            if up != ROOT {
                reach[up as usize] = wider(reach[up as usize], reach[node as usize]);
            }
        };
        order.iter().rev().for_each(|&node| widen_parent(&mut reach, node));
        // Where nothing seems to lead from a subtree past its parent, all edges of the subtree are asked. Nothing leads
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
            // Nothing leads from the subtree past the parent: the edge between them begins a block, or it is found
            // later that one goes round through another child. Otherwise the edge is on a cycle with the parent's own.
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

/// Joins the blocks that edges outside the forest join: each closes a cycle through both of its nodes.
///
/// One edge of each node joins nearly all of a large block; told so, its nodes are passed over when all edges of the
/// others are asked: M. Sutton, T. Ben-Nun and A. Barak, "Optimizing parallel graph connectivity computation via subgraph
/// sampling", IPDPS 2018.
fn join_over_cycles(graph: &Adjacency, forest: &Forest, of_node: &mut [u32], joined: &mut Joined) {
    let parent = &forest.parent;
    // Every edge of a root is the forest's.
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

    /// The first block of the set that has most nodes.
    fn largest(&self) -> Option<u32> {
        (0..).zip(&self.nodes).max_by_key(|(_, nodes)| **nodes).map(|(block, _)| block)
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
        // Two triangles that share a node; and with an edge between them besides.
        let mut bow_tie = vec![(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 2)];
        assert_eq!(figures(6, &bow_tie), (vec![5, 1], 0, 1, 2));
        bow_tie.push((1, 3));
        assert_eq!(figures(6, &bow_tie), (vec![5, 1], 0, 0, 1));
    }
}
