use serde::Serialize;

use crate::{
    graph::Adjacency,
    metrics::{Threads, degree_assortativity, distances, rewired, triangles},
};

/// A figure of a network beside those of random networks in which every place has as many partners.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RandomComparisonRow {
    /// What is compared, as in [`Stats`](super::Stats).
    pub figure: &'static str,
    /// The network's; none where it isn't defined.
    pub value: Option<f64>,
    /// The mean over the random networks in which it is defined.
    pub random_mean: Option<f64>,
    /// Their sample standard deviation; none of fewer than two.
    pub random_sd: Option<f64>,
    /// By how many of these the network's is above the mean; none where they are all alike.
    pub z_score: Option<f64>,
}

/// The figures that are compared: those that the degrees leave open.
const FIGURES: [&str; 5] =
    ["transitivity", "mean_local_clustering", "degree_assortativity", "mean_distance", "effective_diameter_90"];

/// Clustering, assortativity and, unless `without_distances`, distances of a graph beside those of so many
/// [rewired](rewired) ones: a small world has far more clustering, and hardly longer distances (D. J. Watts and S. H. Strogatz,
/// Nature 393, 1998). The seeds are `seed` and the numbers after it.
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

/// To a millionth.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
