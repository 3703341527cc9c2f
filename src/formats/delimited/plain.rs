//! Cuts delimited text without quotes into cells, in place.

use std::ops::Range;

/// The records of a text without quotes; nothing is copied.
///
/// As in the csv crate, a record ends before a line feed or a carriage return, and blank lines are skipped.
pub(super) struct Plain<'t> {
    text: &'t str,
    delimiter: u8,
    /// The end of what was read, and its line, counted from the beginning of the file.
    at: usize,
    line: u32,
    /// The ends of cells: those of the last record read, followed by those found ahead.
    marks: Vec<usize>,
    next: usize,
    /// The end of what was searched for the ends of cells.
    seen: usize,
}

/// The cells of a record without quotes.
#[derive(Clone, Copy)]
pub(in crate::formats) struct PlainCells<'t, 'r> {
    text: &'t str,
    /// The beginning of the record, and the end of each cell, before the next delimiter.
    start: usize,
    ends: &'r [usize],
}

impl<'t> Plain<'t> {
    /// The first line of `text` has the number `line`.
    pub(super) fn new(text: &'t str, line: u32, delimiter: u8) -> Self {
        Self { text, delimiter, at: 0, line, marks: Vec::new(), next: 0, seen: 0 }
    }

    /// The next line to read.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// The next record and its line.
    pub(super) fn next_record(&mut self) -> Option<(PlainCells<'t, '_>, u32)> {
        let bytes = self.text.as_bytes();
        while let Some(b'\n' | b'\r') = bytes.get(self.at) {
            let mut first = self.next;
            let end = self.next_mark(&mut first);
            self.pass(end);
        }
        if self.at == bytes.len() {
            return None;
        }
        let (start, line, mut first) = (self.at, self.line, self.next);
        let end = loop {
            let mark = self.next_mark(&mut first);
            if bytes.get(mark).is_none_or(|&byte| byte != self.delimiter) {
                break mark;
            }
        };
        self.pass(end);
        Some((PlainCells { text: self.text, start, ends: &self.marks[first..self.next] }, line))
    }

    /// Moves past the end of a record.
    fn pass(&mut self, end: usize) {
        let byte = self.text.as_bytes().get(end);
        self.line = self.line.saturating_add(u32::from(byte == Some(&b'\n')));
        self.at = end + usize::from(byte.is_some());
    }

    /// The end of the next cell. Marks from `first` on are still needed.
    #[inline]
    fn next_mark(&mut self, first: &mut usize) -> usize {
        if self.next == self.marks.len() {
            self.look_on(std::mem::take(first));
        }
        self.next += 1;
        self.marks[self.next - 1]
    }

    /// Finds more marks, and drops those before `first`. The end of the text is the last mark.
    #[inline(never)]
    fn look_on(&mut self, first: usize) {
        self.marks.drain(..first);
        self.next = self.marks.len();
        let found = self.marks.len();
        while self.marks.len() == found && self.seen < self.text.len() {
            let end = self.text.len().min(self.seen + WINDOW);
            for start in (self.seen..end).step_by(CHUNK) {
                let mut ends = self.ends_at(start);
                while ends != 0 {
                    self.marks.push(start + ends.trailing_zeros() as usize);
                    ends &= ends - 1;
                }
            }
            self.seen = end;
        }
        if self.seen == self.text.len() {
            self.marks.push(self.text.len());
        }
    }

    /// A bit for each of the bytes from `start` on that tells whether it ends a cell; the lowest bit is the first byte.
    /// The loop is written so that the compiler vectorises it.
    fn ends_at(&self, start: usize) -> u64 {
        let bytes = &self.text.as_bytes()[start..];
        let chunk: [u8; CHUNK] = bytes.first_chunk().copied().unwrap_or_else(|| {
            // The padding is zero, which ends no cell.
            let mut last = [0; CHUNK];
            last[..bytes.len()].copy_from_slice(bytes);
            last
        });
        let ends_cell = chunk.map(|byte| u8::from((byte == self.delimiter) | (byte == b'\n') | (byte == b'\r')));
        let (eights, _) = ends_cell.as_chunks();
        (0..).step_by(8).zip(eights).fold(0, |marks, (at, &eight)| marks | u64::from(bits(eight)) << at)
    }
}

