//! Compares metrics on random graphs with their definitions, written out without regard to speed; and on the data
//! beside the project with figures that other programs agree on.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use sistergraph::{
    graph::{Adjacency, Network, Quotient, Scope},
    metrics::{self, Centrality, Threads},
    model::{Dataset, PartnershipRecord, PlaceRecord},
    query::{self, AllDistances, Metric, Suggestions},
};

use crate::support::{extra_data, json as ask, network, read};

/// A graph that consists mostly of trees, cycles and twins, like networks of sister cities.
fn graph() -> impl Strategy<Value = Adjacency> {
    (1..40_u32).prop_flat_map(|nodes| {
        let anywhere = prop::collection::vec((0..nodes, 0..nodes), 0..40);
        // Each node hangs on an earlier one, which makes long trees.
        let tree = prop::collection::vec((0..nodes, 0.0..1.0_f64), 0..40);
        (anywhere, tree, prop::collection::vec((0..nodes, 0..nodes), 0..4)).prop_map(move |(mut edges, tree, twins)| {
            edges.extend(tree.into_iter().map(|(node, at)| (node, (f64::from(node) * at) as u32)));
            for (node, twin) in twins {
                let of_node: Vec<u32> = edges
                    .iter()
                    .filter_map(|&(a, b)| if a == node { Some(b) } else { (b == node).then_some(a) })
                    .collect();
                edges.retain(|&(a, b)| a != twin && b != twin);
                edges.extend(of_node.into_iter().filter(|&other| other != twin).map(|other| (twin, other)));
            }
            Adjacency::new(nodes as usize, edges)
        })
    })
}

fn nodes(graph: &Adjacency) -> std::ops::Range<usize> {
    0..graph.node_count()
}

fn is_edge(graph: &Adjacency, a: usize, b: usize) -> bool {
    graph.neighbours(a as u32).contains(&(b as u32))
}

/// All distances by the Floyd-Warshall definition; `None` if there is no path.
fn all_distances(graph: &Adjacency) -> Vec<Vec<Option<u32>>> {
    let mut distance: Vec<Vec<Option<u32>>> = nodes(graph)
        .map(|a| nodes(graph).map(|b| if a == b { Some(0) } else { is_edge(graph, a, b).then_some(1) }).collect())
        .collect();
    for via in nodes(graph) {
        for a in nodes(graph) {
            for b in nodes(graph) {
                if let (Some(to), Some(from)) = (distance[a][via], distance[via][b]) {
                    distance[a][b] = Some(distance[a][b].map_or(to + from, |known| known.min(to + from)));
                }
            }
        }
    }
    distance
}

/// The number of shortest paths between each two nodes.
fn path_counts(graph: &Adjacency, distance: &[Vec<Option<u32>>]) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; graph.node_count()]; graph.node_count()];
    for a in nodes(graph) {
        let mut order: Vec<usize> = nodes(graph).filter(|&b| distance[a][b].is_some()).collect();
        order.sort_by_key(|&b| distance[a][b]);
        for b in order {
            let before = graph.neighbours(b as u32).iter().map(|&other| other as usize);
            let before = before.filter(|&other| distance[a][other].map(|steps| steps + 1) == distance[a][b]);
            counts[a][b] = if a == b { 1.0 } else { before.map(|other| counts[a][other]).sum() };
        }
    }
    counts
}

/// Freeman's definition, pair by pair.
fn plain_betweenness(graph: &Adjacency) -> Vec<f64> {
    let distance = all_distances(graph);
    let counts = path_counts(graph, &distance);
    let mut betweenness = vec![0.0; graph.node_count()];
    for a in nodes(graph) {
        for b in a + 1..graph.node_count() {
            let Some(steps) = distance[a][b] else { continue };
            for (middle, value) in betweenness.iter_mut().enumerate().filter(|(middle, _)| ![a, b].contains(middle)) {
                if let (Some(to), Some(from)) = (distance[a][middle], distance[middle][b])
                    && to + from == steps
                {
                    *value += counts[a][middle] * counts[middle][b] / counts[a][b];
                }
            }
        }
    }
    betweenness
}

