use std::collections::BTreeSet;

use sistergraph::query;

use super::answer;
use crate::cli::{
    arguments::PartnersOptions,
    error::{Error, count},
    output::Answered,
    session::Session,
};

pub fn partners<'s>(session: &'s Session, options: &PartnersOptions) -> Result<Answered<'s>, Error> {
    let subject = session.subject(&options.place)?;
    let rows = query::partners(session.keep(session.graph()), subject, options.direct);
    let (mut partners, mut countries) = (BTreeSet::new(), BTreeSet::new());
    for row in rows.iter() {
        partners.insert(row.id);
        countries.extend(row.country);
    }
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
    Ok(answer(headline, rows, &["source", "level", "status", "type", "through", "kind", "region"]))
}
