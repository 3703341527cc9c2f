use std::rc::Rc;

use clap::{Args, ValueEnum};
use sistergraph::{
    chart::{self, DistributionChart},
    graph::{Adjacency, Grouping, Quotient, TieGraph},
    query::{self, AllDistances, Stats},
    said,
    table::{Answer, Block},
    words::Words,
};

use super::{answer, chart_options};
use crate::cli::{
    arguments::explained,
    error::Error,
    output::{Answered, Form, Output},
    pictures::Look,
    progress,
    session::Session,
};

#[derive(Args)]
pub struct StatsOptions {
    /// Take regions or countries for places, with a tie for each two that have a tie between them
    #[arg(long, value_parser = explained::<Grouping>())]
    pub by: Option<Grouping>,
    /// One row for each value that occurs, in place of the figures
    #[arg(long, value_enum)]
    pub distribution: Option<Distribution>,
    /// Leave out diameter, radius, mean_distance and effective_diameter_90, which take a search from every place
    #[arg(long, conflicts_with = "distribution")]
    pub no_distances: bool,
    #[command(flatten)]
    pub look: Look,
}

/// What a distribution is of.
#[derive(Clone, Copy, ValueEnum)]
pub enum Distribution {
    /// Places by degree
    Degree,
    /// Components by size
    Component,
    /// Pairs of places of the largest component by distance
    Distance,
    /// Ties by length, in classes of 250 km
    TieKm,
}

pub const STATS_HELP: &str = "\
Every figure is exact; one that isn't defined (no tie, one place) is null.
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
  mean_tie_km, median_tie_km: haversine on a sphere of 6,371.0088 km, ties with both positions known
  domestic_ties, international_ties: ties whose two countries are known, equal or not
--by region|country gives the figures of the quotient graph; a place of unknown region stands for its country there.

Examples:
  sistergraph stats
  sistergraph stats --between BY RU --format json
  sistergraph stats --by region
  sistergraph stats --distribution distance --format csv
  sistergraph stats --distribution degree -o degrees.svg";

/// From how many places on searching all distances is announced: it takes minutes.
const MANY: usize = 100_000;

pub fn stats(session: &Session, options: &StatsOptions, output: &Output) -> Result<Answered<'static>, Error> {
    let graph = session.graph();
    let quotient = options.by.map(|by| Quotient::new(&graph, by));
    if let Some(of) = options.distribution {
        return distribution(session, options, &graph, quotient.as_ref(), of, output);
    }
    let distances = if options.no_distances { AllDistances::LeftOut } else { AllDistances::Searched };
    let searched_from = quotient.as_ref().map_or(graph.place_count(), |quotient| quotient.areas().len());
    if distances == AllDistances::Searched && searched_from > MANY {
        session.note(&format!("searching all distances from {searched_from} places; --no-distances leaves them out"));
    }
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

fn distribution(
    session: &Session,
    options: &StatsOptions,
    graph: &TieGraph<'_>,
    quotient: Option<&Quotient>,
    of: Distribution,
    output: &Output,
) -> Result<Answered<'static>, Error> {
    let own;
    let adjacency: &Adjacency = match quotient {
        Some(quotient) => quotient.adjacency(),
        None => {
            own = graph.adjacency();
            &own
        }
    };
    let rows = match of {
        Distribution::Degree => query::degree_rows(adjacency),
        Distribution::Component => query::component_rows(adjacency),
        Distribution::Distance => query::distance_rows(adjacency, progress::threads()),
        Distribution::TieKm if quotient.is_none() => query::tie_km_rows(graph),
        Distribution::TieKm => {
            return Err(Error::Usage {
                message: "regions and countries have no position, so `tie-km` is of places only".to_owned(),
                hint: "leave --by out".to_owned(),
            });
        }
    };
    let is_picture = matches!(output.form(), Form::Picture(_));
    let total: usize = rows.iter().map(|row| row.count as usize).sum();
    let words = session.words();
    // As the axes have it.
    let number = if is_picture { chart::grouped(total as f64, words) } else { words.number(total as u64) };
    let what = match (of, options.by) {
        (Distribution::Degree, None) => said!(words, PlacesByDegree, total, number),
        (Distribution::Degree, Some(Grouping::Region)) => said!(words, RegionsByDegree, total, number),
        (Distribution::Degree, Some(Grouping::Country)) => said!(words, CountriesByDegree, total, number),
        (Distribution::Component, _) => said!(words, ComponentsBySize, total, number),
        (Distribution::Distance, _) => said!(words, PairsByDistance, total, number),
        (Distribution::TieKm, _) => said!(words, TiesByLength, total, number),
    };
    let headline = format!("{what}{}", session.filters());
    let rows = Rc::new(rows);
    let mut answered = answer(headline.clone(), Rc::clone(&rows), &["below"]);
    if is_picture {
        let nodes = match options.by {
            None => said!(words, AxisPlaces),
            Some(Grouping::Region) => said!(words, AxisRegions),
            Some(Grouping::Country) => said!(words, AxisCountries),
        };
        let (title, kind, names) = match of {
            Distribution::Degree => {
                (said!(words, Degrees), DistributionChart::LogLog, [said!(words, AxisDegree), nodes])
            }
            Distribution::Component => {
                (said!(words, ComponentSizes), DistributionChart::LogLog, [nodes, said!(words, AxisComponents)])
            }
            Distribution::Distance => (
                said!(words, Distances),
                DistributionChart::Columns,
                [said!(words, AxisDistance), said!(words, AxisPairs)],
            ),
            Distribution::TieKm => {
                (said!(words, TieLengths), DistributionChart::Columns, [said!(words, AxisKm), said!(words, AxisTies)])
            }
        };
        let isolated = rows.iter().find(|row| row.value == 0 && kind == DistributionChart::LogLog);
        let isolated = isolated
            .map(|row| {
                format!("; {}", said!(words, NotDrawnIsolated, number = chart::grouped(row.count as f64, words)))
            })
            .unwrap_or_default();
        let options = chart_options(session, &options.look, title, format!("{headline}{isolated}"))?;
        let drawn = chart::distribution(&rows, kind, names.each_ref().map(String::as_str), &options);
        answered.chart = Some(drawn.map_err(|error| Error::too_large(&error, "-o FILE.csv has them all as rows"))?);
    }
    Ok(answered)
}

