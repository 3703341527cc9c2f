//! Finds what a name means. It tries, in this order: ids, codes, exact names, folded names, aliases, other spellings of
//! the words in a name, words of other languages, transliteration, look-alike letters.

use std::{borrow::Cow, cmp::Reverse, sync::OnceLock};

use hashbrown::HashMap;

use super::{
    steps::{LONGEST_KEY, Step, steps},
    subject::{Candidate, Found, NameError, Subject, split_area},
};
use crate::{
    gazetteer::Gazetteer,
    model::{CountryCode, Dataset, Level, PlaceRow, bracketed, equate, folds_to, unqualified},
    register::{Region, RegionId, Register, country_of_word, regions_of_word},
};

/// The names of everything in a data set and its register.
pub struct Names<'n> {
    pub(super) dataset: &'n Dataset,
    pub(super) register: &'n Register,
    /// One table for each step, made when a look-up first reaches the step. `None` if look-ups search through all names
    /// instead.
    tables: Option<[OnceLock<Table>; Step::Qualified as usize + 1]>,
    /// The city with each id, by the number of the id's text, for many look-ups; where ids are equal, the first city.
    city_of_id: OnceLock<Vec<Option<u32>>>,
    /// The cities that are their regions.
    city_of_region: OnceLock<HashMap<RegionId, PlaceRow>>,
    /// The gazetteer to ask for names that the data set doesn't have, if it isn't the built-in one.
    pub(super) gazetteer: Option<&'n Gazetteer>,
}

pub(super) type Table = HashMap<String, Vec<Subject>>;

impl<'n> Names<'n> {
    /// The names of `dataset` and `register`, for a few look-ups. Each look-up searches all names, which takes a few
    /// milliseconds for tens of thousands.
    pub fn new(dataset: &'n Dataset, register: &'n Register) -> Self {
        Self {
            dataset,
            register,
            tables: None,
            city_of_id: OnceLock::new(),
            city_of_region: OnceLock::new(),
            gazetteer: None,
        }
    }

    /// The same names for many look-ups: tables are made once, and then a look-up takes constant time.
    pub fn indexed(dataset: &'n Dataset, register: &'n Register) -> Self {
        Self { tables: Some(Default::default()), ..Self::new(dataset, register) }
    }

    /// What `text` means, among `levels` only.
    ///
    /// The first step that finds anything decides. Within a step, a city is preferred to a country and a country to a
    /// region, and a word for a country in any language is preferred to a region's name. A region that is also a city
    /// (`is_region`) is found as that city, if cities are asked for. `NAME, AREA` looks for the name within a country
    /// or region. If no step finds anything, two further attempts are made: the only city whose name differs just by a
    /// part that says where it lies (`Halle`, `Halle (Saale)`); then the city of the data that a gazetteer knows under
    /// the name (`Köln`).
    ///
    /// # Errors
    /// Returns [`NameError::Ambiguous`] if two subjects of the preferred level have the name in the same step, and
    /// [`NameError::Unknown`], with the most similar names, if nothing has it.
    pub fn find(&self, text: &str, levels: &[Level]) -> Result<Found, NameError> {
        self.meaning(text, levels)
            .map(|found| self.town_before_region(text.trim(), levels, found))
            .or_else(|error| match error {
                NameError::Unknown { text, .. } if levels.contains(&Level::City) => {
                    match self.otherwise_qualified(&text)? {
                        Some(subject) => Ok(Found { subject, also: Vec::new(), by_gazetteer: false }),
                        None => Err(NameError::Unknown { text, suggestions: Vec::new(), towns: Vec::new() }),
                    }
                }
                error => Err(error),
            })
            .or_else(|error| match error {
                NameError::Unknown { text, .. } if levels.contains(&Level::City) => {
                    let subject = self.by_gazetteer(&text)?;
                    Ok(Found { subject, also: Vec::new(), by_gazetteer: true })
                }
                error => Err(error),
            })
            .map_err(|error| match error {
                NameError::Unknown { text, towns, .. } => {
                    // Where a town is meant, regions of a like name are not.
                    let levels = if towns.is_empty() { levels } else { &[Level::City] };
                    let suggestions = self.suggest(&text, levels, None);
                    NameError::Unknown { text, suggestions, towns }
                }
                error => error,
            })
    }

