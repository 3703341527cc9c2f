//! The gazetteer: lists with hidden positions, well-known names, and files in GeoNames' format.

use std::{collections::HashMap, fs, path::Path};

use serde_json::Value;
use sistergraph::{
    gazetteer::{Asked, Choice, Error, Gazetteer, Known},
    geodesy::distance_km,
    graph::{self, Scope},
    model::{Area, CountryCode, Dataset, PartnershipRecord, PlaceRecord, Position},
    query::{Side, Suggestions, untied_towns},
    register::Register,
};

use crate::support::{extra_data, json, network, note, read, run};

fn built_in() -> &'static Gazetteer {
    Gazetteer::built_in().expect("the tests are built with the gazetteer")
}

fn country(code: &str) -> Option<CountryCode> {
    CountryCode::new(code)
}

/// The number of places of a data set with a position; and after all positions are hidden, the number that the
/// gazetteer puts within 25 km, and the number that it puts elsewhere.
fn placed_again(dataset: &Dataset, counts: impl Fn(&PlaceRecord<'_>) -> bool) -> (usize, usize, usize) {
    let mut hidden = Dataset::default();
    for place in dataset.places() {
        let aliases = Vec::new();
        let names = Default::default();
        hidden.push_place(
            &PlaceRecord { position: None, region: None, population: None, geonames: None, aliases, names, ..place },
            1,
        );
    }
    for tie in dataset.partnerships() {
        hidden.push_partnership(&PartnershipRecord::new(tie.a, tie.b), 1);
    }
    let (_, placements) = graph::place(&hidden, &Register::built_in(), built_in());
    let (mut all, mut right, mut wrong) = (0, 0, 0);
    for placement in placements {
        let place = dataset.place(placement.row);
        let Some(position) = place.position.filter(|_| counts(&place)) else { continue };
        all += 1;
        if let Choice::Town(chosen) = placement.choice {
            let is_near = distance_km(chosen.town.position(), position) <= 25.0;
            if is_near { right += 1 } else { wrong += 1 }
        }
    }
    (all, right, wrong)
}

#[test]
fn a_curated_list_is_placed_again() {
    let belarus = read("belarus");
    let (all, right, wrong) = placed_again(belarus.dataset(), |_| true);
    // The places not found are districts that aren't named after a town, and villages smaller than the gazetteer's
    // smallest town.
    assert!(100 * right >= 84 * all && 100 * wrong <= 2 * all, "{right} right, {wrong} wrong of {all}");
}

#[test]
fn a_list_of_the_world_is_placed_again() {
    let Some(world) = extra_data("world") else { return };
    let world = read(world.to_str().unwrap());
    // Positions in another country are known to be wrong. So are about two in a hundred of the others: they belong to a
    // town with the same name, or are rounded to degrees.
    let outside = json(&["--data", extra_data("world").unwrap().to_str().unwrap(), "check"]);
    let outside: Vec<&str> = outside
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["code"] == "outside-country")
        .filter_map(|problem| problem["message"].as_str()?.split_once('(')?.1.split_once(')').map(|(id, _)| id))
        .collect();
    assert!(outside.len() > 200, "{}", outside.len());
    let (all, right, wrong) = placed_again(world.dataset(), |place| !outside.contains(&place.id));
    note(&format!("gazetteer: of {all} places {right} within 25 km, {wrong} elsewhere"));
    assert!(100 * right >= 66 * all && 1000 * wrong <= 30 * all, "{right} right, {wrong} wrong of {all}");
}

