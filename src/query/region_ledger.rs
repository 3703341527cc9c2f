use std::collections::{BTreeMap, HashMap};

use crate::{
    graph::{AreaSet, Contact, ContactRow, Curator, Indicator, Network, PlaceId, Subject, TieGraph},
    model::{ContactKind, CuratorRecord, Date, PartnershipKind},
    register::RegionId,
};

/// What the ledger records about a region, up to the date asked about.
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
    /// The date of the latest contact that has one, by its first possible day.
    pub fn last_contact(&self) -> Option<Date> {
        self.contacts.iter().filter_map(|contact| contact.record.date).max_by_key(|date| (date.first_day(), *date))
    }
}

/// The ledger by region, to be asked about one region after another.
///
/// Everything is judged on the graph's date: contacts must have begun by then (so those without a date are left out),
/// and curators must be in office then, as defined by [`is_in_office`].
pub struct RegionLedgers<'g> {
    network: &'g Network,
    of_region: HashMap<RegionId, Entries<'g>>,
    as_of: Option<Date>,
}

/// The rows of the ledger that concern a region.
#[derive(Default)]
struct Entries<'g> {
    /// The ends of agreements, at least one of which lies in the region.
    agreements: Vec<[PlaceId; 2]>,
    contacts: Vec<Entry<'g>>,
    curators: Vec<Curator<'g>>,
    /// Figures of the region itself.
    indicators: Vec<Indicator<'g>>,
}

/// A contact, seen from a region.
struct Entry<'g> {
    contact: Contact<'g>,
    /// Whether its `from` is a far end, so that the region is the other end.
    is_from_far: bool,
    /// Whether its `to` is a far end, so that the region is the other end or that of a participant.
    is_to_far: bool,
}

impl<'g> RegionLedgers<'g> {
    /// Takes O(partnerships + rows of the ledger) time; partnerships aren't read if there is no agreement.
    pub fn new(graph: &TieGraph<'g>) -> Self {
        let network = graph.network();
        let mut of_region: HashMap<RegionId, Entries<'g>> = HashMap::new();
        for (_, ends) in graph.partnerships_of_kind(PartnershipKind::Agreement) {
            let [a, b] = ends.map(|end| network.place(end).region_id());
            for region in a.into_iter().chain(b.filter(|_| a != b)) {
                of_region.entry(region).or_default().agreements.push(ends);
            }
        }
        let mut participants: HashMap<ContactRow, Vec<Subject>> = HashMap::new();
        for participant in network.participants() {
            participants.entry(participant.event).or_default().push(participant.place);
        }
        let region = |end: Option<Subject>| end.and_then(|end| network.seat(end).1);
        for contact in network.contacts().filter(|contact| has_begun(contact, graph.as_of())) {
            let is_event = contact.record.kind == ContactKind::Event;
            let others = participants.get(&contact.row).filter(|_| is_event).into_iter().flatten();
            let (from, to) = (region(contact.from), region(contact.to));
            let others = others.filter_map(|&place| region(Some(place)));
            let mut near: Vec<RegionId> = others.chain(from).chain(to).collect();
            // `to` is the far end for all of these regions except the host's.
            let mut opposite: Vec<RegionId> = near[..near.len() - usize::from(to.is_some())].to_vec();
            near.sort_unstable();
            near.dedup();
            opposite.sort_unstable();
            for region in near {
                let entry = Entry {
                    contact,
                    is_from_far: to == Some(region),
                    is_to_far: opposite.binary_search(&region).is_ok(),
                };
                of_region.entry(region).or_default().contacts.push(entry);
            }
        }
        for curator in network.curators().filter(|curator| is_in_office(curator.record, graph.as_of())) {
            of_region.entry(curator.region).or_default().curators.push(curator);
        }
        for indicator in network.indicators() {
            let itself = network.seat(indicator.place).1.filter(|&id| is_of_region(network, &indicator, id));
            itself.into_iter().for_each(|id| of_region.entry(id).or_default().indicators.push(indicator));
        }
        Self { network, of_region, as_of: graph.as_of() }
    }

