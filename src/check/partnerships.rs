//! Finds partnerships that were entered twice, that only one side claims, or whose two places are at one point.

use std::{collections::HashSet, sync::OnceLock};

use rayon::prelude::*;

use super::{Code, FETCHED, ProblemRow, faults::Faulty};
use crate::{
    geodesy::distance_km,
    graph::{Finding, FindingKind, Names, Network, PlaceId},
    model::{Claim, Date, Hint, Level, PartnershipRow, See, Standing, Status, TextId},
};

/// Smaller distances are shown as 0.0 km.
const ZERO_KM: f64 = 0.05;

/// In latitude, this is more than twice as far.
const ZERO_DEGREES: f64 = 0.001;

/// Takes O(partnerships) time; those of each two places are sorted by line. Threads share them.
pub(super) fn check(network: &Network, findings: &[Finding], faulty: &Faulty<'_>, problems: &mut Vec<ProblemRow>) {
    let dataset = network.dataset();
    let judging = Judging { ends: Ends::new(network), faulty };
    let mut found = Found::default();
    let (mut placed, mut round) = (network.partnerships().peekable(), Vec::new());
    while placed.peek().is_some() {
        round.extend(placed.by_ref().take(ROUND));
        let last = round[round.len() - 1].1;
        round.extend(std::iter::from_fn(|| placed.next_if(|(_, pair)| *pair == last)));
        let parts: Vec<Found> = in_parts(&round).into_par_iter().map(|part| judging.part(part)).collect();
        parts.into_iter().for_each(|part| found.append(part));
        round.clear();
    }
    for same in rows_by_text(network, findings).chunk_by(|x, y| x.0 == y.0) {
        let mut rows: Vec<PartnershipRow> = same.iter().map(|&(_, row)| row).collect();
        judging.pair(same[0].0.map(End::Text), &mut rows, &mut found);
    }
    let Found { problems: mut others, mut one_sided, pairs } = found;
    problems.append(&mut others);
    // A table that gives every pair in only one direction says nothing about the other side: this is reported as one
    // problem.
    if dataset.locates_regions() && pairs > 1 && one_sided.len() == pairs {
        let message = format!("each of the {pairs} pairs is given in one direction, as the first place's claim");
        let hint = "where each row stands for both sides, add a column `claimed_by` that says `both`";
        one_sided = vec![ProblemRow::new(Code::OneSidedClaim, (dataset.partnerships_file(), 1), None, message, hint)];
    }
    problems.append(&mut one_sided);
}

/// A partnership and its two places.
type Placed = (PartnershipRow, [PlaceId; 2]);

/// The number of partnerships that are checked in one round.
const ROUND: usize = 1 << 17;

/// From this many partnerships on, a thread pays.
const PART: usize = 1 << 11;

/// Divides partnerships, in the order of their places, into parts that don't separate those of the same two places.
fn in_parts(mut placed: &[Placed]) -> Vec<&[Placed]> {
    let mut parts = Vec::with_capacity(placed.len() / PART + 1);
    while !placed.is_empty() {
        let mut end = placed.len().min(PART);
        end += placed[end..].iter().take_while(|(_, pair)| *pair == placed[end - 1].1).count();
        let (part, rest) = placed.split_at(end);
        parts.push(part);
        placed = rest;
    }
    parts
}

/// What was found about some partnerships.
#[derive(Default)]
struct Found {
    problems: Vec<ProblemRow>,
    one_sided: Vec<ProblemRow>,
    /// The number of pairs of places.
    pairs: usize,
}

impl Found {
    fn append(&mut self, mut other: Self) {
        self.problems.append(&mut other.problems);
        self.one_sided.append(&mut other.one_sided);
        self.pairs += other.pairs;
    }
}

struct Judging<'n, 'f> {
    ends: Ends<'n>,
    faulty: &'f Faulty<'f>,
}

impl Judging<'_, '_> {
    /// Checks a part of the partnerships, which has all those of each two places.
    fn part(&self, part: &[Placed]) -> Found {
        let (mut found, mut rows) = (Found::default(), Vec::new());
        let mut fetched = 0;
        let mut at = 0;
        for same in part.chunk_by(|x, y| x.1 == y.1) {
            if at >= fetched {
                let next = &part[at..part.len().min(at + FETCHED)];
                self.ends.network.dataset().fetch_terms(next.iter().map(|(row, _)| *row));
                self.ends.network.fetch_positions(next.iter().map(|(_, [_, high])| *high));
                fetched = at + next.len();
            }
            at += same.len();
            rows.clear();
            rows.extend(same.iter().map(|(row, _)| *row));
            self.pair(same[0].1.map(End::Place), &mut rows, &mut found);
        }
        found
    }

