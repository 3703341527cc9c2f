use clap::Args;
use sistergraph::{
    graph::{Grouping, Quotient, TieGraph},
    metrics::SampleOptions,
    query::{self, Metric},
    said,
    words::Words,
};

use super::answer_for_people;
use crate::cli::{
    arguments::{explained, words},
    error::Error,
    output::{Answered, Output},
    progress,
    sampling::{Sampling, approximate},
    session::Session,
};

#[derive(Args)]
pub struct RankOptions {
    /// The figure to rank by
    #[arg(long, value_name = "METRIC", value_parser = words::<Metric>())]
    pub metric: Metric,
    /// Use regions or countries as nodes; two of them are tied if any of their places are
    #[arg(long, value_parser = explained::<Grouping>())]
    pub by: Option<Grouping>,
    #[command(flatten)]
    pub sampling: Sampling,
}

/// The default error of a sample, as a share of all pairs of places.
const ERROR: f64 = 0.003;

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
equal values have one rank and stand by id. Of more than 65,000 places --top N finds the first by closeness and harmonic
without searching from all others.
--approx draws shortest chains between random places and counts those through each place (Riondato, Kornaropoulos 2016; Borassi,
Natale 2019), until no interval reaches farther than ERROR (0.003) x all pairs to either side. All intervals, from low to high,
hold at once with a confidence of 95 %; places whose ranks from best_rank to worst_rank overlap can't be told apart.

Examples:
  sistergraph rank --metric betweenness --top 10
  sistergraph rank --metric closeness --between BY RU --format csv
  sistergraph rank --metric betweenness --approx 0.001 --top 20
  sistergraph rank --metric degree --by region";

/// What people see: names before ids.
const FOR_PEOPLE: &[&str] = &["rank", "name", "level", "region", "country", "value", "normalised", "id"];
/// The same of a sample.
const SAMPLED_FOR_PEOPLE: &[&str] =
    &["rank", "best_rank", "worst_rank", "name", "level", "region", "country", "value", "low", "high", "id"];

pub fn rank<'s>(session: &'s Session, options: &RankOptions, output: &Output) -> Result<Answered<'s>, Error> {
    let graph = session.keep(session.graph());
    let metric = options.metric;
    if let Some(sample) = options.sampling.options(ERROR) {
        return sampled(session, graph, options, &sample);
    }
    let arrangement = output.arrangement();
    let first = arrangement.top.filter(|_| arrangement.sort.is_empty());
    let ranked = match options.by {
        None => match first {
            Some(first) => query::rank_first(graph, metric, first, progress::threads()),
            None => query::rank(graph, metric, progress::threads()),
        },
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
    Ok(answer_for_people(headline, ranked, FOR_PEOPLE, &["id", "level", "region", "normalised"]))
}

/// Betweenness estimated from a sample.
fn sampled<'s>(
    session: &'s Session,
    graph: &'s TieGraph<'_>,
    options: &RankOptions,
    sample: &SampleOptions,
) -> Result<Answered<'s>, Error> {
    if options.metric != Metric::Betweenness || options.by.is_some() {
        let (message, hint) = match options.by {
            Some(_) => (
                "--approx is of places, not of regions and countries",
                "leave it out: these are few, and exact at once",
            ),
            None => (
                "--approx is of betweenness",
                "leave it out: other metrics are exact, and --top N finds the first sooner",
            ),
        };
        return Err(Error::Usage { message: message.to_owned(), hint: hint.to_owned() });
    }
    let (rows, samples) = query::sampled_rank(graph, sample, progress::threads());
    if samples > rows.len() {
        let number = Words::default().number(rows.len() as u64);
        session
            .note(&format!("the exact betweenness of {number} places takes less than this sample: leave --approx out"));
    }
    let words = session.words();
    let found = said!(words, PlacesBy, number = rows.len(), by = words.word(options.metric.name()));
    let headline = format!("{found}{}{}", approximate(words, sample, samples), session.filters());
    Ok(answer_for_people(headline, rows, SAMPLED_FOR_PEOPLE, &["id", "level", "region", "country"]))
}
