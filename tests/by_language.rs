//! Names by language: both spellings of their columns are read, every format of our own keeps them, they find places,
//! and those of the built-in data are in the letters of their languages.

use std::collections::{HashMap, HashSet};

use sistergraph::{
    check,
    formats::{self, Reading, Told},
    graph::Network,
    model::{Dataset, Language, Level},
    register::Register,
};

use crate::support::run;

const CITIES: &str = "id,name,country,region,name_ru,name:de,NAME:FR,name_xx,aliases\n\
                      munich-de,München,DE,DE-BY,Мюнхен,,Munich,x,\n\
                      smolensk-ru,Smolensk,RU,RU-SMO,Смоленск,Smolensk,,x,Smolensk on the Dnieper\n\
                      tula-ru,Tula,RU,RU-TUL,,,,x,\n";
const PARTNERSHIPS: &str = "a,b\nmunich-de,smolensk-ru\n";
const REGIONS: &str =
    "code,country,name,name_pl,name:be\nRU-SMO,,,Smoleńszczyzna,\nXX-POL,BY,Polesia,Polesie,Палессе\n";

fn lists() -> Reading {
    let lists: [(&str, &[u8]); 3] =
        [("cities", CITIES.as_bytes()), ("partnerships", PARTNERSHIPS.as_bytes()), ("regions", REGIONS.as_bytes())];
    formats::read_lists(&lists).unwrap()
}

/// The names by language of every place, by id.
fn names(dataset: &Dataset) -> Vec<(String, Vec<(Language, String)>)> {
    let of = |place: sistergraph::model::PlaceRecord<'_>| {
        (place.id.to_owned(), place.names.iter().map(|(language, name)| (language, name.to_owned())).collect())
    };
    dataset.places().map(of).collect()
}

#[test]
fn names_survive_every_format_of_our_own() {
    let reading = lists();
    let name = |language, name: &str| (language, name.to_owned());
    assert_eq!(
        names(&reading.dataset),
        [
            ("munich-de".to_owned(), vec![name(Language::Russian, "Мюнхен"), name(Language::French, "Munich")]),
            ("smolensk-ru".to_owned(), vec![name(Language::Russian, "Смоленск"), name(Language::German, "Smolensk")]),
            ("tula-ru".to_owned(), Vec::new()),
        ]
    );
    // A language that isn't supported is noted like any other unknown column.
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    assert!(notes.len() == 1 && notes[0].contains("column `name_xx` is not used"), "{notes:?}");

    let written = formats::to_csv(&reading.dataset);
    let file = |name: &str| &written.iter().find(|(file, _)| *file == name).unwrap().1;
    // Languages without a name have no column.
    let header = file("cities.csv").lines().next().unwrap();
    assert_eq!(header, "id,name,type,country,region,name_ru,name_de,name_fr,aliases");
    assert_eq!(file("regions.csv").lines().next().unwrap(), "code,country,name,name_be,name_pl");
    let fields: Vec<&str> = file("datapackage.json").split('"').filter(|text| text.starts_with("name_")).collect();
    assert_eq!(fields, ["name_ru", "name_de", "name_fr", "name_be", "name_pl"]);
    let again: Vec<(&str, &[u8])> =
        ["cities", "partnerships", "regions"].map(|list| (list, file(&format!("{list}.csv")).as_bytes())).to_vec();
    assert_eq!(formats::read_lists(&again).unwrap().dataset, reading.dataset);
    let json = formats::to_json(&reading.dataset);
    assert_eq!(formats::read_bytes("set.json", json.as_bytes(), &Told::default()).unwrap().dataset, reading.dataset);
    // The spelling of OpenStreetMap is also understood in JSON.
    let colons = json.replace("\"name_", "\"name:");
    assert!(colons.contains("\"name:ru\""));
    assert_eq!(formats::read_bytes("set.json", colons.as_bytes(), &Told::default()).unwrap().dataset, reading.dataset);
}

