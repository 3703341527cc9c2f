use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{ledger_scope::LedgerScope, sides};
use crate::{
    graph::{Network, Scope, Subject},
    model::{ContactKind, Date},
    register::RegionId,
};

/// The contacts of a region.
///
/// A contact counts once for each region that an end lies in; an end at country level lies in no region. An event
/// counts for the host's region and for the region of every named participant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContactRegionRow {
    /// The code.
    pub region: String,
    /// The English name.
    pub name: String,
    /// The country's code.
    pub country: String,
    /// Visits from the region.
    pub visits_from: usize,
    /// Visits to the region.
    pub visits_to: usize,
    /// Delegations from the region.
    pub delegations_from: usize,
    /// Delegations that the region received.
    pub delegations_to: usize,
    /// Sessions of working groups.
    pub working_groups: usize,
    /// Documents signed.
    pub documents: usize,
    /// Events in the region, or with a participant from it.
    pub events: usize,
    /// All of these; a contact within the region counts once.
    pub contacts: usize,
    /// The date of the latest contact, by its last possible day.
    pub latest: Option<String>,
}

/// Contacts by region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactRegions {
    /// The regions.
    pub rows: Vec<ContactRegionRow>,
    /// The number of contacts that no region's row counts.
    pub in_no_region: usize,
}

/// The contacts by region. The rows are the regions that questions about regions cover ([`sides`]), including those
/// without contacts, then other regions with a contact (but with `between`, only regions of its areas). Without a
/// focus, only regions with a contact have a row. Each part is sorted by code. There are no rows if there is no contact
/// at all. O(contacts + regions).
pub fn contact_regions(network: &Network, scope: &Scope, year: Option<u16>) -> ContactRegions {
    let asked = LedgerScope::new(network, scope, year);
    let (mut contacts, mut in_no_region) = (0, 0);
    let mut counts: BTreeMap<RegionId, (ContactRegionRow, Option<Date>)> = BTreeMap::new();
    for contact in asked.contacts() {
        let record = contact.record;
        let region = |end: Option<Subject>| end.and_then(|end| network.seat(end).1);
        let (from, to) = (region(contact.from), region(contact.to));
        let mut regions: Vec<RegionId> =
            asked.places(&contact).into_iter().filter_map(|place| network.seat(place).1).collect();
        regions.sort_unstable();
        regions.dedup();
        contacts += 1;
        in_no_region += usize::from(regions.is_empty());
        for id in regions {
            let (row, latest) = counts.entry(id).or_default();
            row.contacts += 1;
            match record.kind {
                ContactKind::Visit => {
                    row.visits_from += usize::from(from == Some(id));
                    row.visits_to += usize::from(to == Some(id));
                }
                ContactKind::Delegation => {
                    row.delegations_from += usize::from(from == Some(id));
                    row.delegations_to += usize::from(to == Some(id));
                }
                ContactKind::WorkingGroup => row.working_groups += 1,
                ContactKind::Document => row.documents += 1,
                ContactKind::Event => row.events += 1,
            }
            *latest =
                [*latest, record.date].into_iter().flatten().max_by_key(|date| (date.last_day(), date.first_day()));
        }
    }
    if contacts == 0 {
        return ContactRegions::default();
    }
    let mut regions: Vec<RegionId> = Vec::new();
    if !network.dataset().metadata().focus.is_empty() || scope.between.is_some() {
        regions.extend(sides(network, scope, &[], None).iter().flat_map(|side| side.regions(network)));
    }
    // An event between two areas may also have participants from other regions.
    let has_others = scope.between.is_none();
    let mut others: Vec<RegionId> = counts.keys().copied().filter(|_| has_others).collect();
    others.sort_by(|&a, &b| network.register().region(a).code.cmp(&network.register().region(b).code));
    regions.extend(others);
    let mut shown = BTreeSet::new();
    let rows = regions.into_iter().filter(|&id| shown.insert(id)).map(|id| {
        let region = network.register().region(id);
        let (row, latest) = counts.remove(&id).unwrap_or_default();
        ContactRegionRow {
            region: region.code.to_string(),
            name: network.shown_region(region).to_owned(),
            country: region.country.to_string(),
            latest: latest.map(|date| date.to_string()),
            ..row
        }
    });
    ContactRegions { rows: rows.collect(), in_no_region }
}
