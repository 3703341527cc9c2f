use std::{cmp::Reverse, collections::HashMap};

use serde::Serialize;

use crate::{
    graph::{Areas, Grouping, TieGraph},
    model::{Area, CountryCode},
};

/// Two regions or countries with ties between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PairRow {
    /// The smaller of the two codes.
    pub a: String,
    /// The name of that region or country.
    pub a_name: String,
    /// The code of the country it lies in or is.
    pub a_country: Option<CountryCode>,
    /// The other code.
    pub b: String,
    /// The name of that region or country.
    pub b_name: String,
    /// The code of the country it lies in or is.
    pub b_country: Option<CountryCode>,
    /// Ties with one end in each.
    pub ties: usize,
}

/// The ties between pairs of regions or countries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaPairs {
    /// The pairs, sorted by number of ties (most first), then by both codes.
    pub rows: Vec<PairRow>,
    /// Ties with both ends in one region or country, which are in no row.
    pub within: usize,
    /// Ties with an end whose country isn't known, which are in no row either.
    pub unplaced: usize,
}

/// The pairs of regions or countries with most ties. By region, a place whose region isn't known counts for its
/// country. O(places + ties + n log n) for n rows.
pub fn pairs(graph: &TieGraph<'_>, by: Grouping) -> AreaPairs {
    let areas = Areas::new(graph, by);
    let mut counts: HashMap<(u32, u32), usize> = HashMap::new();
    let mut pairs = AreaPairs::default();
    for (a, b) in graph.tie_ends() {
        match (areas.of(a), areas.of(b)) {
            (Some(a), Some(b)) if a == b => pairs.within += 1,
            // Areas are numbered by code.
            (Some(a), Some(b)) => *counts.entry((a.min(b), a.max(b))).or_default() += 1,
            _ => pairs.unplaced += 1,
        }
    }
    let mut counts: Vec<((u32, u32), usize)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|&(pair, ties)| (Reverse(ties), pair));
    let network = graph.network();
    let said = |number: u32| {
        let (area, country): &(Area, CountryCode) = &areas.areas()[number as usize];
        (area.to_string(), network.shown_area(area), Some(*country))
    };
    pairs.rows = counts
        .into_iter()
        .map(|((a, b), ties)| {
            let ((a, a_name, a_country), (b, b_name, b_country)) = (said(a), said(b));
            PairRow { a, a_name, a_country, b, b_name, b_country, ties }
        })
        .collect();
    pairs
}
