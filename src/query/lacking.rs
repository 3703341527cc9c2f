use std::collections::BTreeMap;

use serde::Serialize;

use super::{RegionLedger, Side, UnconnectedRow, region_ledgers, side, unconnected, unconnected::of_region};
use crate::{
    graph::{Contact, TieGraph},
    model::{Date, Level},
    register::RegionId,
};

/// What a region may lack beside a tie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacks {
    /// A contact on or after this date: `no-recent-contact`.
    pub contact_since: Option<Date>,
    /// A curator: `no-curator`.
    pub curator: bool,
    /// A tie of the region itself, where places in it have some: `city-level-only`.
    pub region_level: bool,
    /// A tie of a place in it, where the region itself has some: `region-level-only`.
    pub city_level: bool,
}

impl Lacks {
    /// Whether nothing beside a tie is asked for.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// A region that lacks a tie or something else asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LackingRow {
    /// The region, and the first reason.
    #[serde(flatten)]
    pub row: UnconnectedRow,
    /// The further reasons, with a blank between them.
    pub also: Option<String>,
}

/// The regions of each side without a counted tie, and those that lack something else; side after side, by code.
///
/// The first reason is that of [`unconnected`] where there is no tie; then `no-recent-contact`, `no-curator`,
/// `city-level-only`, `region-level-only`, in this order. A contact is recent when the last day that its date, or its end where
/// it took several days, may mean isn't before the first of the date asked about; one without a date isn't. A city that is a region counts as the region
/// itself.
pub fn lacking(graph: &TieGraph<'_>, sides: &[Side], lacks: Lacks) -> Vec<LackingRow> {
    let network = graph.network();
    let mut rows = Vec::new();
    // Side after side, by code, as the regions come below.
    let mut untied = unconnected(graph, sides).into_iter().peekable();
    let ledgers = side::shared(sides, |side| region_ledgers(graph, side));
    let levels = side::shared(sides, |side| near_levels(graph, side));
    let (none, of) = (RegionLedger::default(), of_region(graph));
    for ((side, ledgers), levels) in sides.iter().zip(ledgers).zip(levels) {
        for id in side.regions(network) {
            let ledger = ledgers.get(&id).unwrap_or(&none);
            let untied = untied.next_if(|row| *row.region == *network.register().region(id).code);
            let levels = levels.get(&id).copied().unwrap_or_default();
            let mut reasons: Vec<&str> = Vec::new();
            if lacks.contact_since.is_some_and(|since| !has_contact_since(ledger, since)) {
                reasons.push("no-recent-contact");
            }
            if lacks.curator && ledger.curators.is_empty() {
                reasons.push("no-curator");
            }
            if lacks.region_level && levels.city && !levels.region {
                reasons.push("city-level-only");
            }
            if lacks.city_level && levels.region && !levels.city {
                reasons.push("region-level-only");
            }
            let row = match (untied, &reasons[..]) {
                (Some(row), _) => row,
                (None, []) => continue,
                (None, [first, ..]) => {
                    let row = of(id, first);
                    reasons.remove(0);
                    row
                }
            };
            rows.push(LackingRow { row, also: Some(reasons.join(" ")).filter(|also| !also.is_empty()) });
        }
    }
    rows
}

fn has_contact_since(ledger: &RegionLedger<'_>, since: Date) -> bool {
    let last = |contact: &Contact<'_>| contact.record.until.or(contact.record.date);
    ledger.contacts.iter().filter_map(last).any(|date| date.last_day() >= since.first_day())
}

/// At which levels a region has ties.
#[derive(Clone, Copy, Default)]
struct NearLevels {
    region: bool,
    city: bool,
}

fn near_levels(graph: &TieGraph<'_>, side: &Side) -> BTreeMap<RegionId, NearLevels> {
    let network = graph.network();
    let mut levels: BTreeMap<RegionId, NearLevels> = BTreeMap::new();
    for (_, tie) in graph.ties() {
        for (near, far) in [(tie.a, tie.b), (tie.b, tie.a)] {
            let Some(region) = network.place(near).region_id().filter(|_| side.counts(network, far)) else { continue };
            let levels = levels.entry(region).or_default();
            match network.party_level(network.subject_of(near)) {
                Level::City => levels.city = true,
                Level::Region | Level::Country => levels.region = true,
            }
        }
    }
    levels
}
