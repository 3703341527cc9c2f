//! Partnerships sorted by their ends, so that those of one tie are consecutive.

use std::{cmp::Ordering, ops::Range};

use super::{
    id::{PlaceId, Resolved},
    resolved_rows::{Numbers, ResolvedRows, Starts, by_buckets, by_low},
};
use crate::model::{Dataset, PartnershipRecord, PartnershipRow, Standing};

/// The partnerships between two different places, sorted by both ends, then by what their rows say.
#[derive(Clone, Debug, Default)]
pub(super) struct ByEnds {
    /// The partnerships as plain numbers: the system hands out a list of zeros without writing to it, so that each
    /// thread is the first to touch its part.
    all: Vec<Numbers>,
    /// The indices in `all` of partnerships with the same ends as the one before. There are few of these, so that the
    /// ties, which are the others, need no list.
    repeats: Vec<u32>,
}

impl ByEnds {
    /// Sorts rows by both ends and then by everything that they say, so that the order of the input doesn't matter.
    /// `parts` are all rows in order.
    ///
    /// This is a counting sort, first into buckets of smaller ends, then by end within each bucket. Takes O(places +
    /// rows) time, plus the time to sort the few rows with the same smaller end.
    pub(super) fn new(parts: &[ResolvedRows], dataset: &Dataset) -> Self {
        let (all, repeats) = by_buckets(parts, |share, own, starts| sort(share, own, starts, parts, dataset));
        Self { all, repeats: repeats.concat() }
    }

    /// Sorts only the rows of whose ends `is_taken` is true. Takes O(rows) time, and O(n log n) for the n rows taken.
    pub(super) fn of(is_taken: impl Fn(u32, u32) -> bool, parts: &[ResolvedRows], dataset: &Dataset) -> Self {
        let rows = parts.iter().flat_map(ResolvedRows::rows);
        let mut all: Vec<Numbers> = rows.filter(|[low, high, _]| is_taken(*low, *high)).collect();
        all.sort_unstable();
        let mut repeats = Vec::new();
        settle(&mut all, 0, &mut repeats, dataset);
        Self { all, repeats }
    }

