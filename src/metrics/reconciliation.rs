//! Compares totals with the rows that the data set has.

use std::{
    cell::OnceCell,
    collections::{BTreeSet, HashMap},
};

use super::by_areas::ByAreas;
use crate::{
    graph::{Contact, ContactRow, Network, Participant, PlaceId, Subject, Total},
    model::{ContactKind, Date, Level, PartnershipKind, PartnershipRow, Standing, Status},
};

/// What a total counts, if the data set has rows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Contacts of a kind.
    Contacts(ContactKind),
    /// Partnerships of kind `agreement`.
    Agreements,
    /// Participants of an event.
    Participants,
    /// Regions that have a curator.
    Curators,
}

impl Counted {
    /// What `what` counts, ignoring the case of ASCII letters; `None` if no list of the data set has such rows.
    ///
    /// ```
    /// use sistergraph::{metrics::Counted, model::ContactKind};
    /// assert_eq!(Counted::of("Visit"), Some(Counted::Contacts(ContactKind::Visit)));
    /// assert_eq!(Counted::of("scholarship"), None);
    /// ```
    pub fn of(what: &str) -> Option<Self> {
        let others = [Self::Agreements, Self::Participants, Self::Curators];
        let other = others.into_iter().find(|counted| counted.name().eq_ignore_ascii_case(what));
        other.or_else(|| what.parse().ok().map(Self::Contacts))
    }

    /// Its word in the `what` of a total.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contacts(kind) => kind.name(),
            Self::Agreements => "agreement",
            Self::Participants => "participant",
            Self::Curators => "curator",
        }
    }
}

/// The unit that a word means, in any form and ignoring the case of ASCII letters; `None` if no list has rows of such a
/// unit.
///
/// ```
/// use sistergraph::metrics::unit;
/// assert_eq!(["person", "Persons", "people"].map(unit), [Some("person"); 3]);
/// assert_eq!(unit("delegate"), None);
/// ```
pub fn unit(word: &str) -> Option<&'static str> {
    const FORMS: [(&str, &[&str]); 5] = [
        ("person", &["person", "persons", "people"]),
        ("city", &["city", "cities"]),
        ("region", &["region", "regions"]),
        ("country", &["country", "countries"]),
        ("group", &["group", "groups"]),
    ];
    let is_form = |forms: &[&str]| forms.iter().any(|form| form.eq_ignore_ascii_case(word));
    FORMS.iter().find(|(_, forms)| is_form(forms)).map(|(unit, _)| *unit)
}

/// The row of an agreement, and its places.
type Agreement = (PartnershipRow, [PlaceId; 2]);

/// The rows of a data set, to find out for one total after another how much of it they explain.
pub struct Recorded<'n> {
    network: &'n Network,
    /// The contacts of each kind, indexed when the first total of the kind is examined.
    contacts: [OnceCell<(Vec<Contact<'n>>, ByAreas<'n>)>; ContactKind::ALL.len()],
    agreements: OnceCell<(Vec<Agreement>, ByAreas<'n>)>,
    /// The participants of each event.
    participants: OnceCell<HashMap<ContactRow, Vec<Participant<'n>>>>,
}

impl<'n> Recorded<'n> {
    /// Nothing is indexed yet.
    pub fn new(network: &'n Network) -> Self {
        Self {
            network,
            contacts: std::array::from_fn(|_| OnceCell::new()),
            agreements: OnceCell::new(),
            participants: OnceCell::new(),
        }
    }

