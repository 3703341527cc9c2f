//! Answers in every language: no English heading, caption or sentence is left in them, and data stays the same.

use std::collections::BTreeSet;

use crate::support::{program, run};

const LANGUAGES: [&str; 6] = ["ru", "be", "uk", "pl", "de", "fr"];

/// A run of every command that answers, and of its forms with different wording.
const RUNS: &[&str] = &[
    "report",
    "report --between BY RU",
    "places",
    "places a",
    "partners bryansk-ru",
    "common gomel-by mogilev-by",
    "ties",
    "pairs",
    "pairs --by country",
    "regions",
    "regions --with agreements,contacts,curator",
    "unconnected",
    "unconnected --no-curator --no-recent-contact 2016",
    "matrix --between BY RU",
    "matrix --by country",
    "components",
    "components --members",
    "communities",
    "communities --members",
    "communities --compare",
    "path gomel-by klintsy-ru",
    "fragile",
    "fragile --without gomel-by",
    "stats",
    "stats --by region --no-distances",
    "stats --approx",
    "stats --against random --networks 3",
    "stats --approx --distribution distance",
    "stats --distribution degree",
    "stats --distribution component",
    "stats --distribution tie-km",
    "rank --metric degree",
    "rank --metric betweenness --approx 0.2",
    "rank --metric betweenness --by region",
    "suggest gomel-by",
    "suggest BY-MA --to RU",
    "curators",
    "curators --by official",
    "scorecard RU-BRY",
    "history",
    "history bryansk-ru --as-of 2020",
    "agreements",
    "agreements --by level",
    "agreements --by field",
    "agreements --without date",
    "agreements --expiring 6 --as-of 2017-03-31",
    "contacts",
    "contacts --year 2016",
    "contacts --list",
    "contacts --by region",
    "contacts --by month",
    "contacts --by direction",
    "contacts --by level",
    "events",
    "events meeting",
    "events meeting --untied",
    "events meeting --participants",
    "events meeting --reported",
    "diff --from 2015 --until 2020",
    "diff --from 2015 --until 2020 --regions",
    "ties --kind sister-city --status active --as-of 2020-05 --level city --country BY",
];

/// The answer of a run in Markdown, without notes.
fn markdown(run_of: &str, language: &str) -> String {
    let words = ["--data", "ledger", "-q", "--format", "md", "--lang", language];
    let args: Vec<&str> = run_of.split(' ').chain(words).collect();
    let run = run(&args);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{args:?}");
    run.stdout
}

/// The parts of an answer that a language words: headings, paragraphs, names of facts, and the captions of tables.
fn worded(markdown: &str) -> BTreeSet<String> {
    let lines: Vec<&str> = markdown.lines().collect();
    let mut pieces = BTreeSet::new();
    for (at, line) in lines.iter().enumerate() {
        let is_caption = lines.get(at + 1).is_some_and(|next| next.starts_with("| -"));
        if is_caption {
            pieces.extend(line.split('|').map(|cell| cell.trim().to_owned()));
        } else if let Some(fact) = line.strip_prefix("- ") {
            pieces.extend(fact.split(": ").next().map(|name| format!("{name}:")));
            // A value of several words is a sentence, unless it names the data.
            pieces.extend(fact.split_once(": ").map(|(_, value)| value.to_owned()));
        } else if !line.starts_with('|') {
            pieces.insert((*line).to_owned());
        }
    }
    // A piece without a word of some length needs no translation.
    let says = |piece: &String| piece.split(|c: char| !c.is_lowercase()).any(|word| word.len() > 2);
    pieces.retain(says);
    pieces
}

