//! Names that end with their country: `Radom, Poland`, `Gomel (Belarus)`.

use std::sync::LazyLock;

use hashbrown::HashSet;

use crate::register::{Register, WordTable, word_key};

/// The keys of the register's own region names, which the tables of words don't have.
static REGIONS: LazyLock<HashSet<String>> =
    LazyLock::new(|| Register::built_in().regions().iter().map(|region| word_key(&region.name)).collect());

/// Splits a name from the word for its country behind it. `None` if the last word isn't a country, or if it is also a
/// region: `Georgia`.
pub(super) fn parted(text: &str) -> Option<(&str, &str)> {
    let (name, country) = match text.strip_suffix(')') {
        Some(text) => text.rsplit_once('(')?,
        None => text.rsplit_once(", ")?,
    };
    let (name, country) = (name.trim_end().trim_end_matches(',').trim_end(), country.trim());
    let key = word_key(country);
    // Short words may also be codes of regions: `Portland, ME`.
    let is_short = key.chars().count() < 3 && key.is_ascii() && key != "uk";
    let is_country = || WordTable::of_countries().codes_of(&key).next().is_some();
    let is_in = |table: &WordTable| table.codes_of(&key).next().is_some();
    let is_region = || REGIONS.contains(&key) || WordTable::of_regions(None).any(is_in);
    (!name.is_empty() && !is_short && is_country() && !is_region()).then_some((name, country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_parted_from_names_where_they_have_no_other_meaning() {
        for (text, expected) in [
            ("Radom, Poland", Some(("Radom", "Poland"))),
            ("Gomel (Belarus)", Some(("Gomel", "Belarus"))),
            ("Aberdeen, Scotland, United Kingdom", Some(("Aberdeen, Scotland", "United Kingdom"))),
            ("Брянск (Россия)", Some(("Брянск", "Россия"))),
            ("Atlanta, Georgia", None),
            ("Arlon, Luxembourg", None),
            ("Portland, ME", None),
            ("Halle (Saale)", None),
            ("Poland", None),
            (", Poland", None),
            ("Frankfurt (Oder)", None),
        ] {
            assert_eq!(parted(text), expected, "{text}");
        }
    }
}