#[test]
fn a_place_is_found_and_called_by_its_names() {
    let network = Network::build(lists().dataset, Register::built_in()).network;
    let found = |text: &str, levels: &[Level]| {
        let names = network.names();
        names.find(text, levels).map(|found| names.id_and_name(found.subject)[0].to_string()).ok()
    };
    assert_eq!(found("Мюнхен", &[Level::City]).as_deref(), Some("munich-de"));
    assert_eq!(found("munich", &[Level::City]).as_deref(), Some("munich-de"));
    assert_eq!(found("Smoleńszczyzna", &[Level::Region]).as_deref(), Some("RU-SMO"));
    assert_eq!(found("Палессе", &[Level::Region]).as_deref(), Some("XX-POL"));
    let munich = network.places().find(|place| place.id() == "munich-de").unwrap();
    let called: Vec<&str> = Language::ALL.iter().map(|&language| munich.name_in(language)).collect();
    assert_eq!(called, ["München", "Мюнхен", "München", "München", "München", "München", "Munich"]);
    let register = network.register();
    let region = |code: &str| register.region(register.find_region(code).unwrap());
    assert_eq!(region("RU-SMO").name_in(Language::Polish), "Smoleńszczyzna");
    assert_eq!(region("RU-SMO").name_in(Language::German), "Oblast Smolensk");
    assert_eq!(region("XX-POL").name_in(Language::German), "Polesia");
}

#[test]
fn a_pair_table_may_name_its_places_in_several_languages() {
    let names_of = |table: &str, told: &Told| {
        let reading = formats::read_bytes("pairs.csv", table.as_bytes(), told).unwrap();
        assert_eq!(reading.faults, []);
        names(&reading.dataset)
    };
    let name = |language, name: &str| (language, name.to_owned());
    let expected = [
        ("munich-germany".to_owned(), vec![name(Language::Russian, "Мюнхен"), name(Language::German, "München")]),
        ("gomel-belarus".to_owned(), vec![name(Language::Russian, "Гомель")]),
        ("radom-poland".to_owned(), Vec::new()),
    ];
    // The first row with a name in a language counts.
    let rows = "Munich,Germany,Мюнхен,,Gomel,Belarus,\nRadom,Poland,,,Gomel,Belarus,Гомель\nMunich,Germany,,München,Radom,Poland,\n";
    for header in [
        "city1,country1,city1_name_ru,city1_name_de,city2,country2,city2_name_ru",
        "city_a,country_a,name:ru_a,name:de_a,city_b,country_b,name:ru_b",
        "City,Country,city_name_ru,name_de,Twin city,Twin country,twin_name_ru",
    ] {
        let mut found = names_of(&format!("{header}\n{rows}"), &Told::default());
        found.sort_by_key(|(id, _)| expected.iter().position(|(known, _)| known == id));
        assert_eq!(found, expected, "{header}");
    }
    let columns = Some("a=x,a.country=y,a.name_ru=z,a.name_de=u,b=v,b.country=w,b.name_ru=t".parse().unwrap());
    let mut found = names_of(&format!("x,y,z,u,v,w,t\n{rows}"), &Told { columns, ..Told::default() });
    found.sort_by_key(|(id, _)| expected.iter().position(|(known, _)| known == id));
    assert_eq!(found, expected);
    // If nothing says whose names they are, they are left out, with a note.
    let reading = formats::read_bytes("pairs.csv", b"a,b,name_xx_1\nx,y,z\n", &Told::default()).unwrap();
    assert!(reading.notes.iter().any(|note| note.to_string().contains("name_xx_1")), "{:?}", reading.notes);
}

#[test]
fn mending_keeps_names_and_mends_them() {
    let cities = CITIES.replace("Смоленск,", "\u{a0}Смо\u{a0}ленск,");
    let lists: [(&str, &[u8]); 2] = [("cities", cities.as_bytes()), ("partnerships", PARTNERSHIPS.as_bytes())];
    let fixed = check::fix(&formats::read_lists(&lists).unwrap()).unwrap();
    let smolensk = fixed.dataset.places().nth(1).unwrap();
    assert_eq!(smolensk.names.get(Language::Russian), Some("Смо ленск"));
    assert_eq!(fixed.dataset.places().next().unwrap().names.get(Language::French), Some("Munich"));
    assert!(fixed.changes.iter().any(|change| change.column.as_deref() == Some("name_ru")), "{:?}", fixed.changes);
}

