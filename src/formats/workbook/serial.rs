//! Dates that are numbers of days.

use crate::model::civil;

/// The parts of a date that a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateParts {
    Year,
    Month,
    Day,
}

impl DateParts {
    /// The parts that a standard format shows: numbers 14 to 22, and others in East Asia. `None` for a format that
    /// shows only a time.
    pub(super) fn of_built_in(id: u32) -> Option<Self> {
        match id {
            17 | 55 => Some(Self::Month),
            14..=16 | 22 | 27..=31 | 36 | 50..=54 | 56..=58 => Some(Self::Day),
            _ => None,
        }
    }

    /// The parts in a format code such as `DD.MM.YYYY`, ignoring texts in quotes and brackets.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        let (mut has_day, mut has_month, mut has_year, mut has_time) = (false, false, false, false);
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match c.to_ascii_lowercase() {
                '"' => _ = chars.find(|&c| c == '"'),
                '[' => _ = chars.find(|&c| c == ']'),
                '\\' | '_' | '*' => _ = chars.next(),
                // The rest of the code is for negative numbers.
                ';' => break,
                'd' => has_day = true,
                'm' => has_month = true,
                'y' | 'e' if c != 'E' => has_year = true,
                'h' | 's' => has_time = true,
                _ => {}
            }
        }
        match (has_day, has_month && !has_time, has_year) {
            (true, ..) => Some(Self::Day),
            (_, true, true) => Some(Self::Month),
            (_, true, false) => Some(Self::Day),
            (.., true) if !code.eq_ignore_ascii_case("general") => Some(Self::Year),
            _ => None,
        }
    }
}

/// The date of a number of days in ISO 8601, as precisely as the cell shows it; `None` if it isn't a date of this
/// calendar.
pub(super) fn iso(serial: f64, is_1904: bool, parts: DateParts) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is small")]
    let days = serial.floor() as i64;
    let since_1900 = match (is_1904, days) {
        (true, days) => days + 1462,
        // Spreadsheets count a 29 February 1900, which didn't exist.
        (false, days @ ..60) => days + 1,
        (false, days) => days,
    };
    let (year, month, day) = civil(since_1900 - 25569);
    Some(match parts {
        DateParts::Year => format!("{year:04}"),
        DateParts::Month => format!("{year:04}-{month:02}"),
        DateParts::Day => format!("{year:04}-{month:02}-{day:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_days_are_dates() {
        let day = |serial| iso(serial, false, DateParts::Day).unwrap_or_default();
        assert_eq!(day(35522.0), "1997-04-02");
        assert_eq!(day(35522.75), "1997-04-02");
        assert_eq!(
            (day(1.0), day(59.0), day(61.0)),
            ("1900-01-01".to_owned(), "1900-02-28".to_owned(), "1900-03-01".to_owned())
        );
        assert_eq!(day(2_958_465.0), "9999-12-31");
        assert_eq!((day(-1.0), day(1e300), day(f64::NAN)), (String::new(), String::new(), String::new()));
        assert_eq!(iso(0.0, true, DateParts::Day).unwrap(), "1904-01-01");
        assert_eq!(iso(35522.0, false, DateParts::Month).unwrap(), "1997-04");
        assert_eq!(iso(35522.0, false, DateParts::Year).unwrap(), "1997");
    }

    #[test]
    fn codes_say_which_parts_are_shown() {
        for (code, parts) in [
            ("DD.MM.YYYY", Some(DateParts::Day)),
            ("yyyy\\-mm\\-dd", Some(DateParts::Day)),
            ("[$-407]d\\. mmmm yyyy;@", Some(DateParts::Day)),
            ("mmm yy", Some(DateParts::Month)),
            ("yyyy", Some(DateParts::Year)),
            ("General", None),
            ("0.00E+00", None),
            ("#,##0 \"days\"", None),
            ("[Red]0", None),
            ("hh:mm:ss", None),
            ("0", None),
        ] {
            assert_eq!(DateParts::of_code(code), parts, "{code}");
        }
    }
}
