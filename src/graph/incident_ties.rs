use super::{IncidentTie, PlaceId, TieGraph};
use crate::model::PartnershipRow;

/// The ties that have one of some places for an end, by their two places. Only numbers are kept of each; what its
/// partnerships say is read when the tie is asked for.
pub struct IncidentTies<'g, 'n> {
    graph: &'g TieGraph<'n>,
    ends: Vec<[PlaceId; 2]>,
    /// Where the partnerships of each tie begin.
    firsts: Vec<usize>,
    partnerships: Vec<PartnershipRow>,
}

impl<'g, 'n> IncidentTies<'g, 'n> {
    pub(super) fn new(graph: &'g TieGraph<'n>) -> Self {
        Self { graph, ends: Vec::new(), firsts: Vec::new(), partnerships: Vec::new() }
    }

    /// Adds a tie that has no partnership yet.
    pub(super) fn begin(&mut self, ends: [PlaceId; 2]) {
        self.ends.push(ends);
        self.firsts.push(self.partnerships.len());
    }

    /// Adds a partnership to the last tie.
    pub(super) fn push(&mut self, partnership: PartnershipRow) {
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

    /// The tie of a number, from 0 to [`len`](Self::len) less one, with what its partnerships say.
    pub fn tie(&self, at: usize) -> IncidentTie<'n> {
        let [a, b] = self.ends[at];
        let end = self.firsts.get(at + 1).copied().unwrap_or(self.partnerships.len());
        let rows = &self.partnerships[self.firsts[at]..end];
        IncidentTie { a, b, partnerships: rows.iter().map(|&row| self.graph.with_status(row)).collect() }
    }
}
