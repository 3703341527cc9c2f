use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{
    ContactYear, MissingRow, PartnerRow, RegionLedgers, ScorecardAgreement, ScorecardContact, ScorecardIndicator, Side,
    UntiedTownRow,
    missing::{Gaps, Kept},
    partner::partners_of,
    scorecard_ledger::{Agreements, Participants, by_year, indicator_row},
    unconnected::Absences,
};
use crate::{
    graph::{AreaSet, Network, PlaceId, PlacesByRegion, Scope, TieGraph},
    model::Area,
    register::RegionId,
};

/// Everything known about the cooperation with one region, on one page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scorecard<'n> {
    /// The region's code.
    pub region: String,
    /// Its English name.
    pub name: String,
    /// Its country's code.
    pub country: String,
    /// Whose ties and contacts with the region count, in words.
    pub counted: String,
    /// The filters in force, in words.
    pub filters: String,
    /// Ties with at least one end in it.
    pub ties: usize,
    /// Places at their far ends.
    pub partners: usize,
    /// Why it has no tie, if it has none: a [`Reason::name`](super::Reason::name).
    pub unconnected: Option<String>,
    /// The basis for the absence.
    pub basis: Option<String>,
    /// Who looks after it, in the order read.
    pub curators: Vec<ScorecardCurator>,
    /// Its ties, one per row, sorted by country, name and id of the partner, then by the near end.
    pub partner_rows: Vec<PartnerRow<'n>>,
    /// Partnerships of kind `agreement`, in force or not unless the filters decide, sorted by the place at the far end,
    /// then by date.
    pub agreements: Vec<ScorecardAgreement>,
    /// Contacts by year, from the first year with a contact to the last; those without a date at the end.
    pub contacts: Vec<ContactYear>,
    /// The contacts themselves, the latest first.
    pub contact_rows: Vec<ScorecardContact>,
    /// The date of the latest contact that has one.
    pub last_contact: Option<String>,
    /// The latest figures of the region itself, by name.
    pub indicators: Vec<ScorecardIndicator>,
    /// What is missing.
    pub missing: Vec<MissingRow>,
    /// Its towns without a tie, if a gazetteer was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untied_towns: Option<ScorecardTowns>,
}

/// The towns of a region or country that have no tie.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ScorecardTowns {
    /// The least population of the towns.
    pub at_least: u64,
    /// The number of towns with at least this population, with a tie or without.
    pub towns: usize,
    /// The towns without a tie, in the order of [`UntiedTowns::rows`](super::UntiedTowns::rows).
    pub rows: Vec<UntiedTownRow>,
}

/// An official who looks after the region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScorecardCurator {
    /// The official's name.
    pub official: Option<String>,
    /// The office.
    pub office: Option<String>,
    /// Since when they have looked after it.
    pub since: Option<String>,
}

/// The filters of a region's scorecard: those in force, and that one end lies in the region.
pub fn scorecard_scope(scope: &Scope, code: &str, against: &[Area]) -> Scope {
    let region = Area::Region(code.to_owned());
    match against {
        [far] if scope.between.is_none() => Scope { between: Some((region, far.clone())), ..scope.clone() },
        _ => Scope { regions: vec![region], ..scope.clone() },
    }
}

/// Everything known about a region's cooperation with the far ends in `against`, within the graph's filters and on its
/// date.
///
/// Ties and partners are those of the region and of every place in it. Contacts and curators are those of
/// [`RegionLedgers`]. Takes O(regions + places + partnerships + rows of the ledger) time; for many regions see
/// [`Scorecards`].
pub fn scorecard<'n>(graph: &TieGraph<'n>, id: RegionId, against: &[Area]) -> Scorecard<'n> {
    let network = graph.network();
    let scope = scorecard_scope(graph.scope(), &network.register().region(id).code, against);
    Scorecards::new(graph).of(&network.graph(&scope), id, against)
}

/// A graph, prepared for the scorecards of one region after another.
pub struct Scorecards<'g, 'n> {
    graph: &'g TieGraph<'n>,
    /// The graph of the ties of all regions, if the filters name some regions.
    of_all_regions: Option<TieGraph<'n>>,
    places: PlacesByRegion,
    parts: HashMap<PlaceId, Vec<PlaceId>>,
    absences: Absences<'g, 'n>,
    ledgers: RegionLedgers<'n>,
    pub(super) agreements: Agreements<'n>,
    pub(super) participants: Participants,
    kept: Kept,
}

impl<'g, 'n> Scorecards<'g, 'n> {
    /// Takes O(regions + places + partnerships + rows of the ledger) time.
    pub fn new(graph: &'g TieGraph<'n>) -> Self {
        let network = graph.network();
        let mut parts: HashMap<PlaceId, Vec<PlaceId>> = HashMap::new();
        for place in network.places() {
            place.part_of().into_iter().for_each(|whole| parts.entry(whole).or_default().push(place.number()));
        }
        let every = Scope { regions: Vec::new(), ..graph.scope().clone() };
        Self {
            graph,
            of_all_regions: (every != *graph.scope()).then(|| network.graph(&every)),
            places: PlacesByRegion::new(network),
            parts,
            absences: Absences::new(graph),
            ledgers: RegionLedgers::new(graph),
            agreements: Agreements::new(graph),
            participants: Participants::new(network),
            kept: Kept::of(network),
        }
    }

