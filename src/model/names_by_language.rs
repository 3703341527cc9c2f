//! The names of a place or region in various languages.

use std::borrow::Cow;

use super::Language;

/// Names by language: at most one in each, in the order of [`Language::ALL`]. Most places have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesByLanguage<'a>(Vec<(Language, Cow<'a, str>)>);

impl<'a> NamesByLanguage<'a> {
    /// The name in a language.
    pub fn get(&self, language: Language) -> Option<&str> {
        let at = self.0.binary_search_by_key(&language, |(language, _)| *language).ok()?;
        Some(&self.0[at].1)
    }

    /// Sets the name in a language; a blank name removes it.
    pub fn set(&mut self, language: Language, name: impl Into<Cow<'a, str>>) {
        let name = name.into();
        match self.0.binary_search_by_key(&language, |(language, _)| *language) {
            Ok(at) if name.is_empty() => drop(self.0.remove(at)),
            Ok(at) => self.0[at].1 = name,
            Err(_) if name.is_empty() => {}
            Err(at) => self.0.insert(at, (language, name)),
        }
    }

    /// The languages with their names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Language, &str)> {
        self.0.iter().map(|(language, name)| (*language, &**name))
    }

    /// The names alone. Two languages may have the same name.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|(_, name)| &**name)
    }

    /// The names alone, owned.
    pub(crate) fn into_texts(self) -> impl ExactSizeIterator<Item = Cow<'a, str>> {
        self.0.into_iter().map(|(_, name)| name)
    }

    /// Whether there is no name in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same names, owned.
    pub fn into_owned(self) -> NamesByLanguage<'static> {
        self.0.into_iter().map(|(language, name)| (language, name.into_owned())).collect()
    }
}

impl<'a> IntoIterator for NamesByLanguage<'a> {
    type Item = (Language, Cow<'a, str>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// If a language occurs twice, the later name counts; blank names are left out.
impl<'a, T: Into<Cow<'a, str>>> FromIterator<(Language, T)> for NamesByLanguage<'a> {
    fn from_iter<I: IntoIterator<Item = (Language, T)>>(names: I) -> Self {
        let mut all = Self::default();
        names.into_iter().for_each(|(language, name)| all.set(language, name));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_languages() {
        let mut names: NamesByLanguage<'_> =
            [(Language::German, "Moskau"), (Language::Russian, "Москва"), (Language::Polish, "")].into_iter().collect();
        assert_eq!(names.iter().collect::<Vec<_>>(), [(Language::Russian, "Москва"), (Language::German, "Moskau")]);
        names.set(Language::French, "Moscou");
        names.set(Language::Russian, "");
        assert_eq!(names.texts().collect::<Vec<_>>(), ["Moskau", "Moscou"]);
        assert_eq!((names.get(Language::German), names.get(Language::Russian)), (Some("Moskau"), None));
    }
}
