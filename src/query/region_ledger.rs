use std::collections::HashMap;

use super::Side;
use crate::{
    graph::{Contact, Curator, Indicator, Network, Subject, TieGraph},
    metrics::is_during,
    model::{Area, ContactKind, CuratorRecord, Date, PartnershipKind},
    register::RegionId,
};

/// What the ledger records of a region, up to the date asked about.
#[derive(Clone, Debug, Default)]
pub struct RegionLedger<'n> {
    /// Partnerships of kind `agreement` within the scope, with at least one end in the region.
    pub agreements: usize,
    /// Contacts with one end in the region, and events that a place of it took part in, in the order read.
    pub contacts: Vec<Contact<'n>>,
    /// Who looks after the region, in the order read.
    pub curators: Vec<Curator<'n>>,
}

impl RegionLedger<'_> {
    /// The date of the latest contact that has one, by the first day that it may mean.
    pub fn last_contact(&self) -> Option<Date> {
        self.contacts.iter().filter_map(|contact| contact.record.date).max_by_key(|date| (date.first_day(), *date))
    }

    /// How many contacts there were in a period, however precisely their dates are known.
    pub fn contacts_during(&self, period: Date) -> impl Iterator<Item = &Contact<'_>> {
        self.contacts.iter().filter(move |contact| contact.record.date.is_some_and(|date| is_during(date, period)))
    }
}

/// What the ledger records of every region that it names, of what has its far end where the side counts it.
///
/// Time is judged as of the graph's date: contacts begun by then (one without a date is none then), curators in office
/// then, as [`is_in_office`] says. O(ties + rows of the ledger).
pub fn region_ledgers<'g>(graph: &TieGraph<'g>, side: &Side) -> HashMap<RegionId, RegionLedger<'g>> {
    let network = graph.network();
    let mut ledgers: HashMap<RegionId, RegionLedger<'g>> = HashMap::new();
    for (_, tie) in graph.ties() {
        let agreements = graph.partnerships(&tie).filter(|(row, _)| row.kind == PartnershipKind::Agreement).count();
        if agreements == 0 {
            continue;
        }
        let [a, b] = [(tie.a, tie.b), (tie.b, tie.a)]
            .map(|(near, far)| network.place(near).region_id().filter(|_| side.counts(network, far)));
        for region in a.into_iter().chain(b.filter(|_| a != b)) {
            ledgers.entry(region).or_default().agreements += agreements;
        }
    }
    let against: Vec<Subject> = side.against.iter().filter_map(|area| subject(network, area)).collect();
    let counts = |far: Option<Subject>| {
        against.is_empty() || far.is_some_and(|far| against.iter().any(|&area| network.is_within(far, area)))
    };
    for contact in network.contacts().filter(|contact| has_begun(contact, graph.as_of())) {
        let mut ends = vec![(contact.from, contact.to), (contact.to, contact.from)];
        if contact.record.kind == ContactKind::Event {
            let participants = network.participants().filter(|participant| participant.event == contact.row);
            ends.extend(participants.map(|participant| (Some(participant.place), contact.to)));
        }
        let mut regions: Vec<RegionId> = ends
            .into_iter()
            .filter(|&(_, far)| counts(far))
            .filter_map(|(near, _)| near.and_then(|near| network.seat(near).1))
            .collect();
        regions.sort_unstable();
        regions.dedup();
        for region in regions {
            ledgers.entry(region).or_default().contacts.push(contact);
        }
    }
    for curator in network.curators().filter(|curator| is_in_office(curator.record, graph.as_of())) {
        ledgers.entry(curator.region).or_default().curators.push(curator);
    }
    ledgers
}

/// The latest figure of that name of a region itself, up to the date asked about: by the end of its period, then the
/// last read.
pub fn latest_indicator<'n>(
    network: &'n Network,
    region: RegionId,
    name: &str,
    as_of: Option<Date>,
) -> Option<Indicator<'n>> {
    let is_asked = |indicator: &Indicator<'_>| {
        indicator.record.name == name
            && network.is_within(indicator.place, Subject::Region(region))
            && network.is_within(Subject::Region(region), indicator.place)
            && as_of.is_none_or(|date| indicator.record.year.is_none_or(|year| year.first_day() <= date.last_day()))
    };
    network.indicators().filter(is_asked).max_by_key(|indicator| indicator.record.year.map(Date::last_day))
}

/// Whether a curator looks after the region as of a date. Without a date a stated end counts as having come, as it does
/// for partnerships; at a date known to the month or year, what holds on its last day counts.
pub fn is_in_office(curator: &CuratorRecord, as_of: Option<Date>) -> bool {
    let Some(date) = as_of else { return curator.until.is_none() };
    let day = date.last_day();
    curator.from.is_none_or(|from| from.first_day() <= day) && curator.until.is_none_or(|until| day <= until.last_day())
}

fn has_begun(contact: &Contact<'_>, as_of: Option<Date>) -> bool {
    as_of.is_none_or(|day| contact.record.date.is_some_and(|date| date.first_day() <= day.last_day()))
}

fn subject(network: &Network, area: &Area) -> Option<Subject> {
    Some(match area {
        Area::Country(code) => Subject::Country(*code),
        Area::Region(code) => Subject::Region(network.register().find_region(code)?),
    })
}
