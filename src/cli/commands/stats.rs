use clap::{Args, ValueEnum};
use sistergraph::{
    graph::{Adjacency, Grouping, Quotient, TieGraph},
    query::{self, AllDistances},
    said,
    table::Answer,
};

use super::{answer, stats_distribution::distribution, stats_page::page};
use crate::cli::{
    arguments::explained,
    error::{Error, count},
    output::{Answered, Output},
    pictures::Look,
    progress,
    sampling::{Sampling, approximate},
    session::Session,
};

#[derive(Args)]
pub struct StatsOptions {
    /// Use regions or countries as nodes; two of them are tied if any of their places are
    #[arg(long, value_parser = explained::<Grouping>())]
    pub by: Option<Grouping>,
    /// Show how often each value occurs instead of the figures
    #[arg(long, value_enum)]
    pub distribution: Option<Distribution>,
    /// Leave out diameter, radius, mean_distance and effective_diameter_90
    #[arg(long, conflicts_with = "distribution")]
    pub no_distances: bool,
    /// Search from every place, however long that takes
    #[arg(long, conflicts_with_all = ["distribution", "no_distances", "approx"])]
    pub all_distances: bool,
    /// Compare with random networks in which every place has as many partners: mean, standard deviation and z-score
    #[arg(long, value_name = "random", value_parser = ["random"], conflicts_with_all = ["distribution", "approx", "all_distances"])]
    pub against: Option<String>,
    /// The number of random networks
    #[arg(long, value_name = "N", default_value_t = 20, requires = "against", value_parser = clap::value_parser!(u16).range(2..=1000))]
    pub networks: u16,
    #[command(flatten)]
    pub sampling: Sampling,
    #[command(flatten)]
    pub look: Look,
}

/// What a distribution is of.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Distribution {
    /// The number of places of each degree
    Degree,
    /// The number of components of each size
    Component,
    /// The number of pairs of places at each distance, in the largest component
    Distance,
    /// The number of ties in each class of length, 250 km wide
    TieKm,
}

pub const STATS_HELP: &str = "\
Every figure is exact but for those that --approx samples; one that isn't defined (no tie, one place) is null.
  partnerships          within the filters, between two different places; ties + duplicates_merged
  loops_dropped         partnerships of a place with itself, within the filters; with --by those within one region or
                        country
  largest_component     places in it; of equal components that of the smallest id
  blocks                biconnected components, each bridge being one
  degree figures        over all places, isolated ones included; degree_gini is the Gini coefficient
  density               ties over pairs of places
  wedges                a place with two of its partners, tied to each other or not
  transitivity          3 x triangles / wedges
  mean_local_clustering over all places; 0 for a place of degree below two
  degree_assortativity  correlation of the degrees at the two ends of ties (Newman 2002)
  country_assortativity ties within countries beyond chance, 1 where none leaves its country (Newman 2003)
  max_core              the largest k such that some places have k partners among each other (k-core)
  diameter, radius, mean_distance: in ties, over the unordered pairs of the largest component
  effective_diameter_90 the distance within which 90 % of these pairs lie, linearly interpolated
  diameter_searches     from how many places diameter and radius were searched, exactly, where not from all
  sampled_searches      from how many random places --approx searched; it ends when the mean distance is known to ERROR (0.02) x
                        itself, and gives intervals, from _low to _high, that hold the truth with a confidence of 95 %
  mean_tie_km, median_tie_km: haversine on a sphere of 6,371.0088 km, ties with both positions known
  domestic_ties, international_ties: ties whose two countries are known, equal or not
--against random rewires the network: the ends of two random ties are exchanged, ten times as often as there are ties, so that
every place keeps its number of partners (Maslov, Sneppen 2002). z_score is (value - random_mean) / random_sd.
--by region|country gives the figures of the quotient graph; a place of unknown region stands for its country there.

