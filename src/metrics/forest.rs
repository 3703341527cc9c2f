use std::ops::Range;

use crate::graph::{Adjacency, NodeSet};

/// Stands for the parent of a root.
pub(super) const ROOT: u32 = u32::MAX;

/// A breadth-first spanning forest. An edge outside of it never joins a node with an ancestor.
pub(super) struct Forest {
    /// The nodes; parents come before their children, and the nodes of a component are consecutive. Large levels are
    /// sorted, so that walks over the forest go through memory in one direction.
    pub(super) order: Vec<u32>,
    /// The parent of each node; [`ROOT`] for a root.
    pub(super) parent: Vec<u32>,
}

impl Forest {
    /// Takes O(nodes + edges) time, and mostly O(nodes) if most of a component is within few steps of its root. Once a
    /// level has a large part of the component, the nodes not found yet look for a neighbour in it, and most stop at
    /// the first or second neighbour: S. Beamer, K. Asanović and D. Patterson, "Direction-optimizing breadth-first
    /// search", SC 2012.
    pub(super) fn of(graph: &Adjacency) -> Self {
        let nodes = graph.node_count();
        let mut found = NodeSet::none_of(nodes);
        let mut forest = Self { order: Vec::with_capacity(nodes), parent: vec![ROOT; nodes] };
        for root in graph.nodes() {
            if !found.insert(root) {
                continue;
            }
            forest.order.push(root);
            let mut level = forest.order.len() - 1..forest.order.len();
            while !level.is_empty() {
                if is_large_part(&level, graph) {
                    forest.find_a_parent_each(graph, &mut found);
                } else {
                    forest.find_children(graph, level.clone(), &mut found);
                }
                level = level.end..forest.order.len();
            }
        }
        forest
    }

    /// Finds the next level from the nodes of the current one.
    fn find_children(&mut self, graph: &Adjacency, level: Range<usize>, found: &mut NodeSet) {
        let before = (level.len() >= graph.node_count() / FEW).then(|| found.clone());
        let end = level.end;
        for at in level.clone() {
            if (at - level.start).is_multiple_of(BATCH) {
                graph.fetch(self.order[at..end.min(at + BATCH)].iter().copied());
            }
            let node = self.order[at];
            for &other in graph.neighbours(node) {
                if found.insert(other) {
                    self.parent[other as usize] = node;
                    self.order.push(other);
                }
            }
        }
        if let Some(before) = before {
            self.order.truncate(end);
            self.order.extend(found.since(&before));
        }
    }

    /// Finds the next level from the nodes not found yet. If such a node has a neighbour that was found, that neighbour
    /// is in the last level, since one in an earlier level would have found the node.
    fn find_a_parent_each(&mut self, graph: &Adjacency, found: &mut NodeSet) {
        let end = self.order.len();
        for node in found.others() {
            if let Some(&parent) = graph.neighbours(node).iter().find(|&&other| found.has(other)) {
                self.parent[node as usize] = parent;
                self.order.push(node);
            }
        }
        for &node in &self.order[end..] {
            found.insert(node);
        }
    }
}

/// The number of nodes whose neighbours are prefetched together.
const BATCH: usize = 32;

/// If a level has a smaller part of the nodes than one in this many, a look at all nodes doesn't pay.
const FEW: usize = 64;

/// Whether the nodes not found yet would examine fewer neighbours than the level has. If the level is the n-th part of
/// all nodes, each of them examines about n.
fn is_large_part(level: &Range<usize>, graph: &Adjacency) -> bool {
    let count = |count: usize| count as u128;
    let (all, found, others) = (count(graph.node_count()), count(level.len()), count(graph.node_count() - level.end));
    2 * count(graph.edge_count()) * found * found > others * all * all
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_forest_is_breadth_first_and_spans_the_graph(
            (nodes, edges) in (1..300_u32).prop_flat_map(|nodes| {
                (Just(nodes), prop::collection::vec((0..nodes, 0..nodes), 0..1500))
            }),
        ) {
            let graph = Adjacency::new(nodes as usize, edges);
            let Forest { order, parent } = Forest::of(&graph);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            prop_assert!(sorted.into_iter().eq(graph.nodes()));
            // The number of steps of each node from its root, and the root.
            let mut at: HashMap<u32, (usize, u32)> = HashMap::new();
            for node in order {
                let parent = parent[node as usize];
                let (steps, root) = if parent == ROOT { (0, node) } else { (at[&parent].0 + 1, at[&parent].1) };
                prop_assert!(parent == ROOT || graph.neighbours(node).contains(&parent));
                at.insert(node, (steps, root));
            }
            for (a, b) in graph.edges() {
                prop_assert!(at[&a].1 == at[&b].1 && at[&a].0.abs_diff(at[&b].0) <= 1);
            }
        }
    }
}
