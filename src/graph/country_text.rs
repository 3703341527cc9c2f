//! Countries as lists write them: `England`, `Georgia (country)`, `in Italy`, `Kazakhstah`.

use std::{borrow::Cow, sync::OnceLock};

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::{
    finding::{Finding, FindingKind},
    fold::{first_letter, fold, fold_into},
};
use crate::{
    model::{CountryCode, Dataset, PlaceRow},
    register::{Country, Register},
};

/// The countries that a data set's words for them mean, and what was found of these.
pub(super) struct CountryWords {
    /// By text.
    meant: Vec<Option<CountryCode>>,
    /// Of each text that means no country or only nearly, at the first place that has it; by line.
    findings: Vec<Finding>,
}

impl CountryWords {
    /// What the words of places mean that have no code of a country.
    pub(super) fn resolve(dataset: &Dataset, register: &Register) -> Self {
        // By text how many places have it; and each text with the first of these.
        let (mut places_of, mut texts) = (vec![0_u32; dataset.text_count()], Vec::new());
        for row in rows(dataset) {
            let Some(text) = dataset.country_in_words(row) else { continue };
            if places_of[text.index()] == 0 {
                texts.push((text, row));
            }
            places_of[text.index()] += 1;
        }
        if texts.is_empty() {
            return Self { meant: Vec::new(), findings: Vec::new() };
        }
        texts.sort_unstable_by_key(|&(text, _)| dataset.text(text));
        let names = CountryNames::new(register);
        let found = names.find(&texts.iter().map(|&(text, _)| dataset.text(text)).collect::<Vec<_>>());
        let mut meant: Vec<Option<CountryCode>> = vec![None; dataset.text_count()];
        let mut findings: Vec<Finding> = Vec::new();
        for ((text, first), found) in texts.into_iter().zip(found) {
            meant[text.index()] = found.map(|(country, _)| country);
            let (words, places) = (|| dataset.text(text).to_owned(), places_of[text.index()] as usize);
            let kind = match found {
                Some((_, Spelling::Known)) => continue,
                Some((country, Spelling::Misspelt)) => FindingKind::MisspeltCountry { text: words(), country, places },
                None => {
                    let suggestion = names.suggest(dataset.text(text));
                    FindingKind::UnknownCountryText { text: words(), places, suggestion }
                }
            };
            let (file, line) = dataset.locate_place(first);
            findings.push(Finding { file: file.to_owned(), line, column: kind.column(), kind });
        }
        findings.sort_by_key(|finding| finding.line);
        Self { meant, findings }
    }

    /// Gives every place that has its country in words alone the country meant; and the findings.
    pub(super) fn take(self, dataset: &mut Dataset) -> Vec<Finding> {
        if !self.meant.is_empty() {
            for row in rows(dataset) {
                if let Some(country) = dataset.country_in_words(row).and_then(|text| self.meant[text.index()]) {
                    dataset.set_country(row, country);
                }
            }
        }
        self.findings
    }
}

fn rows(dataset: &Dataset) -> impl Iterator<Item = PlaceRow> + use<> {
    (0..).map(PlaceRow).take(dataset.places().len())
}

/// So many texts are worth handing to a thread.
const FEW: usize = 32;

/// How a country was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// The text is a name, another name or a code of the country, or of one of its regions; or ends in one.
    Known,
    /// The text is one letter away from the name of this country and of no other.
    Misspelt,
}

/// The names of the register's countries, for texts that name a country or a region of one.
pub(super) struct CountryNames<'r> {
    register: &'r Register,
    countries: HashMap<String, CountryCode>,
    /// The folded names that may be suggested, with their countries; made for the first suggestion.
    suggested: OnceLock<Vec<(String, CountryCode)>>,
}

impl<'r> CountryNames<'r> {
    pub(super) fn new(register: &'r Register) -> Self {
        // Five names a country, most of them its own.
        let mut countries = HashMap::with_capacity(5 * register.countries().len());
        for country in register.countries() {
            let code = country.code;
            let names = [&country.name, &country.name_ru, &country.name_be, &country.alpha3];
            let names = names.into_iter().chain(&country.aliases).map(Cow::as_ref).chain([code.as_str()]);
            for name in names.map(fold).filter(|name| !name.is_empty()) {
                // The country whose code comes first keeps a name that two would bear.
                countries.entry(name).or_insert(code);
            }
        }
        Self { register, countries, suggested: OnceLock::new() }
    }

