use std::collections::HashSet;

use super::random::Random;
use crate::graph::Adjacency;

/// The number of exchanges that are tried for each edge.
const TRIES: usize = 10;

/// A random graph in which every node has as many neighbours as in `graph`; the same for the same seed.
///
/// The ends of two random edges are exchanged, unless that would make a loop or an edge that exists. There are ten
/// tries for each edge: S. Maslov and K. Sneppen, "Specificity and stability in topology of protein networks", Science
/// 296 (2002). That ten are enough is shown by R. Milo and others, arXiv:cond-mat/0312028 (2003), who recommend a
/// hundred to be on the safe side. O(edges) time.
pub fn rewired(graph: &Adjacency, seed: u64) -> Adjacency {
    let mut edges: Vec<(u32, u32)> = graph.edges().collect();
    let ordered = |a: u32, b: u32| (a.min(b), a.max(b));
    let mut there: HashSet<(u32, u32)> = edges.iter().copied().collect();
    let mut random = Random::new(seed);
    let count = u32::try_from(edges.len()).unwrap_or(u32::MAX);
    for _ in 0..if count > 1 { TRIES * edges.len() } else { 0 } {
        let [x, y] = [0; 2].map(|_| random.below(count) as usize);
        let (a, b) = edges[x];
        let (c, d) = if random.below(2) == 0 { edges[y] } else { (edges[y].1, edges[y].0) };
        let (first, second) = (ordered(a, d), ordered(c, b));
        if a == d || c == b || there.contains(&first) || there.contains(&second) {
            continue;
        }
        there.remove(&edges[x]);
        there.remove(&edges[y]);
        there.insert(first);
        there.insert(second);
        (edges[x], edges[y]) = (first, second);
    }
    Adjacency::new(graph.node_count(), edges)
}
