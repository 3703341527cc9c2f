//! A tie, and what is counted of its partnerships.

use std::ops::Range;

use super::PlaceId;
use crate::model::{PartnershipKind, Status};

/// All partnerships of the scope between the same two places, merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The place of the smaller number.
    pub a: PlaceId,
    /// The other place.
    pub b: PlaceId,
    /// Its partnerships, among those that are admitted.
    pub(super) admitted: Range<u32>,
}

impl Tie {
    /// The end that isn't `place`.
    pub fn other(&self, place: PlaceId) -> PlaceId {
        if place == self.a { self.b } else { self.a }
    }

    /// How many partnerships it merges, at least one.
    pub fn partnership_count(&self) -> usize {
        self.admitted.len()
    }
}

/// How partnerships were taken whose date is too vague for the day asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WithinPeriod {
    /// Counted as ties.
    pub counted: usize,
    /// Left out.
    pub left_out: usize,
}

/// How many partnerships there are of each kind and of each status, in the order of the vocabularies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindsAndStatuses {
    /// By kind.
    pub by_kind: [usize; PartnershipKind::ALL.len()],
    /// By status.
    pub by_status: [usize; Status::ALL.len()],
}

impl KindsAndStatuses {
    pub(super) fn add(&mut self, kind: PartnershipKind, status: Status, count: usize) {
        self.by_kind[kind as usize] += count;
        self.by_status[status as usize] += count;
    }
}