    /// The country that each text means. Tried in this order: a country's name in any spelling; the same without a
    /// bracket (`Georgia (country)`) or a leading `in`, `the`, `Republic of`; what follows the last comma
    /// (`England, United Kingdom`); a region's name, where the regions of that name lie in one country (`England`);
    /// a country's name with one letter wrong, missing or too many (`Kazakhstah`), where only one comes near.
    pub(super) fn find(&self, texts: &[&str]) -> Vec<Option<(CountryCode, Spelling)>> {
        let countries: Vec<Option<CountryCode>> =
            texts.par_iter().with_min_len(FEW).map(|text| words(text).find_map(|text| self.country(text))).collect();
        // All that is left is looked for in one go through the names of regions.
        let left = texts.iter().zip(&countries).filter(|(_, country)| country.is_none()).map(|(text, _)| *text);
        let regions = self.countries_of_regions(left.flat_map(words).map(fold));
        let region = |text: &str| words(text).find_map(|text| *regions.get(&fold(text))?);
        let found = texts.par_iter().zip(countries).with_min_len(FEW).map(|(text, country)| {
            let known = country.or_else(|| region(text)).map(|code| (code, Spelling::Known));
            known.or_else(|| self.nearest(words(text).last()?).map(|code| (code, Spelling::Misspelt)))
        });
        found.collect()
    }

    /// For each of the folded names the country of the regions called so; `None` where there are none, or in two
    /// countries.
    fn countries_of_regions(&self, names: impl Iterator<Item = String>) -> HashMap<String, Option<CountryCode>> {
        let mut countries: HashMap<String, Option<CountryCode>> =
            names.filter(|name| !name.is_empty()).map(|name| (name, None)).collect();
        // Most regions begin with another letter than any name that is looked for.
        let letters: HashSet<char> = countries.keys().filter_map(|name| name.chars().next()).collect();
        if letters.is_empty() {
            return countries;
        }
        let (mut shared, mut key) = (Vec::new(), String::new());
        for region in self.register.regions() {
            let names = [&region.name, &region.name_ru, &region.name_be].into_iter().chain(&region.aliases);
            for name in names.filter(|name| first_letter(name).is_some_and(|letter| letters.contains(&letter))) {
                fold_into(name, &mut key);
                if let Some(of) = countries.get_mut(&key)
                    && of.replace(region.country).is_some_and(|other| other != region.country)
                {
                    shared.push(key.clone());
                }
            }
        }
        countries.extend(shared.into_iter().map(|name| (name, None)));
        countries
    }

    fn country(&self, text: &str) -> Option<CountryCode> {
        let lead = ["in ", "the ", "republic of ", "republic of the "];
        let small = text.to_lowercase();
        let bare = lead.iter().filter_map(|lead| small.strip_prefix(lead));
        std::iter::once(small.as_str()).chain(bare).find_map(|name| self.countries.get(&fold(name)).copied())
    }

    /// The only country with a name one edit away; names of three letters and less are never near.
    fn nearest(&self, text: &str) -> Option<CountryCode> {
        let asked = fold(text);
        if !(4..=LONGEST_NAME).contains(&asked.chars().count()) {
            return None;
        }
        let mut near = self.countries.iter().filter(|(name, _)| {
            name.len().abs_diff(asked.len()) <= 4 && is_one_edit_apart(name, &asked) && name.chars().count() > 3
        });
        let (_, &first) = near.next()?;
        near.all(|(_, &code)| code == first).then_some(first)
    }

    /// The country whose name is nearest to a text that means none: a suggestion.
    pub(super) fn suggest(&self, text: &str) -> Option<CountryCode> {
        let asked = fold(text);
        let letters = asked.chars().count();
        if letters > LONGEST_NAME {
            return None;
        }
        let most = letters / 3;
        let suggested = self.suggested.get_or_init(|| {
            let names = |country: &'r Country| [&country.name].into_iter().chain(&country.aliases);
            let countries = self.register.countries().iter();
            countries.flat_map(|country| names(country).map(|name| (fold(name), country.code))).collect()
        });
        // Each letter more or less is one edit.
        let may_be_near = suggested.iter().filter(|(name, _)| name.chars().count().abs_diff(letters) <= most);
        let near = may_be_near.map(|(name, code)| (strsim::osa_distance(name, &asked), *code));
        near.filter(|&(distance, _)| distance <= most).min().map(|(_, code)| code)
    }
}

