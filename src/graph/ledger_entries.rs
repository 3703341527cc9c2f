//! Resolves the ledger: finds the places, events and totals that its rows name.

use std::collections::HashMap;

use super::{
    chains::cycles,
    finding::{Finding, FindingKind},
    names::Names,
    subject::{NameError, Subject},
};
use crate::{
    model::{Dataset, Date, Level, Rows, TotalRecord},
    register::{RegionId, Register},
};

/// The number of a contact's row, from 0, in the order read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactRow(pub usize);

/// The number of a total's row, from 0, in the order read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TotalRow(pub usize);

pub(super) type Ends = [Option<Subject>; 2];

/// What each row of the ledger names; `None` for a refused row.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) contacts: Vec<Option<Ends>>,
    pub(super) curators: Vec<Option<RegionId>>,
    pub(super) participants: Vec<Option<(ContactRow, Subject)>>,
    pub(super) indicators: Vec<Option<Subject>>,
    pub(super) totals: Vec<Option<Named>>,
}

/// The places, event and total that a total names.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) ends: Ends,
    pub(super) event: Option<ContactRow>,
    pub(super) of: Option<TotalRow>,
}

impl Entries {
    /// Resolves every row. Rows that can't be resolved become findings, list after list and by line.
    ///
    /// Places are found in the same way as the ends of partnerships. A region that is a city means that city. Takes
    /// time linear in the rows.
    pub(super) fn resolve(dataset: &Dataset, register: &Register, findings: &mut Vec<Finding>) -> Self {
        let ledger = dataset.ledger();
        if ledger.is_empty() {
            return Self::default();
        }
        let mut rows = Resolver { names: Names::indexed(dataset, register), findings };
        let contacts = &ledger.contacts;
        let events = rows.ids(contacts, |row| row.id.as_deref());
        let of_contacts = each(contacts, |at, row| {
            let is_in_order = rows.in_order(contacts, at, row.date, row.until);
            let ends = rows.ends(contacts, at, &row.from, &row.to)?;
            is_in_order.then_some(ends)
        });
        let curators = &ledger.curators;
        let of_curators = each(curators, |at, row| {
            let is_in_order = rows.in_order(curators, at, row.from, row.until);
            // A row that names nobody doesn't say that somebody looks after the region.
            let names_somebody = row.names_somebody();
            let region = rows.place(curators, at, "region", &row.region, &[Level::Region])?;
            match region {
                Subject::Region(id) if is_in_order && names_somebody => Some(id),
                _ => None,
            }
        });
        let participants = &ledger.participants;
        let of_participants = each(participants, |at, row| {
            let event = rows.event(participants, at, &events, &row.event);
            Some((event?, rows.place(participants, at, "place", &row.place, Level::ALL)?))
        });
        let indicators = &ledger.indicators;
        let of_indicators = each(indicators, |at, row| rows.place(indicators, at, "place", &row.place, Level::ALL));
        let totals = &ledger.totals;
        let by_id = rows.ids(totals, |row| row.id.as_deref());
        let mut of_totals = each(totals, |at, row| {
            let ends = rows.ends(totals, at, &row.from, &row.to);
            let event = row.event.as_deref().map(|id| rows.event(totals, at, &events, id));
            if event == Some(None) { None } else { Some(Named { ends: ends?, event: event.flatten(), of: None }) }
        });
        rows.join_parts(totals, &by_id, &mut of_totals);
        Self {
            contacts: of_contacts,
            curators: of_curators,
            participants: of_participants,
            indicators: of_indicators,
            totals: of_totals,
        }
    }
}

fn each<T, R>(rows: &Rows<T>, mut resolve: impl FnMut(usize, &T) -> Option<R>) -> Vec<Option<R>> {
    rows.iter().enumerate().map(|(at, row)| resolve(at, row)).collect()
}

struct Resolver<'n, 'f> {
    names: Names<'n>,
    findings: &'f mut Vec<Finding>,
}

impl Resolver<'_, '_> {
    fn found<T>(&mut self, rows: &Rows<T>, at: usize, column: &'static str, kind: FindingKind) {
        let (file, line) = rows.locate(at);
        self.findings.push(Finding { file: file.to_owned(), line, column: Some(column), kind });
    }