#[test]
fn towns_are_known_by_the_names_that_people_use() {
    // Anybody can look up these names and GeoNames ids.
    for (name, code, id) in [
        ("München", "DE", 2867714),
        ("Мюнхен", "DE", 2867714),
        ("Monaco di Baviera", "DE", 2867714),
        ("Köln", "DE", 2886242),
        ("Koeln", "DE", 2886242),
        ("Кёльн", "DE", 2886242),
        ("広島", "JP", 1862415),
        ("Hirosima", "JP", 1862415),
        ("Milano", "IT", 3173435),
        ("Mailand", "IT", 3173435),
        ("Lemberg", "UA", 702550),
        ("Львов", "UA", 702550),
        ("Lwów", "UA", 702550),
        ("Leningrad", "RU", 498817),
        ("St. Petersburg", "RU", 498817),
        ("Санкт-Петербург", "RU", 498817),
        ("Warschau", "PL", 756135),
        ("Warszawa", "PL", 756135),
        ("Варшава", "PL", 756135),
        ("Praha", "CZ", 3067696),
        ("Прага", "CZ", 3067696),
        ("Minsk", "BY", 625144),
        ("Мінск", "BY", 625144),
        ("Mogilev", "BY", 625665),
        ("Mahilyow", "BY", 625665),
        ("Магілёў", "BY", 625665),
        ("Hrodna", "BY", 627904),
        ("Гродно", "BY", 627904),
        ("Pékin", "CN", 1816670),
        ("北京", "CN", 1816670),
        ("القاهرة", "EG", 360630),
        ("Athína", "GR", 264371),
        ("Αθήνα", "GR", 264371),
        ("Den Haag", "NL", 2747373),
        ("Gent", "BE", 2797656),
        ("Gand", "BE", 2797656),
        ("Lisboa", "PT", 2267057),
        ("Göteborg", "SE", 2711537),
        ("Gothenburg", "SE", 2711537),
        ("Frankfurt/Oder", "DE", 2925535),
        ("Frankfurt am Main", "DE", 2925533),
    ] {
        let asked = Asked { name, country: country(code), ..Asked::default() };
        match built_in().choose(&asked) {
            Choice::Town(chosen) => assert_eq!(chosen.town.geonames(), id, "{name}: {chosen:?}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn nothing_is_chosen_among_equals() {
    let asked =
        |name, code, region, population| Asked { name, country: country(code), region, population, ..Asked::default() };
    // Three states have a Springfield of 150,000 inhabitants.
    assert!(
        matches!(built_in().choose(&asked("Springfield", "US", None, None)), Choice::Several(towns) if towns.len() > 5)
    );
    for (asked, region) in [
        (asked("Springfield", "US", Some("US-IL"), None), "US-IL"),
        (asked("Springfield, Illinois", "US", None, None), "US-IL"),
        (asked("Frankfurt", "DE", Some("DE-BB"), None), "DE-BB"),
        (asked("Frankfurt", "DE", None, None), "DE-HE"),
        (asked("Frankfurt", "DE", None, Some(57_000)), "DE-BB"),
    ] {
        match built_in().choose(&asked) {
            Choice::Town(chosen) => assert_eq!(chosen.town.region(), Some(region), "{asked:?}: {chosen:?}"),
            other => panic!("{asked:?}: {other:?}"),
        }
    }
    // What the list says about the place contradicts the only town that is shown under the name.
    for (asked, name) in [
        (asked("Halle", "DE", Some("DE-ST"), None), "Halle (Saale)"),
        (asked("Halle", "DE", None, Some(240_000)), "Halle (Saale)"),
        (asked("Newcastle", "GB", None, Some(280_000)), "Newcastle upon Tyne"),
        (asked("Neustadt", "DE", Some("DE-RP"), None), "Neustadt an der Weinstraße"),
    ] {
        match built_in().choose(&asked) {
            Choice::Town(chosen) => assert_eq!(chosen.town.name(), name, "{asked:?}"),
            other => panic!("{asked:?}: {other:?}"),
        }
    }
    for asked in [
        asked("Halle", "DE", None, None),
        asked("Bamberg", "DE", Some("DE-SN"), None),
        asked("Bamberg", "DE", None, Some(3_000_000)),
    ] {
        let choice = built_in().choose(&asked);
        assert!(matches!(choice, Choice::Several(_)), "{asked:?}: {choice:?}");
    }
    // Two towns have the same size, and one of them has a partner across the border.
    let Choice::Several(towns) = built_in().choose(&asked("Weingarten", "DE", None, None)) else {
        panic!("one is chosen")
    };
    assert!(towns.len() > 1, "{towns:?}");
    for town in towns {
        let partners = [Position::new(town.position().lat() + 0.01, town.position().lon()).unwrap()];
        match built_in().choose(&Asked { partners: &partners, ..asked("Weingarten", "DE", None, None) }) {
            Choice::Town(chosen) => assert_eq!(chosen.town.id(), town.id()),
            other => panic!("{town:?}: {other:?}"),
        }
    }
    for name in ["", "()", "–", "District", "8", "Nowhere at All"] {
        let choice = built_in().choose(&asked(name, "FR", None, None));
        assert!(matches!(choice, Choice::Unknown), "{name}: {choice:?}");
    }
}

/// A row of GeoNames' tables of towns.
fn row(
    id: u32,
    name: &str,
    names: &str,
    [lat, lon]: [&str; 2],
    class: &str,
    division: &str,
    population: &str,
) -> String {
    let (class, code) = class.split_once('.').unwrap_or((class, ""));
    format!(
        "{id}\t{name}\t{name}\t{names}\t{lat}\t{lon}\t{class}\t{code}\tDE\t\t{division}\t\t\t\t{population}\t\t\tEurope/Berlin\t2025-01-01"
    )
}

fn written(folder: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn files_of_geonames_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let rows = [
        row(1, "Großstadt", "Grossstadt,GST,grosustado,Метрополис", ["50.5", "8.25"], "P.PPLA", "05", "900000"),
        row(2, "Vorstadt", "", ["50.5", "8.26"], "P.PPLX", "05", "90000"),
        row(3, "Nachbarstadt", "", ["50.5", "8.27"], "P.PPL", "05", ""),
        row(4, "Hoher Berg", "", ["50.6", "8.3"], "T.MT", "05", "0"),
    ];
    let towns = written(folder.path(), "DE.txt", &(rows.join("\n") + "\r\n"));
    let names = "9\t1\ten\tBig City\t1\t\t\t\t\t\n10\t1\tiata\tBIG\t\t\t\t\t\t\n11\t77\ten\tElsewhere\t\t\t\t\t\t\n";
    let names = written(folder.path(), "alternateNamesV2.txt", names);
    let gazetteer = Gazetteer::read(&[&towns, &names]).unwrap();
    assert_eq!(gazetteer.len(), 3);
    let first = gazetteer.towns().next().unwrap();
    assert_eq!(first.names().collect::<Vec<_>>(), ["Großstadt", "Grossstadt", "Метрополис", "Big City"]);
    assert_eq!((first.region(), first.population()), (Some("DE-HE"), Some(900_000)));
    // The file says which town is a part, so its position doesn't matter.
    let parts: Vec<bool> = gazetteer.towns().map(|town| gazetteer.is_part(town)).collect();
    assert_eq!(parts, [false, true, false]);
    assert_eq!(gazetteer.towns().nth(2).unwrap().population(), None);

    assert!(matches!(Gazetteer::read(&[&names]), Err(Error::NoTowns { .. })));
    assert!(matches!(Gazetteer::read(&[folder.path().join("none.txt")]), Err(Error::Unreadable { .. })));
    for (text, line) in [
        ("id,name\n".to_owned(), 1),
        (rows[0].clone() + "\n\n" + &rows[1].replace("8.26", "north"), 3),
        (rows[0].replace("DE\t", "Germany\t"), 1),
        (rows[0].replace("900000", "many"), 1),
        (rows[0].replace("50.5", "150.5"), 1),
    ] {
        let file = written(folder.path(), "broken.txt", &text);
        match Gazetteer::read(&[&file]) {
            Err(Error::Line { line: found, .. }) => assert_eq!(found, line, "{text}"),
            other => panic!("{text}: {:?}", other.map(|gazetteer| gazetteer.len())),
        }
    }
    let empty = written(folder.path(), "empty.txt", "\n\n");
    assert!(matches!(Gazetteer::read(&[&empty]), Err(Error::Empty { .. })));
}

#[test]
fn the_towns_packed_are_in_the_register_and_on_the_globe() {
    let register = Register::built_in();
    let (mut without_region, mut elsewhere) = (0, Vec::new());
    for town in built_in().towns() {
        assert!(register.country(town.country()).is_some(), "{town:?}");
        match town.region() {
            Some(region) => match register.find_region(region) {
                Some(id) => assert_eq!(register.region(id).country, town.country(), "{town:?}"),
                None => elsewhere.push(town),
            },
            None => without_region += 1,
        }
        assert!(!town.name().is_empty() && !town.name().contains('|'), "{town:?}");
    }
    assert!(built_in().len() > 60_000 && without_region < 1500, "{without_region}");
    assert!(elsewhere.is_empty(), "{} {:?}", elsewhere.len(), &elsewhere[..elsewhere.len().min(5)]);
    // The towns are sorted as make.py says, so that the same towns give the same bytes.
    let keys: Vec<_> =
        built_in().towns().map(|town| (town.country(), town.region().map(str::to_owned), town.geonames())).collect();
    assert!(keys.is_sorted());
}

#[test]
fn a_town_is_identified_by_its_id_then_by_name_and_position() {
    let [munich, cologne] = [2867714, 2886242].map(|id| built_in().towns().find(|town| town.geonames() == id).unwrap());
    let known = |geonames, names, code, position| Known { geonames, names, country: country(code), position };
    let identify = |known| built_in().identify(known).map(|town| town.geonames());
    assert_eq!(identify(known(Some("2867714"), &["Whatever"], "DE", None)), Some(2867714));
    assert_eq!(identify(known(None, &["Whatever", "München"], "DE", Some(munich.position()))), Some(2867714));
    assert_eq!(identify(known(None, &["München"], "DE", Some(cologne.position()))), None);
    assert_eq!(identify(known(None, &["München"], "AT", Some(munich.position()))), None);
    assert_eq!(identify(known(None, &["Whatever"], "DE", Some(munich.position()))), None);
    let rottenburg = built_in().towns().find(|town| town.name() == "Rottenburg").unwrap();
    assert_eq!(
        identify(known(None, &["Rottenburg am Neckar"], "DE", Some(rottenburg.position()))),
        Some(rottenburg.geonames())
    );
}

/// Towns without a tie by the definition: every town of the country is compared with every place.
#[test]
fn untied_towns_are_those_that_no_tied_place_is() {
    let belarus = read("belarus");
    let graph = belarus.graph(&Scope::default());
    let side = Side { area: Area::Country(country("BY").unwrap()), against: Vec::new() };
    let found = untied_towns(&graph, built_in(), &[side], 15_000);
    let tied: HashMap<String, Position> = belarus
        .places()
        .filter(|place| graph.degree(place.number()) > 0)
        .filter_map(|place| Some((place.geonames().map_or(place.id(), |id| id).to_owned(), place.position()?)))
        .collect();
    let towns = built_in().towns().filter(|town| town.country().as_str() == "BY" && town.population() >= Some(15_000));
    let towns: Vec<_> = towns.filter(|town| !built_in().is_part(*town)).collect();
    assert_eq!(found.towns, towns.len());
    let expected = towns.iter().filter(|town| !tied.contains_key(&town.geonames().to_string()));
    let expected: Vec<String> = expected.map(|town| town.geonames().to_string()).collect();
    let mut listed: Vec<String> = found.rows.iter().map(|row| row.geonames.clone()).collect();
    // Places of the data set without a GeoNames id are found by name and position.
    let by_name = expected.iter().filter(|id| !listed.contains(id)).count();
    assert!(by_name <= 3 && listed.iter().all(|id| expected.contains(id)), "{listed:?} {expected:?}");
    for row in &found.rows {
        let at = Position::new(row.lat, row.lon).unwrap();
        let nearest = tied.values().map(|&place| distance_km(at, place)).fold(f64::INFINITY, f64::min);
        assert!((row.nearest_km.unwrap() - nearest).abs() <= 0.051, "{row:?} {nearest}");
    }
    assert!(found.rows.iter().map(|row| row.population).rev().is_sorted(), "largest first");
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), found.rows.len());
}

#[test]
fn import_writes_what_was_found_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("towns");
    let rows = json(&["import", "towns", "--locate", "-o", target.to_str().unwrap()]);
    let rows: HashMap<&str, &Value> =
        rows.as_array().unwrap().iter().map(|row| (row["id"].as_str().unwrap(), row)).collect();
    assert_eq!(rows["frankfurt-oder"]["geonames"], "2925535");
    assert_eq!(rows["frankfurt-brandenburg"]["decided_by"], "within");
    assert_eq!(rows["gangseo"]["reason"], "whole");
    assert_eq!(rows["kobryn"]["reason"], "seat");
    assert!(rows["springfield"]["candidates"].as_str().unwrap().contains("US-MO"));
    assert_eq!(rows["nowhere"]["town"], Value::Null);
    // A seat gives its place only a position.
    let written = read(target.to_str().unwrap());
    let place = |id| written.place(written.find_id(id).unwrap());
    assert!(place("kobryn").position().is_some() && place("kobryn").geonames().is_none());
    assert!(place("munich").population() > Some(1_000_000) && place("munich").geonames() == Some("2867714"));
    assert_eq!(place("munich").region().map(|region| region.code.to_string()).as_deref(), Some("DE-BY"));
    assert!(place("springfield").position().is_none() && place("nowhere").position().is_none());
    // A place with a position stays unchanged.
    let again =
        run(&["import", target.to_str().unwrap(), "--locate", "-o", folder.path().join("again").to_str().unwrap()]);
    assert!(again.stderr.contains("2 places had no position: 0 placed"), "{}", again.stderr);
}

