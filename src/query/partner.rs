use std::hint::black_box;

use serde::Serialize;

use super::{km_between, places_of, tie_terms::TieTerms};
use crate::{
    graph::{AreaSet, IncidentTies, Network, PlaceId, Subject, TieGraph},
    model::{CountryCode, Date},
    table::Listing,
};

/// A partner of the place asked about: the far end of one tie.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PartnerRow<'n> {
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
    /// The place at the near end: the place asked about, or one of its parts or places.
    pub through: &'n str,
    /// Its name.
    pub through_name: &'n str,
    /// Where the rows come from.
    pub source: Option<String>,
}

/// The partners of a place.
pub struct Partners<'g, 'n> {
    /// One row per tie.
    pub rows: Listing<'g, PartnerRow<'n>>,
    /// How many partners these are.
    pub partners: usize,
    /// The number of countries that they lie in.
    pub countries: usize,
}

/// The partners of a place: one row per tie, sorted by country, name and id of the partner, then by the near end.
///
/// Unless `direct` is set, a city includes its parts at any depth, a region or country includes all its places, and a
/// city that is its region includes both. A tie between two of the places asked about is one row, seen from the smaller
/// id. If the graph's scope has `to`, partners are the far ends in that area. Takes O(places + partnerships + n log n)
/// time for n rows. They are counted at once, and each row is made when it is asked for.
pub fn partners<'g, 'n>(graph: &'g TieGraph<'n>, subject: Subject, direct: bool) -> Partners<'g, 'n> {
    let asked = asked(graph.network(), subject, direct);
    partners_of(graph, graph.incident_ties(&asked), |place| asked[place.index()])
}

/// The partners in ties that have an end among the places asked about. O(n log n) for n ties.
pub(super) fn partners_of<'g, 'n>(
    graph: &'g TieGraph<'n>,
    ties: IncidentTies<'g, 'n>,
    is_asked: impl Fn(PlaceId) -> bool,
) -> Partners<'g, 'n> {
    let to = graph.scope().to.as_ref().map(|area| AreaSet::new(graph.network(), std::slice::from_ref(area)));
    let is_far = |place: PlaceId| to.as_ref().is_none_or(|to| to.contains(graph.place(place)));
    let far_and_near = |[a, b]: [PlaceId; 2]| {
        let is_seen = |near: PlaceId, far: PlaceId| is_asked(near) && is_far(far);
        if is_seen(a, b) { Some((b, a)) } else { is_seen(b, a).then_some((a, b)) }
    };
    let ends = (0_u32..).zip(ties.ends().map(far_and_near));
    let mut order: Vec<(PlaceId, PlaceId, u32)> =
        ends.filter_map(|(tie, ends)| ends.map(|(far, near)| (far, near, tie))).collect();
    order.sort_unstable();
    let mut by_partner: Vec<&[(PlaceId, PlaceId, u32)]> = order.chunk_by(|x, y| x.0 == y.0).collect();
    by_partner.sort_by_cached_key(|of_partner| {
        let far = graph.place(of_partner[0].0);
        // Places are numbered by id.
        (far.country(), far.name(), far.number())
    });
    let partners = by_partner.len();
    let mut countries: Vec<CountryCode> =
        by_partner.iter().filter_map(|of_partner| graph.place(of_partner[0].0).country()).collect();
    countries.dedup();
    let order: Vec<(PlaceId, PlaceId, u32)> = by_partner.concat();
    let ties = ties.in_order(order.iter().map(|&(.., tie)| tie));
    let ends: Vec<[PlaceId; 2]> = order.into_iter().map(|(far, near, _)| [near, far]).collect();
    let rows = Listing::new(ends.len(), move |at| {
        if at.is_multiple_of(FETCHED) {
            fetch(graph, &ties, at, &ends[at..ends.len().min(at + FETCHED)]);
        }
        row(graph, &ties, at, ends[at])
    });
    Partners { rows, partners, countries: countries.len() }
}

/// The number of rows whose data is prefetched at once.
const FETCHED: usize = 32;

/// Prefetches the data of some rows. The near ends are scattered in memory, and making row after row would wait for one
/// cache miss after the other. This only affects speed.
fn fetch(graph: &TieGraph<'_>, ties: &IncidentTies<'_, '_>, first: usize, ends: &[[PlaceId; 2]]) {
    let seen = (first..).zip(ends).map(|(tie, &[near, _])| {
        let near = graph.place(near);
        let statuses = ties.partnerships(tie).map(|(_, status)| status as usize).sum::<usize>();
        near.id().len() + usize::from(near.position().is_some()) + statuses
    });
    black_box(seen.sum::<usize>());
}

/// Whether each place of the network is asked about: the subject's own place and, unless `direct` is set, those that it
/// includes.
pub(super) fn asked(network: &Network, subject: Subject, direct: bool) -> Vec<bool> {
    let mut asked = vec![false; network.place_count()];
    if direct {
        network.place_of(subject).into_iter().for_each(|place| asked[place.index()] = true);
    } else {
        for subject in [Some(subject), region_of_its_own(network, subject)].into_iter().flatten() {
            places_of(network, subject).into_iter().for_each(|place| asked[place.index()] = true);
        }
        include_parts(network, &mut asked);
    }
    asked
}

/// The region that a city is (`is_region`), if it is one: the two are one place.
fn region_of_its_own(network: &Network, subject: Subject) -> Option<Subject> {
    let Subject::City(row) = subject else { return None };
    let city = network.dataset().place(row);
    let region = city.region.filter(|_| city.is_region)?;
    network.register().find_region(region).map(Subject::Region)
}

/// Marks every place that is a part of a marked one, at any depth. O(places), since no chain of wholes is walked twice.
fn include_parts(network: &Network, asked: &mut [bool]) {
    let mut is_settled = vec![false; asked.len()];
    // The chain goes from a place up to the first that is settled or marked, or that is part of nothing.
    let mut chain: Vec<PlaceId> = Vec::new();
    for place in network.places().filter(|place| place.part_of().is_some()) {
        let mut at = Some(place.number());
        let mut is_asked = false;
        while let Some(place) = at {
            is_asked = asked[place.index()];
            if is_asked || is_settled[place.index()] {
                break;
            }
            chain.push(place);
            at = network.place(place).part_of();
        }
        for place in chain.drain(..) {
            is_settled[place.index()] = true;
            asked[place.index()] = is_asked;
        }
    }
}

/// The row of a tie, given by its number and its two ends.
fn row<'n>(graph: &TieGraph<'n>, ties: &IncidentTies<'_, 'n>, tie: usize, [near, far]: [PlaceId; 2]) -> PartnerRow<'n> {
    let (near, far) = (graph.place(near), graph.place(far));
    let TieTerms { kind, status, since, until, source } = TieTerms::by(ties.partnerships(tie));
    PartnerRow {
        id: far.id(),
        name: far.shown_name(),
        level: far.level().name(),
        kind_of_place: far.kind(),
        region: far.region().map(|region| &*region.code),
        country: far.country(),
        kind,
        status,
        since,
        until,
        distance_km: km_between(graph, near.number(), far.number()),
        through: near.id(),
        through_name: near.shown_name(),
        source,
    }
}
