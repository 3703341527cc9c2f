//! The resolved ledger: its rows with the places, events and totals that they name.

use super::{
    Network, PlaceId, Subject,
    id::Origin,
    ledger_entries::{ContactRow, Named, TotalRow},
};
use crate::{
    model::{ContactRecord, CountryCode, CuratorRecord, IndicatorRecord, Level, ParticipantRecord, TotalRecord},
    register::RegionId,
};

/// A contact and the places it names.
#[derive(Clone, Copy, Debug)]
pub struct Contact<'n> {
    /// Its number.
    pub row: ContactRow,
    /// The row.
    pub record: &'n ContactRecord,
    /// The place it came from, if the row says so.
    pub from: Option<Subject>,
    /// The place it went to; for an event, its host.
    pub to: Option<Subject>,
}

/// A curator and the region in their care.
#[derive(Clone, Copy, Debug)]
pub struct Curator<'n> {
    /// The number of its row, from 0, in the order read.
    pub row: usize,
    /// The row.
    pub record: &'n CuratorRecord,
    /// The region.
    pub region: RegionId,
}

/// A place that takes part in an event.
#[derive(Clone, Copy, Debug)]
pub struct Participant<'n> {
    /// The number of its row, from 0, in the order read.
    pub row: usize,
    /// The row.
    pub record: &'n ParticipantRecord,
    /// The event.
    pub event: ContactRow,
    /// The place.
    pub place: Subject,
}

/// A figure of a place.
#[derive(Clone, Copy, Debug)]
pub struct Indicator<'n> {
    /// The number of its row, from 0, in the order read.
    pub row: usize,
    /// The row.
    pub record: &'n IndicatorRecord,
    /// The place.
    pub place: Subject,
}

/// A number reported without its items, and what it names.
#[derive(Clone, Copy, Debug)]
pub struct Total<'n> {
    /// Its number.
    pub row: TotalRow,
    /// The row.
    pub record: &'n TotalRecord,
    /// The place that what is counted came from, if the row says so.
    pub from: Option<Subject>,
    /// The place that it went to.
    pub to: Option<Subject>,
    /// The event that it counts participants of.
    pub event: Option<ContactRow>,
    /// The total that it is a part of.
    pub of: Option<TotalRow>,
}

impl Network {
    /// The contacts in the order read.
    pub fn contacts(&self) -> impl Iterator<Item = Contact<'_>> {
        (0..self.entries.contacts.len()).filter_map(|row| self.contact(ContactRow(row)))
    }

    /// The contact of a row; `None` if it was refused.
    pub fn contact(&self, row: ContactRow) -> Option<Contact<'_>> {
        let [from, to] = self.entries.contacts[row.0]?;
        Some(Contact { row, record: self.dataset.ledger().contacts.get(row.0), from, to })
    }

    /// The curators in the order read.
    pub fn curators(&self) -> impl Iterator<Item = Curator<'_>> {
        let rows = self.dataset.ledger().curators.iter().zip(&self.entries.curators).enumerate();
        rows.filter_map(|(row, (record, &region))| Some(Curator { row, record, region: region? }))
    }

    /// The participants of events in the order read.
    pub fn participants(&self) -> impl Iterator<Item = Participant<'_>> {
        let rows = self.dataset.ledger().participants.iter().zip(&self.entries.participants).enumerate();
        rows.filter_map(|(row, (record, &named))| named.map(|(event, place)| Participant { row, record, event, place }))
    }

    /// The indicators in the order read.
    pub fn indicators(&self) -> impl Iterator<Item = Indicator<'_>> {
        let rows = self.dataset.ledger().indicators.iter().zip(&self.entries.indicators).enumerate();
        rows.filter_map(|(row, (record, &place))| Some(Indicator { row, record, place: place? }))
    }

    /// The totals in the order read.
    pub fn totals(&self) -> impl Iterator<Item = Total<'_>> {
        (0..self.entries.totals.len()).filter_map(|row| self.total(TotalRow(row)))
    }

    /// The total of a row; `None` if it was refused.
    pub fn total(&self, row: TotalRow) -> Option<Total<'_>> {
        let Named { ends: [from, to], event, of } = self.entries.totals[row.0]?;
        Some(Total { row, record: self.dataset.ledger().totals.get(row.0), from, to, event, of })
    }

    /// The country and the region in which a subject lies; a region or country lies in itself.
    pub fn seat(&self, subject: Subject) -> (Option<CountryCode>, Option<RegionId>) {
        match subject {
            Subject::City(_) => self.place_of(subject).map_or((None, None), |place| {
                let node = &self.nodes[place.index()];
                (node.country, node.region)
            }),
            Subject::Region(id) => (Some(self.register.region(id).country), Some(id)),
            Subject::Country(code) => (Some(code), None),
        }
    }

    /// Whether `subject` is `area` or lies in it; a city that is a region counts as that region, too.
    pub fn is_within(&self, subject: Subject, area: Subject) -> bool {
        let (country, region) = self.seat(subject);
        match area {
            Subject::Country(code) => country == Some(code),
            Subject::Region(id) => region == Some(id),
            Subject::City(row) => {
                let is_region = || self.dataset.place(row).is_region && region.is_some();
                subject == area || (is_region() && region == self.seat(area).1)
            }
        }
    }

    /// Whether a subject is a region, or a city that is one.
    pub fn is_region(&self, subject: Subject) -> bool {
        match subject {
            Subject::City(row) => self.dataset.place(row).is_region,
            Subject::Region(_) => true,
            Subject::Country(_) => false,
        }
    }

    /// The level of a subject as a party; a city that is a region counts as the region.
    pub(crate) fn party_level(&self, subject: Subject) -> Level {
        match subject {
            Subject::City(row) if self.dataset.place(row).is_region => Level::Region,
            _ => subject.level(),
        }
    }

    /// The subject of a place.
    pub fn subject_of(&self, place: PlaceId) -> Subject {
        match self.nodes[place.index()].origin {
            Origin::City(row) => Subject::City(row),
            Origin::Region(id) => Subject::Region(id),
            Origin::Country(code) => Subject::Country(code),
        }
    }
}