#[test]
fn a_network_finds_places_by_names_that_it_lacks() {
    let mut dataset = Dataset::default();
    let place = |id, name, code| PlaceRecord { id, name, country: country(code), ..PlaceRecord::default() };
    for (line, record) in (2..).zip([place("a", "Munich", "DE"), place("b", "Milan", "IT"), place("c", "Halle", "DE")])
    {
        dataset.push_place(&record, line);
    }
    dataset.push_partnership(&PartnershipRecord::new("a", "b"), 2);
    let network = network(dataset);
    let find = |name| network.names().find(name, sistergraph::model::Level::ALL);
    let id = |name| {
        let found = find(name).unwrap();
        (network.names().candidate(found.subject).id, found.by_gazetteer)
    };
    assert_eq!(id("München"), ("a".to_owned(), true));
    assert_eq!(id("München, DE"), ("a".to_owned(), true));
    assert_eq!(id("Mailand"), ("b".to_owned(), true));
    assert_eq!(id("Munich"), ("a".to_owned(), false));
    let error = find("Göteborg").unwrap_err().to_string();
    assert_eq!(error, "no place is called `Göteborg` in the data; it is the name of a town, Gothenburg (SE-O)");
}

/// Large towns with dissimilar names; every second one is moved 110 km to the north.
#[test]
fn positions_of_other_places_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut cities = "id,name,country,lat,lon\n".to_owned();
    let mut towns: Vec<_> =
        built_in().towns().filter(|town| ["DE", "FR", "PL"].contains(&town.country().as_str())).collect();
    towns.sort_by_key(|town| std::cmp::Reverse(town.population()));
    towns.retain(|town| !town.name().contains(['(', ',', '-', '–']));
    let mut moved = Vec::new();
    for (at, town) in towns.iter().take(60).enumerate() {
        let lat = if at % 2 == 0 { town.position().lat() } else { town.position().lat() + 1.0 };
        cities += &format!("t{at},{},{},{lat:.4},{:.4}\n", town.name(), town.country(), town.position().lon());
        moved.extend((at % 2 == 1).then_some(at + 2));
    }
    written(folder.path(), "cities.csv", &cities);
    written(folder.path(), "partnerships.csv", "a,b\nt0,t1\n");
    let lines = |option: &[&str], codes: &[&str]| -> Vec<usize> {
        let problems = json(&[&["--data", folder.path().to_str().unwrap(), "check"], option].concat());
        let problems = problems.as_array().unwrap().iter();
        let of_codes = problems.filter(|row| codes.contains(&row["code"].as_str().unwrap()));
        of_codes.map(|row| row["line"].as_u64().unwrap() as usize).collect()
    };
    // Places outside their country are found without a gazetteer.
    let found = lines(&["--locate"], &["town-elsewhere", "outside-country"]);
    assert!(found.iter().all(|line| moved.contains(line)), "{found:?} {moved:?}");
    assert!(10 * found.len() >= 9 * moved.len(), "{found:?} {moved:?}");
    // The check for towns runs only if it is asked for.
    assert!(lines(&[], &["town-elsewhere"]).is_empty());
}

