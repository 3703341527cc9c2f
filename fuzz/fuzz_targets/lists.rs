//! The lists of a directory, parted by a NUL. What is read is resolved, asked and written, and reads back the same.
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

fuzz_target!(|bytes: &[u8]| {
    let mut lists = bytes.splitn(3, |byte| *byte == 0);
    let (Some(cities), Some(partnerships)) = (lists.next(), lists.next()) else { return };
    let Ok(reading) = formats::read_lists(cities, partnerships, lists.next()) else { return };
    let Ok((dataset, _)) = reading.sound() else { return };
    let written = formats::to_csv(&dataset);
    let text = |name| written.iter().find(|(file, _)| *file == name).map(|(_, text)| text.as_bytes());
    let again = formats::read_lists(
        text("cities.csv").expect("it is always written"),
        text("partnerships.csv").expect("it is always written"),
        text("regions.csv"),
    );
    let again = again.expect("what is written is readable").sound().expect("and sound").0;
    assert!(again.places().eq(dataset.places()) && again.partnerships().eq(dataset.partnerships()));
    assert!(again.regions().eq(dataset.regions()));
    let network = Network::build(dataset, register()).network;
    let graph = network.graph(&Scope::default());
    graph.verify();
    let cuts = metrics::cuts(&graph);
    assert!(cuts.bridges.len() <= graph.tie_count());
    let sides = query::sides(&network, graph.scope(), &[], None);
    let _ = query::report(&graph, &sides);
});
