//! Layer 1: the sentences of answers, in every language.
//!
//! [`Words`] says a sentence in a language; a [`Key`] names it. Each language has its texts in one plain table
//! (`tables/*.txt`), which is part of the program. A table has five sections: `[says]` (sentences, one per line, with
//! `{placeholders}`), `[nouns]` (countable nouns with their plural forms), `[columns]` (captions), `[words]` (words of
//! vocabularies) and `[page]` (texts of the atlas page). A new language needs only its table and its plural rule.
//!
//! We don't use `fluent`: it brings a dozen crates, and needs a selector of plural forms within each sentence that
//! counts. Seven languages need three plural rules for whole numbers, which are twenty lines here. Nouns are in a table
//! once instead of in every sentence. A table is read in one pass when its language is first used, in less than a
//! millisecond.

mod arg;
mod keys;
mod numbers;
mod plural;
mod table;

pub use arg::Arg;
pub use keys::Key;

use std::collections::HashMap;

use crate::model::{Date, Language};

use self::table::Table;

/// The words of a language, as people read them. The default is English as data has it: `sister-city` in place of `sister city`.
///
/// ```
/// use sistergraph::{model::Language, said, words::Words};
/// let found = |language| said!(Words::of(language), PartnersFound, partners = 21, countries = 5, ties = 2);
/// assert_eq!(found(Language::English), "21 partners in 5 countries, 2 ties");
/// assert_eq!(found(Language::Russian), "21 партнёр в 5 странах, 2 связи");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    language: Language,
    /// Whether words of vocabularies stay as data has them: `sister-city`.
    is_for_data: bool,
}

/// English for data and for what is typed: words of vocabularies stay as they are in both.
impl Default for Words {
    fn default() -> Self {
        Self { language: Language::English, is_for_data: true }
    }
}

/// A sentence of [`Words`]: its key, and the values of its placeholders.
#[macro_export]
macro_rules! said {
    ($words:expr, $key:ident $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $words.say($crate::words::Key::$key, &[$((stringify!($name), $crate::said!(@value $name $($value)?))),*])
    };
    (@value $name:ident) => { $crate::words::Arg::from($name) };
    (@value $name:ident $value:expr) => { $crate::words::Arg::from($value) };
}

impl Words {
    /// The words of a language, for people.
    pub fn of(language: Language) -> Self {
        Self { language, is_for_data: false }
    }

    /// The language.
    pub fn language(self) -> Language {
        self.language
    }

    /// Whether they are English.
    pub fn is_english(self) -> bool {
        self.language == Language::English
    }

    /// Whether they are those of data, which has codes and the words of vocabularies.
    pub(crate) fn is_for_data(self) -> bool {
        self.is_for_data
    }

    fn table(self) -> &'static Table {
        Table::of(self.language)
    }

    /// A sentence with the values of its placeholders. The macro [`said!`](crate::said) is the short form.
    pub fn say(self, key: Key, args: &[(&str, Arg<'_>)]) -> String {
        let mut said = String::new();
        for piece in table::pieces(self.table().sentence(key)) {
            let (placeholder, noun) = match piece {
                table::Piece::Text(text) => {
                    said.push_str(text);
                    continue;
                }
                table::Piece::Placeholder { name, noun } => (name, noun),
            };
            let arg = args.iter().find(|(name, _)| *name == placeholder).map(|(_, arg)| arg);
            debug_assert!(arg.is_some(), "`{}` is said without {placeholder}", key.name());
            let Some(arg) = arg else { continue };
            match noun {
                table::Noun::None => said.push_str(&arg.text(self)),
                table::Noun::Counted(noun) => {
                    said.push_str(&arg.text(self));
                    said.push(' ');
                    said.push_str(self.noun(noun, arg.number()));
                }
                table::Noun::Alone(noun) => said.push_str(self.noun(noun, arg.number())),
            }
        }
        said
    }

    /// A noun in the form that fits the number.
    fn noun(self, noun: &str, number: u64) -> &'static str {
        let forms = self.table().noun(noun);
        debug_assert!(!forms.is_empty(), "`{noun}` is no noun of {}", self.language);
        forms.get(plural::form(self.language, number)).or(forms.last()).copied().unwrap_or_default()
    }

    /// The caption of a column; its name if the language has no caption, as for columns that the data names.
    pub fn caption(self, column: &str) -> &str {
        if self.is_english() { column } else { self.table().caption(column).unwrap_or(column) }
    }

    /// A word of a vocabulary; the word itself in data, and if the language has no translation.
    pub fn word(self, word: &str) -> &str {
        if self.is_for_data { word } else { self.table().word(word).unwrap_or(word) }
    }

    /// The texts of the atlas page, by their names.
    pub(crate) fn page(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let own: HashMap<_, _> = self.table().page().iter().copied().collect();
        Table::of(Language::English)
            .page()
            .iter()
            .map(move |&(name, text)| (name, own.get(name).copied().unwrap_or(text)))
    }

    /// The form of a noun for a number, given the word for one: `persons` of `person`; `None` if the language has no
    /// such noun.
    pub fn unit(self, one: &str, number: u64) -> Option<&'static str> {
        let forms = self.table().noun(&format!("unit.{}", one.to_lowercase()));
        forms.get(plural::form(self.language, number)).copied()
    }

    /// Whether it is a word of a vocabulary.
    pub(crate) fn knows(self, word: &str) -> bool {
        self.table().word(word).is_some()
    }

    /// Translates each of several words of a vocabulary, which are joined by commas or bars.
    pub fn each_word(self, text: &str) -> String {
        if self.is_for_data {
            return text.to_owned();
        }
        let words = text.split(['|', ',']).map(|word| self.word(word.trim()));
        words.collect::<Vec<_>>().join(", ")
    }

    /// A date in the notation of the language, with its precision.
    pub fn date(self, date: Date) -> String {
        numbers::date(self, date)
    }

    /// Translates a text that is a date; any other text stays.
    pub fn date_text(self, text: &str) -> String {
        text.parse().map_or_else(|_| text.to_owned(), |date| self.date(date))
    }

    /// A whole number, with its digits grouped if the language does so. English has no groups here.
    pub fn number(self, number: u64) -> String {
        numbers::grouped(self.language, &number.to_string())
    }

    /// Digits with a decimal point, in the notation of the language.
    pub fn decimal(self, digits: &str) -> String {
        numbers::decimal(self.language, digits)
    }
}

#[cfg(test)]
mod tests;
