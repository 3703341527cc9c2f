use serde::Serialize;

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'c> {
    Nothing,
    Text(&'c str),
    Truth(bool),
    /// A whole number from 0.
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

    /// The cell as plain text, nothing for [`Cell::Nothing`]; a number is as JSON has it. `digits` is room for its digits.
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
}

fn in_json<'t>(number: &impl Serialize, digits: &'t mut Vec<u8>) -> &'t str {
    digits.clear();
    serde_json::to_writer(&mut *digits, number).expect("writing to memory does not fail");
    std::str::from_utf8(digits).expect("digits are ASCII")
}
