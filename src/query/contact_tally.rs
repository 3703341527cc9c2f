use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    ledger_scope::LedgerScope,
    tally::{TallyRow, nested},
};
use crate::{
    graph::{Contact, Network, Scope, Subject, Total},
    metrics::{Counted, Recorded},
    model::{ContactKind, CountryCode},
    words::Words,
};

/// What contacts are summed by, in addition to year and direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactsBy {
    /// By year, then kind.
    Kind,
    /// By direction, then year and kind.
    Direction,
    /// By the level of who headed them (ignoring the case of ASCII letters), then year and kind.
    Level,
}

/// Numbers of contacts beside the totals reported of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactTallies {
    /// The sums, in the order asked for; rows without year, direction or level come last. A part of a total follows its
    /// whole.
    pub rows: Vec<TallyRow>,
    /// Totals of things that no list has rows of, in the order read.
    pub others: Vec<TallyRow>,
    /// The number of contacts that the sums count.
    pub contacts: usize,
    /// The number of those without a date.
    pub undated: usize,
    /// The number of those known only to a year or month that isn't over on the date asked about.
    pub vague: usize,
    /// The number of contacts left out because they have no date while a year is asked about.
    pub left_out: usize,
    /// The number of totals of contacts left out because they also count contacts outside the question.
    pub wider_totals: usize,
    /// The number of totals of contacts left out because they count all levels while the sums are by level.
    pub totals_of_any_level: usize,
}

/// Numbers of contacts by year, kind and direction, in the order of `by`, each beside the totals reported of the same.
///
/// A direction is between countries: from one to the other if the kind has a direction, otherwise the two in the order
/// of their codes; for an event, only the host's country. A row without a total counts contacts that no total is about.
/// A row with a total says how many contacts the total counts, by [`Recorded::explain`]. So one contact may be in
/// several rows (in a total, and in its part headed by governors), and rows must not be added up. Takes O(n log n) time
/// for n contacts and totals, and for each total O(contacts between its places).
pub fn contact_tallies(network: &Network, scope: &Scope, year: Option<u16>, by: ContactsBy) -> ContactTallies {
    let asked = LedgerScope::new(network, scope, year);
    let mut tallies = ContactTallies::default();
    let mut groups: BTreeMap<Group, u64> = BTreeMap::new();
    let mut spellings = Spellings::default();
    for contact in asked.contacts() {
        tallies.contacts += 1;
        tallies.undated += usize::from(contact.record.date.is_none());
        tallies.vague += usize::from(asked.is_vague(&contact));
        contact.record.level.iter().for_each(|level| spellings.add(level));
        *groups.entry(Group::of(network, &contact, by)).or_default() += 1;
    }
    if year.is_some() {
        tallies.left_out = asked.contacts_at_any_time().filter(|contact| contact.record.date.is_none()).count();
    }
    let (mut of_contacts, mut of_others) = (Vec::new(), Vec::new());
    for total in asked.totals() {
        match Counted::of(&total.record.what) {
            Some(Counted::Contacts(_)) | None if !asked.holds(&total) => tallies.wider_totals += 1,
            Some(Counted::Contacts(_)) if by == ContactsBy::Level && total.record.levels.is_empty() => {
                tallies.totals_of_any_level += 1;
            }
            Some(Counted::Contacts(_)) => of_contacts.push(total),
            Some(Counted::Agreements | Counted::Participants | Counted::Curators) => {}
            None => of_others.push(total),
        }
    }
    for total in &of_contacts {
        if let Some(group) = Group::of_total(total, by) {
            groups.remove(&group);
        }
    }
    let recorded = Recorded::new(network);
    let mut families: Vec<Vec<TallyRow>> =
        groups.into_iter().map(|(group, items)| vec![group.row(items, &spellings)]).collect();
    for (total, depth) in nested(&of_contacts) {
        let row = TallyRow::of_total(network, &recorded, &total, depth);
        match families.last_mut().filter(|_| depth > 0) {
            Some(family) => family.push(row),
            None => families.push(vec![row]),
        }
    }
    families.sort_by_cached_key(|family| family.first().map(|row| order(row, by)));
    tallies.rows = families.into_iter().flatten().collect();
    let others = nested(&of_others).into_iter();
    tallies.others = others.map(|(total, depth)| TallyRow::of_total(network, &recorded, &total, depth)).collect();
    tallies
}

/// Contacts that are counted together.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    year: Option<u16>,
    kind: ContactKind,
    ends: [Option<CountryCode>; 2],
    /// Who headed them, in lower case, if the sums are by level.
    level: Option<String>,
}

