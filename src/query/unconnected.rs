use std::rc::Rc;

use serde::Serialize;

use super::{Side, side};
use crate::{
    graph::{Scope, TieGraph},
    metrics::{RegionDegree, region_degrees},
    model::{Date, Status},
    register::RegionId,
};

/// Why a region has no tie; the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The data set names no place in it.
    NoPlacesKnown,
    /// It has places, but none was ever tied.
    NoTies,
    /// It has only ended or suspended partnerships.
    Lapsed,
    /// It has ties, but none in the scope asked about.
    NoneInScope,
}

impl Reason {
    /// The word in the column `reason`.
    pub fn name(self) -> &'static str {
        match self {
            Reason::NoPlacesKnown => "no-places-known",
            Reason::NoTies => "no-ties",
            Reason::Lapsed => "lapsed",
            Reason::NoneInScope => "none-in-scope",
        }
    }
}

/// A region without a tie in the scope asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UnconnectedRow {
    /// Its code.
    pub region: String,
    /// Its English name.
    pub name: String,
    /// Its country's code.
    pub country: String,
    /// Why, as [`Reason::name`], or one of the further reasons of [`lacking`](super::lacking).
    pub reason: String,
    /// Places of the data set in it.
    pub places: usize,
    /// What the absence rests on: the date the region was checked, or the data set's date.
    pub basis: String,
}

/// The regions of each side without a counted tie; side after side, by code.
///
/// Absence in a list is not proof of absence: `basis` says whether the data set's makers checked the region or the
/// tie is merely not in the data set.
pub fn unconnected(graph: &TieGraph<'_>, sides: &[Side]) -> Vec<UnconnectedRow> {
    let network = graph.network();
    let in_force = Scope { as_of: graph.as_of(), ..Scope::default() };
    let over = Scope { statuses: vec![Status::Terminated, Status::Suspended], ..in_force.clone() };
    let [in_force, over] = [in_force, over].map(|scope| region_degrees(&network.graph(&scope), |_| true));
    let of_region = of_region(graph);
    let row = |id: RegionId| {
        let reason = if in_force[id.index()].places == 0 {
            Reason::NoPlacesKnown
        } else if in_force[id.index()].ties() > 0 {
            Reason::NoneInScope
        } else if over[id.index()].ties() > 0 {
            Reason::Lapsed
        } else {
            Reason::NoTies
        };
        of_region(id, reason.name())
    };
    let degrees = side::degrees(graph, sides);
    let unconnected = |(side, degrees): (&Side, Rc<Vec<RegionDegree>>)| {
        let regions = side.regions(network).into_iter();
        regions.filter(move |id| degrees[id.index()].ties() == 0).map(&row)
    };
    sides.iter().zip(degrees).flat_map(unconnected).collect()
}

/// Makes the row of a region and a reason.
pub(super) fn of_region<'g>(graph: &'g TieGraph<'_>) -> impl Fn(RegionId, &str) -> UnconnectedRow + use<'g> {
    let network = graph.network();
    let basis = basis(network.dataset().metadata().date);
    let mut places = vec![0; network.register().regions().len()];
    network.places().filter_map(|place| place.region_id()).for_each(|region| places[region.index()] += 1);
    move |id, reason| {
        let region = network.register().region(id);
        UnconnectedRow {
            region: region.code.to_string(),
            name: region.name.to_string(),
            country: region.country.to_string(),
            reason: reason.to_owned(),
            places: places[id.index()],
            basis: region.checked.map_or_else(|| basis.clone(), |date| format!("checked {date}")),
        }
    }
}

/// How an absence is worded that nobody checked.
fn basis(date: Option<Date>) -> String {
    date.map_or_else(|| "none in this data set".to_owned(), |date| format!("none in this data set ({date})"))
}
