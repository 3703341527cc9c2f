use std::{borrow::Cow, cell::OnceCell, rc::Rc};

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    graph::{Adjacency, Place, PlaceId, Quotient, TieGraph},
    metrics::{
        Centrality, Threads, betweenness, closeness, core_numbers, distances, eigenvector, harmonic, most_central,
        page_rank, triangles,
    },
    model::{Area, CountryCode, Level, vocabulary},
    table::Listing,
};

vocabulary! {
    /// What places are ranked by.
    Metric, "metric", {
        /// Distinct partners.
        Degree = "degree",
        /// See [`betweenness`].
        Betweenness = "betweenness",
        /// See [`closeness`].
        Closeness = "closeness",
        /// See [`harmonic`].
        Harmonic = "harmonic",
        /// See [`page_rank`].
        PageRank = "pagerank",
        /// See [`eigenvector`].
        Eigenvector = "eigenvector",
        /// See [`core_numbers`].
        Core = "core",
        /// Local clustering; see [`Triangles`](crate::metrics::Triangles).
        Clustering = "clustering",
        /// The largest distance to another place of its component; see [`Distances`](crate::metrics::Distances).
        Eccentricity = "eccentricity",
    }
}

impl Metric {
    /// The value of every node; `None` if the metric isn't defined for the graph.
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

    /// The largest value that a node among `nodes` can have, if the literature normalises by it.
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

/// A metric's value: a whole number if the metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A count.
    Count(u64),
    /// Any other number.
    Real(f64),
}

impl Value {
    /// Rounds a real value to 13 significant digits, so that values that are equal by definition stay equal although
    /// they were summed in different orders.
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

/// Rounds a number to 13 significant digits.
fn rounded(real: f64) -> f64 {
    format!("{real:.12e}").parse().unwrap_or(real)
}

/// A place, region or country with its value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RankRow<'n> {
    /// One more than the number of larger values, so that equal values have equal ranks.
    pub rank: usize,
    /// Its id or code.
    pub id: Cow<'n, str>,
    /// Its name.
    pub name: Cow<'n, str>,
    /// `city`, `region` or `country`.
    pub level: &'static str,
    /// The code of its region.
    pub region: Option<Cow<'n, str>>,
    /// The code of its country.
    pub country: Option<CountryCode>,
    /// The value, not normalised, to 13 significant digits.
    pub value: Value,
    /// The value divided by the largest possible one, if the literature defines that.
    pub normalised: Option<f64>,
}

/// Every place with its value, the largest first, equal ones by id. `None` if the metric isn't defined for the graph
/// (see [`eigenvector`]).
pub fn rank<'g, 'n>(graph: &'g TieGraph<'n>, metric: Metric, threads: Threads) -> Option<Listing<'g, RankRow<'n>>> {
    let values = metric.of(&graph.adjacency(), threads)?;
    let places: Rc<[PlaceId]> = graph.places().map(Place::number).collect();
    let of_node = Rc::clone(&places);
    let fetch =
        move |nodes: &mut dyn Iterator<Item = usize>| graph.network().fetch_names(nodes.map(|node| places[node]));
    Some(rows(metric, values, move |node| row_of(graph.place(of_node[node])), fetch))
}

/// The same for callers that need only the `first` rows. In a large graph these are found without the others, if the
/// metric allows it (see [`most_central`]). Asking for further rows takes as long as for all.
pub fn rank_first<'g, 'n>(
    graph: &'g TieGraph<'n>,
    metric: Metric,
    first: usize,
    threads: Threads,
) -> Option<Listing<'g, RankRow<'n>>> {
    let by = match metric {
        Metric::Closeness => Centrality::Closeness,
        Metric::Harmonic => Centrality::Harmonic,
        _ => return rank(graph, metric, threads),
    };
    let count = graph.place_count();
    if count < MANY || first > count / SMALL_PART {
        return rank(graph, metric, threads);
    }
    let (found, _) = most_central(&graph.adjacency(), by, first, threads);
    let places: Vec<PlaceId> = graph.places().map(Place::number).collect();
    let mut order: Vec<(f64, u32)> = found.into_iter().map(|(node, value)| (rounded(value), node)).collect();
    order.sort_by(|(x, a), (y, b)| y.total_cmp(x).then(a.cmp(b)));
    let largest = metric.largest(count);
    let all: OnceCell<Option<Listing<'g, RankRow<'n>>>> = OnceCell::new();
    Some(Listing::new(count, move |at| match order.get(at).filter(|_| at < first) {
        Some(&(value, node)) => RankRow {
            rank: 1 + order.partition_point(|&(other, _)| other > value),
            value: Value::Real(value),
            normalised: largest.map(|largest| rounded(value / largest)),
            ..row_of(graph.place(places[node as usize]))
        },
        // The metric was defined for this graph before, so it is now.
        None => all.get_or_init(|| rank(graph, metric, threads)).as_ref().map(|all| all.row(at)).unwrap_or_default(),
    }))
}