    /// The same without suggestions, which need a look at every name, and without cities whose name differs by a part
    /// that says where they lie.
    ///
    /// # Errors
    /// The same as for [`Self::find`].
    pub fn meaning(&self, text: &str, levels: &[Level]) -> Result<Found, NameError> {
        let text = text.trim();
        let unknown = || Err(NameError::Unknown { text: text.to_owned(), suggestions: Vec::new(), towns: Vec::new() });
        if let Some(found) = self.look_up(text, text, |subject| levels.contains(&subject.level()))? {
            return Ok(found);
        }
        let Some((name, area)) = split_area(text) else { return unknown() };
        for areas in self.areas(area)? {
            let lies_within = |subject| areas.iter().any(|&area| self.lies_in(subject, area));
            let admits = |subject: Subject| levels.contains(&subject.level()) && lies_within(subject);
            if let Some(found) = self.look_up(text, name, admits)? {
                return Ok(found);
            }
        }
        unknown()
    }

    /// The countries and regions that have this name in any language, or had it as a code, beyond the register's own
    /// names.
    pub(crate) fn of_word(&self, word: &str) -> Vec<Subject> {
        self.hits(Step::Word, word, &[Level::Country, Level::Region])
    }

    /// What a cell that names a place means: first a code, so that no table of names is needed; then a city of the data
    /// set, in any alphabet; then anything else with the name. An error has no suggestions: see
    /// [`Network::suggest_names`](super::Network::suggest_names).
    pub(super) fn find_end(&self, text: &str, levels: &[Level]) -> Result<Subject, NameError> {
        let country = || CountryCode::new(text).filter(|&code| self.register.country(code).is_some());
        let by_code = self.register.find_region(text).map(Subject::Region).or_else(|| country().map(Subject::Country));
        match by_code.filter(|subject| levels.contains(&subject.level())) {
            Some(subject) => Ok(self.one_place(subject, &|hit| levels.contains(&hit.level()))),
            None if levels.contains(&Level::City) => match self.meaning(text, &[Level::City]) {
                Err(NameError::Unknown { .. }) => Ok(self.meaning(text, levels)?.subject),
                found => Ok(found?.subject),
            },
            None => Ok(self.meaning(text, levels)?.subject),
        }
    }

    /// What the first successful step finds for `name` among the subjects that `admits` accepts; `asked` is the text as
    /// the user typed it.
    fn look_up(&self, asked: &str, name: &str, admits: impl Fn(Subject) -> bool) -> Result<Option<Found>, NameError> {
        for step in steps(name) {
            let hits = self.hits(step, name, Level::ALL).into_iter();
            let mut hits: Vec<Subject> =
                hits.map(|hit| self.one_place(hit, &admits)).filter(|&hit| admits(hit)).collect();
            hits.dedup();
            let Some(level) = hits.iter().map(|hit| hit.level()).max_by_key(|&level| preference(level)) else {
                continue;
            };
            let mut of_level: Vec<Subject> = hits.into_iter().filter(|hit| hit.level() == level).collect();
            if level == Level::Region && !matches!(step, Step::Id | Step::Code) {
                // In another language, one of the several may have the name as a country.
                let country = self.country_called(name).map(Subject::Country).filter(|&country| admits(country));
                of_level = country.map_or(of_level, |country| vec![country]);
            }
            if let [subject] = of_level[..] {
                return Ok(Some(Found { subject, also: self.also(step, name, subject, &admits), by_gazetteer: false }));
            }
            let candidates = of_level.into_iter().map(|subject| self.candidate(subject)).collect();
            return Err(NameError::Ambiguous { text: asked.to_owned(), candidates });
        }
        Ok(None)
    }

    /// The country or region with this name, and the regions whose code ends with it after the country: `OR` of
    /// `US-OR`.
    pub(super) fn areas(&self, area: &str) -> Result<[Vec<Subject>; 2], NameError> {
        let called = self.look_up(area, area, |subject| subject.level() != Level::City)?;
        let ends_so = |region: &Region| region.code.get(3..).is_some_and(|end| end.eq_ignore_ascii_case(area));
        let coded = self.register.numbered_regions().filter(|(_, region)| ends_so(region));
        Ok([
            called.into_iter().map(|found| found.subject).collect(),
            coded.map(|(id, _)| Subject::Region(id)).collect(),
        ])
    }

    /// The only city whose name differs just by a part that says where it lies, which one of the two lacks: `Halle` and
    /// `Halle (Saale)`, but not `Halle (Westfalen)` and `Halle (Saale)`. A name with an area (`Halle, DE`) finds only
    /// cities within it.
    fn otherwise_qualified(&self, asked: &str) -> Result<Option<Subject>, NameError> {
        let (mut name, mut areas) = (asked, Vec::new());
        if let Some((before, area)) = split_area(asked) {
            areas = self.areas(area)?.concat();
            name = if areas.is_empty() { asked } else { before };
        }
        let mut hits = self.hits(Step::Qualified, name, &[Level::City]);
        hits.retain(|&hit| areas.is_empty() || areas.iter().any(|&area| self.lies_in(hit, area)));
        match hits[..] {
            [subject] if bracketed(name).is_none_or(|base| self.is_plainly_called(subject, base)) => Ok(Some(subject)),
            [_, _, ..] if bracketed(name).is_none() => {
                let candidates = hits.into_iter().map(|subject| self.candidate(subject)).collect();
                Err(NameError::Ambiguous { text: asked.to_owned(), candidates })
            }
            _ => Ok(None),
        }
    }

