use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::fact::{Fact, matched, side_by_side};
use crate::{
    graph::{Network, Place, PlaceId, Scope, Tie, TieGraph},
    metrics::region_degrees,
    model::{Claim, Date, Level, PartnershipRow, Status},
    register::Region,
    said,
    words::Words,
};

/// One difference between two states of partnerships.
///
/// `change` is `region-connected` (a region without a tie now has one), `region-unconnected`, `new` (a partnership is
/// in force that wasn't), `ended` (a partnership is no longer in force: it is over, or no longer listed), `suspended`,
/// `changed` (anything else differs), `place-new` (only the new data has the place) or `place-gone`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DiffRow {
    /// What happened.
    pub change: &'static str,
    /// The place with the smaller id, or the place or region itself if the change is about one.
    pub a: String,
    /// Its name; the new one if it has changed.
    pub a_name: String,
    /// The other place.
    pub b: Option<String>,
    /// Its name.
    pub b_name: Option<String>,
    /// The code of the region of the first place.
    pub a_region: Option<String>,
    /// The code of the region of the other place.
    pub b_region: Option<String>,
    /// The kind of the partnership; the new one if it has changed.
    pub kind: Option<String>,
    /// What the old state says and the new doesn't.
    pub before: String,
    /// What the new state says and the old doesn't.
    pub after: String,
}

/// What changed for a region: in partnerships with at least one end in it, and in its ties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RegionDiffRow {
    /// The code.
    pub region: String,
    /// The English name.
    pub name: String,
    /// The country's code.
    pub country: String,
    /// `connected` if it had no tie and now has one, `unconnected` for the opposite.
    pub became: Option<String>,
    /// Partnerships new in force.
    pub new: usize,
    /// Partnerships no longer in force, and not suspended.
    pub ended: usize,
    /// Partnerships suspended.
    pub suspended: usize,
    /// Partnerships with other changes.
    pub changed: usize,
    /// Ties in the old state.
    pub ties_before: usize,
    /// Ties in the new state.
    pub ties_after: usize,
}

/// What differs between two states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Regions that became connected, then regions that became unconnected, by code; then partnerships `new`, `ended`,
    /// `suspended`, `changed`, each by both places and kind; then places that only the new data has, and places that
    /// only the old data has, by id.
    pub rows: Vec<DiffRow>,
    /// Every region that a row about a region or partnership names: those that became connected, those that became
    /// unconnected, then the others; by code.
    pub regions: Vec<RegionDiffRow>,
}

/// The names of changes in rows.
const CONNECTED: &str = "region-connected";
const UNCONNECTED: &str = "region-unconnected";
const NEW: &str = "new";
const ENDED: &str = "ended";
const SUSPENDED: &str = "suspended";
const CHANGED: &str = "changed";
/// The order of rows.
const CHANGES: [&str; 8] = [CONNECTED, UNCONNECTED, NEW, ENDED, SUSPENDED, CHANGED, "place-new", "place-gone"];

