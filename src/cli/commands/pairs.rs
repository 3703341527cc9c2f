use clap::Args;
use sistergraph::query;

use super::{TiesOptions, answer};
use crate::cli::{
    arguments::By,
    error::{Error, count},
    output::Answered,
    session::Session,
};

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
    /// What the two are
    #[arg(long, value_enum, default_value_t = By::Region)]
    pub by: By,
}

pub fn pairs(session: &Session, options: &PairsOptions) -> Result<Answered<'static>, Error> {
    session.require_countries("pairs")?;
    let graph = session.graph();
    let query::AreaPairs { rows, within, unplaced } = query::pairs(&graph, options.by.into());
    let noun = match options.by {
        By::Region => "region",
        By::Country => "country",
    };
    let ties: usize = rows.iter().map(|row| row.ties).sum();
    let mut left_out = String::new();
    if within > 0 {
        left_out += &format!("; {} within one {noun}", count(within, "tie"));
    }
    if unplaced > 0 {
        left_out += &format!("; {} with an end in no known country", count(unplaced, "tie"));
    }
    let pairs = match rows.len() {
        1 => "1 pair".to_owned(),
        pairs => format!("{pairs} pairs"),
    };
    let of = match options.by {
        By::Region => "regions",
        By::Country => "countries",
    };
    let headline = format!("{pairs} of {of} with {}{left_out}{}", count(ties, "tie"), session.filters());
    // A country is its own.
    let dispensable = &["a_country", "b_country", "a_name", "b_name"];
    Ok(answer(headline, rows, dispensable))
}
