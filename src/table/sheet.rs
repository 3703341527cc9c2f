use std::{collections::BTreeMap, fmt, rc::Rc};

use serde::Serialize;

use super::{
    Arrangement, Columns, Rows, UnknownColumn, Wording,
    arrangement::{Arranged, NameOf, code_of, code_of_each},
    cell::{Cell, OwnCell},
    cells::Cells,
};

/// Rows of one type under columns with distinct names, ready to be written in any format.
///
/// The rows are read while the sheet is written, one after another. A clone shares them.
#[derive(Clone)]
pub struct Sheet<'a> {
    columns: Columns,
    rows: Rc<dyn Cells + 'a>,
    /// The columns that a narrow terminal leaves out, in this order.
    dispensable: Vec<&'static str>,
    leaves_out_blank: bool,
    /// Whether the user asked for the columns by name.
    is_chosen: bool,
    /// The names of codes, if there are any.
    name_of: Option<Rc<NameOf<'a>>>,
    /// For each row, the file beside the page that its first cell links to.
    links: Option<Rc<[String]>>,
    /// The columns that people see, in order; `None` means all.
    for_people: Option<Rc<[&'static str]>>,
    /// The meanings of codes that are names of columns.
    meanings: Rc<BTreeMap<String, String>>,
    /// The rows before they were rearranged.
    origin: Option<Rc<dyn Cells + 'a>>,
}

impl<'a> Sheet<'a> {
    /// A sheet of flat rows: the fields of a row are the columns, in order, even if there is no row.
    ///
    /// A field is a text, a number, a truth value or missing.
    pub fn of<S: Rows + 'a>(rows: S) -> Self
    where
        S::Row: Serialize + Default,
    {
        Self::with_columns(Columns::of::<S::Row>(), rows)
    }

    /// A sheet of rows whose columns aren't known at compile time. Each row has a cell for each of `columns`, in order.
    pub fn with_columns<S: Rows + 'a>(columns: Columns, rows: S) -> Self
    where
        S::Row: Serialize,
    {
        Self {
            columns,
            rows: Rc::new(rows),
            dispensable: Vec::new(),
            leaves_out_blank: false,
            is_chosen: false,
            name_of: None,
            links: None,
            for_people: None,
            meanings: Rc::default(),
            origin: None,
        }
    }

