use serde::Serialize;

use super::{RegionLedger, RegionLedgers, Side, UnconnectedRow, unconnected::Absences};
use crate::{
    graph::{AreaSet, Contact, PlaceId, PlacesByRegion, TieGraph},
    model::{Date, Level},
};

/// What else a region may lack, apart from a tie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lacks {
    /// A contact on or after this date: `no-recent-contact`.
    pub contact_since: Option<Date>,
    /// A curator: `no-curator`.
    pub curator: bool,
    /// A tie of the region itself, if places in it have ties: `city-level-only`.
    pub region_level: bool,
    /// A tie of a place in it, if the region itself has ties: `region-level-only`.
    pub city_level: bool,
}

impl Lacks {
    /// Whether only ties are asked about.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// A region that lacks a tie, or something else that was asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LackingRow {
    /// The region and the first reason.
    #[serde(flatten)]
    pub row: UnconnectedRow,
    /// The other reasons, separated by blanks.
    pub also: Option<String>,
}

/// The regions of each side without a counted tie, and those that lack something else; side after side, by code.
///
/// If a region has no tie, the first reason is that of [`unconnected`](super::unconnected()). Then follow
/// `no-recent-contact`, `no-curator`, `city-level-only` and `region-level-only`, in this order. A contact is recent if
/// the last possible day of its date (or of its end, if it took several days) is not before the first day of the date
/// asked about; a contact without a date isn't recent. A city that is a region counts as the region itself. Takes
/// O(regions + places + partnerships + rows of the ledger) time, and for each side O(its places, their ties and its
/// ledger).
pub fn lacking(graph: &TieGraph<'_>, sides: &[Side], lacks: Lacks) -> Vec<LackingRow> {
    let network = graph.network();
    let mut rows = Vec::new();
    let absences = Absences::new(graph);
    let asks_ledger = lacks.contact_since.is_some() || lacks.curator;
    let ledgers = asks_ledger.then(|| RegionLedgers::new(graph));
    let places = (lacks.region_level || lacks.city_level).then(|| PlacesByRegion::new(network));
    for side in sides {
        let far = side.far_ends(network);
        for id in side.regions(network) {
            let ledger = ledgers.as_ref().map_or_else(RegionLedger::default, |ledgers| ledgers.of(id, far.as_ref()));
            let untied = absences.row(id, far.as_ref());
            let places = places.as_ref().map_or(&[][..], |places| places.of(id));
            let levels = near_levels(graph, places, far.as_ref());
            let mut reasons: Vec<&str> = Vec::new();
            if lacks.contact_since.is_some_and(|since| !has_contact_since(&ledger, since)) {
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
                    let row = absences.row_of(id, first);
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

/// The levels at which a region has ties.
#[derive(Default)]
pub(super) struct NearLevels {
    pub(super) region: bool,
    pub(super) city: bool,
}

/// The levels at which the places of a region have ties with one of some far ends, or with any if `far` is `None`.
/// O(ties of the places).
pub(super) fn near_levels(graph: &TieGraph<'_>, places: &[PlaceId], far: Option<&AreaSet>) -> NearLevels {
    let network = graph.network();
    let counts = |place: PlaceId| far.is_none_or(|far| far.contains(network.place(place)));
    let mut levels = NearLevels::default();
    for &place in places.iter().filter(|&&place| graph.partners(place).any(counts)) {
        match network.party_level(network.subject_of(place)) {
            Level::City => levels.city = true,
            Level::Region | Level::Country => levels.region = true,
        }
    }
    levels
}
