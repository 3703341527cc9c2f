//! The lists of a directory, the ledger's too, parted by a NUL. What is read is resolved, asked and written, and reads back the same.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use sistergraph::{
    formats,
    graph::{Network, Scope},
    metrics, query,
    register::Register,
};

/// Parsed once: it is the same for every input.
fn register() -> Register {
    static REGISTER: OnceLock<Register> = OnceLock::new();
    REGISTER.get_or_init(Register::built_in).clone()
}

/// The lists in the order in which they stand in the input; a blank one isn't there.
const NAMES: [&str; 8] =
    ["cities", "partnerships", "regions", "contacts", "curators", "participants", "indicators", "totals"];

fuzz_target!(|bytes: &[u8]| {
    let parts = bytes.splitn(NAMES.len(), |byte| *byte == 0);
    let lists: Vec<(&str, &[u8])> = NAMES.into_iter().zip(parts).filter(|(_, list)| !list.is_empty()).collect();
    let Ok(reading) = formats::read_lists(&lists) else { return };
    let Ok((dataset, _)) = reading.sound() else { return };
    let written = formats::to_csv(&dataset);
    let lists: Vec<(&str, &[u8])> =
        written.iter().filter_map(|(file, text)| Some((file.strip_suffix(".csv")?, text.as_bytes()))).collect();
    let again = formats::read_lists(&lists).expect("what is written is readable").sound().expect("and sound").0;
    assert!(again.places().eq(dataset.places()) && again.partnerships().eq(dataset.partnerships()));
    assert!(again.regions().eq(dataset.regions()) && again.ledger() == dataset.ledger());
    let network = Network::build(dataset, register()).network;
    let graph = network.graph(&Scope::default());
    graph.verify();
    let cuts = metrics::cuts(&graph);
    assert!(cuts.bridges.len() <= graph.tie_count());
    let sides = query::sides(&network, graph.scope(), &[], None);
    let _ = query::report(&graph, &sides);
    let _ = query::curators(&graph, &sides);
    let _ = query::contact_regions(&network, graph.scope(), None);
    let _ = query::events(&network, graph.scope(), None);
    for total in network.totals() {
        let _ = metrics::explained(&network, &total);
    }
});
