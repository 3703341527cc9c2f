use sistergraph::{
    graph::Quotient,
    query::{self, RankRow},
};

use super::answer;
use crate::cli::{
    arguments::{By, RankOptions},
    error::{Error, count},
    output::Answered,
    progress,
    session::Session,
};

pub fn rank(session: &Session, options: &RankOptions) -> Result<Answered, Error> {
    let graph = session.graph();
    let metric = options.metric;
    let ranked = match options.by {
        None => query::rank(&graph, metric, progress::threads()),
        Some(by) => query::quotient_rank(&graph, &Quotient::new(&graph, by.into()), metric, progress::threads()),
    };
    let rows = ranked.ok_or(Error::NotSettled { metric: metric.name() })?;
    let shown: &[RankRow] = &rows[..options.top.map_or(rows.len(), |top| top.min(rows.len()))];
    let of = match options.by {
        None => count(rows.len(), "place"),
        Some(By::Region) => count(rows.len(), "region"),
        Some(By::Country) => count(rows.len(), "country"),
    };
    let first = if shown.len() < rows.len() { format!("the first {} of ", shown.len()) } else { String::new() };
    let headline = format!("{first}{of} by {}{}", metric.name(), session.filters());
    Ok(answer(headline, shown, &["level", "region", "normalised"]))
}
