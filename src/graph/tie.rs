//! A tie, and the counts of its partnerships.

use std::ops::Range;

use super::PlaceId;
use crate::model::{PartnershipKind, Status};

/// All partnerships of the scope between the same two places, merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The place with the smaller number.
    pub a: PlaceId,
    /// The other place.
    pub b: PlaceId,
    /// The range of its partnerships among the admitted ones.
    pub(super) admitted: Range<u32>,
}

impl Tie {
    /// The end that isn't `place`.
    pub fn other(&self, place: PlaceId) -> PlaceId {
        if place == self.a { self.b } else { self.a }
    }

    /// The number of partnerships that it merges, at least one.
    pub fn partnership_count(&self) -> usize {
        self.admitted.len()
    }
}

/// The numbers of partnerships whose date is too vague to decide about the day asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WithinPeriod {
    /// Those that count as ties.
    pub counted: usize,
    /// Those that are left out.
    pub left_out: usize,
}

/// The number of partnerships of each kind and of each status, in the order of the vocabularies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindsAndStatuses {
    /// The numbers by kind.
    pub by_kind: [usize; PartnershipKind::ALL.len()],
    /// The numbers by status.
    pub by_status: [usize; Status::ALL.len()],
}

impl KindsAndStatuses {
    pub(super) fn add(&mut self, kind: PartnershipKind, status: Status, count: usize) {
        self.by_kind[kind as usize] += count;
        self.by_status[status as usize] += count;
    }
}
