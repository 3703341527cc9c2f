//! Regions of places that a list from elsewhere doesn't give, by their positions.

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::{
    model::{CountryCode, Dataset, PlaceRow, Position},
    register::{Outlines, RegionsLocator, Register},
};

/// How far outside a region's outline a place may lie and still belong to it, in kilometres: outlines are good to a few
/// kilometres, and a list's positions often mean the middle of a district.
pub const OUTLINE_TOLERANCE_KM: f64 = 15.0;

/// Gives every place without a region, whose country and position are known, the region of that country it lies in, else
/// the nearest within [`OUTLINE_TOLERANCE_KM`]. A position in another country tells nothing: it is probably wrong.
pub(super) fn locate_regions(dataset: &mut Dataset, register: &Register, outlines: &Outlines) {
    let unlocated: Vec<(PlaceRow, CountryCode, Position)> = (0..)
        .map(PlaceRow)
        .zip(dataset.places())
        .filter(|(_, place)| place.region.is_none())
        .filter_map(|(row, place)| Some((row, place.country?, place.position?)))
        .collect();
    // Made when the first place of a country asks for its regions.
    let regions: Vec<OnceLock<RegionsLocator<'_>>> = (0..CountryCode::COUNT).map(|_| OnceLock::new()).collect();
    let locate = |&(row, country, position): &(PlaceRow, CountryCode, Position)| {
        let locator = regions[country.index()].get_or_init(|| {
            let regions = register.regions_of(country);
            RegionsLocator::of(regions.filter_map(|(_, region)| Some((&*region.code, outlines.region(&region.code)?))))
        });
        Some((row, locator.locate(position, OUTLINE_TOLERANCE_KM)?))
    };
    let located: Vec<(PlaceRow, &str)> = unlocated.par_iter().with_min_len(FEW).filter_map(locate).collect();
    located.into_iter().for_each(|(row, code)| dataset.set_region(row, code));
}

/// So many places are worth handing to a thread.
const FEW: usize = 200;
