//! What the targets share: the register, and a check that lists are the same after they were written and read again.

use std::sync::OnceLock;

use sistergraph::{
    formats,
    graph::{Network, Scope},
    metrics,
    model::Dataset,
    query,
    register::Register,
};

/// Parsed only once, because it is the same for every input.
pub fn register() -> Register {
    static REGISTER: OnceLock<Register> = OnceLock::new();
    REGISTER.get_or_init(Register::built_in).clone()
}

/// Reads lists. If they can be read, writes them, checks that they read back the same, and asks questions about them.
pub fn read_write_ask(lists: &[(&str, &[u8])]) {
    let Ok(reading) = formats::read_lists(lists) else { return };
    let Ok((dataset, _)) = reading.sound() else { return };
    let written = formats::to_csv(&dataset);
    let lists: Vec<(&str, &[u8])> =
        written.iter().filter_map(|(file, text)| Some((file.strip_suffix(".csv")?, text.as_bytes()))).collect();
    let again = formats::read_lists(&lists).expect("what is written is readable").sound().expect("and sound").0;
    assert!(again.places().eq(dataset.places()) && again.partnerships().eq(dataset.partnerships()));
    assert!(again.regions().eq(dataset.regions()) && again.ledger() == dataset.ledger());
    ask(dataset);
}

/// Asks questions that use all lists.
pub fn ask(dataset: Dataset) {
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
    let recorded = metrics::Recorded::new(&network);
    for total in network.totals() {
        let _ = recorded.explain(&total);
    }
}
