//! Finds texts that aren't what they seem: look-alike and invisible letters, unusual blanks, Unicode forms.

use unicode_normalization::{char::is_combining_mark, is_nfc};

use super::{Code, ProblemRow, place_rows, problems_of_partnerships};
use crate::{
    formats::{Trimmed, name_column},
    legible::hidden,
    model::{Dataset, Hint, PartnershipRecord, PlaceRecord, RegionRecord, RegionRow, See},
};

/// The column of prose, in which line breaks and blanks are up to the author.
const PROSE: &str = "note";

/// Every text is examined once, even if it is an end of many partnerships. O(bytes of all texts + rows).
pub(super) fn check(dataset: &Dataset, trimmed: &[Trimmed], problems: &mut Vec<ProblemRow>) {
    for cell in trimmed {
        let message = format!("`{}` has blanks around it, which are not read", shown(&cell.text));
        let at = (cell.file.as_str(), cell.line);
        problems.push(ProblemRow::new(Code::StrayBlanks, at, Some(cell.column), message, FIXES));
    }
    for row in place_rows(dataset) {
        texts_of_place(&dataset.place(row), |column, text| judge(dataset.locate_place(row), column, text, problems));
    }
    let is_plain: Vec<bool> = dataset.texts().map(is_plain).collect();
    problems.extend(problems_of_partnerships(dataset, |row, partnership, problems| {
        let (a, b) = partnership.ends();
        if !(partnership.is_brief() && is_plain[a.index()] && is_plain[b.index()]) {
            let at = dataset.locate_partnership(row);
            texts_of_partnership(&dataset.partnership(row), |column, text| judge(at, column, text, problems));
        }
    }));
    for (row, region) in (0..).map(RegionRow).zip(dataset.regions()) {
        texts_of_region(region, |column, text| judge(dataset.locate_region(row), column, text, problems));
    }
    let mut ledger = dataset.ledger().clone();
    ledger.each_text(|at, column, text| judge(at, column, text, problems));
}

const FIXES: Hint = Hint::with("", See::Fix);

/// Calls `each` with every text of a place and its column; each item of a list is a text.
fn texts_of_place(place: &PlaceRecord<'_>, mut each: impl FnMut(&'static str, &str)) {
    each("id", place.id);
    // If the place has no name, its id stands for it.
    if place.name != place.id {
        each("name", place.name);
    }
    for (column, text) in [
        ("type", place.kind),
        ("region", place.region),
        ("part_of", place.part_of),
        ("geonames", place.geonames),
        ("wikidata", place.wikidata),
    ] {
        text.into_iter().for_each(|text| each(column, text));
    }
    place.names.iter().for_each(|(language, name)| each(name_column(language), name));
    place.aliases.iter().for_each(|alias| each("aliases", alias));
}

fn texts_of_partnership(row: &PartnershipRecord<'_>, mut each: impl FnMut(&'static str, &str)) {
    each("a", row.a);
    each("b", row.b);
    row.fields.iter().for_each(|field| each("fields", field));
    for (column, text) in [("document", row.document), ("source", row.source), (PROSE, row.note)] {
        text.into_iter().for_each(|text| each(column, text));
    }
}

fn texts_of_region(region: &RegionRecord, mut each: impl FnMut(&'static str, &str)) {
    each("name", &region.name);
    region.names.iter().for_each(|(language, name)| each(name_column(language), name));
    for (column, text) in [("type", &region.kind), ("geonames", &region.geonames), ("wikidata", &region.wikidata)] {
        text.iter().for_each(|text| each(column, text));
    }
    region.aliases.iter().for_each(|alias| each("aliases", alias));
}

/// Whether a text needs no closer look: it has only ASCII letters, digits and marks, with single blanks between them.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !text.contains("  ")
}

fn judge(at: (&str, u32), column: &str, text: &str, problems: &mut Vec<ProblemRow>) {
    if is_plain(text) {
        return;
    }
    let mut found = |code, message, hint: Hint| problems.push(ProblemRow::new(code, at, Some(column), message, hint));
    if let Some(c) = invisible(text) {
        let message = format!("`{}` has an invisible character (U+{:04X})", shown(text), u32::from(c));
        found(Code::InvisibleLetters, message, "delete it; in an editor that hides it, retype the text".into());
    }
    if column != PROSE && has_stray_blanks(text) {
        found(Code::StrayBlanks, format!("`{}` has {}", shown(text), blanks_in_words(text)), FIXES);
    }
    if !is_nfc(text) {
        let message =
            format!("`{}` has letters put together from parts (Unicode form NFC has whole ones)", shown(text));
        found(Code::NotNfc, message, FIXES);
    }
    if let Some(mixed) = mixed_word(text) {
        let Mixed { word, letter, letters, others } = mixed;
        let message = format!("`{}` has the {letters} letter {letter} among {others} ones", shown(word));
        found(Code::MixedAlphabets, message, "retype the word in one alphabet".into());
    }
}