fn close(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance * expected.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn betweenness_is_freemans(graph in graph()) {
        let expected = plain_betweenness(&graph);
        for (node, (found, expected)) in metrics::betweenness(&graph, Threads::new(1)).iter().zip(&expected).enumerate() {
            prop_assert!(close(*found, *expected, 1e-9), "{node}: {found} {expected}\n{graph:?}");
        }
    }

    #[test]
    fn distances_are_floyds_and_warshalls(graph in graph()) {
        let expected = all_distances(&graph);
        let found = metrics::distances(&graph, Threads::new(2));
        let others = |node: usize| expected[node].iter().flatten().filter(|&&steps| steps > 0);
        for node in nodes(&graph) {
            prop_assert_eq!(found.reached[node] as usize, others(node).count());
            prop_assert_eq!(found.sums[node], others(node).map(|&steps| u64::from(steps)).sum::<u64>());
            prop_assert_eq!(found.eccentricities[node], others(node).copied().max().unwrap_or(0));
        }
        // The largest component; of equal ones, that with the smallest node.
        let first = nodes(&graph).rev().max_by_key(|&node| others(node).count()).unwrap();
        let members: Vec<usize> = nodes(&graph).filter(|&node| expected[first][node].is_some()).collect();
        let mut pairs: BTreeMap<u32, u64> = BTreeMap::new();
        for &a in &members {
            for &b in members.iter().filter(|&&b| a < b) {
                *pairs.entry(expected[a][b].unwrap()).or_default() += 1;
            }
        }
        let distribution: BTreeMap<u32, u64> =
            (0..).zip(found.distribution.iter().copied()).filter(|(_, pairs)| *pairs > 0).collect();
        prop_assert_eq!(&distribution, &pairs);
        prop_assert_eq!(found.diameter(), pairs.keys().max().copied());
        let radius = members.iter().map(|&node| found.eccentricities[node]).min();
        prop_assert_eq!(found.radius(), radius.filter(|_| members.len() > 1));
        let all: u64 = pairs.values().sum();
        let sum: u64 = pairs.iter().map(|(&steps, &pairs)| u64::from(steps) * pairs).sum();
        prop_assert_eq!(found.mean(), (all > 0).then(|| sum as f64 / all as f64));
    }

    #[test]
    fn closeness_and_harmonic_are_their_formulas(graph in graph()) {
        let distance = all_distances(&graph);
        let closeness = metrics::closeness(&metrics::distances(&graph, Threads::new(1)));
        let harmonic = metrics::harmonic(&graph, Threads::new(1));
        for node in nodes(&graph) {
            let steps: Vec<f64> = distance[node].iter().flatten().filter(|&&steps| steps > 0).map(|&s| f64::from(s)).collect();
            let (reached, others) = (steps.len() as f64, graph.node_count() as f64 - 1.0);
            let expected = if steps.is_empty() { 0.0 } else { reached / others * reached / steps.iter().sum::<f64>() };
            prop_assert!(close(closeness[node], expected, 1e-12));
            prop_assert!(close(harmonic[node], steps.iter().map(|steps| 1.0 / steps).sum(), 1e-12));
        }
    }

    #[test]
    fn triangles_are_counted_three_by_three(graph in graph()) {
        let found = metrics::triangles(&graph);
        let (mut all, mut wedges) = (0, 0);
        for node in nodes(&graph) {
            let neighbours = graph.neighbours(node as u32);
            let (mut of_node, mut pairs) = (0, 0);
            for (i, &a) in neighbours.iter().enumerate() {
                for &b in &neighbours[i + 1..] {
                    pairs += 1;
                    of_node += u64::from(is_edge(&graph, a as usize, b as usize));
                }
            }
            prop_assert_eq!(found.of[node], of_node);
            let clustering = if neighbours.len() < 2 { 0.0 } else { of_node as f64 / f64::from(pairs) };
            prop_assert!(close(found.local_clustering()[node], clustering, 1e-15));
            (all, wedges) = (all + of_node, wedges + u64::from(pairs as u32));
        }
        prop_assert_eq!((found.count(), found.wedges()), (all / 3, wedges));
        prop_assert_eq!(found.transitivity(), (wedges > 0).then(|| all as f64 / wedges as f64));
    }

    #[test]
    fn core_numbers_are_what_peeling_leaves(graph in graph()) {
        let mut expected = vec![0; graph.node_count()];
        for k in 1..=graph.node_count() {
            // The k-core: nodes with fewer than k neighbours are removed until none is left.
            let mut left = vec![true; graph.node_count()];
            let degree = |left: &[bool], node: usize| {
                graph.neighbours(node as u32).iter().filter(|&&other| left[other as usize]).count()
            };
            while let Some(node) = nodes(&graph).find(|&node| left[node] && degree(&left, node) < k) {
                left[node] = false;
            }
            for node in nodes(&graph).filter(|&node| left[node]) {
                expected[node] = k as u32;
            }
        }
        prop_assert_eq!(metrics::core_numbers(&graph), expected);
    }

    #[test]
    fn page_rank_solves_its_equations(graph in graph()) {
        let found = metrics::page_rank(&graph, Threads::new(1));
        let count = graph.node_count() as f64;
        prop_assert!(close(found.iter().sum(), 1.0, 1e-11));
        let stuck: f64 = nodes(&graph).filter(|&node| graph.degree(node as u32) == 0).map(|node| found[node]).sum();
        for node in nodes(&graph) {
            let given = graph.neighbours(node as u32).iter().map(|&other| found[other as usize] / graph.degree(other) as f64);
            let expected = 0.15 / count + 0.85 * (given.sum::<f64>() + stuck / count);
            prop_assert!((found[node] - expected).abs() < 1e-12, "{node}: {} {expected}", found[node]);
        }
    }

    #[test]
    fn an_eigenvector_is_stretched_and_not_turned(graph in graph()) {
        let found = metrics::eigenvector(&graph).expect("small graphs settle");
        if graph.edge_count() == 0 {
            prop_assert!(found.iter().all(|&value| value == 0.0));
            return Ok(());
        }
        prop_assert!(close(found.iter().map(|value| value * value).sum(), 1.0, 1e-12));
        let stretched: Vec<f64> = nodes(&graph)
            .map(|node| graph.neighbours(node as u32).iter().map(|&other| found[other as usize]).sum())
            .collect();
        let eigenvalue: f64 = stretched.iter().zip(&found).map(|(stretched, value)| stretched * value).sum();
        for (stretched, value) in stretched.iter().zip(&found) {
            prop_assert!(*value >= 0.0 && (stretched - eigenvalue * value).abs() < 1e-9);
        }
        // The largest eigenvalue is at least the mean degree, and at least the root of the largest degree.
        let largest = nodes(&graph).map(|node| graph.degree(node as u32)).max().unwrap() as f64;
        prop_assert!(eigenvalue > largest.sqrt() - 1e-9);
        prop_assert!(eigenvalue > 2.0 * graph.edge_count() as f64 / graph.node_count() as f64 - 1e-9);
    }

    #[test]
    fn assortativity_is_the_correlation_of_ends(graph in graph()) {
        let ends: Vec<(f64, f64)> = graph
            .edges()
            .flat_map(|(a, b)| [(a, b), (b, a)])
            .map(|(a, b)| (graph.degree(a) as f64, graph.degree(b) as f64))
            .collect();
        let mean = ends.iter().map(|(a, _)| a).sum::<f64>() / ends.len() as f64;
        let variance: f64 = ends.iter().map(|(a, _)| (a - mean) * (a - mean)).sum();
        let covariance: f64 = ends.iter().map(|(a, b)| (a - mean) * (b - mean)).sum();
        match metrics::degree_assortativity(&graph) {
            Some(found) => prop_assert!(close(found, covariance / variance, 1e-9)),
            None => prop_assert!(ends.is_empty() || variance < 1e-9),
        }
        // There are three categories, and one node in seven has none.
        let category = |node: u32| Some(node % 3).filter(|_| node % 7 != 6);
        let mut mixing = [[0.0_f64; 3]; 3];
        for (a, b) in graph.edges() {
            if let (Some(a), Some(b)) = (category(a), category(b)) {
                mixing[a as usize][b as usize] += 1.0;
                mixing[b as usize][a as usize] += 1.0;
            }
        }
        let all: f64 = mixing.iter().flatten().sum();
        let trace: f64 = (0..3).map(|c| mixing[c][c] / all).sum();
        let chance: f64 = mixing.iter().map(|row| (row.iter().sum::<f64>() / all).powi(2)).sum();
        match metrics::category_assortativity(&graph, category) {
            Some(found) => prop_assert!(close(found, (trace - chance) / (1.0 - chance), 1e-9)),
            None => prop_assert!(all == 0.0 || chance > 1.0 - 1e-12),
        }
    }

    #[test]
    fn blocks_hold_their_component(graph in graph()) {
        let blocks = metrics::blocks(&graph);
        let distance = all_distances(&graph);
        let mut edges = 0;
        for (members, weights) in blocks.iter() {
            let component = distance[members[0] as usize].iter().flatten().count();
            prop_assert_eq!(weights.iter().sum::<u32>() as usize, component);
            edges += graph.edges().filter(|(a, b)| members.contains(a) && members.contains(b)).count();
        }
        prop_assert_eq!(edges, graph.edge_count(), "every edge is in one block");
        let sizes: usize = blocks.component_sizes.iter().sum();
        prop_assert_eq!(sizes, graph.node_count());
    }

    #[test]
    fn threads_leave_no_trace(graph in graph()) {
        for &metric in Metric::ALL.iter().filter(|metric| **metric != Metric::Eigenvector) {
            prop_assert_eq!(values(&graph, metric, 1), values(&graph, metric, 4), "{}", metric.name());
        }
    }
}

