use clap::Args;
use sistergraph::{
    query::{self, Partners},
    said,
};

use super::answer_for_people;
use crate::cli::{error::Error, output::Answered, session::Session};

pub const PARTNERS_HELP: &str = "\
Examples:
  sistergraph partners Mogilev
  sistergraph partners Могилёв --to RU
  sistergraph partners BY-MA --format csv -o mogilev-region.csv";

/// What people see: names before ids.
const FOR_PEOPLE: &[&str] = &[
    "name",
    "level",
    "type",
    "region",
    "country",
    "kind",
    "status",
    "since",
    "until",
    "distance_km",
    "through_name",
    "id",
    "source",
];

/// What a narrow terminal leaves out, the first of them first.
const DISPENSABLE: &[&str] = &["source", "id", "level", "status", "type", "through_name", "kind", "region"];

#[derive(Args)]
pub struct PartnersOptions {
    /// An id, a code or a name in any spelling; `NAME, COUNTRY` if the name alone is ambiguous
    pub place: String,
    /// Only ties of the place itself, without ties of its parts or of places in it
    #[arg(long)]
    pub direct: bool,
    /// Only partners in this country or region
    #[arg(long, value_name = "COUNTRY|REGION")]
    pub to: Option<String>,
}

pub fn partners<'s>(session: &'s Session, options: &PartnersOptions) -> Result<Answered<'s>, Error> {
    let subject = session.subject(&options.place)?;
    let (network, is_list) = (&session.network, session.network.dataset().locates_regions());
    if is_list && network.place_count() > 0 && query::places_of(network, subject).is_empty() {
        // A list from elsewhere names no regions, so the user probably meant the city with this name.
        let area = network.names().candidate(subject);
        return Err(Error::NoPlaceThere { name: options.place.clone(), area });
    }
    let Partners { rows, partners, countries } =
        query::partners(session.keep(session.graph()), subject, options.direct);
    let (shown, words) = (session.shown(subject), session.words());
    let found = match partners {
        0 => said!(words, NoPartner),
        partners => said!(words, PartnersFound, partners, countries, ties = rows.len()),
    };
    let headline = format!("{shown}: {found}{}", session.filters());
    Ok(answer_for_people(headline, rows, FOR_PEOPLE, DISPENSABLE))
}
