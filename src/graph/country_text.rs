//! Countries as lists write them: `England`, `Georgia (country)`, `in Italy`, `Kazakhstah`.

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell},
};

use hashbrown::HashMap;

use super::{
    finding::{Finding, FindingKind},
    fold::{fold, fold_into, folds_to},
};
use crate::{
    model::{CountryCode, Dataset, PlaceRow, TextId},
    register::{Region, Register},
};

/// Gives every place that has its country in words alone the country meant; a finding, at the first place by line, for
/// each text that means none or only nearly. By line.
pub(super) fn resolve(dataset: &mut Dataset, register: &Register) -> Vec<Finding> {
    let rows = (0..).map(PlaceRow).take(dataset.places().len());
    let in_words: Vec<(PlaceRow, TextId)> =
        rows.filter_map(|row| Some((row, dataset.country_in_words(row)?))).collect();
    if in_words.is_empty() {
        return Vec::new();
    }
    // By the number of a text: how many places have it, and which country it means.
    let mut places_of: Vec<u32> = vec![0; dataset.text_count()];
    let mut meant: Vec<Option<CountryCode>> = vec![None; dataset.text_count()];
    let mut texts: Vec<TextId> = Vec::new();
    for &(_, text) in &in_words {
        if places_of[text.index()] == 0 {
            texts.push(text);
        }
        places_of[text.index()] += 1;
    }
    texts.sort_unstable_by_key(|&text| dataset.text(text));
    let names = CountryNames::new(register);
    let mut findings: Vec<Finding> = Vec::new();
    let mut finding_of: HashMap<TextId, usize> = HashMap::new();
    for text in texts {
        let (found, places) = (names.find(dataset.text(text)), places_of[text.index()] as usize);
        meant[text.index()] = found.map(|(country, _)| country);
        let words = || dataset.text(text).to_owned();
        let kind = match found {
            Some((_, Spelling::Known)) => continue,
            Some((country, Spelling::Misspelt)) => FindingKind::MisspeltCountry { text: words(), country, places },
            None => {
                let suggestion = names.suggest(dataset.text(text));
                FindingKind::UnknownCountryText { text: words(), places, suggestion }
            }
        };
        finding_of.insert(text, findings.len());
        findings.push(Finding { file: dataset.places_file().to_owned(), line: u32::MAX, column: kind.column(), kind });
    }
    for (row, text) in in_words {
        meant[text.index()].into_iter().for_each(|country| dataset.set_country(row, country));
        if let Some(&at) = finding_of.get(&text) {
            findings[at].line = findings[at].line.min(dataset.locate_place(row).1);
        }
    }
    findings.sort_by_key(|finding| finding.line);
    findings
}

/// How a country was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// The text is a name, another name or a code of the country, or of one of its regions; or ends in one.
    Known,
    /// The text is one letter away from the name of this country and of no other.
    Misspelt,
}

/// The names of the register's countries and regions, for texts that name a country.
pub(super) struct CountryNames<'r> {
    register: &'r Register,
    countries: HashMap<String, CountryCode>,
    /// How many texts were looked for among the names of regions.
    asked: Cell<usize>,
    /// `None` where regions of two countries bear the name. Made when many texts name no country: without names in
    /// Cyrillic for a text in ASCII, with all for another.
    regions: [OnceCell<HashMap<String, Option<CountryCode>>>; 2],
}

impl<'r> CountryNames<'r> {
    pub(super) fn new(register: &'r Register) -> Self {
        let mut countries = HashMap::new();
        for country in register.countries() {
            let code = country.code;
            let names = [&country.name, &country.name_ru, &country.name_be, &country.alpha3];
            let names = names.into_iter().chain(&country.aliases).map(Cow::as_ref).chain([code.as_str()]);
            for name in names.map(fold).filter(|name| !name.is_empty()) {
                // The country whose code comes first keeps a name that two would bear.
                countries.entry(name).or_insert(code);
            }
        }
        Self { register, countries, asked: Cell::new(0), regions: Default::default() }
    }

