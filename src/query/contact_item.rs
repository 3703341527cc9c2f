use serde::Serialize;

use super::ledger_scope::LedgerScope;
use crate::graph::{Contact, Network, Scope, Subject};

/// A contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContactItemRow {
    /// When it was, or began.
    pub date: Option<String>,
    /// The last day, where it took several.
    pub until: Option<String>,
    /// Its kind.
    pub kind: String,
    /// The id or code of the place it came from; for a contact without direction, one of the two places.
    pub from: Option<String>,
    /// Its name.
    pub from_name: Option<String>,
    /// The id or code of the place it went to; for an event, of the host.
    pub to: Option<String>,
    /// Its name.
    pub to_name: Option<String>,
    /// Who headed it.
    pub level: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The id.
    pub id: Option<String>,
    /// Where the row comes from.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// The contacts of the scope's areas that began by its date, and in `year` if one is given, one per row. An event lies
/// wherever its host or a participant does, whether named or reported. Rows are sorted by date (its first possible
/// day), those without a date last, then in the order read. O(contacts log contacts).
pub fn contact_rows(network: &Network, scope: &Scope, year: Option<u16>) -> Vec<ContactItemRow> {
    let asked = LedgerScope::new(network, scope, year);
    let mut contacts: Vec<_> = asked.contacts().collect();
    contacts.sort_by_key(LedgerScope::in_time);
    let end = |end: Option<Subject>| {
        let candidate = end.map(|end| network.names().candidate(end));
        let name = end.map(|end| network.shown_subject(end));
        candidate.map_or((None, None), |place| (Some(place.id), name))
    };
    let row = |contact: &Contact<'_>| {
        let record = contact.record;
        let ((from, from_name), (to, to_name)) = (end(contact.from), end(contact.to));
        ContactItemRow {
            date: record.date.map(|date| date.to_string()),
            until: record.until.map(|date| date.to_string()),
            kind: record.kind.to_string(),
            from,
            from_name,
            to,
            to_name,
            level: record.level.clone(),
            title: record.title.clone(),
            id: record.id.clone(),
            source: record.source.clone(),
            note: record.note.clone(),
        }
    };
    contacts.iter().map(row).collect()
}
