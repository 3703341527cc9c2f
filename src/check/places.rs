//! Finds places outside their region, at one point, or without position or inhabitants.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{Code, ProblemRow, faults::Faulty, place_rows};
use crate::{
    graph::Network,
    model::{Dataset, Hint, PlaceRecord, PlaceRow, Position, See},
    register::{Locator, Outlines, Region, distance_km},
};

/// How far outside its country's outline a place may lie on another country's land before it is reported, in
/// kilometres. Below this distance the outlines themselves may be wrong.
///
/// It was measured on some 17,000 places from Wikipedia: of the places on foreign land, nearly all beyond 20 km have a
/// wrong position, and nearly none of the nearer ones.
pub const TOLERANCE_KM: f64 = 20.0;

/// The same for a place outside its region but in the right country. Exclaves (Slavutych, 33 km), and regions redrawn
/// since the outlines were made, lie within this distance.
pub const EXCLAVE_KM: f64 = 35.0;

/// The same for a place that isn't on land. Small islands are missing from the outlines (Capri, Nantucket, Patmos). A
/// wrong position off a coast is nearly always that of a homonym, and much farther away.
pub const AT_SEA_KM: f64 = 250.0;

/// Takes O(places) time, times the points of the outline in which each should lie, and the time to sort positions.
pub(super) fn check(network: &Network, outlines: &Outlines, faulty: &Faulty<'_>, problems: &mut Vec<ProblemRow>) {
    let dataset = network.dataset();
    let rows: Vec<PlaceRow> = place_rows(dataset).collect();
    // Regions are looked up several times per place, so a table is faster than a search.
    let register = network.register();
    let codes = register.regions().iter().map(|region| &*region.code);
    let regions: HashMap<&str, &Region> =
        codes.filter_map(|code| Some((code, register.region(register.find_region(code)?)))).collect();
    let lie = Lie { network, outlines, locator: outlines.locator(), regions };
    problems.par_extend(rows.par_iter().filter_map(|&row| lie.misplaced(row)));
    let (mut without, mut regionless) = (Vec::new(), Vec::new());
    for row in rows {
        let (place, at) = (dataset.place(row), dataset.locate_place(row));
        if place.position.is_none() && !faulty.has(at, &["lat", "lon"]) {
            without.push(row);
        }
        // A list from elsewhere has no regions, except those found by positions.
        if !dataset.locates_regions()
            && place.region.is_none()
            && !place.is_region
            && place.country.is_some_and(|country| network.register().region_count(country) > 0)
            && !faulty.has(at, &["region"])
        {
            regionless.push(row);
        }
        if place.population == Some(0) {
            let message = format!("`{}` ({}) has 0 inhabitants", place.name, place.id);
            let hint = "leave the cell blank where the number isn't known";
            problems.push(ProblemRow::new(Code::PopulationOfZero, at, Some("population"), message, hint));
        }
    }
    push_lack(dataset, &NO_POSITION, &without, problems);
    push_lack(dataset, &NO_REGION, &regionless, problems);
    push_same_point(dataset, problems);
}

/// The data that tells where places lie.
struct Lie<'n> {
    network: &'n Network,
    outlines: &'n Outlines,
    locator: Locator<'n>,
    /// The regions by code.
    regions: HashMap<&'n str, &'n Region>,
}

impl Lie<'_> {
    /// Reports a place that is far outside the outline of its region, or otherwise of its country.
    fn misplaced(&self, row: PlaceRow) -> Option<ProblemRow> {
        let Self { network, outlines, locator, regions } = self;
        let (dataset, register) = (network.dataset(), network.register());
        let find = |code: &str| regions.get(code).copied();
        let position = dataset.position_of_place(row)?;
        let place = dataset.place(row);
        let region = place.region.and_then(find);
        let country = place.country.or(region.map(|region| region.country));
        // A region of another country is an error of its own, and either of the two may be right.
        if region.is_some_and(|region| Some(region.country) != country) {
            return None;
        }
        let off_region = region.and_then(|region| Some(distance_km(position, outlines.region(&region.code)?)));
        if off_region.is_some_and(|km| km <= TOLERANCE_KM) {
            return None;
        }
        let off_country = country.and_then(|code| Some(distance_km(position, outlines.country(code)?)));
        let found = locator.locate(position, 0.0).and_then(find);
        let allowed = if found.is_some() { TOLERANCE_KM } else { AT_SEA_KM };
        let near = found.or_else(|| locator.locate(position, TOLERANCE_KM).and_then(find));
        let abroad = near.is_some_and(|near| Some(near.country) != country);
        let (code, km, meant) = match (off_country, off_region) {
            (Some(km), _) if km > allowed => (Code::OutsideCountry, km, register.country_name(country?)),
            (_, Some(km)) if km > allowed.max(EXCLAVE_KM) => {
                let code = if abroad { Code::OutsideCountry } else { Code::OutsideRegion };
                (code, km, format!("{} ({})", region?.name, region?.code))
            }
            _ => return None,
        };
        let lies = match near {
            Some(near) => format!("{} {} ({})", if found.is_some() { "in" } else { "near" }, near.name, near.code),
            None => "on no land known".to_owned(),
        };
        let PlaceRecord { name, id, .. } = place;
        let (lat, lon) = (position.lat(), position.lon());
        let message = format!("`{name}` ({id}) at {lat}, {lon} lies {lies}, {km:.0} km outside {meant}");
        let hint = "mend the position, or the region and country; a homonym's position may have been taken";
        Some(ProblemRow::new(code, dataset.locate_place(row), Some("lat"), message, hint))
    }
}