    /// The network of the graph.
    pub(super) fn network(&self) -> &'n Network {
        self.graph.network()
    }

    /// The filters in force, without the condition that one end lies in the region.
    pub(super) fn scope(&self) -> &Scope {
        self.graph.scope()
    }

    /// The places of a region, by id.
    pub fn places(&self, id: RegionId) -> &[PlaceId] {
        self.places.of(id)
    }

    /// The ties that a region's scorecard is about, as a graph: those of [`scorecard_scope`]. Takes O(places) time with
    /// a small constant and O(n log partnerships) for n ties of the region, and the first time O(partnerships).
    pub fn ties(&self, id: RegionId, against: &[Area]) -> TieGraph<'n> {
        let network = self.graph.network();
        let scope = scorecard_scope(self.graph.scope(), &network.register().region(id).code, against);
        let far = (scope.between != self.graph.scope().between).then(|| AreaSet::new(network, against));
        // If the two sides are given, the regions that the filters name still apply.
        let of_all_regions = self.of_all_regions.as_ref().filter(|_| far.is_none());
        let graph = of_all_regions.unwrap_or(self.graph);
        graph.sort_partnerships();
        let is_far = |place: PlaceId| far.as_ref().is_none_or(|far| far.contains(network.place(place)));
        let is_near = |place: PlaceId| network.place(place).region_id() == Some(id);
        let of_place = |place: PlaceId| {
            let counted = graph.partners(place).filter(move |&partner| {
                // A tie within the region is met at both ends.
                if is_near(partner) { place < partner && (is_far(place) || is_far(partner)) } else { is_far(partner) }
            });
            counted.map(move |partner| (place, partner))
        };
        graph.part(&scope, self.places.of(id).iter().flat_map(|&place| of_place(place)))
    }

    /// The scorecard of a region. `ties` comes from [`Scorecards::ties`], or from
    /// [`Network::graph`](crate::graph::Network::graph) with the same scope. O(n log n) for the n ties and entries that
    /// its rows are made of.
    pub fn of(&self, ties: &TieGraph<'n>, id: RegionId, against: &[Area]) -> Scorecard<'n> {
        let network = self.graph.network();
        let region = network.register().region(id);
        let side = Side { area: Area::Region(region.code.to_string()), against: against.to_vec() };
        let far = side.far_ends(network);
        let asked = self.with_parts(id);
        let partners = partners_of(ties, ties.each(), |place| asked.contains(&place));
        let partner_rows: Vec<PartnerRow<'n>> = partners.rows.iter().filter(|row| counts(row, against)).collect();
        // Rows with the same partner are consecutive.
        let distinct = partner_rows.chunk_by(|x, y| x.id == y.id).count();
        let untied = self.absences.row(id, far.as_ref());
        let ledger = self.ledgers.of(id, far.as_ref());
        let agreements = self.agreements.of_region(id, &side);
        let gaps = Gaps {
            untied: untied.as_ref(),
            ledger: &ledger,
            agreements: &agreements,
            ties,
            places: self.places.of(id),
            is_near: &|place| asked.contains(&place),
        };
        let missing = gaps.rows(self.kept);
        Scorecard {
            region: region.code.to_string(),
            name: network.shown_region(region).to_owned(),
            country: region.country.to_string(),
            counted: side.said(network),
            filters: self.graph.scope().titled(network),
            ties: partner_rows.len(),
            partners: distinct,
            unconnected: untied.as_ref().map(|row| row.reason.clone()),
            basis: untied.map(|row| row.basis),
            curators: ledger
                .curators
                .iter()
                .map(|curator| ScorecardCurator {
                    official: curator.record.official.clone(),
                    office: curator.record.office.clone(),
                    since: curator.record.from.map(|date| date.to_string()),
                })
                .collect(),
            agreements,
            contacts: by_year(&ledger.contacts, |place| network.seat(place).1 == Some(id)),
            contact_rows: self.participants.rows(network, &ledger.contacts),
            last_contact: ledger.last_contact().map(|date| date.to_string()),
            missing,
            untied_towns: None,
            indicators: self.ledgers.latest_indicators(id).into_iter().map(indicator_row).collect(),
            partner_rows,
        }
    }

    /// The places of a region, and all their parts.
    fn with_parts(&self, id: RegionId) -> HashSet<PlaceId> {
        let mut found: HashSet<PlaceId> = HashSet::new();
        let mut next: Vec<PlaceId> = self.places.of(id).to_vec();
        while let Some(place) = next.pop() {
            if found.insert(place) {
                next.extend(self.parts.get(&place).into_iter().flatten());
            }
        }
        found
    }
}

/// Whether the partner in a row lies where ties count.
pub(super) fn counts(row: &PartnerRow<'_>, against: &[Area]) -> bool {
    let is_in = |area: &Area| match area {
        Area::Country(code) => row.country == Some(*code),
        Area::Region(code) => row.region == Some(code),
    };
    against.is_empty() || against.iter().any(is_in)
}
