use clap::Args;
use sistergraph::{
    graph::{PlaceId, Subject, TieGraph},
    metrics, query, said,
};

use super::answer_for_people;
use crate::cli::{error::Error, output::Answered, session::Session};

pub const PATH_HELP: &str = "\
Examples:
  sistergraph path Mogilev Vladivostok
  sistergraph path Mogilev Vladivostok --avoid Minsk
  sistergraph path BY-MA RU-PRI";

/// What people see: names before ids.
const FOR_PEOPLE: &[&str] = &["step", "name", "level", "region", "country", "kind", "distance_km", "id"];

/// What a narrow terminal leaves out, the first of them first.
const DISPENSABLE: &[&str] = &["id", "level", "kind", "country"];

#[derive(Args)]
pub struct PathOptions {
    /// Where the chain begins: a place, or any place of a region or country
    pub from: String,
    /// Where the chain ends: a place, or any place of a region or country
    pub to: String,
    /// A place, region or country that the chain must avoid; may be repeated
    #[arg(long, value_name = "PLACE")]
    pub avoid: Vec<String>,
}

pub fn path(session: &Session, options: &PathOptions) -> Result<Answered<'static>, Error> {
    let graph = session.graph();
    let ends = [session.subject(&options.from)?, session.subject(&options.to)?];
    let [from, to] = ends.map(|subject| query::places_of(&session.network, subject));
    let mut avoid = Vec::new();
    for name in &options.avoid {
        avoid.extend(session.places(name)?);
    }
    let rows = query::path(&graph, &from, &to, &avoid);
    let [a, b] = ends.map(|subject| session.shown(subject));
    let words = session.words();
    let found = match rows.len().checked_sub(1) {
        Some(ties) => said!(words, PathFound, a, b, ties),
        None => {
            let [a, b] = [(ends[0], from), (ends[1], to)].map(|end| whereabouts(session, &graph, end));
            if avoid.is_empty() { said!(words, NoChain, a, b) } else { said!(words, NoChainAvoiding, a, b) }
        }
    };
    let headline = format!("{found}{}", session.filters());
    Ok(answer_for_people(headline, rows, FOR_PEOPLE, DISPENSABLE))
}

/// `Mogilev (mogilev-by) is in component 1 of 310 places`.
fn whereabouts(session: &Session, graph: &TieGraph<'_>, (subject, places): (Subject, Vec<PlaceId>)) -> String {
    let (place, words) = (session.shown(subject), session.words());
    let components = metrics::components(graph);
    let mut numbers: Vec<usize> = places.iter().filter_map(|&place| components.of(place)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    match numbers[..] {
        [] => said!(words, NotInGraph, place),
        [number] => {
            let size = components.members()[number].len();
            said!(words, InComponent, place, number = number + 1, size)
        }
        _ => {
            let numbers: Vec<String> = numbers.iter().map(|number| (number + 1).to_string()).collect();
            said!(words, InComponents, place, numbers = numbers.join(", "))
        }
    }
}
