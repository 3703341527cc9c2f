use std::{fmt, num::NonZeroU16, str::FromStr};

use serde::{Serialize, Serializer};
use thiserror::Error;

/// A calendar date known to the year, the month or the day; the precision is kept.
///
/// Written as in ISO 8601: `2017`, `2017-03`, `2017-03-31`. Years run from 1 to 9999. Dates of different
/// precision are compared through the first and the last day they may mean.
///
/// ```
/// use sistergraph::model::Date;
/// let march: Date = "2017-03".parse().unwrap();
/// assert_eq!(march.to_string(), "2017-03");
/// assert_eq!(march.last_day().to_string(), "2017-03-31");
/// assert!("2017-02-29".parse::<Date>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: NonZeroU16,
    /// 0 when only the year is known.
    month: u8,
    /// 0 when only the month is known.
    day: u8,
}

/// A text that isn't a date of the calendar, or isn't written as one is here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a date; expected {}", expected(found))]
pub struct DateError {
    /// The text as it was found.
    pub found: String,
}

impl Date {
    /// The first day this date may mean: itself when the day is known.
    pub fn first_day(self) -> Date {
        Date { month: self.month.max(1), day: self.day.max(1), ..self }
    }

    /// The last day this date may mean: itself when the day is known.
    pub fn last_day(self) -> Date {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 { days_in(self.year.get(), month) } else { self.day };
        Date { month, day, ..self }
    }

    /// The day `months` calendar months after the last day this date may mean: of the same number in its month, or that
    /// month's last where it has fewer days. `None` after the year 9999.
    ///
    /// ```
    /// use sistergraph::model::Date;
    /// let day: Date = "2024-01-31".parse().unwrap();
    /// assert_eq!(day.months_later(1), "2024-02-29".parse().ok());
    /// assert_eq!(day.months_later(13), "2025-02-28".parse().ok());
    /// ```
    pub fn months_later(self, months: u32) -> Option<Date> {
        let Date { year, month, day } = self.last_day();
        let months = (u64::from(year.get()) * 12 + u64::from(month) - 1) + u64::from(months);
        let year = u16::try_from(months / 12).ok().filter(|&year| year <= 9999).and_then(NonZeroU16::new)?;
        let month = u8::try_from(months % 12 + 1).ok()?;
        Some(Date { year, month, day: day.min(days_in(year.get(), month)) })
    }

    /// The year that this date lies in, as a date.
    pub fn in_year(self) -> Date {
        Date { month: 0, day: 0, ..self }
    }

