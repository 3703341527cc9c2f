use crate::{
    graph::{Network, PlaceId, TieGraph},
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
    let regions = network.register().regions().len();
    let mut degrees = vec![RegionDegree::default(); regions];
    let mut places: Vec<(RegionId, PlaceId)> =
        network.places().filter_map(|place| Some((place.region_id()?, place.number()))).collect();
    places.sort_unstable();
    let seats = Seats::of(network);
    // The region that last met each seat and country: one that meets it again counts it no more.
    let mut met_by: Vec<Option<RegionId>> = vec![None; seats.country.len()];
    let mut countries: Vec<Option<RegionId>> = vec![None; CountryCode::COUNT];
    for of_region in places.chunk_by(|a, b| a.0 == b.0) {
        let region = of_region[0].0;
        let degree = &mut degrees[region.index()];
        degree.places = of_region.len();
        for &(_, place) in of_region {
            let place_counts = counts(place);
            let mut is_tied = false;
            for partner in graph.partners(place) {
                let seat = seats.of_place[partner.index()] as usize;
                let partner_counts = counts(partner);
                if seat == region.index() {
                    is_tied |= place_counts || partner_counts;
                    degree.internal += usize::from(place < partner && (place_counts || partner_counts));
                    continue;
                }
                if !partner_counts {
                    continue;
                }
                is_tied = true;
                degree.external += 1;
                if met_by[seat].replace(region) == Some(region) {
                    continue;
                }
                degree.partner_regions += usize::from(seat < regions);
                if let Some(country) = seats.country[seat] {
                    degree.partner_countries += usize::from(countries[country.index()].replace(region) != Some(region));
                }
            }
            degree.tied_places += usize::from(is_tied);
        }
    }
    degrees
}

/// Where each place lies as one small number, so that looking it up for the ends of millions of ties stays in the cache:
/// its region, else its country, else nowhere.
struct Seats {
    /// By place.
    of_place: Vec<u32>,
    /// By seat: those that are regions first.
    country: Vec<Option<CountryCode>>,
}

impl Seats {
    fn of(network: &Network) -> Self {
        let regions = network.register().regions();
        let mut country: Vec<_> = regions.iter().map(|region| Some(region.country)).collect();
        country.resize(regions.len() + CountryCode::COUNT + 1, None);
        let of_place = network.places().map(|place| {
            let seat = match (place.region_id(), place.country()) {
                (Some(region), _) => region.index(),
                (None, Some(code)) => {
                    let seat = regions.len() + code.index();
                    country[seat] = Some(code);
                    seat
                }
                (None, None) => regions.len() + CountryCode::COUNT,
            };
            u32::try_from(seat).expect("a register has fewer than 2^32 regions")
        });
        Self { of_place: of_place.collect(), country }
    }
}
