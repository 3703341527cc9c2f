use super::{PlaceId, TieGraph};
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
    pub(super) fn new(graph: &'g TieGraph<'n>) -> Self {
        Self { graph, ends: Vec::new(), firsts: Vec::new(), partnerships: Vec::new() }
    }

    /// Adds a tie that has no partnership yet.
    pub(super) fn begin(&mut self, ends: [PlaceId; 2]) {
        self.ends.push(ends);
        self.firsts.push(u32::try_from(self.partnerships.len()).expect("partnerships have 32-bit numbers"));
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

    /// Some of the ties, in the order of their numbers as `numbers` gives them: who asks for one after another finds what
    /// is kept of them side by side in memory. O(ties asked for).
    #[must_use]
    pub fn in_order(&self, numbers: impl ExactSizeIterator<Item = u32>) -> Self {
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
