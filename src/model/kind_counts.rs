use super::{PartnershipKind, Status};

/// The number of rows of each kind and status.
#[derive(Clone, Default)]
pub(super) struct KindCounts([[usize; Status::ALL.len()]; PartnershipKind::ALL.len()]);

impl KindCounts {
    #[inline]
    pub(super) fn add(&mut self, kind: PartnershipKind, status: Status) {
        self.0[kind as usize][status as usize] += 1;
    }

    pub(super) fn remove(&mut self, kind: PartnershipKind, status: Status) {
        self.0[kind as usize][status as usize] -= 1;
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        let counts = self.0.as_flattened_mut().iter_mut();
        counts.zip(other.0.as_flattened()).for_each(|(count, other)| *count += other);
    }

    /// The counts above 0, sorted by kind, then by status.
    pub(super) fn iter(&self) -> impl Iterator<Item = (PartnershipKind, Status, usize)> {
        let of_kind = |(&kind, counts): (&'static PartnershipKind, &[usize; Status::ALL.len()])| {
            let counts = *counts;
            Status::ALL.iter().zip(counts).map(move |(&status, count)| (kind, status, count))
        };
        PartnershipKind::ALL.iter().zip(&self.0).flat_map(of_kind).filter(|(.., count)| *count > 0)
    }
}
