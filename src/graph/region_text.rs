//! Regions in the words of lists: `Bayern`, `Омская область`, `by-br`, former codes.

use hashbrown::HashMap;

use super::region_kinds::Bare;
use crate::{
    model::{CountryCode, Dataset, PlaceRow, fold, folds_to, is_missing_value},
    register::{Region, RegionId, Register, WordTable, regions_of_word, word_key},
};

/// Replaces each region that a place gives as a word or as a former code by its code. A word for a missing value
/// becomes blank. A text that means no region, or several, stays.
pub(super) fn resolve_region_words(dataset: &mut Dataset, register: &Register) {
    let rows = || (0..).map(PlaceRow).take(dataset.places().len());
    // `is_word` says of each text whether it needs a look because it isn't a code of the register. Few texts of many
    // places do.
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
    let common = common_country(dataset, &in_words, register);
    let mut meant = HashMap::new();
    for row in in_words {
        let Some(text) = dataset.region_of_place(row) else { continue };
        let country = dataset.country_of_place(row).or(common);
        let found = *meant.entry((text, country)).or_insert_with(|| {
            // Nan and Nil are names of regions, too.
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

/// The only country that has regions for all of the names and short codes that places without a country give as their
/// regions. There must be at least two of these: `OR` and `ME` are both states of one country.
fn common_country(dataset: &Dataset, rows: &[PlaceRow], register: &Register) -> Option<CountryCode> {
    let without_country = rows.iter().filter(|&&row| dataset.country_of_place(row).is_none());
    let mut texts: Vec<&str> = without_country
        .filter(|&&row| dataset.country_in_words(row).is_none())
        .filter_map(|&row| dataset.region_of_place(row).map(|text| dataset.text(text)))
        .filter(|text| !is_missing_value(text))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    if texts.len() < 2 {
        return None;
    }
    let countries = register.countries().iter().map(|country| country.code);
    let mut having =
        countries.filter(|&country| texts.iter().all(|text| region_in(text, Some(country), register).is_some()));
    having.next().filter(|_| having.next().is_none())
}

/// The only region that a text means within a country, or anywhere if `country` is `None`. The text may be its code in
/// any case, one of the register's names for it, a word of another language or a former code. Within a country, the
/// word for its kind may also be missing or be another one.
pub(super) fn region_in(text: &str, country: Option<CountryCode>, register: &Register) -> Option<RegionId> {
    let mut named = meant_regions(text, country, register);
    // `Республика Саха (Якутия)`: either name may find the region, as long as the two don't disagree.
    if let Some((before, inside)) = text.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('))
        && named.is_empty()
    {
        named = [before, inside].into_iter().flat_map(|text| meant_regions(text, country, register)).collect();
        named.sort_unstable();
        named.dedup();
    }
    if let Some(country) = country.filter(|_| named.is_empty()) {
        named = regions_of_kind(text, country, register);
    }
    match named[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The regions of a country that a text names, with or without the word for their kind: `Московская обл.`.
fn regions_of_kind(text: &str, country: CountryCode, register: &Register) -> Vec<RegionId> {
    let asked = Bare::of(text);
    let is_named =
        |region: &Region| region.country == country && names_of(region).any(|name| asked.means(&Bare::of(name)));
    let named = register.numbered_regions().filter(|(_, region)| is_named(region)).map(|(id, _)| id);
    let entries = WordTable::of_regions(Some(country)).flat_map(WordTable::entries);
    let in_words = entries.filter(|(key, _)| key.contains(&*asked.name) && asked.means(&Bare::of_key(key)));
    let mut found: Vec<RegionId> = named.chain(in_words.filter_map(|(_, code)| register.find_region(code))).collect();
    found.retain(|&id| register.region(id).country == country);
    found.sort_unstable();
    found.dedup();
    found
}

/// The regions that the whole text means.
fn meant_regions(text: &str, country: Option<CountryCode>, register: &Register) -> Vec<RegionId> {
    let mut named = named_regions(text, country, register);
    if named.is_empty() {
        named = regions_of_word(&word_key(text), country, register);
        named.retain(|&id| country.is_none_or(|country| register.region(id).country == country));
    }
    named
}

/// The regions, of a country or of all, whose code is the text in any case, or that have it as a name in the register.
/// Within a country also those whose code ends with it: `TX`.
pub(super) fn named_regions(text: &str, country: Option<CountryCode>, register: &Register) -> Vec<RegionId> {
    let is_there = |id: &RegionId| country.is_none_or(|country| register.region(*id).country == country);
    let code = text.to_uppercase();
    if let Some(by_code) = register.find_region(&code).filter(is_there) {
        return vec![by_code];
    }
    let short = country.filter(|_| !is_missing_value(text)).map(|country| format!("{country}-{code}"));
    if let Some(by_short_code) = short.and_then(|code| register.find_region(&code)).filter(is_there) {
        return vec![by_short_code];
    }
    let asked = fold(text);
    if asked.is_empty() {
        return Vec::new();
    }
    let is_named = |region: &Region| names_of(region).any(|name| folds_to(name, &asked));
    let named = register.numbered_regions().filter(|(id, region)| is_there(id) && is_named(region));
    named.map(|(id, _)| id).collect()
}

/// All names of a region in the register.
fn names_of(region: &Region) -> impl Iterator<Item = &str> {
    let names = [&region.name, &region.name_ru, &region.name_be].into_iter().chain(&region.aliases);
    names.map(AsRef::as_ref).chain(region.names.texts())
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
            ("TX", "US", "US-TX"),
            ("by", "DE", "DE-BY"),
            ("Республика Саха (Якутия)", "RU", "RU-SA"),
            ("Саха (Якутия)", "RU", "RU-SA"),
            ("м. Київ", "UA", "UA-30"),
            ("广东", "CN", "CN-GD"),
            ("woj. mazowieckie", "PL", "PL-14"),
            ("Московская обл.", "RU", "RU-MOS"),
            ("г. Москва", "RU", "RU-MOW"),
            ("Минская", "BY", "BY-MI"),
            ("г. Минск", "BY", "BY-HM"),
        ] {
            let in_country = region_in(text, CountryCode::new(country), &register);
            assert_eq!(in_country.map(|id| register.region(id).code.to_string()), Some(code.to_owned()), "{text}");
        }
        // These texts mean a region of another country, several regions, or none.
        for (text, country) in [("Bayern", "FR"), ("Córdoba", ""), ("Atlantis", "DE"), ("", "DE"), ("-", "DE")] {
            assert_eq!(region_in(text, CountryCode::new(country), &register), None, "{text}");
        }
    }
}
