use std::fmt;

/// The rows of a list in the order read, each with the line it begins on, and the name of the list's file.
#[derive(Clone)]
pub struct Rows<T> {
    file: String,
    rows: Vec<(T, u32)>,
}

impl<T> Rows<T> {
    /// A list without rows, with the name of its file.
    pub fn of_file(file: &str) -> Self {
        Self { file: file.to_owned(), rows: Vec::new() }
    }

    /// Adds a row read at `line` (1 is the first line of its file).
    pub fn push(&mut self, row: T, line: u32) {
        self.rows.push((row, line));
    }

    /// The rows in the order read.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.rows.iter().map(|(row, _)| row)
    }

    /// The row with a number, from 0.
    ///
    /// # Panics
    /// If there are fewer rows.
    pub fn get(&self, row: usize) -> &T {
        &self.rows[row].0
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The file and line of a row.
    pub fn locate(&self, row: usize) -> (&str, u32) {
        (&self.file, self.rows[row].1)
    }

    /// The file's name, and the rows with their lines, so that they can be changed in place.
    pub(crate) fn each_mut(&mut self) -> (&str, impl Iterator<Item = (&mut T, u32)>) {
        (&self.file, self.rows.iter_mut().map(|(row, line)| (row, *line)))
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self::of_file("")
    }
}

/// Two lists are equal when they say the same, row by row; lines and the file's name don't count.
impl<T: PartialEq> PartialEq for Rows<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: fmt::Debug> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
