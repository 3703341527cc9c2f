use crate::graph::{PlaceId, TieGraph};

/// The connected components of a graph: places joined by chains of ties. A place without ties is a component of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// By place: the component's number; `None` for a place outside the graph.
    of: Vec<Option<u32>>,
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
        self.of[place.index()].map(|number| number as usize)
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
    let mut of: Vec<Option<u32>> = vec![None; graph.network().place_count()];
    let mut members: Vec<Vec<PlaceId>> = Vec::new();
    for start in graph.places() {
        let start = start.number();
        if of[start.index()].is_some() {
            continue;
        }
        of[start.index()] = Some(0);
        let mut found = vec![start];
        let mut next = 0;
        while let Some(&place) = found.get(next) {
            next += 1;
            for (partner, _) in graph.partners(place) {
                if of[partner.index()].is_none() {
                    of[partner.index()] = Some(0);
                    found.push(partner);
                }
            }
        }
        found.sort_unstable();
        members.push(found);
    }
    members.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a[0].cmp(&b[0])));
    for (number, members) in (0..).zip(&members) {
        for place in members {
            of[place.index()] = Some(number);
        }
    }
    Components { of, members }
}
