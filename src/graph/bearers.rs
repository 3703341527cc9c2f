//! Everything that has a name (cities, regions and countries), with the keys under which each step finds it.

use super::{
    Names, Subject,
    names::Table,
    steps::{LONGEST_KEY, Step},
};
use crate::{
    model::{CountryCode, Level, PlaceRow, fold, fold_into},
    register::{Country, Region, WordTable},
};

impl<'n> Names<'n> {
    /// A table of every key of a step, with the subjects that it finds.
    pub(super) fn table(&self, step: Step) -> Table {
        let mut table = Table::new();
        self.each_key(step, Level::ALL, |key, subject| match table.get_mut(key) {
            Some(subjects) => subjects.push(subject),
            None => drop(table.insert(key.to_owned(), vec![subject])),
        });
        table
    }

    /// Calls `each` for every key under which a step finds a subject of `levels`.
    pub(super) fn each_key(&self, step: Step, levels: &[Level], mut each: impl FnMut(&str, Subject)) {
        let mut folded = String::new();
        match step {
            Step::Id => self.each_id(levels, each),
            Step::Code => self.each_code(levels, each),
            Step::Name => self.each_name(levels, each),
            Step::Alias => self.each_alias(levels, each),
            Step::Word => self.each_word(levels, each),
            _ => {
                self.each_spelling(step, levels, |name, subject| match step {
                    _ if name.len() > LONGEST_KEY => {}
                    Step::FoldedName | Step::FoldedAlias => {
                        fold_into(name, &mut folded);
                        each(&folded, subject);
                    }
                    _ => each(&step.key_of_name(name), subject),
                });
                if matches!(step, Step::Romanized) {
                    self.each_id(levels, |id, subject| each(&fold(id), subject));
                    self.each_code(levels, |code, subject| each(&fold(code), subject));
                }
            }
        }
    }

    /// Calls `each` for the names and other names that a step spells in its own way.
    pub(super) fn each_spelling(&self, step: Step, levels: &[Level], mut each: impl FnMut(&str, Subject)) {
        if !matches!(step, Step::FoldedAlias) {
            self.each_name(levels, &mut each);
        }
        if !matches!(step, Step::FoldedName) {
            self.each_alias(levels, &mut each);
        }
    }

    fn cities(&self, levels: &[Level]) -> impl Iterator<Item = (Subject, PlaceRow)> {
        let cities = if levels.contains(&Level::City) { self.dataset.places().len() } else { 0 };
        (0..).map(PlaceRow).take(cities).map(|row| (Subject::City(row), row))
    }

    fn regions(&self, levels: &[Level]) -> impl Iterator<Item = (Subject, &'n Region)> {
        let regions = levels.contains(&Level::Region).then(|| self.register.numbered_regions());
        regions.into_iter().flatten().map(|(id, region)| (Subject::Region(id), region))
    }

    fn countries(&self, levels: &[Level]) -> impl Iterator<Item = (Subject, &'n Country)> {
        let countries = if levels.contains(&Level::Country) { self.register.countries() } else { &[] };
        countries.iter().map(|country| (Subject::Country(country.code), country))
    }

    fn each_id(&self, levels: &[Level], mut each: impl FnMut(&str, Subject)) {
        let id = |row| self.dataset.text(self.dataset.place_id(row));
        self.cities(levels).for_each(|(subject, row)| each(id(row), subject));
    }

    fn each_code(&self, levels: &[Level], mut each: impl FnMut(&str, Subject)) {
        self.regions(levels).for_each(|(subject, region)| each(&region.code, subject));
        for (subject, country) in self.countries(levels) {
            each(country.code.as_str(), subject);
            each(&country.alpha3, subject);
        }
    }

    fn each_name(&self, levels: &[Level], mut each: impl FnMut(&str, Subject)) {
        let name = |row| self.dataset.place_name(row);
        self.cities(levels).for_each(|(subject, row)| each(name(row), subject));
        for (subject, region) in self.regions(levels) {
            let names = [&region.name, &region.name_ru, &region.name_be].into_iter().map(AsRef::as_ref);
            names.chain(region.names.texts()).for_each(|name| each(name, subject));
        }
        for (subject, country) in self.countries(levels) {
            [&country.name, &country.name_ru, &country.name_be].into_iter().for_each(|name| each(name, subject));
        }
    }

    fn each_alias(&self, levels: &[Level], mut each: impl FnMut(&str, Subject)) {
        for (subject, row) in self.cities(levels) {
            self.dataset.place(row).other_names().for_each(|alias| each(alias, subject));
        }
        for (subject, region) in self.regions(levels) {
            region.aliases.iter().for_each(|alias| each(alias, subject));
        }
        for (subject, country) in self.countries(levels) {
            country.aliases.iter().for_each(|alias| each(alias, subject));
        }
    }

    fn each_word(&self, levels: &[Level], mut each: impl FnMut(&str, Subject)) {
        if levels.contains(&Level::Country) {
            for (key, code) in WordTable::of_countries().entries() {
                if let Some(country) = CountryCode::new(code).and_then(|code| self.register.country(code)) {
                    each(key, Subject::Country(country.code));
                }
            }
        }
        if levels.contains(&Level::Region) {
            for (key, code) in WordTable::of_regions(None).flat_map(WordTable::entries) {
                if let Some(region) = self.register.find_region(code) {
                    each(key, Subject::Region(region));
                }
            }
        }
    }

    /// Calls `each` for every name and other name of a subject of `levels`, folded, in all languages.
    pub(super) fn each_folded(&self, levels: &[Level], mut each: impl FnMut(&str, Subject)) {
        for step in [Step::FoldedName, Step::FoldedAlias, Step::Word] {
            self.each_key(step, levels, &mut each);
        }
    }
}
