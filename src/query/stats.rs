use serde::Serialize;

use crate::{
    graph::{Adjacency, Quotient, TieGraph},
    metrics::{
        Distances, SampleOptions, Threads, blocks, category_assortativity, core_numbers, degree_assortativity, degrees,
        density, distances, extremes, sampled_distances, tie_lengths, triangles,
    },
    model::CountryCode,
};

/// The share of pairs that lie within the effective diameter.
const EFFECTIVE_SHARE: f64 = 0.9;

/// The figures of a network, each by the convention that its documentation states. A figure that isn't defined is
/// `None`.
///
/// "Places" and "ties" are the nodes and edges of the graph: places and their ties, or regions or countries with an
/// edge between each two that have a tie.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// Places, isolated ones included.
    pub places: usize,
    /// Partnerships within the filters between two different places.
    pub partnerships: usize,
    /// Distinct pairs of places with a partnership.
    pub ties: usize,
    /// Partnerships within the filters between a place and itself, which aren't counted; for regions or countries,
    /// those within one.
    pub loops_dropped: usize,
    /// Partnerships beyond the first between the same two places, which is the number of partnerships less that of
    /// ties.
    pub duplicates_merged: usize,
    /// Connected components, isolated places included.
    pub components: usize,
    /// Places in the largest.
    pub largest_component: usize,
    /// Places without a tie.
    pub isolated: usize,
    /// Places whose loss splits their component.
    pub cut_places: usize,
    /// Ties whose loss splits their component.
    pub bridges: usize,
    /// Biconnected components; a bridge is one.
    pub blocks: usize,
    /// See [`Degrees`](crate::metrics::Degrees).
    pub max_degree: Option<usize>,
    /// Mean over all places.
    pub mean_degree: Option<f64>,
    /// Median over all places.
    pub median_degree: Option<f64>,
    /// Gini coefficient over all places.
    pub degree_gini: Option<f64>,
    /// Ties over pairs of places.
    pub density: Option<f64>,
    /// Triples of places that are all tied to each other.
    pub triangles: u64,
    /// Pairs of partners of the same place, tied or not.
    pub wedges: u64,
    /// 3 x triangles / wedges.
    pub transitivity: Option<f64>,
    /// Mean over all places; a place of degree below two counts as 0.
    pub mean_local_clustering: Option<f64>,
    /// Correlation of the degrees at the ends of ties.
    pub degree_assortativity: Option<f64>,
    /// The largest k that has a k-core.
    pub max_core: Option<u32>,
    /// The largest distance in the largest component, in ties.
    pub diameter: Option<u32>,
    /// The smallest eccentricity there.
    pub radius: Option<u32>,
    /// Mean over the unordered pairs of that component.
    pub mean_distance: Option<f64>,
    /// The distance within which 90 % of the pairs of that component lie, linearly interpolated.
    pub effective_diameter_90: Option<f64>,
    /// The lower end of the confidence interval of the mean distance, if it is sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_distance_low: Option<f64>,
    /// The upper end of that interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_distance_high: Option<f64>,
    /// The lower end of the confidence interval of the effective diameter, if it is sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_diameter_90_low: Option<f64>,
    /// The upper end of that interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_diameter_90_high: Option<f64>,
    /// The number of places from which diameter and radius were searched, if not from all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diameter_searches: Option<usize>,
    /// The number of places from which mean distance and effective diameter were sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampled_searches: Option<usize>,
    /// Mean great-circle length of the ties with two known positions, on a sphere of radius 6,371.0088 km; `None` for
    /// regions and countries.
    pub mean_tie_km: Option<f64>,
    /// Median of the same.
    pub median_tie_km: Option<f64>,
    /// Ties within one country.
    pub domestic_ties: usize,
    /// Ties between two countries.
    pub international_ties: usize,
    /// Countries that have a place.
    pub countries: usize,
    /// Regions that have a place.
    pub regions: usize,
    /// How much more ties stay within countries than chance would give (Newman's assortativity by category).
    pub country_assortativity: Option<f64>,
}

/// How distances are searched, which takes longest of all. They determine diameter, radius, mean distance and effective
/// diameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AllDistances {
    /// All distances are searched.
    Searched,
    /// Only as many as diameter and radius need, which are exact; the other two figures are `None`.
    Extremes,
    /// As many as diameter and radius need, and a sample for the other two figures: see [`sampled_distances`].
    Sampled(SampleOptions),
    /// No distances are searched, and the figures are `None`.
    LeftOut,
}