    /// How much of a total the rows of the data set explain, as the number of rows that it counts; `None` if no list
    /// has such rows.
    ///
    /// - Contacts: those of the kind that are dated within the total's year, go from within its `from` to within its
    ///   `to` (in either direction if the kind has none), and were headed at one of its levels. With the unit `group`,
    ///   groups are counted: each title once, and each row without a title.
    /// - Agreements: partnerships of kind `agreement` that are in force at the end of the year, between its two places
    ///   and between parties of one of its levels ([`party_levels`]). If the total states fields, those that share one
    ///   of them or state none count, since for the latter it isn't known.
    /// - Participants: places of its event from within its `from`, each once even if named several times. With the unit
    ///   `person`, the people that they send, summed over the rows; with `city`, `region` or `country`, the places of
    ///   that level, by [`unit()`]. No row counts other units.
    /// - Curators: regions within its `to` that a curator looked after in the year.
    ///
    /// Levels, fields and units are compared ignoring case. A blank field of the total admits everything. A row whose
    /// date isn't known, or is less precise than the total's, isn't counted by a dated total. Takes O(rows of what is
    /// counted) time the first time, and then O(rows between its places) or, for participants, O(rows of its event).
    pub fn explain(&self, total: &Total<'_>) -> Option<u64> {
        let count = match Counted::of(&total.record.what)? {
            Counted::Contacts(kind) => {
                let (contacts, by_areas) = self.contacts(kind);
                let between = by_areas.rows([total.from, total.to]).into_iter().map(|at| contacts[at]);
                let contacts = between.filter(|contact| is_of(total, contact));
                let counts_groups = total.record.unit.as_deref().and_then(unit) == Some("group");
                if counts_groups { groups(contacts) } else { contacts.count() }
            }
            Counted::Agreements => {
                let (agreements, by_areas) = self.agreements();
                let rows = by_areas.rows([total.from, total.to]).into_iter().map(|at| agreements[at]);
                rows.filter(|&(row, ends)| is_agreement_of(self.network, total, row, ends)).count()
            }
            Counted::Participants => return self.participants(total),
            Counted::Curators => self.curators(total),
        };
        Some(count as u64)
    }

    fn contacts(&self, kind: ContactKind) -> &(Vec<Contact<'n>>, ByAreas<'n>) {
        self.contacts[kind as usize].get_or_init(|| {
            let contacts: Vec<Contact<'n>> =
                self.network.contacts().filter(|contact| contact.record.kind == kind).collect();
            let ends = contacts.iter().map(|contact| [contact.from, contact.to]).collect();
            (contacts, ByAreas::new(self.network, ends, kind.is_directed()))
        })
    }

    fn agreements(&self) -> &(Vec<Agreement>, ByAreas<'n>) {
        self.agreements.get_or_init(|| {
            let rows: Vec<_> = self.network.partnerships_of_kind(PartnershipKind::Agreement).collect();
            let subjects = |&(_, ends): &(_, [PlaceId; 2])| ends.map(|end| Some(self.network.subject_of(end)));
            let ends = rows.iter().map(subjects).collect();
            (rows, ByAreas::new(self.network, ends, false))
        })
    }

    fn participants(&self, total: &Total<'_>) -> Option<u64> {
        let by_event = self.participants.get_or_init(|| {
            let mut by_event: HashMap<ContactRow, Vec<Participant<'n>>> = HashMap::new();
            for participant in self.network.participants() {
                by_event.entry(participant.event).or_default().push(participant);
            }
            by_event
        });
        let of_event = total.event.map_or(&[][..], |event| by_event.get(&event).map_or(&[][..], Vec::as_slice));
        let of_all = total.event.is_none().then(|| by_event.values().flatten()).into_iter().flatten();
        let rows = of_event.iter().chain(of_all);
        participants(rows.filter(|participant| lies_in(self.network, Some(participant.place), total.from)), total)
    }

    /// The number of regions that a curator looked after.
    fn curators(&self, total: &Total<'_>) -> usize {
        let in_year = |from: Option<Date>, until: Option<Date>| {
            let Some(year) = total.record.year else { return true };
            from.is_none_or(|from| from.first_day() <= year.last_day())
                && until.is_none_or(|until| until.last_day() >= year.first_day())
        };
        let curators = self.network.curators().filter(|curator| {
            in_year(curator.record.from, curator.record.until)
                && lies_in(self.network, Some(Subject::Region(curator.region)), total.to)
        });
        curators.map(|curator| curator.region).collect::<BTreeSet<_>>().len()
    }
}