    /// The month, 1 to 12; `None` when only the year is known.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> u16 {
        self.year.get()
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The number that `digits` spells, where it has exactly `len` of them.
fn number(digits: &str, len: usize) -> Option<u16> {
    (digits.len() == len && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.bytes().fold(0, |number, digit| 10 * number + u16::from(digit - b'0')))
}

fn parse(text: &str) -> Option<Date> {
    // Most lists give years.
    if text.len() == 4 {
        return Some(Date { year: NonZeroU16::new(number(text, 4)?)?, month: 0, day: 0 });
    }
    let mut parts = text.split('-');
    let year = NonZeroU16::new(number(parts.next()?, 4)?)?;
    let month = match parts.next() {
        Some(part) => u8::try_from(number(part, 2)?).ok().filter(|m| (1..=12).contains(m))?,
        None => 0,
    };
    let day = match parts.next() {
        Some(part) => {
            let last = days_in(year.get(), month);
            u8::try_from(number(part, 2)?).ok().filter(|d| (1..=last).contains(d))?
        }
        None => 0,
    };
    parts.next().is_none().then_some(Date { year, month, day })
}

/// What is expected in place of `found`: the same date as it is written here, where it is one in another notation.
fn expected(found: &str) -> String {
    let other = other_notation(found);
    other.map_or_else(
        || "a year, month or day such as 2017, 2017-03 or 2017-03-31".to_owned(),
        |date| format!("{date} (year, month and day with hyphens)"),
    )
}

/// The date that a text in another notation means, where it can mean one only: day, month and year with dots between
/// them, also with slashes where one of the first two is no month, and dates as they are written here without their zeros.
fn other_notation(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u16>().ok())?;
    let numbers: Vec<u16> = parts.iter().map(|part| number(part)).collect::<Option<_>>()?;
    let is_year = |at: usize| parts[at].len() == 4;
    let date = |year: u16, month: u16, day: Option<u16>| {
        let day = day.map_or_else(String::new, |day| format!("-{day:02}"));
        parse(&format!("{year:04}-{month:02}{day}"))
    };
    match numbers[..] {
        [year, month] if is_year(0) => date(year, month, None),
        [month, year] if is_year(1) => date(year, month, None),
        [year, month, day] if is_year(0) => date(year, month, Some(day)),
        [day, month, year] if is_year(2) && (text.contains('.') || day > 12 || day == month) => {
            date(year, month, Some(day))
        }
        [month, day, year] if is_year(2) && day > 12 => date(year, month, Some(day)),
        _ => None,
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        parse(text).ok_or_else(|| DateError { found: text.to_owned() })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |number: u16| b'0' + (number % 10) as u8;
        // In one piece: lists of millions are written.
        let [year, month, day] = [self.year.get(), self.month.into(), self.day.into()];
        let text = [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ];
        let known = match (self.month, self.day) {
            (0, _) => &text[..4],
            (_, 0) => &text[..7],
            _ => &text[..],
        };
        // All bytes are ASCII, so this never takes the default.
        f.write_str(std::str::from_utf8(known).unwrap_or_default())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_keeps_its_precision() {
        for text in ["0001", "9999", "2017", "2017-03", "2017-03-31", "2000-02-29"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_the_calendar_lacks_is_refused() {
        for text in [
            "",
            "20188",
            "0000",
            "217",
            "2017-13",
            "2017-00",
            "2017-02-29",
            "1900-02-29",
            "2017-3",
            "2017-03-31-1",
            "+201",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    /// By the calendar: 2000, 2024 and 2028 are leap years, 1900 and 2025 to 2027 are not.
    #[test]
    fn months_later_ends_with_the_month() {
        let cases = [
            ("2025-01-31", 1, Some("2025-02-28")),
            ("2024-01-31", 1, Some("2024-02-29")),
            ("1899-12-31", 2, Some("1900-02-28")),
            ("1999-12-30", 2, Some("2000-02-29")),
            ("2024-02-29", 12, Some("2025-02-28")),
            ("2024-02-29", 48, Some("2028-02-29")),
            ("2025-02-28", 1, Some("2025-03-28")),
            ("2025-03-31", 1, Some("2025-04-30")),
            ("2025-12-31", 1, Some("2026-01-31")),
            ("2025-11-24", 0, Some("2025-11-24")),
            // A month or year means its last day.
            ("2024-02", 12, Some("2025-02-28")),
            ("2016", 2, Some("2017-02-28")),
            ("9999-11-30", 1, Some("9999-12-30")),
            ("9999-12-01", 1, None),
            ("2025-01-31", u32::MAX, None),
        ];
        for (date, months, expected) in cases {
            let found = date.parse::<Date>().unwrap().months_later(months);
            assert_eq!(found.map(|date| date.to_string()).as_deref(), expected, "{date} {months}");
        }
    }

    #[test]
    fn another_notation_is_understood_where_it_means_one_day() {
        let expected = |text: &str| text.parse::<Date>().unwrap_err().to_string();
        for (text, date) in [
            ("31.03.2017", "2017-03-31"),
            ("1.2.2017", "2017-02-01"),
            ("31/03/2017", "2017-03-31"),
            ("03/31/2017", "2017-03-31"),
            ("5/5/2017", "2017-05-05"),
            ("2017/3/9", "2017-03-09"),
            ("2017-3", "2017-03"),
            ("03.2017", "2017-03"),
        ] {
            assert!(expected(text).contains(&format!("; expected {date} (")), "{text}: {}", expected(text));
        }
        // The fifth of April or the fourth of May; no day at all; not a date.
        for text in ["05/04/2017", "30.02.2017", "31.03.17", "2017-13", "1.2.3.2017", "", "..2017", "٣١.٠٣.2017"] {
            assert!(expected(text).ends_with("or 2017-03-31"), "{text}: {}", expected(text));
        }
    }

    #[test]
    fn a_year_spans_its_days() {
        let year: Date = "2016".parse().unwrap();
        assert_eq!(year.first_day().to_string(), "2016-01-01");
        assert_eq!(year.last_day().to_string(), "2016-12-31");
        let month: Date = "2016-02".parse().unwrap();
        assert_eq!(month.last_day().to_string(), "2016-02-29");
    }
}