/// The graph is large enough for several batches of sources and several sums.
#[test]
fn threads_leave_no_trace_in_a_large_graph() {
    let nodes = 3_000_u32;
    let scattered = |node: u32, salt: u32| node.wrapping_mul(2_654_435_761).wrapping_add(salt).rotate_left(13) % nodes;
    let edges = (0..nodes).flat_map(|node| {
        let more = (node % 3 == 0).then(|| (node, scattered(node, 7)));
        [(node, scattered(node, 1) % (node + 1))].into_iter().chain(more)
    });
    let graph = Adjacency::new(nodes as usize, edges);
    for metric in [Metric::Betweenness, Metric::Harmonic, Metric::Closeness, Metric::Eccentricity] {
        assert!(values(&graph, metric, 1) == values(&graph, metric, 4), "{}", metric.name());
    }
    let [one, four] = [1, 4].map(|threads| metrics::distances(&graph, Threads::new(threads)));
    assert_eq!(one, four);
}

/// The bits of a metric's values.
fn values(graph: &Adjacency, metric: Metric, threads: usize) -> Vec<u64> {
    let threads = Threads::new(threads);
    let reals = match metric {
        Metric::Betweenness => metrics::betweenness(graph, threads),
        Metric::Closeness => metrics::closeness(&metrics::distances(graph, threads)),
        Metric::Harmonic => metrics::harmonic(graph, threads),
        Metric::PageRank => metrics::page_rank(graph, threads),
        _ => metrics::distances(graph, threads).eccentricities.iter().map(|&steps| f64::from(steps)).collect(),
    };
    reals.into_iter().map(f64::to_bits).collect()
}

