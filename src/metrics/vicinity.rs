use std::cmp::Reverse;

use crate::graph::Adjacency;

/// The nodes as a list, to be cut into groups of `size` nodes that are close to each other: neighbours of one hub, the
/// largest hubs first, in whole groups as long as there are enough; then all others.
///
/// Searches that begin in one group go through the graph side by side. O(nodes log nodes + edges log degree).
pub(super) fn vicinity(graph: &Adjacency, size: usize) -> Vec<u32> {
    let mut hubs: Vec<u32> = graph.nodes().collect();
    hubs.sort_by_key(|&node| Reverse(graph.degree(node)));
    let mut order: Vec<u32> = Vec::with_capacity(hubs.len());
    let mut is_placed = vec![false; graph.node_count()];
    for least in [size, size.div_ceil(2), 1] {
        for &hub in &hubs {
            let mut left: Vec<u32> = graph.neighbours(hub).to_vec();
            left.retain(|&node| !is_placed[node as usize]);
            left.sort_by_key(|&node| graph.degree(node));
            let taken = match left.len() {
                count if count < least => 0,
                count if least == size => count / size * size,
                count => count,
            };
            left.truncate(taken);
            left.iter().for_each(|&node| is_placed[node as usize] = true);
            order.extend(left);
        }
    }
    order.extend(hubs.iter().filter(|&&node| !is_placed[node as usize]));
    order
}
