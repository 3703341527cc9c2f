//! Selects and sorts the columns and rows of a sheet.

use std::{cmp::Ordering, fmt, rc::Rc, str::FromStr};

use super::{
    cell::{Cell, OwnCell},
    cells::Cells,
};

/// The columns and rows to show, and their order. The default shows everything as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The columns to show, in this order; if empty, all of them. `region_name` and `country_name` stand for the names
    /// of the codes in `region` and `country`; the same works for any column whose name ends in these words.
    pub select: Vec<String>,
    /// The sort keys, the most important first. Equal rows keep their order.
    pub sort: Vec<SortKey>,
    /// The number of rows to show, after sorting.
    pub top: Option<usize>,
}

impl Arrangement {
    /// Whether everything is shown as it is.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A column to sort by. By default, numbers are sorted from the largest, and texts from the first. Blanks always come
/// last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub column: String,
    /// Whether the smallest number or the first text comes first; `None` means the default.
    pub is_ascending: Option<bool>,
}

impl FromStr for SortKey {
    type Err = std::convert::Infallible;

    /// Parses `COLUMN`, `COLUMN:asc` or `COLUMN:desc`; anything else behind a colon is part of the column's name.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (column, is_ascending) = match text.rsplit_once(':') {
            Some((column, "asc")) => (column, Some(true)),
            Some((column, "desc")) => (column, Some(false)),
            _ => (text, None),
        };
        Ok(Self { column: column.trim().to_owned(), is_ascending })
    }
}

/// The kind of thing that a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeOf {
    /// A first-level region (ISO 3166-2).
    Region,
    /// A country (ISO 3166-1).
    Country,
}

/// A function that gives the name of a code, if it has one.
pub type NameOf<'a> = dyn Fn(CodeOf, &str) -> Option<String> + 'a;

/// An answer lacks a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// The name that was asked for.
    pub name: String,
    /// The columns that exist.
    pub columns: Vec<String>,
}

impl fmt::Display for UnknownColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer has no column `{}`", self.name)
    }
}

impl std::error::Error for UnknownColumn {}

/// What a column shows: a cell of the row, or the name of the code in it.
#[derive(Clone, Copy)]
enum Shown {
    Cell(usize),
    NameOf(CodeOf, usize),
}

/// Rows in another arrangement.
pub(super) struct Arranged<'a> {
    rows: Rc<dyn Cells + 'a>,
    width: usize,
    shown: Vec<Shown>,
    /// The rows to show, in order; `None` means all in their own order.
    order: Option<Vec<usize>>,
    count: usize,
    name_of: Option<Rc<NameOf<'a>>>,
}

impl<'a> Arranged<'a> {
    /// The rearranged rows, and the columns that are shown. Sorting reads every row once.
    pub(super) fn new(
        rows: Rc<dyn Cells + 'a>,
        columns: &[String],
        arrangement: &Arrangement,
        name_of: Option<Rc<NameOf<'a>>>,
    ) -> Result<(Self, Vec<String>), UnknownColumn> {
        let mut names: Vec<String> = Vec::new();
        for name in if arrangement.select.is_empty() { columns } else { &arrangement.select } {
            let name = name.trim();
            if !names.iter().any(|other| other == name) {
                names.push(name.to_owned());
            }
        }
        let find = |name: &str| find(columns, name, name_of.is_some());
        let shown = names.iter().map(|name| find(name)).collect::<Result<_, _>>()?;
        let keys = arrangement.sort.iter().map(|key| Ok((find(&key.column)?, key.is_ascending)));
        let keys: Vec<(Shown, Option<bool>)> = keys.collect::<Result<_, _>>()?;
        let all = rows.row_count();
        let mut arranged = Self { rows, width: columns.len(), shown, order: None, count: all, name_of };
        if !keys.is_empty() {
            arranged.order = Some(arranged.sorted(&keys));
        }
        arranged.count = arrangement.top.unwrap_or(all).min(all);
        Ok((arranged, names))
    }

    fn sorted(&self, keys: &[(Shown, Option<bool>)]) -> Vec<usize> {
        let mut rows: Vec<(Vec<OwnCell>, usize)> = (0..self.count)
            .map(|row| {
                let cells = self.cells(row);
                (keys.iter().map(|(shown, _)| self.own_cell(*shown, &cells)).collect(), row)
            })
            .collect();
        rows.sort_by(|(x, _), (y, _)| {
            let orders = keys.iter().zip(x.iter().zip(y)).map(|((_, is_ascending), (x, y))| x.order(y, *is_ascending));
            orders.fold(Ordering::Equal, Ordering::then)
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn cells(&self, row: usize) -> Vec<OwnCell> {
        let mut cells = Vec::with_capacity(self.width);
        self.rows.show_cells(row, &mut |cell| cells.push(OwnCell::from(cell)));
        cells
    }

    fn own_cell(&self, shown: Shown, cells: &[OwnCell]) -> OwnCell {
        match shown {
            Shown::Cell(at) => cells[at].clone(),
            Shown::NameOf(of, at) => match (&cells[at], &self.name_of) {
                (OwnCell::Text(code), Some(name_of)) => name_of(of, code).map_or(OwnCell::Nothing, OwnCell::Text),
                _ => OwnCell::Nothing,
            },
        }
    }
}

impl Cells for Arranged<'_> {
    fn row_count(&self) -> usize {
        self.count
    }

    fn show_cells(&self, at: usize, see: &mut dyn FnMut(Cell<'_>)) {
        let cells = self.cells(self.order.as_ref().map_or(at, |order| order[at]));
        for shown in &self.shown {
            see(self.own_cell(*shown, &cells).as_cell());
        }
    }
}

/// What a column with this name shows; `has_names` says whether codes have names.
fn find(columns: &[String], name: &str, has_names: bool) -> Result<Shown, UnknownColumn> {
    let at = |name: &str| columns.iter().position(|column| column == name);
    let of_code = || {
        let code = name.strip_suffix("_name").filter(|_| has_names)?;
        Some(Shown::NameOf(code_of(code)?, at(code)?))
    };
    at(name).map(Shown::Cell).or_else(of_code).ok_or_else(|| {
        let of_codes = columns.iter().filter(|column| has_names && code_of(column).is_some());
        let derived = of_codes.map(|column| format!("{column}_name"));
        let derived: Vec<String> = derived.filter(|name| !columns.contains(name)).collect();
        UnknownColumn { name: name.to_owned(), columns: [columns, &derived].concat() }
    })
}

/// The kind of codes in a column, if it has codes.
pub(super) fn code_of(column: &str) -> Option<CodeOf> {
    match column.rsplit('_').next() {
        Some("region") => Some(CodeOf::Region),
        Some("country") => Some(CodeOf::Country),
        _ => None,
    }
}

/// The kind of codes in a column with several codes per cell, separated by blanks.
pub(super) fn code_of_each(column: &str) -> Option<CodeOf> {
    match column.split('_').next() {
        Some("regions") => Some(CodeOf::Region),
        Some("countries") => Some(CodeOf::Country),
        _ => None,
    }
}
