//! Delimited text without quotes, cut into cells where it stands.

use std::ops::Range;

/// The records of a text in which no quote stands: nothing is copied.
///
/// As in the csv crate, a record ends before a line feed or a carriage return, and blank lines are none.
pub(super) struct Plain<'t> {
    text: &'t str,
    delimiter: u8,
    /// Up to here it is read; on this line, counted from the first of the file.
    at: usize,
    line: u32,
    /// So many bytes are looked at together as a number has bits: where these begin, and which of them end a cell and
    /// haven't been taken.
    chunk: usize,
    marks: u64,
    /// Of the record read last.
    ends: Vec<usize>,
}

/// The cells of a record of plain text.
#[derive(Clone, Copy)]
pub(super) struct PlainCells<'t, 'r> {
    /// The record as it stands, and where.
    pub(super) text: &'t str,
    start: usize,
    /// Where each cell ends, before the next delimiter.
    ends: &'r [usize],
}

impl<'t> Plain<'t> {
    /// The first line of `text` is the one of number `line`.
    pub(super) fn new(text: &'t str, line: u32, delimiter: u8) -> Self {
        let mut plain = Self { text, delimiter, at: 0, line, chunk: 0, marks: 0, ends: Vec::new() };
        plain.marks = plain.marks_at(0);
        plain
    }

    /// The line that is read next.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// The next record and its line.
    pub(super) fn next_record(&mut self) -> Option<(PlainCells<'t, '_>, u32)> {
        let bytes = self.text.as_bytes();
        while let Some(b'\n' | b'\r') = bytes.get(self.at) {
            let end = self.next_mark();
            self.pass(end);
        }
        if self.at == bytes.len() {
            return None;
        }
        let (start, line) = (self.at, self.line);
        self.ends.clear();
        let end = loop {
            let mark = self.next_mark();
            self.ends.push(mark - start);
            if bytes.get(mark).is_none_or(|&byte| byte != self.delimiter) {
                break mark;
            }
        };
        self.pass(end);
        Some((PlainCells { text: &self.text[start..end], start, ends: &self.ends }, line))
    }

    /// Goes on after the end of a record.
    fn pass(&mut self, end: usize) {
        let byte = self.text.as_bytes().get(end);
        self.line = self.line.saturating_add(u32::from(byte == Some(&b'\n')));
        self.at = end + usize::from(byte.is_some());
    }

    /// Where the next cell ends.
    #[inline]
    fn next_mark(&mut self) -> usize {
        while self.marks == 0 {
            self.chunk += CHUNK;
            if self.chunk >= self.text.len() {
                return self.text.len();
            }
            self.marks = self.marks_at(self.chunk);
        }
        let mark = self.chunk + self.marks.trailing_zeros() as usize;
        self.marks &= self.marks - 1;
        mark
    }

    /// Which of the bytes from `start` on end a cell, the first as the lowest bit. Written so that the compiler
    /// compares many at once.
    fn marks_at(&self, start: usize) -> u64 {
        let bytes = &self.text.as_bytes()[start..];
        let chunk: [u8; CHUNK] = bytes.first_chunk().copied().unwrap_or_else(|| {
            // No cell ends at a zero.
            let mut last = [0; CHUNK];
            last[..bytes.len()].copy_from_slice(bytes);
            last
        });
        let ends_cell = chunk.map(|byte| u8::from((byte == self.delimiter) | (byte == b'\n') | (byte == b'\r')));
        let (eights, _) = ends_cell.as_chunks();
        (0..).step_by(8).zip(eights).fold(0, |marks, (at, &eight)| marks | u64::from(bits(eight)) << at)
    }
}

const CHUNK: usize = u64::BITS as usize;

/// Eight bytes that are 0 or 1 as the bits of one, the first as the lowest: each is shifted by the product to a place
/// of its own in the highest byte.
fn bits(bytes: [u8; 8]) -> u8 {
    const TO_HIGHEST: u64 = 0x0102_0408_1020_4080;
    u64::from_le_bytes(bytes).wrapping_mul(TO_HIGHEST).to_be_bytes()[0]
}

impl<'t> PlainCells<'t, '_> {
    /// Where the record stands in its text.
    pub(super) fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// Neighbouring cells as they stand, with the delimiters between them.
    pub(super) fn run(self, cells: Range<usize>) -> Option<&'t str> {
        let start = if cells.start == 0 { 0 } else { self.ends.get(cells.start - 1)? + 1 };
        self.text.get(start..*self.ends.get(cells.end.checked_sub(1)?)?)
    }

    #[inline]
    pub(super) fn get(self, at: usize) -> Option<&'t str> {
        let start = if at == 0 { 0 } else { self.ends.get(at - 1)? + 1 };
        self.text.get(start..*self.ends.get(at)?)
    }
}
