//! Points in time in Wikidata's notation.

use crate::model::Date;

/// Precisions of a point in time: a year and a month; larger numbers mean a day or finer.
const YEAR: u8 = 9;
const MONTH: u8 = 10;
const DAY: u8 = 11;

/// The date of a value such as `+1967-06-27T00:00:00Z`, with the given precision. `None` if it is known only to a
/// decade or less, if the year isn't 1 to 9999, or if the text isn't a time.
///
/// The year has four or eleven digits, and month and day may be `00`. A day that its month doesn't have (30 February)
/// is dropped, and the month remains. Without a precision, the first of January is taken for the whole year, since it
/// may stand for that.
pub(super) fn date(time: &str, precision: Option<u8>) -> Option<Date> {
    let time = time.trim();
    let time = time.strip_prefix('+').unwrap_or(time);
    let mut parts = time.split('T').next()?.split('-');
    let mut number = || parts.next().filter(|part| !part.is_empty()).and_then(|part| part.parse::<u16>().ok());
    let (year, month, day) = (number()?, number().unwrap_or(0), number().unwrap_or(0));
    let precision = precision.unwrap_or(if month == 1 && day == 1 { YEAR } else { DAY });
    if precision < YEAR {
        return None;
    }
    let to_year = format!("{year:04}");
    let to_month = format!("{to_year}-{month:02}");
    let to_day = format!("{to_month}-{day:02}");
    let of_day = (precision >= DAY).then(|| to_day.parse().ok()).flatten();
    let of_month = || (precision >= MONTH).then(|| to_month.parse().ok()).flatten();
    of_day.or_else(of_month).or_else(|| to_year.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_exact_as_its_precision() {
        for (time, precision, expected) in [
            ("+1967-06-27T00:00:00Z", Some(11), Some("1967-06-27")),
            ("1967-06-27T00:00:00Z", Some(11), Some("1967-06-27")),
            ("+00000001994-01-01T00:00:00Z", Some(11), Some("1994-01-01")),
            ("+1952-00-00T00:00:00Z", Some(9), Some("1952")),
            ("+1952-00-00T00:00:00Z", Some(11), Some("1952")),
            ("1952-01-01T00:00:00Z", Some(9), Some("1952")),
            ("+1952-05-00T00:00:00Z", Some(10), Some("1952-05")),
            ("1952-05-01T00:00:00Z", Some(10), Some("1952-05")),
            // This means 30 February, which doesn't exist.
            ("+1952-02-30T00:00:00Z", Some(11), Some("1952-02")),
            ("+1952-06-27T12:00:00Z", Some(14), Some("1952-06-27")),
            // The precision isn't given.
            ("1952-01-01T00:00:00Z", None, Some("1952")),
            ("1952-01-02T00:00:00Z", None, Some("1952-01-02")),
            ("+1950-00-00T00:00:00Z", Some(8), None),
            ("+2000-00-00T00:00:00Z", Some(7), None),
            ("-0044-03-15T00:00:00Z", Some(11), None),
            ("+0000-00-00T00:00:00Z", Some(9), None),
            ("+13798000000-00-00T00:00:00Z", Some(9), None),
            ("http://www.wikidata.org/.well-known/genid/0ab1", Some(11), None),
            ("", None, None),
        ] {
            assert_eq!(date(time, precision).map(|date| date.to_string()).as_deref(), expected, "{time} {precision:?}");
        }
    }
}