/// From this many places on, the first rows are found without the others ...
const MANY: usize = 1 << 16;
/// ... if they are at most one in this many.
const SMALL_PART: usize = 100;

/// The fields of a row that describe its place.
fn row_of(place: Place<'_>) -> RankRow<'_> {
    RankRow {
        id: place.id().into(),
        name: place.shown_name().into(),
        level: place.level().name(),
        region: place.region().map(|region| Cow::Borrowed(&*region.code)),
        country: place.country(),
        ..RankRow::default()
    }
}

/// The value of every place of the graph, in their order; `None` if the metric isn't defined for the graph.
pub fn figures(graph: &TieGraph<'_>, metric: Metric, threads: Threads) -> Option<Vec<(PlaceId, f64)>> {
    let values = metric.of(&graph.adjacency(), threads)?;
    Some(graph.places().map(Place::number).zip(values.into_iter().map(|value| value.rounded().as_real())).collect())
}

/// Every region or country with its value in the quotient graph: the largest first, equal ones by code.
pub fn quotient_rank<'g>(
    graph: &'g TieGraph<'_>,
    quotient: &Quotient,
    metric: Metric,
    threads: Threads,
) -> Option<Listing<'g, RankRow<'g>>> {
    let values = metric.of(quotient.adjacency(), threads)?;
    let areas = quotient.areas().to_vec();
    let row = move |node: usize| {
        let (area, country) = &areas[node];
        let (level, region) = match area {
            Area::Region(code) => (Level::Region, Some(code.clone().into())),
            Area::Country(_) => (Level::Country, None),
        };
        RankRow {
            id: area.to_string().into(),
            name: graph.network().shown_area(area).into(),
            level: level.name(),
            region,
            country: Some(*country),
            ..RankRow::default()
        }
    };
    Some(rows(metric, values, row, |_| {}))
}

/// From this many values on, threads pay.
const FEW: usize = 1 << 10;

/// The number of rows that are prefetched at once.
const FETCHED: usize = 1 << 7;

/// The rows of all nodes. `row` describes the place of a node, and `fetch` prefetches what it needs for some.
fn rows<'g, 'n: 'g>(
    metric: Metric,
    mut values: Vec<Value>,
    row: impl Fn(usize) -> RankRow<'n> + 'g,
    fetch: impl Fn(&mut dyn Iterator<Item = usize>) + 'g,
) -> Listing<'g, RankRow<'n>> {
    values.par_iter_mut().with_min_len(FEW).for_each(|value| *value = value.rounded());
    let largest = metric.largest(values.len());
    // Nodes are numbered in the order of ids.
    let mut order: Vec<(f64, u32)> = values.iter().map(|value| value.as_real()).zip(0..).collect();
    order.par_sort_unstable_by(|(x, a), (y, b)| y.total_cmp(x).then(a.cmp(b)));
    let (mut ranked, mut equal) = (Vec::with_capacity(order.len()), (f64::NAN, 0));
    for (at, (value, node)) in order.into_iter().enumerate() {
        if value != equal.0 {
            equal = (value, at + 1);
        }
        ranked.push((node as usize, equal.1));
    }
    Listing::new(ranked.len(), move |at| {
        if at.is_multiple_of(FETCHED) {
            fetch(&mut ranked[at..].iter().take(FETCHED).map(|&(node, _)| node));
        }
        let (node, rank) = ranked[at];
        let value = values[node];
        RankRow { rank, value, normalised: largest.map(|largest| rounded(value.as_real() / largest)), ..row(node) }
    })
}
