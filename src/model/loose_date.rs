//! Dates in the notations of spreadsheets, query services and people.

use super::{
    letters::{plain_digits, plain_letters},
    months::{month_of, roman_month},
};

/// Year, month and day; a part that isn't known is 0.
pub(super) type Parts = [u16; 3];

/// What a text may mean that isn't written as we write dates: no date, one, or two.
///
/// A date in numbers has one meaning if dots separate the numbers (`31.12.1999`), or if the year comes first. Otherwise
/// it has one meaning only if one of the other two numbers cannot be a month, or if both are the same (`12/31/1999`).
/// Names of months may be in many languages. A year of two digits has no meaning, since its century isn't known. A
/// number of five digits has none either, since nothing says that it is a spreadsheet's day. The result may have days
/// that the calendar doesn't have: the caller checks that.
pub(super) fn meanings(text: &str) -> Vec<Parts> {
    // A longer text isn't a date, and parsing it could take very long.
    if text.len() > LONGEST {
        return Vec::new();
    }
    let text = plain_digits(text);
    let text = without_time(text.strip_prefix('+').unwrap_or(&text));
    let found = match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => compact(text),
        false => float_year(text).or_else(|| east_asian(text)).map_or_else(|| of_tokens(text), |one| vec![one]),
    };
    found.into_iter().filter(|[year, ..]| YEARS.contains(year)).collect()
}

const LONGEST: usize = 60;

/// A year outside this range is mistyped, or stands for a missing value.
const YEARS: std::ops::RangeInclusive<u16> = 1000..=2999;

/// `1998-01-01T00:00:00Z` or `1998-01-01 00:00` without its time.
fn without_time(text: &str) -> &str {
    let Some((date, time)) = text.split_once(['T', ' ']) else { return text };
    let is_time = time.contains(':')
        && time.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        && time.chars().all(|c| c.is_ascii_digit() || ":.+-Z ".contains(c) || "UTCGMAP".contains(c));
    if is_time && date.ends_with(|c: char| c.is_ascii_digit()) { date } else { text }
}

