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
    /// Of the record read last.
    ends: Vec<usize>,
}

/// The cells of a record of plain text.
#[derive(Clone, Copy)]
pub(super) struct PlainCells<'t, 'r> {
    /// The record as it stands.
    pub(super) text: &'t str,
    /// Where each cell ends, before the next delimiter.
    ends: &'r [usize],
}

impl<'t> Plain<'t> {
    /// The first line of `text` is the one of number `line`.
    pub(super) fn new(text: &'t str, line: u32, delimiter: u8) -> Self {
        Self { text, delimiter, at: 0, line, ends: Vec::new() }
    }

    /// The line that is read next.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// The next record and its line.
    pub(super) fn next_record(&mut self) -> Option<(PlainCells<'t, '_>, u32)> {
        let bytes = self.text.as_bytes();
        while let Some(byte @ (b'\n' | b'\r')) = bytes.get(self.at) {
            self.line = self.line.saturating_add(u32::from(*byte == b'\n'));
            self.at += 1;
        }
        if self.at == bytes.len() {
            return None;
        }
        self.ends.clear();
        let mut length = 0;
        // Most bytes are letters, which are beyond all that is looked for.
        let last = self.delimiter.max(b'\r');
        for &byte in &bytes[self.at..] {
            if byte > last {
            } else if byte == self.delimiter {
                self.ends.push(length);
            } else if matches!(byte, b'\n' | b'\r') {
                break;
            }
            length += 1;
        }
        self.ends.push(length);
        let text = &self.text[self.at..self.at + length];
        self.at += length;
        Some((PlainCells { text, ends: &self.ends }, self.line))
    }
}

impl<'t> PlainCells<'t, '_> {
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
