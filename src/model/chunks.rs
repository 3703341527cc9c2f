use std::ops::Range;

/// The rows of a list in chunks. A chunk that a thread wrote is kept as it is, since copying millions of rows into new
/// memory takes about as long as reading them.
#[derive(Clone)]
pub(super) struct Chunks<T> {
    chunks: Vec<Vec<T>>,
    /// The number of the first row of each chunk.
    starts: Vec<u32>,
    len: u32,
}

/// The rows that a chunk holds unless it was handed over whole.
const CHUNK: usize = 1 << 13;

/// A chunk with at least this many rows is kept as it is.
const KEPT: usize = 1 << 10;

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { chunks: Vec::new(), starts: Vec::new(), len: 0 }
    }
}

impl<T> Chunks<T> {
    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// Reserves room for more rows, in one chunk.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.begin(Vec::with_capacity(rows));
    }

    /// # Panics
    /// At 2^32 rows.
    pub(super) fn push(&mut self, row: T) {
        if self.chunks.last().is_none_or(|last| last.len() >= last.capacity().max(CHUNK)) {
            self.begin(Vec::new());
        }
        self.chunks.last_mut().expect("a chunk was begun").push(row);
        self.grow(1);
    }

    /// Adds `rows` and leaves them empty. Many rows become a chunk of their own.
    pub(super) fn append(&mut self, rows: &mut Vec<T>) {
        if rows.len() < KEPT {
            return rows.drain(..).for_each(|row| self.push(row));
        }
        let count = rows.len();
        self.begin(std::mem::take(rows));
        self.grow(count);
    }

    fn begin(&mut self, chunk: Vec<T>) {
        self.chunks.push(chunk);
        self.starts.push(self.len);
    }

    fn grow(&mut self, rows: usize) {
        let len = u32::try_from(rows).ok().and_then(|rows| self.len.checked_add(rows));
        self.len = len.expect("a data set has fewer than 2^32 rows in a list");
    }

    /// The row with a number, in O(log chunks).
    #[inline]
    pub(super) fn get(&self, row: u32) -> &T {
        let at = self.chunk_of(row);
        &self.chunks[at][(row - self.starts[at]) as usize]
    }

    pub(super) fn get_mut(&mut self, row: u32) -> &mut T {
        let at = self.chunk_of(row);
        &mut self.chunks[at][(row - self.starts[at]) as usize]
    }

    /// Keeps the rows whose number `is_kept` accepts, and renumbers them. It is asked once per row, in order.
    pub(super) fn retain(&mut self, mut is_kept: impl FnMut(u32) -> bool) {
        let mut rows = 0..;
        self.len = 0;
        for (chunk, start) in self.chunks.iter_mut().zip(&mut self.starts) {
            chunk.retain(|_| rows.next().is_some_and(&mut is_kept));
            *start = self.len;
            self.len += u32::try_from(chunk.len()).expect("no row was added");
        }
    }

    /// The last chunk that begins at this row or before it.
    #[inline]
    fn chunk_of(&self, row: u32) -> usize {
        self.starts.partition_point(|&start| start <= row).saturating_sub(1)
    }

    /// A range of rows, in order.
    #[inline]
    pub(super) fn rows(&self, rows: Range<u32>) -> impl Iterator<Item = &T> {
        let first = self.chunk_of(rows.start);
        self.chunks.iter().zip(&self.starts).skip(first).take_while(move |(_, start)| **start < rows.end).flat_map(
            move |(chunk, &start)| {
                let within = |row: u32| (row.saturating_sub(start) as usize).min(chunk.len());
                &chunk[within(rows.start)..within(rows.end)]
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_kept_are_numbered_anew() {
        let mut chunks = Chunks::default();
        for count in [2, KEPT, 0, CHUNK, 1] {
            chunks.append(&mut (chunks.len()..).take(count).collect());
        }
        *chunks.get_mut(1) = 7;
        let kept = |row: u32| row % 3 == 1 && !(1000..5000).contains(&row);
        let expected: Vec<u32> = (0..chunks.len()).filter(|&row| kept(row)).map(|row| *chunks.get(row)).collect();
        chunks.retain(kept);
        let found: Vec<u32> = (0..chunks.len()).map(|row| *chunks.get(row)).collect();
        assert_eq!(found, expected);
        assert_eq!(chunks.rows(0..chunks.len()).copied().collect::<Vec<_>>(), expected);
        assert_eq!(found[0], 7);
    }

    #[test]
    fn rows_come_out_as_they_went_in() {
        let mut chunks = Chunks::default();
        let mut next = 0..;
        let mut some = |count: usize| next.by_ref().take(count).collect::<Vec<u32>>();
        assert_eq!(chunks.rows(0..0).count(), 0);
        chunks.reserve(3);
        for count in [1, 5, KEPT, 2, 0, KEPT - 1, CHUNK, 1, 3 * CHUNK] {
            let mut rows = some(count);
            if count == CHUNK { rows.into_iter().for_each(|row| chunks.push(row)) } else { chunks.append(&mut rows) }
        }
        let all: Vec<u32> = (0..chunks.len()).collect();
        assert!(chunks.chunks.len() > 3 && all.iter().all(|&row| *chunks.get(row) == row));
        for start in (0..chunks.len()).step_by(611) {
            for end in (start..=chunks.len()).step_by(977).chain([chunks.len()]) {
                assert!(chunks.rows(start..end).copied().eq(start..end), "{start} {end}");
            }
        }
    }
}