#[test]
fn parts_of_towns_are_told_by_size_place_and_name() {
    let town = |id: u32| built_in().towns().find(|town| town.geonames() == id).unwrap();
    let whole = |id| built_in().whole_of(town(id)).map(|town| town.geonames());
    let find = |name: &str, code: &str| {
        let towns = built_in().towns().filter(|town| town.name() == name && town.country().as_str() == code);
        towns.max_by_key(|town| town.population()).unwrap().geonames()
    };
    let hamburg = find("Hamburg", "DE");
    // On the disc of a larger town; named after one, beyond its disc; with as many inhabitants as the whole, and few names.
    for (part, code, expected) in [
        ("Altona", "DE", hamburg),
        ("Bergedorf", "DE", hamburg),
        ("Neue Neustadt", "DE", find("Magdeburg", "DE")),
        ("South Boston", "US", find("Boston", "US")),
        ("New South Memphis", "US", find("Memphis", "US")),
    ] {
        assert_eq!(whole(find(part, code)), Some(expected), "{part}");
    }
    for (town, code) in [("Hamburg", "DE"), ("Lübeck", "DE"), ("Ulm", "DE"), ("Memphis", "US"), ("Brest", "BY")] {
        assert_eq!(whole(find(town, code)), None, "{town}");
    }
    let position = |name: &str, code: &str| town(find(name, code)).position();
    let in_name = |name, code: &str, at| {
        built_in().whole_in_name(name, country(code).unwrap(), at).map(|town| town.name().to_owned())
    };
    assert_eq!(in_name("Gangseo (Seoul)", "KR", None).as_deref(), Some("Seoul"));
    assert_eq!(in_name("Vienna – Favoriten", "AT", Some(position("Vienna", "AT"))).as_deref(), Some("Vienna"));
    assert_eq!(in_name("Vienna – Favoriten", "AT", Some(position("Graz", "AT"))), None);
    assert_eq!(in_name("Springfield, Illinois", "US", None), None);
    assert_eq!(in_name("Gangseo (Seoul)", "JP", None), None);
}

