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
    /// How many inhabitants each has at least.
    pub at_least: u64,
    /// Whose ties to whom were counted.
    pub scope: String,
    /// Towns without a tie.
    pub unconnected: usize,
    /// Towns in all.
    pub towns: usize,
    /// The share in per cent, to a tenth.
    pub share_percent: Option<f64>,
}

/// How many of some towns have no tie: `towns` are those of [`large_towns`](crate::formats::large_towns). `None` where there are none
/// in a side, or a side is no country. For each side O(towns + places + ties).
pub fn large_towns(graph: &TieGraph<'_>, sides: &[Side], towns: &[LargeTown]) -> Option<LargeTowns> {
    let network = graph.network();
    let (mut all, mut without) = (0, 0);
    for side in sides {
        let Area::Country(code) = side.area else { return None };
        let far = side.far_ends(network);
        let counts = |place: PlaceId| far.as_ref().is_none_or(|far| far.contains(network.place(place)));
        let mut tied: HashSet<PlaceId> = HashSet::new();
        for place in graph.places().filter(|place| graph.partners(place.number()).any(counts)) {
            // A town has a tie where a part of it has one.
            let wholes = std::iter::successors(Some(place.number()), |&place| network.place(place).part_of());
            tied.extend(wholes);
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
