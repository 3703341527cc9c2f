//! The columns of each list, in the order they are written. Reading takes them in any order.

use crate::model::Language;

/// The column of names in a language. In a list it may also be called `name:de`, as OpenStreetMap has it.
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

/// Whether a column is of names in one language: it is written and described only where a row fills it.
pub(super) fn is_of_language(column: &str) -> bool {
    column.starts_with("name_")
}

/// Whether a header or key is this column's: in capital or small letters, and of names by language also with a colon.
pub(super) fn is_called(name: &str, column: &str) -> bool {
    name.eq_ignore_ascii_case(column)
        || name.split_once(':').is_some_and(|(what, language)| {
            column.len() == name.len()
                && what.eq_ignore_ascii_case("name")
                && column.strip_prefix("name_").is_some_and(|known| known.eq_ignore_ascii_case(language))
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

/// The lists of the ledger with their columns, in the order they are written.
pub(super) const LEDGER: [(&str, &[&str]); 5] = [
    ("contacts", &CONTACT),
    ("curators", &CURATOR),
    ("participants", &PARTICIPANT),
    ("indicators", &INDICATOR),
    ("totals", &TOTAL),
];