/// The differences between two states of partnerships, which are two data sets, or one data set at two dates.
///
/// The filters and the date of each graph apply, but their `statuses` are ignored. Places are matched by id.
/// Partnerships between the same two places are matched in rounds: first those that say the same, then those of the
/// same kind, then the rest, each in the order of their dates. The comparison covers status (as it counts at the
/// graph's date), kind, dates, claim, fields and document, but not source and note, which are about the row rather than
/// the partnership.
///
/// `diff(new, old)` is the mirror image: before and after change places, and `new` becomes `ended` or `suspended`.
/// Takes O(places + partnerships) time, plus the time to sort the partnerships of each two places.
pub fn diff(old: &TieGraph<'_>, new: &TieGraph<'_>) -> Diff {
    let every = |graph: &TieGraph<'_>| Scope { statuses: Status::ALL.to_vec(), as_of: None, ..graph.scope().clone() };
    let old_all = old.network().graph(&every(old));
    let (is_one_network, other) = (std::ptr::eq(old.network(), new.network()), every(new));
    let new_all = (!is_one_network || *old_all.scope() != other).then(|| new.network().graph(&other));
    let new_all = new_all.as_ref().unwrap_or(&old_all);
    let mut regions = Regions::of(old, new);
    let mut rows = regions.became();
    let numbers = if is_one_network { None } else { Some(numbers(old.network(), new.network())) };
    let numbers = [0, 1].map(|state| numbers.as_ref().map(|numbers| &numbers[state][..]));
    let states = [(&old_all, old.as_of(), numbers[0]), (new_all, new.as_of(), numbers[1])]
        .map(|(graph, as_of, numbers)| State { graph, as_of, numbers });
    let [before, after] =
        [&states[0], &states[1]].map(|state| state.graph.ties().map(|(_, tie)| (state.ends(&tie), tie)));
    let mut ties = side_by_side(before, after, |(x, _), (y, _)| x.cmp(y))
        .map(|(before, after)| [before.map(|(_, tie)| tie), after.map(|(_, tie)| tie)]);
    loop {
        let round: Vec<Ties> = ties.by_ref().take(ROUND).collect();
        if round.is_empty() {
            break;
        }
        let found: Vec<Vec<_>> = round.par_chunks(PART).map(|part| changes(&states, part)).collect();
        for (ends, change, row) in found.into_iter().flatten() {
            regions.count(ends, change);
            rows.push(row);
        }
    }
    let [before, after] = [&states[0], &states[1]].map(|state| {
        let cities = state.graph.network().places().filter(|place| place.level() == Level::City);
        cities.map(|place| (state.number(place.number()), place))
    });
    for (gone, new) in side_by_side(before, after, |(x, _), (y, _)| x.cmp(y)) {
        match (gone, new) {
            (Some((_, gone)), None) if is_asked_about(&old_all, gone) => rows.push(place_row("place-gone", gone)),
            (None, Some((_, new))) if is_asked_about(new_all, new) => rows.push(place_row("place-new", new)),
            _ => {}
        }
    }
    Diff { rows: sorted(rows), regions: regions.rows() }
}

/// Sorts rows by change, then by all their fields. The rows of each change arrive nearly in order, which the sort makes
/// use of.
fn sorted(mut rows: Vec<DiffRow>) -> Vec<DiffRow> {
    rows.sort_by_key(|row| CHANGES.iter().position(|&change| change == row.change));
    let by_change: Vec<&mut [DiffRow]> = rows.chunk_by_mut(|x, y| x.change == y.change).collect();
    by_change.into_par_iter().for_each(<[DiffRow]>::sort);
    rows
}

/// The ties of two places in the old and the new state, if any.
type Ties = [Option<Tie>; 2];

/// The number of ties that are compared in one round.
const ROUND: usize = 1 << 16;

/// From this many ties on, a thread pays.
const PART: usize = 1 << 11;

/// The number of rows that are prefetched at once.
const FETCHED: usize = 1 << 7;

/// The differences between the partnerships of some ties: the two places, what happened, and the row.
fn changes<'n>(states: &[State<'_, 'n>; 2], ties: &[Ties]) -> Vec<([Place<'n>; 2], &'static str, DiffRow)> {
    let mut found = Vec::new();
    for ties in ties.chunks(FETCHED) {
        for (at, state) in states.iter().enumerate() {
            let rows = ties.iter().filter_map(|ties| ties[at].as_ref()).flat_map(|tie| state.graph.rows_of(tie));
            state.graph.network().dataset().fetch_terms(rows);
        }
        ties.iter().for_each(|ties| changes_of(states, ties, &mut found));
    }
    found
}

fn changes_of<'n>(states: &[State<'_, 'n>; 2], ties: &Ties, found: &mut Vec<([Place<'n>; 2], &'static str, DiffRow)>) {
    let mut push = |before: Option<&Fact<'_>>, after: Option<&Fact<'_>>| {
        if before == after {
            return;
        }
        let ends = match ties {
            [_, Some(tie)] => states[1].places(tie),
            [Some(tie), None] => states[0].places(tie),
            [None, None] => return,
        };
        let (change, row) = partnership_row(ends, before, after);
        found.push((ends, change, row));
    };
    if let [Some(old), Some(new)] = ties
        && let (Some(old_row), Some(new_row)) = (states[0].only_row(old), states[1].only_row(new))
    {
        // The common case: each tie has one partnership, so the two are matched whatever differs.
        if !is_surely_same(states, [old_row, new_row]) {
            push(Some(&states[0].fact(old, old_row)), Some(&states[1].fact(new, new_row)));
        }
        return;
    }
    let [before, after] = [0, 1].map(|at| ties[at].as_ref().map_or_else(Vec::new, |tie| states[at].facts(tie)));
    matched(before, after).iter().for_each(|(before, after)| push(before.as_ref(), after.as_ref()));
}

