//! Graph formats: written files read back as the same data set, and each hostile file gives one message.

mod damage;
mod dot;
mod kml;

use proptest::prelude::*;
use sistergraph::{
    formats::{self, Dialect, Export, Format, Told, read_bytes, write_graph},
    model::{Dataset, PartnershipRecord, PlaceRecord, RegionRecord},
};

use crate::{properties, support::program};

/// The formats that can express all columns of places and partnerships.
const WHOLE: [Format; 5] = [Format::Gexf, Format::GraphMl, Format::NodeLink, Format::GeoJson, Format::Kml];

fn written(dataset: &Dataset, format: Format, dialect: Dialect) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_graph(format, &Export::new(dataset, Vec::new(), true), dialect, &mut bytes).unwrap();
    bytes
}

fn read(format: Format, bytes: &[u8]) -> Dataset {
    let file = format!("x.{}", format.word().unwrap());
    let reading = read_bytes(&file, bytes, &Told::default());
    reading.unwrap_or_else(|error| panic!("{file}: {error}\n{}", String::from_utf8_lossy(bytes))).dataset
}

/// A text as it reads back: a table has each row on one line, and XML has no control characters.
fn held(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// The rows as they read back from a format: KML has a folder for each kind of partnership.
fn rows_in(format: Format, dataset: &Dataset) -> [Vec<String>; 2] {
    let [places, mut partnerships] = rows(dataset);
    if format == Format::Kml {
        partnerships.sort();
    }
    [places, partnerships]
}

/// The places and partnerships as texts.
fn rows(dataset: &Dataset) -> [Vec<String>; 2] {
    let place = |place: PlaceRecord<'_>| held(&format!("{place:?}").replace("\\n", " "));
    let partnership = |row: PartnershipRecord<'_>| held(&format!("{row:?}").replace("\\n", " "));
    [dataset.places().map(place).collect(), dataset.partnerships().map(partnership).collect()]
}

/// A data set whose ends are its own ids, like that of [`graph::extract`](sistergraph::graph::extract).
pub fn with_ids(any: &Dataset) -> Dataset {
    let mut dataset = Dataset::default();
    dataset.set_metadata(any.metadata().clone());
    let ids: Vec<String> = (0..any.places().len()).map(|at| format!("id {at} <&\"'>")).collect();
    for (place, id) in any.places().zip(&ids) {
        dataset.push_place(&PlaceRecord { id, part_of: None, ..place }, 0);
    }
    let ends: Vec<&str> = ids.iter().map(String::as_str).chain(["BY-MA", "RU"]).collect();
    for (at, row) in any.partnerships().enumerate() {
        let [a, b] = [at, at + 1].map(|at| ends[at % ends.len()]);
        dataset.push_partnership(&PartnershipRecord { a, b, ..row }, 0);
    }
    dataset
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_data_set_is_read_as_it_was_written(any in properties::dataset()) {
        let dataset = with_ids(&any);
        prop_assume!(dataset.places().len() > 0);
        for format in WHOLE {
            let bytes = written(&dataset, format, Dialect::Plain);
            let (again, expected) = (rows_in(format, &read(format, &bytes)), rows_in(format, &dataset));
            prop_assert_eq!(again, expected, "{:?}\n{}", format, String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn the_built_in_data_comes_back_whole() {
    let dataset = formats::built_in("belarus").unwrap().dataset;
    for (format, dialect) in
        WHOLE.map(|format| (format, Dialect::Plain)).into_iter().chain([(Format::GraphMl, Dialect::Yed)])
    {
        let again = read(format, &written(&dataset, format, dialect));
        assert_eq!(rows_in(format, &again), rows_in(format, &dataset), "{format:?}");
        let is_whole = format != Format::Gexf;
        assert!(!is_whole || again.metadata() == dataset.metadata(), "{format:?}");
    }
}

#[test]
fn pajek_keeps_ids_and_ties() {
    let dataset = formats::built_in("belarus").unwrap().dataset;
    let again = read(Format::Pajek, &written(&dataset, Format::Pajek, Dialect::Plain));
    let ends = |dataset: &Dataset| -> Vec<String> {
        dataset.partnerships().map(|row| format!("{} {}", row.a, row.b)).collect()
    };
    assert_eq!(ends(&again), ends(&dataset));
}

#[test]
fn regions_of_the_data_set_are_nodes_with_a_level() {
    let mut dataset = Dataset::default();
    dataset.push_place(&PlaceRecord { id: "x", name: "Exe", ..PlaceRecord::default() }, 2);
    dataset.push_partnership(&PartnershipRecord::new("x", "X-1"), 2);
    dataset.push_partnership(&PartnershipRecord::new("x", "BY-MA"), 3);
    let own = RegionRecord { name: "Own".to_owned(), ..RegionRecord::new("X-1".parse().unwrap()) };
    dataset.push_region(own, 2);
    for format in WHOLE {
        let again = read(format, &written(&dataset, format, Dialect::Plain));
        let regions: Vec<(String, String)> =
            again.regions().map(|region| (region.code.to_string(), region.name.clone())).collect();
        assert_eq!(regions, [("X-1".to_owned(), "Own".to_owned())], "{format:?}");
        assert_eq!((again.places().len(), again.partnerships().len()), (1, 2), "{format:?}");
    }
}

/// Files of other programs, each with the graph gomel - bryansk, gomel - radom.
#[test]
fn dialects_of_other_programs_are_read() {
    let yed = r#"<graphml xmlns:y="http://www.yworks.com/xml/graphml"><key for="node" id="d6" yfiles.type="nodegraphics"/>
        <graph edgedefault="directed"><node id="n0"><data key="d6"><y:ShapeNode><y:NodeLabel x="1">Gomel<y:LabelModel/></y:NodeLabel>
        </y:ShapeNode></data></node><node id="n1"/><edge source="n0" target="n1"/></graph></graphml>"#;
    let igraph = r#"<graphml><key id="v_name" for="node" attr.name="name" attr.type="string"/><graph><node id="n0">
        <data key="v_name">Gomel</data></node><node id="n1"/><edge source="n0" target="n1"/></graph></graphml>"#;
    let rustworkx = r#"<graphml><key id="d1" for="node" attr.name="name"/><key id="d1" for="edge" attr.name="note"/><graph>
        <node id="n0"><data key="d1">Gomel</data></node><node id="n1"/><edge source="n0" target="n1"><data key="d1">x</data></edge>
        </graph></graphml>"#;
    let gexf = r#"<gexf version="1.1"><graph><attributes class="node"><attribute id="0" title="country"><default>BY</default>
        </attribute></attributes><nodes><node id="n0" label="Gomel"><nodes><node id="n1" label="Part"/></nodes></node></nodes>
        <edges><edge id="0" source="n0" target="n1" start="1998-06-01T00:00:00"/></edges></graph></gexf>"#;
    let gml = "Creator \"own\"\ngraph [\n node [ id 0 label \"Gomel\" graphics [ x 1 ] ]\n node [ id 1 label \"Wo&#322;omin\" ]\n edge [ source 0 target 1 ]\n]";
    for (text, what) in [(yed, "yEd"), (igraph, "igraph"), (rustworkx, "rustworkx"), (gexf, "GEXF 1.1"), (gml, "GML")] {
        let reading =
            read_bytes("x", text.as_bytes(), &Told::default()).unwrap_or_else(|error| panic!("{what}: {error}"));
        let dataset = reading.dataset;
        assert!(dataset.places().any(|place| place.name == "Gomel"), "{what}");
        assert_eq!((dataset.places().len(), dataset.partnerships().len()), (2, 1), "{what}");
    }
    let dated = read_bytes("x", gexf.as_bytes(), &Told::default()).unwrap().dataset;
    assert_eq!(dated.partnerships().next().unwrap().since, "1998-06-01".parse().ok());
    assert_eq!(dated.places().next().unwrap().country.unwrap().as_str(), "BY");
    assert_eq!(
        read_bytes("x", gml.as_bytes(), &Told::default()).unwrap().dataset.places().nth(1).unwrap().name,
        "Wołomin"
    );
}

#[test]
fn xml_in_another_encoding_is_read() {
    let gexf = |encoding: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{encoding}\"?><gexf><graph><nodes><node id=\"x\" label=\"Магілёў\"/><node id=\"y\"/>\
             </nodes><edges><edge source=\"x\" target=\"y\"/></edges></graph></gexf>"
        )
    };
    let name = |bytes: &[u8]| {
        let dataset = read_bytes("x.gexf", bytes, &Told::default()).unwrap().dataset;
        dataset.places().next().unwrap().name.to_owned()
    };
    assert_eq!(name(&encoding_rs::WINDOWS_1251.encode(&gexf("windows-1251")).0), "Магілёў");
    assert_eq!(name(gexf("windows-1251").as_bytes()), "Магілёў");
    // A file is used, because its beginning is examined before the rest is read.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.gexf");
    std::fs::write(&file, encoding_rs::WINDOWS_1251.encode(&gexf("windows-1251")).0).unwrap();
    let dataset = formats::read(file.to_str().unwrap()).unwrap().dataset;
    assert_eq!(dataset.places().next().unwrap().name, "Магілёў");
}

#[test]
fn characters_of_pajek_may_be_numbers() {
    let text = "*Vertices 2\n1 \"&#1052;i&#324;sk &amp;\"\n2 y\n*Edges\n1 2\n";
    let dataset = read_bytes("x.net", text.as_bytes(), &Told::default()).unwrap().dataset;
    assert_eq!(dataset.places().next().unwrap().name, "Мińsk &amp;");
    // The output is readable as it stands, and reads back.
    let mut dataset = Dataset::default();
    let ids = ["Магілёў & &amp;", "&#1052;"];
    ids.iter().for_each(|id| dataset.push_place(&PlaceRecord { id, ..PlaceRecord::default() }, 0));
    dataset.push_partnership(&PartnershipRecord::new(ids[0], ids[1]), 0);
    let bytes = written(&dataset, Format::Pajek, Dialect::Plain);
    assert!(String::from_utf8_lossy(&bytes).contains("1 \"Магілёў & &amp;\"\n"));
    assert_eq!(read(Format::Pajek, &bytes).places().map(|place| place.id.to_owned()).collect::<Vec<_>>(), ids);
}

#[test]
fn neither_columns_nor_links_are_told_of_a_graph() {
    let columns = Told { columns: Some("a=x,b=y".parse().unwrap()), ..Told::default() };
    let no_header = Told { no_header: true, ..Told::default() };
    for (text, name) in [
        ("<gexf><graph/></gexf>", "GEXF"),
        ("<graphml/>", "GraphML"),
        ("<kml/>", "KML"),
        ("graph [ node [ id 1 ] ]", "GML"),
        ("graph { a -- b }", "DOT"),
        ("*Vertices 1\n1 x\n", "a Pajek network"),
    ] {
        for told in [&columns, &no_header] {
            let error = read_bytes("x", text.as_bytes(), told).unwrap_err().to_string();
            let expected = format!("`x` is {name}, whose columns have names of their own, so that none can be told");
            assert_eq!(error, expected);
        }
    }
    let geojson = br#"{"type": "FeatureCollection", "features": [{"properties": {"a": "x", "b": "y"}}]}"#;
    assert!(read_bytes("x", geojson, &columns).unwrap_err().to_string().contains("is GeoJSON, whose columns"));
}

#[test]
fn hostile_files_are_one_message_each() {
    let deep = format!("<gexf>{}", "<nodes>".repeat(100_000));
    let lists = format!("graph [ {}", "a [ ".repeat(100_000));
    let defaults =
        format!("<graphml><key id='k' for='node'><default>{}</default></key></graphml>", "x".repeat(1 << 20));
    let frames = format!("graph {{ {}", "subgraph {".repeat(1_000_000));
    // A parser that tries one meaning after another doubles its time with each frame.
    let broken_frames = format!("graph {{ {}", "subgraph {".repeat(60));
    let nodes = |letter: char| (0..100_000).map(|at| format!("{letter}{at} ")).collect::<String>();
    let groups = format!("graph {{ {{ {} }} -- {{ {} }} }}", nodes('a'), nodes('b'));
    let dot_defaults = format!("graph {{ node [note=\"{}\"] a -- b }}", "x".repeat(1 << 20));
    for (text, expected) in [
        (deep.as_str(), "nested more than"),
        (lists.as_str(), "nested more than"),
        ("<graphml><graph><node id='a'/>", "breaks off"),
        ("<gexf><graph><nodes/></graph></gexf>", "has no node"),
        ("<!DOCTYPE g [<!ENTITY a 'aa'>]><graphml><graph><node id='&a;'/></graph></graphml>", "entity"),
        (defaults.as_str(), "default values have more than"),
        ("*Vertices 2\n*Matrix\n0 1\n1 0\n", "as a matrix"),
        ("graph [ node [ id 1 ]", "never closed"),
        ("graph [ node [ id ] ]", "has no value"),
        ("*Vertices 2\n1 \"x\n", "never closed"),
        ("*Vertices 1\n1 x\n*Edges\n1 y\n", "numbers of two vertices"),
        ("{\"type\":\"FeatureCollection\",\"features\":[{\"properties\":null}]}", "is a partnership"),
        (
            "<kml><Document><Placemark><name>x</name><Point><coordinates>1,2</coordinates></Point></Placemark></Document></kml>",
            "joins two",
        ),
        ("graph { a -- b", "a brace is never closed"),
        ("graph {\n\n a -- \"b }", "x:3: a quote is never closed"),
        ("graph {\n a -- ; }", "x:2: expected a node"),
        ("graph { a [label=<<b>x] }", "an angle bracket is never closed"),
        ("graph { /* a -- b }", "a comment is never closed"),
        ("graph { a - b }", "`-` means nothing here"),
        ("graph { subgraph x y }", "has no brace behind it"),
        ("graph { }", "has no node"),
        (frames.as_str(), "x:1: frames are nested more than 64 deep"),
        (broken_frames.as_str(), "a brace is never closed"),
        (groups.as_str(), "groups of nodes stand for more edges than a graph has"),
        (dot_defaults.as_str(), "default values have more than"),
    ] {
        let error = read_bytes("x", text.as_bytes(), &Told::default()).err().map(|error| error.to_string());
        assert!(error.as_ref().is_some_and(|error| error.contains(expected)), "{expected}: {error:?}");
    }
}

#[test]
fn ends_that_no_node_declares_are_places_with_one_note() {
    let text = "<gexf><graph><edges><edge source='x' target='y'/><edge source='y' target='BY-MA'/></edges>\
                <nodes><node id='x'/></nodes></graph></gexf>";
    let reading = read_bytes("x.gexf", text.as_bytes(), &Told::default()).unwrap();
    assert_eq!(reading.dataset.places().map(|place| place.id).collect::<Vec<_>>(), ["x", "y"]);
    let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|note| note.contains("declared as no node, taken for places: 1 (`y`)")), "{notes:?}");
}

#[test]
fn what_is_passed_over_is_counted_in_notes() {
    let graphml = "<graphml><graph><node id='x'><data key='late'>1</data></node><node id='y'/><edge source='x' target='y'/>\
                   <hyperedge/></graph><key id='late' for='node' attr.name='name'/></graphml>";
    let gexf = "<gexf><graph><nodes><node id='x'><attvalues><attvalue for='9' value='1'/></attvalues></node><node id='y'/></nodes>\
                <edges><edge source='x' target='y'><spells><spell start='1990'/><spell start='1999'/></spells></edge></edges></graph></gexf>";
    let geojson = r#"{"type": "FeatureCollection", "features": [{"properties": {"a": "x", "b": "y"}}, {"properties": {"a": "x"}},
                     {"properties": {"id": "x"}, "geometry": {"type": "Polygon", "coordinates": []}}]}"#;
    for (text, expected) in [
        (graphml, vec!["data of keys that no key before them declares, not used: 1", "(`hyperedge`), not used: 1"]),
        (
            gexf,
            vec!["no attribute before them declares, not used: 1", "further spells of nodes and edges, not used: 1"],
        ),
        (geojson, vec!["features without `a` and `b`, `id` or `name`, not used: 1", "that are no points, not used: 1"]),
    ] {
        let reading = read_bytes("x", text.as_bytes(), &Told::default()).unwrap();
        let notes: Vec<String> = reading.notes.iter().map(ToString::to_string).collect();
        for part in expected {
            assert!(notes.iter().any(|note| note.contains(part)), "{part}: {notes:?}");
        }
    }
}

