//! A table with options for its encoding and columns: the first line is the encoding, the second the columns.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use sistergraph::{
    formats::{self, Told},
    graph::{self, Network, Scope},
    register::Register,
};

/// Parsed only once, because it is the same for every input.
fn register() -> Register {
    static REGISTER: OnceLock<Register> = OnceLock::new();
    REGISTER.get_or_init(Register::built_in).clone()
}

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(3, |byte| *byte == b'\n');
    let mut text = || std::str::from_utf8(parts.next().unwrap_or_default()).ok();
    let (Some(encoding), Some(columns)) = (text(), text()) else { return };
    let (encoding, columns) = (encoding.parse().ok(), columns.parse().ok());
    let told = Told { encoding, columns, ..Told::default() };
    let Ok(reading) = formats::read_bytes("table", parts.next().unwrap_or_default(), &told) else { return };
    let register = register();
    let (merged, list) = graph::merge_spellings(&reading.dataset, &register);
    assert_eq!(merged.places().len() + list.len(), reading.dataset.places().len());
    Network::build(merged, register).network.graph(&Scope::default()).verify();
});
