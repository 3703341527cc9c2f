use serde::Serialize;
use serde_json::Value;

/// Rows of one type with their column names, ready to be written in any format.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
    /// Columns a narrow terminal leaves out, the first of them first.
    dispensable: Vec<&'static str>,
}

impl Sheet {
    /// A sheet of flat rows: the fields of `R` are the columns, in their order, also when there is no row.
    ///
    /// A field is a text, a number, a truth value or nothing.
    pub fn of<R: Serialize + Default>(rows: &[R]) -> Self {
        let columns = object(&R::default()).into_iter().map(|(name, _)| name).collect();
        Self::with_columns(columns, rows)
    }

    /// A sheet of rows whose columns are known only when it runs. Each row has the cells of `columns` in that order.
    pub fn with_columns(columns: Vec<String>, rows: &[impl Serialize]) -> Self {
        let rows = rows.iter().map(|row| object(row).into_iter().map(|(_, cell)| cell).collect()).collect();
        Self { columns, rows, dispensable: Vec::new() }
    }

    /// Names the columns that a terminal too narrow for all leaves out, the first of them first.
    #[must_use]
    pub fn dispensable(mut self, columns: &[&'static str]) -> Self {
        self.dispensable = columns.to_vec();
        self
    }

    /// Leaves out the columns in which no row says anything; for a page, not for data, whose columns are always the same.
    #[must_use]
    pub fn without_blank_columns(mut self) -> Self {
        let says_something = |at: usize| self.rows.iter().any(|row| !matches!(&row[at], Value::Null) && row[at] != "");
        let kept: Vec<usize> = (0..self.columns.len()).filter(|&at| says_something(at)).collect();
        self.columns = kept.iter().map(|&at| self.columns[at].clone()).collect();
        for row in &mut self.rows {
            *row = kept.iter().map(|&at| row[at].clone()).collect();
        }
        self
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    pub(super) fn least(&self) -> &[&'static str] {
        &self.dispensable
    }

    /// Whether a column holds numbers only.
    pub(super) fn is_numeric(&self, column: usize) -> bool {
        let mut cells = self.rows.iter().map(|row| &row[column]).filter(|cell| !cell.is_null()).peekable();
        cells.peek().is_some() && cells.all(Value::is_number)
    }
}

fn object(row: &impl Serialize) -> serde_json::Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(map)) => map,
        _ => unreachable!("a row is a struct of texts, finite numbers and truth values"),
    }
}

/// A cell as plain text: nothing for null, a list's items joined by a space.
pub(super) fn text(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