#[test]
fn the_first_spell_counts_whole() {
    let lives = |spells: &str| {
        let edge = format!("<edge source='x' target='y'><spells>{spells}</spells></edge>");
        let text =
            format!("<gexf><graph><nodes><node id='x'/><node id='y'/></nodes><edges>{edge}</edges></graph></gexf>");
        let dataset = read_bytes("x.gexf", text.as_bytes(), &Told::default()).unwrap().dataset;
        let row = dataset.partnerships().next().unwrap();
        [row.since, row.until].map(|date| date.map(|date| date.to_string()).unwrap_or_default())
    };
    assert_eq!(lives("<spell start='1990'/><spell start='2000' end='2005'/>"), ["1990", ""]);
    assert_eq!(lives("<spell end='1995'/><spell start='1997'/>"), ["", "1995"]);
}

#[test]
fn a_bare_node_whose_id_is_a_code_is_what_the_code_stands_for() {
    let pajek =
        read_bytes("x.net", b"*Vertices 2\n1 \"gomel\"\n2 \"RU-TUL\"\n*Edges\n1 2\n", &Told::default()).unwrap();
    let dataset = pajek.dataset;
    assert_eq!(dataset.places().map(|place| place.id).collect::<Vec<_>>(), ["gomel"]);
    assert_eq!(dataset.partnerships().next().unwrap().b, "RU-TUL");
}

#[test]
fn an_export_with_filters_is_the_part_they_leave() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("by-ru.gexf");
    let run = |args: &[&str]| {
        let output = program().args(args).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let path = file.to_str().unwrap();
    run(&["export", "--between", "BY", "RU", "--with", "degree,distance", "-o", path]);
    let all = run(&["ties", "--between", "BY", "RU", "--select", "a,b,distance_km", "--format", "csv", "-q"]);
    let again =
        run(&["--data", path, "ties", "--between", "BY", "RU", "--select", "a,b,distance_km", "--format", "csv", "-q"]);
    assert_eq!(again, all);
}
