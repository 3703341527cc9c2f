//! Damaged graph files, with pieces cut out or replaced. Each gives an error or a valid data set.

use proptest::{prelude::*, sample::select};
use sistergraph::{
    diagram::{self, Grouping, Selection},
    formats::{self, Dialect, Format, Told, read_bytes},
    graph::Scope,
    model::{CountryCode, Dataset, PartnershipKind, PartnershipRecord, PlaceRecord, Position, RegionRecord},
};

use super::written;
use crate::support::network;

/// Pieces of such files, to be inserted where they don't belong.
const PIECES: [&str; 52] = [
    "<",
    ">",
    "</",
    "/>",
    "&",
    ";",
    "&#0;",
    "&#1052;",
    "&amp;",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "=",
    ",",
    ":",
    "--",
    "->",
    "\\",
    "\n",
    " ",
    "\0",
    "\u{feff}",
    "é",
    "1e999",
    "-1",
    "180",
    "nan",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml",
    "<Placemark>",
    "</Placemark>",
    "<name>",
    "<coordinates>",
    "<Point>",
    "<LineString>",
    "<Folder>",
    "<node id=\"x\">",
    "<edge>",
    "<default>",
    "subgraph {",
    "node [",
    "graph",
    "*Edges\n",
    "null",
];

/// A file in each format, with places with and without a position, a region, two kinds of partnership, and dates.
fn files() -> Vec<Vec<u8>> {
    let mut dataset = Dataset::default();
    for (at, id) in ["x", "y", "z"].into_iter().enumerate() {
        let position = Position::new(50.0 + at as f64, 179.0 * at as f64).ok();
        let name = ["Exe", "Магілёў & \"q\"", ""][at];
        dataset.push_place(&PlaceRecord { id, name, position, region: Some("BY-MA"), ..PlaceRecord::default() }, 0);
    }
    let since = "1998-06".parse().ok();
    dataset.push_partnership(&PartnershipRecord { since, ..PartnershipRecord::new("x", "y") }, 0);
    let kind = PartnershipKind::Project;
    dataset.push_partnership(&PartnershipRecord { kind, ..PartnershipRecord::new("z", "PL-OWN") }, 0);
    let own = RegionRecord::new("PL-OWN".parse().unwrap());
    dataset.push_region(RegionRecord { name: "Own".to_owned(), country: CountryCode::new("PL"), ..own }, 0);
    let formats = graphs();
    let mut files: Vec<Vec<u8>> = formats.map(|format| written(&dataset, format, Dialect::Plain)).collect();
    let network = network(dataset);
    let graph = network.graph(&Scope::default());
    let diagram = diagram::of_ties(&graph, &Selection::All, Grouping::Region, "Title".to_owned());
    files.push(diagram::to_dot(&diagram).into_bytes());
    let dot = "digraph { node [country=BY] a:p -> {b c} -> subgraph s { d } [since=1990]; a [label=<x<b>y</b>>] }";
    let gml = "graph [\n node [ id 0 label \"Gomel\" ]\n node [ id 1 label \"Wo&#322;omin\" ]\n edge [ source 0 target 1 ]\n]";
    let kml = "<kml><Document><Placemark><name>x</name><Point><coordinates>1,2</coordinates></Point></Placemark><Placemark><name>y\
               </name><Point><coordinates>3,4</coordinates></Point></Placemark><Placemark><LineString><coordinates>1,2 3,4\
               </coordinates></LineString></Placemark></Document></kml>";
    files.extend([dot, gml, kml].map(|text| text.as_bytes().to_vec()));
    files
}

/// The text formats that store nodes and edges in one file.
fn graphs() -> impl Iterator<Item = Format> {
    let is_binary = |format: &Format| matches!(format, Format::Parquet | Format::Sqlite);
    Format::ALL.into_iter().filter(move |format| format.is_written() && !format.is_own() && !is_binary(format))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_damage_is_too_strange(
        file in select(files()),
        cuts in prop::collection::vec((0.0..1.0_f64, 0..12_usize, select(PIECES.as_slice())), 1..6),
    ) {
        let mut damaged = file;
        for (at, len, piece) in cuts {
            let start = (damaged.len() as f64 * at) as usize;
            let end = damaged.len().min(start + len);
            damaged.splice(start..end, piece.bytes());
        }
        let Ok(reading) = read_bytes("x", &damaged, &Told::default()) else { return Ok(()) };
        let Ok((dataset, _)) = reading.sound() else { return Ok(()) };
        let json = formats::to_json(&dataset);
        let again = read_bytes("again", json.as_bytes(), &Told::default()).unwrap().sound().unwrap().0;
        prop_assert!(again == dataset, "{}", String::from_utf8_lossy(&damaged));
        if dataset.places().len() == 0 || dataset.partnerships().len() == 0 {
            return Ok(());
        }
        for format in graphs() {
            let bytes = written(&dataset, format, Dialect::Plain);
            let again = read_bytes("again", &bytes, &Told::default());
            let again = again.unwrap_or_else(|error| panic!("{format:?}: {error}\n{}", String::from_utf8_lossy(&bytes)));
            // Pajek doesn't store who claims a partnership, so that two between the same places may become one.
            let is_whole = again.dataset.partnerships().len() == dataset.partnerships().len();
            prop_assert!(is_whole || format == Format::Pajek, "{format:?}\n{}", String::from_utf8_lossy(&bytes));
        }
    }
}
