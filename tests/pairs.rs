//! Tables with two places a row: their figures, and what `import` makes of them.

use std::collections::BTreeMap;

use serde_json::Value;
use sistergraph::{geodesy::distance_km, model::Position};

use crate::support::{extra_data, fixtures, json, run};

/// Answers that together distinguish two graphs.
fn answers(data: &str) -> Vec<String> {
    [
        &["places", "--format", "csv"][..],
        &["components", "--members", "--format", "csv"],
        &["fragile", "--format", "csv"],
        &["matrix", "--by", "country", "--format", "csv"],
        &["report", "--format", "json"],
    ]
    .iter()
    .map(|args| run(&[&["--data", data, "-q"], *args].concat()).stdout)
    .collect()
}

#[test]
fn what_is_imported_is_the_same_graph() {
    let folder = tempfile::tempdir().unwrap();
    for table in ["wild.csv", "wikidata.csv", "ids.txt"] {
        let source = format!("pairs/{table}");
        let expected = answers(&source);
        assert!(expected.iter().all(|answer| table == "ids.txt" || !answer.is_empty()), "{expected:?}");
        for target in [format!("{table}-set"), format!("{table}.json")] {
            let target = folder.path().join(target);
            let target = target.to_str().unwrap();
            let import = run(&["import", &source, "-o", target, "-q"]);
            assert_eq!((import.status, import.stderr.as_str()), (0, ""), "{table}");
            assert_eq!(answers(target), expected, "{target}");
        }
    }
    // A directory in use must not be replaced.
    let again = run(&["import", "pairs/wild.csv", "-o", folder.path().join("wild.csv-set").to_str().unwrap()]);
    assert_eq!((again.status, again.stdout.as_str()), (1, ""));
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 6, "nothing else is left behind");
}

#[test]
fn the_order_of_a_table_s_rows_leaves_no_trace() {
    let text = std::fs::read_to_string(fixtures().join("pairs/wild.csv")).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    let mut seen = Vec::new();
    for turn in 0..rows.len() {
        rows.rotate_left(1);
        if turn % 2 == 0 {
            rows.reverse();
        }
        let file = folder.path().join("wild.csv");
        std::fs::write(&file, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
        seen.push(answers(file.to_str().unwrap()));
    }
    assert!(seen.iter().all(|answers| *answers == seen[0]));
}

#[test]
fn a_claim_from_both_sides_is_one_partnership_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("wild.json");
    assert_eq!(run(&["import", "pairs/wild.csv", "-o", target.to_str().unwrap(), "-q"]).status, 0);
    let set: Value = serde_json::from_str(&std::fs::read_to_string(target).unwrap()).unwrap();
    let claims: Vec<(&str, &str)> = set["partnerships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["b"].as_str().unwrap(), row["claimed_by"].as_str().unwrap_or("both")))
        .collect();
    assert_eq!(claims.len(), 8);
    assert_eq!(claims.iter().filter(|(_, claim)| *claim == "both").collect::<Vec<_>>(), [&("tula-russia", "both")]);
    assert!(claims.iter().skip(1).all(|(_, claim)| *claim == "a"), "{claims:?}");
}

/// Figures from the facts beside the data, on which networkx, igraph and others agree.
#[test]
fn a_table_found_in_the_wild_has_its_known_figures() {
    let Some(table) = extra_data("pairs/twin_cities.csv") else { return };
    let table = table.to_str().unwrap();
    let report = json(&["--data", table, "--countries", "as-written", "report"]);
    assert_eq!(report["places"]["total"], 17_717);
    assert_eq!(report["ties"]["total"], 25_914);
    assert_eq!(report["connectivity"]["components"], 1_401);
    assert_eq!(report["connectivity"]["largest"], 14_114);
    assert_eq!(report["connectivity"]["bridges"], 9_517);
    assert_eq!(report["connectivity"]["cut_places"], 4_700);
    let sizes: Vec<u64> = json(&["--data", table, "--countries", "as-written", "components"])
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["size"].as_u64().unwrap())
        .collect();
    assert_eq!(sizes[..8], [14_114, 14, 10, 10, 9, 9, 9, 9]);
    assert!(sizes[8] < 9);
    let places = json(&["--data", table, "--countries", "as-written", "places"]);
    let degrees = places.as_array().unwrap().iter().map(|row| (row["degree"].as_u64().unwrap(), &row["name"]));
    assert_eq!(degrees.max_by_key(|(degree, _)| *degree).unwrap(), (74, &Value::from("Bethlehem")));
    assert_eq!(
        json(&["--data", table, "--countries", "as-written", "report", "--between", "BY", "RU"])["ties"]["total"],
        219
    );
    let warning = run(&["--data", table, "--countries", "as-written", "partners", "Mogilev"]).stderr;
    assert!(warning.contains("warning: 3 partnerships of a place with itself are dropped"), "{warning}");
    let problems = json(&["--data", table, "--countries", "as-written", "check"]);
    let loops: Vec<&str> = problems
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["code"] == "self-loop")
        .map(|problem| problem["message"].as_str().unwrap())
        .collect();
    assert_eq!(loops.len(), 3);
    for (found, place) in loops.iter().zip(["nienburg", "stryi", "dobrany"]) {
        assert!(found.starts_with(&format!("partnership of `{place}-")), "{found}");
    }
}

