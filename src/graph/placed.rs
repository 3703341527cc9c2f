//! Finds positions in a gazetteer for places that a list gives without one.

use std::collections::HashMap;

use rayon::prelude::*;

use super::merge::countries_in_words;
use crate::{
    gazetteer::{Asked, Choice, Chosen, Gazetteer, RegionNames},
    model::{Dataset, PlaceRecord, PlaceRow, Position},
    register::Register,
};

/// A place without a position, and what the gazetteer says about it.
#[derive(Clone, Debug)]
pub struct Placement<'g> {
    /// The row of the place.
    pub row: PlaceRow,
    /// The town that is meant, several towns that may be meant, or none.
    pub choice: Choice<'g>,
}

/// The data set with positions from a gazetteer. Every place without a position is looked up in its country, by its
/// name and then by its other names. Also returns the result for each such place, in the order read.
///
/// A place that is itself a town also gets the town's GeoNames id, population and region, if it lacks them. A place
/// that was found through its seat, or through the town that it is a part of, gets only a position.
///
/// A region that a name gives (`Springfield, Illinois`) is looked for among those of the register and of the data set.
///
/// Regions and countries in the list are no towns, and are left out. Takes O(places log names) time, on all processors.
pub fn place<'g>(dataset: &Dataset, register: &Register, gazetteer: &'g Gazetteer) -> (Dataset, Vec<Placement<'g>>) {
    let rows: Vec<PlaceRow> = (0..)
        .map(PlaceRow)
        .zip(dataset.places())
        .filter(|(_, place)| place.position.is_none() && !place.is_region)
        .map(|(row, _)| row)
        .collect();
    if rows.is_empty() {
        return (dataset.clone(), Vec::new());
    }
    let countries = countries_in_words(dataset, register);
    // The data set's own names of regions count, too.
    let (own_register, _) = register.clone().with_regions(dataset.regions());
    let names_of_regions = RegionNames::new(&own_register);
    let region_names = Some(&names_of_regions);
    let choose = |&row: &PlaceRow, partners: &[Position]| {
        let place = dataset.place(row);
        let country = place.country.or_else(|| countries.get(place.country_text?).copied());
        let region = place.region;
        let names = std::iter::once(place.name).chain(place.other_names());
        let has_unknown_country = country.is_none() && place.country_text.is_some();
        let population = place.population;
        let asked = |name| Asked { name, country, has_unknown_country, region, region_names, population, partners };
        let mut choices = names.map(|name| gazetteer.choose(&asked(name)));
        let first = choices.next().unwrap_or(Choice::Unknown);
        let mut other = || choices.find(|choice| matches!(choice, Choice::Town(_)));
        if matches!(first, Choice::Unknown) { other().unwrap_or(first) } else { first }
    };
    let mut placements: Vec<Placement<'g>> =
        rows.par_iter().map(|row| Placement { row: *row, choice: choose(row, &[]) }).collect();
    let positions = known_positions(dataset, &placements);
    let partners = partners(dataset, &placements, &positions);
    placements.par_iter_mut().for_each(|placement| {
        if let (Choice::Several(_), Some(partners)) = (&placement.choice, partners.get(&placement.row)) {
            placement.choice = choose(&placement.row, partners);
        }
    });
    (with_towns(dataset, register, &placements), placements)
}

/// The positions of places, by id: those that are given, and those that were found without doubt.
fn known_positions<'d>(dataset: &'d Dataset, placements: &[Placement<'_>]) -> HashMap<&'d str, Position> {
    let given = dataset.places().filter_map(|place| Some((place.id, place.position?)));
    let found = placements.iter().filter_map(|placement| match &placement.choice {
        Choice::Town(chosen) => Some((dataset.place(placement.row).id, chosen.town.position())),
        _ => None,
    });
    given.chain(found).collect()
}

/// The positions of the partners of each place whose name several towns have.
fn partners(
    dataset: &Dataset,
    placements: &[Placement<'_>],
    positions: &HashMap<&str, Position>,
) -> HashMap<PlaceRow, Vec<Position>> {
    let unsure = placements.iter().filter(|placement| matches!(placement.choice, Choice::Several(_)));
    let unsure: HashMap<&str, PlaceRow> = unsure.map(|it| (dataset.place(it.row).id, it.row)).collect();
    let mut partners: HashMap<PlaceRow, Vec<Position>> = HashMap::new();
    if unsure.is_empty() {
        return partners;
    }
    for tie in dataset.partnerships() {
        for [own, other] in [[tie.a, tie.b], [tie.b, tie.a]] {
            if let (Some(&row), Some(&position)) = (unsure.get(own), positions.get(other)) {
                partners.entry(row).or_default().push(position);
            }
        }
    }
    partners
}

/// The data set with what the gazetteer says about the towns that were found.
fn with_towns(dataset: &Dataset, register: &Register, placements: &[Placement<'_>]) -> Dataset {
    let found: HashMap<PlaceRow, Chosen<'_>> = placements
        .iter()
        .filter_map(|placement| match placement.choice {
            Choice::Town(chosen) => Some((placement.row, chosen)),
            _ => None,
        })
        .collect();
    let mut copy = dataset.clone();
    copy.clear_places();
    for (row, place) in (0..).map(PlaceRow).zip(dataset.places()) {
        let line = dataset.locate_place(row).1;
        let Some(chosen) = found.get(&row) else {
            copy.push_place(&place, line);
            continue;
        };
        let town = chosen.town;
        let position = Some(town.position());
        if !chosen.is_the_place() {
            copy.push_place(&PlaceRecord { position, ..place }, line);
            continue;
        }
        let id = town.geonames().to_string();
        let region = town.region().filter(|code| {
            register.find_region(code).is_some() && place.country.is_none_or(|country| country == town.country())
        });
        let placed = PlaceRecord {
            position,
            region: place.region.or(region),
            population: place.population.or(town.population()),
            geonames: place.geonames.or(Some(&id)),
            ..place
        };
        copy.push_place(&placed, line);
    }
    copy
}
