//! Small data sets, each with facts worked out by hand in its `facts.json`.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, json};
use sistergraph::{graph::Scope, metrics, query};

use crate::support::{fixtures, place, read};

/// The folders of data sets with facts, by name.
fn with_facts() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("facts.json").exists())
        .map(|path| path.to_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 8, "the data sets were found");
    names
}

#[test]
fn every_data_set_has_the_facts_written_by_hand() {
    for folder in with_facts() {
        let facts: Value = serde_json::from_str(&fs::read_to_string(format!("{folder}/facts.json")).unwrap()).unwrap();
        let network = read(&folder);
        let graph = network.graph(&Scope::default());
        graph.verify();
        let components = metrics::components(&graph);
        let cuts = metrics::cuts(&graph);
        let degrees: BTreeMap<&str, usize> =
            graph.places().map(|place| (place.id(), graph.degree(place.number()))).filter(|(_, d)| *d > 0).collect();
        let cut_places: BTreeMap<&str, usize> =
            cuts.cut_places.iter().map(|cut| (graph.place(cut.place).id(), cut.cuts_off)).collect();
        let bridges: Vec<String> = cuts
            .bridges
            .iter()
            .map(|bridge| {
                let [a, b] = bridge.ends.map(|place| graph.place(place).id());
                format!("{a} {b} {}", bridge.cuts_off)
            })
            .collect();
        let sides = query::sides(&network, graph.scope(), &[], None);
        let regions: BTreeMap<String, [usize; 4]> = query::regions(&graph, &sides)
            .into_iter()
            .filter(|row| row.places > 0)
            .map(|row| (row.region, [row.places, row.tied_places, row.internal, row.external]))
            .collect();
        let found = json!({
            "places": graph.place_count(),
            "partnerships": network.partnership_count() + network.loops_dropped(),
            "ties": graph.tie_count(),
            "component_sizes": components.members().iter().map(Vec::len).collect::<Vec<_>>(),
            "isolated": components.isolated().map(|id| graph.place(id).id()).collect::<Vec<_>>(),
            "degrees": degrees,
            "bridges": bridges,
            "cut_places": cut_places,
            "blocks": cuts.blocks,
            "regions": regions,
        });
        for (fact, expected) in facts.as_object().unwrap() {
            assert_eq!(&found[fact], expected, "{fact} of {folder}");
        }
        assert!(facts.as_object().unwrap().len() >= 5, "{folder} states facts");
    }
}

#[test]
fn a_tie_across_the_date_line_is_short() {
    let network = read(fixtures().join("date-line").to_str().unwrap());
    let graph = network.graph(&Scope::default());
    let suva = network.names().find("Suva", sistergraph::model::Level::ALL).unwrap().subject;
    let row = query::partners(&graph, suva, false).rows.row(0);
    // Suva to Apia is 1,147 km on the ellipsoid, by geographiclib; on the sphere it is within half a per cent of that.
    let km = row.distance_km.unwrap();
    assert!((km - 1147.0).abs() < 6.0, "{km}");
    assert_eq!(place(&network, "apia-ws"), graph.partners(place(&network, "suva-fj")).next().unwrap());
}
