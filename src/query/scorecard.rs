use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::{PartnerRow, RegionLedgers, Side, partner::partners_of, unconnected::Absences};
use crate::{
    graph::{AreaSet, Contact, Indicator, PlaceId, PlacesByRegion, Scope, Subject, Tie, TieGraph},
    model::{Area, ContactKind, PartnershipKind, Status},
    register::RegionId,
};

/// What is known of the cooperation with one region, on a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scorecard<'n> {
    /// The region's code.
    pub region: String,
    /// Its English name.
    pub name: String,
    /// Its country's code.
    pub country: String,
    /// Whose ties and contacts with it count, in words.
    pub counted: String,
    /// The filters in force, in words.
    pub filters: String,
    /// Ties with at least one end in it.
    pub ties: usize,
    /// Places at their far ends.
    pub partners: usize,
    /// Why it has no tie, where it has none: as [`Reason::name`](super::Reason::name).
    pub unconnected: Option<String>,
    /// What the absence rests on.
    pub basis: Option<String>,
    /// Who looks after it, in the order read.
    pub curators: Vec<ScorecardCurator>,
    /// Its ties, one a row: by country, name and id of the partner, then by the near end.
    pub partner_rows: Vec<PartnerRow<'n>>,
    /// Partnerships of kind `agreement`, in force or not unless the filters say which: by the place at the far end, then by
    /// date.
    pub agreements: Vec<ScorecardAgreement>,
    /// Contacts by year, from the first to the last that has one; those without a date at the end.
    pub contacts: Vec<ContactYear>,
    /// The latest figures of the region itself, by name.
    pub indicators: Vec<ScorecardIndicator>,
}

/// An official who looks after the region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScorecardCurator {
    /// The official's name.
    pub official: Option<String>,
    /// The office.
    pub office: Option<String>,
    /// Since when.
    pub since: Option<String>,
}

/// An agreement of the region or of a place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScorecardAgreement {
    /// The place at the near end.
    pub of: String,
    /// The place at the far end.
    pub with: String,
    /// Its document.
    pub document: Option<String>,
    /// When it was signed.
    pub signed: Option<String>,
    /// When it expires.
    pub expires: Option<String>,
    /// Its status.
    pub status: String,
    /// Whether it is in force.
    #[serde(skip)]
    pub is_in_force: bool,
    /// Its fields.
    pub fields: String,
}

/// The contacts of a year, counted by kind and direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContactYear {
    /// The year; `undated` for contacts without a date.
    pub year: String,
    /// Visits from the region.
    pub visits_from: usize,
    /// Visits to it.
    pub visits_to: usize,
    /// Delegations from it.
    pub delegations_from: usize,
    /// Delegations that it received.
    pub delegations_to: usize,
    /// Sessions of working groups.
    pub sessions: usize,
    /// Documents signed.
    pub documents: usize,
    /// Events that it hosted or took part in.
    pub events: usize,
}

/// A figure of the region.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ScorecardIndicator {
    /// What it is.
    pub name: String,
    /// The year, or another period.
    pub year: Option<String>,
    /// How much; nothing where the source names the region without an amount.
    pub value: Option<f64>,
    /// In what unit.
    pub unit: Option<String>,
    /// What the source says of it.
    pub note: Option<String>,
}

/// The filters of a region's scorecard: those in force, and one end in the region.
pub fn scorecard_scope(scope: &Scope, code: &str, against: &[Area]) -> Scope {
    let region = Area::Region(code.to_owned());
    match against {
        [far] if scope.between.is_none() => Scope { between: Some((region, far.clone())), ..scope.clone() },
        _ => Scope { regions: vec![region], ..scope.clone() },
    }
}

