//! The columns of each list, in the order in which they are written. When they are read, they may be in any order.

use crate::model::Language;

/// The column of names in a language. In a list it may also be called `name:de`, as in OpenStreetMap.
pub(crate) const fn name_column(language: Language) -> &'static str {
    match language {
        Language::English => "name_en",
        Language::Russian => "name_ru",
        Language::Belarusian => "name_be",
        Language::Ukrainian => "name_uk",
        Language::Polish => "name_pl",
        Language::German => "name_de",
        Language::French => "name_fr",
    }
}

/// Whether a column has names in one language. Such a column is written and described only if a row fills it.
pub(super) fn is_of_language(column: &str) -> bool {
    column.starts_with("name_")
}

/// Whether a header or key is the name of this column. Case doesn't matter, and columns of names by language may have a
/// colon.
pub(super) fn is_called(name: &str, column: &str) -> bool {
    name.eq_ignore_ascii_case(column)
        || name.split_once(':').is_some_and(|(what, language)| {
            column.len() == name.len()
                && what.eq_ignore_ascii_case("name")
                && column.strip_prefix("name_").is_some_and(|known| known.eq_ignore_ascii_case(language))
        })
}

/// Splits the language off a column's name: `city1_name_ru` gives `city1_name` and Russian, and so does `name:ru`.
/// `None` if the column isn't one of names in a language.
pub(super) fn without_language(name: &str) -> Option<(String, Language)> {
    let is_part = |at: usize, column: &str| {
        let part = name.get(at..at + column.len());
        let goes_on = |rest: &str| rest.starts_with(char::is_alphabetic);
        part.is_some_and(|part| is_called(part, column)) && !name.get(at + column.len()..).is_some_and(goes_on)
    };
    (0..name.len()).find_map(|at| {
        let language = Language::ALL.iter().copied().find(|&language| is_part(at, name_column(language)))?;
        let end = at + "name".len();
        let rest = name.get(at + name_column(language).len()..)?;
        Some((format!("{}{rest}", name.get(..end)?), language))
    })
}

pub(super) const PLACE: [&str; 21] = [
    "id",
    "name",
    "type",
    "country",
    "country_text",
    "region",
    "part_of",
    "is_region",
    "lat",
    "lon",
    "population",
    "geonames",
    "wikidata",
    name_column(Language::English),
    name_column(Language::Russian),
    name_column(Language::Belarusian),
    name_column(Language::Ukrainian),
    name_column(Language::Polish),
    name_column(Language::German),
    name_column(Language::French),
    "aliases",
];

pub(super) const PARTNERSHIP: [&str; 12] =
    ["a", "b", "kind", "status", "since", "until", "suspended", "claimed_by", "fields", "document", "source", "note"];

pub(super) const REGION: [&str; 15] = [
    "code",
    "country",
    "name",
    name_column(Language::English),
    name_column(Language::Russian),
    name_column(Language::Belarusian),
    name_column(Language::Ukrainian),
    name_column(Language::Polish),
    name_column(Language::German),
    name_column(Language::French),
    "type",
    "geonames",
    "wikidata",
    "aliases",
    "checked",
];

pub(super) const CONTACT: [&str; 10] =
    ["date", "kind", "from", "to", "level", "title", "id", "until", "source", "note"];

pub(super) const CURATOR: [&str; 7] = ["region", "official", "office", "from", "until", "source", "note"];

pub(super) const PARTICIPANT: [&str; 4] = ["event", "place", "people", "note"];

pub(super) const INDICATOR: [&str; 7] = ["place", "year", "name", "value", "unit", "source", "note"];

pub(super) const TOTAL: [&str; 14] = [
    "year",
    "what",
    "value",
    "from",
    "to",
    "level",
    "event",
    "unit",
    "qualifier",
    "of",
    "id",
    "fields",
    "source",
    "note",
];

/// The lists of the ledger with their columns, in the order in which they are written.
pub(super) const LEDGER: [(&str, &[&str]); 5] = [
    ("contacts", &CONTACT),
    ("curators", &CURATOR),
    ("participants", &PARTICIPANT),
    ("indicators", &INDICATOR),
    ("totals", &TOTAL),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_language_are_called_in_two_ways() {
        for called in ["name_de", "NAME_DE", "name:de", "Name:DE"] {
            assert!(is_called(called, "name_de"), "{called}");
        }
        for other in ["name", "name_ru", "name-de", "name:d", "name:deu", "name_d\u{435}", "country:de"] {
            assert!(!is_called(other, "name_de"), "{other}");
        }
        let part = |name: &str| without_language(name).map(|(name, language)| format!("{name} {language}"));
        for (name, expected) in [
            ("city1_name_ru", Some("city1_name ru")),
            ("name:be_2", Some("name_2 be")),
            ("Name_UK", Some("Name uk")),
            ("name_rum", None),
            ("name_xx", None),
            ("\u{43c}name", None),
        ] {
            assert_eq!(part(name).as_deref(), expected, "{name}");
        }
        for &language in Language::ALL {
            assert_eq!(name_column(language), format!("name_{language}"));
        }
    }

    #[test]
    fn names_by_language_stand_in_the_order_of_languages() {
        let names: Vec<&str> = Language::ALL.iter().map(|&language| name_column(language)).collect();
        assert_eq!((&PLACE[13..20], &REGION[3..10]), (&names[..], &names[..]));
    }
}