/// The figures of a graph of places.
pub fn stats(graph: &TieGraph<'_>, distances: AllDistances, threads: Threads) -> Stats {
    let countries: Vec<_> = graph.places().map(|place| place.country()).collect();
    let regions = distinct(graph.places().filter_map(|place| place.region_id()));
    let lengths = tie_lengths(graph);
    let middle = [lengths.len().saturating_sub(1) / 2, lengths.len() / 2].map(|at| lengths.get(at));
    Stats {
        partnerships: graph.partnership_count(),
        loops_dropped: graph.loops().count(),
        duplicates_merged: graph.partnership_count() - graph.tie_count(),
        mean_tie_km: (!lengths.is_empty()).then(|| lengths.iter().sum::<f64>() / lengths.len() as f64),
        median_tie_km: middle[0].zip(middle[1]).map(|(low, high)| (low + high) / 2.0),
        regions,
        ..of_adjacency(&graph.adjacency(), &countries, distances, threads)
    }
}

/// The figures of a quotient graph.
pub fn quotient_stats(quotient: &Quotient, distances: AllDistances, threads: Threads) -> Stats {
    let countries: Vec<_> = quotient.areas().iter().map(|&(_, country)| Some(country)).collect();
    let regions = quotient.areas().iter().filter(|(area, _)| matches!(area, crate::model::Area::Region(_))).count();
    let adjacency = quotient.adjacency();
    Stats {
        partnerships: quotient.partnerships_between(),
        loops_dropped: quotient.partnerships_within(),
        duplicates_merged: quotient.partnerships_between() - adjacency.edge_count(),
        regions,
        ..of_adjacency(adjacency, &countries, distances, threads)
    }
}

/// The figures that depend only on the bare graph and the country of each node.
fn of_adjacency(
    graph: &Adjacency,
    countries: &[Option<CountryCode>],
    all_distances: AllDistances,
    threads: Threads,
) -> Stats {
    let (degrees, blocks, triangles) = (degrees(graph), blocks(graph), triangles(graph));
    let distances = match all_distances {
        AllDistances::Searched => distances(graph, threads),
        AllDistances::Extremes | AllDistances::Sampled(_) | AllDistances::LeftOut => Distances::default(),
    };
    let extremes = match all_distances {
        AllDistances::Extremes | AllDistances::Sampled(_) => extremes(graph, threads),
        AllDistances::Searched | AllDistances::LeftOut => None,
    };
    let sampled = match &all_distances {
        AllDistances::Sampled(options) => sampled_distances(graph, options, threads),
        _ => None,
    };
    let mean = sampled.as_ref().map(|sampled| sampled.mean);
    let effective = sampled.as_ref().map(|sampled| sampled.effective_diameter(EFFECTIVE_SHARE));
    let country = |node: u32| countries[node as usize];
    let ends = || graph.edges().filter_map(|(a, b)| country(a).zip(country(b)));
    Stats {
        places: graph.node_count(),
        ties: graph.edge_count(),
        components: blocks.component_sizes.len(),
        largest_component: blocks.component_sizes.first().copied().unwrap_or(0),
        isolated: graph.nodes().filter(|&node| graph.degree(node) == 0).count(),
        cut_places: blocks.cut_nodes.len(),
        bridges: blocks.bridges,
        blocks: blocks.count(),
        max_degree: degrees.max,
        mean_degree: degrees.mean,
        median_degree: degrees.median,
        degree_gini: degrees.gini,
        density: density(graph),
        triangles: triangles.count(),
        wedges: triangles.wedges(),
        transitivity: triangles.transitivity(),
        mean_local_clustering: triangles.mean_local_clustering(),
        degree_assortativity: degree_assortativity(graph),
        max_core: core_numbers(graph).into_iter().max(),
        diameter: extremes.map(|found| found.diameter).or(distances.diameter()),
        radius: extremes.map(|found| found.radius).or(distances.radius()),
        diameter_searches: extremes.map(|found| found.searches),
        mean_distance: mean.map(|mean| mean.value).or(distances.mean()),
        effective_diameter_90: effective.map(|found| found.value).or(distances.effective_diameter(EFFECTIVE_SHARE)),
        mean_distance_low: mean.map(|mean| mean.low),
        mean_distance_high: mean.map(|mean| mean.high),
        effective_diameter_90_low: effective.map(|found| found.low),
        effective_diameter_90_high: effective.map(|found| found.high),
        sampled_searches: sampled.map(|sampled| sampled.searches),
        domestic_ties: ends().filter(|(a, b)| a == b).count(),
        international_ties: ends().filter(|(a, b)| a != b).count(),
        countries: distinct(countries.iter().copied().flatten()),
        country_assortativity: category_assortativity(graph, country),
        ..Stats::default()
    }
}

/// The number of distinct items.
fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> usize {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items.len()
}
