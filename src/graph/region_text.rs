//! Regions as lists write them: `Bayern`, `Омская область`, `by-br`, codes that were.

use hashbrown::HashMap;

use super::{
    fold::{fold, folds_to},
    words::{regions_of_word, word_key},
};
use crate::{
    model::{CountryCode, Dataset, PlaceRow, is_missing_value},
    register::{RegionId, Register},
};

/// Writes the code of each region that a place names by a word or by another code that it had. A word for a missing value
/// is a blank. What means no region, or several, stays as it is.
pub(super) fn resolve_region_words(dataset: &mut Dataset, register: &Register) {
    let rows = || (0..).map(PlaceRow).take(dataset.places().len());
    // By text whether it needs a look: it is no code of the register. There are few of many places.
    let (mut is_seen, mut is_word) = (vec![false; dataset.text_count()], vec![false; dataset.text_count()]);
    let mut has_words = false;
    for text in rows().filter_map(|row| dataset.region_of_place(row)) {
        if !std::mem::replace(&mut is_seen[text.index()], true) && register.find_region(dataset.text(text)).is_none() {
            is_word[text.index()] = true;
            has_words = true;
        }
    }
    if !has_words {
        return;
    }
    let in_words = rows().filter(|&row| dataset.region_of_place(row).is_some_and(|text| is_word[text.index()]));
    let in_words: Vec<PlaceRow> = in_words.collect();
    let mut meant = HashMap::new();
    for row in in_words {
        let Some(text) = dataset.region_of_place(row) else { continue };
        let country = dataset.country_of_place(row);
        let found = *meant.entry((text, country)).or_insert_with(|| {
            // Nan and Nil are regions.
            let (text, is_missing) = (dataset.text(text), is_missing_value(dataset.text(text)));
            let region = region_in(text, country, register).filter(|_| country.is_some() || !is_missing);
            region.map(Some).or(is_missing.then_some(None))
        });
        match found {
            Some(Some(region)) => dataset.set_region(row, &register.region(region).code),
            Some(None) => dataset.clear_region(row),
            None => {}
        }
    }
}

/// The only region that a text means in a country, or anywhere: by its code in any letters, by the register's names for it,
/// by words of other languages and codes that were.
pub(super) fn region_in(text: &str, country: Option<CountryCode>, register: &Register) -> Option<RegionId> {
    let mut named = named_regions(text, country, register);
    if named.is_empty() {
        named = regions_of_word(&word_key(text), country, register);
        named.retain(|&id| country.is_none_or(|country| register.region(id).country == country));
    }
    match named[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The regions of a country, or of all, that have a text for their code, in any letters, or for a name of the register.
pub(super) fn named_regions(text: &str, country: Option<CountryCode>, register: &Register) -> Vec<RegionId> {
    let is_there = |id: &RegionId| country.is_none_or(|country| register.region(*id).country == country);
    if let Some(by_code) = register.find_region(&text.to_uppercase()).filter(is_there) {
        return vec![by_code];
    }
    let asked = fold(text);
    if asked.is_empty() {
        return Vec::new();
    }
    let named = register.numbered_regions().filter(|(id, _)| is_there(id)).filter(|(_, region)| {
        let mut names = [&region.name, &region.name_ru, &region.name_be].into_iter().chain(&region.aliases);
        names.any(|name| folds_to(name, &asked))
    });
    named.map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_found_as_lists_write_them() {
        let register = Register::built_in();
        for (text, country, code) in [
            ("Mazowieckie", "PL", "PL-14"),
            ("Województwo mazowieckie", "PL", "PL-14"),
            ("Skåne län", "SE", "SE-M"),
            ("Zagrebačka županija", "HR", "HR-01"),
            ("Bayern", "DE", "DE-BY"),
            ("Baviera", "DE", "DE-BY"),
            ("Бавария", "DE", "DE-BY"),
            ("Andalucía", "ES", "ES-AN"),
            ("Kentrikí Makedonía", "GR", "GR-B"),
            ("Κεντρική Μακεδονία", "GR", "GR-B"),
            ("Актюбинская область", "KZ", "KZ-15"),
            ("Атырауская область", "KZ", "KZ-23"),
            ("Республика Дагестан", "RU", "RU-DA"),
            ("Омская область", "RU", "RU-OMS"),
            ("Hubei Sheng", "CN", "CN-HB"),
            ("湖北省", "CN", "CN-HB"),
            ("北海道", "JP", "JP-01"),
            ("Львівська область", "UA", "UA-46"),
            ("MX-DIF", "MX", "MX-CMX"),
            ("CN-11", "CN", "CN-BJ"),
            ("by-br", "BY", "BY-BR"),
        ] {
            let in_country = region_in(text, CountryCode::new(country), &register);
            assert_eq!(in_country.map(|id| register.region(id).code.to_string()), Some(code.to_owned()), "{text}");
        }
        // Of another country, of several, of none.
        for (text, country) in [("Bayern", "FR"), ("Córdoba", ""), ("Atlantis", "DE"), ("", "DE"), ("-", "DE")] {
            assert_eq!(region_in(text, CountryCode::new(country), &register), None, "{text}");
        }
    }
}
