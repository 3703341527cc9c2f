//! DOT: files drawn by the program can be read back, and files of other programs are read as Graphviz reads them.

use std::{
    collections::BTreeSet,
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::Value;
use sistergraph::{
    diagram::{self, Grouping, Selection},
    formats::{Reading, Told, read_bytes},
    graph::{Network, Scope, TieGraph},
    register::Register,
};

use crate::support::{fixtures, hostile_dataset, network, program, read, run};

fn of_text(text: &str) -> Reading {
    read_bytes("x.dot", text.as_bytes(), &Told::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Places and ties as texts, with names as they are shown.
fn shown(graph: &TieGraph<'_>) -> [BTreeSet<String>; 2] {
    let id = |place| graph.place(place).id().to_owned();
    let place = |place: sistergraph::graph::Place<'_>| {
        let region = place.region().map(|region| region.code.to_string());
        let name = sistergraph::table::escape::terminal(place.name()).into_owned();
        format!("{} {name} {region:?} {:?} {:?}", place.id(), place.country(), place.level())
    };
    let tie = |tie: sistergraph::graph::Tie| {
        let kind = graph.kinds_and_statuses_of(&tie).map(|(kind, _)| kind).min();
        format!("{} {} {kind:?}", id(tie.a), id(tie.b))
    };
    [graph.places().map(place).collect(), graph.ties().map(|(_, found)| tie(found)).collect()]
}

#[test]
fn a_diagram_of_ties_is_read_as_the_places_and_ties_that_it_shows() {
    for (network, groupings) in [
        (read("belarus"), &[Grouping::Region, Grouping::Country][..]),
        (read(fixtures().join("levels").to_str().unwrap()), &[Grouping::Region]),
        (network(hostile_dataset()), &[Grouping::Region]),
    ] {
        let graph = network.graph(&Scope::default());
        for &grouping in groupings {
            let dot = diagram::to_dot(&diagram::of_ties(&graph, &Selection::All, grouping, "Title <&>".to_owned()));
            let (dataset, _) = of_text(&dot).sound().unwrap();
            assert_eq!(dataset.metadata().title.as_deref(), Some("Title <&>"));
            let again = Network::build(dataset, Register::built_in()).network;
            assert_eq!(shown(&again.graph(&Scope::default())), shown(&graph));
        }
    }
}

/// Tests every language and every command that draws DOT.
#[test]
fn a_file_of_dot_answers_as_the_data_it_was_drawn_of() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.dot");
    let path = file.to_str().unwrap();
    let asked = |data: &str, question: &[&str]| {
        let answer = run(&[&["--data", data], question, &["--format", "csv", "-q"]].concat());
        assert_eq!(answer.status, 0, "{}", answer.stderr);
        answer.stdout
    };
    for lang in ["en", "ru", "be", "uk", "pl", "de", "fr"] {
        assert!(program().args(["dot", "--lang", lang, "-q", "-o", path]).output().unwrap().status.success());
        let ties = ["ties", "--select", "a,b,kind"];
        assert_eq!(asked(path, &ties), asked("belarus", &ties), "{lang}");
        let places = ["places", "--select", "id,level,region,country,degree"];
        assert_eq!(asked(path, &places), asked("belarus", &places), "{lang}");
    }
    // With regions or countries as nodes.
    for by in ["region", "country"] {
        assert!(program().args(["dot", "--by", by, "-q", "-o", path]).output().unwrap().status.success());
        let text = std::fs::read_to_string(&file).unwrap();
        let (nodes, edges) = (text.matches(" tooltip=").count(), text.matches(" -- ").count());
        let rows = asked(path, &["ties", "--select", "a,b"]);
        assert_eq!(rows.lines().count(), edges + 1, "{by}");
        assert!(nodes > 5 && edges > 5);
    }
}

#[test]
fn ties_that_are_not_in_force_are_passed_over_with_a_count() {
    let text =
        "graph sistergraph { n0[label=\"X\" tooltip=\"x (BY), degree 1\"] n1[label=\"Y\" tooltip=\"y (), degree 1\"]
        n0 -- n1 [color=\"#009e73\" style=dashed] n0 -- n1 [color=\"#009e73\"] }";
    let reading = of_text(text);
    let rows: Vec<String> =
        reading.dataset.partnerships().map(|row| format!("{} {} {}", row.a, row.b, row.kind)).collect();
    assert_eq!(rows, ["x y friendship"]);
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|note| note.contains("dashed edges") && note.contains("not used: 1")), "{notes:?}");
}

