use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;

use crate::{
    graph::{Place, PlaceId, TieGraph},
    metrics::{SampleOptions, SampledBetweenness, Threads, sampled_betweenness},
    model::CountryCode,
    table::Listing,
};

/// A place with its betweenness, as estimated by a sample.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SampledRankRow<'n> {
    /// One more than the number of larger values, so that equal values have equal ranks.
    pub rank: usize,
    /// The best rank that the intervals allow.
    pub best_rank: usize,
    /// The worst rank that they allow. Places whose ranges of ranks overlap can't be told apart.
    pub worst_rank: usize,
    /// Its id.
    pub id: &'n str,
    /// Its name.
    pub name: &'n str,
    /// `city`, `region` or `country`.
    pub level: &'static str,
    /// The code of its region.
    pub region: Option<&'n str>,
    /// The code of its country.
    pub country: Option<CountryCode>,
    /// The value, not normalised: pairs of places.
    pub value: f64,
    /// The lower end of its confidence interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

/// Every place with its betweenness from a sample, the largest first, equal ones by id; and the number of sampled pairs
/// of places. See [`sampled_betweenness`], also for the intervals.
pub fn sampled_rank<'g, 'n>(
    graph: &'g TieGraph<'n>,
    options: &SampleOptions,
    threads: Threads,
) -> (Listing<'g, SampledRankRow<'n>>, usize) {
    let sampled: SampledBetweenness = sampled_betweenness(&graph.adjacency(), options, threads);
    let samples = sampled.samples;
    let places: Vec<PlaceId> = graph.places().map(Place::number).collect();
    let mut order: Vec<u32> = (0..).take(places.len()).collect();
    order.sort_by_key(|&node| (Reverse(sampled.counts[node as usize]), node));
    // For each count, the rank of the nodes with that count.
    let mut ranks: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, &node) in order.iter().enumerate() {
        ranks.entry(sampled.counts[node as usize]).or_insert(at + 1);
    }
    let intervals = sampled.ranks();
    let rows = Listing::new(places.len(), move |at| {
        let node = order[at];
        let (place, estimate, count) =
            (graph.place(places[node as usize]), sampled.of(node), sampled.counts[node as usize]);
        let (best_rank, worst_rank) = intervals.get(&count).copied().unwrap_or_default();
        SampledRankRow {
            rank: ranks.get(&count).copied().unwrap_or_default(),
            best_rank,
            worst_rank,
            id: place.id(),
            name: place.shown_name(),
            level: place.level().name(),
            region: place.region().map(|region| &*region.code),
            country: place.country(),
            value: (estimate.value * 10.0).round() / 10.0,
            low: (estimate.low * 10.0).floor() / 10.0,
            high: (estimate.high * 10.0).ceil() / 10.0,
        }
    });
    (rows, samples)
}
