//! Layer 1: the register, the complete list of countries and of their first-level regions.
//!
//! It ships with the program, so that a region without known places still shows up. A data set may add or override
//! regions ([`Register::with_regions`]). The register takes no side on disputed territory: it follows ISO 3166, and
//! every answer that depends on the register names it. [`Outlines`] has the shapes, which are loaded separately when a
//! question needs them.
//! question needs them.

mod built_in;
mod items;
mod locate;
mod names;
mod outlines;
mod topology;
mod word_key;
mod words;

pub(crate) use items::{item_of_region, region_of_item};
pub use locate::{Locator, RegionsLocator, distance_km};
pub use outlines::Outlines;
pub use topology::{Outline, Polygon, Ring};
pub(crate) use word_key::{country_of_word, is_region_code, regions_of_word, word_key};
pub(crate) use words::WordTable;

use std::{borrow::Cow, fmt, num::NonZeroU32, ops::Range};

use hashbrown::HashMap;

use crate::model::{Area, CountryCode, Date, Language, NamesByLanguage, RegionCode, RegionRecord};

/// A country of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// The alpha-2 code.
    pub code: CountryCode,
    /// The alpha-3 code; empty where ISO has none.
    pub alpha3: Cow<'static, str>,
    /// The English short name.
    pub name: Cow<'static, str>,
    /// The Russian name.
    pub name_ru: Cow<'static, str>,
    /// The Belarusian name.
    pub name_be: Cow<'static, str>,
    /// Other names.
    pub aliases: Vec<Cow<'static, str>>,
}

/// The number of a region in its [`Register`], by country and then by code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId(
    /// The number plus one, so that an optional region takes no more space than a region.
    NonZeroU32,
);

impl RegionId {
    /// The number, from 0 to the number of regions - 1.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A first-level region of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// The code, as in ISO 3166-2 (`BY-MA`) or as the data set gives it.
    pub code: RegionCode,
    /// The country it belongs to.
    pub country: CountryCode,
    /// The English name.
    pub name: Cow<'static, str>,
    /// The Russian name; empty where the register has none.
    pub name_ru: Cow<'static, str>,
    /// The Belarusian name; empty where the register has none.
    pub name_be: Cow<'static, str>,
    /// `oblast`, `province`, ...; empty where unknown.
    pub kind: Cow<'static, str>,
    /// The names that a data set gives it in other languages.
    pub names: NamesByLanguage<'static>,
    /// Other names.
    pub aliases: Vec<Cow<'static, str>>,
    /// When the data set's makers last looked for ties of this region.
    pub checked: Option<Date>,
}

/// Countries and regions, with look-up by code.
#[derive(Clone, Debug)]
pub struct Register {
    /// The date as of which the built-in tables hold.
    date: String,
    /// How many regions a data set has added.
    added: usize,
    /// By code.
    countries: Vec<Country>,
    /// By country, then by code.
    regions: Vec<Region>,
    /// The regions by code alone.
    by_code: Vec<RegionId>,
}

/// Why a data set's region can't be added to the register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// The row names no country, and the register has no region with this code that would give it.
    #[error("region `{0}` names no country")]
    NoCountry(RegionCode),
    /// The code already means something else, ignoring case.
    #[error("`{region}` cannot be a region's code, because {meaning}")]
    TakenCode {
        /// The region's code.
        region: RegionCode,
        /// The other meaning of the code.
        meaning: CodeMeaning,
    },
    /// The country isn't in the register.
    #[error("region `{region}` names country `{country}`, which the register lacks")]
    UnknownCountry {
        /// The region's code.
        region: RegionCode,
        /// The country's code.
        country: CountryCode,
    },
}

/// What a code already means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeMeaning {
    /// It is a country's code or name.
    Country(CountryCode),
    /// It is another region's code, in another case.
    Region(RegionCode),
}

impl fmt::Display for CodeMeaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodeMeaning::Country(code) => write!(f, "it means the country {code}"),
            CodeMeaning::Region(code) => write!(f, "it differs from `{code}` only in capital and small letters"),
        }
    }
}

/// The meanings of codes, by the code in small letters.
struct Meanings(HashMap<String, CodeMeaning>);

impl Meanings {
    fn of(register: &Register) -> Self {
        let mut meanings = HashMap::with_capacity(register.regions.len() + 3 * register.countries.len());
        for region in &register.regions {
            meanings.insert(region.code.to_ascii_lowercase(), CodeMeaning::Region(region.code.clone()));
        }
        for country in &register.countries {
            for text in [country.code.as_str(), &country.alpha3, &country.name] {
                meanings.insert(text.to_ascii_lowercase(), CodeMeaning::Country(country.code));
            }
        }
        Self(meanings)
    }

    /// Makes `code` mean its region. Returns its other meaning, if it has one.
    fn claim(&mut self, code: &RegionCode) -> Option<CodeMeaning> {
        let meaning = self.0.entry(code.to_ascii_lowercase()).or_insert_with(|| CodeMeaning::Region(code.clone()));
        Some(&*meaning).filter(|meaning| !matches!(meaning, CodeMeaning::Region(own) if own == code)).cloned()
    }
}

