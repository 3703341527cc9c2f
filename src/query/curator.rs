use std::collections::BTreeMap;

use serde::Serialize;

use super::{RegionLedgers, Side, is_in_office, joined, side};
use crate::{
    graph::{Curator, Network, Subject, TieGraph},
    metrics::{Counted, Recorded},
    model::{Area, Date},
};

/// A region, who looks after it, and what there is to look after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CuratorRow {
    /// Its code.
    pub region: String,
    /// Its English name.
    pub name: String,
    /// The officials in office; one whose name isn't known is left out.
    pub official: Option<String>,
    /// Their offices.
    pub office: Option<String>,
    /// Since when the first of them has been in office.
    pub since: Option<String>,
    /// Ties with at least one end in it.
    pub ties: usize,
    /// Partnerships of kind `agreement` among them.
    pub agreements: usize,
    /// Contacts: see [`RegionLedger::contacts`](super::RegionLedger::contacts).
    pub contacts: usize,
    /// What it lacks: `curator` if it has ties and nobody to look after them, `tie` if it has somebody and no tie,
    /// `curator, tie` if it has neither; `None` if it has both.
    pub lacks: Option<String>,
}

/// An official, or an office without a name, and the regions in their care.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OfficialRow {
    /// The official's name, where it is known.
    pub official: Option<String>,
    /// The office.
    pub office: Option<String>,
    /// How many regions.
    pub regions: usize,
    /// Their codes.
    pub codes: String,
    /// Since when the official has looked after the first of them.
    pub since: Option<String>,
}

/// A reported number of regions with a curator, which need not all be named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReportedCurators {
    /// The year of the report.
    pub year: Option<String>,
    /// The country of the regions, as the total's `to`.
    pub to: Option<String>,
    /// How many regions are reported.
    pub regions: u64,
    /// How many of them the data set names.
    pub named: u64,
    /// Where the number comes from.
    pub source: Option<String>,
}

/// Every region of each side with its curators in office on the graph's date; side after side, by code.
///
/// Takes O(regions + places + partnerships + rows of the ledger) time, and for each side O(its places, their ties and
/// its ledger).
pub fn curators(graph: &TieGraph<'_>, sides: &[Side]) -> Vec<CuratorRow> {
    let network = graph.network();
    let mut rows = Vec::new();
    let ledgers = RegionLedgers::new(graph);
    for (side, degrees) in sides.iter().zip(side::degrees(graph, sides)) {
        let far = side.far_ends(network);
        rows.extend(degrees.into_iter().map(|(id, degree)| {
            let (region, ledger) = (network.register().region(id), ledgers.of(id, far.as_ref()));
            let (ties, is_looked_after) = (degree.ties(), !ledger.curators.is_empty());
            let lacks = match (is_looked_after, ties > 0) {
                (true, true) => None,
                (true, false) => Some("tie"),
                (false, true) => Some("curator"),
                (false, false) => Some("curator, tie"),
            };
            let row = CuratorRow {
                region: region.code.to_string(),
                name: network.shown_region(region).to_owned(),
                ties,
                agreements: ledger.agreements,
                contacts: ledger.contacts.len(),
                lacks: lacks.map(str::to_owned),
                ..CuratorRow::default()
            };
            with_curators(row, &ledger.curators)
        }));
    }
    rows
}

fn with_curators(row: CuratorRow, curators: &[Curator<'_>]) -> CuratorRow {
    let texts = |text: fn(&Curator<'_>) -> Option<String>| {
        let texts: Vec<String> = curators.iter().filter_map(text).collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    };
    CuratorRow {
        official: texts(|curator| curator.record.official.clone()),
        office: texts(|curator| curator.record.office.clone()),
        since: first(curators.iter().filter_map(|curator| curator.record.from)),
        ..row
    }
}

fn first(dates: impl Iterator<Item = Date>) -> Option<String> {
    dates.min_by_key(|date| (date.first_day(), *date)).map(|date| date.to_string())
}

/// The officials in office on a date, sorted by number of regions (most first), then by name and office. An official
/// without a known name is identified by the office.
pub fn officials(network: &Network, as_of: Option<Date>) -> Vec<OfficialRow> {
    let mut by_official: BTreeMap<(Option<&str>, Option<&str>), Vec<Curator<'_>>> = BTreeMap::new();
    for curator in network.curators().filter(|curator| is_in_office(curator.record, as_of)) {
        let key = (curator.record.official.as_deref(), curator.record.office.as_deref());
        by_official.entry(key).or_default().push(curator);
    }
    let mut rows: Vec<OfficialRow> = by_official
        .into_iter()
        .map(|((official, office), curators)| {
            let mut codes: Vec<&str> =
                curators.iter().map(|curator| &*network.register().region(curator.region).code).collect();
            codes.sort_unstable();
            codes.dedup();
            OfficialRow {
                official: official.map(str::to_owned),
                office: office.map(str::to_owned),
                regions: codes.len(),
                codes: joined(codes),
                since: first(curators.iter().filter_map(|curator| curator.record.from)),
            }
        })
        .collect();
    rows.sort_by(|x, y| {
        y.regions.cmp(&x.regions).then_with(|| (&x.official, &x.office).cmp(&(&y.official, &y.office)))
    });
    rows
}

/// The totals of curators in the order read, each with the number of regions that the data set names.
pub fn reported_curators(network: &Network) -> Vec<ReportedCurators> {
    let totals = network.totals().filter(|total| Counted::of(&total.record.what) == Some(Counted::Curators));
    let recorded = Recorded::new(network);
    let row = |total: crate::graph::Total<'_>| ReportedCurators {
        year: total.record.year.map(|year| year.to_string()),
        to: total.record.to.clone(),
        regions: total.record.value,
        named: recorded.explain(&total).unwrap_or(0),
        source: total.record.source.clone(),
    };
    totals.map(row).collect()
}

/// The countries whose curators look after a region, or of which a number of such regions is reported, by code.
pub fn countries_with_curators(network: &Network) -> Vec<Area> {
    let of_rows = network.curators().map(|curator| network.register().region(curator.region).country);
    let of_totals = network
        .totals()
        .filter(|total| Counted::of(&total.record.what) == Some(Counted::Curators))
        .filter_map(|total| total.to.and_then(|to: Subject| network.seat(to).0));
    let mut countries: Vec<_> = of_rows.chain(of_totals).collect();
    countries.sort_unstable();
    countries.dedup();
    countries.into_iter().map(Area::Country).collect()
}
