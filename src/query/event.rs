use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thiserror::Error;

use super::{
    ledger_scope::LedgerScope,
    tally::{TallyRow, amount, nested, plural, singular},
};
use crate::{
    graph::{Contact, ContactRow, Network, Scope, Subject, Total},
    metrics::{Counted, Recorded},
    model::{ContactKind, Hint, See},
    said,
};

/// An event, and who took part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventRow {
    /// The id.
    pub id: Option<String>,
    /// When it was, or began.
    pub date: Option<String>,
    /// The last day, where it took several.
    pub until: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The host's id or code.
    pub host: Option<String>,
    /// The host's name.
    pub host_name: Option<String>,
    /// The number of places named as participants; a place that is named several times counts once.
    pub participants: usize,
    /// The same number by country, as in `BY 2, RU 4`; `?` for an unknown country.
    pub by_country: Option<String>,
    /// The number of people that they send, summed over all rows; `None` if no row states any.
    pub people: Option<u64>,
    /// What is reported without names, as in `35 cities from RU, more than 180 people`.
    pub reported: Option<String>,
    /// Where the row comes from.
    pub source: Option<String>,
    /// A remark, such as who organised it.
    pub note: Option<String>,
}

/// The events asked about, of `year` if one is given: contacts of kind `event`, and all others with named or reported
/// participants. Sorted by date (its first possible day), those without one last, then in the order read.
pub fn events(network: &Network, scope: &Scope, year: Option<u16>) -> Vec<EventRow> {
    let asked = LedgerScope::new(network, scope, year);
    let mut found: Vec<Contact<'_>> = asked.contacts().filter(|contact| asked.is_event(contact)).collect();
    found.sort_by_key(LedgerScope::in_time);
    let reported = Reported::of(network);
    found.iter().map(|contact| reported.row(network, contact)).collect()
}

/// An event, and who took part.
pub fn event(network: &Network, event: &Contact<'_>) -> EventRow {
    Reported::of(network).row(network, event)
}

/// The participants of events, as named and as reported.
struct Reported<'n> {
    named: BTreeMap<ContactRow, Named>,
    totals: BTreeMap<ContactRow, Vec<Total<'n>>>,
}

/// The named participants of an event.
#[derive(Default)]
struct Named {
    by_country: BTreeMap<String, BTreeSet<Subject>>,
    people: Option<u64>,
}

impl<'n> Reported<'n> {
    fn of(network: &'n Network) -> Self {
        let mut named: BTreeMap<ContactRow, Named> = BTreeMap::new();
        for participant in network.participants() {
            let of_event = named.entry(participant.event).or_default();
            let country = network.seat(participant.place).0.map_or_else(|| "?".to_owned(), |code| code.to_string());
            of_event.by_country.entry(country).or_default().insert(participant.place);
            of_event.people = sum(of_event.people, participant.record.people);
        }
        let mut totals: BTreeMap<ContactRow, Vec<Total<'_>>> = BTreeMap::new();
        for total in participant_totals(network) {
            total.event.into_iter().for_each(|event| totals.entry(event).or_default().push(total));
        }
        Self { named, totals }
    }

    fn row(&self, network: &Network, contact: &Contact<'_>) -> EventRow {
        let record = contact.record;
        let host = contact.to.map(|host| network.names().candidate(host));
        let nobody = Named::default();
        let named = self.named.get(&contact.row).unwrap_or(&nobody);
        let by_country = named.by_country.iter().map(|(country, places)| format!("{country} {}", places.len()));
        let totals = nested(self.totals.get(&contact.row).map_or(&[], Vec::as_slice));
        let reported = totals.iter().map(|(total, depth)| in_words(network, total, *depth));
        let listed = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join(", "));
        EventRow {
            id: record.id.clone(),
            date: record.date.map(|date| date.to_string()),
            until: record.until.map(|date| date.to_string()),
            title: record.title.clone(),
            host: host.as_ref().map(|host| host.id.clone()),
            host_name: contact.to.map(|host| network.shown_subject(host)),
            participants: named.by_country.values().map(BTreeSet::len).sum(),
            by_country: listed(by_country.collect()),
            people: named.people,
            reported: listed(reported.collect()),
            source: record.source.clone(),
            note: record.note.clone(),
        }
    }
}

