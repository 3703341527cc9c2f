//! Names of countries and regions by language. English, Russian and Belarusian names come from the register's tables,
//! and others from what `data/names/make.py` packs.

use std::sync::OnceLock;

use super::{Country, Region, words::WordTable};
use crate::model::Language;

/// For each language: its code, the length of its part, and packed lines with a code, a tab and a name.
static NAMES: &[u8] = include_bytes!("../../data/names/register.tsv.deflate");

impl Country {
    /// The name in a language; the English one if the register has none in that language.
    pub fn name_in(&self, language: Language) -> &str {
        let own = own_name(language, &self.name_ru, &self.name_be);
        own.or_else(|| name_of(self.code.as_str(), language)).unwrap_or(&self.name)
    }
}

impl Region {
    /// The name in a language; the English one if neither the data set nor the register has one in that language.
    pub fn name_in(&self, language: Language) -> &str {
        let own = self.names.get(language).or_else(|| own_name(language, &self.name_ru, &self.name_be));
        own.or_else(|| name_of(&self.code, language)).unwrap_or(&self.name)
    }
}

/// The Russian or Belarusian name, if that language is asked for and the name isn't blank.
fn own_name<'r>(language: Language, russian: &'r str, belarusian: &'r str) -> Option<&'r str> {
    let name = match language {
        Language::Russian => russian,
        Language::Belarusian => belarusian,
        _ => "",
    };
    Some(name).filter(|name| !name.is_empty())
}

/// The name of the country or region with `code` in a language. The names of a language are unpacked on first use, in
/// about a millisecond; after that, O(log names).
fn name_of(code: &str, language: Language) -> Option<&'static str> {
    static TABLES: [OnceLock<Option<WordTable>>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    let table = TABLES[language as usize].get_or_init(|| part(language).map(WordTable::unpack));
    table.as_ref()?.codes_of(code).next()
}

/// The packed names of a language.
fn part(language: Language) -> Option<&'static [u8]> {
    let mut rest = NAMES;
    while let Some((&[a, b, low, middle, high], after)) = rest.split_first_chunk() {
        let (part, after) = after.split_at(u32::from_le_bytes([low, middle, high, 0]) as usize);
        if [a, b] == language.name().as_bytes() {
            return Some(part);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::register::Register;

    #[test]
    fn every_packed_name_is_of_something_in_the_register() {
        let register = Register::built_in();
        let regions = register.regions().iter().map(|region| region.code.to_string());
        let codes: HashSet<String> =
            regions.chain(register.countries().iter().map(|country| country.code.to_string())).collect();
        for &language in Language::ALL {
            let Some(part) = part(language) else {
                assert_eq!(language, Language::English, "{language}");
                continue;
            };
            let table = WordTable::unpack(part);
            let entries: Vec<(&str, &str)> = table.entries().collect();
            assert!(entries.is_sorted_by(|a, b| a.0 < b.0), "{language}");
            for (code, name) in entries {
                assert!(codes.contains(code) && name == name.trim() && !name.is_empty(), "{code} {name}");
                assert_eq!(name_of(code, language), Some(name));
            }
        }
        assert_eq!(name_of("XX-NO", Language::German), None);
        assert!(NAMES.len() < 110_000, "{}", NAMES.len());
    }

    #[test]
    fn names_are_in_their_language() {
        let register = Register::built_in();
        let name = |code: &str, language| register.region(register.find_region(code).unwrap()).name_in(language);
        for (code, language, expected) in [
            ("RU-SMO", Language::English, "Smolensk Oblast"),
            ("RU-SMO", Language::Russian, "Смоленская область"),
            ("RU-SMO", Language::Belarusian, "Смаленская вобласць"),
            ("RU-SMO", Language::Ukrainian, "Смоленська область"),
            ("RU-SMO", Language::Polish, "Obwód smoleński"),
            ("DE-BY", Language::German, "Bayern"),
            ("FR-BRE", Language::French, "Bretagne"),
            ("KZ-71", Language::Russian, "Астана"),
            // The English name is the fallback.
            ("DE-BE", Language::German, "Berlin"),
        ] {
            assert_eq!(name(code, language), expected, "{code} {language}");
        }
        let country =
            |code: &str, language| register.country_name_in(crate::model::CountryCode::new(code).unwrap(), language);
        assert_eq!(country("BY", Language::French), "Biélorussie");
        assert_eq!(country("DE", Language::Polish), "Niemcy");
        assert_eq!(country("CN", Language::German), "China");
    }

    /// The numbers in `data/SOURCES.md`.
    #[test]
    fn so_many_names_differ_from_the_english_ones() {
        let register = Register::built_in();
        let named = Language::ALL.iter().map(|&language| {
            let regions = register.regions().iter().filter(|region| region.name_in(language) != region.name);
            let countries = register.countries().iter().filter(|country| country.name_in(language) != country.name);
            (language.name(), countries.count(), regions.count())
        });
        let expected = [
            ("en", 0, 0),
            ("ru", 250, 3516),
            ("be", 250, 3206),
            ("uk", 250, 3356),
            ("pl", 174, 2214),
            ("de", 150, 1899),
            ("fr", 173, 1910),
        ];
        assert_eq!(named.collect::<Vec<_>>(), expected);
    }
}
