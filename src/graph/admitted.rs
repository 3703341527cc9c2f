//! The partnerships that a graph admits.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::{
    by_ends::ByEnds,
    network::Network,
    resolved_rows::ResolvedRows,
    scope::{PlaceFilters, Scope, Verdict},
    tie::WithinPeriod,
};
use crate::model::Certainty;

/// The partnerships that a graph admits. They are sorted by their ends only when somebody asks for those of a tie.
pub(super) enum Admitted<'n> {
    /// All partnerships of a network.
    All(&'n Network),
    /// Some of the partnerships.
    Some {
        /// The partnerships, divided into parts like those of the network.
        parts: Vec<ResolvedRows>,
        by_ends: OnceLock<ByEnds>,
    },
}

/// The numbers of partnerships that were counted or left out although their dates don't say for sure when they were in
/// force.
#[derive(Clone, Copy, Default)]
pub(super) struct Unsure {
    pub(super) undated: usize,
    pub(super) within_period: WithinPeriod,
}

impl<'n> Admitted<'n> {
    /// The partnerships of a network within a scope. Takes O(places + partnerships) time.
    pub(super) fn new(network: &'n Network, scope: &Scope) -> (Self, Unsure) {
        let filters = PlaceFilters::of(network, scope);
        let verdicts = Verdicts::of(network, scope);
        if filters.is_none() && matches!(verdicts, Verdicts::AllSure) {
            return (Self::All(network), Unsure::default());
        }
        let places = network.place_count();
        let sure = Verdict { counts: true, certainty: Certainty::Dated };
        let admit = |part: &ResolvedRows| {
            let mut unsure = Unsure::default();
            if matches!(verdicts, Verdicts::NoneCounts) {
                return (ResolvedRows::new(0, places), unsure);
            }
            let mut admitted = ResolvedRows::new(part.len(), places);
            for [low, high, row] in part.rows() {
                let verdict = if let Verdicts::Each(verdicts) = &verdicts { verdicts[row as usize] } else { sure };
                if filters.as_ref().is_none_or(|filters| filters.admit(low, high)) {
                    unsure.add(verdict);
                    if verdict.counts {
                        admitted.add([low, high, row]);
                    }
                }
            }
            (admitted, unsure)
        };
        let (parts, unsure): (Vec<_>, Vec<_>) = network.rows.par_iter().map(admit).unzip();
        let unsure = unsure.into_iter().fold(Unsure::default(), Unsure::and);
        (Self::Some { parts, by_ends: OnceLock::new() }, unsure)
    }

    /// A few of the partnerships of a network.
    pub(super) fn of_rows(network: &Network, rows: impl ExactSizeIterator<Item = [u32; 3]>) -> Self {
        let mut part = ResolvedRows::new(rows.len(), network.place_count());
        rows.for_each(|row| part.add(row));
        Self::Some { parts: vec![part], by_ends: OnceLock::new() }
    }

    /// All admitted partnerships, in no particular order.
    pub(super) fn parts(&self) -> &[ResolvedRows] {
        match self {
            Self::All(network) => &network.rows,
            Self::Some { parts, .. } => parts,
        }
    }

    pub(super) fn count(&self) -> usize {
        self.parts().iter().map(ResolvedRows::len).sum()
    }

    /// Each admitted partnership as the numbers of its two places and of its row, in no particular order.
    pub(super) fn rows(&self) -> impl Iterator<Item = [u32; 3]> {
        self.parts().iter().flat_map(ResolvedRows::rows)
    }

    /// The partnerships sorted by both ends, then by what their rows say.
    pub(super) fn by_ends(&self, network: &Network) -> &ByEnds {
        match self {
            Self::All(network) => network.by_ends(),
            Self::Some { parts, by_ends } => match by_ends.get() {
                Some(by_ends) => by_ends,
                None => {
                    // They are sorted before `get_or_init`, so that no thread waits for the cell: see
                    // `Network::by_ends`.
                    let made = ByEnds::new(parts, &network.dataset);
                    by_ends.get_or_init(|| made)
                }
            },
        }
    }

    /// Whether the partnerships have been sorted.
    pub(super) fn is_in_order(&self) -> bool {
        match self {
            Self::All(network) => network.by_ends.get().is_some(),
            Self::Some { by_ends, .. } => by_ends.get().is_some(),
        }
    }
}

impl Unsure {
    fn add(&mut self, verdict: Verdict) {
        match verdict.certainty {
            Certainty::Undated => self.undated += usize::from(verdict.counts),
            Certainty::WithinPeriod if verdict.counts => self.within_period.counted += 1,
            Certainty::WithinPeriod => self.within_period.left_out += 1,
            Certainty::Dated => {}
        }
    }

    fn and(self, other: Self) -> Self {
        let (a, b) = (self.within_period, other.within_period);
        Self {
            undated: self.undated + other.undated,
            within_period: WithinPeriod { counted: a.counted + b.counted, left_out: a.left_out + b.left_out },
        }
    }
}

/// Whether the kind, time and status of each row let it count.
enum Verdicts {
    /// All rows count for sure.
    AllSure,
    /// No row counts.
    NoneCounts,
    /// One verdict per row. Rows lie in memory in this order, while partnerships are in another.
    Each(Vec<Verdict>),
}

impl Verdicts {
    fn of(network: &Network, scope: &Scope) -> Self {
        let dataset = &network.dataset;
        let mut kinds = dataset.kinds_and_statuses();
        if kinds.all(|(kind, ..)| !scope.admits_kind(kind)) {
            return Self::NoneCounts;
        }
        let kinds = || dataset.kinds_and_statuses();
        if scope.as_of.is_none() {
            let counts = |(kind, status, _)| scope.admits_kind(kind) && scope.admits_status(status);
            if kinds().all(counts) {
                return Self::AllSure;
            }
            if !kinds().any(counts) {
                return Self::NoneCounts;
            }
        }
        let rows = dataset.partnership_rows().end;
        let verdicts = |part: u32| {
            let bound = |part: u32| u32::try_from(u64::from(rows) * u64::from(part) / u64::from(PARTS)).unwrap_or(rows);
            let rows = dataset.partnerships_in(bound(part)..bound(part + 1));
            let verdicts = rows.map(|partnership| {
                let (kind, standing) = partnership.kind_and_standing();
                scope.verdict(kind, standing)
            });
            verdicts.collect::<Vec<_>>()
        };
        let verdicts: Vec<Verdict> = (0..PARTS).into_par_iter().map(verdicts).collect::<Vec<_>>().concat();
        let is_sure = |verdict: &Verdict| verdict.counts && matches!(verdict.certainty, Certainty::Dated);
        if verdicts.iter().all(is_sure) { Self::AllSure } else { Self::Each(verdicts) }
    }
}

/// There are more parts than threads, since one thread may be slower than another.
const PARTS: u32 = 4;