/// A whole of which a part has a tie, and towns with a namesake nearby that has one.
#[test]
fn a_town_has_a_tie_where_a_part_of_it_has_one() {
    let mut dataset = Dataset::default();
    let at = |lat, lon| Position::new(lat, lon).ok();
    let place =
        |id, name, position| PlaceRecord { id, name, country: country("AT"), position, ..PlaceRecord::default() };
    let records = [
        // Its name says of what it is a part; its row does; neither does, and the gazetteer takes it for a part.
        place("favoriten", "Favoriten (Vienna)", at(48.17, 16.38)),
        PlaceRecord { part_of: Some("graz"), ..place("gries", "Gries", at(47.06, 15.43)) },
        place("graz", "Graz", at(47.067, 15.442)),
        place("urfahr", "Urfahr", at(48.316, 14.284)),
        // The district around a town.
        place("villach-land", "Villach Land", at(46.62, 13.83)),
        place("salzburg", "Salzburg", at(47.8, 13.045)),
    ];
    for (line, record) in (2..).zip(records) {
        dataset.push_place(&record, line);
    }
    dataset.push_partnership(&PartnershipRecord::new("favoriten", "gries"), 2);
    dataset.push_partnership(&PartnershipRecord::new("urfahr", "villach-land"), 3);
    let network = network(dataset);
    let graph = network.graph(&Scope::default());
    let side = Side { area: Area::Country(country("AT").unwrap()), against: Vec::new() };
    let found = untied_towns(&graph, built_in(), &[side], 55_000);
    let rows: Vec<(&str, &str, &str)> =
        found.rows.iter().map(|row| (row.town.as_str(), row.reason.as_str(), row.place.as_str())).collect();
    let of = |town: &str| rows.iter().find(|row| row.0.starts_with(town)).map(|row| (row.1, row.2));
    assert_eq!((of("Vienna"), of("Graz")), (None, None), "{rows:?}");
    assert_eq!(of("Salzburg"), Some(("no-tie", "salzburg")), "{rows:?}");
    assert_eq!(of("Innsbruck"), Some(("not-in-data", "")), "{rows:?}");
    assert_eq!(of("Villach"), Some(("namesake-tied", "villach-land")), "{rows:?}");
    // Those that may have a tie come last.
    assert_eq!(found.doubtful, rows.iter().filter(|row| row.1.ends_with("-tied")).count());
    let first_doubtful = rows.len() - found.doubtful;
    assert!(rows[..first_doubtful].iter().all(|row| !row.1.ends_with("-tied")), "{rows:?}");
}

