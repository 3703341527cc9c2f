//! Partnerships entered twice, claimed by one side, or of two places on one point.

use std::cell::OnceCell;

use super::{Code, ProblemRow, faults::Faulty};
use crate::{
    geodesy::distance_km,
    graph::{Names, Network, PlaceId, Subject},
    model::{Claim, Date, Level, PartnershipRecord, PartnershipRow},
};

/// Below this a distance shows as 0.0 km.
const ZERO_KM: f64 = 0.05;

pub(super) fn check(network: &Network, faulty: &Faulty<'_>, problems: &mut Vec<ProblemRow>) {
    let ends = Ends { network, names: OnceCell::new() };
    let rows: Vec<(PartnershipRow, [PlaceId; 2])> = network.partnerships().collect();
    for same_ends in rows.chunk_by(|x, y| x.1 == y.1) {
        let places = same_ends[0].1;
        let mut rows: Vec<PartnershipRow> = same_ends.iter().map(|(row, _)| *row).collect();
        rows.sort_unstable_by_key(|&row| network.dataset().locate_partnership(row).1);
        push_again(&ends, &rows, places, faulty, problems);
        push_one_sided(&ends, &rows, places, problems);
        push_zero_km(network, rows[0], places, problems);
    }
}

/// Which place stands in which column.
struct Ends<'n> {
    network: &'n Network,
    /// Made when an end is first written as something else than an id.
    names: OnceCell<Names<'n>>,
}

impl Ends<'_> {
    /// The place in column `a`, of the two that the row joins.
    fn a(&self, row: &PartnershipRecord<'_>, [low, high]: [PlaceId; 2]) -> PlaceId {
        let [low_id, high_id] = [low, high].map(|place| self.network.place(place).id());
        if row.a == low_id || row.b == high_id {
            return low;
        }
        if row.a == high_id || row.b == low_id {
            return high;
        }
        let names = self.names.get_or_init(|| Names::indexed(self.network.dataset(), self.network.register()));
        let subject: Option<Subject> = names.find(row.a, Level::ALL).ok().map(|found| found.subject);
        if subject.and_then(|subject| self.network.place_of(subject)) == Some(high) { high } else { low }
    }

    /// The places that claim the partnership.
    fn claimants(&self, row: &PartnershipRecord<'_>, places: [PlaceId; 2]) -> Vec<PlaceId> {
        let a = self.a(row, places);
        let b = if a == places[0] { places[1] } else { places[0] };
        match row.claimed_by {
            Claim::Both => vec![a, b],
            Claim::A => vec![a],
            Claim::B => vec![b],
        }
    }

    fn shown(&self, place: PlaceId) -> String {
        let place = self.network.place(place);
        format!("`{}` ({})", place.name(), place.id())
    }
}

/// Rows that say again what an earlier row of the same places has said.
fn push_again(
    ends: &Ends<'_>,
    rows: &[PartnershipRow],
    places: [PlaceId; 2],
    faulty: &Faulty<'_>,
    problems: &mut Vec<ProblemRow>,
) {
    let dataset = ends.network.dataset();
    let certain = |row: PartnershipRow| {
        !faulty.has(dataset.locate_partnership(row), &["kind", "status", "since", "until", "suspended"])
    };
    for (i, &row) in rows.iter().enumerate().filter(|&(_, &row)| certain(row)) {
        let record = dataset.partnership(row);
        let earlier = rows[..i].iter().take(KEPT).find(|&&other| certain(other) && is_again(ends, other, row));
        let Some(&first) = earlier else { continue };
        let reversed = ends.a(&record, places) != ends.a(&dataset.partnership(first), places);
        let (code, how) = if reversed {
            (Code::ReversedPartnership, ", the other way round")
        } else {
            (Code::DuplicatePartnership, "")
        };
        let message = format!(
            "{} and {} have this {} partnership in line {}{how}",
            ends.shown(places[0]),
            ends.shown(places[1]),
            record.kind,
            dataset.locate_partnership(first).1
        );
        let hint = "keep one of the rows; `sistergraph check --fix -o DIR` merges those that say the same";
        problems.push(ProblemRow::new(code, dataset.locate_partnership(row), Some("a"), message, hint));
    }
}

/// How many partnerships of the same two places are compared with later ones.
const KEPT: usize = 16;

/// Whether two rows of the same places are of one kind and status, and may be in force on the same day.
fn is_again(ends: &Ends<'_>, x: PartnershipRow, y: PartnershipRow) -> bool {
    let dataset = ends.network.dataset();
    let (first, second) = (dataset.standing(x), dataset.standing(y));
    let begins_after = |start: Option<Date>, end: Option<Date>| match (start, end) {
        (Some(start), Some(end)) => start.first_day() > end.last_day(),
        _ => false,
    };
    dataset.kind(x) == dataset.kind(y)
        && first.status() == second.status()
        && !begins_after(first.since, second.until)
        && !begins_after(second.since, first.until)
}

fn push_one_sided(ends: &Ends<'_>, rows: &[PartnershipRow], places: [PlaceId; 2], problems: &mut Vec<ProblemRow>) {
    let dataset = ends.network.dataset();
    if rows.iter().any(|&row| dataset.partnership(row).claimed_by == Claim::Both) {
        return;
    }
    let mut claimants: Vec<PlaceId> =
        rows.iter().flat_map(|&row| ends.claimants(&dataset.partnership(row), places)).collect();
    claimants.sort_unstable();
    claimants.dedup();
    let [claimant] = claimants[..] else { return };
    let other = if claimant == places[0] { places[1] } else { places[0] };
    let message = format!("only {} claims the partnership with {}", ends.shown(claimant), ends.shown(other));
    let hint = "look it up on the other side; leave `claimed_by` blank where both claim it";
    let at = dataset.locate_partnership(rows[0]);
    problems.push(ProblemRow::new(Code::OneSidedClaim, at, Some("claimed_by"), message, hint));
}

fn push_zero_km(network: &Network, row: PartnershipRow, places: [PlaceId; 2], problems: &mut Vec<ProblemRow>) {
    let [a, b] = places.map(|place| network.place(place));
    let (Some(from), Some(to)) = (a.position(), b.position()) else { return };
    if distance_km(from, to) >= ZERO_KM || a.part_of() == Some(b.number()) || b.part_of() == Some(a.number()) {
        return;
    }
    let message = format!("`{}` ({}) and `{}` ({}) are 0 km apart", a.name(), a.id(), b.name(), b.id());
    let hint = "one of the two has the other's position, or both are one place";
    let at = network.dataset().locate_partnership(row);
    problems.push(ProblemRow::new(Code::TieOfZeroKm, at, Some("b"), message, hint));
}