impl Group {
    fn of(network: &Network, contact: &Contact<'_>, by: ContactsBy) -> Self {
        let kind = contact.record.kind;
        let country = |end: Option<Subject>| end.and_then(|end| network.seat(end).0);
        let level = contact.record.level.as_deref().filter(|_| by == ContactsBy::Level);
        Self {
            year: contact.record.date.map(|date| date.year()),
            kind,
            ends: in_order(kind, [country(contact.from), country(contact.to)]),
            level: level.map(str::to_ascii_lowercase),
        }
    }

    /// The group of contacts that a total counts, if they form one.
    fn of_total(total: &Total<'_>, by: ContactsBy) -> Option<Self> {
        let record = total.record;
        let kind: ContactKind = record.what.parse().ok()?;
        let year = record.year.filter(|&year| year == year.in_year())?;
        let country = |end: Option<Subject>| match end {
            Some(Subject::Country(code)) => Some(code),
            _ => None,
        };
        let ends = [country(total.from), country(total.to)];
        let names_ends = match kind {
            ContactKind::Event => total.from.is_none() && ends[1].is_some(),
            _ => ends.iter().all(Option::is_some),
        };
        let level = match (&record.levels[..], by) {
            ([], ContactsBy::Kind | ContactsBy::Direction) => None,
            ([level], ContactsBy::Level) => Some(level.to_ascii_lowercase()),
            _ => return None,
        };
        (names_ends && record.unit.is_none()).then(|| Self {
            year: Some(year.year()),
            kind,
            ends: in_order(kind, ends),
            level,
        })
    }

    fn row(self, items: u64, spellings: &Spellings) -> TallyRow {
        let end = |end: Option<CountryCode>| end.map_or_else(|| UNKNOWN.to_owned(), |code| code.to_string());
        let [from, to] = self.ends;
        TallyRow {
            year: self.year.map(|year| format!("{year:04}")),
            what: self.kind.to_string(),
            from: (self.kind != ContactKind::Event).then(|| end(from)),
            to: Some(end(to)),
            level: self.level.map(|level| spellings.usual(&level).to_owned()),
            items: Some(items),
            ..TallyRow::default()
        }
    }
}

/// The spellings of levels, by their spelling in lower case.
#[derive(Default)]
struct Spellings(BTreeMap<String, BTreeMap<String, usize>>);

impl Spellings {
    fn add(&mut self, level: &str) {
        *self.0.entry(level.to_ascii_lowercase()).or_default().entry(level.to_owned()).or_default() += 1;
    }

    /// The most frequent spelling; of several, the smallest.
    fn usual<'s>(&'s self, level: &'s str) -> &'s str {
        let spellings = self.0.get(level).into_iter().flatten();
        spellings.min_by_key(|&(spelling, rows)| (Reverse(*rows), spelling)).map_or(level, |(spelling, _)| spelling)
    }
}

/// Stands for a country that rows don't state.
const UNKNOWN: &str = "?";

/// The two countries in the order in which they are shown; for an event, only the host's.
fn in_order(kind: ContactKind, [from, to]: [Option<CountryCode>; 2]) -> [Option<CountryCode>; 2] {
    match kind {
        ContactKind::Visit | ContactKind::Delegation => [from, to],
        ContactKind::Event => [None, to],
        // An unknown country comes last.
        ContactKind::WorkingGroup | ContactKind::Document if to.is_some() && (from.is_none() || from > to) => {
            [to, from]
        }
        ContactKind::WorkingGroup | ContactKind::Document => [from, to],
    }
}

/// The sort key of a row.
fn order(row: &TallyRow, by: ContactsBy) -> Vec<String> {
    let last = |text: &Option<String>| text.clone().filter(|text| text != UNKNOWN).unwrap_or("\u{10FFFF}".to_owned());
    let kind = ContactKind::ALL.iter().position(|kind| kind.name() == row.what).unwrap_or(ContactKind::ALL.len());
    let (year, kind, direction) = (last(&row.year), kind.to_string(), [last(&row.from), last(&row.to)].concat());
    let level = last(&row.level.as_ref().map(|level| level.to_ascii_lowercase()));
    // A row without a unit counts the contacts themselves, and so comes first.
    let unit = row.unit.clone().unwrap_or_default();
    match by {
        ContactsBy::Kind => vec![year, kind, direction, level, unit],
        ContactsBy::Direction => {
            vec![direction, row.direction(Words::default(), str::to_owned), year, kind, level, unit]
        }
        ContactsBy::Level => vec![level, year, kind, direction, unit],
    }
}
