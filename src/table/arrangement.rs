//! Which columns and rows of a sheet are shown, and in which order.

use std::{cmp::Ordering, fmt, rc::Rc, str::FromStr};

use super::{
    cell::{Cell, OwnCell},
    cells::Cells,
};

/// Which columns and rows are shown, and in which order. The default shows all as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The columns to show, in this order; all where none is named. `region_name` and `country_name` stand for the names
    /// of the codes in `region` and `country`, and likewise beside any column that ends in these words.
    pub select: Vec<String>,
    /// What the rows are sorted by, the first before the second. Rows that are equal keep their order.
    pub sort: Vec<SortKey>,
    /// How many rows are shown, once they are sorted.
    pub top: Option<usize>,
}

impl Arrangement {
    /// Whether all is shown as it is.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A column to sort by: numbers from the largest and texts from the first, unless told. Blanks come last in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub column: String,
    /// Where it is told, whether the smallest number or first text comes first.
    pub is_ascending: Option<bool>,
}

impl FromStr for SortKey {
    type Err = std::convert::Infallible;

    /// `COLUMN`, `COLUMN:asc` or `COLUMN:desc`; what else follows a colon is a part of the column's name.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (column, is_ascending) = match text.rsplit_once(':') {
            Some((column, "asc")) => (column, Some(true)),
            Some((column, "desc")) => (column, Some(false)),
            _ => (text, None),
        };
        Ok(Self { column: column.trim().to_owned(), is_ascending })
    }
}

/// What a code is the code of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeOf {
    /// A first-level region (ISO 3166-2).
    Region,
    /// A country (ISO 3166-1).
    Country,
}

/// The name of a code, where it has one.
pub type NameOf<'a> = dyn Fn(CodeOf, &str) -> Option<String> + 'a;

/// A column that an answer doesn't have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// As it was asked for.
    pub name: String,
    /// The columns that there are.
    pub columns: Vec<String>,
}

impl fmt::Display for UnknownColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer has no column `{}`", self.name)
    }
}

impl std::error::Error for UnknownColumn {}

/// What a column shows: the cell of a row at a place, or the name of the code in it.
#[derive(Clone, Copy)]
enum Shown {
    Cell(usize),
    NameOf(CodeOf, usize),
}

/// Rows that are shown in another arrangement.
pub(super) struct Arranged<'a> {
    rows: Rc<dyn Cells + 'a>,
    width: usize,
    shown: Vec<Shown>,
    /// The rows shown, in their order; all in their own where there is none.
    order: Option<Vec<usize>>,
    count: usize,
    name_of: Option<Rc<NameOf<'a>>>,
}

impl<'a> Arranged<'a> {
    /// Rows with these columns in an arrangement, and the columns that are shown. To be sorted every row is seen once.
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

/// What a column of this name shows; `has_names` where codes have names.
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

/// Whether a column holds codes, and of what.
pub(super) fn code_of(column: &str) -> Option<CodeOf> {
    match column.rsplit('_').next() {
        Some("region") => Some(CodeOf::Region),
        Some("country") => Some(CodeOf::Country),
        _ => None,
    }
}

/// Whether a column holds several codes with blanks between them, and of what.
pub(super) fn code_of_each(column: &str) -> Option<CodeOf> {
    match column.split('_').next() {
        Some("regions") => Some(CodeOf::Region),
        Some("countries") => Some(CodeOf::Country),
        _ => None,
    }
}
