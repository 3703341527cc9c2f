use super::{Claim, PartnershipKind, Status};

/// The kind, status and claim of a partnership, or the index of its details. It takes four bytes, since a list may have
/// millions of rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Terms(u32);

/// This bit is set if the other bits are the index of details.
const DETAILED: u32 = 1 << 31;

/// [`Terms`], decoded.
pub(super) enum Stated {
    /// The row gives no more than these.
    Brief(PartnershipKind, Option<Status>, Claim),
    /// It gives more: the number of its details.
    Detailed(usize),
}

impl Terms {
    #[inline]
    pub(super) fn brief(kind: PartnershipKind, status: Option<Status>, claimed_by: Claim) -> Self {
        let status = status.map_or(0, |status| 1 + status as u32);
        Self(kind as u32 | status << 8 | (claimed_by as u32) << 16)
    }

    /// # Panics
    /// If the index is 2^31 or more.
    pub(super) fn detailed(at: usize) -> Self {
        let at = u32::try_from(at).ok().filter(|at| at & DETAILED == 0);
        Self(DETAILED | at.expect("a data set has fewer than 2^31 rows with details"))
    }

    #[inline]
    pub(super) fn stated(self) -> Stated {
        if self.0 & DETAILED != 0 {
            return Stated::Detailed((self.0 & !DETAILED) as usize);
        }
        let [kind, status, claimed_by, _] = self.0.to_le_bytes().map(usize::from);
        let status = status.checked_sub(1).map(|status| Status::ALL[status]);
        Stated::Brief(PartnershipKind::ALL[kind], status, Claim::ALL[claimed_by])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let statuses = || std::iter::once(None).chain(Status::ALL.iter().copied().map(Some));
        for &kind in PartnershipKind::ALL {
            for status in statuses() {
                for &claim in Claim::ALL {
                    let stated = Terms::brief(kind, status, claim).stated();
                    assert!(matches!(stated, Stated::Brief(k, s, c) if (k, s, c) == (kind, status, claim)));
                }
            }
        }
        for at in [0, 1, (1 << 31) - 1] {
            assert!(matches!(Terms::detailed(at).stated(), Stated::Detailed(found) if found == at));
        }
    }
}
