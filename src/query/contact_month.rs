use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::ledger_scope::LedgerScope;
use crate::{
    graph::{Network, Scope},
    model::ContactKind,
};

/// The contacts of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContactMonthRow {
    /// The year; `None` for contacts without a date.
    pub year: Option<u16>,
    /// The month, `01` to `12`; `unknown` if a contact has only a year or no date.
    pub month: String,
    /// Visits.
    pub visits: usize,
    /// Delegations.
    pub delegations: usize,
    /// Sessions of working groups.
    pub working_groups: usize,
    /// Documents signed.
    pub documents: usize,
    /// Events.
    pub events: usize,
    /// All of these.
    pub contacts: usize,
}

/// The contacts by the month in which they took place or began. Each year with a contact has twelve rows, and one for
/// contacts known only to the year. Contacts without a date have a last row, if there are any. Each contact is counted
/// in one row. O(contacts).
pub fn contact_months(network: &Network, scope: &Scope, year: Option<u16>) -> Vec<ContactMonthRow> {
    const UNKNOWN: u8 = 13;
    let mut kinds: BTreeMap<(Option<u16>, u8), Vec<ContactKind>> = BTreeMap::new();
    for contact in LedgerScope::new(network, scope, year).contacts() {
        let date = contact.record.date;
        let month = date.and_then(|date| date.month()).unwrap_or(UNKNOWN);
        kinds.entry((date.map(|date| date.year()), month)).or_default().push(contact.record.kind);
    }
    let years: BTreeSet<u16> = kinds.keys().filter_map(|(year, _)| *year).collect();
    let months = years.into_iter().flat_map(|year| (1..=UNKNOWN).map(move |month| (Some(year), month)));
    let undated = kinds.contains_key(&(None, UNKNOWN)).then_some((None, UNKNOWN));
    let row = |(year, month): (Option<u16>, u8)| {
        let kinds: &[ContactKind] = kinds.get(&(year, month)).map_or(&[], Vec::as_slice);
        let of = |asked: ContactKind| kinds.iter().filter(|&&kind| kind == asked).count();
        ContactMonthRow {
            year,
            month: if month == UNKNOWN { "unknown".to_owned() } else { format!("{month:02}") },
            visits: of(ContactKind::Visit),
            delegations: of(ContactKind::Delegation),
            working_groups: of(ContactKind::WorkingGroup),
            documents: of(ContactKind::Document),
            events: of(ContactKind::Event),
            contacts: kinds.len(),
        }
    };
    months.chain(undated).map(row).collect()
}
