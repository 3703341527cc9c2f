use std::cmp::Reverse;

use crate::graph::Adjacency;

/// The number of each node's connected component, from 0: the largest first, of equal sizes the one with the smallest
/// node first; and their sizes. O(nodes + edges).
pub(super) fn connected(graph: &Adjacency) -> (Vec<u32>, Vec<u32>) {
    let mut numbers = vec![u32::MAX; graph.node_count()];
    let mut sizes: Vec<u32> = Vec::new();
    let mut queue = Vec::new();
    for start in graph.nodes() {
        if numbers[start as usize] != u32::MAX {
            continue;
        }
        let number = u32::try_from(sizes.len()).expect("there are no more components than nodes");
        numbers[start as usize] = number;
        queue.push(start);
        let mut size = 0;
        while let Some(node) = queue.pop() {
            size += 1;
            for &other in graph.neighbours(node) {
                if numbers[other as usize] == u32::MAX {
                    numbers[other as usize] = number;
                    queue.push(other);
                }
            }
        }
        sizes.push(size);
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&number| Reverse(sizes[number]));
    let mut renumbered = vec![0; sizes.len()];
    for (rank, &number) in (0..).zip(&order) {
        renumbered[number] = rank;
    }
    numbers.iter_mut().for_each(|number| *number = renumbered[*number as usize]);
    (numbers, order.iter().map(|&number| sizes[number]).collect())
}