/// A place is identified by its name and its country, however that is written; places with one name that are far apart
/// are different. Here they are counted by comparing all places as written that have the same name.
#[test]
fn a_place_is_its_name_in_its_country() {
    let Some(table) = extra_data("pairs/twin_cities.csv") else { return };
    let table = table.to_str().unwrap();
    let places = |how| json(&["--data", table, "--countries", how, "places"]).as_array().unwrap().clone();
    let mut of_name: BTreeMap<(String, String), Vec<Value>> = BTreeMap::new();
    let as_written = places("as-written");
    for place in &as_written {
        let key = |column: &str| place[column].to_string();
        // A text that means no country is kept, and is part of the id.
        let country = if place["country"].is_null() { key("id") } else { key("country") };
        of_name.entry((key("name"), country)).or_default().push(place.clone());
    }
    let position = |place: &Value| Position::new(place["lat"].as_f64()?, place["lon"].as_f64()?).ok();
    let mut expected = 0;
    for group in of_name.values() {
        let mut parts: Vec<Vec<&Value>> = Vec::new();
        for place in group {
            let is_near =
                |other: &&Value| position(place).zip(position(other)).is_none_or(|(a, b)| distance_km(a, b) <= 50.0);
            let (near, mut apart): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.iter().any(is_near));
            apart.push(near.into_iter().flatten().chain([place]).collect());
            parts = apart;
        }
        expected += parts.len();
    }
    assert_eq!(as_written.len(), 17_717);
    assert!(expected < 17_300);
    assert_eq!(places("by-code").len(), expected);
}

/// The regions of a table's places are found by their positions, for every command.
#[test]
fn every_command_knows_the_regions_of_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let imported = folder.path().join("imported");
    let imported = imported.to_str().unwrap();
    assert_eq!(run(&["import", "pairs/located.csv", "-o", imported, "-q"]).status, 0);
    // The table shows that one place is in Bavaria, tied to one in Lyon's region, and so on.
    let partners = json(&["--data", "pairs/located.csv", "partners", "DE-BY"]);
    let names: Vec<&str> = partners.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Lyon", "Turin"]);
    for question in [
        &["partners", "DE-BY"][..],
        &["partners", "Bavaria"],
        &["path", "DE-BY", "Lyon"],
        &["places", "DE-BY"],
        &["regions", "DE", "--to", "any"],
        &["unconnected", "DE", "--to", "any"],
        &["matrix", "--between", "DE", "FR"],
        &["components", "--region", "DE-BY", "--members"],
        &["fragile", "--without", "DE-BY"],
        &["report", "--region", "DE-BY"],
        &["stats", "--region", "DE-BY"],
        &["rank", "--metric", "degree", "--by", "region"],
        &["suggest", "DE-BY"],
        &["history", "DE-BY"],
        &["curators", "DE-BY"],
        &["scorecard", "DE-BY"],
        &["contacts", "DE-BY"],
        &["agreements", "DE-BY"],
        &["dot", "--region", "DE-BY"],
        &["diagram", "--region", "DE-BY", "-o", "-"],
    ] {
        let ask = |data: &str| {
            let format: &[&str] =
                if question[0] == "dot" || question[0] == "diagram" { &[] } else { &["--format", "json"] };
            let run = run(&[&["--data", data, "-q"], question, format].concat());
            (run.status, run.stdout, run.stderr)
        };
        assert_eq!(ask("pairs/located.csv"), ask(imported), "{question:?}");
    }
}
