//! The gazetteer that the options name.

use std::collections::BTreeMap;

use serde::Serialize;
use sistergraph::{
    gazetteer::{self, Choice, Gazetteer},
    graph::{Network, Placement},
    model::PlaceRecord,
};

use super::{
    error::{Error, count},
    input::Input,
};

/// The gazetteer of --gazetteer, otherwise the built-in one if --locate asks for it.
///
/// # Errors
/// Fails if a file isn't one of GeoNames, or if there is no gazetteer.
pub fn open(input: &Input) -> Result<Option<&'static Gazetteer>, Error> {
    if !input.gazetteer.is_empty() {
        let gazetteer = Gazetteer::read(&input.gazetteer).map_err(Error::Gazetteer)?;
        return Ok(Some(Box::leak(Box::new(gazetteer))));
    }
    if !input.locate {
        return Ok(None);
    }
    Gazetteer::built_in().map(Some).ok_or_else(none)
}

/// The error that there is no gazetteer.
pub fn none() -> Error {
    Error::Usage {
        message: "this program was built without towns of the world".to_owned(),
        hint: "name a file of GeoNames, as in --gazetteer cities500.txt".to_owned(),
    }
}

/// Says in a sentence how many places were located.
pub fn said(placements: &[Placement<'_>]) -> String {
    if placements.is_empty() {
        return "every place has a position already; --locate changes nothing".to_owned();
    }
    let placed = placements.iter().filter(|it| matches!(it.choice, Choice::Town(_))).count();
    let several = placements.iter().filter(|it| matches!(it.choice, Choice::Several(_))).count();
    let unknown = placements.len() - placed - several;
    let is_unread = |it: &&Placement<'_>| matches!(&it.choice, Choice::Town(chosen) if chosen.is_without_area);
    let unread = match placements.iter().filter(is_unread).count() {
        0 => String::new(),
        unread => format!(" ({unread} by the name alone, since the country or region means nothing)"),
    };
    format!(
        "{} had no position: {placed} placed by the gazetteer{unread}, {several} left blank as several towns may be meant, {unknown} \
         not found",
        count(placements.len(), "place")
    )
}

/// What the gazetteer says about a place.
#[derive(Default, Serialize)]
pub struct PlacedRow {
    id: String,
    name: String,
    country: Option<String>,
    town: Option<String>,
    region: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    population: Option<u64>,
    geonames: Option<String>,
    reason: Option<&'static str>,
    decided_by: Option<&'static str>,
    confidence: Option<u8>,
    unread: Option<String>,
    candidates: Option<String>,
    line: u32,
}

/// The rows of the places that were looked up. Those that need a check come first: places with several towns, then
/// places without a town, then the least certain ones; within each group in the order of the list.
pub fn rows(placements: &[Placement<'_>], network: &Network) -> Vec<PlacedRow> {
    let mut ordered: BTreeMap<(u8, u8), Vec<PlacedRow>> = BTreeMap::new();
    let dataset = network.dataset();
    for placement in placements {
        let place = dataset.place(placement.row);
        let mut row = PlacedRow {
            id: place.id.to_owned(),
            name: place.name.to_owned(),
            country: place.country.map(|code| code.to_string()),
            line: dataset.locate_place(placement.row).1,
            ..PlacedRow::default()
        };
        let rank = match &placement.choice {
            Choice::Several(towns) => {
                row.reason = Some("several-towns");
                row.candidates = Some(towns.iter().take(CANDIDATES).map(candidate).collect::<Vec<_>>().join("; "));
                (0, 0)
            }
            Choice::Unknown => {
                row.reason = Some("not-found");
                (1, 0)
            }
            Choice::Town(chosen) => {
                let (town, confidence) = (chosen.town, chosen.confidence());
                row.town = Some(town.name().to_owned());
                row.region = town.region().map(str::to_owned);
                (row.lat, row.lon) = (Some(town.position().lat()), Some(town.position().lon()));
                row.population = town.population();
                row.geonames = Some(town.geonames().to_string());
                (row.reason, row.decided_by) = (Some(chosen.reason.name()), Some(chosen.decided.name()));
                row.confidence = Some(confidence);
                row.unread = chosen.is_without_area.then(|| unread(&place));
                // What was found in spite of a word that means nothing wants a look before the others.
                (if row.unread.is_some() { 2 } else { 3 }, confidence)
            }
        };
        ordered.entry(rank).or_default().push(row);
    }
    ordered.into_values().flatten().collect()
}

/// The words about where a place lies that aren't known: its country in words, or the words behind a comma in its name.
fn unread(place: &PlaceRecord<'_>) -> String {
    let behind_comma = || place.name.split_once(',').map_or("", |(_, area)| area.trim());
    place.country_text.filter(|_| place.country.is_none()).unwrap_or_else(behind_comma).to_owned()
}

/// The most towns of one name that are listed.
const CANDIDATES: usize = 5;

/// One of several towns with the same name: `Frankfurt am Main (DE-HE, 650000, 2925533)`.
fn candidate(town: &gazetteer::Town<'_>) -> String {
    let area = town.region().map_or_else(|| town.country().to_string(), str::to_owned);
    let population = town.population().map(|population| format!(", {population}")).unwrap_or_default();
    format!("{} ({area}{population}, {})", town.name(), town.geonames())
}