/// The number of bytes examined together, which is the number of bits of the result.
const CHUNK: usize = u64::BITS as usize;

/// The number of bytes examined before the marks are used: a multiple of [`CHUNK`], and few enough that the marks stay
/// in the L1 cache.
const WINDOW: usize = 64 * CHUNK;

/// Packs eight bytes that are 0 or 1 into the bits of one byte; the lowest bit is the first byte. The multiplication
/// shifts each to its own position in the highest byte.
fn bits(bytes: [u8; 8]) -> u8 {
    const TO_HIGHEST: u64 = 0x0102_0408_1020_4080;
    u64::from_le_bytes(bytes).wrapping_mul(TO_HIGHEST).to_be_bytes()[0]
}

impl<'t, 'r> PlainCells<'t, 'r> {
    /// The range of the record in its text.
    pub(super) fn range(self) -> Range<usize> {
        self.start..self.ends.last().copied().unwrap_or(self.start)
    }

    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// Neighbouring cells as they stand in the text, with the delimiters between them.
    pub(in crate::formats) fn run(self, cells: Range<usize>) -> Option<&'t str> {
        let start = if cells.start == 0 { self.start } else { self.ends.get(cells.start - 1)? + 1 };
        self.text.get(start..*self.ends.get(cells.end.checked_sub(1)?)?)
    }

    #[inline]
    pub(super) fn get(self, at: usize) -> Option<&'t str> {
        self.run(at..at + 1)
    }

    /// All cells.
    #[inline]
    pub(super) fn iter(self) -> impl Iterator<Item = &'t str> + use<'t, 'r> {
        let mut start = self.start;
        self.ends.iter().map(move |&end| {
            let cell = self.text.get(start..end).unwrap_or_default();
            start = end + 1;
            cell
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells and records end at every position of a chunk, and span chunks.
    #[test]
    fn records_are_cut_wherever_they_end() {
        let lengths = [0, 1, 62, 63, 64, 65, 0, 2, WINDOW - 70, 3, WINDOW, 5, 2 * WINDOW + 1, 0, 7];
        for shift in 0..70 {
            let cells: Vec<String> = lengths.iter().map(|&len| "é".repeat(len / 2) + &"x".repeat(shift % 7)).collect();
            for (separator, width) in [("\n", 4), ("\r\n", 3), ("\n\n", 1), ("\r", 15)] {
                let records: Vec<&[String]> = cells.chunks(width).collect();
                let lines: Vec<String> = records.iter().map(|record| record.join(";")).collect();
                for last in ["", separator] {
                    let text = "y".repeat(shift) + "\n" + &lines.join(separator) + last;
                    let mut plain = Plain::new(&text, 1, b';');
                    let mut found = Vec::new();
                    while let Some((record, line)) = plain.next_record() {
                        assert!(record.iter().eq((0..record.len()).filter_map(|at| record.get(at))));
                        assert_eq!(
                            text[record.range()].split(';').collect::<Vec<_>>(),
                            record.iter().collect::<Vec<_>>()
                        );
                        assert_eq!(line as usize, 1 + text[..record.range().start].matches('\n').count());
                        found.push(record.iter().collect::<Vec<_>>());
                    }
                    let head = (shift > 0).then(|| vec!["y".repeat(shift)]);
                    let expected = head.into_iter().chain(records.iter().map(|record| record.to_vec()));
                    let expected: Vec<Vec<String>> =
                        expected.filter(|record| record.concat() != "" || record.len() > 1).collect();
                    assert_eq!(found, expected, "{shift} {separator:?}");
                }
            }
        }
    }
}
