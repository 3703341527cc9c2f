use std::collections::HashMap;

use serde::Serialize;

use super::{joined, km_between};
use crate::{
    graph::{PlaceId, TieGraph},
    metrics::shortest_path,
};

/// A place on a chain of ties.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PathRow {
    /// The number of ties from the beginning of the chain.
    pub step: usize,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `city`, `region` or `country`.
    pub level: String,
    /// The code of its region.
    pub region: Option<String>,
    /// The code of its country.
    pub country: Option<String>,
    /// The kinds of the tie that leads to it.
    pub kind: Option<String>,
    /// The distance from the previous place, in kilometres.
    pub distance_km: Option<f64>,
}

/// A shortest chain from one of `from` to one of `to` that avoids the places in `avoid`; no rows if there is none.
/// O(places + partnerships).
pub fn path(graph: &TieGraph<'_>, from: &[PlaceId], to: &[PlaceId], avoid: &[PlaceId]) -> Vec<PathRow> {
    let mut is_avoided = vec![false; graph.network().place_count()];
    avoid.iter().for_each(|place| is_avoided[place.index()] = true);
    let chain = shortest_path(graph, from, to, |place| is_avoided[place.index()]).unwrap_or_default();
    let steps = chain.windows(2).map(|step| (step[0].min(step[1]), step[0].max(step[1])));
    let ties = graph.ties_between(&steps.collect());
    let kinds_of = |at: usize| joined(ties.partnerships(at).map(|(record, _)| record.kind).collect());
    let kinds: HashMap<(PlaceId, PlaceId), String> =
        ties.ends().enumerate().map(|(at, [a, b])| ((a, b), kinds_of(at))).collect();
    let before = std::iter::once(None).chain(chain.iter().copied().map(Some));
    chain
        .iter()
        .zip(before)
        .enumerate()
        .map(|(step, (&number, before))| {
            let place = graph.place(number);
            let tie = before.map(|before| (before.min(number), before.max(number)));
            PathRow {
                step,
                id: place.id().to_owned(),
                name: place.shown_name().to_owned(),
                level: place.level().to_string(),
                region: place.region().map(|region| region.code.to_string()),
                country: place.country().map(|code| code.to_string()),
                kind: tie.and_then(|tie| kinds.get(&tie).cloned()),
                distance_km: before.and_then(|before| km_between(graph, before, number)),
            }
        })
        .collect()
}
