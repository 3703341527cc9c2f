use sistergraph::{
    graph::Scope,
    model::Level,
    query::{self, PlaceRow},
};

use super::answer;
use crate::cli::{
    arguments::PlacesOptions,
    error::{Error, count},
    output::Answered,
    session::Session,
};

/// Here --country, --region and --level choose the places themselves, so they don't restrict ties.
pub fn places(session: &Session, options: &PlacesOptions) -> Result<Answered, Error> {
    let of_ties = Scope { countries: Vec::new(), regions: Vec::new(), level: None, ..session.scope.clone() };
    let graph = session.network.graph(&of_ties);
    let mut rows = match &options.pattern {
        Some(pattern) => query::search_places(&graph, pattern.trim()),
        None => query::all_places(&graph),
    };
    rows.retain(|row| is_chosen(row, &session.scope));
    let what =
        options.pattern.as_ref().map(|pattern| format!(" with `{pattern}` in the id or a name")).unwrap_or_default();
    let headline = format!("{}{what}{}", count(rows.len(), "place"), session.filters());
    Ok(answer(headline, &rows, &["lat", "lon", "part_of", "population", "type"]))
}

fn is_chosen(row: &PlaceRow, scope: &Scope) -> bool {
    let within = |areas: &[_], code: &Option<String>| {
        areas.is_empty() || areas.iter().any(|area: &sistergraph::model::Area| Some(area.to_string()) == *code)
    };
    let at_level = |level: Level| row.level == level.name();
    within(&scope.countries, &row.country) && within(&scope.regions, &row.region) && scope.level.is_none_or(at_level)
}
