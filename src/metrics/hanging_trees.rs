use petgraph::visit::VisitMap as _;

use super::{reached, search};
use crate::graph::Adjacency;

/// The greatest depth of a folded tree; what hangs deeper stays in the core.
pub(super) const DEPTH: usize = 7;

/// The number of nodes at each depth of a tree, from 0.
pub(super) type Depths = [u32; DEPTH + 1];

/// The number of nodes of a tree at each distance from one of them, from 0.
pub(super) type Within = [u32; 2 * DEPTH + 1];

/// A graph without its pendant trees, and those trees.
///
/// Nodes with one neighbour are removed, then those with one neighbour left, and so on, up to [`DEPTH`] above the
/// lowest. What is left is the core. All shortest paths from a tree to anywhere else lead through its root, a node of
/// the core.
pub(super) struct HangingTrees {
    /// The core. Its nodes are numbered from 0 in breadth-first order, so that neighbours are close in memory.
    pub core: Adjacency,
    /// For each node of the core, its number in the graph.
    pub nodes: Vec<u32>,
    /// For each node of the core, the number of nodes hanging on it at each depth; itself is at depth 0.
    pub depths: Vec<Depths>,
    /// For each node of the graph, the root of its tree (as a node of the core) and its depth below the root.
    pub seats: Vec<(u32, u32)>,
    /// For each node of the graph, the number of nodes of its tree at each distance; itself is at 0.
    pub within: Vec<Within>,
}

/// Folds the pendant trees of a graph. O(nodes x depth + edges).
pub(super) fn hanging_trees(graph: &Adjacency) -> HangingTrees {
    let count = graph.node_count();
    let mut degrees: Vec<usize> = graph.nodes().map(|node| graph.degree(node)).collect();
    let mut parents: Vec<Option<u32>> = vec![None; count];
    let mut below: Vec<Depths> = vec![[0; DEPTH + 1]; count];
    below.iter_mut().for_each(|depths| depths[0] = 1);
    // The nodes in the order of removal: every node comes before the one that it hangs on.
    let mut taken: Vec<u32> = Vec::new();
    let mut ends: Vec<u32> = graph.nodes().filter(|&node| degrees[node as usize] == 1).collect();
    while let Some(node) = ends.pop() {
        let depths = below[node as usize];
        if degrees[node as usize] != 1 || depths[DEPTH] > 0 {
            continue;
        }
        let Some(&parent) = graph.neighbours(node).iter().find(|&&other| parents[other as usize] != Some(node)) else {
            continue;
        };
        parents[node as usize] = Some(parent);
        taken.push(node);
        for depth in 0..DEPTH {
            below[parent as usize][depth + 1] += depths[depth];
        }
        degrees[node as usize] = 0;
        degrees[parent as usize] -= 1;
        if degrees[parent as usize] == 1 {
            ends.push(parent);
        }
    }

    let nodes = breadth_first(graph, |node| parents[node as usize].is_none());
    let mut seats = vec![(u32::MAX, 0); count];
    let mut within: Vec<Within> = vec![[0; 2 * DEPTH + 1]; count];
    for (number, &node) in (0..).zip(&nodes) {
        seats[node as usize] = (number, 0);
        within[node as usize][..=DEPTH].copy_from_slice(&below[node as usize]);
    }
    for &node in taken.iter().rev() {
        let Some(parent) = parents[node as usize] else { continue };
        let (root, depth) = seats[parent as usize];
        seats[node as usize] = (root, depth + 1);
        let (own, above) = (below[node as usize], within[parent as usize]);
        let within = &mut within[node as usize];
        within[..=DEPTH].copy_from_slice(&own);
        // Everything that its parent sees outside this node's part is one step farther.
        for distance in 0..2 * DEPTH {
            let of_own = distance.checked_sub(1).and_then(|depth| own.get(depth)).copied().unwrap_or(0);
            within[distance + 1] += above[distance] - of_own;
        }
    }
    let edges = nodes.iter().flat_map(|&node| graph.neighbours(node).iter().map(move |&other| (node, other)));
    let edges = edges.filter(|&(_, other)| parents[other as usize].is_none());
    let core = Adjacency::new(nodes.len(), edges.map(|(a, b)| (seats[a as usize].0, seats[b as usize].0)));
    let depths = nodes.iter().map(|&node| below[node as usize]).collect();
    HangingTrees { core, nodes, depths, seats, within }
}

/// The nodes for which `is_core` is true, in breadth-first order from the smallest node of each of their components.
fn breadth_first(graph: &Adjacency, is_core: impl Fn(u32) -> bool) -> Vec<u32> {
    let mut search = search(graph);
    for outside in graph.nodes().filter(|&node| !is_core(node)) {
        search.discovered.visit(outside);
    }
    let mut order = Vec::new();
    graph.nodes().for_each(|start| order.extend(reached(&mut search, graph, start)));
    order
}