/// A file that uses the whole grammar.
const OF_OTHERS: &str = r#"/* own */ // more
# and more
    STRICT Digraph "two words" {
        graph [label="Title"] rankdir=LR;
        node [shape=box, country="BY"]; edge [color=red]
        gom [label="Gomel\nBelarus" lat=52.4345 lon=30.9754];
        "Минск"; Магілёў [label=<<b>Магілёў</b>&amp;<br/>x>]
        subgraph cluster_0 { label=frame; node [country=RU]; bry [label="Bry" + "ansk"]; gom -> bry [since=1992] }
        subgraph { orl "back\\slash" } -> { gom:n "quo\"te" } -> tul:port:ne -> "Минск"
        2.5 -> -.5 [label="10"]; tul [country=PL][label="Tu\
la"]
    } digraph second { z }"#;

#[test]
fn dot_of_others_is_read_by_its_grammar() {
    let reading = of_text(OF_OTHERS);
    let places: Vec<String> = reading
        .dataset
        .places()
        .map(|place| {
            format!("{}: {} {}", place.id, place.name, place.country.map(|code| code.to_string()).unwrap_or_default())
        })
        .collect();
    let expected = [
        "gom: Gomel Belarus BY",
        "Минск: Минск BY",
        "Магілёў: Магілёў & x BY",
        "bry: Bryansk RU",
        "orl: orl BY",
        "back\\\\slash: back\\\\slash BY",
        "quo\"te: quo\"te BY",
        "tul: Tula PL",
        "2.5: 2.5 BY",
        "-.5: -.5 BY",
    ];
    assert_eq!(places, expected);
    assert_eq!(reading.dataset.places().next().unwrap().position.unwrap().lat(), 52.4345);
    assert_eq!(reading.dataset.partnerships().next().unwrap().since, "1992".parse().ok());
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    for part in ["files with more graphs behind the first, not used: 1", "column `label` is not used"] {
        assert!(notes.iter().any(|note| note.contains(part)), "{part}: {notes:?}");
    }
}

#[test]
fn dot_of_others_has_the_nodes_and_edges_that_graphviz_finds() {
    let text = OF_OTHERS.split(" digraph second").next().unwrap();
    let spawned =
        Command::new("dot").arg("-Tjson0").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = spawned else {
        let _ = writeln!(std::io::stderr(), "note: Graphviz is not installed; DOT of others is not compared with it");
        return;
    };
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let json: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
    let names: Vec<String> =
        json["objects"].as_array().unwrap().iter().map(|object| object["name"].as_str().unwrap().to_owned()).collect();
    let end = |edge: &Value, side: &str| names[edge[side].as_u64().unwrap() as usize].clone();
    let edges: BTreeSet<[String; 2]> =
        json["edges"].as_array().unwrap().iter().map(|edge| [end(edge, "tail"), end(edge, "head")]).collect();
    let is_frame = |object: &&Value| object["nodes"].is_array() || object["subgraphs"].is_array();
    let frames: BTreeSet<&str> = json["objects"]
        .as_array()
        .unwrap()
        .iter()
        .filter(is_frame)
        .map(|object| object["name"].as_str().unwrap())
        .collect();
    let nodes: BTreeSet<String> = names.iter().filter(|name| !frames.contains(name.as_str())).cloned().collect();
    let dataset = of_text(text).dataset;
    assert_eq!(dataset.places().map(|place| place.id.to_owned()).collect::<BTreeSet<_>>(), nodes);
    let found: BTreeSet<[String; 2]> = dataset.partnerships().map(|row| [row.a.to_owned(), row.b.to_owned()]).collect();
    assert_eq!(found, edges);
}

/// DOT doesn't store the country of a region; only the code can tell it.
#[test]
fn regions_of_the_data_set_are_those_of_frames() {
    let text = r#"graph sistergraph {
        subgraph cluster_0 { label="Own (PL-OWN)" n0[label="X" tooltip="x (PL-OWN), degree 1"] }
        subgraph cluster_1 { label="Other (O-1)" n1[label="Y" tooltip="y (O-1), degree 1"] }
        n0 -- n1 }"#;
    let reading = of_text(text);
    let regions: Vec<String> =
        reading.dataset.regions().map(|region| format!("{} {}", region.code, region.name)).collect();
    assert_eq!(regions, ["PL-OWN Own"]);
    let places: Vec<_> = reading.dataset.places().map(|place| (place.id, place.region)).collect();
    assert_eq!(places, [("x", Some("PL-OWN")), ("y", None)]);
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|note| note.contains("codes of regions")), "{notes:?}");
}
