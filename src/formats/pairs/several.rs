//! Cells that name several places: `Lyon; Nottingham`.

use super::{columns::PairColumns, roles::Role};
use crate::formats::{delimited::records::Cells, fault::FaultKind};

/// The characters that separate several places in a cell, and that no name has.
const SEPARATORS: [char; 3] = [';', '|', '\n'];

/// Whether a name is several names in one.
pub(super) fn is_several(name: &str) -> bool {
    name.contains(SEPARATORS) && parts(name).nth(1).is_some()
}

/// The names in a cell.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty())
}

/// One of the places that a row names on one side.
#[derive(Clone, Copy)]
pub(super) struct Part {
    at: usize,
    of: usize,
}

impl Part {
    /// The only place.
    pub(super) const WHOLE: Self = Self { at: 0, of: 1 };

    /// Each place that a row names on a side.
    pub(super) fn of_side(record: Cells<'_, '_>, columns: &PairColumns, side: usize) -> impl Iterator<Item = Self> {
        let count = |role: Role| parts(record.text(columns.at(side, role))).count();
        let of = count(Role::Name).max(count(Role::Id)).max(1);
        (0..of).map(move |at| Self { at, of })
    }

    /// What a cell says about the place. If a cell has one part, it holds for all places of the side.
    ///
    /// # Errors
    /// Fails if the cell has neither one part nor as many as there are places.
    pub(super) fn take(self, cell: &str, role: Role) -> Result<&str, FaultKind> {
        if self.of == 1 || cell.is_empty() {
            return Ok(cell);
        }
        let found = parts(cell).count();
        if found == self.of {
            Ok(parts(cell).nth(self.at).unwrap_or_default())
        } else if found == 1 && matches!(role, Role::Country | Role::Region) {
            Ok(cell)
        } else {
            Err(FaultKind::Parts { found, expected: self.of })
        }
    }
}
