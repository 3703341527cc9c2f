use std::borrow::Cow;

/// The language of an answer for people. Data (CSV, JSON) has the same names and words in every language.
///
/// The default methods write English.
pub trait Wording {
    /// The code of the language, for pages.
    fn language(&self) -> &'static str {
        "en"
    }

    /// The caption of a column.
    fn caption<'c>(&self, column: &'c str) -> &'c str {
        column
    }

    /// A text in a column: words of vocabularies and dates are translated.
    fn text<'t>(&self, column: &str, text: &'t str) -> Cow<'t, str> {
        let _ = column;
        text.into()
    }

    /// A number in a column, given by its digits.
    fn number<'t>(&self, column: &str, digits: &'t str) -> Cow<'t, str> {
        let _ = column;
        digits.into()
    }

    /// Whether a page leaves out a column of a sheet with `columns`, because it is meant for programs: for example the
    /// id of a place whose name is in another column.
    fn leaves_out(&self, column: &str, columns: &[String]) -> bool {
        let _ = (column, columns);
        false
    }

    /// The format of days in a workbook.
    fn day_format(&self) -> &'static str {
        "yyyy-mm-dd"
    }

    /// The text of a remark.
    fn remark(&self, remark: Remark<'_>) -> String {
        match remark {
            Remark::SameOnTerminal { cells } => format!("every row: {cells}"),
            Remark::SameOnPage { cells } => format!("In every row: {cells}."),
            Remark::NotShown { columns } => {
                format!("(not shown for width: {columns}; --format csv or json has them)")
            }
            Remark::First { shown: 1, all } => format!("The first of {all} rows is shown."),
            Remark::First { shown, all } => format!("The first {shown} of {all} rows are shown."),
            Remark::MadeWith { line } => format!("Made with {line}."),
            Remark::Table => "Table".to_owned(),
            Remark::Answer => "Answer".to_owned(),
            Remark::About => "About".to_owned(),
        }
    }
}

/// Remarks that a form of output adds to an answer.
#[derive(Clone, Copy, Debug)]
pub enum Remark<'r> {
    /// Columns with the same text in every row, in a terminal.
    SameOnTerminal {
        /// The caption and text of each.
        cells: &'r str,
    },
    /// Columns with the same text in every row, on a page.
    SameOnPage {
        /// The caption and text of each.
        cells: &'r str,
    },
    /// Columns that don't fit the terminal.
    NotShown {
        /// Their captions.
        columns: &'r str,
    },
    /// Only the first rows are shown.
    First {
        /// The number of rows shown.
        shown: usize,
        /// The number of all rows.
        all: usize,
    },
    /// The conditions under which the answer was made.
    MadeWith {
        /// The conditions on one line.
        line: &'r str,
    },
    /// The label of a table, for screen readers.
    Table,
    /// The name of the worksheet with the rows.
    Answer,
    /// The name of the worksheet about the rows.
    About,
}

/// English.
#[derive(Clone, Copy, Debug)]
pub(super) struct English;

impl Wording for English {}
