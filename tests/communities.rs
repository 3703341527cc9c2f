//! Communities: compared with definitions written out, planted partitions, the best of all partitions of small graphs,
//! and the results of other programs on the data beside the project.

use proptest::prelude::*;
use sistergraph::{
    graph::Adjacency,
    metrics::{self, CommunityOptions, Quality, communities, modularity, partition_likeness},
};

use crate::support::{extra_data, json as ask};

fn graph(nodes: u32, edges: usize) -> impl Strategy<Value = Adjacency> {
    (1..nodes).prop_flat_map(move |nodes| {
        prop::collection::vec((0..nodes, 0..nodes), 0..edges)
            .prop_map(move |edges| Adjacency::new(nodes as usize, edges))
    })
}

/// The definition over all ordered pairs of nodes: (1 / 2m) x the sum of A - resolution x k k' / 2m within parts.
fn plain_modularity(graph: &Adjacency, of: &[u32], resolution: f64) -> f64 {
    let twice = 2.0 * graph.edge_count() as f64;
    let mut sum = 0.0;
    for a in graph.nodes() {
        for b in graph.nodes().filter(|&b| of[a as usize] == of[b as usize]) {
            let tied = f64::from(u8::from(graph.neighbours(a).contains(&b)));
            sum += tied - resolution * graph.degree(a) as f64 * graph.degree(b) as f64 / twice;
        }
    }
    sum / twice
}

/// The number of edges within parts, less the resolution for every pair of nodes in one part.
fn plain_potts(graph: &Adjacency, of: &[u32], resolution: f64) -> f64 {
    let pairs = graph.nodes().flat_map(|a| (0..a).map(move |b| (a, b)));
    let together = pairs.filter(|&(a, b)| of[a as usize] == of[b as usize]);
    together.map(|(a, b)| f64::from(u8::from(graph.neighbours(a).contains(&b))) - resolution).sum()
}

/// Every partition of a number of nodes, as restricted growth strings.
fn partitions(nodes: usize) -> Vec<Vec<u32>> {
    let mut found = vec![Vec::new()];
    for _ in 0..nodes {
        let longer = found.iter().flat_map(|partition: &Vec<u32>| {
            let next = partition.iter().max().map_or(0, |last| last + 1);
            (0..=next).map(|part| [&partition[..], &[part]].concat()).collect::<Vec<_>>()
        });
        found = longer.collect();
    }
    found
}

/// Whether every community is connected by its own edges.
fn is_connected(graph: &Adjacency, of: &[u32]) -> bool {
    let parts = of.iter().max().map_or(0, |&last| last as usize + 1);
    (0..parts as u32).all(|part| {
        let members: Vec<u32> = graph.nodes().filter(|&node| of[node as usize] == part).collect();
        let mut reached = vec![members[0]];
        let mut at = 0;
        while let Some(&node) = reached.get(at) {
            at += 1;
            for &other in graph.neighbours(node) {
                if of[other as usize] == part && !reached.contains(&other) {
                    reached.push(other);
                }
            }
        }
        reached.len() == members.len()
    })
}

