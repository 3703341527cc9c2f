use std::rc::Rc;

use sistergraph::{
    chart::{self, DistributionChart},
    graph::{Adjacency, Grouping, Quotient, TieGraph},
    metrics::SampleOptions,
    query, said,
};

use super::{
    answer, chart_options,
    stats::{Distribution, ERROR, StatsOptions},
};
use crate::cli::{
    error::Error,
    output::{Answered, Form, Output},
    progress,
    sampling::approximate,
    session::Session,
};

/// The number of occurrences of each value.
pub fn distribution(
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
    if let Some(sample) = options.sampling.options(ERROR) {
        return sampled_distances(session, adjacency, of, &sample, output);
    }
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
    // The number is written as on the axes.
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

/// The distribution of distances, estimated from a sample.
fn sampled_distances(
    session: &Session,
    adjacency: &Adjacency,
    of: Distribution,
    sample: &SampleOptions,
    output: &Output,
) -> Result<Answered<'static>, Error> {
    if of != Distribution::Distance || matches!(output.form(), Form::Picture(_)) {
        let message = "--approx gives the distribution of distances, in rows".to_owned();
        return Err(Error::Usage {
            message,
            hint: "use --distribution distance, with -o FILE.csv for a file".to_owned(),
        });
    }
    let (rows, searches) = query::sampled_distance_rows(adjacency, sample, progress::threads());
    let words = session.words();
    let headline = format!("{}{}{}", said!(words, Distances), approximate(words, sample, searches), session.filters());
    Ok(answer(headline, rows, &[]))
}