/// A tree deeper than what is folded, with a cycle at its end; a chain alone; a star.
#[test]
fn deep_trees_are_measured_whole() {
    let chain = |from: u32, to: u32| (from..to).map(|node| (node, node + 1));
    let mut edges: Vec<(u32, u32)> = chain(0, 30).chain([(30, 28)]).chain(chain(31, 60)).collect();
    edges.extend((62..90).map(|leaf| (61, leaf)));
    edges.extend([(10, 90), (90, 91), (91, 92)]);
    let graph = Adjacency::new(93, edges);
    let (found, expected) = (metrics::distances(&graph, Threads::new(1)), all_distances(&graph));
    for node in nodes(&graph) {
        let sum: u32 = expected[node].iter().flatten().sum();
        assert_eq!(found.sums[node], u64::from(sum), "{node}");
        assert_eq!(found.eccentricities[node], expected[node].iter().flatten().copied().max().unwrap(), "{node}");
    }
    let harmonic = metrics::harmonic(&graph, Threads::new(1));
    for node in nodes(&graph) {
        let expected = expected[node].iter().flatten().filter(|&&steps| steps > 0).map(|&steps| 1.0 / f64::from(steps));
        assert!(close(harmonic[node], expected.sum(), 1e-12), "{node}");
    }
    for (found, expected) in metrics::betweenness(&graph, Threads::new(2)).iter().zip(plain_betweenness(&graph)) {
        assert!(close(*found, expected, 1e-9), "{found} {expected}");
    }
}

/// Two nearly equal eigenvalues: a long chain, whose vector is a sine, and two stars at the ends of a chain.
#[test]
fn an_eigenvector_settles_where_eigenvalues_are_near() {
    let count = 1_000_u32;
    let chain = Adjacency::new(count as usize, (1..count).map(|node| (node - 1, node)));
    let step = std::f64::consts::PI / f64::from(count + 1);
    let length = (2.0 / f64::from(count + 1)).sqrt();
    for (node, found) in (1..).zip(metrics::eigenvector(&chain).expect("it settles")) {
        assert!((found - length * (step * f64::from(node)).sin()).abs() < 1e-6, "{node} {found}");
    }
    let stars = (10..30).map(|leaf| (0, leaf)).chain((30..50).map(|leaf| (9, leaf)));
    let found = metrics::eigenvector(&Adjacency::new(50, (1..10).map(|node| (node - 1, node)).chain(stars)));
    let found = found.expect("it settles");
    assert!(close(found[0], found[9], 1e-6) && close(found[10], found[30], 1e-6) && found[4] > 0.0, "{found:?}");
}