/// The levels of two parties, the higher one first: `country-region`, `region-city`, ... A city that is a region counts
/// as a region.
pub fn party_levels(network: &Network, ends: [PlaceId; 2]) -> String {
    let mut levels = ends.map(|end| network.party_level(network.subject_of(end)));
    levels.sort_unstable();
    let [high, low] = levels;
    format!("{high}-{low}")
}

/// Whether `date` lies in `period`, at any precision of the two.
fn is_during(date: Date, period: Date) -> bool {
    period.first_day() <= date.first_day() && date.last_day() <= period.last_day()
}

/// Whether a contact between a total's places is in its year and headed at one of its levels.
fn is_of(total: &Total<'_>, contact: &Contact<'_>) -> bool {
    let record = contact.record;
    let is_in_year = total.record.year.is_none_or(|year| record.date.is_some_and(|date| is_during(date, year)));
    is_in_year && is_at_level(total, || record.level.as_deref())
}

/// Whether an agreement between a total's places is in force at its year's end, at one of its levels and in its fields.
fn is_agreement_of(network: &Network, total: &Total<'_>, row: PartnershipRow, ends: [PlaceId; 2]) -> bool {
    is_in_force(network.dataset().standing(row), total.record.year)
        && is_at_level(total, || Some(party_levels(network, ends)))
        && may_share_field(&total.record.fields, || network.dataset().partnership(row).fields)
}

/// Whether a level is one of the total's, if it states any.
fn is_at_level<T: AsRef<str>>(total: &Total<'_>, level: impl FnOnce() -> Option<T>) -> bool {
    let levels = &total.record.levels;
    let is_one = |level: T| levels.iter().any(|one| one.eq_ignore_ascii_case(level.as_ref()));
    levels.is_empty() || level().is_some_and(is_one)
}

/// Whether fields are among those asked about, or may be, because none is stated.
fn may_share_field<T: AsRef<str>>(asked: &[String], fields: impl FnOnce() -> Vec<T>) -> bool {
    if asked.is_empty() {
        return true;
    }
    let asked: Vec<String> = asked.iter().map(|field| field.to_lowercase()).collect();
    let fields = fields();
    fields.is_empty() || fields.iter().any(|field| asked.contains(&field.as_ref().to_lowercase()))
}

/// The number of groups that met: each title once, and each contact without a title.
fn groups<'n>(contacts: impl Iterator<Item = Contact<'n>>) -> usize {
    let titles: Vec<Option<&str>> = contacts.map(|contact| contact.record.title.as_deref()).collect();
    let untitled = titles.iter().filter(|title| title.is_none()).count();
    titles.into_iter().flatten().collect::<BTreeSet<_>>().len() + untitled
}

fn participants<'p, 'n: 'p>(rows: impl Iterator<Item = &'p Participant<'n>>, total: &Total<'_>) -> Option<u64> {
    let unit = match total.record.unit.as_deref() {
        None => None,
        Some(word) => Some(unit(word)?),
    };
    if unit == Some("person") {
        return Some(rows.filter_map(|participant| participant.record.people).fold(0, u64::saturating_add));
    }
    let level: Option<Level> = match unit {
        None => None,
        Some(unit) => Some(unit.parse().ok()?),
    };
    let at_level = rows.filter(|participant| level.is_none_or(|level| participant.place.level() == level));
    let places: BTreeSet<(ContactRow, Subject)> =
        at_level.map(|participant| (participant.event, participant.place)).collect();
    Some(places.len() as u64)
}

fn is_in_force(standing: Standing, year: Option<Date>) -> bool {
    let status = year.map_or_else(|| Some(standing.status()), |year| standing.as_of(year).0);
    status.is_some_and(Status::in_force)
}

/// Whether a place lies in an area. If no area is asked about, every place does.
fn lies_in(network: &Network, place: Option<Subject>, area: Option<Subject>) -> bool {
    area.is_none_or(|area| place.is_some_and(|place| network.is_within(place, area)))
}