    /// Sets the columns that pages and terminals show, in order: names before ids, and without columns that only
    /// programs need. Data has all columns in their own order, and so has a page if columns are asked for by name.
    #[must_use]
    pub fn for_people(self, columns: &[&'static str]) -> Self {
        debug_assert!(columns.iter().all(|name| self.columns().iter().any(|column| column == name)), "{columns:?}");
        Self { for_people: Some(columns.into()), ..self }
    }

    /// Explains columns whose names are codes: a page shows the meaning beside the code, a terminal below the table.
    #[must_use]
    pub fn explained(self, meanings: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { meanings: Rc::new(meanings.into_iter().collect()), ..self }
    }

    /// The meaning of a column's name, if it is a code that has been explained.
    pub(super) fn meaning(&self, at: usize) -> Option<&str> {
        self.meanings.get(&self.columns()[at]).map(String::as_str)
    }

    /// The sheet as people see it, rearranged.
    ///
    /// # Errors
    /// Returns [`UnknownColumn`], like [`arranged`](Self::arranged).
    pub(super) fn on_page(&self, arrangement: &Arrangement) -> Result<Self, UnknownColumn> {
        let select = match &self.for_people {
            Some(columns) if arrangement.select.is_empty() => columns.iter().map(|&name| name.to_owned()).collect(),
            _ if arrangement.is_plain() => return Ok(self.clone()),
            _ => return self.arranged(arrangement),
        };
        let arranged = self.arranged(&Arrangement { select, ..arrangement.clone() })?;
        Ok(Self { dispensable: self.dispensable.clone(), is_chosen: false, ..arranged })
    }

    /// Sets the columns that are left out, in this order, if the terminal is too narrow.
    #[must_use]
    pub fn dispensable(self, columns: &[&'static str]) -> Self {
        Self { dispensable: columns.to_vec(), ..self }
    }

    /// Leaves out of pages the columns that are blank in all rows; data always has the same columns.
    #[must_use]
    pub fn without_blank_columns(self) -> Self {
        Self { leaves_out_blank: true, ..self }
    }

    /// Links the first cell of each row to a file beside the page; a terminal shows no links.
    #[must_use]
    pub fn linked(self, files: Vec<String>) -> Self {
        Self { links: Some(files.into()), ..self }
    }

    /// The file that a cell links to, if it does.
    pub(super) fn link(&self, row: usize, at: usize) -> Option<&str> {
        let links = self.links.as_ref().filter(|_| at == 0)?;
        links.get(row).map(String::as_str)
    }

    /// The rearranged sheet. Takes O(n log n) time for n rows if it is sorted. Columns that were asked for by name are
    /// all shown, however narrow the terminal is. The result has no links.
    ///
    /// # Errors
    /// Returns [`UnknownColumn`] if the arrangement names a column that the sheet lacks.
    pub fn arranged(&self, arrangement: &Arrangement) -> Result<Self, UnknownColumn> {
        let (rows, names) = Arranged::new(Rc::clone(&self.rows), self.columns(), arrangement, self.name_of.clone())?;
        let dispensable = if arrangement.select.is_empty() { self.dispensable.clone() } else { Vec::new() };
        let is_chosen = !arrangement.select.is_empty();
        let (columns, rows) = (Columns::of_names(names), Rc::new(rows));
        let origin = Some(self.origin.clone().unwrap_or_else(|| Rc::clone(&self.rows)));
        Ok(Self { columns, rows, dispensable, is_chosen, origin, links: None, for_people: None, ..self.clone() })
    }

    /// Adds the names of codes: HTML pages show them beside the codes, and an arrangement can ask for them.
    #[must_use]
    pub fn with_names(self, name_of: Rc<NameOf<'a>>) -> Self {
        Self { name_of: Some(name_of), ..self }
    }

    /// The name of the code in a cell, unless the sheet has a column for it.
    pub(super) fn name_of(&self, at: usize, cell: Cell<'_>) -> Option<String> {
        let (name_of, columns) = (self.name_of.as_ref()?, self.columns());
        let (column, Cell::Text(code)) = (&columns[at], cell) else { return None };
        let has_column =
            columns.get(at + 1).is_some_and(|next| next == "name") || columns.contains(&format!("{column}_name"));
        if has_column { None } else { name_of(code_of(column)?, code) }
    }

    /// The codes in a cell with several of them, each with its name; `None` if one of them has no name.
    pub(super) fn named_codes(&self, at: usize, cell: Cell<'_>) -> Option<String> {
        let (name_of, Cell::Text(codes)) = (self.name_of.as_ref()?, cell) else { return None };
        let of = code_of_each(&self.columns()[at])?;
        let named = codes.split(' ').map(|code| Some(format!("{code} {}", name_of(of, code)?)));
        Some(named.collect::<Option<Vec<_>>>()?.join(", "))
    }

    /// Whether two sheets show the same rows.
    pub(super) fn has_rows_of(&self, other: &Self) -> bool {
        let origin = |sheet: &Self| Rc::as_ptr(sheet.origin.as_ref().unwrap_or(&sheet.rows)).cast::<()>();
        std::ptr::addr_eq(origin(self), origin(other))
    }

    pub(super) fn columns(&self) -> &[String] {
        self.columns.names()
    }

    pub(super) fn row_count(&self) -> usize {
        self.rows.row_count()
    }

    /// Calls `see` with the cells of a row, each with the index of its column.
    pub(super) fn show(&self, row: usize, mut see: impl FnMut(usize, Cell<'_>)) {
        let mut at = 0;
        self.rows.show_cells(row, &mut |cell| {
            see(at, cell);
            at += 1;
        });
        debug_assert_eq!(at, self.columns().len(), "a cell for each of {:?}", self.columns());
    }

    pub(super) fn least(&self) -> &[&'static str] {
        &self.dispensable
    }

    /// The content of each column. Reads every row once.
    pub(super) fn contents(&self) -> Vec<Content> {
        let mut contents = vec![Content::default(); self.columns().len()];
        for row in 0..self.row_count() {
            self.show(row, |at, cell| contents[at].see(cell));
        }
        contents
    }

    /// Whether a page in a language shows the column with an index.
    pub(super) fn is_for_people(&self, at: usize, wording: &dyn Wording) -> bool {
        self.is_chosen || !wording.leaves_out(&self.columns()[at], self.columns())
    }

    /// Whether a page shows a column with this content.
    pub(super) fn shows(&self, content: &Content) -> bool {
        content.has_words || !self.leaves_out_blank
    }
}

impl fmt::Debug for Sheet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { columns, dispensable, leaves_out_blank, .. } = self;
        let mut sheet = f.debug_struct("Sheet");
        sheet.field("columns", columns).field("rows", &self.row_count());
        sheet.field("dispensable", dispensable).field("leaves_out_blank", leaves_out_blank).finish()
    }
}

/// A summary of a column's content.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// Whether some cell isn't missing.
    pub has_values: bool,
    /// Whether some cell is neither missing nor an empty text.
    pub has_words: bool,
    has_numbers: bool,
    has_others: bool,
    /// The cell of the first row.
    first: Option<OwnCell>,
    /// Whether any other row differs from it.
    pub varies: bool,
}

impl Content {
    pub(super) fn see(&mut self, cell: Cell<'_>) {
        match &self.first {
            None => self.first = Some(OwnCell::from(cell)),
            Some(first) => self.varies = self.varies || first.as_cell() != cell,
        }
        if cell.is_nothing() {
            return;
        }
        self.has_values = true;
        self.has_words |= cell != Cell::Text("");
        self.has_numbers |= cell.is_number();
        self.has_others |= !cell.is_number();
    }

    /// Whether it has only numbers.
    pub(super) fn is_numeric(&self) -> bool {
        self.has_numbers && !self.has_others
    }
}