/// Each place is a part of the next one, and only the first has a tie: the last is a town, and has it as well.
#[test]
fn a_long_chain_of_parts_counts_for_its_last_place() {
    const LENGTH: usize = 50_000;
    let mut dataset = Dataset::default();
    let ids: Vec<String> = (0..=LENGTH).map(|number| format!("p{number}")).collect();
    for (number, id) in ids.iter().enumerate() {
        let part_of = ids.get(number + 1).map(String::as_str);
        let name = if part_of.is_none() { "Graz" } else { "Ward" };
        let place = PlaceRecord { id, name, country: country("AT"), part_of, ..PlaceRecord::default() };
        dataset.push_place(&place, 2 + number as u32);
    }
    dataset.push_place(&PlaceRecord { id: "x", name: "X", country: country("DE"), ..PlaceRecord::default() }, 1);
    dataset.push_partnership(&PartnershipRecord::new("p0", "x"), 2);
    let network = network(dataset);
    let graph = network.graph(&Scope::default());
    let side = Side { area: Area::Country(country("AT").unwrap()), against: Vec::new() };
    let found = untied_towns(&graph, built_in(), &[side], 100_000);
    assert!(found.rows.iter().any(|row| row.town == "Linz") && found.rows.iter().all(|row| row.town != "Graz"));
}

