use serde::Serialize;

use super::{Rows, cell::Cell, row::show_cells};

/// Rows of any type.
pub(super) trait Cells {
    fn row_count(&self) -> usize;
    fn show_cells(&self, at: usize, see: &mut dyn FnMut(Cell<'_>));
}

impl<S: Rows> Cells for S
where
    S::Row: Serialize,
{
    fn row_count(&self) -> usize {
        self.len()
    }

    fn show_cells(&self, at: usize, see: &mut dyn FnMut(Cell<'_>)) {
        self.show(at, &mut |row| show_cells(row, see));
    }
}
