use std::collections::BTreeMap;

use serde::Serialize;

use super::{km_between, partner::asked, tie_terms::TieTerms};
use crate::{
    graph::{PlaceId, Subject, TieGraph},
    model::{CountryCode, Date},
};

/// A partner that two places share, with its ties to the first (`a`) and to the second (`b`).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CommonRow<'n> {
    /// The partner's id.
    pub id: &'n str,
    /// Its name.
    pub name: &'n str,
    /// `city`, `region` or `country`.
    pub level: &'static str,
    /// Its type.
    #[serde(rename = "type")]
    pub kind_of_place: Option<&'n str>,
    /// The code of its region.
    pub region: Option<&'n str>,
    /// The code of its country.
    pub country: Option<CountryCode>,
    /// How many ties it has with the first.
    pub a_ties: usize,
    /// The kinds of their partnerships.
    pub a_kind: String,
    /// When the first of these began.
    pub a_since: Option<Date>,
    /// Great-circle distance in kilometres to the nearest end of these ties, to a tenth.
    pub a_distance_km: Option<f64>,
    /// How many ties it has with the second.
    pub b_ties: usize,
    /// The kinds of their partnerships.
    pub b_kind: String,
    /// When the first of these began.
    pub b_since: Option<Date>,
    /// Great-circle distance in kilometres to the nearest end of these ties, to a tenth.
    pub b_distance_km: Option<f64>,
}

/// What two places share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Common<'n> {
    /// The shared partners, by country, name and id.
    pub rows: Vec<CommonRow<'n>>,
    /// Ties between the two themselves.
    pub direct: usize,
}

/// The ties between a partner and one of the two.
struct Ties {
    count: usize,
    terms: TieTerms,
    distance_km: Option<f64>,
}

/// The partners that two places share. A city includes its parts, and a region or country all its places. The places
/// asked about aren't partners themselves. Takes O(places + partnerships + n log n) time for n ties of the two.
pub fn common<'n>(graph: &TieGraph<'n>, subjects: [Subject; 2]) -> Common<'n> {
    let asked = subjects.map(|subject| asked(graph.network(), subject, false));
    let is_asked = |place: PlaceId| asked.iter().any(|asked| asked[place.index()]);
    let [of_a, mut of_b] = [0, 1].map(|at| partners_of(graph, &asked[at], is_asked));
    let both = of_a.into_iter().filter_map(|(partner, a)| Some((partner, a, of_b.remove(&partner)?)));
    let mut rows: Vec<CommonRow<'n>> = both.map(|(partner, a, b)| row(graph, partner, a, b)).collect();
    rows.sort_by(|x, y| (x.country, x.name, x.id).cmp(&(y.country, y.name, y.id)));
    let joins = |(a, b): (PlaceId, PlaceId)| {
        let is = |place: PlaceId, at: usize| asked[at][place.index()];
        is(a, 0) && is(b, 1) || is(a, 1) && is(b, 0)
    };
    Common { rows, direct: graph.tie_ends().filter(|&ends| joins(ends)).count() }
}

/// The partners of the places asked about, by number, each with its ties.
fn partners_of(graph: &TieGraph<'_>, asked: &[bool], is_asked: impl Fn(PlaceId) -> bool) -> BTreeMap<PlaceId, Ties> {
    let ties = graph.incident_ties(asked);
    // For each partner, the numbers of its ties, each with the near end.
    let mut by_partner: BTreeMap<PlaceId, Vec<(usize, PlaceId)>> = BTreeMap::new();
    for (number, [a, b]) in ties.ends().enumerate() {
        let (near, far) = if asked[a.index()] { (a, b) } else { (b, a) };
        if !is_asked(far) {
            by_partner.entry(far).or_default().push((number, near));
        }
    }
    let told = |(partner, found): (PlaceId, Vec<(usize, PlaceId)>)| {
        let terms = TieTerms::by(found.iter().flat_map(|&(tie, _)| ties.partnerships(tie)));
        let kilometres = found.iter().filter_map(|&(_, near)| km_between(graph, near, partner));
        let ties = Ties { count: found.len(), terms, distance_km: kilometres.min_by(f64::total_cmp) };
        (partner, ties)
    };
    by_partner.into_iter().map(told).collect()
}

fn row<'n>(graph: &TieGraph<'n>, partner: PlaceId, a: Ties, b: Ties) -> CommonRow<'n> {
    let partner = graph.place(partner);
    CommonRow {
        id: partner.id(),
        name: partner.shown_name(),
        level: partner.level().name(),
        kind_of_place: partner.kind(),
        region: partner.region().map(|region| &*region.code),
        country: partner.country(),
        a_ties: a.count,
        a_kind: a.terms.kind,
        a_since: a.terms.since,
        a_distance_km: a.distance_km,
        b_ties: b.count,
        b_kind: b.terms.kind,
        b_since: b.terms.since,
        b_distance_km: b.distance_km,
    }
}
