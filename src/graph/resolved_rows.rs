//! Rows of partnerships as they are resolved, already near others of the same places.

use std::ops::Range;

use super::{halves::halves, network::PlaceId};
use crate::model::PartnershipRow;

/// Neighbouring rows of partnerships between two different places, in the buckets of their smaller ends, and those rows
/// that can't be taken.
///
/// A bucket is a chain of pieces of one list: how many rows it will have isn't known while rows are resolved, and a
/// list of all rows in the order read, of 40 MB where there are five million, would only be written to be read once.
pub(super) struct ResolvedRows {
    /// Pieces of `1 << piece_bits` rows. A list of zeros is had from the system without being written.
    rows: Vec<Numbers>,
    piece_bits: u32,
    /// How many pieces are in use.
    used: usize,
    /// By bucket: where in `rows` each of its pieces begins.
    pieces: Vec<Vec<u32>>,
    /// By bucket: how many rows it has.
    counts: [u32; BUCKETS],
    buckets: Buckets,
    refused: Vec<PartnershipRow>,
}

/// The number of the smaller end, of the other, and of the row.
pub(super) type Numbers = [u32; 3];

/// Neighbouring places, in so many parts that a processor keeps an eye on all of them at once, and that what is in one
/// of them fits its cache.
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
    /// Room for so many rows, of so many places.
    pub(super) fn new(rows: usize, places: usize) -> Self {
        // The last piece of a bucket has room for rows that don't come: not for more than a few in all.
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

    /// Adds a row between two places, the one of the smaller number first.
    ///
    /// # Panics
    /// Where there is no room for it.
    #[inline]
    pub(super) fn push(&mut self, low: PlaceId, high: PlaceId, row: PartnershipRow) {
        let bucket = self.buckets.of(low);
        let (count, pieces) = (&mut self.counts[bucket], &mut self.pieces[bucket]);
        let in_piece = *count & ((1 << self.piece_bits) - 1);
        if in_piece == 0 {
            pieces.push(u32::try_from(self.used << self.piece_bits).expect("rows have 32-bit numbers"));
            self.used += 1;
        }
        let piece = pieces.last().copied().unwrap_or_default();
        self.rows[(piece + in_piece) as usize] = [low.0, high.0, row.0];
        *count += 1;
    }

    /// Adds a row that can't be taken.
    pub(super) fn refuse(&mut self, row: PartnershipRow) {
        self.refused.push(row);
    }

    /// The rows that can't be taken, in order.
    pub(super) fn refused(&self) -> &[PartnershipRow] {
        &self.refused
    }

    /// All rows, bucket after bucket.
    pub(super) fn rows(&self) -> impl Iterator<Item = Numbers> {
        (0..BUCKETS).flat_map(|bucket| self.bucket(bucket)).flatten().copied()
    }

    fn buckets(&self) -> Buckets {
        self.buckets
    }

    /// How many rows a bucket has.
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

/// Pieces of all buckets stay in the cache while they are filled.
const MOST_PIECE_BITS: u32 = 8;

/// Where each bucket of rows begins when those of both parts are put together, and where the last one ends.
pub(super) type Starts = [u32; BUCKETS + 1];

/// A list with room for something of every row, bucket after bucket, and what the work on each half of it came to, side
/// by side: on the buckets before half of the rows, and on the others. `work` is given the half, its buckets, and where
/// all of them begin in the list.
pub(super) fn by_buckets<T: Copy + Default + Send, W: Send>(
    parts: &[ResolvedRows; 2],
    work: impl Fn(&mut [T], Range<usize>, &Starts) -> W + Sync,
) -> (Vec<T>, [Half<W>; 2]) {
    let mut starts = [0; BUCKETS + 1];
    for bucket in 0..BUCKETS {
        starts[bucket + 1] = starts[bucket] + parts.iter().map(|part| part.count(bucket)).sum::<u32>();
    }
    let total = starts[BUCKETS];
    let mut list = vec![T::default(); total as usize];
    let middle = starts.partition_point(|&start| start < total / 2).min(BUCKETS);
    let (front, back) = list.split_at_mut(starts[middle] as usize);
    let (front, back) =
        halves(total as usize, || work(front, 0..middle, &starts), || work(back, middle..BUCKETS, &starts));
    (list, [Half { start: 0, came_to: front }, Half { start: starts[middle] as usize, came_to: back }])
}

/// What the work on half of a list came to, and where that begins.
pub(super) struct Half<W> {
    pub(super) start: usize,
    pub(super) came_to: W,
}

/// Takes the rows of a bucket of both parts by their smaller end, by counting: those of one end in order, `put` at the
/// places they have in the bucket then. `next` is any list, whose room is used again.
pub(super) fn by_low(
    parts: &[ResolvedRows; 2],
    bucket: usize,
    next: &mut Vec<u32>,
    mut put: impl FnMut(usize, Numbers),
) {
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

/// The ties of all rows: their distinct pairs of ends, the smaller number first, in order.
///
/// By counting, bucket after bucket, and sorting the partners of each place: O(places + rows log degree), two halves of
/// the rows side by side.
pub(super) fn ties(parts: &[ResolvedRows; 2]) -> Vec<[u32; 2]> {
    let (mut ties, [front, back]) = by_buckets(parts, |ties, own, starts| fill(ties, own, starts, parts));
    // Repeats left room behind the ties of either half.
    ties.copy_within(back.start..back.start + back.came_to, front.came_to);
    ties.truncate(front.came_to + back.came_to);
    ties
}

/// Writes the ties of `own` buckets to the front of a list that has room for all their rows; gives how many there are.
fn fill(ties: &mut [[u32; 2]], own: Range<usize>, starts: &Starts, parts: &[ResolvedRows; 2]) -> usize {
    let first = starts[own.start];
    let (mut count, mut next) = (0, Vec::new());
    for bucket in own {
        let rows = (starts[bucket] - first) as usize..(starts[bucket + 1] - first) as usize;
        let of_bucket = &mut ties[rows.clone()];
        by_low(parts, bucket, &mut next, |at, [low, high, _]| of_bucket[at] = [low, high]);
        of_bucket.chunk_by_mut(|x, y| x[0] == y[0]).for_each(|of_low| of_low.sort_unstable_by_key(|tie| tie[1]));
        // Written in any case, kept where it isn't the one before: repeats can't be guessed.
        for at in rows {
            let (tie, is_repeat) = (ties[at], count > 0 && ties[count - 1] == ties[at]);
            ties[count] = tie;
            count += usize::from(!is_repeat);
        }
    }
    count
}
