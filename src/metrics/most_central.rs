use rayon::prelude::*;

use super::{
    Threads,
    breadth_first::BreadthFirst,
    closeness::{closeness_of, given_by, harmonic_of},
    components::connected,
};
use crate::graph::Adjacency;

/// The centrality by which nodes are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centrality {
    /// See [`closeness`](super::closeness()).
    Closeness,
    /// See [`harmonic`](super::harmonic()).
    Harmonic,
}

/// The number of nodes that are searched from before the threshold is updated, for any number of threads.
const ROUND: usize = 32;
/// Values that differ by a smaller share than this are treated as equal, since they may be equal after rounding.
const MARGIN: f64 = 1e-11;

/// The nodes of largest closeness or harmonic centrality, with their values, the largest first: all nodes with one of
/// the `wanted` largest values, so that nodes of equal value can be put in any order. Also returns the number of nodes
/// from which a search was begun.
///
/// The values are those that all nodes get from [`closeness`](super::closeness()) and [`harmonic`](super::harmonic()),
/// bit for bit. The algorithm is by E. Bergamini, M. Borassi, P. Crescenzi, A. Marino and H. Meyerhenke, "Computing
/// top-k closeness centrality faster in unweighted graphs", ACM TKDD 13 (2019): a search ends as soon as the degrees of
/// the level it has come to leave no chance of a value among the largest, and begins with the nodes that have the best
/// chance by the degrees of their neighbours. In the worst case O(nodes x edges) as for all; on networks few searches
/// go far.
pub fn most_central(graph: &Adjacency, by: Centrality, wanted: usize, threads: Threads) -> (Vec<(u32, f64)>, usize) {
    let (component_of, sizes) = connected(graph);
    let reached = |node: u32| u64::from(sizes[component_of[node as usize] as usize] - 1);
    let bound = |node: u32| {
        let mut chance = Chance::new(by, graph.node_count(), reached(node));
        let neighbours = graph.neighbours(node);
        chance.meet(1, neighbours.len() as u64);
        chance.at_most(1, beyond(graph, neighbours))
    };
    let mut order: Vec<(f64, u32)> =
        graph.nodes().into_par_iter().with_min_len(1 << 12).map(|node| (bound(node), node)).collect();
    order.par_sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut found: Vec<(u32, f64)> = Vec::new();
    let (mut least, mut begun) = (f64::NEG_INFINITY, 0);
    for round in order.chunks(ROUND) {
        if wanted == 0 || round[0].0 < least {
            break;
        }
        let tasks = round.iter().take_while(|(bound, _)| *bound >= least).count();
        begun += tasks;
        let values = threads.map(
            tasks,
            || BreadthFirst::new(graph),
            |search, at| {
                let node = round[at].1;
                let chance = Chance::new(by, graph.node_count(), reached(node));
                Some((node, value(graph, search, node, chance, least)?))
            },
        );
        found.extend(values.into_iter().flatten());
        found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        if let Some(&(_, last)) = found.get(wanted - 1) {
            least = last * (1.0 - MARGIN);
            found.retain(|&(_, value)| value >= least);
        }
    }
    (found, begun)
}

/// The value of a node; `None` as soon as it can't reach `least`.
fn value(graph: &Adjacency, search: &mut BreadthFirst<'_>, node: u32, mut chance: Chance, least: f64) -> Option<f64> {
    search.begin(node);
    let mut distance = 0;
    while chance.left > 0 {
        let level = search.advance();
        distance += 1;
        chance.meet(distance, level.len() as u64);
        if chance.at_most(distance, chance.left) < least || chance.at_most(distance, beyond(graph, level)) < least {
            return None;
        }
    }
    Some(chance.value())
}

/// An upper bound for the size of the next level: all neighbours of this level's nodes, except the one by which each
/// was reached.
fn beyond(graph: &Adjacency, level: &[u32]) -> u64 {
    level.iter().map(|&node| graph.degree(node) as u64 - 1).sum()
}

/// What a search knows about its node's value.
#[derive(Clone, Copy)]
struct Chance {
    by: Centrality,
    nodes: usize,
    reached: u64,
    /// The number of nodes of the component not met yet.
    left: u64,
    /// For closeness, the sum of the distances; for harmonic centrality, what the nodes met so far add.
    sum: u128,
}

impl Chance {
    fn new(by: Centrality, nodes: usize, reached: u64) -> Self {
        Self { by, nodes, reached, left: reached, sum: 0 }
    }

    fn given(&self, distance: u32, nodes: u64) -> u128 {
        match self.by {
            Centrality::Closeness => u128::from(distance) * u128::from(nodes),
            Centrality::Harmonic => given_by(nodes, distance),
        }
    }

    /// Adds `nodes` nodes at a distance.
    fn meet(&mut self, distance: u32, nodes: u64) {
        self.sum += self.given(distance, nodes);
        self.left -= nodes;
    }

    /// An upper bound for the value if all nodes up to `distance` are met, and at most `next` are one step farther.
    fn at_most(mut self, distance: u32, next: u64) -> f64 {
        let next = next.min(self.left);
        self.meet(distance + 1, next);
        self.meet(distance + 2, self.left);
        self.value()
    }

    fn value(&self) -> f64 {
        match self.by {
            Centrality::Closeness => {
                let others = self.nodes.saturating_sub(1) as f64;
                closeness_of(self.reached as u32, u64::try_from(self.sum).unwrap_or(u64::MAX), others)
            }
            Centrality::Harmonic => harmonic_of(self.sum),
        }
    }
}
