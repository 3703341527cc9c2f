//! Reads records with quotes one at a time, from a given beginning.

/// Reads records with the core of the csv crate.
pub(super) struct Quoted {
    reader: csv_core::Reader,
    /// The cells of the last record read, unquoted, and the end of each.
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// The unquoted cells of a record.
#[derive(Clone, Copy)]
pub(in crate::formats) struct QuotedCells<'r> {
    text: &'r str,
    ends: &'r [usize],
}

impl Quoted {
    pub(super) fn new(delimiter: u8) -> Self {
        Self {
            reader: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            text: vec![0; 256],
            ends: vec![0; 16],
        }
    }

    /// A reader for records below a header, where a byte order mark is part of the text.
    pub(super) fn below_header(delimiter: u8) -> Self {
        let mut quoted = Self::new(delimiter);
        // The core skips a byte order mark only at the beginning of its first input.
        let _ = quoted.reader.read_record(b"\n", &mut quoted.text, &mut quoted.ends);
        quoted
    }

    /// The first record of `text`, and the number of bytes read: up to its line end, or up to the first byte of a line
    /// end of two bytes. `None` if there are only blank lines.
    pub(super) fn record(&mut self, text: &str) -> Option<(QuotedCells<'_>, usize)> {
        use csv_core::ReadRecordResult::{End, InputEmpty, OutputEndsFull, OutputFull, Record};
        let (mut read, mut written, mut cells) = (0, 0, 0);
        loop {
            let rest = &text.as_bytes()[read..];
            let (result, input, output, ends) =
                self.reader.read_record(rest, &mut self.text[written..], &mut self.ends[cells..]);
            (read, written, cells) = (read + input, written + output, cells + ends);
            match result {
                // An empty rest tells the core that nothing follows, and it ends the record.
                InputEmpty => {}
                OutputFull => self.text.resize(2 * self.text.len(), 0),
                OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                Record => break,
                End => return None,
            }
        }
        let text = std::str::from_utf8(&self.text[..written]);
        let text = text.expect("UTF-8 without some of its ASCII characters is UTF-8");
        Some((QuotedCells { text, ends: &self.ends[..cells] }, read))
    }
}

impl<'r> QuotedCells<'r> {
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(self, at: usize) -> Option<&'r str> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.text.get(start..*self.ends.get(at)?)
    }
}
