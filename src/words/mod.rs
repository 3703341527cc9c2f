//! Layer 1: what answers say, in every language.
//!
//! [`Words`] says a sentence in a language; a [`Key`] names it. The texts stand in one plain table a language
//! (`tables/*.txt`), which is part of the program. A table has five sections: `[says]` (a sentence a line, with
//! `{placeholders}`), `[nouns]` (what is counted, with its plural forms), `[columns]` (captions), `[words]` (words of
//! vocabularies) and `[page]` (what the atlas page says). A language needs nothing but its table and its plural rule.
//!
//! Why no `fluent`: it brings a dozen crates, and a selector of plural forms within each sentence that counts. Seven
//! languages need three plural rules of whole numbers, which are twenty lines here; nouns stand once in a table instead of
//! in every sentence; and a table is read in one pass when a language is first spoken, which takes less than a
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

/// The words of a language. The default is English.
///
/// ```
/// use sistergraph::{model::Language, said, words::Words};
/// let found = |language| said!(Words::of(language), PartnersFound, partners = 21, countries = 5, ties = 2);
/// assert_eq!(found(Language::English), "21 partners in 5 countries, 2 ties");
/// assert_eq!(found(Language::Russian), "21 партнёр в 5 странах, 2 связи");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(Language);

impl Default for Words {
    fn default() -> Self {
        Self(Language::English)
    }
}

/// A sentence of [`Words`]: the key, and what stands in its placeholders.
#[macro_export]
macro_rules! said {
    ($words:expr, $key:ident $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $words.say($crate::words::Key::$key, &[$((stringify!($name), $crate::said!(@value $name $($value)?))),*])
    };
    (@value $name:ident) => { $crate::words::Arg::from($name) };
    (@value $name:ident $value:expr) => { $crate::words::Arg::from($value) };
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> Self {
        Self(language)
    }

    /// The language.
    pub fn language(self) -> Language {
        self.0
    }

    /// Whether they are English.
    pub fn is_english(self) -> bool {
        self.0 == Language::English
    }

    fn table(self) -> &'static Table {
        Table::of(self.0)
    }

    /// A sentence with what stands in its placeholders. The macro [`said!`](crate::said) is the short form.
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

    /// A noun in the form that the number asks for.
    fn noun(self, noun: &str, number: u64) -> &'static str {
        let forms = self.table().noun(noun);
        debug_assert!(!forms.is_empty(), "`{noun}` is no noun of {}", self.0);
        forms.get(plural::form(self.0, number)).or(forms.last()).copied().unwrap_or_default()
    }

    /// The caption of a column; its name where the language has none, as with columns that the data names.
    pub fn caption(self, column: &str) -> &str {
        if self.is_english() { column } else { self.table().caption(column).unwrap_or(column) }
    }

    /// A word of a vocabulary; as it is where the language has none.
    pub fn word(self, word: &str) -> &str {
        if self.is_english() { word } else { self.table().word(word).unwrap_or(word) }
    }

    /// What the atlas page says, by the names that it has for its texts.
    pub(crate) fn page(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let own: HashMap<_, _> = self.table().page().iter().copied().collect();
        Table::of(Language::English)
            .page()
            .iter()
            .map(move |&(name, text)| (name, own.get(name).copied().unwrap_or(text)))
    }

    /// What so many are, by the word for one of them: `persons` of `person`; none where the language has no such noun.
    pub fn unit(self, one: &str, number: u64) -> Option<&'static str> {
        let forms = self.table().noun(&format!("unit.{}", one.to_lowercase()));
        forms.get(plural::form(self.0, number)).copied()
    }

    /// Words of a vocabulary that are joined by a comma or a bar, each in this language.
    pub fn each_word(self, text: &str) -> String {
        if self.is_english() {
            return text.to_owned();
        }
        let words = text.split(['|', ',']).map(|word| self.word(word.trim()));
        words.collect::<Vec<_>>().join(", ")
    }

    /// A date as the language writes it; the precision is kept.
    pub fn date(self, date: Date) -> String {
        numbers::date(self, date)
    }

    /// The same of a date in a text; another text stays as it is.
    pub fn date_text(self, text: &str) -> String {
        text.parse().map_or_else(|_| text.to_owned(), |date| self.date(date))
    }

    /// A whole number: its digits in groups where the language groups them. English is written as it always was, without.
    pub fn number(self, number: u64) -> String {
        numbers::grouped(self.0, &number.to_string())
    }

    /// Digits with a point, as the language writes decimals.
    pub fn decimal(self, digits: &str) -> String {
        numbers::decimal(self.0, digits)
    }
}

#[cfg(test)]
mod tests;
