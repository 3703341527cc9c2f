//! Dates, numbers and positions as people and programs write them.

use super::list::SplitMix64;

/// Names of months in English, German and Russian.
const MONTHS: [(&str, &str, &str); 12] = [
    ("January", "Januar", "января"),
    ("February", "Februar", "февраля"),
    ("March", "März", "марта"),
    ("April", "April", "апреля"),
    ("May", "Mai", "мая"),
    ("June", "Juni", "июня"),
    ("July", "Juli", "июля"),
    ("August", "August", "августа"),
    ("September", "September", "сентября"),
    ("October", "Oktober", "октября"),
    ("November", "November", "ноября"),
    ("December", "Dezember", "декабря"),
];

/// A date in a notation that people and programs use, with only one meaning: its day can't be a month, or equals the
/// month.
pub fn other_date(random: &mut SplitMix64) -> String {
    let (year, month, day) = (1960 + random.below(60), 1 + random.below(12), 13 + random.below(15));
    let (english, german, russian) = MONTHS[month - 1];
    match random.below(16) {
        0 => format!("{day}.{month:02}.{year}"),
        1 => format!("{day}/{month:02}/{year}"),
        2 => format!("{month}/{day}/{year}"),
        3 => format!("{day}-{month:02}-{year}"),
        4 => format!("{year}/{month:02}/{day}"),
        5 => format!("{month:02}/{month:02}/{year}"),
        6 => format!("{month:02}.{year}"),
        7 => format!("{year}.0"),
        8 => format!("{day} {english} {year}"),
        9 => format!("{english} {day}, {year}"),
        10 => format!("{day} {} {year}", &english[..3]),
        11 => format!("{english} {year}"),
        12 => format!("{day}. {german} {year}"),
        13 => format!("{day} {russian} {year}{}", *random.pick(&["", " г."])),
        14 => format!("{year}-{month:02}-{day}T00:00:00Z"),
        _ => format!("{year}-{month:02}-{day} 00:00:00"),
    }
}

/// A date that an American and a European read differently.
pub fn ambiguous_date(random: &mut SplitMix64) -> String {
    let (year, day) = (1960 + random.below(60), 1 + random.below(12));
    let month = 1 + (day + random.below(11)) % 12;
    if random.below(2) == 0 { format!("{day:02}/{month:02}/{year}") } else { format!("{day}/{month}/{year}") }
}

/// A date that isn't in the calendar.
pub fn impossible_date(random: &mut SplitMix64) -> String {
    let year = 1961 + 2 * random.below(29);
    match random.below(7) {
        0 => format!("31.04.{year}"),
        1 => format!("{year}-02-29"),
        2 => format!("{year}-13"),
        3 => format!("30 February {year}"),
        4 => format!("31 июня {year}"),
        5 => format!("32.01.{year}"),
        _ => format!("{year}-11-31"),
    }
}

/// A number of inhabitants in a notation that people and programs use.
pub fn other_number(number: u64, random: &mut SplitMix64) -> String {
    let grouped = |mark: &str| {
        let digits = number.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap()).collect();
        groups.join(mark)
    };
    match random.below(6) {
        0 | 1 => grouped(" "),
        2 => grouped(","),
        3 => grouped("."),
        4 => format!("{} (2019)", grouped(" ")),
        _ => format!("{number:e}"),
    }
}

/// A position in the northeastern quarter of the globe, in a notation of maps or other lists, for the columns `lat` and
/// `lon`.
pub fn other_position(lat: f64, lon: f64, random: &mut SplitMix64) -> [String; 2] {
    let minutes = |degrees: f64| (degrees * 60.0).round() as u64;
    let seconds = |degrees: f64| (degrees * 3600.0).round() as u64;
    let sides = [(lat, 'N'), (lon, 'E')];
    match random.below(6) {
        0 => sides.map(|(at, side)| format!("{at:.4}{side}")),
        1 => sides.map(|(at, side)| format!("{at:.4}° {side}")),
        2 => sides.map(|(at, side)| format!("{}°{:02}'{side}", minutes(at) / 60, minutes(at) % 60)),
        3 => sides.map(|(at, side)| {
            let seconds = seconds(at);
            format!("{}°{:02}'{:02}\"{side}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        }),
        4 => sides.map(|(at, side)| {
            let seconds = seconds(at);
            format!("{}° {:02}′ {:02}″ {side}", seconds / 3600, seconds / 60 % 60, seconds % 60)
        }),
        _ => [format!("{lat:.4}, {lon:.4}"), String::new()],
    }
}
