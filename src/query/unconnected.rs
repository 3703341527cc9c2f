use std::sync::OnceLock;

use serde::Serialize;

use super::Side;
use crate::{
    graph::{AreaSet, Network, PlaceId, PlacesByRegion, Scope, TieGraph},
    model::Status,
    register::RegionId,
    said,
};

/// Why a region has no tie; of several reasons, the first counts.
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
    /// The basis for the absence: the date on which the region was checked, or the data set's date.
    pub basis: String,
}

/// The regions of each side without a counted tie; side after side, by code.
///
/// Absence in a list is not proof of absence: `basis` says whether the data set's makers checked the region, or whether
/// the tie is merely not in the data set. Takes O(regions + places + partnerships) time, and for each side O(its
/// regions, their places and ties).
pub fn unconnected(graph: &TieGraph<'_>, sides: &[Side]) -> Vec<UnconnectedRow> {
    let network = graph.network();
    let absences = Absences::new(graph);
    let mut rows = Vec::new();
    for side in sides {
        let far = side.far_ends(network);
        rows.extend(side.regions(network).into_iter().filter_map(|id| absences.row(id, far.as_ref())));
    }
    rows
}

/// A graph, prepared to tell of one region after another why it has no tie.
pub(super) struct Absences<'g, 'n> {
    graph: &'g TieGraph<'n>,
    places: PlacesByRegion,
    /// The graphs of all ties, and of those that are over, made for the first region without a counted tie.
    in_force: OnceLock<TieGraph<'n>>,
    over: OnceLock<TieGraph<'n>>,
}

impl<'g, 'n> Absences<'g, 'n> {
    /// Takes O(regions + places) time.
    pub(super) fn new(graph: &'g TieGraph<'n>) -> Self {
        let places = PlacesByRegion::new(graph.network());
        Self { graph, places, in_force: OnceLock::new(), over: OnceLock::new() }
    }

    /// The row of a region that has no tie with one of some far ends, or with any if `far` is `None`. `None` if it has
    /// one. O(its places and their ties), and O(places + partnerships) for the first such region.
    pub(super) fn row(&self, id: RegionId, far: Option<&AreaSet>) -> Option<UnconnectedRow> {
        let (graph, places) = (self.graph, self.places.of(id));
        let counts = |place: PlaceId| far.is_none_or(|far| far.contains(graph.place(place)));
        if places.iter().any(|&place| graph.partners(place).any(counts)) {
            return None;
        }
        let has_ties = |graph: &TieGraph<'_>| places.iter().any(|&place| graph.degree(place) > 0);
        let reason = if places.is_empty() {
            Reason::NoPlacesKnown
        } else if has_ties(self.in_force()) {
            Reason::NoneInScope
        } else if has_ties(self.over()) {
            Reason::Lapsed
        } else {
            Reason::NoTies
        };
        Some(self.row_of(id, reason.name()))
    }

    /// The row for a region and a reason.
    pub(super) fn row_of(&self, id: RegionId, reason: &str) -> UnconnectedRow {
        let network = self.graph.network();
        let region = network.register().region(id);
        UnconnectedRow {
            region: region.code.to_string(),
            name: network.shown_region(region).to_owned(),
            country: region.country.to_string(),
            reason: reason.to_owned(),
            places: self.places.of(id).len(),
            basis: region.checked.map_or_else(|| basis(network), |date| said!(network.words(), Checked, date)),
        }
    }

    fn scope(&self) -> Scope {
        Scope { as_of: self.graph.as_of(), ..Scope::default() }
    }

    fn in_force(&self) -> &TieGraph<'n> {
        if *self.graph.scope() == self.scope() {
            return self.graph;
        }
        made_once(&self.in_force, || self.graph.network().graph(&self.scope()))
    }

    fn over(&self) -> &TieGraph<'n> {
        let statuses = vec![Status::Terminated, Status::Suspended];
        made_once(&self.over, || self.graph.network().graph(&Scope { statuses, ..self.scope() }))
    }
}

/// A value that is made when it is first asked for. It is made before `get_or_init`, so that no thread waits for the
/// cell: rayon may hand a thread that waits for its helpers other work that needs the cell too.
fn made_once<T>(cell: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
    if let Some(made) = cell.get() {
        return made;
    }
    let made = make();
    cell.get_or_init(|| made)
}

/// The basis for an absence that nobody checked.
fn basis(network: &Network) -> String {
    let words = network.words();
    let date = network.dataset().metadata().date;
    date.map_or_else(|| said!(words, NoneInData), |date| said!(words, NoneInDataOf, date))
}