    /// What is recorded about a region with a far end in one of the areas, or anywhere if `far` is `None`. O(rows about
    /// the region).
    pub fn of(&self, region: RegionId, far: Option<&AreaSet>) -> RegionLedger<'g> {
        let Some(entries) = self.of_region.get(&region) else { return RegionLedger::default() };
        let is_far = |place: PlaceId| far.is_none_or(|far| far.contains(self.network.place(place)));
        let is_near = |place: PlaceId| self.network.place(place).region_id() == Some(region);
        let counts_tie = |&&[a, b]: &&[PlaceId; 2]| is_near(a) && is_far(b) || is_near(b) && is_far(a);
        let counts = |end: Option<Subject>| {
            far.is_none_or(|far| end.is_some_and(|end| far.contains_seat(self.network.seat(end))))
        };
        let counts_contact = |entry: &&Entry<'g>| {
            entry.is_from_far && counts(entry.contact.from) || entry.is_to_far && counts(entry.contact.to)
        };
        RegionLedger {
            agreements: entries.agreements.iter().filter(counts_tie).count(),
            contacts: entries.contacts.iter().filter(counts_contact).map(|entry| entry.contact).collect(),
            curators: entries.curators.clone(),
        }
    }

    /// The latest figure of a region itself with that name, up to the date asked about: the one whose period ends last,
    /// of several the last read. O(figures of the region).
    pub fn latest_indicator(&self, region: RegionId, name: &str) -> Option<Indicator<'g>> {
        let of_name = self.indicators(region).filter(|indicator| indicator.record.name == name);
        of_name.max_by_key(|indicator| period_end(indicator)).copied()
    }

    /// The latest figures of a region itself, by name, each chosen as by [`latest_indicator`](Self::latest_indicator).
    /// O(n log n) for n figures of the region.
    pub(crate) fn latest_indicators(&self, region: RegionId) -> Vec<Indicator<'g>> {
        latest_by_name(self.indicators(region).copied(), self.as_of)
    }

    fn indicators(&self, region: RegionId) -> impl Iterator<Item = &Indicator<'g>> {
        let of_region = self.of_region.get(&region).into_iter().flat_map(|entries| &entries.indicators);
        of_region.filter(|indicator| period_has_begun(indicator, self.as_of))
    }
}

/// The latest of some figures up to a date, by name: the one whose period ends last, of several the last read. O(n log
/// n).
pub(super) fn latest_by_name<'g>(
    indicators: impl Iterator<Item = Indicator<'g>>,
    as_of: Option<Date>,
) -> Vec<Indicator<'g>> {
    let mut latest: BTreeMap<&str, Indicator<'g>> = BTreeMap::new();
    for indicator in indicators.filter(|indicator| period_has_begun(indicator, as_of)) {
        let known = latest.entry(&indicator.record.name).or_insert(indicator);
        if period_end(&indicator) >= period_end(known) {
            *known = indicator;
        }
    }
    latest.into_values().collect()
}

fn period_has_begun(indicator: &Indicator<'_>, as_of: Option<Date>) -> bool {
    let year = indicator.record.year;
    as_of.is_none_or(|date| year.is_none_or(|year| year.first_day() <= date.last_day()))
}

fn period_end(indicator: &Indicator<'_>) -> Option<Date> {
    indicator.record.year.map(Date::last_day)
}

/// Whether a figure is about a region itself, or about the city that is the region.
fn is_of_region(network: &Network, indicator: &Indicator<'_>, region: RegionId) -> bool {
    network.is_within(indicator.place, Subject::Region(region))
        && network.is_within(Subject::Region(region), indicator.place)
}

/// Whether a curator looks after the region on a date. Without a date, a stated end counts as past, as for
/// partnerships. If the date is a month or year, its last day decides.
pub fn is_in_office(curator: &CuratorRecord, as_of: Option<Date>) -> bool {
    let Some(date) = as_of else { return curator.until.is_none() };
    let day = date.last_day();
    curator.from.is_none_or(|from| from.first_day() <= day) && curator.until.is_none_or(|until| day <= until.last_day())
}

pub(super) fn has_begun(contact: &Contact<'_>, as_of: Option<Date>) -> bool {
    as_of.is_none_or(|day| contact.record.date.is_some_and(|date| date.first_day() <= day.last_day()))
}
