//! Rows with two ends, indexed by the areas in which the ends lie.

use std::{cell::RefCell, collections::HashMap};

use crate::graph::{Network, Subject};

/// Rows with two ends, indexed to find those that go from within one area to within another.
pub(super) struct ByAreas<'n> {
    network: &'n Network,
    /// The ends of each row.
    ends: Vec<Ends>,
    /// Whether rows have a direction.
    is_directed: bool,
    /// For each pair of kinds of areas, the rows by their two areas. An index is made when such areas are first asked
    /// about.
    found: RefCell<HashMap<[Option<Kind>; 2], Rows>>,
}

type Ends = [Option<Subject>; 2];

/// The rows that go from within one area to within another, by these areas.
type Rows = HashMap<Ends, Vec<usize>>;

/// The kind of an area.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    City,
    Region,
    Country,
}

impl<'n> ByAreas<'n> {
    pub(super) fn new(network: &'n Network, ends: Vec<Ends>, is_directed: bool) -> Self {
        Self { network, ends, is_directed, found: RefCell::default() }
    }

    /// The rows that go from within `from` to within `to`, in order; without a direction, also those the other way
    /// round. A missing area admits any place. Takes O(rows) time when such areas are first asked about, and then
    /// O(rows found).
    pub(super) fn rows(&self, areas: Ends) -> Vec<usize> {
        let areas = areas.map(|area| area.map(|area| self.area(area)));
        let kinds = areas.map(|area| area.map(Kind::of));
        let mut found = self.found.borrow_mut();
        let by_areas = found.entry(kinds).or_insert_with(|| self.by_areas(kinds));
        by_areas.get(&areas).cloned().unwrap_or_default()
    }

    fn by_areas(&self, kinds: [Option<Kind>; 2]) -> Rows {
        let mut by_areas = Rows::new();
        for (row, &[from, to]) in self.ends.iter().enumerate() {
            let there = self.key(kinds, [from, to]);
            let back = self.key(kinds, [to, from]).filter(|back| !self.is_directed && Some(*back) != there);
            for key in there.into_iter().chain(back) {
                by_areas.entry(key).or_default().push(row);
            }
        }
        by_areas
    }

    /// The areas of some kinds in which two ends lie; `None` if one of them isn't known.
    fn key(&self, kinds: [Option<Kind>; 2], ends: Ends) -> Option<Ends> {
        let area = |kind: Option<Kind>, end: Option<Subject>| match kind {
            None => Some(None),
            Some(Kind::City) => end.map(Some),
            Some(Kind::Region) => end.and_then(|end| self.network.seat(end).1).map(Subject::Region).map(Some),
            Some(Kind::Country) => end.and_then(|end| self.network.seat(end).0).map(Subject::Country).map(Some),
        };
        Some([area(kinds[0], ends[0])?, area(kinds[1], ends[1])?])
    }

    /// The area that a subject is; a city that is its region counts as that region.
    fn area(&self, subject: Subject) -> Subject {
        let region = self.network.seat(subject).1.filter(|_| self.network.is_region(subject));
        region.map_or(subject, Subject::Region)
    }
}

impl Kind {
    fn of(area: Subject) -> Self {
        match area {
            Subject::City(_) => Self::City,
            Subject::Region(_) => Self::Region,
            Subject::Country(_) => Self::Country,
        }
    }
}