#[test]
fn degrees_of_a_small_graph() {
    // The degrees are 3, 1, 1, 1, 0.
    let graph = Adjacency::new(5, [(0, 1), (0, 2), (0, 3)]);
    let found = metrics::degrees(&graph);
    assert_eq!((found.max, found.mean, found.median), (Some(3), Some(1.2), Some(1.0)));
    // The differences over the 25 ordered pairs add up to 2 x (3 x 2 + 3 + 3 x 1) = 24; twice the mean is 2.4.
    assert!(close(found.gini.unwrap(), 24.0 / 25.0 / 2.4, 1e-15));
    assert_eq!(metrics::density(&graph), Some(0.3));
    assert_eq!(metrics::degree_distribution(&graph), [1, 3, 0, 1]);
}

#[test]
fn what_is_not_defined_is_null() {
    let place = |id| PlaceRecord { id, name: id, ..PlaceRecord::default() };
    let with = |places: &[&'static str], ties: &[(&str, &str)]| {
        let mut dataset = Dataset::default();
        places.iter().for_each(|id| dataset.push_place(&place(id), 1));
        ties.iter().for_each(|(a, b)| dataset.push_partnership(&PartnershipRecord::new(a, b), 1));
        let network = network(dataset);
        let graph = network.graph(&Scope::default());
        for metric in Metric::ALL {
            let rows = query::rank(&graph, *metric, Threads::new(2)).unwrap();
            assert_eq!(rows.len(), places.len(), "{}", metric.name());
            assert!(!serde_json::to_string(&rows).unwrap().contains("\"value\":null"), "{}: {rows:?}", metric.name());
        }
        let stats = query::stats(&graph, AllDistances::Searched, Threads::new(2));
        serde_json::to_value(stats).unwrap()
    };
    let nulls = |stats: &Value| {
        let fields = stats.as_object().unwrap();
        fields.iter().filter(|(_, value)| value.is_null()).map(|(name, _)| name.clone()).collect::<Vec<_>>().join(" ")
    };
    let distances =
        "diameter radius mean_distance effective_diameter_90 mean_tie_km median_tie_km country_assortativity";
    assert_eq!(
        nulls(&with(&[], &[])),
        format!(
            "max_degree mean_degree median_degree degree_gini density transitivity mean_local_clustering \
             degree_assortativity max_core {distances}"
        )
    );
    assert_eq!(nulls(&with(&["a"], &[])), format!("degree_gini density transitivity degree_assortativity {distances}"));
    assert_eq!(
        nulls(&with(&["a", "b"], &[("a", "b")])),
        "transitivity degree_assortativity mean_tie_km median_tie_km country_assortativity"
    );
}

/// The keys of `stats`, in their order.
const KEYS: &str = "places partnerships ties loops_dropped duplicates_merged components largest_component isolated \
                    cut_places bridges blocks max_degree mean_degree median_degree degree_gini density triangles \
                    wedges transitivity mean_local_clustering degree_assortativity max_core diameter radius \
                    mean_distance effective_diameter_90 mean_tie_km median_tie_km domestic_ties international_ties \
                    countries regions country_assortativity made_with";

fn oracle() -> Value {
    serde_json::from_str(include_str!("oracle/belarus.json")).unwrap()
}

#[test]
fn stats_are_those_of_networkx() {
    for (scope, args) in [
        ("all", &[][..]),
        ("between", &["--between", "BY", "RU"]),
        ("by_region", &["--by", "region"]),
        ("by_country", &["--by", "country"]),
    ] {
        let found = ask(&[&["stats"], args].concat());
        let names: Vec<&String> = found.as_object().unwrap().keys().collect();
        assert_eq!(names, KEYS.split_whitespace().collect::<Vec<_>>());
        for (name, expected) in oracle()["stats"][scope].as_object().unwrap() {
            match (expected.as_f64(), found[name].as_f64()) {
                (Some(expected), Some(found)) => {
                    assert!(close(found, expected, 1e-9), "{scope} {name}: {found} {expected}");
                }
                _ => assert_eq!(&found[name], expected, "{scope} {name}"),
            }
        }
    }
}

#[test]
fn centralities_are_those_of_networkx() {
    for (scope, args) in [("all", &[][..]), ("between", &["--between", "BY", "RU"])] {
        for metric in Metric::ALL {
            let rows = ask(&[&["rank", "--metric", metric.name()], args].concat());
            let found: BTreeMap<&str, f64> = rows
                .as_array()
                .unwrap()
                .iter()
                .map(|row| (row["id"].as_str().unwrap(), row["value"].as_f64().unwrap()))
                .collect();
            let expected = &oracle()["centralities"][scope][metric.name()];
            let sum: f64 = found.values().sum();
            assert!(close(sum, expected["sum"].as_f64().unwrap(), 1e-7), "{scope} {}: {sum}", metric.name());
            for (id, expected) in expected["top"].as_object().unwrap() {
                let (found, expected) = (found[id.as_str()], expected.as_f64().unwrap());
                assert!(close(found, expected, 1e-9), "{scope} {} {id}: {found} {expected}", metric.name());
            }
        }
    }
}

