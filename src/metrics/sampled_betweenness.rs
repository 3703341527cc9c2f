use std::collections::BTreeMap;

use super::{
    Threads,
    components::connected,
    estimate::{Estimate, SampleOptions, risk_of_check},
    random::Random,
    random_path::RandomPath,
};
use crate::graph::Adjacency;

/// The number of paths that a task draws.
const TASK: usize = 512;
/// The number of paths drawn before the first check.
const FIRST: usize = 16 * TASK;

/// What a sample of shortest paths says about the betweenness of all nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledBetweenness {
    /// The number of pairs of nodes drawn, each with one of the shortest paths between them.
    pub samples: usize,
    /// For each node, the number of these paths that run through it.
    pub counts: Vec<u32>,
    /// The betweenness for each count that occurs, not normalised, like that of [`betweenness`](super::betweenness()).
    /// All intervals hold at once.
    estimates: BTreeMap<u32, Estimate>,
}

impl SampledBetweenness {
    /// The betweenness of a node.
    pub fn of(&self, node: u32) -> Estimate {
        self.estimates.get(&self.counts[node as usize]).copied().unwrap_or_default()
    }

    /// For each count that occurs, from the largest: the best and the worst rank that a node with that count may have.
    /// Nodes whose ranks overlap can't be told apart.
    pub fn ranks(&self) -> BTreeMap<u32, (usize, usize)> {
        let mut nodes: BTreeMap<u32, usize> = BTreeMap::new();
        self.counts.iter().for_each(|&count| *nodes.entry(count).or_default() += 1);
        let of = |count: &u32| self.estimates.get(count).copied().unwrap_or_default();
        let number = |test: &dyn Fn(Estimate) -> bool| {
            // Both ends of the intervals rise with the count.
            nodes.iter().rev().take_while(|(count, _)| test(of(count))).map(|(_, nodes)| nodes).sum::<usize>()
        };
        let rank = |count: &u32| {
            let own = of(count);
            (1 + number(&|other| other.low > own.high), number(&|other| other.high >= own.low))
        };
        nodes.keys().map(|count| (*count, rank(count))).collect()
    }
}

/// The betweenness of every node, estimated from random shortest paths: pairs of different nodes are drawn, and for
/// each pair one of its shortest paths, all with the same probability. The expected share of paths that run through a
/// node is its betweenness divided by the number of pairs: M. Riondato and E. M. Kornaropoulos, "Fast approximation of
/// betweenness centrality through sampling", Data Mining and Knowledge Discovery 30 (2016).
///
/// As in KADABRA (M. Borassi and E. Natale, "KADABRA is an adaptive algorithm for betweenness via random
/// approximation", ACM Journal of Experimental Algorithmics 24, 2019), the sample grows until no interval extends by
/// more than `error`, as a share of all pairs, to either side. The intervals are those of Chernoff and Hoeffding for
/// the share of hits, k kl(found, true) <= ln(2 n / risk) (W. Hoeffding, JASA 58, 1963, theorem 1), so that all nodes
/// lie in theirs at once with the confidence asked for. For a graph with few nodes,
/// [`betweenness`](super::betweenness()) is exact and takes no longer.
///
/// Each path takes the time of two searches that meet in the middle.
pub fn sampled_betweenness(graph: &Adjacency, options: &SampleOptions, threads: Threads) -> SampledBetweenness {
    let count = graph.node_count();
    let pairs = count as f64 * (count as f64 - 1.0) / 2.0;
    // No path runs through a node with fewer than two neighbours.
    let open = graph.nodes().filter(|&node| graph.degree(node) > 1).count();
    let mut sampled = SampledBetweenness { samples: 0, counts: vec![0; count], estimates: BTreeMap::new() };
    if open == 0 {
        return sampled;
    }
    let (component_of, _) = connected(graph);
    let nodes = u32::try_from(count).unwrap_or(u32::MAX);
    let mut check = 0;
    loop {
        check += 1;
        // Each check has half as many more paths as the last.
        let wanted = if check == 1 { FIRST } else { (sampled.samples / 2).next_multiple_of(TASK) };
        let first = sampled.samples / TASK;
        let found = threads.map(
            wanted / TASK,
            || RandomPath::new(graph),
            |path, task| {
                let mut random = Random::of_task(options.seed, (first + task) as u64);
                let mut through = Vec::new();
                for _ in 0..TASK {
                    let a = random.below(nodes);
                    let b = (a + 1 + random.below(nodes - 1)) % nodes;
                    if component_of[a as usize] == component_of[b as usize] {
                        path.draw([a, b], &mut random, |node| through.push(node));
                    }
                }
                through
            },
        );
        found.into_iter().flatten().for_each(|node| sampled.counts[node as usize] += 1);
        sampled.samples += wanted;
        let risk = risk_of_check(1.0 - options.confidence, check) / open as f64;
        let most = sampled.counts.iter().max().copied().unwrap_or_default();
        // The interval for a share of one half is the longest.
        let longest = interval((most as usize).min(sampled.samples / 2), sampled.samples, risk);
        if (longest.high - longest.value).max(longest.value - longest.low) <= options.error {
            for &count in &sampled.counts {
                sampled.estimates.entry(count).or_insert_with(|| {
                    let Estimate { value, low, high } = interval(count as usize, sampled.samples, risk);
                    Estimate { value: value * pairs, low: low * pairs, high: high * pairs }
                });
            }
            return sampled;
        }
    }
}

/// The interval for the probability of a hit, given `hits` in `samples`, which holds except with probability `risk`.
fn interval(hits: usize, samples: usize, risk: f64) -> Estimate {
    let found = hits as f64 / samples as f64;
    let most = (2.0 / risk).ln() / samples as f64;
    let divergence = |chance: f64| {
        let term = |a: f64, b: f64| if a > 0.0 { a * (a / b).ln() } else { 0.0 };
        term(found, chance) + term(1.0 - found, 1.0 - chance)
    };
    // The end of the interval between the value found and the farthest value, by bisection.
    let end = |mut inside: f64, mut outside: f64| {
        for _ in 0..60 {
            let middle = (inside + outside) / 2.0;
            if divergence(middle) <= most { inside = middle } else { outside = middle }
        }
        outside
    };
    Estimate { value: found, low: end(found, 0.0), high: end(found, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without hits the bound is known: (1 - p) ^ samples = risk / 2.
    #[test]
    fn intervals_hold_what_they_should() {
        let none = interval(0, 1000, 0.02);
        assert!((none.high - (1.0 - 0.01_f64.powf(0.001))).abs() < 1e-12 && none.low == 0.0, "{none:?}");
        let half = interval(500, 1000, 0.02);
        assert!((half.low + half.high - 1.0).abs() < 1e-9 && half.low > 0.44 && half.low < 0.46, "{half:?}");
        let all = interval(1000, 1000, 0.02);
        assert!((all.low + none.high - 1.0).abs() < 1e-9 && all.high == 1.0, "{all:?}");
    }
}
