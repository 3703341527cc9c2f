use std::sync::OnceLock;

use super::PlaceId;

/// What only petgraph's algorithms ask a graph of ties for, made when the first of them does.
#[derive(Default)]
pub(super) struct Visits {
    /// Where the graph leaves places of its network out.
    pub(super) numbers: OnceLock<Numbers>,
    /// The lengths of the ties in kilometres, by arc of the adjacency.
    pub(super) lengths: OnceLock<Vec<f64>>,
}

/// The places of a graph that leaves some of its network out, numbered from 0.
pub(super) struct Numbers {
    /// By place of the network; of no meaning for one that is left out.
    pub(super) of_place: Vec<u32>,
    /// By number.
    pub(super) places: Vec<PlaceId>,
}

impl Numbers {
    /// `included` says of each place of the network whether it is in the graph. O(places).
    pub(super) fn of(included: &[bool]) -> Self {
        let mut numbers = Self { of_place: vec![0; included.len()], places: Vec::new() };
        for (place, _) in (0..).map(PlaceId).zip(included).filter(|(_, included)| **included) {
            numbers.of_place[place.index()] =
                u32::try_from(numbers.places.len()).expect("a graph has fewer than 2^32 places");
            numbers.places.push(place);
        }
        numbers
    }
}
