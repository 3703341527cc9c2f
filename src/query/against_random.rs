use serde::Serialize;

use crate::{
    graph::Adjacency,
    metrics::{Threads, degree_assortativity, distances, rewired, triangles},
};

/// A figure of a network beside the same figure of random networks in which every place has as many partners.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RandomComparisonRow {
    /// What is compared, as in [`Stats`](super::Stats).
    pub figure: &'static str,
    /// The figure of the network; `None` if it isn't defined.
    pub value: Option<f64>,
    /// The mean over those random networks in which the figure is defined.
    pub random_mean: Option<f64>,
    /// Their sample standard deviation; `None` for fewer than two networks.
    pub random_sd: Option<f64>,
    /// How many standard deviations the network's figure lies above the mean; `None` if all random networks have the
    /// same figure.
    pub z_score: Option<f64>,
}

/// The figures that are compared: those that the degrees alone don't determine.
const FIGURES: [&str; 5] =
    ["transitivity", "mean_local_clustering", "degree_assortativity", "mean_distance", "effective_diameter_90"];

/// Compares the clustering, the assortativity and, unless `without_distances` is set, the distances of a graph with
/// those of random graphs, made by [rewiring](rewired) it. A small world has far more clustering and hardly longer
/// distances (D. J. Watts and S. H. Strogatz, Nature 393, 1998). The seeds are `seed` and the numbers after it.
pub fn against_random(
    graph: &Adjacency,
    networks: usize,
    seed: u64,
    without_distances: bool,
    threads: Threads,
) -> Vec<RandomComparisonRow> {
    let figures = |graph: &Adjacency| {
        let (triangles, distances) = (triangles(graph), (!without_distances).then(|| distances(graph, threads)));
        let of_distances = |figure: fn(&crate::metrics::Distances) -> Option<f64>| distances.as_ref().and_then(figure);
        [
            triangles.transitivity(),
            triangles.mean_local_clustering(),
            degree_assortativity(graph),
            of_distances(|distances| distances.mean()),
            of_distances(|distances| distances.effective_diameter(0.9)),
        ]
    };
    let own = figures(graph);
    let random: Vec<_> =
        (0..networks as u64).map(|number| figures(&rewired(graph, seed.wrapping_add(number)))).collect();
    let row = |at: usize| {
        let values: Vec<f64> = random.iter().filter_map(|figures| figures[at]).collect();
        let count = values.len() as f64;
        let mean = (count > 0.0).then(|| values.iter().sum::<f64>() / count);
        let spread = mean.filter(|_| count > 1.0).map(|mean| {
            (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0)).sqrt()
        });
        let z_score = own[at].zip(mean).zip(spread.filter(|&spread| spread > 1e-12));
        RandomComparisonRow {
            figure: FIGURES[at],
            value: own[at].map(rounded),
            random_mean: mean.map(rounded),
            random_sd: spread.map(rounded),
            z_score: z_score.map(|((own, mean), spread)| ((own - mean) / spread * 100.0).round() / 100.0),
        }
    };
    (0..if without_distances { 3 } else { FIGURES.len() }).map(row).collect()
}

/// Rounds to a millionth.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
