use std::collections::HashSet;

use super::{PlaceId, Tie, TieGraph, by_ends::ByEnds, id::Resolved};
use crate::model::{PartnershipRecord, PartnershipRow, Status};

/// Selected ties, in the order of their two places. It stores only numbers; what the partnerships of a tie say is read
/// when somebody asks for it.
pub struct IncidentTies<'g, 'n> {
    graph: &'g TieGraph<'n>,
    ends: Vec<[PlaceId; 2]>,
    /// The index of the first partnership of each tie.
    firsts: Vec<u32>,
    partnerships: Vec<PartnershipRow>,
}

impl<'g, 'n> IncidentTies<'g, 'n> {
    fn new(graph: &'g TieGraph<'n>) -> Self {
        Self { graph, ends: Vec::new(), firsts: Vec::new(), partnerships: Vec::new() }
    }

    /// Adds a tie, without its partnerships.
    fn begin(&mut self, ends: [PlaceId; 2]) {
        self.ends.push(ends);
        self.firsts.push(u32::try_from(self.partnerships.len()).expect("partnerships have 32-bit numbers"));
    }

    /// Adds a partnership to the last tie.
    fn push(&mut self, partnership: PartnershipRow) {
        self.partnerships.push(partnership);
    }

    /// The number of ties.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no ties.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The two ends of each tie, the place of the smaller number first.
    pub fn ends(&self) -> impl ExactSizeIterator<Item = [PlaceId; 2]> {
        self.ends.iter().copied()
    }

    /// The ties with the given numbers, in the order given. A caller that then reads one tie after another finds them
    /// side by side in memory. O(ties asked for).
    #[must_use]
    pub(crate) fn in_order(&self, numbers: impl ExactSizeIterator<Item = u32>) -> Self {
        let mut ties = Self::new(self.graph);
        ties.ends.reserve_exact(numbers.len());
        ties.firsts.reserve_exact(numbers.len());
        for at in numbers.map(|number| number as usize) {
            ties.begin(self.ends[at]);
            ties.partnerships.extend_from_slice(self.rows(at));
        }
        ties
    }

    /// The partnerships of tie `at`, from 0 to [`len`](Self::len) - 1, with their status, in a fixed order. The ends in
    /// the records are blank.
    pub fn partnerships(&self, at: usize) -> impl ExactSizeIterator<Item = (PartnershipRecord<'n>, Status)> {
        self.rows(at).iter().map(|&row| self.graph.said_of(row))
    }

    fn rows(&self, at: usize) -> &[PartnershipRow] {
        let end = self.firsts.get(at + 1).map_or(self.partnerships.len(), |&end| end as usize);
        &self.partnerships[self.firsts[at] as usize..end]
    }
}

impl<'n> TieGraph<'n> {
    /// The ties with an end among some places, in the order of their two places; `is_end` says of each place of the
    /// network whether it is one of these. Takes O(places + partnerships + n log n) time for n ties. Unless the
    /// partnerships of the graph are sorted already, only those of these ties are sorted.
    pub fn incident_ties(&self, is_end: &[bool]) -> IncidentTies<'_, 'n> {
        if self.admitted.is_in_order() {
            return self.incident(|tie| is_end[tie.a.index()] || is_end[tie.b.index()]);
        }
        self.taken(|low, high| is_end[low as usize] || is_end[high as usize])
    }

    /// The ties between some pairs of places, each given with the smaller number first, in the order of their two
    /// places. Takes O(places + partnerships + n log n) time for n ties, and sorts only the partnerships of these.
    pub fn ties_between(&self, pairs: &HashSet<(PlaceId, PlaceId)>) -> IncidentTies<'_, 'n> {
        let mut is_end = vec![false; self.network().nodes.len()];
        pairs.iter().for_each(|&(a, b)| [a, b].into_iter().for_each(|end| is_end[end.index()] = true));
        self.taken(|low, high| {
            is_end[low as usize] && is_end[high as usize] && pairs.contains(&(PlaceId(low), PlaceId(high)))
        })
    }

    /// All ties with what their partnerships say, in the order of their two places. O(places + partnerships).
    pub fn each(&self) -> IncidentTies<'_, 'n> {
        self.incident(|_| true)
    }

    /// The ties that `is_asked` accepts.
    fn incident(&self, is_asked: impl Fn(&Tie) -> bool) -> IncidentTies<'_, 'n> {
        let mut found = IncidentTies::new(self);
        for (_, tie) in self.ties().filter(|(_, tie)| is_asked(tie)) {
            found.begin([tie.a, tie.b]);
            tie.admitted.for_each(|at| found.push(self.resolved(at).row));
        }
        found
    }

    /// The ties whose two places `is_taken` accepts.
    fn taken(&self, is_taken: impl Fn(u32, u32) -> bool) -> IncidentTies<'_, 'n> {
        let mut found = IncidentTies::new(self);
        let some = ByEnds::of(is_taken, self.admitted.parts(), &self.network().dataset);
        let mut firsts = some.firsts().peekable();
        for (at, Resolved { low, high, row }) in (0..).zip(some.iter()) {
            if firsts.next_if_eq(&at).is_some() {
                found.begin([low, high]);
            }
            found.push(row);
        }
        found
    }
}
