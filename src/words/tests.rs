use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::*;

/// The entries of a language by section; this fails if one occurs twice.
fn sections(language: Language) -> BTreeMap<&'static str, BTreeMap<&'static str, &'static str>> {
    let mut sections: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for (section, name, text) in table::entries(table::file(language)) {
        assert!(!text.is_empty(), "{language}: `{name}` says nothing");
        let before = sections.entry(section).or_default().insert(name, text);
        assert_eq!(before, None, "{language}: `{name}` stands twice in [{section}]");
    }
    sections
}

fn placeholders(sentence: &str) -> BTreeSet<&str> {
    let name = |piece| match piece {
        table::Piece::Placeholder { name, .. } => Some(name),
        table::Piece::Text(_) => None,
    };
    table::pieces(sentence).filter_map(name).collect()
}

fn nouns(sentence: &str) -> impl Iterator<Item = &str> {
    table::pieces(sentence).filter_map(|piece| match piece {
        table::Piece::Placeholder { noun: table::Noun::Counted(noun) | table::Noun::Alone(noun), .. } => Some(noun),
        _ => None,
    })
}

fn others() -> impl Iterator<Item = Language> {
    Language::ALL.iter().copied().filter(|language| *language != Language::English)
}

#[test]
fn every_language_has_what_english_has_and_no_more() {
    let english = sections(Language::English);
    let keys: BTreeSet<&str> = Key::ALL.iter().map(|key| key.name()).collect();
    assert_eq!(english["says"].keys().copied().collect::<BTreeSet<_>>(), keys);
    for language in others() {
        let table = sections(language);
        for section in ["says", "columns", "words", "page"] {
            let names = |table: &BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>| {
                table[section].keys().copied().collect::<BTreeSet<_>>()
            };
            let (own, expected) = (names(&table), names(&english));
            let missing: Vec<_> = expected.difference(&own).collect();
            let unused: Vec<_> = own.difference(&expected).collect();
            assert!(
                missing.is_empty() && unused.is_empty(),
                "{language} [{section}]: lacks {missing:?}, has {unused:?}"
            );
        }
    }
}

#[test]
fn sentences_have_the_placeholders_that_the_program_fills() {
    let english = sections(Language::English);
    for language in others() {
        for (name, sentence) in &sections(language)["says"] {
            let (own, filled) = (placeholders(sentence), placeholders(english["says"][name]));
            assert!(own.is_subset(&filled), "{language}: `{name}` has {own:?}, and {filled:?} are filled");
            assert!(
                !sentence.contains("{}") && sentence.matches('{').count() == sentence.matches('}').count(),
                "{name}"
            );
        }
    }
}

#[test]
fn nouns_have_all_forms_and_are_all_used() {
    for &language in Language::ALL {
        let table = sections(language);
        let used: BTreeSet<&str> = table["says"].values().flat_map(|sentence| nouns(sentence)).collect();
        let there: BTreeSet<&str> =
            table["nouns"].keys().copied().filter(|noun| *noun != "months" && !noun.starts_with("unit.")).collect();
        assert_eq!(used, there, "{language}");
        for (noun, text) in &table["nouns"] {
            let forms = text.split('|').count();
            let expected = if *noun == "months" { 12 } else { plural::forms(language).len() };
            assert_eq!(forms, expected, "{language}: `{noun}` in the forms {:?}", plural::forms(language));
        }
    }
}

/// The names of words in a source text.
fn words_of(source: &str) -> BTreeSet<&str> {
    source.split(|c: char| !c.is_alphanumeric() && c != '_').collect()
}

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && entry.file_name().is_some_and(|name| name != "words") {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(&entry).unwrap());
        }
    }
}

#[test]
fn every_sentence_is_said_somewhere() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let said: BTreeSet<&str> =
        found.iter().filter(|source| source.contains("said!")).flat_map(|s| words_of(s)).collect();
    let unsaid: Vec<&str> = Key::ALL.iter().map(|key| key.name()).filter(|name| !said.contains(name)).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
}

#[test]
fn counts_have_the_form_of_their_number() {
    let ties = |language, numbers: [usize; 10]| {
        let words = Words::of(language);
        numbers.map(|ties| said!(words, Ties, ties).split_once(' ').unwrap().1.to_owned())
    };
    let numbers = [0, 1, 2, 5, 11, 12, 21, 22, 25, 111];
    let expected = |forms: [&str; 3], which: [usize; 10]| which.map(|form| forms[form].to_owned());
    let east_slavic = [2, 0, 1, 2, 2, 2, 0, 1, 2, 2];
    let (one_and_other, from_two) = ([1, 0, 1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    for (language, forms, which) in [
        (Language::English, ["tie", "ties", ""], one_and_other),
        (Language::German, ["Verbindung", "Verbindungen", ""], one_and_other),
        (Language::French, ["lien", "liens", ""], from_two),
        (Language::Russian, ["связь", "связи", "связей"], east_slavic),
        (Language::Belarusian, ["сувязь", "сувязі", "сувязяў"], east_slavic),
        (Language::Ukrainian, ["зв’язок", "зв’язки", "зв’язків"], east_slavic),
        (Language::Polish, ["powiązanie", "powiązania", "powiązań"], [2, 0, 1, 2, 2, 2, 2, 1, 2, 2]),
    ] {
        assert_eq!(ties(language, numbers), expected(forms, which), "{language}");
    }
}

#[test]
fn numbers_and_dates_are_written_as_each_language_writes_them() {
    let written = |language| {
        let words = Words::of(language);
        let dates = ["2016-05-03", "2016-05", "2016"].map(|date| words.date_text(date));
        let numbers =
            [words.number(9999), words.number(1_234_567), words.decimal("-1234.5"), words.decimal("12345.67")];
        (dates, numbers)
    };
    let expected = |dates: [&str; 3], numbers: [&str; 4]| (dates.map(str::to_owned), numbers.map(str::to_owned));
    let english = expected(["2016-05-03", "2016-05", "2016"], ["9999", "1234567", "-1234.5", "12345.67"]);
    assert_eq!(written(Language::English), english);
    let slavic = ["9999", "1\u{a0}234\u{a0}567", "\u{2212}1234,5", "12\u{a0}345,67"];
    assert_eq!(written(Language::Russian), expected(["03.05.2016", "май 2016", "2016"], slavic));
    assert_eq!(written(Language::Ukrainian), expected(["03.05.2016", "травень 2016", "2016"], slavic));
    assert_eq!(written(Language::Polish), expected(["03.05.2016", "maj 2016", "2016"], slavic));
    let german = ["9.999", "1.234.567", "\u{2212}1.234,5", "12.345,67"];
    assert_eq!(written(Language::German), expected(["03.05.2016", "Mai 2016", "2016"], german));
    let french = ["9\u{202f}999", "1\u{202f}234\u{202f}567", "\u{2212}1\u{202f}234,5", "12\u{202f}345,67"];
    assert_eq!(written(Language::French), expected(["03/05/2016", "mai 2016", "2016"], french));
    assert_eq!(Words::of(Language::Russian).date_text("по договору"), "по договору");
}

#[test]
fn a_brace_that_is_not_closed_is_text() {
    let texts = |sentence| table::pieces(sentence).map(|piece| format!("{piece:?}")).collect::<Vec<_>>().join(" ");
    assert_eq!(texts("{a"), r#"Text("{a")"#);
    assert_eq!(texts("é {n tie}"), r#"Text("é ") Placeholder { name: "n", noun: Counted("tie") }"#);
}
