//! The rows of the ledger that pass a scope.

use std::collections::HashMap;

use crate::{
    graph::{Contact, ContactRow, Network, Scope, Subject, Total},
    model::{Area, Date},
};

/// The filters in force, applied to the ledger: the areas and the date of a [`Scope`], and a year.
pub(super) struct LedgerScope<'n> {
    pub(super) network: &'n Network,
    scope: &'n Scope,
    year: Option<u16>,
    /// The participants of each event, whether named or reported.
    takes_part: HashMap<ContactRow, Vec<Subject>>,
}

impl<'n> LedgerScope<'n> {
    pub(super) fn new(network: &'n Network, scope: &'n Scope, year: Option<u16>) -> Self {
        let mut takes_part: HashMap<ContactRow, Vec<Subject>> = HashMap::new();
        let named = network.participants().map(|participant| (participant.event, participant.place));
        let named = named.map(|(event, place)| (event, Some(place)));
        let reported = network.totals().filter_map(|total| Some((total.event?, total.from)));
        for (event, place) in named.chain(reported) {
            takes_part.entry(event).or_default().extend(place);
        }
        Self { network, scope, year, takes_part }
    }

    /// The contacts whose places pass the filters, in the order read, whatever their date.
    pub(super) fn contacts_at_any_time(&self) -> impl Iterator<Item = Contact<'n>> {
        self.network.contacts().filter(|contact| self.joins(&self.places(contact)))
    }

    /// The contacts asked about, in the order read.
    pub(super) fn contacts(&self) -> impl Iterator<Item = Contact<'n>> {
        self.contacts_at_any_time().filter(|contact| self.is_in_time(contact))
    }

    /// Whether a contact took place in the year asked about and had begun by the date asked about. A contact without a
    /// date belongs to no year, but may have begun before any date.
    pub(super) fn is_in_time(&self, contact: &Contact<'_>) -> bool {
        let date = contact.record.date;
        let is_in_year = self.year.is_none_or(|year| date.is_some_and(|date| date.year() == year));
        let has_begun = |as_of: Date| date.is_none_or(|date| date.first_day() <= as_of.last_day());
        is_in_year && self.scope.as_of.is_none_or(has_begun)
    }

    /// The sort key of contacts: the first possible day of their date; contacts without a date come last.
    pub(super) fn in_time(contact: &Contact<'_>) -> (bool, Option<Date>) {
        let first_day = contact.record.date.map(|date| date.first_day());
        (first_day.is_none(), first_day)
    }

    /// Whether a contact's date is known only to a year or month that isn't over on the date asked about.
    pub(super) fn is_vague(&self, contact: &Contact<'_>) -> bool {
        let is_over = |as_of: Date| contact.record.date.is_none_or(|date| date.last_day() <= as_of.last_day());
        !self.scope.as_of.is_none_or(is_over)
    }

    /// The totals with periods within the year asked about, in the order read.
    pub(super) fn totals(&self) -> impl Iterator<Item = Total<'n>> {
        self.network
            .totals()
            .filter(|total| self.year.is_none_or(|year| total.record.year.is_some_and(|period| period.year() == year)))
    }

    /// Whether everything that a total counts is asked about: its places pass the filters, and its period is over by
    /// the date asked about.
    pub(super) fn holds(&self, total: &Total<'_>) -> bool {
        let is_over = |as_of: Date| total.record.year.is_some_and(|period| period.last_day() <= as_of.last_day());
        let ends: Vec<Subject> = [total.from, total.to].into_iter().flatten().collect();
        self.scope.as_of.is_none_or(is_over) && self.joins(&ends)
    }

    /// Whether a contact has named or reported participants.
    pub(super) fn has_participants(&self, contact: ContactRow) -> bool {
        self.takes_part.contains_key(&contact)
    }

    /// The ends of a contact; for an event, all participants and the host, each once.
    pub(super) fn places(&self, contact: &Contact<'_>) -> Vec<Subject> {
        let mut places: Vec<Subject> = [contact.from, contact.to].into_iter().flatten().collect();
        if let Some(others) = self.takes_part.get(&contact.row) {
            places.extend(others);
            places.sort_unstable();
            places.dedup();
        }
        places
    }

    /// Whether places pass the filters together: one lies in the first area of `between` and another in the second, one
    /// in a country asked about, and one in a region asked about. With `to`, one place must lie there, and another one
    /// must pass the filters on countries and regions.
    pub(super) fn joins(&self, places: &[Subject]) -> bool {
        let in_area = |area: &Area| places.iter().map(|&place| lies_in(self.network, place, area)).collect::<Vec<_>>();
        let is_between = self.scope.between.as_ref().is_none_or(|(a, b)| {
            let (a, b) = (in_area(a), in_area(b));
            let in_b = b.iter().filter(|&&is_in| is_in).count();
            a.iter().zip(&b).any(|(&in_a, &also_in_b)| in_a && in_b > usize::from(also_in_b))
        });
        let is_in = |place: Subject, areas: &[Area]| {
            areas.is_empty() || areas.iter().any(|area| lies_in(self.network, place, area))
        };
        let (countries, regions) = (&self.scope.countries[..], &self.scope.regions[..]);
        let any_in = |areas: &[Area]| areas.is_empty() || places.iter().any(|&place| is_in(place, areas));
        is_between
            && match &self.scope.to {
                None => any_in(countries) && any_in(regions),
                Some(to) => (0..places.len()).filter(|&far| lies_in(self.network, places[far], to)).any(|far| {
                    let others = (0..places.len()).filter(|&near| near != far).map(|near| places[near]);
                    others.into_iter().any(|near| is_in(near, countries) && is_in(near, regions))
                }),
            }
    }
}

/// Whether a place is an area, or lies in it.
fn lies_in(network: &Network, place: Subject, area: &Area) -> bool {
    let (country, region) = network.seat(place);
    match area {
        Area::Country(code) => country == Some(*code),
        Area::Region(code) => region.is_some_and(|id| *network.register().region(id).code == **code),
    }
}
