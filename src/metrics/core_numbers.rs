use crate::graph::Adjacency;

/// The core number of every node: the largest k such that the node is in a k-core. A k-core is a largest part of the
/// graph in which every node has at least k neighbours within the part.
///
/// V. Batagelj and M. Zaveršnik, "An O(m) algorithm for cores decomposition of networks" (2003): nodes are removed in
/// the order of their numbers of remaining neighbours. O(nodes + edges).
pub fn core_numbers(graph: &Adjacency) -> Vec<u32> {
    let mut left: Vec<u32> = graph.nodes().map(|node| graph.neighbours(node).len() as u32).collect();
    // The nodes sorted by their remaining neighbours, the position of each node in that order, and the beginning of
    // each number.
    let largest = left.iter().max().map_or(0, |&largest| largest as usize);
    let mut begins = vec![0; largest + 2];
    left.iter().for_each(|&degree| begins[degree as usize + 1] += 1);
    for degree in 0..=largest {
        begins[degree + 1] += begins[degree];
    }
    let mut next = begins.clone();
    let (mut order, mut place) = (vec![0; left.len()], vec![0; left.len()]);
    for node in graph.nodes() {
        let at = &mut next[left[node as usize] as usize];
        order[*at] = node;
        place[node as usize] = *at;
        *at += 1;
    }
    for at in 0..order.len() {
        let node = order[at];
        for &other in graph.neighbours(node) {
            let degree = left[other as usize];
            if degree <= left[node as usize] {
                continue;
            }
            // The node swaps places with the first node of its number, and so joins those with one neighbour less.
            let (from, to) = (place[other as usize], begins[degree as usize]);
            let first = order[to];
            order.swap(from, to);
            place.swap(first as usize, other as usize);
            begins[degree as usize] += 1;
            left[other as usize] -= 1;
        }
    }
    left
}
