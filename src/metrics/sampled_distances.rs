use super::{
    Distances, Threads,
    breadth_first::BreadthFirst,
    components::connected,
    distances,
    estimate::{Estimate, SampleOptions, bernstein, risk_of_check},
    random::Random,
    sampled_searches::{SOURCES, SampledSearches},
};
use crate::graph::Adjacency;

/// What a sample says about the distances in the largest component of a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledDistances {
    /// The number of nodes of the component from which distances were searched. They are drawn at random, and a node
    /// may be drawn more than once.
    pub searches: usize,
    /// The mean distance over the unordered pairs of nodes.
    pub mean: Estimate,
    /// For each distance from 0, the share of pairs at that distance. All intervals hold at once.
    pub shares: Vec<Estimate>,
    /// For each distance from 0, the share of pairs at that distance or nearer. All intervals hold at once.
    pub within: Vec<Estimate>,
}

impl SampledDistances {
    /// The distance within which a `share` of the pairs lie: see [`Distances::effective_diameter`].
    pub fn effective_diameter(&self, share: f64) -> Estimate {
        let crossing = |of: fn(&Estimate) -> f64| {
            let (mut before, mut at) = (0.0_f64, 0.0);
            for (steps, within) in self.within.iter().enumerate().skip(1) {
                let within = of(within).max(before);
                if within >= share {
                    return steps as f64 - 1.0 + (share - before) / (within - before);
                }
                (before, at) = (within, steps as f64);
            }
            at
        };
        Estimate {
            value: crossing(|within| within.value),
            low: crossing(|within| within.high),
            high: crossing(|within| within.low),
        }
    }
}

/// The mean distance and the distribution of distances in the largest component, from searches that begin at random
/// nodes; `None` if it has no pair. Of equally large components, the one with the smallest node counts.
///
/// Sampling ends when the interval of the mean extends by no more than `error`, as a share of the mean, to either side.
/// If that would take as many searches as there are nodes, all are made, and the figures are exact. The intervals are
/// empirical Bernstein bounds (A. Maurer and M. Pontil, COLT 2009). The sampled value for the mean is the mean distance
/// of a node minus its distance to one node in the middle, whose own mean distance is known. By the triangle
/// inequality, this difference lies in an interval no longer than twice the mean distance of the middle node, and it
/// varies less.
///
/// Takes at most O(nodes + edges) time for every 256 searches and every distance that occurs.
pub fn sampled_distances(graph: &Adjacency, options: &SampleOptions, threads: Threads) -> Option<SampledDistances> {
    let (component_of, sizes) = connected(graph);
    let size = *sizes.first()? as usize;
    if size < 2 {
        return None;
    }
    let nodes: Vec<u32> = graph.nodes().filter(|&node| component_of[node as usize] == 0).collect();
    let middle = Middle::new(graph, &nodes);
    let mut sample = Sample::new(&middle, options);
    let (mut batches, mut check) = (0, 0);
    loop {
        // Each check has half as many more searches as the last.
        check += 1;
        let next = batches + 1 + batches / 2;
        if next * SOURCES >= size {
            return Some(exact(&distances(graph, threads), size));
        }
        let found = threads.map(
            next - batches,
            || SampledSearches::new(graph),
            |searches, task| {
                let mut random = Random::of_task(options.seed, (batches + task) as u64);
                let draw = |_| nodes[random.below(u32::try_from(size).unwrap_or(u32::MAX)) as usize];
                let sources: Vec<u32> = (0..SOURCES).map(draw).collect();
                let counts = searches.run(&sources);
                sources.into_iter().zip(counts).collect::<Vec<_>>()
            },
        );
        found.into_iter().flatten().for_each(|(source, counts)| sample.add(source, &counts));
        batches = next;
        let mean = sample.mean(check);
        if mean.error() <= options.error * mean.value {
            return Some(sample.finished(check));
        }
    }
}

/// The result of searches from all nodes.
fn exact(distances: &Distances, size: usize) -> SampledDistances {
    let pairs: u64 = distances.distribution.iter().sum();
    let share = |pairs_at: u64| Estimate::exact(pairs_at as f64 / pairs as f64);
    let mut so_far = 0;
    let within = distances.distribution.iter().map(|&pairs_at| {
        so_far += pairs_at;
        share(so_far)
    });
    SampledDistances {
        searches: size,
        mean: Estimate::exact(distances.mean().unwrap_or_default()),
        within: within.collect(),
        shares: distances.distribution.iter().map(|&pairs| share(pairs)).collect(),
    }
}