/// `19991231` or `31121999`; both readings where both are possible.
fn compact(text: &str) -> Vec<Parts> {
    if text.len() != 8 {
        return Vec::new();
    }
    let number = |range: std::ops::Range<usize>| text[range].parse().unwrap_or(0);
    let readings = [
        [number(0..4), number(4..6), number(6..8)],
        [number(4..8), number(2..4), number(0..2)],
        [number(4..8), number(0..2), number(2..4)],
    ];
    let is_likely = |&[year, month, day]: &Parts| {
        (1800..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
    };
    let mut likely: Vec<Parts> = readings.into_iter().filter(is_likely).collect();
    likely.dedup();
    likely
}

/// `1976.0`, as programs write years in a column that also has blank cells.
fn float_year(text: &str) -> Option<Parts> {
    let (year, zeros) = text.split_once(['.', ','])?;
    let is_year = year.len() == 4 && !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0');
    Some([year.parse().ok().filter(|_| is_year)?, 0, 0])
}

/// `1999年12月31日`, `1999년 12월`.
fn east_asian(text: &str) -> Option<Parts> {
    let (year, rest) = text.split_once(['年', '년'])?;
    let mut parts = [year.trim().parse().ok()?, 0, 0];
    let (month, day) = rest.split_once(['月', '월']).unwrap_or((rest, ""));
    for (part, text) in parts[1..].iter_mut().zip([month, day]) {
        let text = text.trim().trim_end_matches(['日', '号', '일']).trim();
        *part = if text.is_empty() { 0 } else { text.parse().ok().filter(|part| *part > 0)? };
    }
    Some(parts)
}

/// A piece of a text.
enum Token<'t> {
    Number(&'t str),
    Word(String),
}

/// The meanings of a text of numbers, words and separators.
fn of_tokens(text: &str) -> Vec<Parts> {
    let Some((tokens, between)) = tokens(text) else { return Vec::new() };
    let (mut numbers, mut words) = (Vec::new(), Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Number(number) => numbers.push(*number),
            Token::Word(word) if is_filler(word, at > 0 && ["", "-"].contains(&between[at - 1])) => {}
            Token::Word(word) => words.push((at, word)),
        }
    }
    let values: Option<Vec<u16>> = numbers.iter().map(|number| number.parse().ok()).collect();
    let Some(values) = values else { return Vec::new() };
    match words[..] {
        [] => in_numbers(&numbers, &values, separator(&between)),
        [(at, word)] => {
            let month = month_of(word).or_else(|| roman_month(word).filter(|_| at > 0));
            let (Some(month), [first, rest @ ..]) = (month, &values[..]) else { return Vec::new() };
            match (rest, numbers[0].len(), numbers.last().map_or(0, |last| last.len())) {
                ([], 4, _) => vec![[*first, month, 0]],
                ([day], 4, 1 | 2) if *day > 0 => vec![[*first, month, *day]],
                ([year], 1 | 2, 4) if *first > 0 => vec![[*year, month, *first]],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// The numbers and words in small letters, and the separator after each; `None` if the text has anything else.
fn tokens(text: &str) -> Option<(Vec<Token<'_>>, Vec<&str>)> {
    let (mut tokens, mut between, mut rest) = (Vec::new(), Vec::new(), text);
    let is_between = |c: char| " .,/-'’".contains(c);
    while let Some(first) = rest.chars().next() {
        let is_same =
            |c: char| if first.is_ascii_digit() { c.is_ascii_digit() } else { c.is_alphabetic() || c == 'º' };
        let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len());
        if end == 0 {
            return None;
        }
        let token =
            if first.is_ascii_digit() { Token::Number(&rest[..end]) } else { Token::Word(plain_letters(&rest[..end])) };
        tokens.push(token);
        rest = &rest[end..];
        let end = rest.find(|c| !is_between(c)).unwrap_or(rest.len());
        between.push(&rest[..end]);
        rest = &rest[end..];
    }
    Some((tokens, between))
}

/// Whether a word says only that a date is near it. Directly behind a number, that includes a suffix that makes it an
/// ordinal.
fn is_filler(word: &str, is_suffix: bool) -> bool {
    const FILLERS: [&str; 27] = [
        "de",
        "del",
        "di",
        "do",
        "da",
        "of",
        "the",
        "den",
        "der",
        "le",
        "el",
        "il",
        "am",
        "an",
        "y",
        "г",
        "год",
        "года",
        "годзе",
        "р",
        "року",
        "рік",
        "r",
        "roku",
        "rok",
        "ev",
        "gada",
    ];
    const SUFFIXES: [&str; 11] = ["st", "nd", "rd", "th", "er", "re", "o", "º", "a", "е", "го"];
    FILLERS.contains(&word) || is_suffix && SUFFIXES.contains(&word)
}

/// The separator between numbers, if it is the same throughout. Blanks around it and a final dot don't count.
fn separator(between: &[&str]) -> Option<char> {
    let mut marks = between[..between.len().saturating_sub(1)].iter().map(|text| {
        let mark = text.trim();
        let mut chars = if mark.is_empty() { text.chars() } else { mark.chars() };
        chars.next().filter(|_| mark.chars().count() <= 1)
    });
    let first = marks.next().flatten()?;
    let last_is_plain = between.last().is_none_or(|last| ["", "."].contains(&last.trim()));
    marks.all(|mark| mark == Some(first) || mark == Some(' ')).then_some(first).filter(|_| last_is_plain)
}

/// The meanings of numbers alone.
fn in_numbers(texts: &[&str], values: &[u16], separator: Option<char>) -> Vec<Parts> {
    let is_year = |at: usize| texts[at].len() == 4;
    let is_part = |at: usize| texts[at].len() <= 2;
    let dated = |year: u16, month: u16, day: u16| if month == 0 { [year, 0, 0] } else { [year, month, day] };
    match *values {
        [year] if is_year(0) => vec![[year, 0, 0]],
        // `2005.5` means half a year, not the month of May.
        [year, month] if is_year(0) && is_part(1) && (separator != Some('.') || texts[1].len() == 2) => {
            if separator.is_some() && month > 0 { vec![[year, month, 0]] } else { Vec::new() }
        }
        [month, year] if is_part(0) && is_year(1) && separator.is_some() && month > 0 => vec![[year, month, 0]],
        [year, month, day] if is_year(0) && is_part(1) && is_part(2) && separator.is_some() => {
            vec![dated(year, month, day)]
        }
        [first, second, year] if is_part(0) && is_part(1) && is_year(2) => match separator {
            Some('.') if second <= 12 => vec![dated(year, second, first)],
            Some(_) if first == second || first > 12 || first == 0 => vec![dated(year, second, first)],
            Some(_) if second > 12 => vec![dated(year, first, second)],
            Some(_) => vec![[year, second, first], [year, first, second]],
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}
