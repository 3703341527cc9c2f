//! Numbers and dates in the notation of a language.

use super::{Words, table::Table};
use crate::model::{Date, Language};

/// The separator between groups of three digits, and the number of digits from which on there are groups.
fn groups(language: Language) -> Option<(char, usize)> {
    match language {
        Language::English => None,
        // Four digits aren't grouped.
        Language::Russian | Language::Belarusian | Language::Ukrainian | Language::Polish => Some(('\u{a0}', 5)),
        Language::German => Some(('.', 4)),
        Language::French => Some(('\u{202f}', 4)),
    }
}

/// Digits in groups.
pub(super) fn grouped(language: Language, digits: &str) -> String {
    let Some((gap, least)) = groups(language).filter(|(_, least)| digits.len() >= *least) else {
        return digits.to_owned();
    };
    debug_assert!(least > 3);
    with_gaps(digits, gap)
}

/// Digits grouped as in ISO 80000, which uses no comma; four digits aren't grouped.
pub(super) fn in_groups(digits: &str) -> String {
    if digits.len() > 4 { with_gaps(digits, '\u{a0}') } else { digits.to_owned() }
}

fn with_gaps(digits: &str, gap: char) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(gap);
        }
        text.push(digit);
    }
    text
}

/// A number in digits, with or without point and sign. In another notation (`1e-7`), only the point is replaced.
pub(super) fn decimal(language: Language, digits: &str) -> String {
    if language == Language::English {
        return digits.to_owned();
    }
    let (sign, rest) = digits.strip_prefix('-').map_or(("", digits), |rest| ("\u{2212}", rest));
    let (whole, part) = rest.split_once('.').map_or((rest, None), |(whole, part)| (whole, Some(part)));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.replace('.', ",");
    }
    let part = part.map(|part| format!(",{part}")).unwrap_or_default();
    format!("{sign}{}{part}", grouped(language, whole))
}

/// A date, known to the day, month or year.
pub(super) fn date(words: Words, date: Date) -> String {
    let iso = date.to_string();
    if words.is_english() {
        return iso;
    }
    let parts: Vec<&str> = iso.split('-').collect();
    match (parts[..].as_ref(), words.language()) {
        ([year, month, day], Language::French) => format!("{day}/{month}/{year}"),
        ([year, month, day], _) => format!("{day}.{month}.{year}"),
        ([year, month], language) => {
            let number = month.parse::<usize>().unwrap_or(1);
            format!("{} {year}", Table::of(language).month(number))
        }
        _ => iso,
    }
}
