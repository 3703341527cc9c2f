//! The resolved rows of partnerships, grouped so that rows with nearby places are close together.

use std::ops::Range;

use rayon::prelude::*;

use super::{
    forward_star::{ForwardStar, Run},
    id::PlaceId,
};
use crate::model::PartnershipRow;

/// A range of partnership rows between two different places, in buckets by their smaller ends, and the rows that were
/// refused.
///
/// A bucket is a chain of pieces of one list, since its size isn't known while rows are resolved. The alternative is a
/// list of all rows in the order read; for five million rows it has 40 MB that would be written only to be read once.
pub(super) struct ResolvedRows {
    /// Pieces of `1 << piece_bits` rows each. The system hands out a list of zeros without writing to it.
    rows: Vec<Numbers>,
    piece_bits: u32,
    /// The number of pieces in use.
    used: usize,
    /// For each bucket, the index in `rows` of each of its pieces.
    pieces: Vec<Vec<u32>>,
    /// The number of rows of each bucket.
    counts: [u32; BUCKETS],
    buckets: Buckets,
    refused: Vec<PartnershipRow>,
}

/// The numbers of the smaller end, of the larger end, and of the row.
pub(super) type Numbers = [u32; 3];

/// Divides the places into ranges: few enough that the write positions of all buckets stay in the L1 cache, and small
/// enough that the tables of one bucket fit the L2 cache.
#[derive(Clone, Copy)]
struct Buckets {
    shift: u32,
    places: usize,
}

const BUCKETS: usize = 256;

impl Buckets {
    fn new(places: usize) -> Self {
        let bits = usize::BITS - places.leading_zeros();
        Self { shift: bits.saturating_sub(BUCKETS.ilog2()), places }
    }

    fn of(self, place: PlaceId) -> usize {
        place.index() >> self.shift
    }

    /// The first place of a bucket.
    fn start(self, bucket: usize) -> usize {
        (bucket << self.shift).min(self.places)
    }
}

impl ResolvedRows {
    /// Reserves room for `rows` rows of `places` places.
    pub(super) fn new(rows: usize, places: usize) -> Self {
        // The last piece of a bucket is partly empty. Pieces are small enough that this wastes little.
        let piece_bits = (rows / (4 * BUCKETS)).max(1).ilog2().min(MOST_PIECE_BITS);
        let room = rows.div_ceil(1 << piece_bits) + BUCKETS;
        Self {
            rows: vec![Numbers::default(); room << piece_bits],
            piece_bits,
            used: 0,
            pieces: vec![Vec::new(); BUCKETS],
            counts: [0; BUCKETS],
            buckets: Buckets::new(places),
            refused: Vec::new(),
        }
    }

    /// Adds a row between two places, the smaller number first.
    ///
    /// # Panics
    /// If there is no room for it.
    #[inline]
    pub(super) fn push(&mut self, low: PlaceId, high: PlaceId, row: PartnershipRow) {
        self.add([low.0, high.0, row.0]);
    }

    /// Adds a row given as numbers.
    #[inline]
    pub(super) fn add(&mut self, numbers: Numbers) {
        let bucket = self.buckets.of(PlaceId(numbers[0]));
        let (count, pieces) = (&mut self.counts[bucket], &mut self.pieces[bucket]);
        let in_piece = *count & ((1 << self.piece_bits) - 1);
        if in_piece == 0 {
            pieces.push(u32::try_from(self.used << self.piece_bits).expect("rows have 32-bit numbers"));
            self.used += 1;
        }
        let piece = pieces.last().copied().unwrap_or_default();
        self.rows[(piece + in_piece) as usize] = numbers;
        *count += 1;
    }

    /// Adds a row that is refused.
    pub(super) fn refuse(&mut self, row: PartnershipRow) {
        self.refused.push(row);
    }

    /// The refused rows, in order.
    pub(super) fn refused(&self) -> &[PartnershipRow] {
        &self.refused
    }

    /// The number of rows that were accepted.
    pub(super) fn len(&self) -> usize {
        self.counts.iter().map(|&count| count as usize).sum()
    }

    /// All rows, bucket after bucket.
    pub(super) fn rows(&self) -> impl Iterator<Item = Numbers> {
        (0..BUCKETS).flat_map(|bucket| self.bucket(bucket)).flatten().copied()
    }

    fn buckets(&self) -> Buckets {
        self.buckets
    }

    /// The number of rows of a bucket.
    fn count(&self, bucket: usize) -> u32 {
        self.counts[bucket]
    }

    /// The rows of a bucket in order, piece after piece.
    fn bucket(&self, bucket: usize) -> impl Iterator<Item = &[Numbers]> {
        let (size, mut left) = (1 << self.piece_bits, self.counts[bucket] as usize);
        self.pieces[bucket].iter().map(move |&start| {
            let rows = &self.rows[start as usize..][..left.min(size)];
            left -= rows.len();
            rows
        })
    }
}

/// Pieces are small enough that those being filled, one of each bucket, stay in the cache.
const MOST_PIECE_BITS: u32 = 8;

/// The start of each bucket when the rows of all parts are put together, and the end of the last.
pub(super) type Starts = [u32; BUCKETS + 1];

