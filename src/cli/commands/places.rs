use clap::Args;
use sistergraph::{
    graph::Scope,
    model::{Area, Level},
    query::{self, PlaceRow},
    said,
};

use super::answer_for_people;
use crate::cli::{error::Error, output::Answered, session::Session};

pub const PLACES_HELP: &str = "\
Examples:
  sistergraph places                 every place of the graph
  sistergraph places mogil           whatever has `mogil` in its id, name or other names
  sistergraph places --country BY --level city

Here --country, --region and --level choose the places themselves.";

/// What people see: names before ids.
const FOR_PEOPLE: &[&str] =
    &["name", "level", "type", "region", "country", "degree", "population", "lat", "lon", "part_of", "id", "alias"];

/// What a narrow terminal leaves out, the first of them first. Ids stay: who searches places may want them.
const DISPENSABLE: &[&str] = &["lat", "lon", "part_of", "population", "type"];

#[derive(Args)]
pub struct PlacesOptions {
    /// Only places whose id, name or other name contains this text; case doesn't matter
    pub pattern: Option<String>,
}

/// Here --country, --region and --level select the places themselves, so they don't restrict ties.
pub fn places<'s>(session: &'s Session, options: &PlacesOptions) -> Result<Answered<'s>, Error> {
    let of_ties = Scope { countries: Vec::new(), regions: Vec::new(), level: None, ..session.scope.clone() };
    let graph = session.keep(session.network.graph(&of_ties));
    let mut rows = match &options.pattern {
        Some(pattern) => query::search_places(graph, pattern.trim()),
        None => query::all_places(graph),
    };
    let Scope { countries, regions, level, .. } = &session.scope;
    if !countries.is_empty() || !regions.is_empty() || level.is_some() {
        rows = rows.filtered(|row| is_chosen(row, &session.scope));
    }
    let (words, places) = (session.words(), rows.len());
    let found = match &options.pattern {
        None => said!(words, Places, places),
        Some(pattern) => said!(words, PlacesWith, places, pattern),
    };
    let headline = format!("{found}{}", session.filters());
    Ok(answer_for_people(headline, rows, FOR_PEOPLE, DISPENSABLE))
}

fn is_chosen(row: &PlaceRow<'_>, scope: &Scope) -> bool {
    let within = |areas: &[Area]| {
        let holds = |area: &Area| match area {
            Area::Country(code) => row.country == Some(*code),
            Area::Region(code) => row.region == Some(code),
        };
        areas.is_empty() || areas.iter().any(holds)
    };
    let at_level = |level: Level| row.level == level.name();
    within(&scope.countries) && within(&scope.regions) && scope.level.is_none_or(at_level)
}
