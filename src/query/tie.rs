use serde::Serialize;

use super::{km_between, tie_terms::TieTerms};
use crate::{
    graph::{IncidentTies, Place, PlaceId, TieGraph},
    model::{CountryCode, Date},
    table::Listing,
};

/// A tie with its two ends, in the direction that the scope asks for ([`TieGraph::in_direction`]); otherwise `a` is the
/// place with the smaller id.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TieRow<'n> {
    /// The id of the first end.
    pub a: &'n str,
    /// Its name.
    pub a_name: &'n str,
    /// The code of its country.
    pub a_country: Option<CountryCode>,
    /// The code of its region.
    pub a_region: Option<&'n str>,
    /// Its latitude in degrees.
    pub a_lat: Option<f64>,
    /// Its longitude in degrees.
    pub a_lon: Option<f64>,
    /// The id of the other end.
    pub b: &'n str,
    /// Its name.
    pub b_name: &'n str,
    /// The code of its country.
    pub b_country: Option<CountryCode>,
    /// The code of its region.
    pub b_region: Option<&'n str>,
    /// Its latitude in degrees.
    pub b_lat: Option<f64>,
    /// Its longitude in degrees.
    pub b_lon: Option<f64>,
    /// The kinds of the tie's partnerships.
    pub kind: String,
    /// Their statuses.
    pub status: String,
    /// When the first of them began.
    pub since: Option<Date>,
    /// The earliest end of those that have one.
    pub until: Option<Date>,
    /// Great-circle distance in kilometres, to a tenth.
    pub distance_km: Option<f64>,
    /// Where the rows come from.
    pub source: Option<String>,
}

/// All ties of a graph, by the ids of both ends, the smaller first. O(places + partnerships); a row is made when it is
/// asked for.
pub fn ties<'g, 'n>(graph: &'g TieGraph<'n>) -> Listing<'g, TieRow<'n>> {
    let ties = graph.each();
    let ends: Vec<[PlaceId; 2]> = ties.ends().map(graph.in_direction()).collect();
    Listing::new(ends.len(), move |at| row(graph, &ties, at, ends[at]))
}

fn row<'n>(graph: &TieGraph<'n>, ties: &IncidentTies<'_, 'n>, tie: usize, [a, b]: [PlaceId; 2]) -> TieRow<'n> {
    let TieTerms { kind, status, since, until, source } = TieTerms::by(ties.partnerships(tie));
    let distance_km = km_between(graph, a, b);
    let [a, b] = [a, b].map(|end| graph.place(end));
    let region = |end: Place<'n>| end.region().map(|region| &*region.code);
    TieRow {
        a: a.id(),
        a_name: a.shown_name(),
        a_country: a.country(),
        a_region: region(a),
        a_lat: a.position().map(|position| position.lat()),
        a_lon: a.position().map(|position| position.lon()),
        b: b.id(),
        b_name: b.shown_name(),
        b_country: b.country(),
        b_region: region(b),
        b_lat: b.position().map(|position| position.lat()),
        b_lon: b.position().map(|position| position.lon()),
        kind,
        status,
        since,
        until,
        distance_km,
        source,
    }
}