/// A node in the middle of the component: the one with the largest degree.
struct Middle {
    /// The distance of each node from it.
    distances: Vec<u32>,
    eccentricity: u32,
    /// The number of other nodes in the component.
    others: f64,
    /// The mean distance of the middle node to all nodes, including itself.
    mean: f64,
    /// The range of the mean distance of a node minus its distance to the middle.
    range: (f64, f64),
}

impl Middle {
    fn new(graph: &Adjacency, nodes: &[u32]) -> Self {
        let middle = nodes.iter().copied().max_by_key(|&node| (graph.degree(node), std::cmp::Reverse(node)));
        let (mut distances, mut counts) = (vec![0; graph.node_count()], Vec::new());
        BreadthFirst::new(graph).run(middle.unwrap_or_default(), |distance, level| {
            level.iter().for_each(|&node| distances[node as usize] = distance);
            counts.push(level.len() as f64);
        });
        let sum = |at: f64| (0..).zip(&counts).map(|(steps, count)| (f64::from(steps) - at).abs() * count).sum::<f64>();
        let others = nodes.len() as f64 - 1.0;
        // A node is no farther from another than by way of the middle, and no nearer than the difference of their
        // distances to the middle.
        let least = (0..counts.len()).map(|at| sum(at as f64) / others - at as f64).fold(f64::INFINITY, f64::min);
        Self {
            distances,
            eccentricity: counts.len() as u32 - 1,
            others,
            mean: sum(0.0) / nodes.len() as f64,
            range: (least, sum(0.0) / others),
        }
    }
}

/// Sums over the searches made so far.
struct Sample<'m> {
    middle: &'m Middle,
    risk: f64,
    searches: usize,
    /// The sum of the differences (the mean distance of a node minus its distance to the middle), and the sum of their
    /// squares.
    differences: (f64, f64),
    /// For each distance, the sum of the shares of other nodes at that distance, and the sum of their squares.
    shares: Vec<(f64, f64)>,
    /// The same for the shares of other nodes at that distance or nearer.
    within: Vec<(f64, f64)>,
}

impl<'m> Sample<'m> {
    fn new(middle: &'m Middle, options: &SampleOptions) -> Self {
        let longest = 2 * middle.eccentricity as usize;
        Self {
            middle,
            risk: 1.0 - options.confidence,
            searches: 0,
            differences: (0.0, 0.0),
            shares: vec![(0.0, 0.0); longest + 1],
            within: vec![(0.0, 0.0); longest + 1],
        }
    }

    /// Adds the number of nodes that a search from `source` met at each distance.
    fn add(&mut self, source: u32, counts: &[u64]) {
        self.searches += 1;
        let sum: u64 = (0..).zip(counts).map(|(steps, &count)| steps * count).sum();
        let difference = sum as f64 / self.middle.others - f64::from(self.middle.distances[source as usize]);
        add(&mut self.differences, difference);
        let mut so_far = 0;
        for at in 1..self.shares.len() {
            let count = counts.get(at).copied().unwrap_or_default();
            so_far += count;
            add(&mut self.shares[at], count as f64 / self.middle.others);
            add(&mut self.within[at], so_far as f64 / self.middle.others);
        }
    }

    /// The mean distance, at the `check`-th check of the sample.
    fn mean(&self, check: usize) -> Estimate {
        let (sum, squares) = self.differences;
        let (least, most) = self.middle.range;
        let risk = risk_of_check(self.risk, check);
        let error = bernstein(self.searches, sum, squares, most - least, risk);
        let value = sum / self.searches as f64 + self.middle.mean;
        Estimate::within(value, error, 1.0, f64::from(2 * self.middle.eccentricity))
    }

    fn finished(&self, check: usize) -> SampledDistances {
        // There is an interval for each distance and for both kinds of share.
        let risk = risk_of_check(self.risk, check) / (2.0 * self.shares.len() as f64);
        let estimate = |&(sum, squares): &(f64, f64)| {
            let error = bernstein(self.searches, sum, squares, 1.0, risk);
            Estimate::within(sum / self.searches as f64, error, 0.0, 1.0)
        };
        let occurring = self.shares.iter().rposition(|&(sum, _)| sum > 0.0).map_or(1, |last| last + 1);
        let mut found = SampledDistances {
            searches: self.searches,
            mean: self.mean(check),
            shares: self.shares.iter().map(estimate).collect(),
            within: self.within.iter().map(estimate).collect(),
        };
        // No node is at distance 0 from another.
        (found.shares[0], found.within[0]) = (Estimate::default(), Estimate::default());
        // Few pairs may be farther apart than any that was found. Only the effective diameter needs these distances.
        found.shares.truncate(occurring);
        found
    }
}

fn add((sum, squares): &mut (f64, f64), value: f64) {
    *sum += value;
    *squares += value * value;
}