/// A text with all invisible characters and unusual blanks spelt out.
fn shown(text: &str) -> String {
    let (mut out, mut hidden) = (String::with_capacity(text.len()), hidden(text).peekable());
    for (at, c) in text.char_indices() {
        let is_hidden = hidden.next_if(|&(hidden, _)| hidden == at).is_some();
        if is_hidden || (c != ' ' && c.is_whitespace()) {
            out.push_str(&format!("<U+{:04X}>", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// The first invisible character of a text. Tabs and line breaks count as blanks.
fn invisible(text: &str) -> Option<char> {
    hidden(text).map(|(_, c)| c).find(|c| !c.is_whitespace())
}

fn has_stray_blanks(text: &str) -> bool {
    text.contains("  ") || text.chars().any(|c| c != ' ' && c.is_whitespace())
}

fn blanks_in_words(text: &str) -> &'static str {
    if text.contains(['\u{A0}', '\u{202F}', '\u{2007}']) {
        "a no-break blank"
    } else if text.chars().any(|c| c != ' ' && c.is_whitespace()) {
        "another blank than the usual"
    } else {
        "several blanks in a row"
    }
}

/// `text` with single ordinary blanks between words and none around.
pub(super) fn tidy_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a column is prose, so that [`tidy_blanks`] doesn't apply.
pub(super) fn is_prose(column: &str) -> bool {
    column == PROSE
}

/// Alphabets with letters of the same shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Cyrillic,
    Greek,
}

impl Alphabet {
    fn name(self) -> &'static str {
        match self {
            Alphabet::Latin => "Latin",
            Alphabet::Cyrillic => "Cyrillic",
            Alphabet::Greek => "Greek",
        }
    }
}

/// The alphabet of a letter, by Unicode block.
fn alphabet(c: char) -> Option<Alphabet> {
    if !c.is_alphabetic() {
        return None;
    }
    match c {
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Some(Alphabet::Latin),
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Some(Alphabet::Greek),
        '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}' | '\u{A640}'..='\u{A69F}' => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

/// A word with letters of two alphabets.
struct Mixed<'t> {
    word: &'t str,
    /// The first letter of the alphabet with fewer letters.
    letter: char,
    letters: &'static str,
    others: &'static str,
}

fn mixed_word(text: &str) -> Option<Mixed<'_>> {
    text.split(|c: char| !(c.is_alphabetic() || is_combining_mark(c))).find_map(|word| {
        let letters: Vec<(char, Alphabet)> = word.chars().filter_map(|c| Some((c, alphabet(c)?))).collect();
        let count = |alphabet| letters.iter().filter(|(_, other)| *other == alphabet).count();
        let mut present = [Alphabet::Latin, Alphabet::Cyrillic, Alphabet::Greek].map(|a| (count(a), a));
        present.sort_by_key(|(count, _)| *count);
        let [_, (fewer, rare), (_, usual)] = present;
        let (letter, _) = *letters.iter().find(|(_, alphabet)| fewer > 0 && *alphabet == rare)?;
        Some(Mixed { word, letter, letters: rare.name(), others: usual.name() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_two_alphabets_is_found() {
        let mixed = mixed_word("Новая Mаскa").unwrap();
        assert_eq!((mixed.word, mixed.letter, mixed.letters), ("Mаскa", 'M', "Latin"));
        assert_eq!(mixed_word("Αthina").map(|mixed| (mixed.letter, mixed.others)), Some(('Α', "Latin")));
        for whole in ["Минск", "Minsk Минск", "Zürich-Цюрих", "İstanbul", "Ἀθῆναι", "東京Tokyo", ""]
        {
            assert!(mixed_word(whole).is_none(), "{whole}");
        }
    }

    #[test]
    fn joiners_belong_to_scripts_that_join() {
        assert_eq!(invisible("می\u{200c}سک"), None);
        assert_eq!(invisible("Min\u{200c}sk"), Some('\u{200c}'));
        assert_eq!(invisible("Min\u{ad}sk"), Some('\u{ad}'));
        assert_eq!(invisible("\u{200f}מינסק"), Some('\u{200f}'));
        assert_eq!(invisible("two\nlines"), None);
        assert_eq!(shown("a\u{a0}b\u{200b}"), "a<U+00A0>b<U+200B>");
    }
}
