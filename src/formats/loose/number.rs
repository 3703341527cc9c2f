//! Numbers in the notations of spreadsheets and people.

use crate::{formats::decimal::short_decimal, model::plain_digits};

/// A longer text isn't a number, and parsing it could take very long.
const LONGEST: usize = 60;

/// The count that a text means if it isn't just digits: `15 762`, `1.110.000`, `126000.0`, `3.5e5`, `1.1 million`,
/// `15762 (2019)`. `None` if it isn't a count, such as `411.5`.
///
/// Counts are whole numbers, so three digits behind a single point or comma are thousands, which half of the world
/// writes so.
pub(in crate::formats) fn count(text: &str) -> Option<u64> {
    if text.len() > LONGEST {
        return None;
    }
    let text = plain_digits(text);
    let text = without_source(&text).trim_start_matches('+');
    if let Some(count) = grouped(text) {
        return Some(count);
    }
    let (number, factor) = with_unit(text);
    let number = if factor > 1.0 { grouped(number).map(|whole| whole as f64) } else { None }
        .or_else(|| short_decimal(number))
        .or_else(|| short_decimal(&number.replacen(',', ".", 1)))
        .or_else(|| exponential(number));
    whole(number? * factor)
}

/// The measure that a text means if it isn't a plain decimal fraction: `1 234,5`, `1.234,56`, `1,234,567`. A single
/// mark is the decimal mark.
pub(in crate::formats) fn measure(text: &str) -> Option<f64> {
    if text.len() > LONGEST {
        return None;
    }
    let text = plain_digits(text);
    let text = text.trim_start_matches('+');
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let marks = |mark| unsigned.matches(mark).count();
    let (points, commas) = (marks('.'), marks(','));
    let decimal = match (unsigned.rfind('.'), unsigned.rfind(',')) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(at), None) | (None, Some(at)) if points + commas == 1 => Some(at),
        _ => None,
    };
    let (before, decimals) = decimal.map_or((unsigned, ""), |at| (&unsigned[..at], &unsigned[at + 1..]));
    let before = if before.bytes().all(|byte| byte.is_ascii_digit()) { before.parse().ok()? } else { grouped(before)? };
    if decimals.bytes().any(|byte| !byte.is_ascii_digit()) || decimal.is_some() && decimals.is_empty() {
        return None;
    }
    let number: f64 = format!("{before}.{decimals}").parse().ok()?;
    Some(if unsigned.len() < text.len() { -number } else { number })
}

/// A whole number with its digits in groups of three: `15 762`, `1,110,000.0`.
fn grouped(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let mark = text[end..].chars().next().filter(|c| " ,.'’_·".contains(*c))?;
    let (text, zeros) = match text.rsplit_once(['.', ',']) {
        // Zeros behind another mark than that of the groups are decimals.
        Some((whole, zeros)) if !text[whole.len()..].starts_with(mark) => (whole, zeros),
        _ => (text, ""),
    };
    let mut groups = text.split(mark);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'))?;
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    if digits.len() == first.len() || !zeros.bytes().all(|byte| byte == b'0') {
        return None;
    }
    digits.parse().ok()
}

/// `3.5e5`; the exponent may have a sign.
fn exponential(text: &str) -> Option<f64> {
    let (number, exponent) = text.split_once(['e', 'E'])?;
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() < 20)?;
    let number = number.replacen(',', ".", 1);
    short_decimal(&number)?;
    format!("{number}e{exponent}").parse().ok()
}

/// A number, and the factor of its unit, which is 1 if it has none.
fn with_unit(text: &str) -> (&str, f64) {
    const UNITS: [(&str, f64); 16] = [
        ("тыс", 1e3),
        ("тис", 1e3),
        ("thousand", 1e3),
        ("tausend", 1e3),
        ("tsd", 1e3),
        ("tys", 1e3),
        ("tis", 1e3),
        ("mille", 1e3),
        ("k", 1e3),
        ("million", 1e6),
        ("millions", 1e6),
        ("millionen", 1e6),
        ("mio", 1e6),
        ("mln", 1e6),
        ("млн", 1e6),
        ("万", 1e4),
    ];
    let at = text.find(|c: char| c.is_alphabetic() && c != 'e' && c != 'E').unwrap_or(text.len());
    let unit = text[at..].trim_end_matches('.').to_lowercase();
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
    factor.map_or((text, 1.0), |factor| (text[..at].trim_end(), factor))
}