impl Register {
    /// The register that ships with the program: ISO 3166-1 countries and ISO 3166-2 first-level divisions.
    ///
    /// It is parsed at each call, in less than a millisecond, since its texts are borrowed from the program.
    pub fn built_in() -> Self {
        let (date, countries, regions) = built_in::read();
        Self::assemble(date, 0, countries, regions)
    }

    /// This register with `regions` added; a region whose code exists already is overridden field by field.
    ///
    /// Also returns one [`RegionError`] for each row that can't be added and is left out, with the row's number from 0.
    pub fn with_regions<'r>(
        self,
        regions: impl Iterator<Item = &'r RegionRecord>,
    ) -> (Self, Vec<(usize, RegionError)>) {
        let mut regions = regions.enumerate().peekable();
        if regions.peek().is_none() {
            return (self, Vec::new());
        }
        let mut merged = self;
        let mut meanings = Meanings::of(&merged);
        let (mut added, mut errors) = (HashMap::new(), Vec::new());
        for (row, record) in regions {
            let known = merged.find_region(&record.code).or_else(|| added.get(&record.code).copied());
            let country = record.country.or_else(|| known.map(|id| merged.regions[id.index()].country));
            let error = match (meanings.claim(&record.code), country) {
                (Some(meaning), _) => RegionError::TakenCode { region: record.code.clone(), meaning },
                (None, None) => RegionError::NoCountry(record.code.clone()),
                (None, Some(country)) if merged.country(country).is_none() => {
                    RegionError::UnknownCountry { region: record.code.clone(), country }
                }
                (None, Some(country)) => {
                    let id = known.unwrap_or_else(|| {
                        merged.regions.push(blank(&record.code, country));
                        let id = region_id(merged.regions.len() - 1);
                        added.insert(&record.code, id);
                        id
                    });
                    override_region(&mut merged.regions[id.index()], record, country);
                    continue;
                }
            };
            errors.push((row, error));
        }
        let added = merged.added + added.len();
        (Self::assemble(merged.date, added, merged.countries, merged.regions), errors)
    }

    fn assemble(date: String, added: usize, mut countries: Vec<Country>, mut regions: Vec<Region>) -> Self {
        countries.sort_by_key(|country| country.code);
        regions.sort_by(|a, b| (a.country, &a.code).cmp(&(b.country, &b.code)));
        let mut by_code: Vec<RegionId> = (0..regions.len()).map(region_id).collect();
        // They are mostly in order already, since a code begins with its country's.
        by_code.sort_by(|a, b| regions[a.index()].code.cmp(&regions[b.index()].code));
        Self { date, added, countries, regions, by_code }
    }

    /// The date as of which the built-in tables hold: a year and a month, as in `2026-02`.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// How many regions a data set has added to the built-in ones.
    pub fn added(&self) -> usize {
        self.added
    }

    /// The countries by code.
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// The country of `code`.
    pub fn country(&self, code: CountryCode) -> Option<&Country> {
        self.countries.binary_search_by_key(&code, |country| country.code).ok().map(|at| &self.countries[at])
    }

    /// The English name of a country, or its code if the register lacks it.
    pub fn country_name(&self, code: CountryCode) -> String {
        self.country(code).map_or_else(|| code.to_string(), |country| country.name.to_string())
    }

    /// The name of a country [in a language](Country::name_in), or its code if the register lacks it.
    pub fn country_name_in(&self, code: CountryCode, language: Language) -> String {
        self.country(code).map_or_else(|| code.to_string(), |country| country.name_in(language).to_owned())
    }

    /// All regions, by country and then by code.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// All regions with their numbers, in order.
    pub fn numbered_regions(&self) -> impl ExactSizeIterator<Item = (RegionId, &Region)> {
        self.regions.iter().enumerate().map(|(at, region)| (region_id(at), region))
    }

    /// The region with a number.
    pub fn region(&self, id: RegionId) -> &Region {
        &self.regions[id.index()]
    }

    /// The number of the region with `code`.
    pub fn find_region(&self, code: &str) -> Option<RegionId> {
        let at = self.by_code.binary_search_by(|id| (*self.region(*id).code).cmp(code)).ok()?;
        Some(self.by_code[at])
    }

    /// The regions of a country, by code.
    pub fn regions_of(&self, country: CountryCode) -> impl Iterator<Item = (RegionId, &Region)> {
        self.range_of(country).map(|at| (region_id(at), &self.regions[at]))
    }

    /// How many regions a country has.
    pub fn region_count(&self, country: CountryCode) -> usize {
        self.range_of(country).len()
    }

    /// The English name of an area, or its code if the register lacks it.
    pub fn area_name(&self, area: &Area) -> String {
        match area {
            Area::Country(code) => self.country_name(*code),
            Area::Region(code) => {
                self.find_region(code).map_or_else(|| code.clone(), |id| self.region(id).name.to_string())
            }
        }
    }

    /// The name of an area in a language: the English one if the register has none in that language, and the code if it
    /// lacks the area.
    pub fn area_name_in(&self, area: &Area, language: Language) -> String {
        match area {
            Area::Country(code) => self.country_name_in(*code, language),
            Area::Region(code) => {
                self.find_region(code).map_or_else(|| code.clone(), |id| self.region(id).name_in(language).to_owned())
            }
        }
    }

    fn range_of(&self, country: CountryCode) -> Range<usize> {
        let start = self.regions.partition_point(|region| region.country < country);
        let end = self.regions.partition_point(|region| region.country <= country);
        start..end
    }
}