    /// Checks the partnerships between two ends.
    fn pair(&self, pair: [End; 2], rows: &mut Vec<PartnershipRow>, found: &mut Found) {
        let Self { ends, faulty } = self;
        let dataset = ends.network.dataset();
        rows.retain(|row| !faulty.has(dataset.locate_partnership(*row), &["a", "b"]));
        rows.sort_unstable_by_key(|&row| (dataset.locate_partnership(row).1, row));
        let Some(&first) = rows.first() else { return };
        found.pairs += 1;
        push_again(ends, rows, pair, faulty, &mut found.problems);
        found.one_sided.extend(one_sided_claim(ends, rows, pair, faulty));
        if let [End::Place(a), End::Place(b)] = pair {
            push_zero_km(ends.network, first, [a, b], &mut found.problems);
        }
    }
}

/// Rows that the graph refuses, for example because an end's own row is at fault. They are checked by the texts of
/// their two ends. If a text doesn't name a place, it may mean any, and the row is left out.
fn rows_by_text(network: &Network, findings: &[Finding]) -> Vec<([TextId; 2], PartnershipRow)> {
    let dataset = network.dataset();
    let is_nameless =
        |kind: &FindingKind| matches!(kind, FindingKind::UnknownEnd { .. } | FindingKind::AmbiguousEnd { .. });
    let nameless = findings.iter().filter(|finding| is_nameless(&finding.kind));
    let nameless: HashSet<(&str, u32)> = nameless.map(|finding| (finding.file.as_str(), finding.line)).collect();
    let by_text = network.refused().filter_map(|row| {
        let (a, b) = dataset.ends(row);
        let is_named = a != b && !nameless.contains(&dataset.locate_partnership(row));
        is_named.then(|| ([a.min(b), a.max(b)], row))
    });
    let mut rows: Vec<_> = by_text.collect();
    rows.sort_unstable();
    rows
}

/// An end of a partnership: a place, or its text if the graph has no place for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Place(PlaceId),
    Text(TextId),
}

/// Tells which end is in which column.
pub(super) struct Ends<'n> {
    network: &'n Network,
    /// Made for the first end that isn't written as an id.
    names: OnceLock<Names<'n>>,
}

impl<'n> Ends<'n> {
    pub(super) fn new(network: &'n Network) -> Self {
        Self { network, names: OnceLock::new() }
    }

    /// Which of its two ends the row has in column `a`.
    pub(super) fn a(&self, row: PartnershipRow, pair: [End; 2]) -> End {
        let record = self.network.dataset().partnership(row);
        let [low, high] = pair;
        let [low_id, high_id] = pair.map(|end| self.id(end));
        if record.a == low_id || record.b == high_id {
            return low;
        }
        if record.a == high_id || record.b == low_id {
            return high;
        }
        let place = self.names().find(record.a, Level::ALL).ok().and_then(|found| self.network.place_of(found.subject));
        if place.map(End::Place) == Some(high) { high } else { low }
    }

    fn names(&self) -> &Names<'n> {
        if let Some(names) = self.names.get() {
            return names;
        }
        // They are made before `get_or_init`, so that no thread waits for the cell: rayon may hand a thread that waits
        // for its helpers other work that needs the cell too.
        let made = Names::indexed(self.network.dataset(), self.network.register());
        self.names.get_or_init(|| made)
    }

    /// The ends that claim the partnership.
    fn claimants(&self, row: PartnershipRow, pair: [End; 2]) -> Vec<End> {
        let a = self.a(row, pair);
        let b = if a == pair[0] { pair[1] } else { pair[0] };
        match self.network.dataset().partnership(row).claimed_by {
            Claim::Both => vec![a, b],
            Claim::A => vec![a],
            Claim::B => vec![b],
        }
    }

    fn id(&self, end: End) -> &str {
        match end {
            End::Place(place) => self.network.place(place).id(),
            End::Text(text) => self.network.dataset().text(text),
        }
    }

    /// The Wikidata id of an end.
    fn item(&self, end: End) -> Option<String> {
        let End::Place(place) = end else { return None };
        self.network.place(place).wikidata().map(str::to_owned)
    }

    fn shown(&self, end: End) -> String {
        match end {
            End::Place(place) => format!("`{}` ({})", self.network.place(place).name(), self.id(end)),
            End::Text(_) => format!("`{}`", self.id(end)),
        }
    }
}

