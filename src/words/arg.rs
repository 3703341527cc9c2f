use std::borrow::Cow;

use super::{Words, numbers};
use crate::model::{Area, CountryCode, Date};

/// The value of a placeholder.
#[derive(Clone, Debug)]
pub enum Arg<'a> {
    /// A number, which also selects plural forms.
    Number(u64),
    /// A number in a picture. There digits are grouped in English too, as in ISO 80000.
    Grouped(u64),
    /// A text, which is inserted unchanged.
    Text(Cow<'a, str>),
    /// A date.
    Date(Date),
}

impl Arg<'_> {
    /// The value as a language writes it.
    pub(crate) fn text(&self, words: Words) -> Cow<'_, str> {
        match self {
            Arg::Number(number) => words.number(*number).into(),
            Arg::Grouped(number) if words.is_english() => numbers::in_groups(&number.to_string()).into(),
            Arg::Grouped(number) => words.number(*number).into(),
            Arg::Text(text) => (&**text).into(),
            Arg::Date(date) => words.date(*date).into(),
        }
    }

    /// The number; 0 for other values.
    pub(super) fn number(&self) -> u64 {
        match self {
            Arg::Number(number) | Arg::Grouped(number) => *number,
            Arg::Text(_) | Arg::Date(_) => 0,
        }
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Arg::Number(number as u64)
    }
}

impl From<&usize> for Arg<'_> {
    fn from(number: &usize) -> Self {
        Arg::Number(*number as u64)
    }
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Arg::Number(number)
    }
}

impl From<i32> for Arg<'_> {
    fn from(number: i32) -> Self {
        Arg::Number(u64::from(number.unsigned_abs()))
    }
}

/// The digits of a year aren't grouped.
impl From<u16> for Arg<'_> {
    fn from(year: u16) -> Self {
        Arg::Text(year.to_string().into())
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text.into())
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(text.as_str().into())
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(text.into())
    }
}

impl From<Date> for Arg<'_> {
    fn from(date: Date) -> Self {
        Arg::Date(date)
    }
}

impl From<&Area> for Arg<'_> {
    fn from(area: &Area) -> Self {
        Arg::Text(area.to_string().into())
    }
}

impl From<CountryCode> for Arg<'_> {
    fn from(code: CountryCode) -> Self {
        Arg::Text(code.to_string().into())
    }
}