    /// Whether a city has this name, and none of its names says where it lies.
    fn is_plainly_called(&self, subject: Subject, name: &str) -> bool {
        let Subject::City(row) = subject else { return false };
        let (place, key) = (self.dataset.place(row), equate(name));
        let names = || std::iter::once(place.name).chain(place.other_names());
        names().all(|name| unqualified(name).is_none()) && names().any(|name| equate(name) == key)
    }

    /// The country with this name in any language.
    fn country_called(&self, name: &str) -> Option<CountryCode> {
        let steps = [Step::FoldedName, Step::FoldedAlias, Step::Word];
        steps.into_iter().find_map(|step| match self.hits(step, name, &[Level::Country])[..] {
            [Subject::Country(code)] => Some(code),
            _ => None,
        })
    }

    /// What else has the name at another level, in this step or a later one. An id or code belongs to one subject only.
    fn also(&self, step: Step, name: &str, found: Subject, admits: &impl Fn(Subject) -> bool) -> Vec<Candidate> {
        if matches!(step, Step::Id | Step::Code) {
            return Vec::new();
        }
        let levels: Vec<Level> = Level::ALL.iter().copied().filter(|&level| level != found.level()).collect();
        // A name that the register or the data set has isn't looked up in other languages as well.
        let later = [Step::FoldedName, Step::FoldedAlias, Step::Word];
        let later = if matches!(step, Step::Word) { &later[..] } else { &later[..2] };
        let mut others: Vec<Subject> = later
            .iter()
            .flat_map(|&later| self.hits(later, name, &levels))
            .filter(|&hit| admits(hit) && !self.is_same_place(found, hit))
            .collect();
        others.sort_unstable_by_key(|&hit| (Reverse(hit.level()), self.key(hit)));
        others.dedup();
        others.into_iter().map(|subject| self.candidate(subject)).collect()
    }

    /// For a region that is also a city: the city, if `admits` accepts it. The two are one place, under either name.
    fn one_place(&self, hit: Subject, admits: &impl Fn(Subject) -> bool) -> Subject {
        let Subject::Region(id) = hit else { return hit };
        let city = self.city_of_region.get_or_init(|| {
            let rows = (0..).map(PlaceRow).take(self.dataset.places().len());
            let region = |row| self.dataset.region_of_place(row).map(|code| self.dataset.text(code));
            let regions = rows.filter(|&row| self.dataset.is_region(row));
            regions.filter_map(|row| Some((self.register.find_region(region(row)?)?, row))).collect()
        });
        city.get(&id).map(|&row| Subject::City(row)).filter(|&city| admits(city)).unwrap_or(hit)
    }

    /// Whether a city and a region are one place.
    pub(super) fn is_same_place(&self, a: Subject, b: Subject) -> bool {
        let (Subject::City(row), Subject::Region(region)) = (a, b) else { return false };
        let place = self.dataset.place(row);
        place.is_region && place.region == Some(&*self.register.region(region).code)
    }

    pub(super) fn lies_in(&self, subject: Subject, area: Subject) -> bool {
        let (country, region) = match subject {
            Subject::City(row) => {
                let place = self.dataset.place(row);
                let region = place.region.and_then(|code| self.register.find_region(code));
                (place.country.or_else(|| region.map(|id| self.register.region(id).country)), region)
            }
            Subject::Region(id) => (Some(self.register.region(id).country), Some(id)),
            Subject::Country(code) => (Some(code), None),
        };
        match area {
            Subject::City(_) => false,
            Subject::Region(id) => region == Some(id),
            Subject::Country(code) => country == Some(code),
        }
    }

    /// The subjects of `levels` that have `name` in one step, sorted by level and id.
    pub(super) fn hits(&self, step: Step, name: &str, levels: &[Level]) -> Vec<Subject> {
        if matches!(step, Step::Id) && self.tables.is_some() {
            return self.city_of_id(name).filter(|_| levels.contains(&Level::City)).into_iter().collect();
        }
        if name.len() > LONGEST_KEY && !step.is_exact() {
            return Vec::new();
        }
        let asked = step.key(name);
        if asked.is_empty() {
            return Vec::new();
        }
        let mut hits = Vec::new();
        match &self.tables {
            _ if matches!(step, Step::Word) => hits.extend(self.hits_of_word(&asked, levels)),
            Some(tables) => {
                let table = tables[step as usize].get_or_init(|| self.table(step));
                hits.extend(table.get(&asked).into_iter().flatten().filter(|hit| levels.contains(&hit.level())));
            }
            None if matches!(step, Step::FoldedName | Step::FoldedAlias) => {
                self.each_spelling(step, levels, |name, subject| {
                    if folds_to(name, &asked) && name.len() <= LONGEST_KEY {
                        hits.push(subject);
                    }
                });
            }
            None => self.each_key(step, levels, |key, subject| {
                if key == asked {
                    hits.push(subject);
                }
            }),
        }
        hits.sort_unstable_by_key(|&hit| (hit.level(), self.key(hit)));
        hits.dedup();
        hits
    }