const SEEDS: u64 = 20;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn communities_are_connected_and_measured_right(
        graph in graph(40, 90), resolution in 0.2..3.0_f64, seed in 0..5_u64, potts in any::<bool>()
    ) {
        let quality = if potts { Quality::ConstantPotts } else { Quality::Modularity };
        let options = CommunityOptions { quality, resolution, seed, rounds: None };
        let found = communities(&graph, &options);
        prop_assert_eq!(&found, &communities(&graph, &options));
        prop_assert!(is_connected(&graph, &found.of), "{graph:?} {found:?}");
        // The largest is first; of equal sizes, the one with the smallest node.
        let size = |part: u32| found.of.iter().filter(|&&of| of == part).count();
        let parts: Vec<usize> = (0..found.sizes.len() as u32).map(size).collect();
        prop_assert!(parts.iter().zip(&found.sizes).all(|(&size, &said)| size == said as usize));
        let first = |part: usize| found.of.iter().position(|&of| of as usize == part).unwrap();
        prop_assert!((1..parts.len()).all(|at| parts[at - 1] > parts[at]
            || parts[at - 1] == parts[at] && first(at - 1) < first(at)));
        if graph.edge_count() == 0 {
            prop_assert_eq!(found.quality, None);
            return Ok(());
        }
        let measured = found.quality.unwrap();
        let expected = match quality {
            Quality::Modularity => plain_modularity(&graph, &found.of, resolution),
            Quality::ConstantPotts => plain_potts(&graph, &found.of, resolution),
        };
        prop_assert!((measured - expected).abs() < 1e-9, "{measured} {expected}");
        // The result is at least as good as single nodes, and as connected components.
        let of_alone: Vec<u32> = graph.nodes().collect();
        let alone = match quality {
            Quality::Modularity => plain_modularity(&graph, &of_alone, resolution),
            Quality::ConstantPotts => 0.0,
        };
        prop_assert!(measured >= alone - 1e-9);
    }

    /// A search may end where no move of one node or community helps, and no search is certain to find the best
    /// communities.
    #[test]
    fn one_of_several_seeds_comes_near_the_best_of_all_partitions(graph in graph(8, 14)) {
        if graph.edge_count() == 0 {
            return Ok(());
        }
        type Measure = fn(&Adjacency, &[u32], f64) -> f64;
        for (quality, resolution, measure, near) in [
            (Quality::Modularity, 1.0, plain_modularity as Measure, 0.05),
            // The next best partition is worse by at least half an edge.
            (Quality::ConstantPotts, 0.5, plain_potts as Measure, 0.5),
        ] {
            let all = partitions(graph.node_count());
            let best = all.iter().map(|of| measure(&graph, of, resolution)).fold(f64::MIN, f64::max);
            let search = |seed| {
                communities(&graph, &CommunityOptions { quality, resolution, seed, rounds: None }).quality.unwrap()
            };
            let found = (0..SEEDS).map(search).fold(f64::MIN, f64::max);
            prop_assert!(found <= best + 1e-9, "{quality:?}: {found} {best} {graph:?}");
            prop_assert!(found >= best - near - 1e-9, "{quality:?}: {found} {best} {graph:?}");
        }
    }

    #[test]
    fn partitions_are_compared_pair_by_pair(parts in prop::collection::vec((0..4_u32, 0..4_u32), 2..30)) {
        let found = partition_likeness(parts.iter().copied()).unwrap();
        let count = parts.len();
        let (mut both, mut first, mut second, mut all) = (0.0, 0.0, 0.0, 0.0);
        for a in 0..count {
            for b in 0..a {
                let (x, y) = (parts[a].0 == parts[b].0, parts[a].1 == parts[b].1);
                both += f64::from(u8::from(x && y));
                first += f64::from(u8::from(x));
                second += f64::from(u8::from(y));
                all += 1.0;
            }
        }
        let expected = first * second / all;
        let most = (first + second) / 2.0;
        let rand = if most > expected { (both - expected) / (most - expected) } else { 1.0 };
        prop_assert!((found.adjusted_rand - rand).abs() < 1e-9, "{found:?} {rand}");
        // Mutual information from the definition: the sum of p(x, y) ln (p(x, y) / p(x) p(y)).
        let share = |test: &dyn Fn(&(u32, u32)) -> bool| parts.iter().filter(|part| test(part)).count() as f64 / count as f64;
        let (mut mutual, mut entropies) = (0.0, 0.0);
        for x in 0..4 {
            let of_x = share(&|part| part.0 == x);
            let of_second = share(&|part| part.1 == x);
            entropies -= [of_x, of_second].iter().filter(|p| **p > 0.0).map(|p| p * p.ln()).sum::<f64>();
            for y in 0..4 {
                let (of_y, of_both) = (share(&|part| part.1 == y), share(&|part| *part == (x, y)));
                if of_both > 0.0 {
                    mutual += of_both * (of_both / (of_x * of_y)).ln();
                }
            }
        }
        let expected = if entropies > 0.0 { 2.0 * mutual / entropies } else { 1.0 };
        prop_assert!((found.mutual_information - expected).abs() < 1e-9, "{found:?} {expected}");
    }
}

