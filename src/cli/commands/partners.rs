use std::collections::BTreeSet;

use sistergraph::query;

use super::answer;
use crate::cli::{
    arguments::PartnersOptions,
    error::{Error, count},
    output::Answered,
    session::Session,
};

pub fn partners(session: &Session, options: &PartnersOptions) -> Result<Answered, Error> {
    let subject = session.subject(&options.place)?;
    let rows = query::partners(&session.graph(), subject, options.direct);
    let partners: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let countries: BTreeSet<&str> = rows.iter().filter_map(|row| row.country.as_deref()).collect();
    let shown = session.shown(subject);
    let found = match partners.len() {
        0 => "no partner".to_owned(),
        partners => format!(
            "{} in {}, {}",
            count(partners, "partner"),
            count(countries.len(), "country"),
            count(rows.len(), "tie")
        ),
    };
    let headline = format!("{shown}: {found}{}", session.filters());
    Ok(answer(headline, &rows, &["source", "level", "status", "type", "through", "kind", "region"]))
}
