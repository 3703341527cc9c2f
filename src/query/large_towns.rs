use std::collections::HashSet;

use serde::Serialize;

use super::{Side, share_percent};
use crate::{
    formats::{LARGE_TOWN, LargeTown},
    graph::{PlaceId, TieGraph},
    model::Area,
};

/// The large towns of the sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LargeTowns {
    /// The least population of a town.
    pub at_least: u64,
    /// The sides whose towns are counted, and the far ends of their ties.
    pub scope: String,
    /// The number of towns without a tie.
    pub unconnected: usize,
    /// The number of towns, with a tie or without.
    pub towns: usize,
    /// The share of towns without a tie in per cent, to a tenth.
    pub share_percent: Option<f64>,
}

/// Counts the towns of [`formats::large_towns`](crate::formats::large_towns) without a tie. `None` if a side isn't a
/// country, or has no town in the table. Takes O(towns + places + ties) time for each side.
pub fn large_towns(graph: &TieGraph<'_>, sides: &[Side], towns: &[LargeTown]) -> Option<LargeTowns> {
    let network = graph.network();
    let (mut all, mut without) = (0, 0);
    for side in sides {
        let Area::Country(code) = side.area else { return None };
        let far = side.far_ends(network);
        let counts = |place: PlaceId| far.as_ref().is_none_or(|far| far.contains(network.place(place)));
        let mut tied: HashSet<PlaceId> = HashSet::new();
        for place in graph.places().filter(|place| graph.partners(place.number()).any(counts)) {
            // A town has a tie if a part of it has one. What an earlier part belongs to is there already.
            let mut next = Some(place.number());
            while let Some(place) = next.filter(|&place| tied.insert(place)) {
                next = network.place(place).part_of();
            }
        }
        let is_tied = |town: &&LargeTown| {
            let place = town.place.and_then(|id| network.find_id(id));
            place.is_some_and(|place| tied.contains(&place))
        };
        let own: Vec<&LargeTown> = towns.iter().filter(|town| town.country == code).collect();
        if own.is_empty() {
            return None;
        }
        all += own.len();
        without += own.iter().filter(|town| !is_tied(town)).count();
    }
    let said: Vec<String> = sides.iter().map(|side| side.said(network)).collect();
    (all > 0).then(|| LargeTowns {
        at_least: LARGE_TOWN,
        scope: said.join("; "),
        unconnected: without,
        towns: all,
        share_percent: share_percent(without, all),
    })
}