Examples:
  sistergraph stats
  sistergraph stats --between BY RU --format json
  sistergraph stats --by region
  sistergraph stats --approx 0.01
  sistergraph stats --against random --networks 100
  sistergraph stats --distribution distance --format csv
  sistergraph stats --distribution degree -o degrees.svg";

/// The default error of a sample, as a share of the mean distance.
pub const ERROR: f64 = 0.02;

/// Searching all distances takes two processors a minute if places times ties are this many.
const A_MINUTE: u64 = 400_000_000_000;

/// The approximate number of minutes that searching all distances of a graph takes.
fn minutes(graph: &Adjacency) -> u64 {
    graph.node_count() as u64 * graph.edge_count() as u64 / A_MINUTE
}

pub fn stats(session: &Session, options: &StatsOptions, output: &Output) -> Result<Answered<'static>, Error> {
    let graph = session.graph();
    let quotient = options.by.map(|by| Quotient::new(&graph, by));
    if let Some(of) = options.distribution {
        return distribution(session, options, &graph, quotient.as_ref(), of, output);
    }
    if options.against.is_some() {
        return Ok(against_random(session, options, &graph, quotient.as_ref()));
    }
    let distances = distances(session, options, &graph, quotient.as_ref());
    let stats = match &quotient {
        None => query::stats(&graph, distances, progress::threads()),
        Some(quotient) => query::quotient_stats(quotient, distances, progress::threads()),
    };
    let words = session.words();
    let heading = match options.by {
        None => said!(words, NetworkOfPlaces),
        Some(Grouping::Region) => said!(words, NetworkOfRegions),
        Some(Grouping::Country) => said!(words, NetworkOfCountries),
    };
    let sample = match &distances {
        AllDistances::Sampled(sample) => stats.sampled_searches.map(|searches| approximate(words, sample, searches)),
        _ => None,
    };
    let heading = heading + &sample.unwrap_or_default();
    let page = page(&stats, format!("{heading}{}", session.filters()), distances, words);
    Ok(Answered {
        answer: Answer::object(stats, page),
        headline: String::new(),
        is_empty: false,
        notes: Vec::new(),
        chart: None,
        exit_code: 0,
    })
}

/// The figures that degrees don't determine, beside those of random networks with the same degrees.
fn against_random(
    session: &Session,
    options: &StatsOptions,
    graph: &TieGraph<'_>,
    quotient: Option<&Quotient>,
) -> Answered<'static> {
    let own = graph.adjacency();
    let adjacency = quotient.map_or(&*own, Quotient::adjacency);
    let (networks, words) = (usize::from(options.networks), session.words());
    let takes_minutes = minutes(adjacency) > 0;
    if takes_minutes && !options.no_distances {
        session.note("distances are left out: those of one network take over a minute");
    }
    let without_distances = options.no_distances || takes_minutes;
    let rows =
        query::against_random(adjacency, networks, options.sampling.seed, without_distances, progress::threads());
    let found = said!(words, AgainstRandom, networks);
    answer(format!("{found}{}", session.filters()), rows, &[])
}

/// How distances are searched: from all places, unless the user asks for something else or it would take longer than a
/// minute.
fn distances(
    session: &Session,
    options: &StatsOptions,
    graph: &TieGraph<'_>,
    quotient: Option<&Quotient>,
) -> AllDistances {
    if options.no_distances {
        return AllDistances::LeftOut;
    }
    if let Some(sample) = options.sampling.options(ERROR) {
        return AllDistances::Sampled(sample);
    }
    let minutes = quotient.map_or_else(|| minutes(&graph.adjacency()), |quotient| minutes(quotient.adjacency()));
    match minutes {
        0 => AllDistances::Searched,
        _ if options.all_distances => {
            session.note(&format!("searching all distances takes about {}", count(minutes as usize, "minute")));
            AllDistances::Searched
        }
        _ => {
            session.note(&format!(
                "mean_distance and effective_diameter_90 are left out: searching all distances takes about {}; --approx \
                 estimates them, --all-distances searches",
                count(minutes as usize, "minute")
            ));
            AllDistances::Extremes
        }
    }
}
