use clap::Args;
use sistergraph::{model::CountryCode, query};

use super::answer;
use crate::cli::{error::count, output::Answered, session::Session};

pub const TIES_HELP: &str = "\
A tie is all partnerships in force between the same two places, merged; `a` is the place of the smaller id.
With an area, ties with at least one end in it; with --to those whose other end lies there. Further filters narrow both.

Examples:
  sistergraph ties --format csv -o ties.csv
  sistergraph ties BY --to RU
  sistergraph ties --to RU --kind sister-city --select a_name,b_name,since --sort since";

/// Which ties are asked about.
#[derive(Args)]
pub struct TiesOptions {
    /// A country or region: only ties with at least one end in it
    #[arg(value_name = "COUNTRY|REGION")]
    pub area: Option<String>,
    /// Only ties whose other end lies in a country or region
    #[arg(long, value_name = "COUNTRY|REGION")]
    pub to: Option<String>,
}

pub fn ties(session: &Session) -> Answered<'_> {
    let graph = session.keep(session.graph());
    let rows = query::ties(graph);
    let mut is_met = vec![false; CountryCode::COUNT];
    for (a, b) in graph.tie_ends() {
        for country in [a, b].into_iter().filter_map(|end| graph.place(end).country()) {
            is_met[country.index()] = true;
        }
    }
    let countries = is_met.into_iter().filter(|&is_met| is_met).count();
    let places = graph.places().filter(|place| graph.degree(place.number()) > 0).count();
    let found = match rows.len() {
        0 => "no tie".to_owned(),
        ties => {
            let (ties, places) = (count(ties, "tie"), count(places, "place"));
            format!("{ties} between {places} in {}", count(countries, "country"))
        }
    };
    let headline = format!("{found}{}", session.filters());
    let dispensable = &[
        "source",
        "a_lat",
        "a_lon",
        "b_lat",
        "b_lon",
        "status",
        "until",
        "a_region",
        "b_region",
        "a",
        "b",
        "kind",
        "distance_km",
    ];
    answer(headline, rows, dispensable)
}