/// Something that places may lack.
struct Lack {
    code: Code,
    column: &'static str,
    what: &'static str,
    /// The consequence, for one place and for all places of a list.
    effect: [&'static str; 2],
    hint: Hint,
}

const NO_POSITION: Lack = Lack {
    code: Code::NoPosition,
    column: "lat",
    what: "position",
    effect: ["", ""],
    hint: Hint::of("fill in `lat` and `lon` in degrees; without them there is no distance and no place on a map"),
};

const NO_REGION: Lack = Lack {
    code: Code::NoRegion,
    column: "region",
    what: "region",
    effect: [": its ties count for none", ": their ties count for none"],
    hint: Hint::with("fill in the code of its region", See::RegionsOfCountry),
};

/// If all places lack something, that is reported as one problem.
fn push_lack(dataset: &Dataset, lack: &Lack, without: &[PlaceRow], problems: &mut Vec<ProblemRow>) {
    let Lack { code, column, what, effect: [of_one, of_all], hint } = lack;
    let mut push = |at, message| problems.push(ProblemRow::new(*code, at, Some(column), message, hint.clone()));
    if without.len() > 1 && without.len() == dataset.places().len() {
        let message = format!("none of the {} places has a {what}{of_all}", without.len());
        push((dataset.places_file(), 1), message);
        return;
    }
    for &row in without {
        let place = dataset.place(row);
        push(dataset.locate_place(row), format!("`{}` ({}) has no {what}{of_one}", place.name, place.id));
    }
}

/// The number of places at one point that are compared with later ones, enough for a city and some of its parts.
const KEPT: usize = 8;

/// Reports places at exactly the point of an earlier one. A city and its parts may share a point.
fn push_same_point(dataset: &Dataset, problems: &mut Vec<ProblemRow>) {
    let bits = |position: Position| [position.lat(), position.lon()].map(f64::to_bits);
    let positioned = |row| Some((bits(dataset.position_of_place(row)?), row));
    let mut points: Vec<([u64; 2], PlaceRow)> = place_rows(dataset).filter_map(positioned).collect();
    points.par_sort_unstable();
    for same in points.chunk_by(|x, y| x.0 == y.0).filter(|same| same.len() > 1) {
        for (at, &(_, row)) in same.iter().enumerate() {
            let place = dataset.place(row);
            let mut earlier = same[..at.min(KEPT)].iter().map(|&(_, other)| (other, dataset.place(other)));
            let Some((other_row, other)) = earlier.find(|(_, other)| !is_part(&place, other)) else { continue };
            if other.id != place.id {
                let message = format!(
                    "`{}` ({}) lies on the very point of `{}` ({}, line {})",
                    place.name,
                    place.id,
                    other.name,
                    other.id,
                    dataset.locate_place(other_row).1
                );
                let hint = "mend the position of one, make them one place, or say which is `part_of` which";
                problems.push(ProblemRow::new(Code::SamePoint, dataset.locate_place(row), Some("lat"), message, hint));
            }
        }
    }
}

/// Whether one is a part of the other, or both of the same.
pub(super) fn is_part(a: &PlaceRecord<'_>, b: &PlaceRecord<'_>) -> bool {
    a.part_of == Some(b.id) || b.part_of == Some(a.id) || (a.part_of.is_some() && a.part_of == b.part_of)
}
