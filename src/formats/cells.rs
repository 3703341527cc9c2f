//! The cells of a row to write. Nothing is formatted before it is written.

use std::{borrow::Cow, fmt::Write as _, io};

use serde_json::Number;

use super::decode::join;
use crate::model::{CountryCode, Date};

/// A cell of a row to write.
pub(super) enum Cell<'d> {
    /// A text; an empty one is a blank cell.
    Text(Cow<'d, str>),
    /// A country's code.
    Country(CountryCode),
    /// A date.
    Date(Date),
    /// A measure.
    Number(f64),
    /// A count.
    Count(u64),
}

impl Cell<'_> {
    /// A cell with a word, or a blank cell.
    pub(super) fn word(word: Option<&'static str>) -> Self {
        Cell::Text(Cow::Borrowed(word.unwrap_or_default()))
    }

    /// A list of texts as one cell.
    pub(super) fn list<T: AsRef<str>>(texts: &[T]) -> Self {
        if texts.is_empty() { Cell::word(None) } else { Cell::Text(Cow::Owned(join(texts))) }
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Cell::Text(text) if text.is_empty())
    }

    /// The cell as a text; `room` is a buffer for it.
    pub(super) fn text<'c>(&'c self, room: &'c mut String) -> &'c str {
        room.clear();
        let written = match self {
            Cell::Text(text) => return text,
            Cell::Country(code) => return code.as_str(),
            Cell::Date(date) => write!(room, "{date}"),
            Cell::Number(number) => write!(room, "{number}"),
            Cell::Count(count) => write!(room, "{count}"),
        };
        written.expect("writing to memory does not fail");
        room
    }

    /// Writes the cell as a JSON value: measures and counts as numbers, all else as text.
    pub(super) fn write_json(&self, room: &mut String, out: &mut impl io::Write) -> io::Result<()> {
        let is_number = matches!(self, Cell::Number(_) | Cell::Count(_));
        let text = self.text(room);
        // JSON can only write finite numbers.
        let number = is_number.then(|| serde_json::from_str::<Number>(text).ok()).flatten();
        match number {
            Some(number) => serde_json::to_writer(out, &number)?,
            None => serde_json::to_writer(out, text)?,
        }
        Ok(())
    }
}

impl<'d> From<&'d str> for Cell<'d> {
    fn from(text: &'d str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl<'d> From<&'d String> for Cell<'d> {
    fn from(text: &'d String) -> Self {
        Cell::from(text.as_str())
    }
}

impl<'d> From<&'d Option<String>> for Cell<'d> {
    fn from(text: &'d Option<String>) -> Self {
        Cell::from(text.as_deref())
    }
}

impl From<CountryCode> for Cell<'_> {
    fn from(code: CountryCode) -> Self {
        Cell::Country(code)
    }
}

impl From<Date> for Cell<'_> {
    fn from(date: Date) -> Self {
        Cell::Date(date)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Cell::Number(number)
    }
}

impl From<u64> for Cell<'_> {
    fn from(count: u64) -> Self {
        Cell::Count(count)
    }
}

impl<'d, T: Into<Cell<'d>>> From<Option<T>> for Cell<'d> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::word(None), Into::into)
    }
}
