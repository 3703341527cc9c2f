//! Regions of places that a list from elsewhere doesn't give, by their positions.

use std::{sync::OnceLock, thread};

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
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = unlocated.len().div_ceil(threads).max(FEW);
    let located: Vec<Vec<(PlaceRow, &str)>> = thread::scope(|scope| {
        let mut shares = unlocated.chunks(share);
        let first = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.map(|rows| scope.spawn(|| rows.iter().filter_map(locate).collect())).collect();
        let first = first.iter().filter_map(locate).collect();
        let others = others.into_iter().map(|thread| thread.join().expect("locating a place doesn't panic"));
        std::iter::once(first).chain(others).collect()
    });
    located.into_iter().flatten().for_each(|(row, code)| dataset.set_region(row, code));
}

/// So many places take less time than a thread's start.
const FEW: usize = 200;
