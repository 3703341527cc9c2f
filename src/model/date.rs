use std::{fmt, num::NonZeroU16, str::FromStr};

use serde::{Serialize, Serializer};
use thiserror::Error;

#[cfg(any(feature = "net", feature = "parquet"))]
use super::calendar::days_since_1970;
use super::loose_date;

/// A calendar date known to the year, the month or the day; the precision is kept.
///
/// It is written as in ISO 8601: `2017`, `2017-03`, `2017-03-31`. Years run from 1 to 9999. Dates of different
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

/// A text that isn't a date of the calendar, or isn't written in the notation of [`Date`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{found}` is not a date; expected {}", expected(found))]
pub struct DateError {
    /// The text as it was found.
    pub found: String,
}

impl Date {
    /// The date that a text means, in any of the notations of spreadsheets, query services and people. `None` if it has
    /// no meaning or more than one.
    ///
    /// ```
    /// use sistergraph::model::Date;
    /// let read = |text| Date::in_any_notation(text).map(|date| date.to_string());
    /// assert_eq!(read("31.12.1999").as_deref(), Some("1999-12-31"));
    /// assert_eq!(read("May 1997").as_deref(), Some("1997-05"));
    /// // This may be the first of February or the second of January.
    /// assert_eq!(read("01/02/1999"), None);
    /// ```
    pub fn in_any_notation(text: &str) -> Option<Date> {
        parse(text).or_else(|| match in_other_notation(text)[..] {
            [date] => Some(date),
            _ => None,
        })
    }

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

    /// The day `months` calendar months after the last day this date may mean. It has the same day of the month, or is
    /// the last day of a month that is too short. `None` after the year 9999.
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