/// The scores of suggested towns, added up anew from the terms that the documentation of `suggest` lists.
#[test]
fn suggested_towns_are_scored_as_places_are() {
    let belarus = read("belarus");
    let graph = belarus.graph(&Scope::default());
    let asked = belarus.place(belarus.find_id("mogilev-by").unwrap());
    let to = Area::Country(country("PL").unwrap());
    let rows = Suggestions::new(&graph).of_place_with_towns(asked.number(), built_in(), Some(&to), 40);
    assert!(rows.iter().map(|row| row.score).rev().is_sorted());
    let towns: Vec<_> = rows.iter().filter(|row| row.id.starts_with("geonames:")).collect();
    assert!(towns.len() > 10);
    for row in towns {
        let town = built_in().towns().find(|town| format!("geonames:{}", town.geonames()) == row.id).unwrap();
        assert!(belarus.places().all(|place| place.geonames() != row.id.strip_prefix("geonames:")), "{row:?}");
        let ties = graph.ties().map(|(_, tie)| [tie.a, tie.b].map(|end| belarus.place(end)));
        let region = |place: graph::Place<'_>| place.region().map(|region| region.code.to_string());
        let of_regions = [region(asked), town.region().map(str::to_owned)];
        let between = ties.filter(|[a, b]| {
            let found = [region(*a), region(*b)];
            of_regions[1].is_some()
                && (found == of_regions || [&found[1], &found[0]] == [&of_regions[0], &of_regions[1]])
        });
        let between = between.count();
        let [a, b] = [asked.population().unwrap(), town.population().unwrap()].map(|number| number as f64);
        let km = distance_km(asked.position().unwrap(), town.position());
        let score = 0.4 * (between as f64).ln_1p() + 0.5 * a.min(b) / a.max(b) + 0.3 / (1.0 + km / 1000.0);
        assert_eq!((row.region_ties, row.country_ties, row.common_partners), (between, 0, 0), "{row:?}");
        assert!((row.score - score).abs() <= 0.000_51, "{row:?}: {score}");
    }
}

