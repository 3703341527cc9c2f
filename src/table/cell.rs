use std::{borrow::Cow, cmp::Ordering};

use serde::Serialize;

use super::Wording;

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'c> {
    Nothing,
    Text(&'c str),
    Truth(bool),
    /// A whole number, 0 or more.
    Natural(u64),
    /// A whole number below 0.
    Negative(i64),
    /// A finite number.
    Real(f64),
}

impl Cell<'_> {
    pub(super) fn is_nothing(self) -> bool {
        self == Cell::Nothing
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Cell::Natural(_) | Cell::Negative(_) | Cell::Real(_))
    }

    /// The cell as plain text, empty for [`Cell::Nothing`]. Numbers are written as in JSON, into the buffer `digits`.
    pub(super) fn text<'t>(&'t self, digits: &'t mut Vec<u8>) -> &'t str {
        match *self {
            Cell::Nothing => "",
            Cell::Text(text) => text,
            Cell::Truth(true) => "true",
            Cell::Truth(false) => "false",
            Cell::Natural(number) => in_json(&number, digits),
            Cell::Negative(number) => in_json(&number, digits),
            Cell::Real(number) => in_json(&number, digits),
        }
    }

    /// The cell as people read it in a language.
    pub(super) fn worded<'t>(&'t self, column: &str, wording: &dyn Wording, digits: &'t mut Vec<u8>) -> Cow<'t, str> {
        match *self {
            Cell::Text(text) => wording.text(column, text),
            Cell::Truth(truth) => wording.text(column, if truth { "true" } else { "false" }),
            Cell::Nothing => "".into(),
            _ => wording.number(column, self.text(digits)),
        }
    }
}

/// A value of a row that is stored.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OwnCell {
    Nothing,
    Text(String),
    Truth(bool),
    Natural(u64),
    Negative(i64),
    Real(f64),
}

impl From<Cell<'_>> for OwnCell {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Nothing => Self::Nothing,
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Truth(truth) => Self::Truth(truth),
            Cell::Natural(number) => Self::Natural(number),
            Cell::Negative(number) => Self::Negative(number),
            Cell::Real(number) => Self::Real(number),
        }
    }
}

impl OwnCell {
    pub(super) fn as_cell(&self) -> Cell<'_> {
        match self {
            Self::Nothing => Cell::Nothing,
            Self::Text(text) => Cell::Text(text),
            Self::Truth(truth) => Cell::Truth(*truth),
            Self::Natural(number) => Cell::Natural(*number),
            Self::Negative(number) => Cell::Negative(*number),
            Self::Real(number) => Cell::Real(*number),
        }
    }

    /// The order of two cells of a column: numbers from the largest, then true values, then texts from the first,
    /// unless `is_ascending` is given. Blanks always come last.
    pub(super) fn order(&self, other: &Self, is_ascending: Option<bool>) -> Ordering {
        let turned = |order: Ordering, by_itself: bool| match is_ascending {
            Some(is_ascending) if is_ascending != by_itself => order.reverse(),
            _ => order,
        };
        match (self, other) {
            (Self::Text(x), Self::Text(y)) if self.class() == other.class() => turned(x.cmp(y), true),
            (Self::Natural(x), Self::Natural(y)) => turned(y.cmp(x), false),
            (Self::Truth(x), Self::Truth(y)) => turned(y.cmp(x), false),
            _ => match (self.number(), other.number()) {
                (Some(x), Some(y)) => turned(y.total_cmp(&x), false),
                _ => self.class().cmp(&other.class()),
            },
        }
    }

    fn number(&self) -> Option<f64> {
        match *self {
            Self::Natural(number) => Some(number as f64),
            Self::Negative(number) => Some(number as f64),
            Self::Real(number) => Some(number),
            _ => None,
        }
    }

    /// The order of different kinds of cells in one column.
    fn class(&self) -> u8 {
        match self {
            Self::Natural(_) | Self::Negative(_) | Self::Real(_) => 0,
            Self::Truth(_) => 1,
            Self::Text(text) if !text.is_empty() => 2,
            Self::Text(_) | Self::Nothing => 3,
        }
    }
}

fn in_json<'t>(number: &impl Serialize, digits: &'t mut Vec<u8>) -> &'t str {
    digits.clear();
    serde_json::to_writer(&mut *digits, number).expect("writing to memory does not fail");
    std::str::from_utf8(digits).expect("digits are ASCII")
}
