use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use rstar::{PointDistance, RTree, primitives::GeomWithData};
use serde::Serialize;

use super::Side;
use crate::{
    gazetteer::{Gazetteer, Town, TownId, has_further_words},
    geodesy::{chord, distance_km, unit_vector},
    graph::{AreaSet, Network, Place, PlaceId, TieGraph},
    model::Area,
};

/// A town of a gazetteer without a tie in the scope asked about.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UntiedTownRow {
    /// The name that the gazetteer shows.
    pub town: String,
    /// Its country's code.
    pub country: String,
    /// The code of its region; empty if the gazetteer has none.
    pub region: String,
    /// Inhabitants.
    pub population: Option<u64>,
    /// The reason why it is listed: the word of its [`TownReason`].
    pub reason: String,
    /// The id of the place of the data set that is, or may be, this town; empty if there is none.
    pub place: String,
    /// The nearest place with a tie that counts.
    pub nearest_tied: String,
    /// Its name.
    pub nearest_tied_name: String,
    /// The distance to that place in kilometres.
    pub nearest_km: Option<f64>,
    /// The number of places in its region with a tie that counts.
    pub tied_in_region: usize,
    /// The number of its names in the gazetteer. A large town with one or two names may be a quarter, or may have the
    /// population of another town.
    pub names: usize,
    /// Its GeoNames id, in digits.
    pub geonames: String,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
}

/// Why a town is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TownReason {
    /// No place of the data set is this town.
    NotInData,
    /// A place of the data set is this town, and has no tie that counts.
    NoTie,
    /// A place with a tie is a part of this town according to the gazetteer ([`Gazetteer::whole_of`]), but may be a
    /// suburb.
    PartTied,
    /// A place with a tie lies within 10 km, has this town's name with a word more or less, and is no other town. It may
    /// be this town, or the district around it.
    NamesakeTied,
}

impl TownReason {
    /// The word in the column `reason`.
    pub fn name(self) -> &'static str {
        match self {
            TownReason::NotInData => "not-in-data",
            TownReason::NoTie => "no-tie",
            TownReason::PartTied => "part-tied",
            TownReason::NamesakeTied => "namesake-tied",
        }
    }
}

/// The greatest distance of a place with nearly the same name, in kilometres.
const NAMESAKE_KM: f64 = 10.0;

/// The towns without a tie, and the towns looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UntiedTowns {
    /// The towns, side after side, the largest first; equally large ones by name and GeoNames id. Towns that may have a
    /// tie after all come last in each side ([`TownReason::PartTied`], [`TownReason::NamesakeTied`]).
    pub rows: Vec<UntiedTownRow>,
    /// The number of towns of the sides with enough inhabitants, with a tie or without.
    pub towns: usize,
    /// The number of further towns that were left out as parts of larger ones.
    pub parts: usize,
    /// The number of rows of towns that may have a tie after all.
    pub doubtful: usize,
}

/// The towns of a gazetteer in each side that have at least `min_population` inhabitants and no counted tie.
///
/// A town has a tie if a place with a tie is this town ([`Place::town_or_part`]), or is said to be a part of it, by
/// `part_of` or by its name ([`Place::town_in_name`]). Boroughs and other parts of towns are left out
/// ([`Gazetteer::is_part`]). Towns of unknown population count as having no inhabitants.
///
/// Takes O(places log names + towns log places) time.
pub fn untied_towns(graph: &TieGraph<'_>, gazetteer: &Gazetteer, sides: &[Side], min_population: u64) -> UntiedTowns {
    let towns = TownTies::new(graph, gazetteer);
    let mut found = UntiedTowns::default();
    for side in sides {
        let UntiedTowns { mut rows, towns, parts, doubtful } = towns.untied(side, min_population);
        found.rows.append(&mut rows);
        found.towns += towns;
        found.parts += parts;
        found.doubtful += doubtful;
    }
    found
}

/// A graph prepared to ask for the towns without a tie of one side after another.
pub struct TownTies<'g, 'n> {
    graph: &'g TieGraph<'n>,
    gazetteer: &'g Gazetteer,
    places: TownsOfPlaces,
}

impl<'g, 'n> TownTies<'g, 'n> {
    /// O(places log names).
    pub fn new(graph: &'g TieGraph<'n>, gazetteer: &'g Gazetteer) -> Self {
        Self { graph, gazetteer, places: TownsOfPlaces::new(graph.network(), gazetteer) }
    }

    /// As [`untied_towns`] of one side. O(places + ties + towns log places).
    pub fn untied(&self, side: &Side, min_population: u64) -> UntiedTowns {
        let Self { graph, gazetteer, places } = self;
        let mut found = UntiedTowns::default();
        let tied = Tied::new(graph, gazetteer, places, side.far_ends(graph.network()).as_ref());
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
            if !tied.towns.contains(&town.id()) {
                let (reason, place) = tied.reason(graph, places, town);
                let is_doubtful = matches!(reason, TownReason::PartTied | TownReason::NamesakeTied);
                found.doubtful += usize::from(is_doubtful);
                rows.push((is_doubtful, tied.row(graph, town, reason, place)));
            }
        }
        rows.sort_by_cached_key(|(is_doubtful, row)| {
            (*is_doubtful, Reverse(row.population), row.town.clone(), row.geonames.clone())
        });
        found.rows = rows.into_iter().map(|(_, row)| row).collect();
        found
    }
}

