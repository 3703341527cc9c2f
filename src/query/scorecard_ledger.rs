//! The parts of a scorecard that come from the ledger: agreements, contacts and figures.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::Side;
use crate::{
    graph::{Contact, ContactRow, Indicator, Network, PlaceId, Scope, Subject, Tie, TieGraph},
    model::{ContactKind, Date, PartnershipKind, Status},
    register::RegionId,
};

/// An agreement of the region or country, or of a place in it.
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

/// A contact, as a scorecard lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ScorecardContact {
    /// When it was, or began.
    pub date: Option<String>,
    /// The last day, where it took several.
    pub until: Option<String>,
    /// Its kind.
    pub kind: String,
    /// The name of the place it came from; for an event, the participants, separated by semicolons.
    pub from: Option<String>,
    /// The name of the place it went to; for an event, the host.
    pub to: Option<String>,
    /// Who headed it.
    pub level: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A figure of the region or country.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ScorecardIndicator {
    /// The name of the figure.
    pub name: String,
    /// The year, or another period.
    pub year: Option<String>,
    /// The amount; `None` if the source names the region without an amount.
    pub value: Option<f64>,
    /// The unit of the amount.
    pub unit: Option<String>,
    /// The note of the source.
    pub note: Option<String>,
}

/// All agreements that pass the filters, in force or not unless the filters decide.
pub(super) struct Agreements<'n> {
    graph: TieGraph<'n>,
    /// For each region, the ties with an end in it.
    of_region: HashMap<RegionId, Vec<Tie>>,
}

impl<'n> Agreements<'n> {
    /// Takes O(places + partnerships) time if the data set has an agreement.
    pub(super) fn new(graph: &TieGraph<'n>) -> Self {
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
    pub(super) fn of_region(&self, region: RegionId, side: &Side) -> Vec<ScorecardAgreement> {
        let network = self.graph.network();
        let ties = self.of_region.get(&region).into_iter().flatten().cloned();
        self.rows(ties, side, |place| network.place(place).region_id() == Some(region))
    }

    /// The agreements of the side's country. O(agreements).
    pub(super) fn of_country(&self, side: &Side) -> Vec<ScorecardAgreement> {
        let network = self.graph.network();
        self.rows(self.graph.ties().map(|(_, tie)| tie), side, |place| network.lies_in(place, &side.area))
    }

    fn rows(
        &self,
        ties: impl Iterator<Item = Tie>,
        side: &Side,
        is_near: impl Fn(PlaceId) -> bool,
    ) -> Vec<ScorecardAgreement> {
        let (graph, network) = (&self.graph, self.graph.network());
        let mut rows = Vec::new();
        for tie in ties {
            let ends = [(tie.a, tie.b), (tie.b, tie.a)];
            let Some((near, far)) = ends.into_iter().find(|&(near, far)| is_near(near) && side.counts(network, far))
            else {
                continue;
            };
            for (record, status) in graph.partnerships(&tie) {
                rows.push(ScorecardAgreement {
                    of: network.place(near).shown_name().to_owned(),
                    with: network.place(far).shown_name().to_owned(),
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

/// The named participants of each event.
pub(super) struct Participants(HashMap<ContactRow, Vec<Subject>>);

impl Participants {
    pub(super) fn new(network: &Network) -> Self {
        let mut of_event: HashMap<ContactRow, Vec<Subject>> = HashMap::new();
        for participant in network.participants() {
            of_event.entry(participant.event).or_default().push(participant.place);
        }
        Self(of_event)
    }

    /// Contacts, one per row, the latest first, those without a date last; those of one day in the order read.
    pub(super) fn rows(&self, network: &Network, contacts: &[Contact<'_>]) -> Vec<ScorecardContact> {
        let name = |place: Subject| network.shown_subject(place);
        let mut contacts: Vec<&Contact<'_>> = contacts.iter().collect();
        contacts.sort_by_key(|contact| std::cmp::Reverse(contact.record.date.map(Date::first_day)));
        let row = |contact: &Contact<'_>| {
            let record = contact.record;
            let took_part = self.0.get(&contact.row).filter(|_| record.kind == ContactKind::Event);
            let took_part =
                took_part.map(|places| places.iter().map(|&place| name(place)).collect::<Vec<_>>().join("; "));
            ScorecardContact {
                date: record.date.map(|date| date.to_string()),
                until: record.until.map(|date| date.to_string()),
                kind: record.kind.to_string(),
                from: took_part.or_else(|| contact.from.map(name)),
                to: contact.to.map(name),
                level: record.level.clone(),
                title: record.title.clone(),
                note: record.note.clone(),
            }
        };
        contacts.into_iter().map(row).collect()
    }
}

/// Contacts by year, from the first year with a contact to the last; those without a date at the end. `lies_in` says
/// which places belong to the region or country.
pub(super) fn by_year(contacts: &[Contact<'_>], lies_in: impl Fn(Subject) -> bool) -> Vec<ContactYear> {
    let mut years: BTreeMap<Option<u16>, ContactYear> = BTreeMap::new();
    for contact in contacts {
        let year = years.entry(contact.record.date.map(Date::year)).or_default();
        let is_from = contact.from.is_some_and(&lies_in);
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

pub(super) fn indicator_row(indicator: Indicator<'_>) -> ScorecardIndicator {
    ScorecardIndicator {
        name: indicator.record.name.clone(),
        year: indicator.record.year.map(|year| year.to_string()),
        value: indicator.record.value,
        unit: indicator.record.unit.clone(),
        note: indicator.record.note.clone(),
    }
}
