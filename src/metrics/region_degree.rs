use crate::{
    graph::{PlaceId, TieGraph},
    model::CountryCode,
    register::RegionId,
};

/// The ties of a region, counted by its ends.
///
/// A tie's end lies in the city's region, or in the region that is itself the end; an end at country level lies in
/// none, but counts for the other end's region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegionDegree {
    /// Places of the network that lie in it, tied or not: its cities, and itself where it is an end.
    pub places: usize,
    /// Its places that have a counted tie.
    pub tied_places: usize,
    /// Ties with both ends in it.
    pub internal: usize,
    /// Ties with one end in it.
    pub external: usize,
    /// Other regions at the far ends of its ties.
    pub partner_regions: usize,
    /// Countries at the far ends of its external ties.
    pub partner_countries: usize,
}

impl RegionDegree {
    /// Ties with at least one end in the region.
    pub fn ties(&self) -> usize {
        self.internal + self.external
    }

    /// The sum of its places' degrees: 2 x internal + external (the volume of a vertex set).
    pub fn volume(&self) -> usize {
        2 * self.internal + self.external
    }
}

/// The degree of every region of the register, by [`RegionId::index`]; only ties whose far end `counts` admits.
///
/// O(ties log ties + places).
pub fn region_degrees(graph: &TieGraph<'_>, counts: impl Fn(PlaceId) -> bool) -> Vec<RegionDegree> {
    let network = graph.network();
    let mut degrees = vec![RegionDegree::default(); network.register().regions().len()];
    for region in network.places().filter_map(|place| place.region_id()) {
        degrees[region.index()].places += 1;
    }
    let mut tied: Vec<(RegionId, PlaceId)> = Vec::new();
    let mut regions: Vec<(RegionId, RegionId)> = Vec::new();
    let mut countries: Vec<(RegionId, CountryCode)> = Vec::new();
    for (_, tie) in graph.ties() {
        let [a, b] = [tie.a, tie.b].map(|place| graph.place(place));
        if let Some(region) = a.region_id().filter(|_| a.region_id() == b.region_id()) {
            if counts(tie.a) || counts(tie.b) {
                degrees[region.index()].internal += 1;
                tied.extend([(region, tie.a), (region, tie.b)]);
            }
            continue;
        }
        for (near, far) in [(a, b), (b, a)] {
            let Some(region) = near.region_id().filter(|_| counts(far.number())) else { continue };
            degrees[region.index()].external += 1;
            tied.push((region, near.number()));
            regions.extend(far.region_id().map(|other| (region, other)));
            countries.extend(far.country().map(|country| (region, country)));
        }
    }
    for (region, _) in distinct(tied) {
        degrees[region.index()].tied_places += 1;
    }
    for (region, _) in distinct(regions) {
        degrees[region.index()].partner_regions += 1;
    }
    for (region, _) in distinct(countries) {
        degrees[region.index()].partner_countries += 1;
    }
    degrees
}

fn distinct<T: Ord>(mut pairs: Vec<T>) -> Vec<T> {
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
