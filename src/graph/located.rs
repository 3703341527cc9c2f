//! Finds the regions of places from their positions, for lists from elsewhere that don't give regions.

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::{
    model::{CountryCode, Dataset, PlaceRow, Position},
    register::{Outlines, RegionsLocator, Register},
};

/// How far outside a region's outline a place may lie and still belong to it, in kilometres. Outlines are accurate to a
/// few kilometres, and the positions in lists often mean the middle of a district.
pub const OUTLINE_TOLERANCE_KM: f64 = 15.0;

/// Gives a region to every place that has none, if its country and position are known: the region of that country in
/// which it lies, otherwise the nearest one within [`OUTLINE_TOLERANCE_KM`]. A position in another country is probably
/// wrong, so it decides nothing.
pub(super) fn locate_regions(dataset: &mut Dataset, register: &Register, outlines: &Outlines) {
    let unlocated: Vec<(PlaceRow, CountryCode, Position)> = (0..)
        .map(PlaceRow)
        .zip(dataset.places())
        .filter(|(_, place)| place.region.is_none())
        .filter_map(|(row, place)| Some((row, place.country?, place.position?)))
        .collect();
    // The locator of a country is made when its first place is looked up.
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

/// From this many places on, threads pay.
const FEW: usize = 200;