/// The names of the built-in cities that aren't among their aliases: each was written by hand.
const BY_HAND: &str = include_str!("../data/names/by_hand.csv");

#[test]
fn built_in_cities_have_names_in_the_letters_of_their_languages() {
    let by_hand: HashSet<(String, String, String)> =
        csv::Reader::from_reader(BY_HAND.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap();
    let dataset = formats::read("belarus").unwrap().dataset;
    let latin_marks = |extra: &'static str| move |c: char| c.is_ascii_alphabetic() || extra.contains(c);
    let letters: HashMap<Language, Box<dyn Fn(char) -> bool>> = [
        (Language::Russian, Box::new(|c: char| matches!(c, 'А'..='я' | 'Ё' | 'ё')) as Box<dyn Fn(char) -> bool>),
        (
            Language::Belarusian,
            Box::new(|c: char| {
                matches!(c, 'А'..='я' | 'Ё' | 'ё' | 'І' | 'і' | 'Ў' | 'ў')
                    && !matches!(c, 'И' | 'и' | 'Щ' | 'щ' | 'Ъ' | 'ъ')
            }),
        ),
        (
            Language::Ukrainian,
            Box::new(|c: char| {
                matches!(c, 'А'..='я' | 'Ґ' | 'ґ' | 'Є' | 'є' | 'І' | 'і' | 'Ї' | 'ї')
                    && !matches!(c, 'Ы' | 'ы' | 'Э' | 'э' | 'Ъ' | 'ъ')
            }),
        ),
        (Language::Polish, Box::new(latin_marks("ąćęłńóśźżŁŚŻ"))),
        (Language::German, Box::new(latin_marks("äöüßÄÖÜ"))),
        (Language::French, Box::new(latin_marks("àâçéèêëîïôùûüÉ"))),
    ]
    .into();
    let mut written: HashSet<(String, String, String)> = HashSet::new();
    for place in dataset.places() {
        for language in [Language::Russian, Language::Belarusian] {
            assert!(place.names.get(language).is_some(), "{} has no name in {language}", place.id);
        }
        for (language, name) in place.names.iter() {
            let is_of_language = name.chars().filter(|c| c.is_alphabetic()).all(|c| letters[&language](c));
            assert!(is_of_language, "{} {language} {name}", place.id);
            // The part that tells it from others is in brackets, as in its own name.
            assert_eq!(
                (name.contains('('), language == Language::German && place.id.starts_with("frankfurt")),
                (place.name.contains('(') || name == "Frankfurt (Oder)", name == "Frankfurt (Oder)"),
                "{name}"
            );
            let bare = name.split_once(" (").map_or(name, |(bare, _)| bare);
            let is_alias = |name: &str| place.aliases.iter().any(|alias| alias.replace('’', "'") == name);
            if !is_alias(name) && !is_alias(bare) && place.name != name && place.name != bare {
                written.insert((place.id.to_owned(), language.name().to_owned(), name.to_owned()));
            }
        }
    }
    let (new, gone): (Vec<_>, Vec<_>) =
        (written.difference(&by_hand).collect(), by_hand.difference(&written).collect());
    assert!(new.is_empty() && gone.is_empty(), "not in by_hand.csv: {new:?}; without need there: {gone:?}");
}

#[test]
fn a_map_calls_places_in_its_language() {
    let map = run(&["map", "--ego", "Mogilev", "--lang", "be", "-q"]);
    for (name, is_there) in [("Магілёў", true), ("Смаленск", true), ("Mogilev", false), ("Smolensk", false)]
    {
        assert_eq!(map.stdout.contains(&format!(">{name}<")), is_there, "{name}");
    }
}
