//! Reads the table of a language.

use std::{collections::HashMap, sync::OnceLock};

use super::Key;
use crate::model::Language;

/// The texts of a language.
pub(super) struct Table {
    /// The sentences, by the number of their keys.
    sentences: Vec<&'static str>,
    nouns: HashMap<&'static str, Vec<&'static str>>,
    columns: HashMap<&'static str, &'static str>,
    words: HashMap<&'static str, &'static str>,
    /// The texts of the page, in the order of the file.
    page: Vec<(&'static str, &'static str)>,
}

/// The file of a language.
pub(super) fn file(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("tables/en.txt"),
        Language::Russian => include_str!("tables/ru.txt"),
        Language::Belarusian => include_str!("tables/be.txt"),
        Language::Ukrainian => include_str!("tables/uk.txt"),
        Language::Polish => include_str!("tables/pl.txt"),
        Language::German => include_str!("tables/de.txt"),
        Language::French => include_str!("tables/fr.txt"),
    }
}

/// The entries of a file: section, name, text. In the English file, an entry without a text is its own text.
pub(super) fn entries(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let mut section = "";
    file.lines().filter_map(move |line| {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            return None;
        }
        let is_entry = !line.is_empty() && !line.starts_with('#');
        is_entry.then(|| {
            let (name, text) = line.split_once(" = ").unwrap_or((line, line));
            (section, name.trim(), text.trim())
        })
    })
}

impl Table {
    /// The table of a language, which is read on first use.
    pub(super) fn of(language: Language) -> &'static Table {
        static TABLES: [OnceLock<Table>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];
        TABLES[language as usize].get_or_init(|| Table::read(file(language)))
    }

    fn read(file: &'static str) -> Self {
        let numbers: HashMap<&str, usize> =
            Key::ALL.iter().enumerate().map(|(number, key)| (key.name(), number)).collect();
        let mut table = Self {
            sentences: vec![""; Key::ALL.len()],
            nouns: HashMap::new(),
            columns: HashMap::new(),
            words: HashMap::new(),
            page: Vec::new(),
        };
        for (section, name, text) in entries(file) {
            match section {
                "says" => {
                    if let Some(&number) = numbers.get(name) {
                        table.sentences[number] = text;
                    }
                }
                "nouns" => drop(table.nouns.insert(name, text.split('|').map(str::trim).collect())),
                "columns" => drop(table.columns.insert(name, text)),
                "page" => table.page.push((name, text)),
                _ => drop(table.words.insert(name, text)),
            }
        }
        table
    }

    pub(super) fn sentence(&self, key: Key) -> &'static str {
        self.sentences[key as usize]
    }

    pub(super) fn noun(&self, noun: &str) -> &[&'static str] {
        self.nouns.get(noun).map_or(&[], Vec::as_slice)
    }

    pub(super) fn caption(&self, column: &str) -> Option<&'static str> {
        self.columns.get(column).copied()
    }

    pub(super) fn word(&self, word: &str) -> Option<&'static str> {
        self.words.get(word).copied()
    }

    /// The texts of the atlas page.
    pub(super) fn page(&self) -> &[(&'static str, &'static str)] {
        &self.page
    }

    /// The name of a month, from 1.
    pub(super) fn month(&self, number: usize) -> &'static str {
        self.noun("months").get(number.wrapping_sub(1)).copied().unwrap_or_default()
    }
}

/// A piece of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Placeholder { name: &'t str, noun: Noun<'t> },
}

/// The noun of a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noun<'t> {
    None,
    /// `{ties tie}`: the number, then the noun.
    Counted(&'t str),
    /// `{ties~tie}`: the noun in the form for the number.
    Alone(&'t str),
}

/// Splits a sentence into texts and placeholders in braces.
pub(super) fn pieces(sentence: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(placeholder) = rest.strip_prefix('{').and_then(|text| Some(&text[..text.find('}')?])) else {
            // A brace that isn't closed is text.
            let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(at, _)| at);
            let (text, after) = rest.split_at(end);
            rest = after;
            return Some(Piece::Text(text));
        };
        rest = &rest[placeholder.len() + 2..];
        let (name, noun) = match (placeholder.split_once(' '), placeholder.split_once('~')) {
            (Some((name, noun)), _) => (name, Noun::Counted(noun)),
            (None, Some((name, noun))) => (name, Noun::Alone(noun)),
            (None, None) => (placeholder, Noun::None),
        };
        Some(Piece::Placeholder { name, noun })
    })
}
