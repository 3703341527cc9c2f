use serde::Serialize;

use crate::{
    graph::{Adjacency, TieGraph},
    metrics::{
        Estimate, SampleOptions, Threads, blocks, degree_distribution, distances, sampled_distances, tie_lengths,
    },
};

/// The width in kilometres of the classes in which lengths are counted.
const KM_CLASS: f64 = 250.0;

/// The number of occurrences of a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DistributionRow {
    /// The degree, size or distance, or the lower end of a class of kilometres.
    pub value: u64,
    /// For kilometres, the end of the class, which doesn't belong to it.
    pub below: Option<u64>,
    /// The number of places, components, pairs of places or ties with this value.
    pub count: u64,
    /// Their share of all in per cent, to a hundredth.
    pub share_percent: f64,
    /// The share with this value or a smaller one.
    pub cumulative_percent: f64,
}

/// How many nodes have each degree that occurs, the smallest first.
pub fn degree_rows(graph: &Adjacency) -> Vec<DistributionRow> {
    let counts = degree_distribution(graph);
    rows((0..).zip(counts).map(|(degree, nodes)| (degree, None, nodes as u64)).collect())
}

/// How many components have each size that occurs, the smallest first.
pub fn component_rows(graph: &Adjacency) -> Vec<DistributionRow> {
    let mut sizes = blocks(graph).component_sizes;
    sizes.sort_unstable();
    rows(sizes.chunk_by(|a, b| a == b).map(|run| (run[0] as u64, None, run.len() as u64)).collect())
}

/// How many unordered pairs of the largest component are at each distance.
pub fn distance_rows(graph: &Adjacency, threads: Threads) -> Vec<DistributionRow> {
    let pairs = distances(graph, threads).distribution;
    rows((0..).zip(pairs).map(|(steps, pairs)| (steps, None, pairs)).collect())
}

/// The share of pairs at a distance, as estimated by a sample.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SampledDistanceRow {
    /// The distance.
    pub value: u64,
    /// The share of pairs at that distance in per cent, to a hundredth like all shares in this row.
    pub share_percent: f64,
    /// The lower end of its confidence interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The share of pairs at that distance or nearer.
    pub cumulative_percent: f64,
    /// The lower end of its interval.
    pub cumulative_low: f64,
    /// The upper end.
    pub cumulative_high: f64,
}

/// The share of unordered pairs of the largest component at each distance that occurs in a sample, and the number of
/// searches. There is no row if there is no pair. See [`sampled_distances`].
pub fn sampled_distance_rows(
    graph: &Adjacency,
    options: &SampleOptions,
    threads: Threads,
) -> (Vec<SampledDistanceRow>, usize) {
    let Some(sampled) = sampled_distances(graph, options, threads) else { return (Vec::new(), 0) };
    let rows = (0..).zip(sampled.shares.iter().zip(&sampled.within)).skip(1);
    let row = |(value, (share, within)): (u64, (&Estimate, &Estimate))| {
        let [share_percent, low, high] = percents(*share);
        let [cumulative_percent, cumulative_low, cumulative_high] = percents(*within);
        SampledDistanceRow { value, share_percent, low, high, cumulative_percent, cumulative_low, cumulative_high }
    };
    (rows.map(row).collect(), sampled.searches)
}

/// A share and the ends of its interval in per cent, to a hundredth. Ends are rounded outwards, unless the interval is
/// a single value.
fn percents(Estimate { value, low, high }: Estimate) -> [f64; 3] {
    let value = (value * 10_000.0).round() / 100.0;
    if low == high { [value; 3] } else { [value, (low * 10_000.0).floor() / 100.0, (high * 10_000.0).ceil() / 100.0] }
}

/// The number of ties in each class of 250 km that has any; ties of unknown length are left out.
pub fn tie_km_rows(graph: &TieGraph<'_>) -> Vec<DistributionRow> {
    // Ties are at most half the Earth's circumference long, so there are few classes.
    let class = |km: &f64| (km / KM_CLASS) as u64;
    let lengths = tie_lengths(graph);
    let width = KM_CLASS as u64;
    let of_run = |run: &[f64]| {
        let from = class(&run[0]) * width;
        (from, Some(from + width), run.len() as u64)
    };
    rows(lengths.chunk_by(|a, b| class(a) == class(b)).map(of_run).collect())
}

/// The rows of values that occur, with their shares.
fn rows(counts: Vec<(u64, Option<u64>, u64)>) -> Vec<DistributionRow> {
    let all: u64 = counts.iter().map(|(.., count)| count).sum();
    let percent = |count: u64| (count as f64 / all as f64 * 10_000.0).round() / 100.0;
    let mut so_far = 0;
    let occurring = counts.into_iter().filter(|(.., count)| *count > 0);
    occurring
        .map(|(value, below, count)| {
            so_far += count;
            let (share_percent, cumulative_percent) = (percent(count), percent(so_far));
            DistributionRow { value, below, count, share_percent, cumulative_percent }
        })
        .collect()
}