/// Reports rows that repeat an earlier row of the same places.
fn push_again(
    ends: &Ends<'_>,
    rows: &[PartnershipRow],
    pair: [End; 2],
    faulty: &Faulty<'_>,
    problems: &mut Vec<ProblemRow>,
) {
    let dataset = ends.network.dataset();
    let certain = |row: PartnershipRow| {
        !faulty.has(dataset.locate_partnership(row), &["kind", "status", "since", "until", "suspended"])
    };
    for (i, &row) in rows.iter().enumerate().filter(|&(_, &row)| certain(row)) {
        let earlier = rows[..i].iter().take(KEPT).find(|&&other| certain(other) && is_again(ends, other, row));
        let Some(&first) = earlier else { continue };
        let reversed = ends.a(row, pair) != ends.a(first, pair);
        let (code, how) = if reversed {
            (Code::ReversedPartnership, ", the other way round")
        } else {
            (Code::DuplicatePartnership, "")
        };
        let message = format!(
            "{} and {} have this {} partnership in line {}{how}",
            ends.shown(pair[0]),
            ends.shown(pair[1]),
            dataset.kind(row),
            dataset.locate_partnership(first).1
        );
        let hint = Hint::with("keep one of the rows", See::MergingFix);
        problems.push(ProblemRow::new(code, dataset.locate_partnership(row), Some("a"), message, hint));
    }
}

/// The number of partnerships of the same two places that are compared with later ones.
const KEPT: usize = 16;

/// Whether two rows of the same places have the same kind and status, and may be in force on the same day.
fn is_again(ends: &Ends<'_>, x: PartnershipRow, y: PartnershipRow) -> bool {
    let dataset = ends.network.dataset();
    let (first, second) = (dataset.standing(x), dataset.standing(y));
    let begins_after = |start: Option<Date>, end: Option<Date>| match (start, end) {
        (Some(start), Some(end)) => start.first_day() > end.last_day(),
        _ => false,
    };
    // An ended partnership entered beside its continuation is history, not a repetition. A row that is ended only by
    // its dates may be the other row with its end filled in.
    let stated = |standing: Standing| standing.stated.unwrap_or(Status::Active);
    dataset.kind(x) == dataset.kind(y)
        && stated(first) == stated(second)
        && !begins_after(first.since, second.until)
        && !begins_after(second.since, first.until)
}

/// The partnerships of two places, if only one of them claims any: all rows together.
fn one_sided_claim(
    ends: &Ends<'_>,
    rows: &[PartnershipRow],
    pair: [End; 2],
    faulty: &Faulty<'_>,
) -> Option<ProblemRow> {
    let dataset = ends.network.dataset();
    // Which end is in which column is looked up only if it matters.
    if rows.iter().any(|&row| dataset.partnership_at(row).claimed_by() == Claim::Both)
        || rows.iter().any(|&row| faulty.has(dataset.locate_partnership(row), &["claimed_by"]))
    {
        return None;
    }
    let mut claimants: Vec<End> = rows.iter().flat_map(|&row| ends.claimants(row, pair)).collect();
    claimants.sort_unstable();
    claimants.dedup();
    let [claimant] = claimants[..] else { return None };
    let other = if claimant == pair[0] { pair[1] } else { pair[0] };
    let message = format!("only {} claims the partnership with {}", ends.shown(claimant), ends.shown(other));
    let hint = "look it up on the other side; leave `claimed_by` blank where both claim it";
    let at = dataset.locate_partnership(rows[0]);
    let ids = [claimant, other].map(|end| ends.id(end).to_owned());
    let items = [claimant, other].map(|end| ends.item(end));
    let [[a, b], [a_wikidata, b_wikidata]] = [ids.map(Some), items];
    Some(ProblemRow {
        missing_side: b.clone(),
        a,
        b,
        a_wikidata,
        b_wikidata,
        ..ProblemRow::new(Code::OneSidedClaim, at, Some("claimed_by"), message, hint)
    })
}

fn push_zero_km(network: &Network, row: PartnershipRow, places: [PlaceId; 2], problems: &mut Vec<ProblemRow>) {
    let [a, b] = places.map(|place| network.place(place));
    let (Some(from), Some(to)) = (a.position(), b.position()) else { return };
    // A shortcut: most ends are far apart, which their latitudes show.
    let is_near = (from.lat() - to.lat()).abs() < ZERO_DEGREES && distance_km(from, to) < ZERO_KM;
    if !is_near || a.part_of() == Some(b.number()) || b.part_of() == Some(a.number()) {
        return;
    }
    let message = format!("`{}` ({}) and `{}` ({}) are 0 km apart", a.name(), a.id(), b.name(), b.id());
    let hint = "one of the two has the other's position, or both are one place";
    let at = network.dataset().locate_partnership(row);
    problems.push(ProblemRow::new(Code::TieOfZeroKm, at, Some("b"), message, hint));
}