/// Which towns of a gazetteer the places of a network are.
pub(super) struct TownsOfPlaces {
    /// The town of each place that is one.
    of_place: BTreeMap<PlaceId, TownId>,
    /// The place of each town; the first of several.
    pub(super) place_of: HashMap<TownId, PlaceId>,
}

impl TownsOfPlaces {
    pub(super) fn new(network: &Network, gazetteer: &Gazetteer) -> Self {
        let town = |place: Place<'_>| Some((place.number(), place.town_or_part(gazetteer)?.id()));
        let of_place: BTreeMap<PlaceId, TownId> = network.places().filter_map(town).collect();
        let mut place_of = HashMap::new();
        for (&place, &town) in &of_place {
            place_of.entry(town).or_insert(place);
        }
        Self { of_place, place_of }
    }
}

fn lies_in(town: Town<'_>, area: &Area) -> bool {
    match area {
        Area::Country(code) => town.country() == *code,
        Area::Region(code) => town.region() == Some(code),
    }
}

/// The places with a tie to far ends that count, and the towns that these are.
struct Tied {
    towns: BTreeSet<TownId>,
    /// For each town, the first tied place that is a part of it according to the gazetteer.
    parts: HashMap<TownId, PlaceId>,
    by_region: BTreeMap<String, usize>,
    nearest: RTree<GeomWithData<[f64; 3], PlaceId>>,
}

impl Tied {
    fn new(graph: &TieGraph<'_>, gazetteer: &Gazetteer, known: &TownsOfPlaces, far: Option<&AreaSet>) -> Self {
        let network = graph.network();
        let counts = |place: PlaceId| far.is_none_or(|far| far.contains(graph.place(place)));
        let places: Vec<Place<'_>> =
            network.places().filter(|place| graph.partners(place.number()).any(counts)).collect();
        let (mut towns, mut parts, mut by_region) = (BTreeSet::new(), HashMap::new(), BTreeMap::new());
        let mut climbed = HashSet::new();
        for place in &places {
            let town = known.of_place.get(&place.number()).copied();
            towns.extend(town);
            let whole = match place.part_of() {
                Some(_) => outermost_whole(network, *place, &mut climbed)
                    .and_then(|whole| whole.town(gazetteer).or_else(|| whole.town_in_name(gazetteer))),
                None => place.town_in_name(gazetteer),
            };
            towns.extend(whole.map(Town::id));
            if let Some(whole) = town.and_then(|town| gazetteer.whole_of(gazetteer.town(town))) {
                parts.entry(whole.id()).or_insert(place.number());
            }
            if let Some(region) = place.region() {
                *by_region.entry(region.code.to_string()).or_default() += 1;
            }
        }
        let points =
            places.iter().filter_map(|place| Some(GeomWithData::new(unit_vector(place.position()?), place.number())));
        let nearest = RTree::bulk_load(points.collect());
        Self { towns, parts, by_region, nearest }
    }

    /// Why a town without a tie is listed, and the place that it is or may be.
    fn reason(&self, graph: &TieGraph<'_>, known: &TownsOfPlaces, town: Town<'_>) -> (TownReason, Option<PlaceId>) {
        if let Some(&part) = self.parts.get(&town.id()) {
            return (TownReason::PartTied, Some(part));
        }
        let network = graph.network();
        let is_called_so = |place: &PlaceId| {
            let place = network.place(*place);
            let others = place.other_names();
            let mut names = std::iter::once(place.name()).chain(others.iter().map(AsRef::as_ref));
            names.any(|name| town.names().any(|own| has_further_words(name, own) || has_further_words(own, name)))
        };
        let near = chord(NAMESAKE_KM);
        let near = self.nearest.locate_within_distance(unit_vector(town.position()), near * near);
        let no_towns = near.map(|found| found.data).filter(|place| !known.of_place.contains_key(place));
        if let Some(namesake) = no_towns.filter(is_called_so).min() {
            return (TownReason::NamesakeTied, Some(namesake));
        }
        match known.place_of.get(&town.id()) {
            Some(&place) => (TownReason::NoTie, Some(place)),
            None => (TownReason::NotInData, None),
        }
    }

    fn row(&self, graph: &TieGraph<'_>, town: Town<'_>, reason: TownReason, place: Option<PlaceId>) -> UntiedTownRow {
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
            reason: reason.name().to_owned(),
            place: place.map(|place| network.place(place).id().to_owned()).unwrap_or_default(),
            nearest_tied: nearest.map(|place| network.place(place).id().to_owned()).unwrap_or_default(),
            nearest_tied_name: nearest.map(|place| network.place(place).shown_name().to_owned()).unwrap_or_default(),
            nearest_km: km.map(|km| (km * 10.0).round() / 10.0),
            tied_in_region: self.by_region.get(region).copied().unwrap_or_default(),
            names: town.names().count(),
            geonames: town.geonames().to_string(),
            lat: town.position().lat(),
            lon: town.position().lon(),
        }
    }
}

/// The place that a part belongs to and that is itself no part; `None` if an earlier part has come to the same place.
/// `climbed` has the places passed so far, so that all calls together take O(places) time.
fn outermost_whole<'n>(network: &'n Network, part: Place<'n>, climbed: &mut HashSet<PlaceId>) -> Option<Place<'n>> {
    let mut place = part;
    while let Some(whole) = place.part_of() {
        if !climbed.insert(whole) {
            return None;
        }
        place = network.place(whole);
    }
    Some(place)
}
