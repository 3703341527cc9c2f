use std::{
    borrow::Cow,
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use super::words::MapWords;
use crate::{
    graph::{Network, PlaceId},
    model::CountryCode,
    scene::Fonts,
};

/// Names as the map writes them: in its language, and in letters that its fonts have.
#[derive(Clone)]
pub(super) struct Naming<'n> {
    network: &'n Network,
    pub language: MapWords,
    fonts: Fonts,
    /// The places that were romanised because no font has their letters; shared with the map's inset.
    romanised: Arc<Mutex<BTreeSet<PlaceId>>>,
}

impl<'n> Naming<'n> {
    pub fn new(network: &'n Network, language: MapWords, fonts: Fonts) -> Self {
        Self { network, language, fonts, romanised: Arc::default() }
    }

    /// The number of places romanised so far.
    pub fn romanised(&self) -> usize {
        self.romanised.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// A place's name in the map's language, as the data or the register has it.
    pub fn place(&self, id: PlaceId) -> String {
        let place = self.network.place(id);
        self.language.place(place).to_owned()
    }

    /// The name of a place on the map. If no font has all its letters, another name of the place that the fonts can
    /// write is used, names in Latin letters first; otherwise the name is romanised letter by letter.
    pub fn label(&self, id: PlaceId) -> String {
        let name = self.place(id);
        if self.fonts.writes(&name) {
            return name;
        }
        self.romanised.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        let place = self.network.place(id);
        let is_written = |alias: &String| self.fonts.writes(alias) && alias.chars().any(char::is_alphabetic);
        let any = || place.other_names().into_iter().map(Cow::into_owned).find(is_written);
        place.latin_name().filter(is_written).or_else(any).unwrap_or_else(|| self.fonts.romanised(&name))
    }

    /// A name in letters that the fonts have.
    pub fn in_letters(&self, name: &str) -> String {
        if self.fonts.writes(name) { name.to_owned() } else { self.fonts.romanised(name) }
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