#[test]
fn a_ranking_is_sorted_and_says_its_ties() {
    let rows = ask(&["rank", "--metric", "degree", "--top", "40"]);
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 40);
    for pair in rows.windows(2) {
        let key = |row: &Value| (std::cmp::Reverse(row["value"].as_u64()), row["id"].as_str().unwrap().to_owned());
        assert!(key(&pair[0]) < key(&pair[1]), "{pair:?}");
        assert_eq!(pair[0]["rank"] == pair[1]["rank"], pair[0]["value"] == pair[1]["value"]);
    }
    assert_eq!(rows[0]["id"], "brest-by");
    assert_eq!(rows[0]["normalised"], json!(0.059_426_229_508_2));
    for metric in ["core", "eccentricity", "closeness", "pagerank", "eigenvector", "clustering"] {
        assert_eq!(ask(&["rank", "--metric", metric, "--top", "1"])[0]["normalised"], Value::Null, "{metric}");
    }
}

#[test]
fn distributions_add_up() {
    let stats = ask(&["stats"]);
    let sum = |of: &str, term: &dyn Fn(u64, u64) -> u64| -> u64 {
        let rows = ask(&["stats", "--distribution", of]);
        let rows = rows.as_array().unwrap();
        assert_eq!(rows.last().unwrap()["cumulative_percent"], 100.0);
        rows.iter().map(|row| term(row["value"].as_u64().unwrap(), row["count"].as_u64().unwrap())).sum()
    };
    assert_eq!(sum("degree", &|_, places| places), stats["places"]);
    assert_eq!(sum("degree", &|degree, places| degree * places), 2 * stats["ties"].as_u64().unwrap());
    assert_eq!(sum("component", &|_, components| components), stats["components"]);
    assert_eq!(sum("component", &|size, components| size * components), stats["places"]);
    let pairs = sum("distance", &|_, pairs| pairs);
    assert_eq!(pairs, 310 * 309 / 2);
    let steps = sum("distance", &|steps, pairs| steps * pairs);
    assert!(close(stats["mean_distance"].as_f64().unwrap(), steps as f64 / pairs as f64, 1e-12));
    // Two ties end in a region, whose position isn't known.
    assert_eq!(sum("tie-km", &|_, ties| ties), 459);
}

/// The pair table: a place is a name and a country as written, with the number of its first row.
fn pair_table() -> Option<Network> {
    let path = extra_data("pairs/twin_cities.csv")?;
    let mut places: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut pairs = Vec::new();
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        let mut id = |name: usize, country: usize| {
            let number = places.len();
            let key = (row[name].to_owned(), row[country].to_owned());
            places.entry(key).or_insert_with(|| format!("p{number:05}")).clone()
        };
        pairs.push((id(0, 1), id(4, 5)));
    }
    let mut dataset = Dataset::default();
    for ((name, _), id) in &places {
        dataset.push_place(&PlaceRecord { id, name, ..PlaceRecord::default() }, 1);
    }
    pairs.iter().for_each(|(a, b)| dataset.push_partnership(&PartnershipRecord::new(a, b), 1));
    Some(network(dataset))
}

