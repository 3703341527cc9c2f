//! Countries in the words of lists: `England`, `Georgia (country)`, `in Italy`, `Korea, Republic of`, `Allemagne`.

use std::borrow::Cow;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{
    finding::{Finding, FindingKind},
    likeness::Likeness,
    network::Network,
    region_text::{named_regions, region_in},
};
use crate::{
    model::{CountryCode, Dataset, PlaceRow, fold, is_missing_value},
    register::{RegionId, Register, WordTable, country_of_word, is_region_code, word_key},
};

/// The countries that the words of a data set mean, and the findings about these words.
pub(super) struct CountryWords {
    /// The meaning of each text.
    meant: Vec<Option<Meant>>,
    /// The countries that codes mean which the register lacks, such as those of former countries.
    of_codes: HashMap<CountryCode, CountryCode>,
    /// A country code that stands for a missing value, in a list that writes countries in words.
    blank: Option<CountryCode>,
    /// One finding for each text that means no country, at the first place that has it, without a suggestion; by line.
    findings: Vec<Finding>,
}

impl CountryWords {
    /// Resolves the words of places that have no country code, and the codes that the register lacks.
    pub(super) fn resolve(dataset: &Dataset, register: &Register) -> Self {
        // The number of places that have each text, and each text with the first of these places.
        let (mut places_of, mut texts) = (vec![0_u32; dataset.text_count()], Vec::new());
        let (mut is_seen, mut codes) = ([false; CountryCode::COUNT], Vec::new());
        for row in rows(dataset) {
            if let Some(code) = dataset.country_of_place(row) {
                if !std::mem::replace(&mut is_seen[code.index()], true) {
                    codes.push(code);
                }
                continue;
            }
            let Some(text) = dataset.country_in_words(row) else { continue };
            if places_of[text.index()] == 0 {
                texts.push((text, row));
            }
            places_of[text.index()] += 1;
        }
        let unknown = codes.iter().filter(|&&code| register.country(code).is_none());
        let of_codes = unknown
            .filter_map(|&code| Some((code, country_of_word(&word_key(code.as_str()), register)?.0)))
            .collect::<HashMap<_, _>>();
        let mut words = Self { meant: Vec::new(), of_codes, blank: None, findings: Vec::new() };
        if texts.is_empty() {
            return words;
        }
        texts.sort_unstable_by_key(|&(text, _)| dataset.text(text));
        let (missing, texts): (Vec<_>, Vec<_>) =
            texts.into_iter().partition(|&(text, _)| is_missing_value(dataset.text(text)));
        let is_code = |text: &str| CountryCode::new(text).is_some_and(|code| register.country(code).is_some());
        let codes_in_words = texts.iter().filter(|(text, _)| is_code(dataset.text(*text))).count();
        let missing_codes = codes.iter().filter(|code| is_missing_value(code.as_str())).count();
        // A list with more codes than words is a list of codes. In such a list, a word for a missing value may be a
        // country's code.
        let is_list_of_codes = codes_in_words + codes.len() - missing_codes > texts.len() - codes_in_words;
        words.blank = codes.into_iter().find(|code| is_missing_value(code.as_str()) && !is_list_of_codes);
        words.meant = vec![None; dataset.text_count()];
        let names = CountryNames::new(register);
        let found = names.find(&texts.iter().map(|&(text, _)| dataset.text(text)).collect::<Vec<_>>());
        for ((text, first), found) in texts.into_iter().zip(found) {
            words.meant[text.index()] = found;
            if found.is_some() {
                continue;
            }
            let (text, places) = (dataset.text(text), places_of[text.index()] as usize);
            let kind = FindingKind::UnknownCountryText { text: text.to_owned(), places, suggestion: None };
            let (file, line) = dataset.locate_place(first);
            words.findings.push(Finding { file: file.to_owned(), line, column: kind.column(), kind });
        }
        if is_list_of_codes {
            for (text, _) in missing.into_iter().filter(|&(text, _)| is_code(dataset.text(text))) {
                let country = CountryCode::new(dataset.text(text));
                words.meant[text.index()] = country.map(|country| Meant { country, region: None });
            }
        }
        words.findings.sort_by_key(|finding| finding.line);
        words
    }