    pub(super) fn get(&self, at: usize) -> Resolved {
        resolved(self.all[at])
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Resolved> + Clone {
        self.all.iter().copied().map(resolved)
    }

    /// The index of the first partnership of the n-th pair of ends. O(log repeats).
    pub(super) fn first_of(&self, pair: u32) -> u32 {
        // The first partnership of a pair comes after as many repeats as belong to earlier pairs. Repeat `i`, without
        // the `i` repeats before it, comes after `repeats[i] - i` firsts.
        let (mut low, mut high) = (0, self.repeats.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.repeats[middle] - number(middle) <= pair { low = middle + 1 } else { high = middle }
        }
        pair + number(low)
    }

    /// The index of the first partnership of each pair of ends, in order.
    pub(super) fn firsts(&self) -> impl Iterator<Item = u32> {
        let mut repeats = self.repeats.iter().copied().peekable();
        (0..number(self.all.len())).filter(move |&at| repeats.next_if_eq(&at).is_none())
    }

    /// The number of a pair of ends, given with the smaller one first. O(log partnerships).
    pub(super) fn pair_between(&self, (low, high): (PlaceId, PlaceId)) -> Option<u32> {
        let at = self.all.partition_point(|&[a, b, _]| (a, b) < (low.0, high.0));
        let is_there = self.all.get(at).is_some_and(|&[a, b, _]| (a, b) == (low.0, high.0));
        let at = number(at);
        is_there.then(|| at - number(self.repeats.partition_point(|&repeat| repeat < at)))
    }
}

fn resolved([low, high, row]: Numbers) -> Resolved {
    Resolved { low: PlaceId(low), high: PlaceId(high), row: PartnershipRow(row) }
}

/// Sorts the rows of the `own` buckets into their part of the whole list, which begins where the first of these buckets
/// begins. Returns the indices of rows with the same ends as the row before.
fn sort(
    sorted: &mut [Numbers],
    own: Range<usize>,
    starts: &Starts,
    parts: &[ResolvedRows],
    dataset: &Dataset,
) -> Vec<u32> {
    let first = starts[own.start];
    let (mut repeats, mut next) = (Vec::new(), Vec::new());
    for bucket in own {
        let rows = &mut sorted[(starts[bucket] - first) as usize..(starts[bucket + 1] - first) as usize];
        by_low(parts, bucket, &mut next, |at, row| rows[at] = row);
        for of_low in rows.chunk_by_mut(|x, y| x[0] == y[0]) {
            of_low.sort_unstable_by_key(|&[_, high, row]| u64::from(high) << 32 | u64::from(row));
        }
        settle(rows, starts[bucket], &mut repeats, dataset);
    }
    repeats
}

/// Sorts neighbouring rows with the same ends by everything that they say. Adds to `repeats` the index of every row but
/// the first of each pair of ends; `at` is the index of the first row.
fn settle(rows: &mut [Numbers], mut at: u32, repeats: &mut Vec<u32>, dataset: &Dataset) {
    for same in rows.chunk_by_mut(|x, y| x[..2] == y[..2]) {
        let next = at + number(same.len());
        if same.len() > 1 {
            repeats.extend(at + 1..next);
            same.sort_by(|[.., x], [.., y]| order(dataset, PartnershipRow(*x), PartnershipRow(*y)));
        }
        at = next;
    }
}

/// The order of two partnerships with the same ends.
fn order(dataset: &Dataset, x: PartnershipRow, y: PartnershipRow) -> Ordering {
    let dates = |row| {
        let (kind, Standing { stated, since, until, suspended }) = dataset.kind_and_standing(row);
        (since, until, suspended, stated, kind)
    };
    let texts = |row: &PartnershipRecord<'_>| [row.document, row.source, row.note].map(|text| text.map(str::to_owned));
    dates(x).cmp(&dates(y)).then_with(|| {
        let (x, y) = (dataset.partnership(x), dataset.partnership(y));
        texts(&x).cmp(&texts(&y)).then_with(|| x.fields.cmp(&y.fields))
    })
}

pub(super) fn number(len: usize) -> u32 {
    u32::try_from(len).expect("a network has fewer than 2^32 partnerships")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{forward_star::Run, resolved_rows::ties};

    /// There are enough rows for two threads, once of few places and once of many. The oracle sorts the whole list by
    /// the ends and by what the rows say.
    #[test]
    fn rows_are_sorted_by_their_ends_and_then_by_what_they_say() {
        for places in [1_u32, 3, 300, 70_000] {
            let (mut state, count) = (u64::from(places), 40_000);
            let mut next = |below: u32| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                u32::try_from(state >> 33).unwrap() % below
            };
            let mut dataset = Dataset::default();
            let (mut parts, mut expected) =
                ([(); 2].map(|()| ResolvedRows::new(count as usize, places as usize)), Vec::new());
            for row in 0..count {
                let (a, b, year) = (next(places), next(places), 1950 + next(3));
                let since = year.to_string().parse().unwrap();
                dataset
                    .push_partnership(&PartnershipRecord { since: Some(since), ..PartnershipRecord::new("a", "b") }, 1);
                let part = &mut parts[usize::from(row >= count / 3)];
                if a == b {
                    part.refuse(PartnershipRow(row));
                } else {
                    part.push(PlaceId(a.min(b)), PlaceId(a.max(b)), PartnershipRow(row));
                    expected.push((a.min(b), a.max(b), year, row));
                }
            }
            expected.sort_unstable();
            let sorted = ByEnds::new(&parts, &dataset);
            let found: Vec<_> = sorted.iter().map(|found| (found.low.0, found.high.0, found.row.0)).collect();
            assert_eq!(found, expected.iter().map(|&(low, high, _, row)| (low, high, row)).collect::<Vec<_>>());

            let is_end: Vec<bool> = (0..places).map(|place| place % 7 == 3).collect();
            let some = ByEnds::of(|low, high| is_end[low as usize] || is_end[high as usize], &parts, &dataset);
            let is_taken = |row: &Resolved| is_end[row.low.index()] || is_end[row.high.index()];
            assert!(some.iter().map(|row| row.row).eq(sorted.iter().filter(is_taken).map(|row| row.row)));
            assert_eq!(some.firsts().count() + some.repeats.len(), some.all.len());

            let firsts: Vec<u32> = sorted.firsts().collect();
            let mut pairs: Vec<(u32, u32)> = found.iter().map(|&(low, high, _)| (low, high)).collect();
            pairs.dedup();
            let star = ties(&parts);
            let found = star.runs.iter().flat_map(Run::nodes);
            let found = found.flat_map(|(low, larger)| larger.iter().map(move |&high| (low, high)));
            assert!(found.eq(pairs.iter().copied()) && star.node_count() == places as usize);
            for (pair, (first, (low, high))) in (0..).zip(firsts.into_iter().zip(pairs)) {
                assert_eq!(sorted.first_of(pair), first);
                assert_eq!(sorted.pair_between((PlaceId(low), PlaceId(high))), Some(pair));
            }
            assert_eq!(sorted.pair_between((PlaceId(places), PlaceId(places + 1))), None);
        }
    }
}
