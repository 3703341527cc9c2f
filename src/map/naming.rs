use std::cell::Cell;

use super::Language;
use crate::{
    graph::{Network, PlaceId},
    model::{self, CountryCode},
    scene::Font,
};

/// Names as the map writes them: in its language, in letters that its font has.
pub(super) struct Naming<'n> {
    network: &'n Network,
    pub language: Language,
    /// How many places were named in Latin letters because the font lacks theirs.
    romanised: Cell<usize>,
}

impl<'n> Naming<'n> {
    pub fn new(network: &'n Network, language: Language) -> Self {
        Self { network, language, romanised: Cell::new(0) }
    }

    /// How many labels were romanised so far.
    pub fn romanised(&self) -> usize {
        self.romanised.get()
    }

    /// A place's name in the map's language, as the data or the register has it.
    pub fn place(&self, id: PlaceId) -> String {
        let place = self.network.place(id);
        let name = match self.language {
            // Its own name, in whatever language the data is kept.
            Language::English => place.name(),
            Language::Russian => place.name_in(model::Language::Russian),
            Language::Belarusian => place.name_in(model::Language::Belarusian),
        };
        name.to_owned()
    }

    /// A place's name on the map: where the font lacks a letter of it, another name of the place that it has, else the
    /// name romanised letter by letter.
    pub fn label(&self, id: PlaceId) -> String {
        let name = self.place(id);
        if Font.writes(&name) {
            return name;
        }
        self.romanised.set(self.romanised.get() + 1);
        let place = self.network.place(id);
        let other =
            place.other_names().into_iter().find(|alias| Font.writes(alias) && alias.chars().any(char::is_alphabetic));
        other.map_or_else(|| any_ascii::any_ascii(&name), |alias| alias.into_owned())
    }

    pub fn place_with_degree(&self, id: PlaceId, degree: usize) -> String {
        let place = self.network.place(id);
        let code =
            place.region().map(|region| region.code.to_string()).or(place.country().map(|code| code.to_string()));
        let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
        format!("{}{code}: {degree}", self.place(id))
    }

    pub fn region(&self, code: &str) -> String {
        let register = self.network.register();
        register
            .find_region(code)
            .map_or_else(|| code.to_owned(), |id| self.language.region(register.region(id)).to_owned())
    }

    pub fn country(&self, code: CountryCode) -> String {
        self.language.country(self.network.register(), code)
    }
}
