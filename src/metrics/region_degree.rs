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
/// O(regions + places + ties).
pub fn region_degrees(graph: &TieGraph<'_>, counts: impl Fn(PlaceId) -> bool) -> Vec<RegionDegree> {
    let network = graph.network();
    let mut degrees = vec![RegionDegree::default(); network.register().regions().len()];
    let mut places: Vec<(RegionId, PlaceId)> =
        network.places().filter_map(|place| Some((place.region_id()?, place.number()))).collect();
    places.sort_unstable();
    let seat_of: Vec<_> = network.places().map(|place| (place.region_id(), place.country())).collect();
    // The region that last met each region and country: one that meets it again counts it no more.
    let mut met_by: Vec<Option<RegionId>> = vec![None; degrees.len()];
    let mut countries: Vec<Option<RegionId>> = vec![None; CountryCode::COUNT];
    for of_region in places.chunk_by(|a, b| a.0 == b.0) {
        let region = of_region[0].0;
        let degree = &mut degrees[region.index()];
        degree.places = of_region.len();
        for &(_, place) in of_region {
            let place_counts = counts(place);
            let mut is_tied = false;
            for (partner, _) in graph.partners(place) {
                let (partner_region, partner_country) = seat_of[partner.index()];
                let partner_counts = counts(partner);
                if partner_region == Some(region) {
                    is_tied |= place_counts || partner_counts;
                    degree.internal += usize::from(place < partner && (place_counts || partner_counts));
                    continue;
                }
                if !partner_counts {
                    continue;
                }
                is_tied = true;
                degree.external += 1;
                if let Some(other) = partner_region {
                    degree.partner_regions += usize::from(met_by[other.index()].replace(region) != Some(region));
                }
                if let Some(country) = partner_country {
                    degree.partner_countries += usize::from(countries[country.index()].replace(region) != Some(region));
                }
            }
            degree.tied_places += usize::from(is_tied);
        }
    }
    degrees
}