    /// The rows by their ids; where two have the same id, the first.
    fn ids<'r, T>(&mut self, rows: &'r Rows<T>, id: impl Fn(&T) -> Option<&str> + 'r) -> HashMap<&'r str, usize>
    where
        T: 'r,
    {
        let mut by_id: HashMap<&str, usize> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let Some(id) = id(row) else { continue };
            if let Some(&first) = by_id.get(id) {
                let first = rows.locate(first).1;
                self.found(rows, at, "id", FindingKind::DuplicateEntry { id: id.to_owned(), first });
            } else {
                by_id.insert(id, at);
            }
        }
        by_id
    }

    fn in_order<T>(&mut self, rows: &Rows<T>, at: usize, from: Option<Date>, until: Option<Date>) -> bool {
        let (Some(from), Some(until)) = (from, until) else { return true };
        let is_reversed = until.last_day() < from.first_day();
        if is_reversed {
            self.found(rows, at, "until", FindingKind::EntryEndsBeforeStart { from, until });
        }
        !is_reversed
    }

    fn place<T>(
        &mut self,
        rows: &Rows<T>,
        at: usize,
        column: &'static str,
        text: &str,
        levels: &[Level],
    ) -> Option<Subject> {
        match self.names.find_end(text, levels) {
            Ok(subject) => Some(subject),
            // The reader has already reported the blank cell.
            Err(_) if text.is_empty() => None,
            Err(error) => {
                let kind = match error {
                    NameError::Unknown { text, .. }
                        if levels == [Level::Region] && self.names.find_end(&text, Level::ALL).is_ok() =>
                    {
                        FindingKind::NotARegion(text)
                    }
                    NameError::Unknown { text, suggestions, .. } => {
                        let level = if let &[level] = levels { Some(level) } else { None };
                        FindingKind::UnknownPlace { text, level, suggestions }
                    }
                    NameError::Ambiguous { text, candidates } => FindingKind::AmbiguousPlace { text, candidates },
                };
                self.found(rows, at, column, kind);
                None
            }
        }
    }

    /// The two ends, if the row names them; `None` if it names one that can't be found.
    fn ends<T>(&mut self, rows: &Rows<T>, at: usize, from: &Option<String>, to: &Option<String>) -> Option<Ends> {
        let [from, to] = [("from", from), ("to", to)]
            .map(|(column, text)| text.as_ref().map(|text| self.place(rows, at, column, text, Level::ALL)));
        if from == Some(None) || to == Some(None) { None } else { Some([from.flatten(), to.flatten()]) }
    }

    fn event<T>(&mut self, rows: &Rows<T>, at: usize, events: &HashMap<&str, usize>, id: &str) -> Option<ContactRow> {
        let found = events.get(id).map(|&row| ContactRow(row));
        if found.is_none() && !id.is_empty() {
            self.found(rows, at, "event", FindingKind::UnknownEvent(id.to_owned()));
        }
        found
    }

    /// Resolves `of`, which may name a later row: by its id, otherwise by what it counts. In the second case it is the
    /// only total of that kind with the same year, places and event that isn't itself a part.
    fn join_parts(
        &mut self,
        totals: &Rows<TotalRecord>,
        by_id: &HashMap<&str, usize>,
        of_totals: &mut [Option<Named>],
    ) {
        let by_what = Wholes::of(totals, of_totals);
        let mut wholes: Vec<Option<usize>> = vec![None; totals.len()];
        for (at, row) in totals.iter().enumerate() {
            let Some(of) = row.of.as_deref() else { continue };
            let of_what = || by_what.find(of, row.year, of_totals[at]?);
            wholes[at] = by_id.get(of).copied().or_else(of_what);
            if wholes[at].is_none() && of_totals[at].is_some() {
                self.found(totals, at, "of", FindingKind::UnknownTotal(of.to_owned()));
                of_totals[at] = None;
            }
        }
        let mut is_of_itself = vec![false; totals.len()];
        cycles(totals.len(), |at| wholes[at]).into_iter().flatten().for_each(|at| is_of_itself[at] = true);
        for at in 0..totals.len() {
            if is_of_itself[at] {
                self.found(totals, at, "of", FindingKind::TotalOfItself);
                of_totals[at] = None;
            } else if let Some(named) = &mut of_totals[at] {
                named.of = wholes[at].map(TotalRow);
            }
        }
    }
}

/// The totals that aren't parts, by what they count (in lower case), their year, places and event.
struct Wholes(HashMap<(String, Option<Date>, Ends, Option<ContactRow>), OneOf>);

/// One total, or several that count the same.
enum OneOf {
    One(usize),
    Several,
}

impl Wholes {
    fn of(totals: &Rows<TotalRecord>, of_totals: &[Option<Named>]) -> Self {
        let mut wholes = HashMap::new();
        for ((at, record), named) in totals.iter().enumerate().zip(of_totals) {
            let Some(named) = named.filter(|_| record.of.is_none()) else { continue };
            let key = (record.what.to_ascii_lowercase(), record.year, named.ends, named.event);
            wholes.entry(key).and_modify(|one| *one = OneOf::Several).or_insert(OneOf::One(at));
        }
        Self(wholes)
    }

    /// The only total of `what` with the given year and with the places and event of a part.
    fn find(&self, what: &str, year: Option<Date>, part: Named) -> Option<usize> {
        match self.0.get(&(what.to_ascii_lowercase(), year, part.ends, part.event))? {
            OneOf::One(at) => Some(*at),
            OneOf::Several => None,
        }
    }
}
