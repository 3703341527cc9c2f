/// The line of every row of a list, in the order read.
///
/// Since rows mostly stand on consecutive lines, this stores runs: a new run begins at a row that isn't on the line
/// after that of the previous row.
#[derive(Clone, Default)]
pub(super) struct Lines {
    /// The first row of each run, with its line.
    runs: Vec<(u32, u32)>,
    rows: u32,
    /// The line of the next row, if it continues the last run.
    next: u32,
}

impl Lines {
    /// Adds the line of one more row.
    ///
    /// # Panics
    /// At 2^32 less one rows.
    pub(super) fn push(&mut self, line: u32) {
        self.push_run(line, 1);
    }

    /// Adds the lines of `rows` more rows, which stand one per line from `line` on.
    ///
    /// # Panics
    /// At 2^32 less one rows.
    pub(super) fn push_run(&mut self, line: u32, rows: u32) {
        if rows == 0 {
            return;
        }
        if line != self.next || self.runs.is_empty() {
            self.runs.push((self.rows, line));
        }
        self.rows = self.rows.checked_add(rows).expect("a data set has fewer than 2^32 rows in a list");
        self.next = line.saturating_add(rows);
    }

    /// Adds the lines of the rows of another list, which follow.
    ///
    /// # Panics
    /// At 2^32 less one rows.
    pub(super) fn append(&mut self, rows: &Self) {
        let ends = rows.runs.iter().skip(1).map(|&(first, _)| first).chain([rows.rows]);
        for (&(first, line), end) in rows.runs.iter().zip(ends) {
            self.push_run(line, end - first);
        }
    }

    /// The line of the row with a number, in O(log runs).
    pub(super) fn of(&self, row: u32) -> u32 {
        let run = self.runs.partition_point(|&(first, _)| first <= row) - 1;
        let (first, line) = self.runs[run];
        line.saturating_add(row - first)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_come_out_as_they_went_in() {
        let all = [2, 3, 4, 7, 8, 8, 8, 1, 2, u32::MAX - 1, u32::MAX, u32::MAX, u32::MAX, 0];
        let mut lines = Lines::default();
        all.iter().for_each(|&line| lines.push(line));
        assert_eq!((0..).zip(all).map(|(row, _)| lines.of(row)).collect::<Vec<_>>(), all);
        assert_eq!(lines.runs.len(), 7);
        lines.push_run(5, 0);
        lines.push_run(1, 3);
        lines.push(9);
        assert_eq!((14..18).map(|row| lines.of(row)).collect::<Vec<_>>(), [1, 2, 3, 9]);
        assert_eq!(lines.runs.len(), 8);
        let mut twice = Lines::default();
        [&lines, &Lines::default(), &lines].into_iter().for_each(|lines| twice.append(lines));
        let both = || (0..18).map(|row| lines.of(row));
        assert_eq!((0..36).map(|row| twice.of(row)).collect::<Vec<_>>(), both().chain(both()).collect::<Vec<_>>());
        assert_eq!((twice.runs.len(), twice.rows), (16, 36));
    }
}