    /// Whether the list writes each country in several ways, by [`CountryCode::index`].
    pub(super) fn written_in_several_ways(&self) -> [bool; CountryCode::COUNT] {
        let (mut is_written, mut is_written_otherwise) = ([false; CountryCode::COUNT], [false; CountryCode::COUNT]);
        for country in self.meant.iter().flatten().map(|meant| meant.country.index()) {
            is_written_otherwise[country] |= std::mem::replace(&mut is_written[country], true);
        }
        is_written_otherwise
    }

    /// The meaning of the words in which a place gives its country.
    pub(super) fn meaning_at(&self, dataset: &Dataset, row: PlaceRow) -> Option<Meant> {
        *self.meant.get(dataset.country_in_words(row)?.index())?
    }

    /// Gives every place that has its country only in words the country that they mean, and the region if they name
    /// one. Returns the findings.
    pub(super) fn take(self, dataset: &mut Dataset, register: &Register) -> Vec<Finding> {
        if self.meant.is_empty() && self.of_codes.is_empty() {
            return self.findings;
        }
        // In a list with positions, a place without one may give a word for a missing value as its country. If that
        // word is also a country's code, it still means that the value is missing.
        let has_positions = rows(dataset).any(|row| dataset.position_of_place(row).is_some());
        for row in rows(dataset) {
            if let Some(code) = dataset.country_of_place(row) {
                if let Some(&country) = self.of_codes.get(&code) {
                    dataset.set_country(row, Some(country));
                } else if self.blank == Some(code) {
                    dataset.set_country(row, None);
                }
                continue;
            }
            let Some(text) = dataset.country_in_words(row) else { continue };
            let Some(Meant { country, region }) = self.meant[text.index()] else { continue };
            let is_nowhere = has_positions && dataset.position_of_place(row).is_none();
            if is_nowhere && is_missing_value(country.as_str()) && is_missing_value(dataset.text(text)) {
                continue;
            }
            dataset.set_country(row, Some(country));
            if let Some(region) = region.filter(|_| dataset.region_of_place(row).is_none()) {
                dataset.set_region(row, &register.region(region).code);
            }
        }
        self.findings
    }
}

/// Adds to findings the countries that their unknown words may mean: each text is compared with every name.
pub(super) fn suggest_countries<'f>(findings: impl Iterator<Item = &'f mut Finding>, register: &Register) {
    let unknown = findings.filter_map(|finding| match &mut finding.kind {
        FindingKind::UnknownCountryText { text, suggestion, .. } => Some((&*text, suggestion)),
        _ => None,
    });
    let mut unknown: Vec<(&String, &mut Option<CountryCode>)> = unknown.collect();
    if unknown.is_empty() {
        return;
    }
    let (names, many) = (CountryNames::new(register), unknown.len() > FEW_UNKNOWN);
    unknown.par_iter_mut().with_min_len(FEW).for_each(|(text, suggestion)| **suggestion = names.suggest(text, many));
}

fn rows(dataset: &Dataset) -> impl Iterator<Item = PlaceRow> + use<> {
    (0..).map(PlaceRow).take(dataset.places().len())
}

impl Network {
    /// The country that each text means, by the rules for the countries of places.
    pub(crate) fn countries_in_words(&self, texts: &[&str]) -> Vec<Option<CountryCode>> {
        let found = CountryNames::new(self.register()).find(texts);
        found.into_iter().map(|meant| Some(meant?.country)).collect()
    }
}

/// From this many texts on, threads pay.
const FEW: usize = 32;

/// Up to this many unknown texts are compared with names in all languages; more are compared only with the register's
/// own names.
const FEW_UNKNOWN: usize = 200;

/// The meaning of a text for a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) country: CountryCode,
    /// The region that the text names beside the country, or the region that it names instead of it.
    pub(super) region: Option<RegionId>,
}

/// The names of countries, to find the one that a text means.
pub(super) struct CountryNames<'r> {
    register: &'r Register,
    /// The register's own names, codes and other names, which are found without the table of words.
    countries: HashMap<String, CountryCode>,
}

impl<'r> CountryNames<'r> {
    pub(super) fn new(register: &'r Register) -> Self {
        // Countries have about five names each, most of them unique.
        let mut countries = HashMap::with_capacity(5 * register.countries().len());
        for country in register.countries() {
            let code = country.code;
            let names = [&country.name, &country.name_ru, &country.name_be, &country.alpha3];
            let names = names.into_iter().chain(&country.aliases).map(Cow::as_ref).chain([code.as_str()]);
            for name in names.map(fold).filter(|name| !name.is_empty()) {
                // Where two countries have the same name, it means the one whose code comes first.
                countries.entry(name).or_insert(code);
            }
        }
        Self { register, countries }
    }

