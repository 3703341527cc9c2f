//! A graph file. A graph that was read is written in every graph format and as a diagram in DOT; each file must be
//! readable.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;
use sistergraph::{
    diagram::{self, Grouping, Selection},
    formats::{self, Dialect, Export, Format, Told},
    graph::{Network, Scope},
    model::Dataset,
};

fn again(bytes: &[u8]) -> Dataset {
    let text = || String::from_utf8_lossy(bytes);
    formats::read_bytes("again", bytes, &Told::default()).unwrap_or_else(|error| panic!("{error}: {}", text())).dataset
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(reading) = formats::read_bytes("file", bytes, &Told::default()) else { return };
    let Ok((dataset, _)) = reading.sound() else { return };
    if dataset.places().len() == 0 || dataset.partnerships().len() == 0 {
        return;
    }
    for format in Format::ALL.into_iter().filter(|format| format.is_graph()) {
        let mut written = Vec::new();
        let export = Export::new(&dataset, Vec::new(), true);
        formats::write_graph(format, &export, Dialect::Plain, &mut written).expect("memory takes what is written");
        // Pajek doesn't store who claims a partnership, so that two between the same places may become one.
        let read = again(&written).partnerships().len();
        assert!(read == dataset.partnerships().len() || format == Format::Pajek, "{format:?}");
    }
    let network = Network::build(dataset, shared::register()).network;
    let graph = network.graph(&Scope::default());
    if graph.place_count() > 0 {
        let diagram = diagram::of_ties(&graph, &Selection::All, Grouping::Region, "Title".to_owned());
        assert_eq!(again(diagram::to_dot(&diagram).as_bytes()).partnerships().len(), graph.tie_count());
    }
});
