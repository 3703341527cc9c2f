//! Names as answers show them, in the language of the network's words.

use std::borrow::Cow;

use super::{Network, Place, Subject};
use crate::{
    model::{Area, CountryCode, is_latin},
    register::Region,
    said,
    words::Words,
};

impl Network {
    /// The network with these words for its answers. Names are shown in their language, if the data or the register has
    /// them. Ids, the order of results, and what a name finds stay the same.
    #[must_use]
    pub fn in_words(self, words: Words) -> Self {
        Self { words, ..self }
    }

    /// The words of answers.
    pub fn words(&self) -> Words {
        self.words
    }

    /// The title of the data set, else its name, in the language of the words.
    pub fn title(&self) -> Option<&str> {
        self.dataset().metadata().title_in(self.words.language().name())
    }

    /// The register's title with its date and the number of regions that the data set adds to it.
    pub fn register_title(&self) -> String {
        let register = self.register();
        let title = said!(self.words, RegisterTitle, date = self.words.date_text(register.date()));
        match register.added() {
            0 => title,
            added => said!(self.words, RegisterWithOwn, register = title, added),
        }
    }

    /// The name of a region, in the language of the words.
    pub fn shown_region<'n>(&self, region: &'n Region) -> &'n str {
        region.name_in(self.words.language())
    }

    /// The name of a country, in the language of the words; its code where the register lacks it.
    pub fn shown_country(&self, code: CountryCode) -> String {
        self.register.country_name_in(code, self.words.language())
    }

    /// The name of an area, in the language of the words.
    pub fn shown_area(&self, area: &Area) -> String {
        self.register.area_name_in(area, self.words.language())
    }

    /// An area as headings name it: the code, which can be typed, and the name (`BY Belarus`). Behind a code the name
    /// needs no case ending. Data has the code alone.
    pub fn titled_area(&self, area: &Area) -> String {
        let (code, name) = (area.to_string(), self.shown_area(area));
        if self.words.is_for_data() || name == code { code } else { format!("{code} {name}") }
    }

    /// The name of a subject, in the language of the words.
    pub fn shown_subject(&self, subject: Subject) -> String {
        match subject {
            Subject::City(row) => match self.place_of(subject) {
                Some(place) => self.place(place).shown_name().to_owned(),
                None => self.dataset.place_name(row).to_owned(),
            },
            Subject::Region(id) => self.shown_region(self.register.region(id)).to_owned(),
            Subject::Country(code) => self.shown_country(code),
        }
    }
}

impl<'n> Place<'n> {
    /// The words of the place's network.
    pub fn words(self) -> Words {
        self.network().words
    }

    /// The first of its other names in Latin letters. If no font has the letters of its name, a name in use is better than
    /// a romanised one.
    pub(crate) fn latin_name(self) -> Option<String> {
        self.other_names().into_iter().find(|name| is_latin(name)).map(Cow::into_owned)
    }

    /// The name [in the language](Place::name_in) of the network's words.
    pub fn shown_name(self) -> &'n str {
        let words = self.words();
        // In English, names stay as the lists write them.
        if words.is_english() { self.name() } else { self.name_in(words.language()) }
    }
}
