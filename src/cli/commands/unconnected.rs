use sistergraph::query;

use super::{
    answer,
    regions::{headings, sides},
};
use crate::cli::{FOUND, arguments::UnconnectedOptions, error::Error, output::Answered, session::Session};

pub fn unconnected(session: &Session, options: &UnconnectedOptions) -> Result<Answered, Error> {
    session.require_countries("unconnected")?;
    let sides = sides(session, &options.range)?;
    let rows = query::unconnected(&session.graph(), &sides);
    let regions: usize = sides.iter().map(|side| side.regions(&session.network).len()).sum();
    let headline = format!(
        "{} of {regions} regions{} without a tie ({}){}",
        rows.len(),
        query::share_percent(rows.len(), regions).map(|share| format!(" ({share} %)")).unwrap_or_default(),
        headings(&sides),
        session.filters()
    );
    let mut answered = answer(headline, &rows, &["country", "basis"]);
    if options.fail && !rows.is_empty() {
        answered.exit_code = FOUND;
    }
    Ok(answered)
}