/// The sum of two numbers of people, of which either may be unknown; `None` if both are.
pub(super) fn sum(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.saturating_add(b)),
        (a, b) => a.or(b),
    }
}

/// A total in words: `35 cities from RU`, `of which 3 cities from RU-MOS`.
fn in_words(network: &Network, total: &Total<'_>, depth: usize) -> String {
    let words = network.words();
    let unit = total.record.unit.as_deref().unwrap_or("participant");
    let named = words.unit(singular(unit), total.record.value).map(str::to_owned);
    let in_data = || if total.record.value == 1 { singular(unit).to_owned() } else { plural(unit) };
    let unit = named.unwrap_or_else(in_data);
    let from = total.from.map(|from| said!(words, FromPlace, place = network.names().candidate(from).id));
    let from = from.map(|from| format!(" {from}")).unwrap_or_default();
    let amount = format!("{} {unit}{from}", amount(total.record.value, total.record.qualifier, words));
    if depth > 0 { said!(words, OfWhich, part = amount) } else { amount }
}

fn participant_totals(network: &Network) -> impl Iterator<Item = Total<'_>> {
    network.totals().filter(|total| Counted::of(&total.record.what) == Some(Counted::Participants))
}

/// The totals reported of an event's participants, in the order read, each beside the named participants that it
/// counts. A part follows its whole. If no event is given, the totals that name none, with periods within `year` if it
/// is given.
pub fn event_totals(network: &Network, event: Option<ContactRow>, year: Option<u16>) -> Vec<TallyRow> {
    let is_in_year =
        |total: &Total<'_>| year.is_none_or(|year| total.record.year.is_some_and(|period| period.year() == year));
    let of_event = participant_totals(network).filter(|total| total.event == event);
    let totals: Vec<Total<'_>> = of_event.filter(is_in_year).collect();
    let recorded = Recorded::new(network);
    let row = |(total, depth)| TallyRow::of_total(network, &recorded, &total, depth);
    nested(&totals).into_iter().map(row).collect()
}

/// Why a text means no event, or several.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EventError {
    /// No event has the id, or the words in its title.
    #[error("no event is called `{text}`")]
    Unknown {
        /// The text asked for.
        text: String,
        /// The most similar ids and titles, most similar first.
        suggestions: Vec<String>,
    },
    /// A contact has the id, but it isn't an event.
    #[error("`{text}` is a {kind}, not an event")]
    OtherContact {
        /// The text asked for.
        text: String,
        /// The kind of the contact.
        kind: ContactKind,
        /// The most similar ids and titles of events, most similar first.
        suggestions: Vec<String>,
    },
    /// Several events have the words in their titles.
    #[error("`{text}` may be {}", candidates.join(" or "))]
    Ambiguous {
        /// The text asked for.
        text: String,
        /// Some of these events, in the order read.
        candidates: Vec<String>,
    },
}

impl EventError {
    /// What to type next.
    pub fn hint(&self) -> Hint {
        match self {
            EventError::Unknown { suggestions, .. } if suggestions.is_empty() => Hint::with("", See::Events),
            EventError::OtherContact { suggestions, .. } if suggestions.is_empty() => {
                Hint::with("", See::EventsAndContacts)
            }
            EventError::Unknown { suggestions, .. } | EventError::OtherContact { suggestions, .. } => {
                format!("did you mean {}?", suggestions.join(" or ")).into()
            }
            EventError::Ambiguous { .. } => "give the id, or more words of the title".into(),
        }
    }
}

/// The number of events that an error names.
const NAMED: usize = 5;