/// Groups of 20: a pair within a group has an edge with probability 1/2, and a pair across groups with 1/50.
#[test]
fn planted_communities_are_found() {
    for seed in 1..6_u64 {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / (1_u64 << 31) as f64
        };
        let pairs = (0..200_u32).flat_map(|a| (0..a).map(move |b| (a, b)));
        let edges: Vec<(u32, u32)> =
            pairs.filter(|&(a, b)| next() < if a / 20 == b / 20 { 0.5 } else { 0.02 }).collect();
        let graph = Adjacency::new(200, edges);
        for quality in [Quality::Modularity, Quality::ConstantPotts] {
            let resolution = if quality == Quality::Modularity { 1.0 } else { 0.2 };
            let options = CommunityOptions { quality, resolution, seed, rounds: None };
            let found = communities(&graph, &options);
            let planted = (0..200_u32).map(|node| node / 20);
            let likeness = partition_likeness(planted.zip(found.of.iter().copied())).unwrap();
            assert!(likeness.adjusted_rand > 0.97, "{quality:?} {seed}: {likeness:?}");
        }
    }
}

/// W. W. Zachary's karate club: the best known modularity is 0.4198, with four communities.
#[test]
fn the_karate_club_splits_as_published() {
    let edges = "0-1 0-2 0-3 0-4 0-5 0-6 0-7 0-8 0-10 0-11 0-12 0-13 0-17 0-19 0-21 0-31 1-2 1-3 1-7 1-13 1-17 1-19 1-21 1-30 \
                 2-3 2-7 2-8 2-9 2-13 2-27 2-28 2-32 3-7 3-12 3-13 4-6 4-10 5-6 5-10 5-16 6-16 8-30 8-32 8-33 9-33 13-33 14-32 \
                 14-33 15-32 15-33 18-32 18-33 19-33 20-32 20-33 22-32 22-33 23-25 23-27 23-29 23-32 23-33 24-25 24-27 24-31 \
                 25-31 26-29 26-33 27-33 28-31 28-33 29-32 29-33 30-32 30-33 31-32 31-33 32-33";
    let ends = edges.split(' ').map(|edge| edge.split_once('-').unwrap());
    let graph = Adjacency::new(34, ends.map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap())));
    assert_eq!(graph.edge_count(), 78);
    let found = communities(&graph, &CommunityOptions::default());
    assert_eq!(found.sizes.len(), 4);
    assert!((found.quality.unwrap() - 0.419_79).abs() < 1e-4, "{found:?}");
}

#[test]
fn nothing_and_no_edge_have_communities_too() {
    for nodes in [0, 3] {
        let found = communities(&Adjacency::new(nodes, []), &CommunityOptions::default());
        assert_eq!((found.of.len(), found.sizes.len(), found.quality, found.rounds), (nodes, nodes, None, 0));
    }
    assert_eq!(partition_likeness([].into_iter()), None);
    assert_eq!(metrics::modularity(&Adjacency::new(2, []), &[0, 0], 1.0), None);
}

/// On the pair table, igraph's Leiden algorithm reaches a modularity of 0.7899 to 0.7902, and networkx's Louvain
/// algorithm 0.7825.
#[test]
fn the_pair_table_has_communities_as_good_as_those_of_igraph() {
    let Some(table) = extra_data("pairs/twin_cities.csv") else { return };
    let table = table.to_str().unwrap();
    let rows = ask(&["--data", table, "--countries", "as-written", "communities", "--members"]);
    let ties = ask(&["--data", table, "--countries", "as-written", "ties", "--select", "a,b"]);
    let rows = rows.as_array().unwrap();
    let number: std::collections::BTreeMap<&str, u32> =
        (0..).zip(rows).map(|(number, row)| (row["id"].as_str().unwrap(), number)).collect();
    let ends = ties.as_array().unwrap().iter();
    let graph = Adjacency::new(
        rows.len(),
        ends.map(|tie| (number[tie["a"].as_str().unwrap()], number[tie["b"].as_str().unwrap()])),
    );
    assert_eq!((graph.node_count(), graph.edge_count()), (17_717, 25_914));
    let of: Vec<u32> = rows.iter().map(|row| row["community"].as_u64().unwrap() as u32 - 1).collect();
    let quality = modularity(&graph, &of, 1.0).unwrap();
    assert!(quality > 0.789, "{quality}");
}
