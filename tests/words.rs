//! Words for countries and regions in lists: each finds the right one, or none, with the nearest named.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{json, run, run_with_input};

/// The country and region that the program finds for each of some words, each in a table with two places per row.
fn places_of(words: &[&str]) -> Vec<[String; 2]> {
    let mut table = "city1,country1,city2,country2\n".to_owned();
    for (at, word) in words.iter().enumerate() {
        writeln!(table, "Hub,Belarus,place {at:03},\"{word}\"").unwrap();
    }
    let answered = run_with_input(&["--data", "-", "places", "place", "--format", "json", "-q"], &table);
    assert_eq!((answered.status, answered.stderr.as_str()), (0, ""), "{table}");
    let rows: Vec<Value> = serde_json::from_str(&answered.stdout).unwrap();
    let text = |row: &Value, column: &str| row[column].as_str().unwrap_or_default().to_owned();
    let place = |at| rows.iter().find(|row| row["name"] == format!("place {at:03}")).expect("a row for each place");
    (0..words.len()).map(|at| [text(place(at), "country"), text(place(at), "region")]).collect()
}

fn assert_countries(expected: &[(&str, &str)]) {
    let words: Vec<&str> = expected.iter().map(|(word, _)| *word).collect();
    let wrong: Vec<String> = expected
        .iter()
        .zip(places_of(&words))
        .filter(|((_, code), [found, _])| code != found)
        .map(|((word, code), [found, _])| format!("{word}: `{found}`, not `{code}`"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn countries_are_known_in_the_languages_that_lists_are_kept_in() {
    assert_countries(&[
        ("Frankreich", "FR"),
        ("Vereinigtes Königreich", "GB"),
        ("Kongo-Kinshasa", "CD"),
        ("Vereinigte Staaten", "US"),
        ("Weißrussland", "BY"),
        ("Elfenbeinküste", "CI"),
        ("Royaume-Uni", "GB"),
        ("Équateur", "EC"),
        ("Corée du Sud", "KR"),
        ("Biélorussie", "BY"),
        ("Pays-Bas", "NL"),
        ("Alemania", "DE"),
        ("Granada", "GD"),
        ("Bielorrusia", "BY"),
        ("Paesi Bassi", "NL"),
        ("Bielorussia", "BY"),
        ("Niemcy", "DE"),
        ("Węgry", "HU"),
        ("Stany Zjednoczone", "US"),
        ("Białoruś", "BY"),
        ("Włochy", "IT"),
        ("Соединенные Штаты", "US"),
        ("ОАЭ", "AE"),
        ("КНДР", "KP"),
        ("Чехия", "CZ"),
        ("Alemanha", "DE"),
        ("Países Baixos", "NL"),
        ("Duitsland", "DE"),
        ("Zuid-Korea", "KR"),
        ("Německo", "DE"),
        ("Rakousko", "AT"),
        ("Tyskland", "DE"),
        ("Storbritannien", "GB"),
        ("Нямеччына", "DE"),
        ("Вялікабрытанія", "GB"),
        ("Німеччина", "DE"),
        ("Угорщина", "HU"),
        ("Almanya", "DE"),
        ("Birleşik Krallık", "GB"),
        ("德国", "DE"),
        ("韩国", "KR"),
        ("ドイツ", "DE"),
        ("イギリス", "GB"),
        ("독일", "DE"),
        ("대한민국", "KR"),
    ]);
}

#[test]
fn countries_are_known_as_standards_and_maps_write_them() {
    assert_countries(&[
        ("Korea, Republic of", "KR"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Moldova, Republic of", "MD"),
        ("Iran, Islamic Republic of", "IR"),
        ("Tanzania, United Republic of", "TZ"),
        ("Congo, The Democratic Republic of the", "CD"),
        ("Congo (Democratic Republic Of)", "CD"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("Syrian Arab Republic", "SY"),
        ("French Republic", "FR"),
        ("Burma", "MM"),
        ("Zaire", "CD"),
        ("Upper Volta", "BF"),
        ("BU", "MM"),
        ("ZR", "CD"),
        ("TP", "TL"),
        ("UK", "GB"),
        ("POL", "PL"),
        ("Dem. Rep. Congo", "CD"),
        ("Bosnia and Herz.", "BA"),
        ("S. Sudan", "SS"),
        ("Eq. Guinea", "GQ"),
        ("Central African Rep.", "CF"),
        ("Antigua and Barb.", "AG"),
        ("Trinidad & Tobago", "TT"),
        ("Congo - Brazzaville", "CG"),
        ("St. Lucia", "LC"),
        ("Saint Vincent & the Grenadines", "VC"),
        ("Sankt Lucia", "LC"),
        ("Ivory Coast", "CI"),
    ]);
}

#[test]
fn a_word_is_never_taken_for_another_country() {
    assert_countries(&[
        ("Germany, France", ""),
        ("Germany and France", ""),
        ("East", ""),
        ("Kingdom of Hungaria", ""),
        ("Norwai", ""),
        ("Bavaria", ""),
        ("Bayern", ""),
        ("Yugoslavia", ""),
        ("Czechoslovakia", ""),
        ("Prussia", ""),
        ("Republic of China", ""),
        ("San Jose, CA", ""),
        ("FR-A", ""),
        ("Norwegian", ""),
    ]);
    let of_uk = places_of(&["Scotland", "Wales", "Northern Ireland", "Angleterre"]);
    assert_eq!(of_uk, ["GB-SCT", "GB-WLS", "GB-NIR", "GB-ENG"].map(|region| ["GB".to_owned(), region.to_owned()]));
}

#[test]
fn check_says_which_country_a_word_is_like() {
    let list = "city1,country1,city2,country2\nHub,Belarus,x,Norwai\nHub,Belarus,y,\"Germany, France\"\n";
    let answered = run_with_input(&["--data", "-", "check", "--format", "json"], list);
    let rows: Vec<Value> = serde_json::from_str(&answered.stdout).unwrap();
    let row = |line: u64| rows.iter().find(|row| row["line"] == line).expect("a problem of the line").to_string();
    assert!(row(2).contains("Norwai") && row(2).contains("NO"), "{}", row(2));
    assert!(row(3).contains("Germany, France"), "{}", row(3));
}

#[test]
fn a_word_for_a_missing_country_is_no_country_but_in_a_list_of_codes() {
    let countries = |file: &str| {
        let rows = json(&["--data", file, "places"]);
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| (row["name"].as_str().unwrap().to_owned(), row["country"].as_str().unwrap_or("").to_owned()))
            .collect::<Vec<_>>()
    };
    let of_words = ["NA", "N/A", "#N/A", "nan", "NULL", "-", "-99", "n/a"];
    assert_eq!(places_of(&of_words).concat().concat(), "");
    // These are the only words among codes.
    assert!(countries("words/codes.csv").contains(&("Windhoek".to_owned(), "NA".to_owned())));
    let answered = run(&["--data", "words/codes.csv", "places", "--format", "json"]);
    assert!(!answered.stderr.contains("warning"), "{}", answered.stderr);
}

#[test]
fn a_word_that_names_a_country_and_a_region_is_the_country() {
    let list = ["--data", "words/georgia.csv"];
    let report = run(&[&list[..], &["report", "--between", "BY", "Georgia", "--format", "json"]].concat());
    let answer: Value = serde_json::from_str(&report.stdout).unwrap();
    assert_eq!((&answer["ties"]["total"], &answer["places"]["total"]), (&2.into(), &4.into()));
    let command = "`sistergraph --data words/georgia.csv report --between BY US-GA --format json`";
    assert!(report.stderr.contains(command), "{}", report.stderr);
    assert_eq!(json(&[&list[..], &["partners", "Georgia"]].concat()).as_array().unwrap().len(), 2);
    let by_region = json(&[&list[..], &["regions", "BY", "--to", "Georgia"]].concat());
    let ties: u64 = by_region.as_array().unwrap().iter().map(|row| row["ties"].as_u64().unwrap()).sum();
    assert_eq!(ties, 2);
    let without = json(&[&list[..], &["unconnected", "Georgia", "--to", "BY"]].concat());
    assert!(without.as_array().unwrap().iter().all(|row| row["country"] == "GE" && row["region"] != "GE-AJ"));
    // The same holds for an end in a file, and in other languages.
    assert_eq!(json(&["--data", "words/georgia", "partners", "gom"])[0]["id"], "GE");
    for (word, code) in [("Luxembourg", "LU"), ("Niger", "NE"), ("Granada", "GD"), ("Грузия", "GE")] {
        let found = run(&["partners", word, "--level", "country", "--format", "json"]);
        assert_eq!(found.status, 0, "{word} {code}: {}", found.stderr);
        let noted = run(&["partners", word]).stderr;
        let taken = format!("`{word}` is taken for `{code}`");
        assert!(noted.is_empty() || noted.contains(&taken), "{noted}");
    }
}

#[test]
fn regions_are_known_in_their_own_languages() {
    let rows = json(&["--data", "words/regions", "places"]);
    for (id, country, region) in [
        ("pl", "PL", "PL-14"),
        ("se", "SE", "SE-M"),
        ("hr", "HR", "HR-01"),
        ("de", "DE", "DE-BY"),
        ("es", "ES", "ES-AN"),
        ("gr", "GR", "GR-B"),
        ("kz", "KZ", "KZ-15"),
        ("ru", "RU", "RU-OMS"),
        ("cn", "CN", "CN-HB"),
        ("gb", "GB", "GB-SCT"),
    ] {
        let row = rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
        assert_eq!((&row["country"], &row["region"]), (&country.into(), &region.into()), "{id}");
    }
    let ends = json(&["--data", "words/ends", "partners", "hub"]);
    let mut ends: Vec<&str> = ends.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    ends.sort_unstable();
    assert_eq!(ends, ["DE-NI", "KZ-35", "PL-12", "RU-DA"]);
    let asked = json(&["--data", "words/regions", "regions", "Bayern", "--to", "any"]);
    assert_eq!((asked.as_array().unwrap().len(), &asked[0]["region"]), (1, &"DE-BY".into()));
}

#[test]
fn codes_that_were_mean_their_successors() {
    let rows = json(&["--data", "words/former", "places"]);
    for (id, country, region) in [
        ("a1", "MX", "MX-CMX"),
        ("a2", "CN", "CN-BJ"),
        ("a3", "GB", "GB-ENG"),
        ("a4", "BY", "BY-BR"),
        ("a5", "BY", "BY-BR"),
        ("a6", "BY", "BY-MA"),
    ] {
        let row = rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
        assert_eq!((&row["country"], &row["region"]), (&country.into(), &region.into()), "{id}");
    }
}

#[test]
fn what_is_suggested_lies_in_the_focus_and_looks_like_what_was_typed() {
    for (args, has, lacks) in [
        (&["partners", "Omk"][..], "Omsk", "(Omuta"),
        (&["regions", "Атырауская облась"], "KZ-23", "AM-"),
        (&["unconnected", "RU", "--to", "Магілёўская воблась"], "BY-MA", "MK-"),
        (&["partners", "Республіка Дагестан"], "RU-DA", "RU-AL"),
    ] {
        let asked = run(&[&["--data", "words/near"], args].concat());
        let said = asked.stderr + &asked.stdout;
        assert!(said.contains(has) && !said.contains(lacks), "{args:?}: {said}");
    }
}
