//! Countries as lists write them: `England`, `Georgia (country)`, `in Italy`, `Korea, Republic of`, `Allemagne`.

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

/// The countries that a data set's words for them mean, and what was found of these.
pub(super) struct CountryWords {
    /// By text.
    meant: Vec<Option<Meant>>,
    /// The countries meant by codes that the register lacks, such as former ones.
    of_codes: HashMap<CountryCode, CountryCode>,
    /// A country whose code says that a value is missing, in a list of words.
    blank: Option<CountryCode>,
    /// Of each text that means no country, at the first place that has it, without a suggestion; by line.
    findings: Vec<Finding>,
}

impl CountryWords {
    /// What the words of places mean that have no code of a country, and codes that the register lacks.
    pub(super) fn resolve(dataset: &Dataset, register: &Register) -> Self {
        // By text how many places have it; and each text with the first of these.
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
        // More codes than words make a list of codes, in which a word for a missing value may be a country's code.
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

    /// By [`CountryCode::index`]: whether several words mean the country.
    pub(super) fn written_in_several_ways(&self) -> [bool; CountryCode::COUNT] {
        let (mut is_written, mut is_written_otherwise) = ([false; CountryCode::COUNT], [false; CountryCode::COUNT]);
        for country in self.meant.iter().flatten().map(|meant| meant.country.index()) {
            is_written_otherwise[country] |= std::mem::replace(&mut is_written[country], true);
        }
        is_written_otherwise
    }

    /// What the words of a place for its country mean.
    pub(super) fn meaning_at(&self, dataset: &Dataset, row: PlaceRow) -> Option<Meant> {
        *self.meant.get(dataset.country_in_words(row)?.index())?
    }

    /// Gives every place that has its country in words alone the country meant, and the region where the words name one;
    /// and the findings.
    pub(super) fn take(self, dataset: &mut Dataset, register: &Register) -> Vec<Finding> {
        if self.meant.is_empty() && self.of_codes.is_empty() {
            return self.findings;
        }
        // Where places have positions, one that has neither a position nor a country but a word for a missing value
        // misses both.
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

/// Fills in which countries the unknown words of findings may have been meant for: each is compared with every name.
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
    /// The country that each text means, as texts for the countries of places are understood.
    pub(crate) fn countries_in_words(&self, texts: &[&str]) -> Vec<Option<CountryCode>> {
        let found = CountryNames::new(self.register()).find(texts);
        found.into_iter().map(|meant| Some(meant?.country)).collect()
    }
}

/// So many texts are worth handing to a thread.
const FEW: usize = 32;

/// For so many unknown texts names of all languages are compared; for more only the register's own.
const FEW_UNKNOWN: usize = 200;

/// What a text for a country was found to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) country: CountryCode,
    /// The region that the text names beside the country, or that stands for its country.
    pub(super) region: Option<RegionId>,
}

/// The names of countries, for texts that name one.
pub(super) struct CountryNames<'r> {
    register: &'r Register,
    /// The register's own names, codes and other names, which need no look into the table of words.
    countries: HashMap<String, CountryCode>,
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
        Self { register, countries }
    }

    /// What each text means: see [`Self::country`].
    pub(super) fn find(&self, texts: &[&str]) -> Vec<Option<Meant>> {
        texts.par_iter().with_min_len(FEW).map(|text| self.country(text)).collect()
    }

    /// The country that a text means. A text that only resembles a name means none, and so does a text of which a part
    /// isn't understood. Tried in this order: a word for a country in any language (`Italia`, `in Italy`); the same with
    /// what follows a comma or stands in a bracket put first (`Korea, South`); several parts of which each names this one
    /// country or a region of it (`Lower Saxony, Germany`, `Georgia (country)`).
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

    /// The country or the region standing for one that a word means.
    fn word(&self, text: &str) -> Option<Meant> {
        let text = text.trim();
        let text = text.get(..3).filter(|lead| lead.eq_ignore_ascii_case("in ")).map_or(text, |_| &text[3..]);
        let folded = fold(text);
        // Initials are no code, though they have its letters.
        let is_code = text.len() == 2 || folded.len() > 2 && !is_region_code(text);
        if let Some(&country) = self.countries.get(&folded).filter(|_| is_code) {
            return Some(Meant { country, region: None });
        }
        let (country, region) = country_of_word(&word_key(text), self.register)?;
        Some(Meant { country, region })
    }

    /// The only country that a part names and of which all other parts name the same or a region.
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

    /// The country that a text is near which means none: one that a part of it names or whose region it names, or the one
    /// whose name differs least, among the register's own names `only`, else among those of all languages.
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

/// Words beside a country's name which say that it is a country: `Georgia (country)`.
const MEANS_A_COUNTRY: [&str; 10] =
    ["country", "land", "pays", "pais", "paese", "kraj", "страна", "краіна", "країна", "ulke"];

/// The parts of a text between commas, semicolons, slashes and brackets.
fn parts(text: &str) -> Vec<&str> {
    text.split([',', ';', '/', '(', ')']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The most letters that a country's name has; what is longer isn't near any.
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
