//! Partnerships entered twice, claimed by one side, or of two places on one point.

use std::{collections::HashSet, sync::OnceLock};

use rayon::prelude::*;

use super::{Code, FETCHED, ProblemRow, faults::Faulty};
use crate::{
    geodesy::distance_km,
    graph::{Finding, FindingKind, Names, Network, PlaceId},
    model::{Claim, Date, Hint, Level, PartnershipRow, See, Standing, Status, TextId},
};

/// Below this a distance shows as 0.0 km.
const ZERO_KM: f64 = 0.05;

/// Of latitude this is more than twice as far.
const ZERO_DEGREES: f64 = 0.001;

/// O(partnerships), those of each two places sorted by line; threads share them, so many at a time.
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
    // A table that gives every pair in one direction says nothing of the other side: that is one problem.
    if dataset.locates_regions() && pairs > 1 && one_sided.len() == pairs {
        let message = format!("each of the {pairs} pairs is given in one direction, as the first place's claim");
        let hint = "where each row stands for both sides, add a column `claimed_by` that says `both`";
        one_sided = vec![ProblemRow::new(Code::OneSidedClaim, (dataset.partnerships_file(), 1), None, message, hint)];
    }
    problems.append(&mut one_sided);
}

/// A partnership and its two places.
type Placed = (PartnershipRow, [PlaceId; 2]);

/// So many partnerships are judged before the next are taken.
const ROUND: usize = 1 << 17;

/// So many are worth handing to a thread.
const PART: usize = 1 << 11;

/// Partnerships in the order of their places in parts, none of which ends between two of the same places.
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

/// What was found of some partnerships.
#[derive(Default)]
struct Found {
    problems: Vec<ProblemRow>,
    one_sided: Vec<ProblemRow>,
    /// How many pairs of places these are between.
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
    /// Judges a part of the partnerships, all of each two places.
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

    /// Judges the partnerships of two ends.
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

/// Rows that the graph can't take because an end's own row is at fault, say: these are judged by what they say, by the
/// texts of their two ends. What doesn't name a place may mean any, and is left out.
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

/// An end of a partnership: a place, or its text where the graph has no place for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    Place(PlaceId),
    Text(TextId),
}

/// Which end stands in which column.
pub(super) struct Ends<'n> {
    network: &'n Network,
    /// Made when an end is first written as something else than an id.
    names: OnceLock<Names<'n>>,
}

impl<'n> Ends<'n> {
    pub(super) fn new(network: &'n Network) -> Self {
        Self { network, names: OnceLock::new() }
    }

    /// What stands in column `a` of the row, of the two ends that it has.
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
        // Not while others wait for it: a thread that waits for its helpers may be handed work that does.
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

/// Rows that say again what an earlier row of the same places has said.
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
    // An ended partnership entered beside its continuation is history; what one row calls ended by its dates alone
    // may be the other row with its end filled in.
    let stated = |standing: Standing| standing.stated.unwrap_or(Status::Active);
    dataset.kind(x) == dataset.kind(y)
        && stated(first) == stated(second)
        && !begins_after(first.since, second.until)
        && !begins_after(second.since, first.until)
}

/// Partnerships of two places that one of them alone claims, all rows together.
fn one_sided_claim(
    ends: &Ends<'_>,
    rows: &[PartnershipRow],
    pair: [End; 2],
    faulty: &Faulty<'_>,
) -> Option<ProblemRow> {
    let dataset = ends.network.dataset();
    // Which end stands in which column is only told where it matters.
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
    // Most are far apart, which their latitudes tell at once.
    let is_near = (from.lat() - to.lat()).abs() < ZERO_DEGREES && distance_km(from, to) < ZERO_KM;
    if !is_near || a.part_of() == Some(b.number()) || b.part_of() == Some(a.number()) {
        return;
    }
    let message = format!("`{}` ({}) and `{}` ({}) are 0 km apart", a.name(), a.id(), b.name(), b.id());
    let hint = "one of the two has the other's position, or both are one place";
    let at = network.dataset().locate_partnership(row);
    problems.push(ProblemRow::new(Code::TieOfZeroKm, at, Some("b"), message, hint));
}
