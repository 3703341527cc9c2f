use clap::Args;
use sistergraph::{query, said, table::Sheet};

use super::{answer, answer_sheet};
use crate::cli::{error::Error, output::Answered, session::Session};

pub const FRAGILE_HELP: &str = "\
A bridge is a tie, a cut place a place whose loss splits a component. cuts_off: for a bridge the size of the smaller
side, for a cut place all that is left outside the largest remainder, itself not counted.

Examples:
  sistergraph fragile
  sistergraph fragile --between BY RU
  sistergraph fragile --without Minsk";

/// The columns for people: names before ids and codes.
const FOR_PEOPLE: &[&str] =
    &["kind", "cuts_off", "name", "region", "country", "to_name", "regions_cut_off", "level", "id", "to"];

/// The columns that a narrow terminal leaves out, in this order.
const DISPENSABLE: &[&str] = &["level", "id", "to", "country", "region", "regions_cut_off"];

#[derive(Args)]
pub struct FragileOptions {
    /// Show what is left of the network without this place, region or country; may be repeated
    #[arg(long, value_name = "PLACE|COUNTRY")]
    pub without: Vec<String>,
}

pub fn fragile<'s>(session: &'s Session, options: &FragileOptions) -> Result<Answered<'s>, Error> {
    let (graph, words) = (session.keep(session.graph()), session.words());
    if options.without.is_empty() {
        let rows = query::fragile(graph);
        let cut_places = rows.iter().filter(|row| row.to.is_none()).count();
        let (bridges, ties) = (rows.len() - cut_places, graph.tie_count());
        let headline = format!("{}{}", said!(words, FragileFound, cut_places, bridges, ties), session.filters());
        let is_empty = rows.is_empty();
        let sheet = Sheet::of(rows).for_people(FOR_PEOPLE).dispensable(DISPENSABLE);
        return Ok(answer_sheet(headline, is_empty, sheet));
    }
    let mut lost = Vec::new();
    for name in &options.without {
        lost.extend(session.places(name)?);
    }
    let rows = query::without(graph, &lost);
    let fallen: Vec<_> = rows.iter().filter(|row| row.kind == query::Part::FallsOff).collect();
    let names = options.without.join(&format!(" {} ", said!(words, And)));
    let places: usize = fallen.iter().map(|row| row.size).sum();
    let headline = format!("{}{}", said!(words, FallOff, names, places, parts = fallen.len()), session.filters());
    Ok(answer(headline, rows, &["regions"]))
}
