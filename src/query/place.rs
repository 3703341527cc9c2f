use std::{borrow::Cow, cmp::Reverse};

use serde::Serialize;

use crate::{
    graph::{Network, Place, PlaceId, Subject, TieGraph},
    model::{CountryCode, Level, PlaceRow as CityRow},
    register::Country,
    table::Listing,
};

/// A place, and its number of partners in the graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PlaceRow<'n> {
    /// Its id, or code.
    pub id: &'n str,
    /// Its name.
    pub name: &'n str,
    /// `city`, `region` or `country`.
    pub level: &'static str,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Option<&'n str>,
    /// The code of its region.
    pub region: Option<&'n str>,
    /// The code of its country.
    pub country: Option<CountryCode>,
    /// Its degree: distinct partners within the scope.
    pub degree: usize,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// The id of the city it is a part of.
    pub part_of: Option<&'n str>,
    /// The other name by which a search found it.
    pub alias: Option<Cow<'n, str>>,
}

impl<'n> PlaceRow<'n> {
    fn new(graph: &TieGraph<'n>, place: Place<'n>) -> Self {
        let position = place.position();
        Self {
            id: place.id(),
            name: place.shown_name(),
            level: place.level().name(),
            kind: place.kind(),
            region: place.region().map(|region| &*region.code),
            country: place.country(),
            degree: graph.degree(place.number()),
            population: place.population(),
            lat: position.map(|position| position.lat()),
            lon: position.map(|position| position.lon()),
            part_of: place.part_of().map(|whole| graph.place(whole).id()),
            alias: None,
        }
    }
}

/// Every place of the graph, by id.
pub fn all_places<'g, 'n>(graph: &'g TieGraph<'n>) -> Listing<'g, PlaceRow<'n>> {
    let places: Vec<PlaceId> = graph.places().map(Place::number).collect();
    Listing::new(places.len(), move |at| PlaceRow::new(graph, graph.place(places[at])))
}

/// A match of a pattern: how close it is, the subject, and the other name that matched if neither id nor name did.
type Hit<'n> = (Nearness, Subject, Option<Cow<'n, str>>);

/// How closely a text matches the pattern, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Same,
    Begins,
    Holds,
}

impl Nearness {
    /// `pattern` must be in small letters.
    fn of(text: &str, pattern: &str) -> Option<Self> {
        let text = text.to_lowercase();
        if text == pattern {
            Some(Self::Same)
        } else if text.starts_with(pattern) {
            Some(Self::Begins)
        } else {
            text.contains(pattern).then_some(Self::Holds)
        }
    }
}

/// Every city, region and country of the data set and the register whose id, name or other name contains `pattern`,
/// ignoring case, and every region and country with that name in another language. Subjects with exactly that name come
/// first, then those whose id or name begins with it, then the rest. Each group has cities first, then regions, then
/// countries, by id. Subjects outside the graph are found, too.
pub fn search_places<'g, 'n>(graph: &'g TieGraph<'n>, pattern: &str) -> Listing<'g, PlaceRow<'n>> {
    let (network, word) = (graph.network(), pattern);
    let pattern = pattern.to_lowercase();
    let mut found: Vec<Hit<'n>> = Vec::new();
    let mut add = |subject, shown: &[&str], others: Vec<Cow<'n, str>>| {
        let nearest = |texts: &[&str]| texts.iter().filter_map(|text| Nearness::of(text, &pattern)).min();
        let by_name = nearest(shown);
        let others = others.into_iter().filter_map(|text| Some((Nearness::of(&text, &pattern)?, text)));
        // Of equally close names the first counts.
        let alias = others.min_by_key(|&(nearness, _)| nearness);
        match (by_name, alias) {
            (Some(nearness), _) => found.push((nearness, subject, None)),
            (None, Some((nearness, alias))) => found.push((nearness, subject, Some(alias))),
            (None, None) => {}
        }
    };
    let dataset = network.dataset();
    for (row, city) in (0..).map(CityRow).zip(dataset.places()) {
        add(Subject::City(row), &[city.id, city.name], city.into_other_names());
    }
    let register = network.register();
    for region in register.regions() {
        let Some(id) = register.find_region(&region.code) else { continue };
        let others = [&region.name_ru, &region.name_be].into_iter().chain(&region.aliases).map(AsRef::as_ref);
        let others = others.chain(region.names.texts()).map(Cow::Borrowed).collect();
        add(Subject::Region(id), &[&region.code, &region.name], others);
    }
    for country in register.countries() {
        let shown = [country.code.as_str(), &country.alpha3, &country.name];
        let others = [&country.name_ru, &country.name_be].into_iter().chain(&country.aliases);
        add(Subject::Country(country.code), &shown, others.map(|name| Cow::Borrowed(&**name)).collect());
    }
    let in_other_languages = network.names().of_word(word).into_iter();
    found.extend(in_other_languages.map(|subject| (Nearness::Same, subject, Some(Cow::Owned(word.to_owned())))));
    found.sort_by(|(_, a, _), (_, b, _)| order(network, *a).cmp(&order(network, *b)));
    // A city that is its region was found twice.
    found.dedup_by(|(_, a, _), (_, b, _)| order(network, *a) == order(network, *b));
    found.sort_by_key(|&(nearness, ..)| nearness);
    Listing::new(found.len(), move |at| {
        let (_, subject, alias) = &found[at];
        PlaceRow { alias: alias.clone(), ..subject_row(graph, *subject) }
    })
}

/// Cities first, then regions, then countries, each by id.
fn order(network: &Network, subject: Subject) -> (Reverse<Level>, &str) {
    if let Some(place) = network.place_of(subject) {
        let place = network.place(place);
        return (Reverse(place.level()), place.id());
    }
    let register = network.register();
    match subject {
        // In a sound data set every row is a place, so this text isn't used.
        Subject::City(_) => (Reverse(Level::City), ""),
        Subject::Region(id) => (Reverse(Level::Region), &register.region(id).code),
        Subject::Country(code) => {
            (Reverse(Level::Country), register.country(code).map_or("", |country| country.code.as_str()))
        }
    }
}

/// The row of a subject, which may be a region or country that no partnership names.
fn subject_row<'n>(graph: &TieGraph<'n>, subject: Subject) -> PlaceRow<'n> {
    let network = graph.network();
    if let Some(place) = network.place_of(subject) {
        return PlaceRow::new(graph, network.place(place));
    }
    let register = network.register();
    match subject {
        // In a sound data set every row is a place, so this row isn't used.
        Subject::City(_) => PlaceRow::default(),
        Subject::Region(id) => {
            let region = register.region(id);
            PlaceRow {
                id: &region.code,
                name: network.shown_region(region),
                level: Level::Region.name(),
                kind: Some(&*region.kind).filter(|kind| !kind.is_empty()),
                region: Some(&region.code),
                country: Some(region.country),
                ..PlaceRow::default()
            }
        }
        Subject::Country(code) => {
            let row = PlaceRow { level: Level::Country.name(), country: Some(code), ..PlaceRow::default() };
            let known = |country: &'n Country| PlaceRow {
                id: country.code.as_str(),
                name: country.name_in(network.words().language()),
                ..row.clone()
            };
            register.country(code).map_or_else(|| row.clone(), known)
        }
    }
}
