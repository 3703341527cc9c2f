//! The columns of each list, in the order they are written. Reading takes them in any order.

pub(super) const PLACE: [&str; 14] = [
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
    "aliases",
];

pub(super) const PARTNERSHIP: [&str; 12] =
    ["a", "b", "kind", "status", "since", "until", "suspended", "claimed_by", "fields", "document", "source", "note"];

pub(super) const REGION: [&str; 10] =
    ["code", "country", "name", "name_ru", "name_be", "type", "geonames", "wikidata", "aliases", "checked"];

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
