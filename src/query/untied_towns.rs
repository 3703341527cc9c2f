use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use rstar::{PointDistance, RTree, primitives::GeomWithData};
use serde::Serialize;

use super::Side;
use crate::{
    gazetteer::{Gazetteer, Town, TownId},
    geodesy::{distance_km, unit_vector},
    graph::{AreaSet, PlaceId, TieGraph},
    model::Area,
};

/// A town of a gazetteer without a tie in the scope asked about.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UntiedTownRow {
    /// The name that the gazetteer shows.
    pub town: String,
    /// Its country's code.
    pub country: String,
    /// The code of its region; empty where the gazetteer has none.
    pub region: String,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Why it is listed: `not-in-data` if no place of the data set is this town, otherwise `no-tie`.
    pub reason: String,
    /// The id of the place of the data set that is this town; empty if there is none.
    pub place: String,
    /// The nearest place with a tie that counts.
    pub nearest_tied: String,
    /// Its name.
    pub nearest_tied_name: String,
    /// The distance to that place in kilometres.
    pub nearest_km: Option<f64>,
    /// The number of places in its region with a tie that counts.
    pub tied_in_region: usize,
    /// Its GeoNames id, in digits.
    pub geonames: String,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
}

/// The towns without a tie, and the towns looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UntiedTowns {
    /// The towns, side after side, the largest first; equally large ones by name and GeoNames id.
    pub rows: Vec<UntiedTownRow>,
    /// The number of towns of the sides with enough inhabitants, with a tie or without.
    pub towns: usize,
    /// The number of further towns that were left out as parts of larger ones.
    pub parts: usize,
}

/// The towns of a gazetteer in each side that have at least `min_population` inhabitants and no counted tie.
///
/// A town has a tie if a place of the data set that is this town has one ([`Place::town`](crate::graph::Place::town)):
/// they are matched by GeoNames id, otherwise by name, country and position. Boroughs and other parts of towns are left
/// out ([`Gazetteer::is_part`]). Towns of unknown population count as having no inhabitants.
///
/// Takes O(places log names + towns log places) time.
pub fn untied_towns(graph: &TieGraph<'_>, gazetteer: &Gazetteer, sides: &[Side], min_population: u64) -> UntiedTowns {
    let mut found = UntiedTowns::default();
    let mut place_of: HashMap<TownId, PlaceId> = HashMap::new();
    let places: Vec<(PlaceId, TownId)> =
        graph.network().places().filter_map(|place| Some((place.number(), place.town(gazetteer)?.id()))).collect();
    for (place, town) in places.iter().copied() {
        place_of.entry(town).or_insert(place);
    }
    for side in sides {
        let tied = Tied::new(graph, side.far_ends(graph.network()).as_ref());
        let tied_towns: BTreeSet<TownId> =
            places.iter().filter(|(place, _)| tied.places.contains(place)).map(|&(_, town)| town).collect();
        let mut rows = Vec::new();
        for town in gazetteer.towns().filter(|town| lies_in(*town, &side.area)) {
            if town.population().unwrap_or_default() < min_population {
                continue;
            }
            if gazetteer.is_part(town) {
                found.parts += 1;
                continue;
            }
            found.towns += 1;
            if !tied_towns.contains(&town.id()) {
                rows.push(tied.row(graph, town, place_of.get(&town.id()).copied()));
            }
        }
        rows.sort_by(|a, b| {
            let key = |row: &UntiedTownRow| (Reverse(row.population), row.town.clone(), row.geonames.clone());
            key(a).cmp(&key(b))
        });
        found.rows.append(&mut rows);
    }
    found
}

fn lies_in(town: Town<'_>, area: &Area) -> bool {
    match area {
        Area::Country(code) => town.country() == *code,
        Area::Region(code) => town.region() == Some(code),
    }
}

/// The places with a tie to far ends that count.
struct Tied {
    places: BTreeSet<PlaceId>,
    by_region: BTreeMap<String, usize>,
    nearest: RTree<GeomWithData<[f64; 3], PlaceId>>,
}

impl Tied {
    fn new(graph: &TieGraph<'_>, far: Option<&AreaSet>) -> Self {
        let network = graph.network();
        let counts = |place: PlaceId| far.is_none_or(|far| far.contains(graph.place(place)));
        let places: BTreeSet<PlaceId> =
            network.places().map(|place| place.number()).filter(|&place| graph.partners(place).any(counts)).collect();
        let mut by_region = BTreeMap::new();
        for region in places.iter().filter_map(|&place| network.place(place).region()) {
            *by_region.entry(region.code.to_string()).or_default() += 1;
        }
        let points = places
            .iter()
            .filter_map(|&place| Some(GeomWithData::new(unit_vector(network.place(place).position()?), place)));
        let nearest = RTree::bulk_load(points.collect());
        Self { places, by_region, nearest }
    }

    fn row(&self, graph: &TieGraph<'_>, town: Town<'_>, place: Option<PlaceId>) -> UntiedTownRow {
        let network = graph.network();
        let at = unit_vector(town.position());
        // Of equally distant places the first by id counts.
        let nearest = self.nearest.nearest_neighbor(&at).map(|found| {
            let equally_far = self.nearest.locate_within_distance(at, found.distance_2(&at));
            equally_far.map(|found| found.data).min().unwrap_or(found.data)
        });
        let km = nearest.and_then(|place| Some(distance_km(network.place(place).position()?, town.position())));
        let region = town.region().unwrap_or_default();
        UntiedTownRow {
            town: town.name().to_owned(),
            country: town.country().to_string(),
            region: region.to_owned(),
            population: town.population(),
            reason: if place.is_some() { "no-tie" } else { "not-in-data" }.to_owned(),
            place: place.map(|place| network.place(place).id().to_owned()).unwrap_or_default(),
            nearest_tied: nearest.map(|place| network.place(place).id().to_owned()).unwrap_or_default(),
            nearest_tied_name: nearest.map(|place| network.place(place).shown_name().to_owned()).unwrap_or_default(),
            nearest_km: km.map(|km| (km * 10.0).round() / 10.0),
            tied_in_region: self.by_region.get(region).copied().unwrap_or_default(),
            geonames: town.geonames().to_string(),
            lat: town.position().lat(),
            lon: town.position().lon(),
        }
    }
}
