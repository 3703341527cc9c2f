use std::collections::HashSet;

use super::{PlaceId, Tie, TieGraph, by_ends::ByEnds, id::Resolved};
use crate::model::{PartnershipRecord, PartnershipRow, Status};

/// The ties that have one of some places for an end, by their two places. Only numbers are kept of each; what its
/// partnerships say is read when the tie is asked for.
pub struct IncidentTies<'g, 'n> {
    graph: &'g TieGraph<'n>,
    ends: Vec<[PlaceId; 2]>,
    /// Where the partnerships of each tie begin.
    firsts: Vec<u32>,
    partnerships: Vec<PartnershipRow>,
}

impl<'g, 'n> IncidentTies<'g, 'n> {
    fn new(graph: &'g TieGraph<'n>) -> Self {
        Self { graph, ends: Vec::new(), firsts: Vec::new(), partnerships: Vec::new() }
    }

    /// Adds a tie that has no partnership yet.
    fn begin(&mut self, ends: [PlaceId; 2]) {
        self.ends.push(ends);
        self.firsts.push(u32::try_from(self.partnerships.len()).expect("partnerships have 32-bit numbers"));
    }

    /// Adds a partnership to the last tie.
    fn push(&mut self, partnership: PartnershipRow) {
        self.partnerships.push(partnership);
    }

    /// How many ties there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The two ends of each tie, the place of the smaller number first.
    pub fn ends(&self) -> impl ExactSizeIterator<Item = [PlaceId; 2]> {
        self.ends.iter().copied()
    }

    /// Some of the ties, in the order of their numbers as `numbers` gives them: who asks for one after another finds what
    /// is kept of them side by side in memory. O(ties asked for).
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

    /// The partnerships of the tie of a number, from 0 to [`len`](Self::len) less one, with their status, in a fixed order:
    /// all that they say but their ends, which are blank.
    pub fn partnerships(&self, at: usize) -> impl ExactSizeIterator<Item = (PartnershipRecord<'n>, Status)> {
        self.rows(at).iter().map(|&row| self.graph.said_of(row))
    }

    fn rows(&self, at: usize) -> &[PartnershipRow] {
        let end = self.firsts.get(at + 1).map_or(self.partnerships.len(), |&end| end as usize);
        &self.partnerships[self.firsts[at] as usize..end]
    }
}

impl<'n> TieGraph<'n> {
    /// The ties that have one of some places for an end, by their two places; `is_end` says by place of the network
    /// which. O(places + partnerships + n log n) for n ties: where nobody asked for all of them before, these are not put
    /// in order for a few.
    pub fn incident_ties(&self, is_end: &[bool]) -> IncidentTies<'_, 'n> {
        if self.admitted.is_in_order() {
            return self.incident(|tie| is_end[tie.a.index()] || is_end[tie.b.index()]);
        }
        self.taken(|low, high| is_end[low as usize] || is_end[high as usize])
    }

    /// The ties of some pairs of places, the one of the smaller number first, by their two places.
    /// O(places + partnerships + n log n) for n ties: they are not all put in order for a few.
    pub fn ties_between(&self, pairs: &HashSet<(PlaceId, PlaceId)>) -> IncidentTies<'_, 'n> {
        let mut is_end = vec![false; self.network().nodes.len()];
        pairs.iter().for_each(|&(a, b)| [a, b].into_iter().for_each(|end| is_end[end.index()] = true));
        self.taken(|low, high| {
            is_end[low as usize] && is_end[high as usize] && pairs.contains(&(PlaceId(low), PlaceId(high)))
        })
    }

    /// All ties with what their partnerships say, by their two places. O(places + partnerships).
    pub fn each(&self) -> IncidentTies<'_, 'n> {
        self.incident(|_| true)
    }

    /// The ties that are asked for.
    fn incident(&self, is_asked: impl Fn(&Tie) -> bool) -> IncidentTies<'_, 'n> {
        let mut found = IncidentTies::new(self);
        for (_, tie) in self.ties().filter(|(_, tie)| is_asked(tie)) {
            found.begin([tie.a, tie.b]);
            tie.admitted.for_each(|at| found.push(self.resolved(at).row));
        }
        found
    }

    /// The ties whose two places are taken.
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