/// The event with an id, otherwise the one with a title, otherwise the one whose id or title contains the text,
/// ignoring case.
///
/// # Errors
/// Returns [`EventError::Ambiguous`] if several events match in the same step. If none matches, returns
/// [`EventError::OtherContact`] for the id of a contact that isn't an event, and otherwise [`EventError::Unknown`].
/// Both suggest ids and titles within a distance (optimal string alignment) of a third of their letters.
pub fn find_event<'n>(network: &'n Network, text: &str) -> Result<Contact<'n>, EventError> {
    let everything = Scope::default();
    let asked = LedgerScope::new(network, &everything, None);
    let events: Vec<Contact<'_>> = network.contacts().filter(|contact| asked.is_event(contact)).collect();
    let folded = text.trim().to_lowercase();
    let names = |contact: &Contact<'n>| [contact.record.id.as_deref(), contact.record.title.as_deref()];
    let steps: [&dyn Fn(&str) -> bool; 3] =
        [&|name: &str| name == text, &|name: &str| name.to_lowercase() == folded, &|name: &str| {
            !folded.is_empty() && name.to_lowercase().contains(&folded)
        }];
    // An id that matches exactly belongs to one event only.
    if let Some(found) = events.iter().find(|contact| contact.record.id.as_deref() == Some(text)) {
        return Ok(*found);
    }
    for holds in steps {
        let hits: Vec<&Contact<'_>> =
            events.iter().filter(|contact| names(contact).into_iter().flatten().any(holds)).collect();
        match hits[..] {
            [] => {}
            [found] => return Ok(*found),
            _ => {
                let candidates = hits.iter().take(NAMED).map(|contact| named(contact)).collect();
                return Err(EventError::Ambiguous { text: text.to_owned(), candidates });
            }
        }
    }
    let (text, suggestions) = (text.to_owned(), near(&events, &folded));
    let other =
        network.contacts().find(|contact| contact.record.id.as_ref().is_some_and(|id| id.to_lowercase() == folded));
    Err(match other {
        Some(contact) => EventError::OtherContact { text, kind: contact.record.kind, suggestions },
        None => EventError::Unknown { text, suggestions },
    })
}

/// The events whose id or title is similar to a text, most similar first.
fn near(events: &[Contact<'_>], folded: &str) -> Vec<String> {
    let most = folded.chars().count() / 3;
    // Computing the distance takes time proportional to the product of both lengths.
    if most == 0 || folded.len() > LONGEST {
        return Vec::new();
    }
    let distance = |name: &String| {
        let is_comparable = name.len() <= LONGEST;
        is_comparable.then(|| strsim::osa_distance(&name.to_lowercase(), folded)).filter(|&distance| distance <= most)
    };
    let mut found: Vec<(usize, ContactRow, String)> = Vec::new();
    for contact in events {
        let names = [&contact.record.id, &contact.record.title].into_iter().flatten();
        found.extend(names.filter_map(distance).min().map(|distance| (distance, contact.row, named(contact))));
    }
    found.sort();
    found.into_iter().take(3).map(|(_, _, name)| name).collect()
}

/// The most bytes of an id or title that is compared.
const LONGEST: usize = 200;

/// An event in messages: `meeting-9` (9th meeting, 2017).
fn named(contact: &Contact<'_>) -> String {
    let record = contact.record;
    let date = record.date.map(|date| date.to_string());
    match (&record.id, &record.title) {
        (Some(id), title) => {
            let about: Vec<String> = title.iter().cloned().chain(date).collect();
            if about.is_empty() { format!("`{id}`") } else { format!("`{id}` ({})", about.join(", ")) }
        }
        (None, title) => {
            let title = title.as_deref().unwrap_or_default();
            date.map_or_else(|| format!("`{title}`"), |date| format!("`{title}` ({date})"))
        }
    }
}

impl LedgerScope<'_> {
    /// Whether a contact is an event, or has participants as events do.
    fn is_event(&self, contact: &Contact<'_>) -> bool {
        contact.record.kind == ContactKind::Event || self.has_participants(contact.row)
    }
}
