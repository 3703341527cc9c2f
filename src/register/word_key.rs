//! Words for countries and regions in any language: the key that is equal for all spellings of a word, and its meaning.

use super::{RegionId, Register, WordTable};
use crate::model::{CountryCode, fold};

/// Small words that a name may have or lack: `&` replaces some of them, and `Gambia, The` puts one behind the name.
const SMALL_WORDS: [&str; 17] =
    ["the", "of", "and", "und", "et", "y", "e", "en", "och", "i", "a", "и", "і", "та", "ve", "da", "й"];

/// Words and their abbreviations.
const ABBREVIATED: [(&str, &str); 7] = [
    ("saint", "st"),
    ("sankt", "st"),
    ("sint", "st"),
    ("sainte", "ste"),
    ("rep", "republic"),
    ("dem", "democratic"),
    ("is", "islands"),
];

/// The key of a word for a country or region: its letters and digits [folded](fold), without small words, and with some
/// words abbreviated. `data/words/make.py` makes the keys of the tables in the same way.
///
/// A region's code stays whole, since `FR-A` is neither FR nor FRA. Initials stay whole too, since the French `R.-U.`
/// isn't RU.
pub(crate) fn word_key(text: &str) -> String {
    if is_region_code(text) {
        return text.to_ascii_lowercase();
    }
    let words = text.split(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c));
    let folded: Vec<String> = words.map(fold).filter(|word| !word.is_empty()).collect();
    if folded.len() > 1 && folded.iter().all(|word| word.len() == 1) {
        return folded.join(".");
    }
    let kept = folded.iter().map(String::as_str).filter(|word| !SMALL_WORDS.contains(word));
    let key: String =
        kept.map(|word| ABBREVIATED.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| short)).collect();
    if key.is_empty() { folded.concat() } else { key }
}

/// Whether a text has the form of ISO 3166-2: `BY-MA`.
pub(crate) fn is_region_code(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b'-', own @ ..] if (1..=3).contains(&own.len())
        && a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && own.iter().all(u8::is_ascii_alphanumeric))
}

/// The country that a word means, and the region, if the word means one that stands for its country.
pub(crate) fn country_of_word(key: &str, register: &Register) -> Option<(CountryCode, Option<RegionId>)> {
    let code = WordTable::of_countries().codes_of(key).next()?;
    match CountryCode::new(code) {
        Some(country) => register.country(country).map(|_| (country, None)),
        None => register.find_region(code).map(|id| (register.region(id).country, Some(id))),
    }
}

/// The regions that a word means, in a country or anywhere.
pub(crate) fn regions_of_word(key: &str, country: Option<CountryCode>, register: &Register) -> Vec<RegionId> {
    let codes = WordTable::of_regions(country).flat_map(|table| table.codes_of(key));
    codes.filter_map(|code| register.find_region(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_meet() {
        for (a, b) in [
            ("Trinidad & Tobago", "Trinidad and Tobago"),
            ("Trinidad und Tobago", "Trinidad y Tobago"),
            ("St. Lucia", "Saint Lucia"),
            ("Ste-Lucie", "Sainte-Lucie"),
            ("Saint-Vincent-et-les-Grenadines", "St Vincent & les Grenadines"),
            ("The Gambia", "Gambia"),
            ("Republic of the Congo", "Republic of Congo"),
            ("Côte d’Ivoire", "cote d'ivoire"),
            ("Dominican Rep.", "Dominican Republic"),
            ("Босния и Герцеговина", "Босния-Герцеговина"),
        ] {
            assert_eq!(word_key(a), word_key(b), "{a} {b}");
        }
        assert_eq!(word_key("R.-U."), "r.u");
        assert_eq!(word_key("The"), "the");
        assert_eq!(word_key(" - "), "");
        assert_ne!(word_key("Saint Martin"), word_key("Sint Maarten"));
    }

    #[test]
    fn the_keys_of_the_tables_are_made_alike() {
        for table in WordTable::of_regions(None).chain([WordTable::of_countries()]) {
            for (key, code) in table.entries() {
                assert!(
                    fold(key) == key || is_region_code(key) || key.split('.').all(|word| word.len() == 1),
                    "{key} {code}"
                );
            }
        }
    }
}
