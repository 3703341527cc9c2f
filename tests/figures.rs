//! Figures that other programs computed.
//!
//! `oracle/figures.py` (networkx) made `oracle/belarus.json` from the project's own data. The figures of the data
//! beside the project were copied from the note that came with it, where two or more programs agree on them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{extra_data, json as ask};

fn oracle() -> Value {
    serde_json::from_str(include_str!("oracle/belarus.json")).unwrap()
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer.as_array().unwrap()
}

/// A column of every row.
fn column<'a>(answer: &'a Value, name: &str) -> Vec<&'a Value> {
    rows(answer).iter().map(|row| &row[name]).collect()
}

const SCOPES: [(&str, &[&str]); 2] = [("all", &[]), ("between", &["--between", "BY", "RU"])];

#[test]
fn components_are_those_of_networkx() {
    for (scope, filters) in SCOPES {
        let answer = ask(&[&["components"], filters].concat());
        assert_eq!(json!(column(&answer, "size")), oracle()[scope]["component_sizes"], "{scope}");
    }
}

#[test]
fn bridges_and_cut_places_are_those_of_networkx() {
    for (scope, filters) in SCOPES {
        let answer = ask(&[&["fragile"], filters].concat());
        let of_kind = |kind: &'static str| rows(&answer).iter().filter(move |row| row["kind"] == kind);
        let cut_places: BTreeMap<&str, &Value> =
            of_kind("cut-place").map(|row| (row["id"].as_str().unwrap(), &row["cuts_off"])).collect();
        assert_eq!(json!(cut_places), oracle()[scope]["cut_places"], "{scope}");
        let mut bridges: Vec<([&str; 2], &Value)> = of_kind("bridge")
            .map(|row| {
                let (a, b) = (row["id"].as_str().unwrap(), row["to"].as_str().unwrap());
                ([a.min(b), a.max(b)], &row["cuts_off"])
            })
            .collect();
        bridges.sort_by_key(|&(tie, _)| tie);
        let bridges: Vec<Value> =
            bridges.into_iter().map(|(tie, cuts_off)| json!({ "tie": tie, "cuts_off": cuts_off })).collect();
        // Bridges are compared one by one, so that a difference shows one bridge instead of four hundred.
        for (found, expected) in bridges.iter().zip(oracle()[scope]["bridges"].as_array().unwrap()) {
            assert_eq!(found, expected, "{scope}");
        }
        assert_eq!(bridges.len(), oracle()[scope]["bridge_count"], "{scope}");
    }
}

#[test]
fn degrees_and_places_are_those_of_networkx() {
    for (scope, filters) in [SCOPES[0], SCOPES[1]] {
        let answer = ask(&[&["places"], filters].concat());
        let degrees: BTreeMap<&str, &Value> =
            rows(&answer).iter().map(|row| (row["id"].as_str().unwrap(), &row["degree"])).collect();
        assert_eq!(json!(degrees), oracle()[scope]["degrees"], "{scope}");
    }
}

#[test]
fn regions_are_those_of_the_oracle() {
    for (table, to) in [("regions_between", None), ("regions_to_all", Some("any"))] {
        let mut args = vec!["regions", "BY", "RU"];
        args.extend(to.into_iter().flat_map(|to| ["--to", to]));
        let answer = ask(&args);
        let expected = oracle();
        for (row, expected) in rows(&answer).iter().zip(expected[table].as_array().unwrap()) {
            for name in ["region", "places", "tied_places", "ties", "internal", "external", "volume"] {
                assert_eq!(row[name], expected[name], "{table} {name}: {row}");
            }
            for name in ["partner_regions", "partner_countries"] {
                assert_eq!(row[name], expected[name], "{table} {name}: {row}");
            }
        }
        assert_eq!(rows(&answer).len(), expected[table].as_array().unwrap().len());
    }
}

#[test]
fn unconnected_regions_are_those_of_the_oracle() {
    for country in ["BY", "RU"] {
        let answer = ask(&["unconnected", country]);
        let expected = &oracle()["unconnected_between"][country];
        assert_eq!(column(&answer, "region"), column(expected, "region"));
        assert_eq!(column(&answer, "reason"), column(expected, "reason"));
    }
}

#[test]
fn the_matrix_is_that_of_the_oracle() {
    let answer = ask(&["matrix"]);
    let mut cells = Vec::new();
    for row in &rows(&answer)[..rows(&answer).len() - 1] {
        for (column, count) in row.as_object().unwrap() {
            if column.starts_with("RU-") && *count != json!(0) {
                cells.push(json!([row["region"], column, count]));
            }
        }
    }
    assert_eq!(json!(cells), oracle()["matrix"]["cells"]);
    let totals = rows(&answer).last().unwrap();
    assert_eq!(totals["total"], oracle()["matrix"]["total"]);
    assert_eq!(totals.as_object().unwrap().len(), 83 + 3);
}