/// Whether two rows between the same two places say so little that their facts must be equal.
fn is_surely_same(states: &[State<'_, '_>; 2], rows: [PartnershipRow; 2]) -> bool {
    let said = |at: usize| {
        let row = states[at].graph.network().dataset().partnership_at(rows[at]);
        let (kind, standing) = row.kind_and_standing();
        let is_brief = row.is_brief() && row.claimed_by() == Claim::Both;
        is_brief.then(|| (kind, standing.since, Fact::status_of(standing, states[at].as_of)))
    };
    said(0).is_some_and(|old| Some(old) == said(1))
}

/// Whether the filters are about a place: if it is an end of a partnership that passes them, at any time. If the
/// filters are only about time and status, every place counts, with a partnership or without.
fn is_asked_about(every_tie: &TieGraph<'_>, place: Place<'_>) -> bool {
    let timeless = Scope { statuses: Vec::new(), as_of: None, ..every_tie.scope().clone() };
    !timeless.is_restricted() || every_tie.includes(place.number())
}

/// For each place of each network, its number among the places of both, by id.
fn numbers(old: &Network, new: &Network) -> [Vec<u32>; 2] {
    let [mut of_old, mut of_new] = [old, new].map(|network| Vec::with_capacity(network.place_count()));
    for (number, (old, new)) in (0..).zip(side_by_side(old.places(), new.places(), |x, y| x.id().cmp(y.id()))) {
        of_old.extend(old.map(|_| number));
        of_new.extend(new.map(|_| number));
    }
    [of_old, of_new]
}

/// All partnerships of one state, whether in force or not.
struct State<'s, 'n> {
    graph: &'s TieGraph<'n>,
    as_of: Option<Date>,
    /// For each place, its number among those of both states; `None` if both have the same places.
    numbers: Option<&'s [u32]>,
}

impl<'n> State<'_, 'n> {
    fn ends(&self, tie: &Tie) -> [u32; 2] {
        [tie.a, tie.b].map(|place| self.number(place))
    }

    fn number(&self, place: PlaceId) -> u32 {
        let own = u32::try_from(place.index()).expect("places have 32-bit numbers");
        self.numbers.map_or(own, |numbers| numbers[place.index()])
    }

    fn places(&self, tie: &Tie) -> [Place<'n>; 2] {
        [self.graph.place(tie.a), self.graph.place(tie.b)]
    }

    /// The partnership of a tie, if the tie has exactly one.
    fn only_row(&self, tie: &Tie) -> Option<PartnershipRow> {
        let mut rows = self.graph.rows_of(tie);
        rows.next().filter(|_| rows.len() == 0)
    }

    /// All partnerships of a tie, in order.
    fn facts(&self, tie: &Tie) -> Vec<Fact<'n>> {
        let mut facts: Vec<Fact<'_>> = self.graph.rows_of(tie).map(|row| self.fact(tie, row)).collect();
        facts.sort();
        facts
    }

    fn fact(&self, tie: &Tie, row: PartnershipRow) -> Fact<'n> {
        Fact::of(self.graph.network().dataset(), row, || self.places(tie).map(Place::id), self.as_of)
    }
}

