use std::cmp::Reverse;

use crate::graph::{PlaceId, TieGraph};

/// Stands for the number of a component where there is none.
const OUTSIDE: u32 = u32::MAX;

/// The connected components of a graph: places joined by chains of ties. A place without ties is a component of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// By place: the component's number; [`OUTSIDE`] for a place outside the graph.
    of: Vec<u32>,
    /// The largest first; of equal sizes the one with the smallest place first. Places in order.
    members: Vec<Vec<PlaceId>>,
}

impl Components {
    /// How many components there are.
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// The number, from 0, of the component a place is in; `None` where the place isn't in the graph.
    pub fn of(&self, place: PlaceId) -> Option<usize> {
        Some(self.of[place.index()]).filter(|&number| number != OUTSIDE).map(|number| number as usize)
    }

    /// The places of each component by id; the largest component first, of equal sizes the one with the smallest id.
    pub fn members(&self) -> &[Vec<PlaceId>] {
        &self.members
    }

    /// The places in components of one, by id.
    pub fn isolated(&self) -> impl Iterator<Item = PlaceId> {
        self.members.iter().filter(|members| members.len() == 1).map(|members| members[0])
    }
}

/// The connected components, by breadth-first search: O(places + ties) time and space, but for sorting them by size.
pub fn components(graph: &TieGraph<'_>) -> Components {
    let mut search = graph.search();
    let mut of = vec![OUTSIDE; graph.network().place_count()];
    // In the order of their smallest places.
    let mut sizes = Vec::new();
    for start in graph.places() {
        let number = u32::try_from(sizes.len()).expect("there are no more components than places");
        let size = search.component_of(start.number()).map(|place| of[place.index()] = number).count();
        sizes.extend((size > 0).then_some(size));
    }
    let mut by_size: Vec<usize> = (0..sizes.len()).collect();
    by_size.sort_by_key(|&number| Reverse(sizes[number]));
    let mut rank = vec![0; sizes.len()];
    (0..).zip(&by_size).for_each(|(at, &number)| rank[number] = at);
    let mut members: Vec<Vec<PlaceId>> = by_size.iter().map(|&number| Vec::with_capacity(sizes[number])).collect();
    for place in graph.places().map(|place| place.number()) {
        let number = &mut of[place.index()];
        *number = rank[*number as usize];
        members[*number as usize].push(place);
    }
    Components { of, members }
}
