use std::collections::BTreeMap;

use super::{CountryCode, Date};

/// What a data set says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Short name (`belarus`).
    pub name: Option<String>,
    /// Title for people.
    pub title: Option<String>,
    /// The title in other languages, by their codes (`ru`).
    pub titles: BTreeMap<String, String>,
    /// The date as of which the lists hold.
    pub date: Option<Date>,
    /// Licences, as their makers name them.
    pub licences: Vec<String>,
    /// Where the rows come from.
    pub sources: Vec<String>,
    /// The countries the data set is about.
    pub focus: Vec<CountryCode>,
}

impl Metadata {
    /// The title in a language, else the title, else the name.
    pub fn title_in(&self, language: &str) -> Option<&str> {
        self.titles.get(language).or(self.title.as_ref()).or(self.name.as_ref()).map(String::as_str)
    }
}