#[test]
fn partners_and_distances_are_those_of_the_oracle() {
    let expected = oracle();
    for (list, filters) in [("partners", SCOPES[0].1), ("between", SCOPES[1].1)] {
        let answer = ask(&[&["partners", "mogilev-by"], filters].concat());
        let mut ids: Vec<&str> = rows(&answer).iter().map(|row| row["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        assert_eq!(json!(ids), expected["partners"][list]);
    }
    for tie in expected["distances_km"].as_array().unwrap() {
        let answer = ask(&["path", tie["tie"][0].as_str().unwrap(), tie["tie"][1].as_str().unwrap()]);
        let km = rows(&answer)[1]["distance_km"].as_f64().unwrap();
        assert!((km - tie["km"].as_f64().unwrap()).abs() <= 0.05, "{tie} {km}");
    }
}

#[test]
fn the_report_says_what_the_other_commands_say() {
    for (scope, filters) in SCOPES {
        let report = ask(&[&["report"], filters].concat());
        let expected = &oracle()[scope];
        assert_eq!(report["places"]["total"], expected["places"]);
        assert_eq!(report["ties"]["total"], expected["ties"]);
        assert_eq!(report["connectivity"]["components"], expected["components"]);
        assert_eq!(report["connectivity"]["largest"], expected["component_sizes"][0]);
        assert_eq!(report["connectivity"]["isolated"], expected["isolated"].as_array().unwrap().len());
        assert_eq!(report["connectivity"]["bridges"], expected["bridge_count"]);
        assert_eq!(report["connectivity"]["cut_places"], expected["cut_place_count"]);
        assert_eq!(report["unconnected"][1]["unconnected"], 28);
        assert_eq!(report["unconnected"][1]["regions"], 83);
        assert_eq!(report["unconnected"][1]["share_percent"], 33.7);
        let totals: u64 =
            report["regions"].as_array().unwrap()[..7].iter().map(|row| row["ties_to_focus"].as_u64().unwrap()).sum();
        assert_eq!(totals, 218);
    }
}

/// Every figure in the note on `belarus` that a command shows, for the copy beside the project.
#[test]
fn the_copy_beside_the_project_has_its_published_figures() {
    let Some(path) = extra_data("belarus") else { return };
    let data = path.to_str().unwrap();
    // That copy has no focus, so both sides are named.
    let report = ask(&["--data", data, "report"]);
    assert_eq!(report["places"], json!({ "total": 489, "city": 487, "region": 2, "country": 0, "tied": 486 }));
    assert_eq!(report["ties"]["total"], 461);
    assert_eq!(
        report["connectivity"],
        json!({ "components": 40, "largest": 310, "isolated": 3, "bridges": 422, "cut_places": 72 })
    );
    let components = ask(&["--data", data, "components"]);
    assert_eq!(json!(column(&components, "size")[..6]), json!([310, 31, 14, 11, 11, 11]));
    let isolated: Vec<&Value> =
        rows(&components).iter().filter(|row| row["size"] == 1).map(|row| &row["largest_degree"]).collect();
    assert_eq!(json!(isolated), json!(["moscow-ru", "saint-petersburg-ru", "sochi-ru"]));

    let between = ask(&["--data", data, "report", "--between", "BY", "RU"]);
    assert_eq!((&between["places"]["total"], &between["ties"]["total"]), (&json!(237), &json!(218)));
    assert_eq!(
        between["connectivity"],
        json!({ "components": 25, "largest": 137, "isolated": 0, "bridges": 193, "cut_places": 45 })
    );
    let components = ask(&["--data", data, "components", "--between", "BY", "RU"]);
    assert_eq!(json!(column(&components, "size")[..6]), json!([137, 16, 10, 8, 8, 6]));
    let places = ask(&["--data", data, "places", "--between", "BY", "RU"]);
    let degree = |id: &str| rows(&places).iter().find(|row| row["id"] == id).unwrap()["degree"].as_u64().unwrap();
    let largest = ["gomel-by", "mogilev-by", "babruysk-by", "orsha-by", "brest-by"].map(degree);
    assert_eq!(largest, [16, 15, 15, 14, 12]);

    let regions = ask(&["--data", data, "regions", "BY", "--to", "RU"]);
    for (region, ties, tied_places, partner_regions) in [
        ("BY-MI", 54, 15, 23),
        ("BY-VI", 42, 5, 22),
        ("BY-MA", 34, 6, 22),
        ("BY-HO", 28, 7, 19),
        ("BY-HR", 28, 10, 16),
        ("BY-BR", 22, 3, 16),
        ("BY-HM", 10, 4, 10),
    ] {
        let row = rows(&regions).iter().find(|row| row["region"] == region).unwrap();
        assert_eq!(
            [&row["ties"], &row["tied_places"], &row["partner_regions"]],
            [ties, tied_places, partner_regions],
            "{region}"
        );
    }
    let unconnected = ask(&["--data", data, "unconnected", "RU", "--to", "BY"]);
    let codes: Vec<String> =
        column(&unconnected, "region").iter().map(|code| code.as_str().unwrap()[3..].to_owned()).collect();
    assert_eq!(
        codes.join(" "),
        "AD AL ALT AMU BEL BU CHU DA KAM KB KC KEM KIR KK KL KO ME MO NEN SAK SE STA TOM TY VGG YAN YEV ZAB"
    );
    assert_eq!(ask(&["--data", data, "partners", "Mogilev"]).as_array().unwrap().len(), 26);
    assert_eq!(ask(&["--data", data, "partners", "Mogilev", "--between", "BY", "RU"]).as_array().unwrap().len(), 15);
    // 29 of the 79 places in Belarus have no partner in Russia.
    let of_belarus = ask(&["--data", data, "places", "--country", "BY"]);
    let tied: Vec<&Value> = column(&places, "id");
    assert_eq!(rows(&of_belarus).len(), 79);
    assert_eq!(column(&of_belarus, "id").iter().filter(|id| !tied.contains(id)).count(), 29);
}

#[test]
fn the_world_beside_the_project_loads_whole() {
    let Some(path) = extra_data("world") else { return };
    let report = ask(&["--data", path.to_str().unwrap(), "report"]);
    assert_eq!((&report["places"]["total"], &report["ties"]["total"]), (&json!(17069), &json!(24691)));
}