/// What is known of a region's cooperation with the side's far ends, within the graph's filters and as of its date.
///
/// Ties and partners are those of the region and of every place in it; contacts and curators those of
/// [`RegionLedgers`]. O(regions + places + partnerships + rows of the ledger); for many regions see [`Scorecards`].
pub fn scorecard<'n>(graph: &TieGraph<'n>, id: RegionId, against: &[Area]) -> Scorecard<'n> {
    let network = graph.network();
    let scope = scorecard_scope(graph.scope(), &network.register().region(id).code, against);
    Scorecards::new(graph).of(&network.graph(&scope), id, against)
}

/// A graph prepared for the scorecards of one region after another.
pub struct Scorecards<'g, 'n> {
    graph: &'g TieGraph<'n>,
    /// The graph of all regions' ties, where the filters name some.
    of_all_regions: Option<TieGraph<'n>>,
    places: PlacesByRegion,
    parts: HashMap<PlaceId, Vec<PlaceId>>,
    absences: Absences<'g, 'n>,
    ledgers: RegionLedgers<'n>,
    agreements: Agreements<'n>,
}

/// All agreements that the filters hold for, in force or not unless these say which.
struct Agreements<'n> {
    graph: TieGraph<'n>,
    /// By region the ties with an end in it.
    of_region: HashMap<RegionId, Vec<Tie>>,
}

impl<'n> Agreements<'n> {
    /// O(places + partnerships) where the data set has an agreement.
    fn new(graph: &TieGraph<'n>) -> Self {
        let (network, scope) = (graph.network(), graph.scope());
        let kinds = [PartnershipKind::Agreement];
        let is_asked = scope.kinds.is_empty() || scope.kinds.contains(&kinds[0]);
        let statuses = if scope.statuses.is_empty() { Status::ALL.to_vec() } else { scope.statuses.clone() };
        let scope = Scope { kinds: kinds.to_vec(), statuses, regions: Vec::new(), ..scope.clone() };
        let has_any = is_asked && network.partnerships_of_kind(kinds[0]).next().is_some();
        let graph = if has_any { network.graph(&scope) } else { graph.part(&scope, std::iter::empty()) };
        let mut of_region: HashMap<RegionId, Vec<Tie>> = HashMap::new();
        for (_, tie) in has_any.then(|| graph.ties()).into_iter().flatten() {
            let mut regions: Vec<RegionId> =
                [tie.a, tie.b].into_iter().filter_map(|end| network.place(end).region_id()).collect();
            regions.dedup();
            regions.into_iter().for_each(|region| of_region.entry(region).or_default().push(tie.clone()));
        }
        Self { graph, of_region }
    }

    /// The agreements of a region.
    fn rows(&self, region: RegionId, side: &Side) -> Vec<ScorecardAgreement> {
        let (graph, network) = (&self.graph, self.graph.network());
        let mut rows = Vec::new();
        for tie in self.of_region.get(&region).into_iter().flatten() {
            let is_near = |place| network.place(place).region_id() == Some(region);
            let ends = [(tie.a, tie.b), (tie.b, tie.a)];
            let Some((near, far)) = ends.into_iter().find(|&(near, far)| is_near(near) && side.counts(network, far))
            else {
                continue;
            };
            for (record, status) in graph.partnerships(tie) {
                rows.push(ScorecardAgreement {
                    of: network.place(near).name().to_owned(),
                    with: network.place(far).name().to_owned(),
                    document: record.document.map(str::to_owned),
                    signed: record.since.map(|date| date.to_string()),
                    expires: record.until.map(|date| date.to_string()),
                    status: status.to_string(),
                    is_in_force: status.in_force(),
                    fields: record.fields.join(", "),
                });
            }
        }
        rows.sort_by(|x, y| (&x.with, &x.signed, &x.of, &x.document).cmp(&(&y.with, &y.signed, &y.of, &y.document)));
        rows
    }
}