/// Divides the buckets into shares of about equally many rows, which threads take one after the other.
fn shares(starts: &Starts) -> Vec<Range<usize>> {
    let total = starts[BUCKETS] as usize;
    let shares = if total < MANY { 1 } else { SHARES };
    let first = |share: usize| {
        if share == shares {
            BUCKETS
        } else {
            starts.partition_point(|&start| (start as usize) < share * total / shares)
        }
    };
    (0..shares).map(|share| first(share).min(BUCKETS)..first(share + 1).min(BUCKETS)).collect()
}

/// There are more shares than threads, since one thread may be slower than another.
const SHARES: usize = 8;

/// From this many rows on, several threads pay.
const MANY: usize = 1 << 14;

fn starts(parts: &[ResolvedRows]) -> Starts {
    let mut starts = [0; BUCKETS + 1];
    for bucket in 0..BUCKETS {
        starts[bucket + 1] = starts[bucket] + parts.iter().map(|part| part.count(bucket)).sum::<u32>();
    }
    starts
}

/// A list with one element per row, bucket after bucket, filled by `work` in parallel. `work` gets its share of the
/// list, the share's buckets, and the starts of all buckets in the list. Also returns the results of `work`, in order.
pub(super) fn by_buckets<T: Copy + Default + Send, W: Send>(
    parts: &[ResolvedRows],
    work: impl Fn(&mut [T], Range<usize>, &Starts) -> W + Sync,
) -> (Vec<T>, Vec<W>) {
    let starts = starts(parts);
    let mut list = vec![T::default(); starts[BUCKETS] as usize];
    let mut rest = &mut list[..];
    let shares = shares(&starts).into_iter().map(|own| {
        let (share, after) = std::mem::take(&mut rest).split_at_mut((starts[own.end] - starts[own.start]) as usize);
        rest = after;
        (share, own)
    });
    let shares: Vec<_> = shares.collect();
    let came_to = shares.into_par_iter().map(|(share, own)| work(share, own, &starts)).collect();
    (list, came_to)
}

/// Sorts the rows of one bucket of all parts by their smaller end, by counting. Calls `put` with each row and its index
/// in the bucket; rows with the same end stay in order. `next` is a buffer that is reused.
pub(super) fn by_low(parts: &[ResolvedRows], bucket: usize, next: &mut Vec<u32>, mut put: impl FnMut(usize, Numbers)) {
    let buckets = parts[0].buckets();
    let (first, places) = (buckets.start(bucket), buckets.start(bucket + 1) - buckets.start(bucket));
    let rows = || parts.iter().flat_map(|part| part.bucket(bucket));
    next.clear();
    next.resize(places + 1, 0);
    rows().for_each(|piece| piece.iter().for_each(|row| next[row[0] as usize - first + 1] += 1));
    (0..places).for_each(|place| next[place + 1] += next[place]);
    for piece in rows() {
        for &row in piece {
            let at = &mut next[row[0] as usize - first];
            put(*at as usize, row);
            *at += 1;
        }
    }
}

/// The ties of all rows: their distinct pairs of ends.
///
/// A counting sort groups the rows, bucket after bucket, and then the partners of each place are sorted. Takes O(places
/// + rows log degree) time, with shares of the rows in parallel.
pub(super) fn ties(parts: &[ResolvedRows]) -> ForwardStar {
    let shares = shares(&starts(parts));
    ForwardStar { runs: shares.into_par_iter().map(|own| larger_ends(own, parts)).collect() }
}

/// The ties of the places in some buckets.
fn larger_ends(own: Range<usize>, parts: &[ResolvedRows]) -> Run {
    let buckets = parts[0].buckets();
    let rows = own.clone().flat_map(|bucket| parts.iter().map(move |part| part.count(bucket) as usize)).sum();
    let first = buckets.start(own.start);
    let mut counts = Vec::with_capacity(buckets.start(own.end) - first);
    let (mut larger, mut of_bucket, mut ends) = (Vec::with_capacity(rows), Vec::new(), Vec::new());
    for bucket in own {
        of_bucket.clear();
        of_bucket.resize(parts.iter().map(|part| part.count(bucket) as usize).sum(), 0);
        by_low(parts, bucket, &mut ends, |at, [_, high, _]| of_bucket[at] = high);
        // After the counting sort, `ends[i]` is the end of the rows of the i-th place, which is where those of the next
        // place begin.
        let (mut start, places) = (0, ends.len() - 1);
        for &end in &ends[..places] {
            let of_place = &mut of_bucket[start..end as usize];
            of_place.sort_unstable();
            let before = larger.len();
            larger.extend_from_slice(of_place);
            // Every value is written, and a repeat is overwritten by the next value: a branch on repeats would be
            // mispredicted.
            let mut count = before;
            for at in before..larger.len() {
                let (high, is_repeat) = (larger[at], count > before && larger[count - 1] == larger[at]);
                larger[count] = high;
                count += usize::from(!is_repeat);
            }
            larger.truncate(count);
            counts.push(u32::try_from(count - before).expect("rows have 32-bit numbers"));
            start = end as usize;
        }
    }
    Run { first: u32::try_from(first).expect("places have 32-bit numbers"), counts, larger }
}