/// Every figure in the note on the pair table that depends only on the graph.
#[test]
fn the_pair_table_has_its_published_figures() {
    let Some(network) = pair_table() else { return };
    let graph = network.graph(&Scope::default());
    let stats = query::stats(&graph, AllDistances::Searched, Threads::available());
    assert_eq!((stats.places, stats.ties, stats.loops_dropped), (17_717, 25_914, 3));
    assert_eq!((stats.components, stats.largest_component), (1_401, 14_114));
    assert_eq!((stats.cut_places, stats.bridges, stats.blocks), (4_700, 9_517, 9_678));
    assert_eq!((stats.max_degree, stats.triangles, stats.max_core), (Some(74), 10_575, Some(26)));
    assert_eq!(stats.diameter, Some(25));
    for (found, expected) in [
        (stats.mean_degree, 2.925_325_958_1),
        (stats.transitivity, 0.172_412_856_1),
        (stats.mean_local_clustering, 0.048_709_951_3),
        (stats.degree_assortativity, 0.376_317_356_7),
        (stats.mean_distance, 7.624_467_770_6),
    ] {
        assert!((found.unwrap() - expected).abs() < 5.1e-11, "{found:?} {expected}");
    }
    let adjacency = graph.adjacency();
    let cores = metrics::core_numbers(&adjacency);
    assert_eq!(cores.iter().filter(|&&core| core == 26).count(), 30);
    let clustering = metrics::triangles(&adjacency).local_clustering();
    let over_two: Vec<f64> =
        adjacency.nodes().filter(|&node| adjacency.degree(node) > 1).map(|node| clustering[node as usize]).collect();
    assert!((over_two.iter().sum::<f64>() / over_two.len() as f64 - 0.099_953_000_5).abs() < 5.1e-11);
    let largest = metrics::blocks(&adjacency).component_sizes;
    assert_eq!(largest[1..8], [14, 10, 10, 9, 9, 9, 9]);

    let value = |metric, name: &str| {
        let rows = query::rank(&graph, metric, Threads::available()).unwrap();
        let row = rows.iter().find(|row| row.name == name).unwrap();
        match row.value {
            query::Value::Real(value) => value,
            query::Value::Count(value) => value as f64,
        }
    };
    assert!(close(value(Metric::Closeness, "Bethlehem"), 0.159_200_8, 1e-7));
    assert!(close(value(Metric::Closeness, "Saint Petersburg"), 0.158_966_7, 1e-7));
    assert!((value(Metric::PageRank, "Bethlehem") - 9.516_239e-4).abs() < 1e-10);
    assert!((value(Metric::PageRank, "Shanghai") - 6.653_747e-4).abs() < 1e-10);
}

#[test]
fn the_pair_table_has_its_published_betweenness() {
    let Some(network) = pair_table() else { return };
    let graph = network.graph(&Scope::default());
    let rows = query::rank(&graph, Metric::Betweenness, Threads::available()).unwrap();
    for (row, (name, expected)) in rows.iter().zip([
        ("Bethlehem", 4_238_346.456_7),
        ("Lublin", 2_452_064.590_4),
        ("Kamianets-Podilskyi", 2_404_292.595_5),
        ("Bălți", 2_343_840.866_8),
    ]) {
        let query::Value::Real(found) = row.value else { panic!("betweenness is real") };
        assert!(row.name == name && (found - expected).abs() < 5.1e-5, "{row:?} {name} {expected}");
    }
}

#[test]
fn a_quotient_joins_what_its_places_join() {
    let network = read("belarus");
    let graph = network.graph(&Scope::default());
    for by in [sistergraph::graph::Grouping::Region, sistergraph::graph::Grouping::Country] {
        let quotient = Quotient::new(&graph, by);
        assert!(quotient.areas().is_sorted_by(|(a, _), (b, _)| a.to_string() < b.to_string()));
        let within = quotient.partnerships_within() + quotient.partnerships_between();
        assert_eq!(within, graph.partnership_count(), "every place of this set has an area");
        for (_, tie) in graph.ties() {
            let (a, b) = (quotient.node_of(tie.a).unwrap(), quotient.node_of(tie.b).unwrap());
            assert!(a == b || quotient.adjacency().neighbours(a).contains(&b));
        }
    }
}

#[test]
fn suggestions_are_untied_and_say_why() {
    let network = read("belarus");
    let graph = network.graph(&Scope::default());
    let mogilev = crate::support::place(&network, "mogilev-by");
    let rows = Suggestions::new(&graph).of_place(mogilev, None, 10);
    assert_eq!(rows.len(), 10);
    assert!(rows.is_sorted_by(|a, b| a.score >= b.score));
    for row in &rows {
        let other = crate::support::place(&network, &row.id);
        assert!(!graph.is_tied(mogilev, other) && row.country.as_deref() != Some("BY") && !row.reasons.is_empty());
        // Adamic and Adar's weight by its definition.
        let common = graph.partners(mogilev).filter(|&partner| graph.is_tied(partner, other));
        let weights: Vec<f64> = common.map(|partner| 1.0 / (graph.degree(partner) as f64).ln()).collect();
        assert_eq!(row.common_partners, weights.len());
        assert!((row.adamic_adar - weights.iter().sum::<f64>()).abs() <= 0.000_5);
    }
}