/// A text without the source of its number: a year in brackets, or the number of a footnote.
fn without_source(text: &str) -> &str {
    let bracketed = |text: &str, open, close| {
        let (before, inside) = text.strip_suffix(close)?.rsplit_once(open)?;
        Some((before.trim_end().len(), inside.trim().to_owned()))
    };
    let is_digits = |inside: &str| !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
    match (bracketed(text, '(', ')'), bracketed(text, '[', ']')) {
        (Some((end, year)), _) if year.len() == 4 && is_digits(&year) => &text[..end],
        (_, Some((end, note))) if note.len() <= 3 && is_digits(&note) => &text[..end],
        _ => text,
    }
}

/// A number that is whole, up to the precision of doubles.
fn whole(number: f64) -> Option<u64> {
    let rounded = number.round();
    let is_whole = (number - rounded).abs() <= rounded.abs() * 1e-12 && (0.0..1e15).contains(&rounded);
    is_whole.then_some(rounded as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_that_mean_one_number() {
        for (text, number) in [
            ("15 762", 15_762),
            ("15\u{a0}762", 15_762),
            ("15\u{202f}762", 15_762),
            ("15\u{2009}762", 15_762),
            ("15.762", 15_762),
            ("15,762", 15_762),
            ("15'762", 15_762),
            ("15’762", 15_762),
            ("1 110 000", 1_110_000),
            ("1.110.000", 1_110_000),
            ("1,110,000", 1_110_000),
            ("1,110,000.0", 1_110_000),
            ("1.110.000,00", 1_110_000),
            ("126000.0", 126_000),
            ("126000.00", 126_000),
            ("126000,0", 126_000),
            ("+126000", 126_000),
            ("3.5e5", 350_000),
            ("3,5E+05", 350_000),
            ("1.11E6", 1_110_000),
            ("5e0", 5),
            ("1.1 million", 1_100_000),
            ("1,1 млн", 1_100_000),
            ("15 тыс.", 15_000),
            ("15.7k", 15_700),
            ("15762 (2019)", 15_762),
            ("15 762 (2019)", 15_762),
            ("15762[3]", 15_762),
            ("１５７６２", 15_762),
            ("٣٢١", 321),
        ] {
            assert_eq!(count(text), Some(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_count_is_none() {
        for text in [
            "",
            "411.5",
            "7.37",
            "0.123",
            "012 345",
            "15 76",
            "15 7620",
            "1,23,456",
            "15,762.5",
            "1.1.1",
            "~9000",
            "c. 9000",
            "9000+",
            "3.55e1",
            "1e99",
            "-5",
            "-15 762",
            "15 (thousand)",
            "15 thousand people",
            "k",
            "many",
            "15/20",
            "1e",
            "e5",
            "15 762 110 1",
            "½",
            "1.234567 k",
        ] {
            assert_eq!(count(text), None, "{text}");
        }
    }

    #[test]
    fn measures_are_read_that_mean_one_number() {
        for (text, number) in [
            ("1 234,5", 1234.5),
            ("1.234,56", 1234.56),
            ("1,234.56", 1234.56),
            ("1,234,567", 1_234_567.0),
            ("-1 234", -1234.0),
            ("1,234", 1.234),
            ("٣,٥", 3.5),
            ("\u{2212}3.5", -3.5),
        ] {
            assert_eq!(measure(text), Some(number), "{text}");
        }
        for text in ["", ".", "-", "1,23,456", "1.2.3", "12 34", "about 5", "5,", "1 234,5,6"] {
            assert_eq!(measure(text), None, "{text}");
        }
    }
}
