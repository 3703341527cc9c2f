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
