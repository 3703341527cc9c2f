use super::{Network, PlaceId};
use crate::register::RegionId;

/// The places of every region of a network's register: its cities, and the region itself if it is an end.
pub struct PlacesByRegion {
    /// The index in `places` of the first place of each region, by [`RegionId::index`], and the end of the last
    /// region's places.
    starts: Vec<u32>,
    places: Vec<PlaceId>,
}

impl PlacesByRegion {
    /// Takes O(regions + places) time.
    pub fn new(network: &Network) -> Self {
        let regions = network.register().regions().len();
        let mut starts = vec![0; regions + 1];
        network.nodes.iter().filter_map(|node| node.region).for_each(|region| starts[region.index() + 1] += 1);
        (0..regions).for_each(|region| starts[region + 1] += starts[region]);
        let mut places = vec![PlaceId::NOWHERE; starts[regions] as usize];
        let mut next = starts.clone();
        for (number, node) in (0..).map(PlaceId).zip(&network.nodes) {
            if let Some(region) = node.region {
                let at = &mut next[region.index()];
                places[*at as usize] = number;
                *at += 1;
            }
        }
        Self { starts, places }
    }

    /// The places of a region, by id.
    pub fn of(&self, region: RegionId) -> &[PlaceId] {
        let at = region.index();
        &self.places[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}
