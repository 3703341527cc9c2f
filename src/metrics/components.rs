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

/// The connected components, by breadth-first search: O(places + ties) time and space.
pub fn components(graph: &TieGraph<'_>) -> Components {
    let mut search = graph.search();
    let mut members: Vec<Vec<PlaceId>> =
        graph.places().filter_map(|start| search.component_of(start.number())).collect();
    members.iter_mut().for_each(|members| members.sort_unstable());
    members.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a[0].cmp(&b[0])));
    let mut of = vec![OUTSIDE; graph.network().place_count()];
    for (number, members) in (0..).zip(&members) {
        for place in members {
            of[place.index()] = number;
        }
    }
    Components { of, members }
}
