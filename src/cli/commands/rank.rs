use clap::Args;
use sistergraph::{
    graph::{Grouping, Quotient},
    query::{self, Metric},
    said,
};

use super::answer;
use crate::cli::{
    arguments::{explained, words},
    error::Error,
    output::Answered,
    progress,
    session::Session,
};

#[derive(Args)]
pub struct RankOptions {
    /// What to rank by
    #[arg(long, value_name = "METRIC", value_parser = words::<Metric>())]
    pub metric: Metric,
    /// Take regions or countries for places, with a tie for each two that have a tie between them
    #[arg(long, value_parser = explained::<Grouping>())]
    pub by: Option<Grouping>,
}

pub const RANK_HELP: &str = "\
  degree        distinct partners; normalised: over n - 1
  betweenness   for all unordered pairs of other places, the share of their shortest chains through the place;
                normalised: over (n - 1)(n - 2) / 2
  closeness     (r - 1) / (n - 1) x (r - 1) / (sum of distances), r being the places of its component (Wasserman, Faust)
  harmonic      the sum of 1 / distance to every other place, 0 for one not reached; normalised: over n - 1
  pagerank      damping 0.85, to 1e-12; all add up to 1
  eigenvector   the squares add up to 1; above 0 only in the component of the largest eigenvalue
  core          the largest k such that the place is in a k-core
  clustering    the share of pairs of its partners that are tied; 0 for a place of degree below two
  eccentricity  the largest distance to a place of its component; 0 for an isolated place
n is the number of places of the graph. Values are exact. The largest first, also of eccentricity (the most remote first);
equal values have one rank and stand by id.

Examples:
  sistergraph rank --metric betweenness --top 10
  sistergraph rank --metric closeness --between BY RU --format csv
  sistergraph rank --metric degree --by region";

pub fn rank<'s>(session: &'s Session, options: &RankOptions) -> Result<Answered<'s>, Error> {
    let graph = session.keep(session.graph());
    let metric = options.metric;
    let ranked = match options.by {
        None => query::rank(graph, metric, progress::threads()),
        Some(by) => query::quotient_rank(graph, &Quotient::new(graph, by), metric, progress::threads()),
    };
    let ranked = ranked.ok_or(Error::NotSettled { metric: metric.name() })?;
    let (words, number) = (session.words(), ranked.len());
    let by = words.word(metric.name());
    let found = match options.by {
        None => said!(words, PlacesBy, number, by),
        Some(Grouping::Region) => said!(words, RegionsRanked, number, by),
        Some(Grouping::Country) => said!(words, CountriesRanked, number, by),
    };
    let headline = format!("{found}{}", session.filters());
    Ok(answer(headline, ranked, &["level", "region", "normalised"]))
}
