use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;

use crate::{
    graph::{Place, PlaceId, TieGraph},
    metrics::{SampleOptions, SampledBetweenness, Threads, sampled_betweenness},
    model::CountryCode,
    table::Listing,
};

/// A place with its betweenness as a sample has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SampledRankRow<'n> {
    /// One more than there are larger values: equal values have one rank.
    pub rank: usize,
    /// The best rank that the intervals allow.
    pub best_rank: usize,
    /// The worst: places whose ranks overlap can't be told apart.
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
    /// The value, raw: pairs of places.
    pub value: f64,
    /// The lower end of the interval that holds the true one.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Every place with its betweenness from a sample, the largest first, equal ones by id; and from how many pairs of places.
/// See [`sampled_betweenness`], also for the intervals.
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
    // By count: how many nodes have a larger one.
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
