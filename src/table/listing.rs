use std::{fmt, rc::Rc};

use serde::{Serialize, Serializer};

/// Rows in a fixed order that can be read one after another, more than once.
pub trait Rows {
    /// The type of a row.
    type Row;

    /// The number of rows.
    fn len(&self) -> usize;

    /// Whether there are no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls `see` with a row; `at` counts from 0 and must be less than [`len`](Self::len).
    fn show(&self, at: usize, see: &mut dyn FnMut(&Self::Row));
}

impl<R> Rows for [R] {
    type Row = R;

    fn len(&self) -> usize {
        <[R]>::len(self)
    }

    fn show(&self, at: usize, see: &mut dyn FnMut(&R)) {
        see(&self[at]);
    }
}

impl<R> Rows for Vec<R> {
    type Row = R;

    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn show(&self, at: usize, see: &mut dyn FnMut(&R)) {
        see(&self[at]);
    }
}

impl<S: Rows + ?Sized> Rows for &S {
    type Row = S::Row;

    fn len(&self) -> usize {
        S::len(self)
    }

    fn show(&self, at: usize, see: &mut dyn FnMut(&S::Row)) {
        S::show(self, at, see);
    }
}

impl<S: Rows + ?Sized> Rows for Rc<S> {
    type Row = S::Row;

    fn len(&self) -> usize {
        S::len(self)
    }

    fn show(&self, at: usize, see: &mut dyn FnMut(&S::Row)) {
        S::show(self, at, see);
    }
}

/// Rows that are made when they are asked for, since a million rows would take more memory than the data behind them.
///
/// A clone is the same listing, and costs nothing.
///
/// ```
/// use sistergraph::table::Listing;
/// let squares = Listing::new(1_000_000, |at| at * at);
/// assert_eq!((squares.len(), squares.row(999)), (1_000_000, 998_001));
/// assert_eq!(squares.first(3).iter().collect::<Vec<_>>(), [0, 1, 4]);
/// ```
pub struct Listing<'g, R> {
    len: usize,
    row: Rc<dyn Fn(usize) -> R + 'g>,
}

impl<'g, R: 'g> Listing<'g, R> {
    /// `len` rows; `row` makes the row with a number, from 0.
    pub fn new(len: usize, row: impl Fn(usize) -> R + 'g) -> Self {
        Self { len, row: Rc::new(row) }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The row with a number, from 0 to [`len`](Self::len) - 1.
    ///
    /// # Panics
    /// May panic if there is no such row.
    pub fn row(&self, at: usize) -> R {
        (self.row)(at)
    }

    /// All rows, each made when it is reached.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = R> + use<'_, 'g, R> {
        (0..self.len).map(|at| self.row(at))
    }

    /// The first `len` rows, or all if there are fewer.
    #[must_use]
    pub fn first(&self, len: usize) -> Self {
        Self { len: self.len.min(len), row: Rc::clone(&self.row) }
    }

    /// The rows for which `keeps` is true. Each row is made once for the test, and eight bytes are stored for each one
    /// kept.
    #[must_use]
    pub fn filtered(&self, keeps: impl Fn(&R) -> bool) -> Self {
        let kept: Vec<usize> = (0..self.len).filter(|&at| keeps(&self.row(at))).collect();
        let row = Rc::clone(&self.row);
        Self::new(kept.len(), move |at| row(kept[at]))
    }

    /// The rows in another form.
    pub fn map<T: 'g>(&self, form: impl Fn(R) -> T + 'g) -> Listing<'g, T> {
        let row = Rc::clone(&self.row);
        Listing::new(self.len, move |at| form(row(at)))
    }
}

impl<R> Clone for Listing<'_, R> {
    fn clone(&self) -> Self {
        Self { len: self.len, row: Rc::clone(&self.row) }
    }
}

/// An empty listing.
impl<'g, R: Default + 'g> Default for Listing<'g, R> {
    fn default() -> Self {
        Self::new(0, |_| R::default())
    }
}

impl<R> fmt::Debug for Listing<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing").field("len", &self.len).finish_non_exhaustive()
    }
}

/// Serializes as a list of its rows.
impl<'g, R: Serialize + 'g> Serialize for Listing<'g, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<R> Rows for Listing<'_, R> {
    type Row = R;

    fn len(&self) -> usize {
        self.len
    }

    fn show(&self, at: usize, see: &mut dyn FnMut(&R)) {
        see(&(self.row)(at));
    }
}