    /// The meaning of each text: see [`Self::country`].
    pub(super) fn find(&self, texts: &[&str]) -> Vec<Option<Meant>> {
        texts.par_iter().with_min_len(FEW).map(|text| self.country(text)).collect()
    }

    /// The country that a text means. `None` if the text only resembles a name, or if a part of it isn't understood.
    /// The text is tried in this order: as a word for a country in any language (`Italia`, `in Italy`); the same with
    /// the part behind a comma or in brackets put first (`Korea, South`); as several parts, each of which names the
    /// same country or a region of it (`Lower Saxony, Germany`, `Georgia (country)`).
    pub(super) fn country(&self, text: &str) -> Option<Meant> {
        self.word(text).or_else(|| {
            let parts = parts(text);
            if parts.len() < 2 {
                return None;
            }
            let put_first = if let [name, before] = parts[..] { self.word(&format!("{before} {name}")) } else { None };
            put_first.or_else(|| self.of_parts(&parts))
        })
    }

    /// The country that a word means, or the region that it names instead of one.
    fn word(&self, text: &str) -> Option<Meant> {
        let text = text.trim();
        let text = text.get(..3).filter(|lead| lead.eq_ignore_ascii_case("in ")).map_or(text, |_| &text[3..]);
        let folded = fold(text);
        // Initials look like a code without being one.
        let is_code = text.len() == 2 || folded.len() > 2 && !is_region_code(text);
        if let Some(&country) = self.countries.get(&folded).filter(|_| is_code) {
            return Some(Meant { country, region: None });
        }
        let (country, region) = country_of_word(&word_key(text), self.register)?;
        Some(Meant { country, region })
    }