    /// The city with an id. The table is indexed by the data set's numbers of texts, so that a million ids take little
    /// memory.
    fn city_of_id(&self, id: &str) -> Option<Subject> {
        let rows = self.city_of_id.get_or_init(|| {
            let places =
                || (0..self.dataset.places().len() as u32).map(|row| (self.dataset.place_id(PlaceRow(row)), row));
            let mut rows = vec![None; places().map(|(id, _)| id.index() + 1).max().unwrap_or(0)];
            // Going backwards, the first of equal ids is written last.
            places().rev().for_each(|(id, row)| rows[id.index()] = Some(row));
            rows
        });
        let row = rows.get(self.dataset.find_text(id)?.index()).copied().flatten();
        row.map(|row| Subject::City(PlaceRow(row)))
    }

    /// The countries and regions of `levels` that a word means.
    fn hits_of_word(&self, key: &str, levels: &[Level]) -> Vec<Subject> {
        let mut hits = Vec::new();
        if levels.contains(&Level::Country) || levels.contains(&Level::Region) {
            hits.extend(country_of_word(key, self.register).map(|(country, region)| match region {
                Some(region) => Subject::Region(region),
                None => Subject::Country(country),
            }));
        }
        if levels.contains(&Level::Region) {
            hits.extend(regions_of_word(key, None, self.register).into_iter().map(Subject::Region));
        }
        hits.retain(|hit| levels.contains(&hit.level()));
        hits
    }

    /// The country that a subject is or lies in.
    pub fn country_of(&self, subject: Subject) -> Option<CountryCode> {
        match subject {
            Subject::City(row) => {
                let place = self.dataset.place(row);
                let region = || place.region.and_then(|code| self.register.find_region(code));
                place.country.or_else(|| region().map(|id| self.register.region(id).country))
            }
            Subject::Region(id) => Some(self.register.region(id).country),
            Subject::Country(code) => Some(code),
        }
    }

    /// The country that an area's name means, or in which the area lies.
    pub(super) fn country_of_area(&self, area: &str) -> Option<CountryCode> {
        let found = self.look_up(area, area, |subject| subject.level() != Level::City).ok()??;
        self.country_of(found.subject)
    }

    /// Whether a subject lies in a focus country of the data set.
    pub(super) fn is_in_focus(&self, subject: Subject) -> bool {
        self.country_of(subject).is_some_and(|country| self.dataset.metadata().focus.contains(&country))
    }

    /// The id or code.
    pub(super) fn key(&self, subject: Subject) -> Cow<'n, str> {
        match subject {
            Subject::City(row) => self.dataset.place(row).id.into(),
            Subject::Region(id) => (*self.register.region(id).code).into(),
            Subject::Country(code) => self
                .register
                .country(code)
                .map_or_else(|| code.to_string().into(), |country| country.code.as_str().into()),
        }
    }

    /// The id or code, which always finds the subject, and the name.
    pub fn id_and_name(&self, subject: Subject) -> [Cow<'n, str>; 2] {
        let name = match subject {
            Subject::City(row) => self.dataset.place_name(row).into(),
            Subject::Region(id) => self.register.region(id).name.as_ref().into(),
            Subject::Country(code) => self
                .register
                .country(code)
                .map_or_else(|| code.to_string().into(), |country| country.name.as_ref().into()),
        };
        [self.key(subject), name]
    }

    /// The subject in the form for messages.
    pub fn candidate(&self, subject: Subject) -> Candidate {
        let area = match subject {
            Subject::City(row) => {
                let place = self.dataset.place(row);
                place.region.map(str::to_owned).or_else(|| place.country.map(|code| code.to_string()))
            }
            Subject::Region(id) => Some(self.register.region(id).country.to_string()),
            Subject::Country(_) => None,
        };
        let [id, name] = self.id_and_name(subject).map(Cow::into_owned);
        Candidate { id, name, area }
    }
}

/// Which level a name means if several have it: the data set's own places first, and a country before a region.
fn preference(level: Level) -> u8 {
    match level {
        Level::Region => 0,
        Level::Country => 1,
        Level::City => 2,
    }
}
