use clap::Args;
use sistergraph::{graph::Grouping, query, said};

use super::{TiesOptions, answer};
use crate::cli::{arguments::explained, error::Error, output::Answered, session::Session};

pub const PAIRS_HELP: &str = "\
A row is two regions (or countries) with ties between them, those with most ties first. Ties within one region or country
stand in no row. By region, a place whose region isn't known stands for its country.

Examples:
  sistergraph pairs --by country
  sistergraph pairs --by region --top 10
  sistergraph pairs BY --to RU --format csv";

#[derive(Args)]
pub struct PairsOptions {
    #[command(flatten)]
    pub ties: TiesOptions,
    /// What is paired
    #[arg(long, default_value = "region", value_parser = explained::<Grouping>())]
    pub by: Grouping,
}

pub fn pairs(session: &Session, options: &PairsOptions) -> Result<Answered<'static>, Error> {
    session.require_countries("pairs")?;
    let graph = session.graph();
    let query::AreaPairs { rows, within, unplaced } = query::pairs(&graph, options.by);
    let words = session.words();
    let ties: usize = rows.iter().map(|row| row.ties).sum();
    let mut left_out = String::new();
    if within > 0 {
        left_out += "; ";
        left_out += &match options.by {
            Grouping::Region => said!(words, TiesWithinRegion, ties = within),
            Grouping::Country => said!(words, TiesWithinCountry, ties = within),
        };
    }
    if unplaced > 0 {
        left_out += &format!("; {}", said!(words, TiesOfNoCountry, ties = unplaced));
    }
    let found = match options.by {
        Grouping::Region => said!(words, PairsOfRegions, pairs = rows.len(), ties),
        Grouping::Country => said!(words, PairsOfCountries, pairs = rows.len(), ties),
    };
    let headline = format!("{found}{left_out}{}", session.filters());
    // For countries, these columns would repeat the country itself.
    let dispensable = &["a_country", "b_country", "a_name", "b_name"];
    Ok(answer(headline, rows, dispensable))
}
