use clap::Args;
use sistergraph::{
    graph::{PlaceId, Subject, TieGraph},
    metrics, query,
};

use super::answer;
use crate::cli::{
    error::{Error, count},
    output::Answered,
    session::Session,
};

pub const PATH_HELP: &str = "\
Examples:
  sistergraph path Mogilev Vladivostok
  sistergraph path Mogilev Vladivostok --avoid Minsk
  sistergraph path BY-MA RU-PRI";

#[derive(Args)]
pub struct PathOptions {
    /// Where the chain begins: a place, or any place of a region or country
    pub from: String,
    /// Where it ends, likewise
    pub to: String,
    /// A place, region or country it must not step on; may be repeated
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
    let headline = match rows.len().checked_sub(1) {
        Some(ties) => format!("{a} to {b}: a chain of {}{}", count(ties, "tie"), session.filters()),
        None => {
            let [a, b] = [(ends[0], from), (ends[1], to)].map(|end| whereabouts(session, &graph, end));
            let avoiding = if avoid.is_empty() { "" } else { " without stepping on what is to be avoided" };
            format!("no chain{avoiding}: {a}; {b}{}", session.filters())
        }
    };
    Ok(answer(headline, rows, &["level", "kind", "country"]))
}

/// `Mogilev (mogilev-by) is in component 1 of 310 places`.
fn whereabouts(session: &Session, graph: &TieGraph<'_>, (subject, places): (Subject, Vec<PlaceId>)) -> String {
    let shown = session.shown(subject);
    let components = metrics::components(graph);
    let mut numbers: Vec<usize> = places.iter().filter_map(|&place| components.of(place)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    match numbers[..] {
        [] => format!("{shown} has no place in the graph"),
        [number] => {
            let size = components.members()[number].len();
            format!("{shown} is in component {} of {}", number + 1, count(size, "place"))
        }
        _ => {
            let numbers: Vec<String> = numbers.iter().map(|number| (number + 1).to_string()).collect();
            format!("{shown} is in components {}", numbers.join(", "))
        }
    }
}
