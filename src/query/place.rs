use serde::Serialize;

use crate::{
    graph::{Place, Subject, TieGraph},
    model::{Level, PlaceRow as CityRow},
};

/// A place, with how many partners it has in the graph asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PlaceRow {
    /// Its id, or code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `city`, `region` or `country`.
    pub level: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The code of its region.
    pub region: Option<String>,
    /// The code of its country.
    pub country: Option<String>,
    /// Its degree: distinct partners within the scope.
    pub degree: usize,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// The id of the city it is a part of.
    pub part_of: Option<String>,
    /// The other name by which a search found it.
    pub alias: Option<String>,
}

impl PlaceRow {
    fn new(graph: &TieGraph<'_>, place: Place<'_>) -> Self {
        Self {
            id: place.id().to_owned(),
            name: place.name().to_owned(),
            level: place.level().to_string(),
            kind: place.kind().map(str::to_owned),
            region: place.region().map(|region| region.code.to_string()),
            country: place.country().map(|code| code.to_string()),
            degree: graph.degree(place.number()),
            population: place.population(),
            lat: place.position().map(|position| position.lat()),
            lon: place.position().map(|position| position.lon()),
            part_of: place.part_of().map(|whole| graph.place(whole).id().to_owned()),
            alias: None,
        }
    }
}

/// Every place of the graph, by id.
pub fn all_places(graph: &TieGraph<'_>) -> Vec<PlaceRow> {
    graph.places().map(|place| PlaceRow::new(graph, place)).collect()
}

/// Every city, region and country of the data set and the register whose id, name or other name holds `pattern`,
/// without regard to case; cities first, then regions, then countries, each by id. All are searched, also those
/// outside the graph.
pub fn search_places(graph: &TieGraph<'_>, pattern: &str) -> Vec<PlaceRow> {
    let network = graph.network();
    let pattern = pattern.to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&pattern);
    let mut rows: Vec<PlaceRow> = Vec::new();
    let mut add = |subject, shown: &[&str], others: &[&str]| {
        let by_name = shown.iter().any(|text| holds(text));
        let alias = others.iter().find(|text| !by_name && holds(text)).map(|&text| text.to_owned());
        if by_name || alias.is_some() {
            rows.push(PlaceRow { alias, ..subject_row(graph, subject) });
        }
    };
    let dataset = network.dataset();
    for (row, city) in (0..).map(CityRow).zip(dataset.places()) {
        let aliases: Vec<&str> = city.aliases.iter().map(|alias| &**alias).collect();
        add(Subject::City(row), &[city.id, city.name], &aliases);
    }
    let register = network.register();
    for region in register.regions() {
        let Some(id) = register.find_region(&region.code) else { continue };
        let others = [&region.name_ru, &region.name_be].into_iter().chain(&region.aliases);
        add(Subject::Region(id), &[&region.code, &region.name], &others.map(AsRef::as_ref).collect::<Vec<_>>());
    }
    for country in register.countries() {
        let shown = [country.code.as_str(), &country.alpha3, &country.name];
        let others = [&country.name_ru, &country.name_be].into_iter().chain(&country.aliases);
        add(Subject::Country(country.code), &shown, &others.map(AsRef::as_ref).collect::<Vec<_>>());
    }
    let rank = |row: &PlaceRow| match row.level.as_str() {
        "city" => 0,
        "region" => 1,
        _ => 2,
    };
    rows.sort_by(|a, b| (rank(a), &a.id).cmp(&(rank(b), &b.id)));
    // A city that is its region was met twice.
    rows.dedup_by(|a, b| a.id == b.id);
    rows
}

/// The row of a subject, also of a region or country that no partnership names.
fn subject_row(graph: &TieGraph<'_>, subject: Subject) -> PlaceRow {
    let network = graph.network();
    if let Some(place) = network.place_of(subject) {
        return PlaceRow::new(graph, network.place(place));
    }
    let register = network.register();
    match subject {
        // Every row of a sound data set is a place.
        Subject::City(_) => PlaceRow::default(),
        Subject::Region(id) => {
            let region = register.region(id);
            PlaceRow {
                id: region.code.to_string(),
                name: region.name.to_string(),
                level: Level::Region.to_string(),
                kind: Some(region.kind.to_string()).filter(|kind| !kind.is_empty()),
                region: Some(region.code.to_string()),
                country: Some(region.country.to_string()),
                ..PlaceRow::default()
            }
        }
        Subject::Country(code) => PlaceRow {
            id: code.to_string(),
            name: register.country_name(code),
            level: Level::Country.to_string(),
            country: Some(code.to_string()),
            ..PlaceRow::default()
        },
    }
}
