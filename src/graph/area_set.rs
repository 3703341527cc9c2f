use super::{Network, Place};
use crate::{
    model::{Area, CountryCode},
    register::RegionId,
};

/// A set of countries and regions that tells of many places whether they lie in one of them.
pub struct AreaSet {
    /// Whether the set has each country, by [`CountryCode::index`].
    countries: Vec<bool>,
    /// Whether the set has each region, by [`RegionId::index`].
    regions: Vec<bool>,
}

impl AreaSet {
    /// Takes O(regions of the register + areas log regions) time. An area that the register lacks contains no place.
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

    /// Whether a place lies in one of the areas, as defined by [`Network::lies_in`]. O(1).
    pub fn contains(&self, place: Place<'_>) -> bool {
        self.contains_seat((place.country(), place.region_id()))
    }

    /// Whether a country and region, as given by [`Network::seat`], lie in one of the areas.
    pub(crate) fn contains_seat(&self, (country, region): (Option<CountryCode>, Option<RegionId>)) -> bool {
        country.is_some_and(|code| self.countries[code.index()]) || region.is_some_and(|id| self.regions[id.index()])
    }
}
