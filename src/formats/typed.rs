//! Rows of files with typed columns (Parquet and databases). Their cells are read as texts, one row at a time.

use super::{
    Reading,
    fault::{Fault, FaultKind, Trimmed},
};

/// A limit on the size of a file's unpacked content, since such a file can say in a few bytes that a text occurs in a
/// billion rows.
pub(super) struct Room {
    left: u64,
    length: u64,
}

/// The limit is this many bytes, or this many times the length of the file, whichever is larger.
const UNPACKED: u64 = 1 << 26;
const TIMES: u64 = 64;

/// The size of a row beside its texts, in bytes.
const ROW: u64 = 16;

impl Room {
    /// The room for a file of `length` bytes.
    pub(super) fn of(length: u64) -> Self {
        Self { left: UNPACKED + TIMES.saturating_mul(length), length }
    }

    /// Takes the room for a row whose texts have `bytes` bytes.
    ///
    /// # Errors
    /// Says that the content of the file is too large.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), String> {
        let left = self.left.checked_sub(ROW + bytes as u64);
        self.left = left.ok_or_else(|| format!("it unpacks to more than {TIMES} times its {} bytes", self.length))?;
        Ok(())
    }
}

/// A row that is being read: its position, and its columns.
pub(super) struct Row<'a, const N: usize> {
    /// The file's name in messages.
    pub(super) file: &'a str,
    /// The number of the row, from 1.
    pub(super) number: u32,
    pub(super) columns: &'a [&'static str; N],
}

impl<const N: usize> Row<'_, N> {
    /// The cells without the blanks around them, which are recorded.
    pub(super) fn trimmed<'c>(&self, cells: [&'c str; N], reading: &mut Reading) -> [&'c str; N] {
        std::array::from_fn(|at| {
            let bare = cells[at].trim();
            if bare.len() < cells[at].len() {
                let (file, text) = (self.file.to_owned(), cells[at].to_owned());
                reading.trimmed.push(Trimmed { file, line: self.number, column: self.columns[at], text });
            }
            bare
        })
    }

    /// Records faults in cells of the row.
    pub(super) fn add_faults(&self, found: &mut Vec<(&'static str, FaultKind)>, reading: &mut Reading) {
        let fault = |(column, kind): (&str, _)| {
            let (file, column) = (self.file.to_owned(), Some(column.to_owned()));
            Fault { file, line: self.number, column, kind }
        };
        reading.faults.extend(found.drain(..).map(fault));
    }
}
