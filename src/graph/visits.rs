use std::sync::OnceLock;

use super::PlaceId;

/// Tables that only petgraph's algorithms need, made when one of them first asks.
#[derive(Default)]
pub(super) struct Visits {
    /// The numbers of places, if the graph leaves out places of its network.
    pub(super) numbers: OnceLock<Numbers>,
    /// The length of the tie of each arc of the adjacency, in kilometres.
    pub(super) lengths: OnceLock<Vec<f64>>,
}

/// The places of a graph that leaves out some of its network, numbered from 0.
pub(super) struct Numbers {
    /// The number of each place of the network; meaningless for a place that is left out.
    pub(super) of_place: Vec<u32>,
    /// The place with each number.
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
