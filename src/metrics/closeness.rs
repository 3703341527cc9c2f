use super::{
    Distances, Threads,
    hanging_trees::{DEPTH, Within, hanging_trees},
    many_searches::ManySearches,
};
use crate::graph::Adjacency;

/// The number of partial sums over the searches, which doesn't depend on the number of threads.
const SUMS: usize = 16;

/// The closeness of every node: with r nodes in its component, n in the graph, and the sum of its distances to the
/// others, it is (r - 1) / (n - 1) x (r - 1) / sum. This is the inverse of the mean distance, scaled by the share of
/// nodes reached, so that nodes of different components can be compared: S. Wasserman and K. Faust, "Social Network
/// Analysis" (1994), formula 5.22. It ranges from 0 (no neighbour) to 1 (neighbour of all).
pub fn closeness(distances: &Distances) -> Vec<f64> {
    let others = distances.reached.len().saturating_sub(1) as f64;
    distances.reached.iter().zip(&distances.sums).map(|(&reached, &sum)| closeness_of(reached, sum, others)).collect()
}

/// The closeness of a node that reaches `reached` of `others` nodes, at distances with this sum.
pub(super) fn closeness_of(reached: u32, sum: u64, others: f64) -> f64 {
    let reached = f64::from(reached);
    if sum > 0 { reached / others * (reached / sum as f64) } else { 0.0 }
}

/// The harmonic centrality of every node: the sum of the inverse distances to all other nodes, where one that can't be
/// reached adds 0 (M. Marchiori and V. Latora, "Harmony in the small-world", Physica A 285, 2000). The value isn't
/// normalised; divided by n - 1 it is at most 1. Takes as long as [`distances`](super::distances()).
///
/// The sums use whole numbers, so that the order of the nodes doesn't affect the last digit.
pub fn harmonic(graph: &Adjacency, threads: Threads) -> Vec<f64> {
    let trees = hanging_trees(graph);
    // For each node of the core, and each depth below it, what nodes elsewhere add.
    let start = || vec![[0_u128; DEPTH + 1]; trees.core.node_count()];
    let parts = ManySearches::new(&trees).run(threads, SUMS, start, |given, node, distance, counts| {
        let depths = &trees.depths[node as usize];
        for (depth, &sources) in (0..).zip(counts).filter(|(_, sources)| **sources > 0) {
            for (below, given) in
                (0..).zip(&mut given[node as usize]).take_while(|(below, _)| depths[*below as usize] > 0)
            {
                *given += given_by(sources, distance + depth + below);
            }
        }
    });
    let mut given = start();
    for part in parts {
        for (total, part) in given.iter_mut().zip(part) {
            total.iter_mut().zip(part).for_each(|(total, part)| *total += part);
        }
    }
    let of = |(&(root, depth), within): (&(u32, u32), &Within)| {
        let in_tree: u128 = (1..).zip(&within[1..]).map(|(steps, &nodes)| given_by(u64::from(nodes), steps)).sum();
        harmonic_of(given[root as usize][depth as usize] + in_tree)
    };
    trees.seats.iter().zip(&trees.within).map(of).collect()
}

/// What `nodes` nodes at a distance add to harmonic centrality; a neighbour adds 2^64 - 1.
#[inline]
pub(super) fn given_by(nodes: u64, distance: u32) -> u128 {
    u128::from(nodes) * u128::from(u64::MAX / u64::from(distance))
}

/// The harmonic centrality of a sum.
pub(super) fn harmonic_of(given: u128) -> f64 {
    given as f64 / u64::MAX as f64
}