    /// The day of the month, 1 to 31; `None` when only the month or the year is known.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// The number of days from 1970-01-01 to [the first day](Self::first_day) this date may mean.
    #[cfg(any(feature = "net", feature = "parquet"))]
    pub(crate) fn days_since_1970(self) -> i32 {
        let Self { year, month, day } = self.first_day();
        let days = days_since_1970(year.get().into(), month.into(), day.into());
        i32::try_from(days).expect("a year has at most four digits")
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

/// The number that `digits` spell, if there are exactly `len` of them.
fn number(digits: &str, len: usize) -> Option<u16> {
    (digits.len() == len && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.bytes().fold(0, |number, digit| 10 * number + u16::from(digit - b'0')))
}

fn parse(text: &str) -> Option<Date> {
    // A shortcut: most lists give years.
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

/// What the message suggests in place of `found`: the same date in our notation, if `found` is a date in another one.
fn expected(found: &str) -> String {
    match in_other_notation(found)[..] {
        [date] => format!("{date} (year, month and day with hyphens)"),
        [one, other] => format!("{one} or {other} (year, month and day with hyphens)"),
        _ => spreadsheet_day(found).map_or_else(
            || "a year, month or day such as 2017, 2017-03 or 2017-03-31".to_owned(),
            |day| format!("{day}, if it is a spreadsheet's number of a day"),
        ),
    }
}

/// The day that a spreadsheet means by a number of five digits: it counts days from 30 December 1899. `None` for
/// numbers outside the years in which places made partnerships.
fn spreadsheet_day(text: &str) -> Option<Date> {
    let is_number = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut left: u32 = text.parse().ok().filter(|number| is_number && (21_000..60_000).contains(number))?;
    left -= 2;
    let (mut year, mut month) = (1900_u16, 1);
    while left > u32::from(days_in(year, month)) - 1 {
        left -= u32::from(days_in(year, month));
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    parse(&format!("{year:04}-{month:02}-{:02}", left + 1))
}

/// The dates of the calendar that a text in another notation may mean.
fn in_other_notation(text: &str) -> Vec<Date> {
    let date = |[year, month, day]: [u16; 3]| {
        let parts = [(year, true), (month, month > 0), (day, day > 0)];
        let parts = parts.iter().filter(|(_, is_known)| *is_known).map(|(part, _)| format!("{part:02}"));
        parse(&parts.collect::<Vec<_>>().join("-"))
    };
    loose_date::meanings(text).into_iter().filter_map(date).collect()
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
        // The text is written in one piece, since lists may have millions of dates.
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
    fn another_notation_is_read_where_it_means_one_date() {
        for (text, date) in [
            ("31.03.2017", "2017-03-31"),
            ("1.2.2017", "2017-02-01"),
            ("31/03/2017", "2017-03-31"),
            ("03/31/2017", "2017-03-31"),
            ("5/5/2017", "2017-05-05"),
            ("31-12-1999", "1999-12-31"),
            ("31 12 1999", "1999-12-31"),
            ("12.31.1999", "1999-12-31"),
            ("31. 12. 1999", "1999-12-31"),
            ("1999. 12. 31.", "1999-12-31"),
            ("31.12.1999 г.", "1999-12-31"),
            ("2017/3/9", "2017-03-09"),
            ("2017.03.09", "2017-03-09"),
            ("2017-3", "2017-03"),
            ("2017/03", "2017-03"),
            ("03.2017", "2017-03"),
            ("05/1997", "1997-05"),
            ("1999.12", "1999-12"),
            ("1976.0", "1976"),
            ("1976,0", "1976"),
            ("1999 г.", "1999"),
            ("1999.", "1999"),
            ("19991231", "1999-12-31"),
            ("31121999", "1999-12-31"),
            ("1998-01-01T00:00:00Z", "1998-01-01"),
            ("+1998-01-01T00:00:00Z", "1998-01-01"),
            ("1998-01-01T00:00:00.000+03:00", "1998-01-01"),
            ("1998-01-01 00:00:00", "1998-01-01"),
            ("31.12.1999 00:00", "1999-12-31"),
            ("12/31/1999 12:00:00 AM", "1999-12-31"),
            ("1998-05-00", "1998-05"),
            ("+1998-00-00T00:00:00Z", "1998"),
            ("00.00.1998", "1998"),
            ("May 1997", "1997-05"),
            ("May, 1997", "1997-05"),
            ("1997 May", "1997-05"),
            ("12 May 1997", "1997-05-12"),
            ("May 12, 1997", "1997-05-12"),
            ("12th of May 1997", "1997-05-12"),
            ("12-May-1997", "1997-05-12"),
            ("Sept. 1997", "1997-09"),
            ("12. Mai 1997", "1997-05-12"),
            ("März 1997", "1997-03"),
            ("1er août 1997", "1997-08-01"),
            ("1º de maio de 1997", "1997-05-01"),
            ("12 de mayo de 1997", "1997-05-12"),
            ("12 мая 1997 г.", "1997-05-12"),
            ("Май 1997", "1997-05"),
            ("3 жніўня 1997", "1997-08-03"),
            ("12 травня 1997 р.", "1997-05-12"),
            ("3 września 1997 r.", "1997-09-03"),
            ("1. května 1997", "1997-05-01"),
            ("1997. május 12.", "1997-05-12"),
            ("12 Mayıs 1997", "1997-05-12"),
            ("1. toukokuuta 1997", "1997-05-01"),
            ("12.V.1997", "1997-05-12"),
            ("1999年12月31日", "1999-12-31"),
            ("1999年", "1999"),
            ("1999년 12월", "1999-12"),
            ("３１．１２．１９９９", "1999-12-31"),
        ] {
            let read = Date::in_any_notation(text).map(|date| date.to_string());
            assert_eq!(read.as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_means_no_date_or_two_is_not_read() {
        for text in [
            "",
            "01/02/1999",
            "01-02-1999",
            "20102010 or so",
            "10112012",
            "36161",
            "36161.0",
            "31.12.99",
            "May-97",
            "May 97",
            "30.02.2017",
            "31/04/1999",
            "2017-13",
            "1999.5",
            "1990-1995",
            "1990–1995",
            "1990s",
            "c. 1999",
            "~1999",
            "1999?",
            "before 1999",
            "1999/2000",
            "1999 and 2001",
            "May June 1997",
            "32 May 1997",
            "listopad 1997",
            "V 1997",
            "1.2.3.2017",
            "..2017",
            "0000-00-00",
            "01.01.0001",
            "-1999",
            "long ago",
            "1",
            "12:30",
            "T",
            "12",
        ] {
            assert_eq!(Date::in_any_notation(text), None, "{text}");
        }
        let message = |text: &str| text.parse::<Date>().unwrap_err().to_string();
        // Spreadsheets show dates as these numbers.
        for (number, day) in [("36161", "1999-01-01"), ("36525", "1999-12-31"), ("43831", "2020-01-01")] {
            assert!(message(number).contains(&format!("expected {day}, if")), "{}", message(number));
        }
        let message = "01/02/1999".parse::<Date>().unwrap_err().to_string();
        assert_eq!(
            message,
            "`01/02/1999` is not a date; expected 1999-02-01 or 1999-01-02 (year, month and day with hyphens)"
        );
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