    /// The country of the regions called `name`, where they lie in one.
    fn country_of_region(&self, name: &str) -> Option<CountryCode> {
        let name = fold(name);
        if name.is_empty() {
            return None;
        }
        let asked = self.asked.replace(self.asked.get() + 1);
        if asked < FEW {
            return self.country_of_regions(|other| folds_to(other, &name));
        }
        let is_cyrillic = |name: &str| name.starts_with(|c: char| matches!(c, 'А'..='я'));
        let regions = self.regions[usize::from(name.is_ascii())].get_or_init(|| {
            // Three names a region, most of them its own.
            let mut regions: HashMap<String, Option<CountryCode>> =
                HashMap::with_capacity(3 * self.register.regions().len());
            let mut key = String::new();
            for region in self.register.regions() {
                let names = [&region.name, &region.name_ru, &region.name_be].into_iter().chain(&region.aliases);
                for other in names.filter(|other| !name.is_ascii() || !is_cyrillic(other)) {
                    fold_into(other, &mut key);
                    match regions.get_mut(key.as_str()) {
                        Some(of) => *of = of.filter(|&country| country == region.country),
                        None if key.is_empty() => {}
                        None => drop(regions.insert(key.clone(), Some(region.country))),
                    }
                }
            }
            regions
        });
        regions.get(name.as_str()).copied()?
    }

    /// The country of the regions of which `is_it` says that a name is the one looked for, where they lie in one.
    fn country_of_regions(&self, is_it: impl Fn(&str) -> bool) -> Option<CountryCode> {
        let names =
            |region: &'r Region| [&region.name, &region.name_ru, &region.name_be].into_iter().chain(&region.aliases);
        let called = self.register.regions().iter().filter(|region| names(region).any(|name| is_it(name)));
        let mut countries = called.map(|region| region.country);
        let first = countries.next()?;
        countries.all(|country| country == first).then_some(first)
    }

    /// The country that `text` means. Tried in this order: a country's name in any spelling; the same without a
    /// bracket (`Georgia (country)`) or a leading `in`, `the`, `Republic of`; what follows the last comma
    /// (`England, United Kingdom`); a region's name, where the regions of that name lie in one country (`England`);
    /// a country's name with one letter wrong, missing or too many (`Kazakhstah`), where only one comes near.
    pub(super) fn find(&self, text: &str) -> Option<(CountryCode, Spelling)> {
        let plain = text.split_once('(').map_or(text, |(before, _)| before).trim();
        let last = plain.rsplit_once(',').map_or(plain, |(_, last)| last.trim());
        let words = [text, plain, last];
        let words = || (0..words.len()).filter(|&at| !words[..at].contains(&words[at])).map(|at| words[at]);
        let known = words().find_map(|text| self.country(text));
        let known = known.or_else(|| words().find_map(|text| self.country_of_region(text)));
        if let Some(code) = known {
            return Some((code, Spelling::Known));
        }
        self.nearest(last).map(|code| (code, Spelling::Misspelt))
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
        if asked.chars().count() > LONGEST_NAME {
            return None;
        }
        let most = asked.chars().count() / 3;
        let near = self.register.countries().iter().map(|country| {
            let distance = [&country.name]
                .into_iter()
                .chain(&country.aliases)
                .map(|name| strsim::osa_distance(&fold(name), &asked));
            (distance.min().unwrap_or(usize::MAX), country.code)
        });
        near.min().filter(|&(distance, _)| distance <= most).map(|(_, code)| code)
    }
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

/// So many texts are looked for among all names of regions in less time than a table of these takes.
const FEW: usize = 16;

/// The most letters that a country's name has; what is longer isn't near any.
const LONGEST_NAME: usize = 60;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn one_edit_is_an_optimal_string_alignment_of_one(a in "[abй]{0,5}", b in "[abй]{0,5}") {
            prop_assert_eq!(is_one_edit_apart(&a, &b), strsim::osa_distance(&a, &b) == 1, "{} {}", a, b);
        }
    }

    #[test]
    fn a_table_of_regions_finds_what_a_look_through_all_names_finds() {
        let register = Register::built_in();
        let (few, many) = (CountryNames::new(&register), CountryNames::new(&register));
        many.asked.set(FEW);
        let (mut found, mut shared) = (0, 0);
        for region in register.regions().iter().step_by(9) {
            for name in [&region.name, &region.name_ru, &region.name_be].into_iter().chain(&region.aliases) {
                few.asked.set(0);
                let country = few.country_of_region(name);
                assert_eq!(country, many.country_of_region(name), "{name}");
                found += usize::from(country.is_some());
                shared += usize::from(country.is_none() && !name.is_empty());
            }
        }
        assert!(found > 500 && shared > 5, "{found} names of one country, {shared} of several");
    }

    #[test]
    fn countries_are_found_as_lists_write_them() {
        let register = Register::built_in();
        let names = CountryNames::new(&register);
        let found = |text: &str| names.find(text).map(|(code, how)| (code.to_string(), how));
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
