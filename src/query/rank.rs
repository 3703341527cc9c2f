use serde::Serialize;

use crate::{
    graph::{Adjacency, Quotient, TieGraph},
    metrics::{Threads, betweenness, closeness, core_numbers, distances, eigenvector, harmonic, page_rank, triangles},
    model::{Area, Level},
};

/// What places are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Distinct partners.
    Degree,
    /// See [`betweenness`].
    Betweenness,
    /// See [`closeness`].
    Closeness,
    /// See [`harmonic`].
    Harmonic,
    /// See [`page_rank`].
    PageRank,
    /// See [`eigenvector`].
    Eigenvector,
    /// See [`core_numbers`].
    Core,
    /// Local clustering; see [`Triangles`](crate::metrics::Triangles).
    Clustering,
    /// The largest distance to another place of its component; see [`Distances`](crate::metrics::Distances).
    Eccentricity,
}

impl Metric {
    /// Every metric, as listed in the help.
    pub const ALL: &'static [Metric] = &[
        Metric::Degree,
        Metric::Betweenness,
        Metric::Closeness,
        Metric::Harmonic,
        Metric::PageRank,
        Metric::Eigenvector,
        Metric::Core,
        Metric::Clustering,
        Metric::Eccentricity,
    ];

    /// Its name in options.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Degree => "degree",
            Metric::Betweenness => "betweenness",
            Metric::Closeness => "closeness",
            Metric::Harmonic => "harmonic",
            Metric::PageRank => "pagerank",
            Metric::Eigenvector => "eigenvector",
            Metric::Core => "core",
            Metric::Clustering => "clustering",
            Metric::Eccentricity => "eccentricity",
        }
    }

    /// The value of every node; none where the metric can't be had of the graph.
    fn of(self, graph: &Adjacency, threads: Threads) -> Option<Vec<Value>> {
        let counts = |values: Vec<u32>| values.into_iter().map(|value| Value::Count(u64::from(value))).collect();
        let reals = |values: Vec<f64>| values.into_iter().map(Value::Real).collect();
        Some(match self {
            Metric::Degree => graph.nodes().map(|node| Value::Count(graph.degree(node) as u64)).collect(),
            Metric::Betweenness => reals(betweenness(graph, threads)),
            Metric::Closeness => reals(closeness(&distances(graph, threads))),
            Metric::Harmonic => reals(harmonic(graph, threads)),
            Metric::PageRank => reals(page_rank(graph, threads)),
            Metric::Eigenvector => reals(eigenvector(graph)?),
            Metric::Core => counts(core_numbers(graph)),
            Metric::Clustering => reals(triangles(graph).local_clustering()),
            Metric::Eccentricity => counts(distances(graph, threads).eccentricities),
        })
    }

    /// The largest value that a node among `nodes` can have, where the literature divides by it.
    fn largest(self, nodes: usize) -> Option<f64> {
        let others = nodes.saturating_sub(1) as f64;
        let largest = match self {
            Metric::Degree | Metric::Harmonic => others,
            Metric::Betweenness => others * (others - 1.0) / 2.0,
            _ => return None,
        };
        Some(largest).filter(|&largest| largest > 0.0)
    }
}

/// A metric's value: a whole number where it counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A count.
    Count(u64),
    /// Anything else.
    Real(f64),
}

impl Value {
    /// A real value to 13 significant digits: what is equal by definition is equal then, though it was summed up in
    /// another order.
    fn rounded(self) -> Self {
        match self {
            Value::Count(count) => Value::Count(count),
            Value::Real(real) => Value::Real(rounded(real)),
        }
    }

    fn as_real(self) -> f64 {
        match self {
            Value::Count(count) => count as f64,
            Value::Real(real) => real,
        }
    }
}

impl Default for Value {
    fn default() -> Self {
        Value::Count(0)
    }
}

/// 13 significant digits of a number.
fn rounded(real: f64) -> f64 {
    format!("{real:.12e}").parse().unwrap_or(real)
}

/// A place, region or country with its value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RankRow {
    /// One more than there are larger values: equal values have one rank.
    pub rank: usize,
    /// Its id or code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `city`, `region` or `country`.
    pub level: String,
    /// The code of its region.
    pub region: Option<String>,
    /// The code of its country.
    pub country: Option<String>,
    /// The value, raw; to 13 significant digits.
    pub value: Value,
    /// The value over the largest possible, where the literature has both.
    pub normalised: Option<f64>,
}

/// Every place with its value: the largest first, equal ones by id. None where the metric can't be had of the graph
/// (see [`eigenvector`]).
pub fn rank(graph: &TieGraph<'_>, metric: Metric, threads: Threads) -> Option<Vec<RankRow>> {
    let values = metric.of(&graph.adjacency(), threads)?;
    let places: Vec<_> = graph.places().collect();
    Some(rows(metric, &values, |node| {
        let place = places[node];
        RankRow {
            id: place.id().to_owned(),
            name: place.name().to_owned(),
            level: place.level().to_string(),
            region: place.region().map(|region| region.code.to_string()),
            country: place.country().map(|country| country.to_string()),
            ..RankRow::default()
        }
    }))
}

/// Every region or country with its value in the quotient graph: the largest first, equal ones by code.
pub fn quotient_rank(
    graph: &TieGraph<'_>,
    quotient: &Quotient,
    metric: Metric,
    threads: Threads,
) -> Option<Vec<RankRow>> {
    let values = metric.of(quotient.adjacency(), threads)?;
    Some(rows(metric, &values, |node| {
        let (area, country) = &quotient.areas()[node];
        let (level, region) = match area {
            Area::Region(code) => (Level::Region, Some(code.clone())),
            Area::Country(_) => (Level::Country, None),
        };
        RankRow {
            id: area.to_string(),
            name: graph.network().register().area_name(area),
            level: level.to_string(),
            region,
            country: Some(country.to_string()),
            ..RankRow::default()
        }
    }))
}

fn rows(metric: Metric, values: &[Value], row: impl Fn(usize) -> RankRow) -> Vec<RankRow> {
    let values: Vec<Value> = values.iter().map(|value| value.rounded()).collect();
    let largest = metric.largest(values.len());
    // Nodes are in the order of ids, and the sort keeps it.
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].as_real().total_cmp(&values[a].as_real()));
    let mut rank = 0;
    let ranked = order.iter().enumerate().map(|(place, &node)| {
        if place == 0 || values[node] != values[order[place - 1]] {
            rank = place + 1;
        }
        let value = values[node];
        RankRow { rank, value, normalised: largest.map(|largest| rounded(value.as_real() / largest)), ..row(node) }
    });
    ranked.collect()
}