fn region_id(at: usize) -> RegionId {
    let id = u32::try_from(at + 1).ok().and_then(NonZeroU32::new);
    RegionId(id.expect("a register has fewer than 2^32 regions"))
}

fn blank(code: &RegionCode, country: CountryCode) -> Region {
    Region {
        code: code.clone(),
        country,
        name: code.to_string().into(),
        name_ru: Cow::default(),
        name_be: Cow::default(),
        kind: Cow::default(),
        names: NamesByLanguage::default(),
        aliases: Vec::new(),
        checked: None,
    }
}

/// Overrides the fields of `region` with those that `record` states; blank ones stay.
fn override_region(region: &mut Region, record: &RegionRecord, country: CountryCode) {
    region.country = country;
    if !record.name.is_empty() {
        region.name = record.name.clone().into();
    }
    if let Some(stated) = &record.kind {
        region.kind = stated.clone().into();
    }
    for (language, name) in record.names.iter() {
        let name = name.to_owned();
        match language {
            Language::Russian => region.name_ru = name.into(),
            Language::Belarusian => region.name_be = name.into(),
            _ => region.names.set(language, name),
        }
    }
    if !record.aliases.is_empty() {
        region.aliases = record.aliases.iter().map(|alias| alias.clone().into()).collect();
    }
    region.checked = record.checked.or(region.checked);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CountryCode {
        CountryCode::new(text).unwrap()
    }

    fn record(region: &str, country: Option<&str>) -> RegionRecord {
        RegionRecord { country: country.map(code), ..RegionRecord::new(region.parse().unwrap()) }
    }

    #[test]
    fn the_built_in_register_is_whole() {
        let register = Register::built_in();
        assert_eq!(register.countries().len(), 250);
        assert_eq!(register.regions().len(), 3590);
        assert_eq!(register.region_count(code("BY")), 7);
        assert_eq!(register.region_count(code("RU")), 83);
        for region in register.regions() {
            assert!(register.country(region.country).is_some(), "{}", region.code);
            assert!(!region.name.is_empty(), "{}", region.code);
            assert_eq!(register.region(register.find_region(&region.code).unwrap()).code, region.code);
        }
    }

    #[test]
    fn a_data_set_adds_and_overrides_regions() {
        let own = [
            RegionRecord { checked: "2026-01".parse().ok(), ..record("BY-MA", None) },
            RegionRecord { name: "Polesia".into(), ..record("BY-X", Some("BY")) },
        ];
        let register = Register::built_in().with_regions(own.iter()).0;
        assert_eq!(register.region_count(code("BY")), 8);
        let mogilev = register.region(register.find_region("BY-MA").unwrap());
        assert_eq!((&*mogilev.name, mogilev.checked.is_some()), ("Mogilev Region", true));
    }

    #[test]
    fn a_region_of_nowhere_is_refused_with_its_row() {
        let own = [record("QQ-1", None), record("QQ-2", Some("QQ"))];
        let (_, errors) = Register::built_in().with_regions(own.iter());
        assert_eq!(errors.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [0, 1]);
    }

    #[test]
    fn a_code_that_means_something_else_is_refused() {
        let own =
            ["ru", "BY", "rus", "Russia", "by-ma", "X-1", "x-1", "X-1", "BY-MA"].map(|code| record(code, Some("BY")));
        let (register, errors) = Register::built_in().with_regions(own.iter());
        let errors: Vec<String> = errors.iter().map(|(row, error)| format!("{row}: {error}")).collect();
        assert_eq!(
            errors,
            [
                "0: `ru` cannot be a region's code, because it means the country RU",
                "1: `BY` cannot be a region's code, because it means the country BY",
                "2: `rus` cannot be a region's code, because it means the country RU",
                "3: `Russia` cannot be a region's code, because it means the country RU",
                "4: `by-ma` cannot be a region's code, because it differs from `BY-MA` only in capital and small letters",
                "6: `x-1` cannot be a region's code, because it differs from `X-1` only in capital and small letters",
            ]
        );
        assert_eq!(register.region_count(code("BY")), 8);
    }

    #[test]
    fn no_code_of_the_register_means_two_things() {
        let register = Register::built_in();
        let meanings = Meanings::of(&register);
        for region in register.regions() {
            let meaning = &meanings.0[&region.code.to_ascii_lowercase()];
            assert_eq!(meaning, &CodeMeaning::Region(region.code.clone()));
        }
    }
}