/// A text, what stands before its bracket, and what follows the last comma of that.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let plain = text.split_once('(').map_or(text, |(before, _)| before).trim();
    let last = plain.rsplit_once(',').map_or(plain, |(_, last)| last.trim());
    [text, plain, last].into_iter()
}

/// Whether one letter wrong, missing or too many, or two neighbours swapped, is all that two texts differ in.
fn is_one_edit_apart(a: &str, b: &str) -> bool {
    let same = |(x, y): &(char, char)| x == y;
    let start: usize = a.chars().zip(b.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (a, b) = (&a[start..], &b[start..]);
    let end: usize = a.chars().rev().zip(b.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let [mut a, mut b] = [&a[..a.len() - end], &b[..b.len() - end]].map(str::chars);
    match [a.next(), a.next(), a.next(), b.next(), b.next(), b.next()] {
        [Some(a), Some(after_a), None, Some(b), Some(after_b), None] => a == after_b && b == after_a,
        [a, None, None, b, None, None] => a.is_some() || b.is_some(),
        _ => false,
    }
}

/// The most letters that a country's name has; what is longer isn't near any.
const LONGEST_NAME: usize = 60;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::register::Region;

    proptest! {
        #[test]
        fn one_edit_is_an_optimal_string_alignment_of_one(a in "[abй]{0,5}", b in "[abй]{0,5}") {
            prop_assert_eq!(is_one_edit_apart(&a, &b), strsim::osa_distance(&a, &b) == 1, "{} {}", a, b);
        }
    }

    #[test]
    fn regions_are_found_by_each_of_their_names_but_those_of_two_countries() {
        let register = Register::built_in();
        let names = |region: &Region| {
            let names = [&region.name, &region.name_ru, &region.name_be].into_iter().chain(&region.aliases);
            names.map(|name| fold(name)).filter(|name| !name.is_empty()).collect::<Vec<_>>()
        };
        let mut expected: HashMap<String, HashSet<CountryCode>> = HashMap::new();
        for region in register.regions() {
            for name in names(region) {
                expected.entry(name).or_default().insert(region.country);
            }
        }
        let asked = expected.keys().cloned().chain(["atlantis".to_owned(), String::new()]);
        let found = CountryNames::new(&register).countries_of_regions(asked);
        assert_eq!((found.len(), found["atlantis"]), (expected.len() + 1, None));
        let mut shared = 0;
        for (name, countries) in &expected {
            let only = if countries.len() == 1 { countries.iter().next().copied() } else { None };
            assert_eq!(found[name], only, "{name}");
            shared += usize::from(only.is_none());
        }
        assert!(found.len() > 9000 && shared > 50, "{} names, {shared} of several", found.len());
    }

    #[test]
    fn countries_are_found_as_lists_write_them() {
        let register = Register::built_in();
        let names = CountryNames::new(&register);
        let found = |text: &str| names.find(&[text])[0].map(|(code, how)| (code.to_string(), how));
        for (text, code) in [
            ("Belarus", "BY"),
            ("Беларусь", "BY"),
            ("BLR", "BY"),
            ("by", "BY"),
            ("England", "GB"),
            ("England, United Kingdom", "GB"),
            ("Northern Ireland, United Kingdom", "GB"),
            ("Georgia (country)", "GE"),
            ("Georgia", "GE"),
            ("in Italy", "IT"),
            ("The Gambia", "GM"),
            ("Republic of Ireland", "IE"),
            ("Czech Republic", "CZ"),
            ("Lower Saxony, Germany", "DE"),
            ("Réunion, France", "FR"),
            ("South Korea", "KR"),
            ("Ivory Coast", "CI"),
            ("Cape Verde", "CV"),
            ("Palestine", "PS"),
            ("Kosovo", "XK"),
            ("Congo", "CG"),
            ("Democratic Republic of the Congo", "CD"),
            ("Niger", "NE"),
            ("Mali", "ML"),
            ("Island", "IS"),
            ("Deutschland", "DE"),
        ] {
            assert_eq!(found(text), Some((code.to_owned(), Spelling::Known)), "{text}");
        }
        for (text, code) in [("Kazakhstah", "KZ"), ("Japa", "JP"), ("Grece", "GR"), ("Madagaskar", "MG")] {
            assert_eq!(found(text), Some((code.to_owned(), Spelling::Misspelt)), "{text}");
        }
        for text in ["Northern Cyprus", "Atlantis", "", "???", "X"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