/// The figures in groups, for people.
fn page(stats: &Stats, heading: String, distances: AllDistances, words: Words) -> Vec<Block<'static>> {
    let undefined = || words.word("not defined").to_owned();
    let whole = |value: usize| words.number(value as u64);
    let decimal = |digits: String| words.decimal(&digits);
    let real = |value: Option<f64>| value.map_or_else(undefined, |value| decimal(format!("{value:.6}")));
    let km = |value: Option<f64>| {
        value.map_or_else(undefined, |value| said!(words, Km, km = decimal(format!("{value:.1}"))))
    };
    let steps = |value: Option<u32>| value.map_or_else(undefined, |value| words.number(value.into()));
    let groups = [
        (
            said!(words, HeadSize),
            vec![
                ("places", whole(stats.places)),
                ("partnerships", whole(stats.partnerships)),
                ("ties", whole(stats.ties)),
                ("loops_dropped", whole(stats.loops_dropped)),
                ("duplicates_merged", whole(stats.duplicates_merged)),
                ("density", real(stats.density)),
                ("countries", whole(stats.countries)),
                ("regions", whole(stats.regions)),
            ],
        ),
        (
            said!(words, HeadConnectivity),
            vec![
                ("components", whole(stats.components)),
                ("largest_component", whole(stats.largest_component)),
                ("isolated", whole(stats.isolated)),
                ("cut_places", whole(stats.cut_places)),
                ("bridges", whole(stats.bridges)),
                ("blocks", whole(stats.blocks)),
                ("max_core", steps(stats.max_core)),
            ],
        ),
        (
            said!(words, HeadDegree),
            vec![
                ("max_degree", stats.max_degree.map_or_else(undefined, whole)),
                ("mean_degree", real(stats.mean_degree)),
                ("median_degree", stats.median_degree.map_or_else(undefined, |median| decimal(median.to_string()))),
                ("degree_gini", real(stats.degree_gini)),
                ("degree_assortativity", real(stats.degree_assortativity)),
            ],
        ),
        (
            said!(words, HeadClustering),
            vec![
                ("triangles", words.number(stats.triangles)),
                ("wedges", words.number(stats.wedges)),
                ("transitivity", real(stats.transitivity)),
                ("mean_local_clustering", real(stats.mean_local_clustering)),
            ],
        ),
        (
            match distances {
                AllDistances::Searched => said!(words, HeadDistances),
                AllDistances::LeftOut => said!(words, HeadNoDistances),
            },
            match distances {
                AllDistances::Searched => vec![
                    ("diameter", steps(stats.diameter)),
                    ("radius", steps(stats.radius)),
                    ("mean_distance", real(stats.mean_distance)),
                    ("effective_diameter_90", real(stats.effective_diameter_90)),
                ],
                AllDistances::LeftOut => Vec::new(),
            },
        ),
        (
            said!(words, HeadGeography),
            vec![
                ("mean_tie_km", km(stats.mean_tie_km)),
                ("median_tie_km", km(stats.median_tie_km)),
                ("domestic_ties", whole(stats.domestic_ties)),
                ("international_ties", whole(stats.international_ties)),
                ("country_assortativity", real(stats.country_assortativity)),
            ],
        ),
    ];
    let mut blocks = vec![Block::Text(heading)];
    for (group, facts) in groups {
        blocks.push(Block::Heading(group));
        blocks.push(Block::Facts(
            facts.into_iter().map(|(name, value)| (words.caption(name).to_owned(), value)).collect(),
        ));
    }
    blocks.push(Block::Either { terminal: vec![Block::Text(said!(words, StatsHelp))], page: Vec::new() });
    blocks
}
