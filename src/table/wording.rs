use std::borrow::Cow;

/// The language that an answer is written in for people. Data (CSV, JSON) has the names and words of its fields in any.
///
/// The methods as they are write English.
pub trait Wording {
    /// The code of the language, for pages.
    fn language(&self) -> &'static str {
        "en"
    }

    /// The caption of a column.
    fn caption<'c>(&self, column: &'c str) -> &'c str {
        column
    }

    /// A text of a column: a word of a vocabulary and a date are written as the language has them.
    fn text<'t>(&self, column: &str, text: &'t str) -> Cow<'t, str> {
        let _ = column;
        text.into()
    }

    /// A number of a column, from its digits.
    fn number<'t>(&self, column: &str, digits: &'t str) -> Cow<'t, str> {
        let _ = column;
        digits.into()
    }

    /// Whether a page leaves out a column of a sheet that has `columns`, because it is for programs: the id of a place whose name
    /// stands in another.
    fn leaves_out(&self, column: &str, columns: &[String]) -> bool {
        let _ = (column, columns);
        false
    }

    /// How a workbook shows days.
    fn day_format(&self) -> &'static str {
        "yyyy-mm-dd"
    }

    /// What a form of output says of itself.
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

/// What a form of output says of itself.
#[derive(Clone, Copy, Debug)]
pub enum Remark<'r> {
    /// Columns that say the same in every row, in a terminal.
    SameOnTerminal {
        /// Caption and text of each.
        cells: &'r str,
    },
    /// The same on a page.
    SameOnPage {
        /// Caption and text of each.
        cells: &'r str,
    },
    /// Columns that a terminal is too narrow for.
    NotShown {
        /// Their captions.
        columns: &'r str,
    },
    /// Only the first rows are shown.
    First {
        /// So many.
        shown: usize,
        /// Of so many.
        all: usize,
    },
    /// What the answer was made with.
    MadeWith {
        /// In a line.
        line: &'r str,
    },
    /// What a table is, for readers of screens.
    Table,
    /// The worksheet of the rows.
    Answer,
    /// The worksheet of what they are about.
    About,
}

/// English.
#[derive(Clone, Copy, Debug)]
pub(super) struct English;

impl Wording for English {}