/// The row of a partnership that has changed, and the name of the change.
fn partnership_row(
    ends: [Place<'_>; 2],
    before: Option<&Fact<'_>>,
    after: Option<&Fact<'_>>,
) -> (&'static str, DiffRow) {
    let in_force = [before, after].map(|fact| fact.is_some_and(Fact::in_force));
    let change = match in_force {
        [false, true] => NEW,
        [true, false] if after.is_some_and(|fact| fact.status == Some(Status::Suspended)) => SUSPENDED,
        [true, false] => ENDED,
        [false, false] | [true, true] => CHANGED,
    };
    let words = ends[0].words();
    let described = |fact: Option<&Fact<'_>>, other: Option<&Fact<'_>>| match (fact, other) {
        (None, _) => words.word(NOT_LISTED).to_owned(),
        (Some(fact), None) => fact.described(words),
        (Some(fact), Some(other)) => fact.described_against(other, words),
    };
    let row = DiffRow {
        change,
        b: Some(ends[1].id().to_owned()),
        b_name: Some(ends[1].shown_name().to_owned()),
        b_region: region_code(ends[1]),
        kind: after.or(before).map(|fact| fact.kind.to_string()),
        before: described(before, after),
        after: described(after, before),
        ..about(ends[0])
    };
    (change, row)
}

/// How a state describes a partnership that it doesn't have.
const NOT_LISTED: &str = "not listed";

fn place_row(change: &'static str, place: Place<'_>) -> DiffRow {
    let (before, after) = if change == "place-new" { (NOT_LISTED, "listed") } else { ("listed", NOT_LISTED) };
    let [before, after] = [before, after].map(|word| place.words().word(word).to_owned());
    DiffRow { change, before, after, ..about(place) }
}

/// A row that is about a place so far.
fn about(place: Place<'_>) -> DiffRow {
    DiffRow {
        a: place.id().to_owned(),
        a_name: place.shown_name().to_owned(),
        a_region: region_code(place),
        ..DiffRow::default()
    }
}

fn region_code(place: Place<'_>) -> Option<String> {
    place.region().map(|region| region.code.to_string())
}

/// The rows about regions so far, by code.
struct Regions<'n>(BTreeMap<&'n str, RegionDiffRow>, Words);

impl<'n> Regions<'n> {
    /// The regions that have ties in either graph, with their numbers.
    fn of(old: &TieGraph<'n>, new: &TieGraph<'n>) -> Self {
        let mut rows = Self(BTreeMap::new(), new.network().words());
        for (graph, is_new) in [(old, false), (new, true)] {
            let degrees = region_degrees(graph, |_| true);
            for (region, degree) in graph.network().register().regions().iter().zip(degrees) {
                if degree.ties() > 0 {
                    let row = rows.row(region);
                    *(if is_new { &mut row.ties_after } else { &mut row.ties_before }) = degree.ties();
                }
            }
        }
        for row in rows.0.values_mut() {
            row.became = match (row.ties_before, row.ties_after) {
                (0, 1..) => Some("connected".to_owned()),
                (1.., 0) => Some("unconnected".to_owned()),
                _ => None,
            };
        }
        rows
    }

    fn row(&mut self, region: &'n Region) -> &mut RegionDiffRow {
        let language = self.1.language();
        self.0.entry(&region.code).or_insert_with(|| RegionDiffRow {
            region: region.code.to_string(),
            name: region.name_in(language).to_owned(),
            country: region.country.to_string(),
            ..RegionDiffRow::default()
        })
    }

    /// Counts a change of a partnership for the regions of its ends, once for each region.
    fn count(&mut self, ends: [Place<'n>; 2], change: &str) {
        let [a, b] = ends.map(Place::region);
        let is_inside_one = a.map(|region| &region.code) == b.map(|region| &region.code);
        for region in [a, b.filter(|_| !is_inside_one)].into_iter().flatten() {
            let row = self.row(region);
            *match change {
                NEW => &mut row.new,
                ENDED => &mut row.ended,
                SUSPENDED => &mut row.suspended,
                _ => &mut row.changed,
            } += 1;
        }
    }

    /// A difference for each region that became connected or unconnected.
    fn became(&self) -> Vec<DiffRow> {
        let words = self.1;
        let ties = |ties: usize| match ties {
            0 => said!(words, NoTie),
            ties => said!(words, Ties, ties),
        };
        let row = |region: &RegionDiffRow| {
            let change = if region.became.as_deref()? == "connected" { CONNECTED } else { UNCONNECTED };
            Some(DiffRow {
                change,
                a: region.region.clone(),
                a_name: region.name.clone(),
                a_region: Some(region.region.clone()),
                before: ties(region.ties_before),
                after: ties(region.ties_after),
                ..DiffRow::default()
            })
        };
        self.0.values().filter_map(row).collect()
    }

    /// The regions with changes: those that became connected, those that became unconnected, then the others; by code.
    fn rows(self) -> Vec<RegionDiffRow> {
        let changed = |row: &RegionDiffRow| row.new + row.ended + row.suspended + row.changed > 0;
        let mut rows: Vec<RegionDiffRow> =
            self.0.into_values().filter(|row| row.became.is_some() || changed(row)).collect();
        // They are sorted by code already. `connected` sorts before `unconnected`.
        rows.sort_by_key(|row| (row.became.is_none(), row.became.clone()));
        rows
    }
}