/// Pieces that the language shares with English, and texts of the data.
fn is_common(piece: &str) -> bool {
    // Words that a language writes like English, and texts of the data set itself.
    const ALIKE: &[&str] = &[
        "region",
        "licence:",
        "sources:",
        "type",
        "population",
        "status",
        "source",
        "contacts",
        "total",
        "triangles:",
        "score",
        "codes",
        "partner",
        "contacts:",
        "documents",
        "document",
        "direction",
        "date",
        "source:",
        "date:",
        "ISO 3166 countries and first-level regions (2026-02)",
        "diary",
        "Mogilev (mogilev-by)",
        "## Meeting of sister cities (meeting)",
        "## Contacts",
        "## in Belarus",
    ];
    // A code with a name, which languages may share.
    let names_an_area = |piece: &str| {
        let (code, name) = piece.split_once(' ').unwrap_or_default();
        code.len() >= 2 && code.chars().all(|c| c.is_ascii_uppercase() || c == '-') && !name.is_empty()
    };
    ALIKE.contains(&piece) || names_an_area(piece)
}

#[test]
fn nothing_english_is_left() {
    let mut left = Vec::new();
    for of in RUNS {
        let english = worded(&markdown(of, "en"));
        assert!(!english.is_empty(), "`{of}` says something");
        for language in LANGUAGES {
            let own = worded(&markdown(of, language));
            left.extend(
                english
                    .intersection(&own)
                    .filter(|piece| !is_common(piece))
                    .map(|piece| format!("{language} `{of}`: {piece}")),
            );
        }
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

#[test]
fn data_is_the_same_in_every_language() {
    for of in RUNS {
        for format in ["csv", "json"] {
            let answered = |language: &str| {
                let words = ["--data", "ledger", "-q", "--format", format, "--lang", language];
                run(&of.split(' ').chain(words).collect::<Vec<_>>())
            };
            let english = answered("en");
            for language in ["ru", "fr"] {
                assert_eq!(answered(language), english, "{of} {format} {language}");
            }
        }
    }
}

#[test]
fn pages_and_pictures_say_their_language() {
    let picture = |args: &str, language: &str| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("picture.svg");
        let output = program()
            .args(args.split(' '))
            .args(["--data", "ledger", "-q", "--lang", language, "-o"])
            .arg(&file)
            .output()
            .unwrap();
        assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
        std::fs::read_to_string(file).unwrap()
    };
    // The texts of a picture, without its conditions.
    let texts = |svg: &str| -> BTreeSet<String> {
        let parsed = roxmltree::Document::parse(svg).unwrap();
        let elements = parsed.descendants().filter(|node| matches!(node.tag_name().name(), "text" | "title" | "desc"));
        elements.filter_map(|node| node.text().map(str::to_owned)).collect()
    };
    let pictures = [
        "map",
        "regions BY RU",
        "matrix BY RU",
        "stats --distribution degree",
        "history",
        "diagram --engine plain",
        "diagram --by region --engine springs",
    ];
    for args in pictures {
        let english = texts(&picture(args, "en"));
        for language in LANGUAGES {
            let own = picture(args, language);
            assert!(own.contains(&format!("lang=\"{language}\"")), "{args} {language}");
            // A text of three words or more that isn't a name is a sentence.
            let is_sentence = |text: &&String| {
                let words = text.split(' ').filter(|word| word.chars().all(|c| c.is_lowercase() || c == ','));
                words.filter(|word| word.len() > 2).count() > 1
            };
            let own = texts(&own);
            let left: Vec<&String> = english.intersection(&own).filter(is_sentence).collect();
            assert!(left.is_empty(), "{args} {language}: {left:?}");
        }
    }
    let page = run(&["--data", "ledger", "report", "--lang", "pl", "--format", "html", "-q"]);
    assert!(page.stdout.contains("<html lang=\"pl\">"));
}

#[test]
fn a_language_that_is_not_there_is_told_from_those_that_are() {
    let run = run(&["report", "--lang", "xx"]);
    assert_eq!(run.status, 2);
    for word in ["xx", "en", "ru", "be", "uk", "pl", "de", "fr"] {
        assert!(run.stderr.contains(word), "{word}: {}", run.stderr);
    }
    let refused = crate::support::run(&["man", "--lang", "ru"]);
    assert_eq!(refused.status, 2, "{}", refused.stderr);
}