impl<'g, 'n> Scorecards<'g, 'n> {
    /// O(regions + places + partnerships + rows of the ledger).
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
        }
    }

    /// The places of a region, by id.
    pub fn places(&self, id: RegionId) -> &[PlaceId] {
        self.places.of(id)
    }

    /// The ties that a region's scorecard is about, as a graph of their own: those of [`scorecard_scope`]. O(places) with a
    /// small constant and O(n log partnerships) for n ties of the region, and once O(partnerships).
    pub fn ties(&self, id: RegionId, against: &[Area]) -> TieGraph<'n> {
        let network = self.graph.network();
        let scope = scorecard_scope(self.graph.scope(), &network.register().region(id).code, against);
        let far = (scope.between != self.graph.scope().between).then(|| AreaSet::new(network, against));
        // With the two sides given, the regions that the filters name hold as well.
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

    /// The scorecard of a region; `ties` as [`Scorecards::ties`], or what [`Network::graph`](crate::graph::Network::graph) makes
    /// of the same scope. O(n log n) for what its rows are made of.
    pub fn of(&self, ties: &TieGraph<'n>, id: RegionId, against: &[Area]) -> Scorecard<'n> {
        let network = self.graph.network();
        let region = network.register().region(id);
        let side = Side { area: Area::Region(region.code.to_string()), against: against.to_vec() };
        let far = side.far_ends(network);
        let asked = self.with_parts(id);
        let partners = partners_of(ties, ties.each(), |place| asked.contains(&place));
        let partner_rows: Vec<PartnerRow<'n>> = partners.rows.iter().filter(|row| counts(row, against)).collect();
        // Rows of one partner are neighbours.
        let distinct = partner_rows.chunk_by(|x, y| x.id == y.id).count();
        let untied = self.absences.row(id, far.as_ref());
        let ledger = self.ledgers.of(id, far.as_ref());
        Scorecard {
            region: region.code.to_string(),
            name: region.name.to_string(),
            country: region.country.to_string(),
            counted: side.heading(),
            filters: self.graph.scope().to_string(),
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
            agreements: self.agreements.rows(id, &side),
            contacts: by_year(self.graph, id, &ledger.contacts),
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

fn counts(row: &PartnerRow<'_>, against: &[Area]) -> bool {
    let is_in = |area: &Area| match area {
        Area::Country(code) => row.country == Some(*code),
        Area::Region(code) => row.region == Some(code),
    };
    against.is_empty() || against.iter().any(is_in)
}

fn by_year(graph: &TieGraph<'_>, region: RegionId, contacts: &[Contact<'_>]) -> Vec<ContactYear> {
    let mut years: BTreeMap<Option<u16>, ContactYear> = BTreeMap::new();
    for contact in contacts {
        let year = years.entry(contact.record.date.map(crate::model::Date::year)).or_default();
        let lies_in = |place: Option<Subject>| place.is_some_and(|place| graph.network().seat(place).1 == Some(region));
        let is_from = lies_in(contact.from);
        let count = match contact.record.kind {
            ContactKind::Visit if is_from => &mut year.visits_from,
            ContactKind::Visit => &mut year.visits_to,
            ContactKind::Delegation if is_from => &mut year.delegations_from,
            ContactKind::Delegation => &mut year.delegations_to,
            ContactKind::WorkingGroup => &mut year.sessions,
            ContactKind::Document => &mut year.documents,
            ContactKind::Event => &mut year.events,
        };
        *count += 1;
    }
    let undated = years.remove(&None);
    let dated: Vec<u16> = years.keys().copied().flatten().collect();
    let span = dated.first().zip(dated.last()).map(|(&first, &last)| first..=last);
    let mut rows: Vec<ContactYear> = span
        .into_iter()
        .flatten()
        .map(|year| ContactYear { year: year.to_string(), ..years.remove(&Some(year)).unwrap_or_default() })
        .collect();
    rows.extend(undated.map(|row| ContactYear { year: "undated".to_owned(), ..row }));
    rows
}

fn indicator_row(indicator: Indicator<'_>) -> ScorecardIndicator {
    ScorecardIndicator {
        name: indicator.record.name.clone(),
        year: indicator.record.year.map(|year| year.to_string()),
        value: indicator.record.value,
        unit: indicator.record.unit.clone(),
        note: indicator.record.note.clone(),
    }
}