    /// The only country that one part names, if every other part names it too or names a region of it.
    fn of_parts(&self, parts: &[&str]) -> Option<Meant> {
        let mut named: Vec<CountryCode> = parts.iter().filter_map(|part| Some(self.word(part)?.country)).collect();
        named.sort_unstable();
        named.dedup();
        let mut fitting = named.into_iter().filter_map(|country| {
            let mut region = None;
            for part in parts {
                let part_means = self.word(part).filter(|meant| meant.country == country);
                if let Some(meant) = part_means {
                    region = region.or(meant.region);
                } else if let Some(found) = region_in(part, Some(country), self.register) {
                    region = region.or(Some(found));
                } else if !MEANS_A_COUNTRY.contains(&&*fold(part)) {
                    return None;
                }
            }
            Some(Meant { country, region })
        });
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// The country to suggest for a text that means none: one that a part of the text names, or whose region it names;
    /// otherwise the one whose name differs least. Compares the register's own names if `only` is true, otherwise those
    /// of all languages.
    pub(super) fn suggest(&self, text: &str, only: bool) -> Option<CountryCode> {
        let parts = parts(text);
        let mut named = parts.iter().filter_map(|part| Some(self.word(part)?.country));
        if let Some(country) = named.next() {
            return Some(country).filter(|country| named.all(|other| other == *country));
        }
        let of_regions = named_regions(text, None, self.register).into_iter();
        let mut countries = of_regions.map(|region| self.register.region(region).country);
        if let Some(country) = countries.next() {
            return Some(country).filter(|country| countries.all(|other| other == *country));
        }
        let asked = fold(text);
        if asked.chars().count() > LONGEST_NAME {
            return None;
        }
        let asked = Likeness::to(asked);
        let of_words = (!only).then(|| WordTable::of_countries().entries()).into_iter().flatten();
        let of_words = of_words.filter_map(|(key, code)| {
            Some((key, CountryCode::new(code).or_else(|| CountryCode::new(code.get(..2)?))?))
        });
        let names = self.countries.iter().map(|(name, &code)| (name.as_str(), code)).chain(of_words);
        let near = names.filter(|(name, _)| name.len() > 3).filter_map(|(name, code)| Some((asked.of(name)?, code)));
        near.min().map(|(_, code)| code)
    }
}

/// Words beside a name which say that it is a country's: `Georgia (country)`.
const MEANS_A_COUNTRY: [&str; 10] =
    ["country", "land", "pays", "pais", "paese", "kraj", "страна", "краіна", "країна", "ulke"];

/// The parts of a text between commas, semicolons, slashes and brackets.
fn parts(text: &str) -> Vec<&str> {
    text.split([',', ';', '/', '(', ')']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A text with more letters than this is near no country's name.
const LONGEST_NAME: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_as_lists_write_them() {
        let register = Register::built_in();
        let names = CountryNames::new(&register);
        for (text, code) in [
            ("Belarus", "BY"),
            ("Беларусь", "BY"),
            ("BLR", "BY"),
            ("by", "BY"),
            ("UK", "GB"),
            ("U.K.", "GB"),
            ("R.-U.", "GB"),
            ("U.S.A.", "US"),
            ("E.U.A.", "US"),
            ("England", "GB"),
            ("Schottland", "GB"),
            ("England, United Kingdom", "GB"),
            ("Northern Ireland, United Kingdom", "GB"),
            ("UK (England)", "GB"),
            ("Georgia (country)", "GE"),
            ("Georgia", "GE"),
            ("Georgia, USA", "US"),
            ("Niger, Nigeria", "NG"),
            ("in Italy", "IT"),
            ("The Gambia", "GM"),
            ("Gambia, The", "GM"),
            ("Republic of Ireland", "IE"),
            ("Ireland (Republic)", "IE"),
            ("Czech Republic", "CZ"),
            ("Lower Saxony, Germany", "DE"),
            ("Deutschland / Germany", "DE"),
            ("Réunion, France", "FR"),
            ("South Korea", "KR"),
            ("Korea, South", "KR"),
            ("Korea (Democratic People's Republic of)", "KP"),
            ("Ivory Coast", "CI"),
            ("Cape Verde", "CV"),
            ("Palestine", "PS"),
            ("Kosovo", "XK"),
            ("Congo", "CG"),
            ("Congo (Democratic Republic Of)", "CD"),
            ("Democratic Republic of the Congo", "CD"),
            ("Конга (Кіншаса)", "CD"),
            ("Virgin Islands (British)", "VG"),
            ("Virgin Islands, U.S.", "VI"),
            ("Niger", "NE"),
            ("Mali", "ML"),
            ("Island", "IS"),
            ("Deutschland", "DE"),
            ("Weißrussland", "BY"),
            ("Nederländerna", "NL"),
            ("Německo", "DE"),
            ("Almanya", "DE"),
            ("Німеччина", "DE"),
            ("Нямеччына", "DE"),
            ("Alemanha", "DE"),
            ("Duitsland", "DE"),
            ("德国", "DE"),
            ("ドイツ", "DE"),
            ("독일", "DE"),
            ("Kingdom of the Netherlands", "NL"),
            ("St. Vin. and Gren.", "VC"),
            ("W. Sahara", "EH"),
            ("ZR", "CD"),
            ("Byelorussian SSR", "BY"),
            ("Upper Volta", "BF"),
            ("Swaziland", "SZ"),
        ] {
            assert_eq!(names.country(text).map(|meant| meant.country.to_string()), Some(code.to_owned()), "{text}");
        }
        let region = |text| names.country(text).and_then(|meant| meant.region).map(|id| &*register.region(id).code);
        assert_eq!(region("Wales"), Some("GB-WLS"));
        assert_eq!(region("Lower Saxony, Germany"), Some("DE-NI"));
        assert_eq!(region("Germany"), None);
    }

    #[test]
    fn what_is_only_like_a_country_is_none_and_is_suggested() {
        let register = Register::built_in();
        let names = CountryNames::new(&register);
        for (text, suggested) in [
            ("Kazakhstah", "KZ"),
            ("Greese", "GR"),
            ("Norwai", "NO"),
            ("Deutchland", "DE"),
            ("Allemange", "DE"),
            ("Bavaria", "DE"),
            ("Springfield, Germany", "DE"),
            ("San Jose, CA", "CA"),
            ("Germany, France", ""),
            ("Germany and France", ""),
            ("Czech Republic/Slovakia", ""),
            ("Republic of China", ""),
            ("Kingdom of Hungaria", ""),
            ("Yugoslavia", ""),
            ("Czechoslovakia", ""),
            ("Prussia", ""),
            ("Northern Cyprus", ""),
            ("Virgin Islands", ""),
            ("FR-A", ""),
            ("R.F.", ""),
            ("Atlantis", ""),
            ("", ""),
            ("???", ""),
            ("X", ""),
        ] {
            assert_eq!(names.country(text), None, "{text}");
            if !suggested.is_empty() {
                assert_eq!(names.suggest(text, false), CountryCode::new(suggested), "{text}");
            }
        }
        assert_eq!(names.suggest("Germany, France", false), None);
    }
}
