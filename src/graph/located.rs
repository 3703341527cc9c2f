//! Regions of places that a list from elsewhere doesn't give, by their positions.

use crate::{
    model::{CountryCode, Dataset, PlaceRow, Position},
    register::{Locator, Outlines, Register, distance_km},
};

/// How far outside a region's outline a place may lie and still belong to it, in kilometres: outlines are good to a few
/// kilometres, and a list's positions often mean the middle of a district.
pub const OUTLINE_TOLERANCE_KM: f64 = 15.0;

/// Gives every place without a region, whose country and position are known, the region of that country it lies in, else
/// the nearest within [`OUTLINE_TOLERANCE_KM`]. A position in another country tells nothing: it is probably wrong.
pub(super) fn locate_regions(dataset: &mut Dataset, register: &Register, outlines: &Outlines) {
    let locator = outlines.locator();
    let located: Vec<(PlaceRow, &str)> = (0..)
        .map(PlaceRow)
        .zip(dataset.places())
        .filter(|(_, place)| place.region.is_none())
        .filter_map(|(row, place)| Some((row, region(place.country?, place.position?, register, outlines, &locator)?)))
        .collect();
    located.into_iter().for_each(|(row, code)| dataset.set_region(row, code));
}

fn region<'o>(
    country: CountryCode,
    position: Position,
    register: &Register,
    outlines: &'o Outlines,
    locator: &Locator<'o>,
) -> Option<&'o str> {
    let located = locator.locate(position, OUTLINE_TOLERANCE_KM)?;
    let is_of_country =
        |code: &str| register.find_region(code).is_some_and(|id| register.region(id).country == country);
    if is_of_country(located) {
        return Some(located);
    }
    // By a border the nearest outline may be the neighbour's.
    let own = outlines.regions().filter(|(code, _)| is_of_country(code));
    let near = own.map(|(code, outline)| (distance_km(position, outline), code));
    let nearest = near.filter(|&(km, _)| km <= OUTLINE_TOLERANCE_KM).min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map(|(_, code)| code)
}
