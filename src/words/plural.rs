//! The plural rules of whole numbers, by CLDR.

use crate::model::Language;

/// The plural forms of nouns in a language, by their CLDR names, in the order of the tables.
#[cfg(test)]
pub(super) fn forms(language: Language) -> &'static [&'static str] {
    match language {
        Language::English | Language::German | Language::French => &["one", "other"],
        Language::Russian | Language::Belarusian | Language::Ukrainian | Language::Polish => &["one", "few", "many"],
    }
}

/// The index of the form that a number takes.
pub(super) fn form(language: Language, number: u64) -> usize {
    let (units, hundredths) = (number % 10, number % 100);
    let is_few = (2..=4).contains(&units) && !(12..=14).contains(&hundredths);
    match language {
        Language::English | Language::German => usize::from(number != 1),
        Language::French => usize::from(number > 1),
        Language::Russian | Language::Belarusian | Language::Ukrainian => {
            match (units == 1 && hundredths != 11, is_few) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            }
        }
        Language::Polish => match (number == 1, is_few) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        },
    }
}
