//! Sampled figures: how often their intervals contain the truth, and that they don't depend on threads.

use sistergraph::{
    graph::Adjacency,
    metrics::{self, Estimate, SampleOptions, Threads, sampled_betweenness, sampled_distances},
};

use crate::support::{json as ask, run};

#[test]
fn a_rewired_graph_keeps_every_degree_and_loses_the_clustering() {
    // A ring in which every node has four neighbours: half of all wedges are closed.
    let ring: Vec<(u32, u32)> =
        (0..500).flat_map(|node| [(node, (node + 1) % 500), (node, (node + 2) % 500)]).collect();
    let graph = Adjacency::new(500, ring);
    let random = metrics::rewired(&graph, 7);
    assert!(graph.nodes().all(|node| graph.degree(node) == random.degree(node)));
    assert_eq!(random, metrics::rewired(&graph, 7));
    assert_ne!(random, metrics::rewired(&graph, 8));
    assert_eq!(metrics::triangles(&graph).transitivity(), Some(0.5));
    assert!(metrics::triangles(&random).transitivity().unwrap() < 0.05);
    let rows = sistergraph::query::against_random(&graph, 10, 1, false, Threads::default());
    let of = |figure: &str| rows.iter().find(|row| row.figure == figure).unwrap();
    assert!(of("transitivity").z_score.unwrap() > 20.0 && of("mean_distance").z_score.unwrap() > 20.0, "{rows:?}");
    // A regular graph has no degree correlation, rewired or not.
    assert_eq!((of("degree_assortativity").value, of("degree_assortativity").z_score), (None, None));
    for few in [Adjacency::new(0, []), Adjacency::new(2, [(0, 1)]), Adjacency::new(3, [(0, 1), (1, 2)])] {
        assert_eq!(metrics::rewired(&few, 1), few);
    }
}

/// A graph of some thousand nodes with hubs, several components and nodes without an edge.
fn graph() -> Adjacency {
    let mut state = 11_u64;
    let mut next = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % below
    };
    let edges: Vec<(u32, u32)> = (0..4000).map(|_| (next(3000), next(3000).min(next(3000)).min(next(900)))).collect();
    Adjacency::new(3000, edges)
}

fn holds(estimate: Estimate, truth: f64) -> bool {
    estimate.low <= truth + 1e-9 && truth <= estimate.high + 1e-9
}

const SEEDS: u64 = 200;
/// The confidence is 95 %.
const LEAST: usize = 190;

#[test]
fn intervals_of_distances_hold_the_truth_as_often_as_they_say() {
    let graph = graph();
    let all = metrics::distances(&graph, Threads::default());
    let (mean, effective) = (all.mean().unwrap(), all.effective_diameter(0.9).unwrap());
    let pairs: u64 = all.distribution.iter().sum();
    let (mut means, mut effectives, mut shares) = (0, 0, 0);
    for seed in 0..SEEDS {
        let options = SampleOptions { error: 0.2, seed, ..SampleOptions::default() };
        let found = sampled_distances(&graph, &options, Threads::default()).unwrap();
        assert!(found.searches < 2000, "it is a sample: {}", found.searches);
        assert!(found.mean.error() <= 0.2 * found.mean.value);
        means += usize::from(holds(found.mean, mean));
        effectives += usize::from(holds(found.effective_diameter(0.9), effective));
        let mut so_far = 0;
        shares += usize::from((0..).zip(&all.distribution).skip(1).all(|(at, &count): (usize, _)| {
            so_far += count;
            let none = Estimate { value: 0.0, low: 0.0, high: 1.0 };
            let share = found.shares.get(at).copied().unwrap_or(none);
            let within = found.within.get(at).copied().unwrap_or(none);
            holds(share, count as f64 / pairs as f64) && holds(within, so_far as f64 / pairs as f64)
        }));
    }
    assert!(means >= LEAST && effectives >= LEAST && shares >= LEAST, "{means} {effectives} {shares}");
}

