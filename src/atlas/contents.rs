//! Selects the places and partnerships of a page.

use crate::{
    graph::{AreaSet, Network, PlaceId, Scope, TieGraph},
    model::Status,
    query::Side,
};

/// The places of a page, and the graph of all their partnerships, in force or not.
pub(super) struct Contents<'n> {
    /// The graph of every status and time, since the page itself selects what is in force, and when.
    pub every: TieGraph<'n>,
    /// The places of the page, by id.
    pub places: Vec<PlaceId>,
    /// For each place of the network, its number on the page, from 1; 0 if it isn't on the page.
    pub numbers: Vec<u32>,
}

impl<'n> Contents<'n> {
    /// Without filters on places or kinds, these are all places. Otherwise they are the ends of the partnerships that
    /// pass the filters, and all places of the areas with coloured regions, so that places without a tie can be named.
    /// O(places + partnerships).
    pub fn of(network: &'n Network, scope: &Scope, sides: &[Side]) -> Self {
        let every = network.graph(&Scope { statuses: Status::ALL.to_vec(), as_of: None, ..scope.clone() });
        let areas: Vec<_> = sides.iter().map(|side| side.area.clone()).collect();
        let about = AreaSet::new(network, &areas);
        let is_all = is_unfiltered(scope);
        let is_there = |place: PlaceId| is_all || every.includes(place) || about.contains(network.place(place));
        let places: Vec<PlaceId> = network.places().map(|place| place.number()).filter(|&it| is_there(it)).collect();
        let mut numbers = vec![0; network.place_count()];
        for (number, place) in (1..).zip(&places) {
            numbers[place.index()] = number;
        }
        Self { every, places, numbers }
    }

    /// The number of a place on the page, from 1; 0 if it isn't on the page.
    pub fn number(&self, place: PlaceId) -> u64 {
        u64::from(self.numbers[place.index()])
    }
}

/// Whether only those filters are in force that the page can lift: status and date.
pub(super) fn is_unfiltered(scope: &Scope) -> bool {
    !Scope { statuses: Vec::new(), as_of: None, ..scope.clone() }.is_restricted()
}
