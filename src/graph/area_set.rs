use super::{Network, Place};
use crate::{
    model::{Area, CountryCode},
    register::RegionId,
};

/// Countries and regions, to tell of many places whether they lie in one of them.
pub struct AreaSet {
    /// By [`CountryCode::index`].
    countries: Vec<bool>,
    /// By [`RegionId::index`].
    regions: Vec<bool>,
}

impl AreaSet {
    /// O(regions of the register + areas log regions); an area that the register lacks has no place.
    pub fn new(network: &Network, areas: &[Area]) -> Self {
        let register = network.register();
        let mut set =
            Self { countries: vec![false; CountryCode::COUNT], regions: vec![false; register.regions().len()] };
        for area in areas {
            match area {
                Area::Country(code) => set.countries[code.index()] = true,
                Area::Region(code) => {
                    register.find_region(code).into_iter().for_each(|id| set.regions[id.index()] = true);
                }
            }
        }
        set
    }

    /// Whether a place lies in one of them, as [`Network::lies_in`] says it. O(1).
    pub fn contains(&self, place: Place<'_>) -> bool {
        self.contains_seat((place.country(), place.region_id()))
    }

    /// The same of a country and a region, as [`Network::seat`] gives them.
    pub(crate) fn contains_seat(&self, (country, region): (Option<CountryCode>, Option<RegionId>)) -> bool {
        country.is_some_and(|code| self.countries[code.index()]) || region.is_some_and(|id| self.regions[id.index()])
    }
}
