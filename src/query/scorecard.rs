use std::collections::BTreeMap;

use serde::Serialize;

use super::{PartnerRow, Side, partners, region_ledgers, unconnected};
use crate::{
    graph::{Contact, Indicator, Scope, Subject, TieGraph},
    model::{Area, ContactKind, PartnershipKind},
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
    /// Partnerships of kind `agreement`: by the place at the far end, then by date.
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
/// [`region_ledgers`].
pub fn scorecard<'n>(graph: &TieGraph<'n>, id: RegionId, against: &[Area]) -> Scorecard<'n> {
    let network = graph.network();
    let region = network.register().region(id);
    let side = Side { area: Area::Region(region.code.to_string()), against: against.to_vec() };
    let scope = scorecard_scope(graph.scope(), &region.code, against);
    let scoped = network.graph(&scope);
    let subject = Subject::Region(id);
    let counts = |row: &PartnerRow<'_>| {
        against.is_empty()
            || against.iter().any(|area| match area {
                Area::Country(code) => row.country == Some(*code),
                Area::Region(code) => row.region == Some(code),
            })
    };
    let partner_rows: Vec<PartnerRow<'_>> = partners(&scoped, subject, false).iter().filter(counts).collect();
    let mut distinct: Vec<&str> = partner_rows.iter().map(|row| row.id).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let untied = unconnected(graph, std::slice::from_ref(&side)).into_iter().next();
    let ledger = region_ledgers(graph, &side).remove(&id).unwrap_or_default();
    Scorecard {
        region: region.code.to_string(),
        name: region.name.to_string(),
        country: region.country.to_string(),
        counted: side.heading(),
        filters: graph.scope().to_string(),
        ties: partner_rows.len(),
        partners: distinct.len(),
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
        agreements: agreements(&scoped, id, &side),
        contacts: by_year(graph, id, &ledger.contacts),
        indicators: indicators(graph, id),
        partner_rows,
    }
}

fn agreements(graph: &TieGraph<'_>, region: RegionId, side: &Side) -> Vec<ScorecardAgreement> {
    let network = graph.network();
    let mut rows = Vec::new();
    for (_, tie) in graph.ties() {
        let is_near = |place| network.place(place).region_id() == Some(region);
        let ends = [(tie.a, tie.b), (tie.b, tie.a)];
        let Some((near, far)) = ends.into_iter().find(|&(near, far)| is_near(near) && side.counts(network, far)) else {
            continue;
        };
        for (record, status) in graph.partnerships(&tie).filter(|(row, _)| row.kind == PartnershipKind::Agreement) {
            rows.push(ScorecardAgreement {
                of: network.place(near).name().to_owned(),
                with: network.place(far).name().to_owned(),
                document: record.document.map(str::to_owned),
                signed: record.since.map(|date| date.to_string()),
                expires: record.until.map(|date| date.to_string()),
                status: status.to_string(),
                fields: record.fields.join(", "),
            });
        }
    }
    rows.sort_by(|x, y| (&x.with, &x.signed, &x.of, &x.document).cmp(&(&y.with, &y.signed, &y.of, &y.document)));
    rows
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

fn indicators(graph: &TieGraph<'_>, region: RegionId) -> Vec<ScorecardIndicator> {
    let network = graph.network();
    let mut names: Vec<&str> = network.indicators().map(|indicator| indicator.record.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let latest = |name: &str| super::latest_indicator(network, region, name, graph.as_of());
    let row = |indicator: Indicator<'_>| ScorecardIndicator {
        name: indicator.record.name.clone(),
        year: indicator.record.year.map(|year| year.to_string()),
        value: indicator.record.value,
        unit: indicator.record.unit.clone(),
        note: indicator.record.note.clone(),
    };
    names.into_iter().filter_map(latest).map(row).collect()
}
