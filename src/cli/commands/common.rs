use clap::Args;
use sistergraph::{
    query::{self, Common},
    said,
};

use super::answer_for_people;
use crate::cli::{error::Error, output::Answered, session::Session};

pub const COMMON_HELP: &str = "\
A row is a partner of both: `a_` are its ties with the first, `b_` those with the second. A city includes its parts, a
region or country all its places; a place of either is no partner.

Examples:
  sistergraph common Mogilev Vitebsk
  sistergraph common BY-MA BY-VI --format csv";

/// What people see: names before ids.
const FOR_PEOPLE: &[&str] = &[
    "name",
    "level",
    "type",
    "region",
    "country",
    "a_ties",
    "a_kind",
    "a_since",
    "a_distance_km",
    "b_ties",
    "b_kind",
    "b_since",
    "b_distance_km",
    "id",
];

/// What a narrow terminal leaves out, the first of them first.
const DISPENSABLE: &[&str] = &["id", "level", "type", "a_kind", "b_kind", "region", "a_ties", "b_ties"];

#[derive(Args)]
pub struct CommonOptions {
    /// A city, region or country
    pub a: String,
    /// Another city, region or country
    pub b: String,
}

pub fn common<'s>(session: &'s Session, options: &CommonOptions) -> Result<Answered<'s>, Error> {
    let (a, b) = (session.subject(&options.a)?, session.subject(&options.b)?);
    if a == b {
        return Err(Error::Usage {
            message: format!("`{}` and `{}` are one place", options.a, options.b),
            hint: "name two, as in `sistergraph common Mogilev Vitebsk`; `partners` lists those of one".to_owned(),
        });
    }
    let graph = session.keep(session.graph());
    let Common { rows, direct } = query::common(graph, [a, b]);
    let words = session.words();
    let between = match direct {
        0 => said!(words, NoTieBetween),
        ties => said!(words, TiesBetween, ties),
    };
    let (a, b, partners) = (session.shown(a), session.shown(b), rows.len());
    let headline = format!("{}{}", said!(words, CommonFound, a, b, partners, between), session.filters());
    Ok(answer_for_people(headline, rows, FOR_PEOPLE, DISPENSABLE))
}