#[test]
fn intervals_of_betweenness_hold_the_truth_of_all_places_at_once() {
    let graph = graph();
    let exact = metrics::betweenness(&graph, Threads::default());
    let pairs = 3000.0 * 2999.0 / 2.0;
    let (mut all_hold, mut sum) = (0, 0.0);
    let top = graph.nodes().max_by(|&a, &b| exact[a as usize].total_cmp(&exact[b as usize])).unwrap();
    for seed in 0..SEEDS {
        let options = SampleOptions { error: 0.05, seed, ..SampleOptions::default() };
        let found = sampled_betweenness(&graph, &options, Threads::default());
        all_hold += usize::from(graph.nodes().all(|node| holds(found.of(node), exact[node as usize])));
        let longest = graph.nodes().map(|node| found.of(node)).map(|of| (of.high - of.value).max(of.value - of.low));
        assert!(longest.fold(0.0, f64::max) <= 0.05 * pairs);
        // The true rank of every place lies between its best and its worst.
        let ranks = found.ranks();
        let (best, worst) = ranks[&found.counts[top as usize]];
        assert!(best == 1 && worst >= 1, "{best} {worst}");
        sum += found.of(top).value;
    }
    assert!(all_hold >= LEAST, "{all_hold}");
    // The mean of the values is the true one, since paths are drawn evenly.
    let mean = sum / SEEDS as f64;
    assert!((mean / exact[top as usize] - 1.0).abs() < 0.01, "{mean} {}", exact[top as usize]);
}

#[test]
fn every_place_has_its_true_betweenness_on_average() {
    // The graph has different numbers of paths between the same ends: a cycle of 4, one of 6, a bridge, a triangle.
    let edges =
        [(0, 1), (1, 2), (2, 3), (3, 0), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8), (8, 9), (9, 4), (5, 10), (10, 6)];
    let graph = Adjacency::new(12, edges);
    let exact = metrics::betweenness(&graph, Threads::new(1));
    let options = SampleOptions { error: 0.005, ..SampleOptions::default() };
    let found = sampled_betweenness(&graph, &options, Threads::new(2));
    for node in graph.nodes() {
        let (of, exact) = (found.of(node), exact[node as usize]);
        assert!(holds(of, exact) && of.high - of.low <= 0.01 * 66.0 + 1e-9, "{node}: {of:?} {exact}");
    }
}

#[test]
fn threads_and_repetition_leave_no_trace() {
    let graph = graph();
    let options = SampleOptions { error: 0.05, seed: 3, ..SampleOptions::default() };
    let distances = sampled_distances(&graph, &options, Threads::new(1));
    let betweenness = sampled_betweenness(&graph, &options, Threads::new(1));
    for threads in [2, 3] {
        assert_eq!(sampled_distances(&graph, &options, Threads::new(threads)), distances);
        assert_eq!(sampled_betweenness(&graph, &options, Threads::new(threads)), betweenness);
    }
    let other = SampleOptions { seed: 4, ..options };
    assert_ne!(sampled_betweenness(&graph, &other, Threads::new(2)), betweenness);
}

#[test]
fn few_nodes_are_not_sampled_but_searched() {
    let graph = Adjacency::new(6, [(0, 1), (1, 2), (2, 3), (3, 4)]);
    let found = sampled_distances(&graph, &SampleOptions::default(), Threads::new(1)).unwrap();
    assert_eq!((found.searches, found.mean), (5, Estimate::exact(2.0)));
    assert_eq!(sampled_distances(&Adjacency::new(2, []), &SampleOptions::default(), Threads::new(1)), None);
    let none = sampled_betweenness(&Adjacency::new(2, [(0, 1)]), &SampleOptions::default(), Threads::new(1));
    assert_eq!((none.samples, none.of(0)), (0, Estimate::default()));
}

#[test]
fn answers_say_that_they_are_approximate() {
    let stats = ask(&["stats", "--approx"]);
    // The built-in data has few places, so all are searched.
    assert_eq!(
        (&stats["mean_distance_low"], &stats["mean_distance"]),
        (&stats["mean_distance"], &stats["mean_distance_high"])
    );
    assert!(run(&["stats", "--approx"]).stdout.contains("approximate (samples: "));
    let rank = run(&["rank", "--metric", "betweenness", "--approx", "0.1", "--top", "3"]);
    assert!(rank.stdout.contains("; approximate (samples: ") && rank.stdout.contains("low"), "{}", rank.stdout);
    for refused in [
        "rank --metric degree --approx",
        "rank --metric betweenness --approx 7",
        "stats --distribution degree --approx",
    ] {
        let run = run(&refused.split(' ').collect::<Vec<_>>());
        assert_eq!(run.status, 2, "{refused}: {}", run.stderr);
    }
}
