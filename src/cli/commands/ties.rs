use std::collections::HashSet;

use clap::Args;
use sistergraph::{query, said, table::Sheet};

use super::answer_sheet;
use crate::cli::{output::Answered, session::Session};

pub const TIES_HELP: &str = "\
A tie is all partnerships in force between the same two places, merged; `a` is the place of the smaller id. With an area, ties
with at least one end in it, which is `a`; with --to those whose other end lies there, which is `b`; with --between A B likewise.
Further filters narrow both.

Examples:
  sistergraph ties --format csv -o ties.csv
  sistergraph ties BY --to RU
  sistergraph ties --to RU --kind sister-city --select a_name,b_name,since --sort since";

/// The columns for people, from names of places to what only programs need; positions are left out.
const FOR_PEOPLE: &[&str] = &[
    "a_name",
    "a_region",
    "a_country",
    "b_name",
    "b_region",
    "b_country",
    "since",
    "until",
    "kind",
    "status",
    "distance_km",
    "a",
    "b",
    "source",
];

/// The columns that a narrow terminal leaves out, in this order.
const DISPENSABLE: &[&str] =
    &["source", "a", "b", "status", "until", "kind", "distance_km", "a_region", "b_region", "since"];

/// Which ties are asked about.
#[derive(Args)]
pub struct TiesOptions {
    /// Only ties with at least one end in this country or region
    #[arg(value_name = "COUNTRY|REGION")]
    pub area: Option<String>,
    /// Only ties whose other end is in this country or region
    #[arg(long, value_name = "COUNTRY|REGION")]
    pub to: Option<String>,
}

pub fn ties(session: &Session) -> Answered<'_> {
    let graph = session.keep(session.graph());
    let (rows, words) = (query::ties(graph), session.words());
    let (mut places, mut countries) = (0, HashSet::new());
    for place in graph.places().filter(|place| graph.degree(place.number()) > 0) {
        places += 1;
        countries.extend(place.country());
    }
    let found = match rows.len() {
        0 => said!(words, NoTie),
        ties => said!(words, TiesFound, ties, places, countries = countries.len()),
    };
    let headline = format!("{found}{}", session.filters());
    let is_empty = rows.is_empty();
    let sheet = Sheet::of(rows).for_people(FOR_PEOPLE).dispensable(DISPENSABLE);
    answer_sheet(headline, is_empty, sheet)
}