/// Stars of 2 to 9 leaves side by side: the largest eigenvalue is that of the largest star, which is the root of its
/// number of leaves.
#[test]
fn an_eigenvector_is_exactly_0_beside_the_component_of_the_largest_eigenvalue() {
    for largest in 3..10_u32 {
        let mut edges = Vec::new();
        let mut centre = 0;
        for leaves in 2..=largest {
            edges.extend((1..=leaves).map(|leaf| (centre, centre + leaf)));
            centre += leaves + 1;
        }
        let values = metrics::eigenvector(&Adjacency::new(centre as usize, edges)).unwrap();
        let (beside, star) = values.split_at((centre - largest - 1) as usize);
        assert!(beside.iter().all(|&value| value == 0.0), "{largest}: {beside:?}");
        assert!((star[0] - 0.5_f64.sqrt()).abs() < 1e-9, "{largest}: {star:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_most_central_are_the_first_of_all(graph in graph(), wanted in 0..12_usize) {
        let closeness = metrics::closeness(&metrics::distances(&graph, Threads::new(1)));
        let harmonic = metrics::harmonic(&graph, Threads::new(1));
        for (by, values) in [(Centrality::Closeness, closeness), (Centrality::Harmonic, harmonic)] {
            let mut all: Vec<(u32, f64)> = (0..).zip(values).collect();
            all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let (found, searches) = metrics::most_central(&graph, by, wanted, Threads::new(2));
            let first = wanted.min(all.len());
            prop_assert_eq!(&found[..first], &all[..first], "{:?}", by);
            prop_assert!(searches <= all.len());
            // All nodes with the last value are included, and none with a smaller one.
            let last = all[..first].last().map_or(f64::INFINITY, |&(_, value)| value);
            prop_assert!(found.iter().all(|&(_, value)| value >= last * (1.0 - 1e-10)));
            prop_assert!(all.iter().filter(|&&(_, value)| value == last).all(|node| found.contains(node)));
        }
    }
}

/// Graphs of some thousand nodes with a largest component: trees, rings with chords, grids, and random ones.
fn large_graphs() -> Vec<(&'static str, Adjacency)> {
    let mut state = 5_u64;
    let mut next = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % below
    };
    let tree = (1..2000_u32).map(|node| (node, next(node))).collect::<Vec<_>>();
    let chords = (0..1200_u32).map(|node| (node, (node + 1) % 1200)).chain((0..20).map(|_| (next(1200), next(1200))));
    let chords = chords.collect::<Vec<_>>();
    let sparse = (0..2600).map(|_| (next(2000), next(2000))).collect::<Vec<_>>();
    let hubs = (0..4000).map(|_| (next(2000), next(2000).min(next(2000)).min(next(40)))).collect::<Vec<_>>();
    let grid = (0..900_u32).flat_map(|at| {
        let right = (at % 30 < 29).then_some((at, at + 1));
        right.into_iter().chain((at < 870).then_some((at, at + 30)))
    });
    vec![
        ("tree", Adjacency::new(2000, tree)),
        ("ring with chords", Adjacency::new(1200, chords)),
        ("ring", Adjacency::new(1000, (0..1000_u32).map(|node| (node, (node + 1) % 1000)))),
        ("chain", Adjacency::new(3000, (1..3000_u32).map(|node| (node - 1, node)))),
        ("star", Adjacency::new(1500, (1..1500_u32).map(|node| (0, node)))),
        ("sparse", Adjacency::new(2000, sparse)),
        ("hubs", Adjacency::new(2000, hubs)),
        ("grid", Adjacency::new(900, grid)),
    ]
}

#[test]
fn extremes_are_those_of_all_distances() {
    for (name, graph) in large_graphs() {
        let all = metrics::distances(&graph, Threads::new(2));
        let found = metrics::extremes(&graph, Threads::new(2)).unwrap();
        assert_eq!((Some(found.diameter), Some(found.radius)), (all.diameter(), all.radius()), "{name}");
        assert_eq!(metrics::extremes(&graph, Threads::new(1)), Some(found), "{name}");
        // All nodes of a ring are alike, so nothing less than all searches is enough.
        assert!(name == "ring" || found.searches < 900, "{name}: {found:?}");
    }
    assert_eq!(metrics::extremes(&Adjacency::new(0, []), Threads::new(1)), None);
    assert_eq!(metrics::extremes(&Adjacency::new(3, []), Threads::new(1)), None);
}

#[test]
fn the_most_central_of_large_graphs_are_the_first_of_all() {
    for (name, graph) in large_graphs().into_iter().filter(|(name, _)| ["tree", "star", "hubs"].contains(name)) {
        let closeness = metrics::closeness(&metrics::distances(&graph, Threads::new(2)));
        let harmonic = metrics::harmonic(&graph, Threads::new(2));
        for (by, values) in [(Centrality::Closeness, closeness), (Centrality::Harmonic, harmonic)] {
            let mut all: Vec<(u32, f64)> = (0..).zip(values).collect();
            all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            for wanted in [1, 40] {
                let (found, _) = metrics::most_central(&graph, by, wanted, Threads::new(2));
                assert_eq!(found[..wanted], all[..wanted], "{name} {by:?}");
            }
        }
    }
}
