use sistergraph::query::{self, Partners};

use super::answer;
use crate::cli::{
    arguments::PartnersOptions,
    error::{Error, count},
    output::Answered,
    session::Session,
};

pub fn partners<'s>(session: &'s Session, options: &PartnersOptions) -> Result<Answered<'s>, Error> {
    let subject = session.subject(&options.place)?;
    let (network, is_list) = (&session.network, session.network.dataset().locates_regions());
    if is_list && network.place_count() > 0 && query::places_of(network, subject).is_empty() {
        // A list from elsewhere names no regions to be asked about: the city of the name was looked for.
        let area = network.names().candidate(subject);
        return Err(Error::NoPlaceThere { name: options.place.clone(), area });
    }
    let Partners { rows, partners, countries } =
        query::partners(session.keep(session.graph()), subject, options.direct);
    let shown = session.shown(subject);
    let found = match partners {
        0 => "no partner".to_owned(),
        partners => {
            format!("{} in {}, {}", count(partners, "partner"), count(countries, "country"), count(rows.len(), "tie"))
        }
    };
    let headline = format!("{shown}: {found}{}", session.filters());
    Ok(answer(headline, rows, &["source", "level", "status", "type", "through", "kind", "region"]))
}
