//! Names of places in those of Wikidata's hundreds of languages that are kept.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::item::ItemId;
use crate::model::{Language, NamesByLanguage};

/// The code for names that are the same in most languages.
const MOST_LANGUAGES: &str = "mul";

/// Whether names in a language are kept: those of the languages of answers, and `mul`.
pub(super) fn is_kept(language: &str) -> bool {
    kept_languages().any(|kept| kept == language)
}

/// The languages whose names are kept.
pub(crate) fn kept_languages() -> impl Iterator<Item = &'static str> {
    Language::ALL.iter().map(|language| language.name()).chain([MOST_LANGUAGES])
}

/// The address of an item's page.
pub(super) fn wiki_page(item: ItemId) -> String {
    format!("{PAGES}{item}")
}

/// The beginning of the address of every item's page.
const PAGES: &str = "https://www.wikidata.org/wiki/";

/// The names of a place: the one shown, those by language, and all others.
pub(super) struct Names<'f> {
    pub(super) shown: String,
    pub(super) by_language: NamesByLanguage<'f>,
    pub(super) others: Vec<Cow<'f, str>>,
}

impl<'f> Names<'f> {
    /// The name shown is the English one, otherwise that of most languages, otherwise the first by language code,
    /// otherwise the id.
    pub(super) fn of(item: ItemId, labels: &'f BTreeMap<String, String>, aliases: &'f BTreeSet<String>) -> Self {
        let label = |language: &str| labels.get(language).map(|name| name.trim()).filter(|name| !name.is_empty());
        let any = || labels.values().map(|name| name.trim()).find(|name| !name.is_empty());
        let shown = label("en").or_else(|| label(MOST_LANGUAGES)).or_else(any);
        let shown = shown.map_or_else(|| item.to_string(), str::to_owned);
        let by_language: NamesByLanguage<'f> = Language::ALL
            .iter()
            .filter_map(|&language| Some((language, Cow::Borrowed(label(language.name())?))))
            .filter(|(language, name)| *language != Language::English || *name != shown)
            .collect();
        let of_other_languages =
            labels.iter().filter(|(language, _)| Language::ALL.iter().all(|kept| kept.name() != language.as_str()));
        let mut others: Vec<Cow<'f, str>> = Vec::new();
        for name in of_other_languages.map(|(_, name)| name).chain(aliases) {
            let name = name.trim();
            let is_known = name.is_empty()
                || name == shown
                || by_language.texts().any(|known| known == name)
                || others.iter().any(|known| known == name);
            if !is_known {
                others.push(Cow::Borrowed(name));
            }
        }
        Self { shown, by_language, others }
    }
}