#[test]
fn a_country_that_means_nothing_lowers_the_confidence() {
    let confidence = |asked| match built_in().choose(&asked) {
        Choice::Town(chosen) => (chosen.confidence(), chosen.is_without_area),
        other => panic!("{asked:?}: {other:?}"),
    };
    let asked = |name| Asked { name, ..Asked::default() };
    let (sure, is_without_area) = confidence(Asked { country: country("NO"), ..asked("Oslo") });
    assert!(!is_without_area);
    let in_norway = Asked { country: country("NO"), ..asked("Oslo, Atlantis") };
    for asked in [in_norway, Asked { has_unknown_country: true, ..asked("Oslo") }] {
        let (unsure, is_without_area) = confidence(asked);
        assert!(is_without_area && unsure < sure, "{asked:?}: {unsure} {sure}");
    }
    // What stands in brackets may be a river.
    assert!(!confidence(Asked { country: country("DE"), ..asked("Halle (Saale)") }).1);
    let folder = tempfile::tempdir().unwrap();
    let list = written(folder.path(), "twins.csv", "a,a_country,b,b_country\nOslo,Atlantis,Bergen,NO\n,,,\n");
    let target = folder.path().join("twins");
    let rows = json(&["import", list.to_str().unwrap(), "--locate", "-o", target.to_str().unwrap()]);
    let rows = rows.as_array().unwrap();
    // What wants a look comes first.
    assert_eq!((rows[0]["name"].as_str(), rows[0]["unread"].as_str()), (Some("Oslo"), Some("Atlantis")));
    assert_eq!(rows[1]["unread"], Value::Null);
}

/// The line of the report, which rests on a table made beforehand, and the answer of the gazetteer.
#[test]
fn the_report_counts_the_towns_that_the_gazetteer_finds() {
    for filters in [&[][..], &["--between", "BY", "RU"], &["--kind", "agreement"], &["--as-of", "2000"]] {
        let report = json(&[&["report"], filters].concat());
        let question = ["unconnected", "--level", "city", "--min-population", "20000"];
        let rows = json(&[&question, filters].concat());
        assert_eq!(report["large_towns"]["unconnected"], rows.as_array().unwrap().len(), "{filters:?}");
        assert!(report["large_towns"]["towns"].as_u64() > Some(700), "{filters:?}");
    }
    // Other countries aren't in the table, nor is other data.
    assert_eq!(json(&["report", "--between", "BY", "PL"])["large_towns"], Value::Null);
    assert_eq!(json(&["--data", "towns", "report"])["large_towns"], Value::Null);
}

/// A map of towns without a tie has a ring for each.
#[test]
fn untied_towns_are_rings_on_a_map() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("untied.svg");
    let question = ["unconnected", "BY", "--to", "any", "--level", "city", "--min-population", "20000"];
    let rows = json(&question);
    let written = run(&[&question[..], &["-o", file.to_str().unwrap()]].concat());
    assert_eq!(written.status, 0, "{}", written.stderr);
    let svg = fs::read_to_string(&file).unwrap();
    let layer = svg.split_once("class=\"untied-towns\"").unwrap().1;
    let layer = layer.split_once("</g>").unwrap().0;
    assert_eq!(layer.matches("<circle").count(), rows.as_array().unwrap().len());
    for row in rows.as_array().unwrap() {
        assert!(svg.contains(&format!("<title>{}: ", row["town"].as_str().unwrap())), "{row}");
    }
    assert!(svg.contains("GeoNames") && !svg.contains("id=\"arcs\""));
}

#[test]
fn the_names_that_a_list_has_for_regions_tell_towns_apart() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), "cities.csv", "id,name,country\na,\"Springfield, Prairie State\",US\nb,Chicago,US\n");
    written(folder.path(), "partnerships.csv", "a,b\na,b\n");
    written(folder.path(), "regions.csv", "code,country,name,aliases\nUS-IL,US,Illinois,Prairie State\n");
    let data = folder.path().to_str().unwrap();
    let rows = json(&["import", data, "--locate", "-o", folder.path().join("placed").to_str().unwrap()]);
    let region =
        |id: &str| rows.as_array().unwrap().iter().find(|row| row["id"] == id).map(|row| row["region"].clone());
    assert_eq!(region("a"), Some(Value::from("US-IL")), "{rows}");
    let [row, _] = &rows.as_array().unwrap()[..] else { panic!("{rows}") };
    assert_eq!(row["decided_by"], "within", "{rows}");
}
